"""How much is under way at once: places for fetches, and far fewer for large bodies, so that the sum of all bodies is bounded.

A fetch that came to an end keeps its place until whoever asked has taken what it brought. So a slow reader slows the fetching
down, and answers never pile up. And what is long gives way to what is short, so that a few bombs do not make a thousand feeds late.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

LARGE: Final = 512 * 1024
"""Bytes from which on a body is large. The largest of 200 captured feeds of news outlets has 48,096."""

LARGE_AT_ONCE: Final = 8
"""Large bodies at once: eight of the largest are 120 MiB, and as many small ones as there are places no more than 200."""

LONG: Final = 256 * 1024
"""Bytes from which on a body gives way. Most feeds are a tenth of this, and come in one go."""

BUSY: Final = 0.002
"""Seconds: when a round of the event loop takes longer, others are waiting. Measured: 0.00001 where nobody is, 0.006 in the middle
with a thousand answers coming in at once."""

PAUSE: Final = 0.01
"""Seconds that long bodies wait after each piece while others are waiting: one piece for all of them together, so some 6 MB a
second of the hundreds that could be undone."""


class Place:
    """One fetch's place. `release` may be called twice."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._held = True
        self._large = False

    async def grow(self) -> None:
        """Wait until one more large body fits in."""
        if not self._large:
            await self._places.large.acquire()
            self._large = True

    def shrink(self) -> None:
        """Say that the body has turned out not to be large."""
        if self._large:
            self._places.large.release()
            self._large = False

    async def give_way(self) -> None:
        """Let others have their turn; all long bodies wait here in one line, and for as long as there is much to do."""
        loop = asyncio.get_running_loop()
        async with self._places.line:
            began = loop.time()
            await asyncio.sleep(0)
            if loop.time() - began > BUSY:
                await asyncio.sleep(PAUSE)

    async def apart(self, work: Callable[[], None]) -> None:
        """Have something done in a thread, one such thing at a time, so that the event loop goes on beside it."""
        async with self._places.thread:
            await asyncio.to_thread(work)

    def release(self) -> None:
        """Give the place to the next. Only in the event loop's thread."""
        self.shrink()
        if self._held:
            self._places.all.release()
            self._held = False


class Places:
    """All places of one event loop: so many, or half as many as the system lets this process open files."""

    def __init__(self, at_once: int) -> None:
        self.all = asyncio.Semaphore(max(1, min(at_once, _files() // 2)))
        self.large = asyncio.Semaphore(LARGE_AT_ONCE)
        self.line = asyncio.Lock()
        self.thread = asyncio.Lock()

    async def take(self) -> Place:
        """Wait for a place."""
        await self.all.acquire()
        return Place(self)


def _files() -> int:
    """How many files and sockets this process may have open."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return 1024
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 1_000_000 if soft == resource.RLIM_INFINITY else soft
