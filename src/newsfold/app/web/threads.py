"""How many handlers work at once, and which wait for each other. Plain functions run in anyio's pool, of forty threads by itself.

Each reads the store and draws pages, which is work of the processor: more threads than a few only wait for each other, and
hold memory and connections while they do. What takes long, a search or a writer that waits for another, has a lane of its own, so
that it keeps no page waiting.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from starlette.types import ASGIApp, Receive, Scope, Send

THREADS: Final = 4
# A thread that waits for the interpreter asks for it after so many seconds. Every row that SQLite gives lets go of it, and whoever
# computes beside takes it up; Python's own 5 ms for each time that happens would be a tenth of a second and more for a page.
_SWITCH: Final = 0.0005

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Lane:
    """So many threads for one kind of work; what comes while they are busy waits in turn."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._limiter: CapacityLimiter | None = None

    async def run(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Run a plain function in this lane and give what it gives."""
        from anyio import CapacityLimiter, to_thread  # noqa: PLC0415 - comes with the web framework

        if self._limiter is None:
            self._limiter = CapacityLimiter(self._threads)
        return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=self._limiter)


class Lanes:
    """The lanes of an application: for searches, and for what is written once a page was sent."""

    def __init__(self) -> None:
        self.searching = Lane()
        self.writing = Lane()


class FewThreads:
    """Set the bound of the pool, which belongs to the loop that serves and so is first there when something is asked."""

    def __init__(self, app: ASGIApp, threads: int = THREADS) -> None:
        self._app = app
        self._threads = threads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from anyio.to_thread import current_default_thread_limiter  # noqa: PLC0415 - comes with the web framework

        limiter = current_default_thread_limiter()
        if limiter.total_tokens != self._threads:
            limiter.total_tokens = self._threads
        await self._app(scope, receive, send)


def be_ready_to_answer() -> None:
    """Let threads take turns at the interpreter more often than Python does by itself, and let whoever looks for garbage leave out
    what is there when the server begins: all modules, which stay.
    """
    sys.setswitchinterval(_SWITCH)
    gc.freeze()
