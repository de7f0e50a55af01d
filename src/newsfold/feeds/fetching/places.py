"""How much is under way at once: places for fetches, and far fewer for large bodies, so that the sum of all bodies is bounded.

A fetch that came to an end keeps its place until whoever asked has taken what it brought. So a slow reader slows the fetching
down, and answers never pile up.
"""

from __future__ import annotations

import asyncio
from typing import Final

LARGE: Final = 1024 * 1024
"""Bytes from which on a body is large. The largest of 200 captured feeds of news outlets has less."""

LARGE_AT_ONCE: Final = 8
"""Large bodies at once: eight of the largest are 120 MiB, and all the small ones that fit in are no more than 256."""


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

    def release(self) -> None:
        """Give the place to the next. Only in the event loop's thread."""
        if self._large:
            self._places.large.release()
        if self._held:
            self._places.all.release()
        self._held = self._large = False


class Places:
    """All places of one event loop."""

    def __init__(self, at_once: int) -> None:
        self.all = asyncio.Semaphore(at_once)
        self.large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def take(self) -> Place:
        """Wait for a place."""
        await self.all.acquire()
        return Place(self)
