"""Runs an event loop in a thread beside the caller's, and hands over what it brings as an ordinary iterator.

So connections go on while the caller parses what came before, and a deadline means the server's time, never the caller's.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from queue import SimpleQueue

from newsfold.feeds.fetching.following import Brought
from newsfold.model import Fetched

Deliver = Callable[[Brought], None]
Work = Callable[[Deliver], Awaitable[None]]
"""What the event loop does: it hands over what it brings, one by one."""


class _Stream:
    """The thread, and the queue that leads out of it: None, or an exception, is the last in it."""

    def __init__(self, work: Work) -> None:
        self.queue: SimpleQueue[Brought | BaseException | None] = SimpleQueue()
        self._work = work
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fetching", daemon=True)
        self._thread.start()
        self._begun.wait()

    def _run(self) -> None:
        end: BaseException | None = None
        try:
            asyncio.run(self._drive())
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            end = error
        self.queue.put(end)
        self._begun.set()

    async def _drive(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        self._begun.set()
        await self._work(self.queue.put)

    def call(self, what: Callable[[], object]) -> None:
        """Have something done in the loop's thread; nothing, where the loop has ended."""
        with suppress(RuntimeError):
            if self._loop:
                self._loop.call_soon_threadsafe(what)

    def stop(self) -> None:
        """Drop whatever is under way, and wait for the thread."""
        if self._task:
            self.call(self._task.cancel)
        self._thread.join()


def taken(work: Work) -> Iterator[Fetched]:
    """Yield what comes, in the order in which it comes. An iterator that is left early stops everything that is under way."""
    stream = _Stream(work)
    try:
        while (brought := stream.queue.get()) is not None:
            if isinstance(brought, BaseException):
                raise brought
            if brought.place:
                stream.call(brought.place.release)
            yield brought.fetched
    finally:
        stream.stop()
