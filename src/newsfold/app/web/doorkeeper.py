"""Stands before every page: tells who asks, sends to the log-in page who must know the password, refuses other sites' changes.

Forms' own tokens are looked at in `changes`, where forms are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from newsfold.app.web.access import OPEN, OPEN_BELOW, READS, Gate, Visitor, from_elsewhere

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

# Who reads these is a program, which is told by status and header instead of by a page.
API: Final = "/api/"
PROGRAMS: Final = (API, "/feeds/", "/metrics")


class Doorkeeper:
    """Give each request its `state.visitor`, or answer in the place of the page."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        from starlette.concurrency import run_in_threadpool  # noqa: PLC0415 - only the server needs a web framework
        from starlette.requests import Request  # noqa: PLC0415 - the same

        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        visitor = self._gate.known(request)
        if visitor is None:
            visitor = await run_in_threadpool(self._gate.visitor, request)
        refusal = _refusal(request, path, visitor)
        if refusal:
            await refusal(scope, receive, send)
            return
        request.state.visitor, request.state.gate = visitor, self._gate
        await self._app(scope, receive, send)


def _refusal(request: Request, path: str, visitor: Visitor) -> Response | None:
    """Answer in the place of the page, where it is not to be seen."""
    is_open = path in OPEN or path.startswith(OPEN_BELOW)
    reads = request.method in READS
    if not is_open and not visitor.is_in:
        return _ask_to_log_in(path, reads=reads)
    if not reads and visitor.token is None and not is_open and from_elsewhere(request):
        return _said("This was asked for by another site, and is not done.\n", 403, path)
    if not is_open and not visitor.may("read" if reads else "change"):
        return _said("This token may only read.\n", 403, path)
    return None


def _ask_to_log_in(path: str, *, reads: bool) -> Response:
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    if path.startswith(PROGRAMS) or not reads:
        refused = _said("This server wants a password or a token.\n", 401, path)
        refused.headers["www-authenticate"] = 'Basic realm="Newsfold", charset="UTF-8"'
        return refused
    up = "../" * (path.count("/") - 1)
    return Response(status_code=303, headers={"location": f"{up}login?back={quote(path.lstrip('/'), safe='/')}"})


def _said(text: str, status: int, path: str) -> Response:
    if path.startswith(API):
        from newsfold.app.web.api.problems import problem  # noqa: PLC0415 - only the server needs a web framework

        return problem(status, text.strip())
    from starlette.responses import PlainTextResponse  # noqa: PLC0415 - only the server needs a web framework

    return PlainTextResponse(text, status, headers={"cache-control": "no-store"})
