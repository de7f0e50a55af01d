"""Answers: a body with its tag, a page that says one thing, a way to another page. Every handler answers by one of these."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from newsfold import pages
from newsfold.pages import Places

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from newsfold.app.web.desk import Desk

HTML: Final = "text/html; charset=utf-8"
JSON: Final = "application/json; charset=utf-8"
CSS: Final = "text/css; charset=utf-8"
SCRIPT: Final = "text/javascript; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"


def desk_of(request: Request) -> Desk:
    """What the application was made with."""
    desk: Desk = request.app.state.desk
    return desk


def places_of(request: Request) -> Places:
    """The way up from the page that was asked for: one "../" for each folder that its address is in."""
    depth = request.scope["path"].removeprefix(request.scope.get("root_path", "")).count("/") - 1
    return Places(up="../" * depth, files=False, offered=request.app.state.offered, zone=desk_of(request).zone)


def answer(request: Request, body: bytes, media_type: str) -> Response:
    """Answer with a body, or with 304 where the client says that it has this very one."""
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _has(condition: str, tag: str) -> bool:
    """Whether an If-None-Match header names the tag; compared weakly, as RFC 9110, 13.1.2, asks."""
    known = {one.strip().removeprefix("W/") for one in condition.split(",")}
    return "*" in known or tag in known


def message(request: Request, title: str, sentence: str, status: int) -> Response:
    """Answer with a page that says one thing in plain words."""
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    page = pages.message_page(title, sentence, places=places_of(request))
    return Response(page, status, media_type=HTML, headers={"cache-control": "no-store"})


def see(request: Request, place: str) -> Response:
    """Lead on to a page by GET after something was changed (RFC 9110, 15.4.4); `place` is seen from the top."""
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    return Response(status_code=303, headers={"location": f"{places_of(request).up or './'}{place}"})
