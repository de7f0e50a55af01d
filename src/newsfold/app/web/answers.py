"""Answers: a body with its tag, a page that says one thing, a way to another page. Every handler answers by one of these."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from newsfold import pages
from newsfold.app.web.compressing import compressed
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


def answer(request: Request, body: bytes, media_type: str, *, with_token: bool = False) -> Response:
    """Answer with a body, or with 304 where the client says that it has this very one; compressed for those who take it so.

    with_token: whether the body carries the token of forms.
    """
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    shorter = compressed(request, body, tag, with_token=with_token)
    # The same page in other bytes has a weak tag (RFC 9110, 8.8.3).
    headers = {"etag": tag if shorter is None else f"W/{tag}", "cache-control": "no-cache", "vary": "Accept-Encoding"}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    if shorter is None:
        return Response(body, media_type=media_type, headers=headers)
    return Response(shorter, media_type=media_type, headers=headers | {"content-encoding": "gzip"})


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
