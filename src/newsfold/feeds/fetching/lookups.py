"""Names are looked up in threads, so that a name server that hangs holds up nobody else, not even the end of the process.

An executor would not do: its threads are few, and waited for at exit.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue

from newsfold.feeds.fetching.sockets import AddressInfo, LookUp


class LookUps:
    """Threads of one event loop: as many as there are names to look up at one time."""

    def __init__(self, look_up: LookUp) -> None:
        self._look_up = look_up
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads = 0
        self._free = 0

    async def ask(self, host: str, port: int) -> Sequence[AddressInfo]:
        """Where a name leads. OSError for one that leads nowhere, or cannot be looked up."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Sequence[AddressInfo]] = loop.create_future()

        def settle(found: Sequence[AddressInfo], error: OSError | None) -> None:
            self._free += 1
            if not answer.done():  # it is, where nobody waits any more
                answer.set_exception(error) if error else answer.set_result(found)

        def job() -> None:
            found, failed = self._found(host, port)
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(settle, found, failed)

        if self._free:
            self._free -= 1
        else:
            self._threads += 1
            threading.Thread(target=self._work, name="looking up names", daemon=True).start()
        self._jobs.put(job)
        return await answer

    def _found(self, host: str, port: int) -> tuple[Sequence[AddressInfo], OSError | None]:
        try:
            return self._look_up(host, port), None
        except OSError as error:
            return (), error
        except ValueError:  # what no name server knows: an empty label, one that is too long, a zero
            return (), OSError("the name is not one that can be looked up")

    def _work(self) -> None:
        while job := self._jobs.get():
            job()

    def close(self) -> None:
        """Let the threads end, each as soon as its name server has answered."""
        for _ in range(self._threads):
            self._jobs.put(None)
