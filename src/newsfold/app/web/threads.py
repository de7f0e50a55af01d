"""How many handlers work at once. Starlette runs plain functions in anyio's pool of threads, which has forty by itself.

Each reads the store and composes pages, which is work of the processor: more threads than this only wait for each other, and
hold memory and connections while they do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

THREADS: Final = 8


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
