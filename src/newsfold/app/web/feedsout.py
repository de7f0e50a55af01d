"""The feeds out, as Atom and as JSON Feed: the edition, every story, a search, what is followed.

A client that asks again is told that nothing changed by its ETag, or, where it sends none, by the time of the last change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from newsfold import pages
from newsfold.app.web.answers import TEXT, answer, desk_of
from newsfold.errors import NotFound, UsageError
from newsfold.pages import OutFeed

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from newsfold.engine.outgoing import FeedsOut

OFFERS: Final = ("feeds-out",)
_FORMATS: Final = {
    ".atom": (pages.ATOM_TYPE, pages.write_atom),
    ".json": (pages.JSON_FEED_TYPE, pages.write_json_feed),
}


def routes() -> list[Route]:
    """`/feeds/edition`, `/feeds/search?q=`, `/feeds/follow/{id}` and `/feeds/story/{id}`, each with `.atom` or `.json`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [Route(f"/feeds/{{name:path}}{ending}", _handler(ending)) for ending in _FORMATS]


def _handler(ending: str) -> Callable[[Request], Response]:
    def handle(request: Request) -> Response:
        from starlette.exceptions import HTTPException  # noqa: PLC0415 - only the server needs a web framework

        desk = desk_of(request)
        try:
            feed = _found(request, desk.feeds) if desk.feeds else None
        except UsageError as error:
            return _said(f"{error}.\n", 400)
        except NotFound:
            feed = None
        if feed is None:
            raise HTTPException(404)
        media_type, write = _FORMATS[ending]
        return _answered(request, write(_as_found(feed, ending)), media_type, feed.updated)

    return handle


def _as_found(feed: OutFeed, ending: str) -> OutFeed:
    """Give a feed with its address in the format that was asked for; feeds are made with that of Atom."""
    path, mark, query = (feed.address or "").partition("?")
    return replace(feed, address=f"{path.removesuffix('.atom')}{ending}{mark}{query}") if path else feed


def _found(request: Request, feeds: FeedsOut) -> OutFeed | None:
    base = base_of(request)
    kind, _, name = request.path_params["name"].partition("/")
    if kind == "edition" and not name:
        return feeds.edition(base)
    if kind == "search" and not name:
        return feeds.search(request.query_params.get("q", ""), base)
    if kind == "follow":
        return feeds.follow(name, base)
    return feeds.story(name, base) if kind == "story" else None


def base_of(request: Request) -> str:
    """The absolute address of the top of the pages: as it is set, else as it was asked for."""
    return desk_of(request).url or str(request.base_url)


def _answered(request: Request, body: bytes, media_type: str, updated: datetime) -> Response:
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    answered = answer(request, body, media_type)
    answered.headers["last-modified"] = format_datetime(updated, usegmt=True)
    if "if-none-match" not in request.headers and _has_since(request.headers.get("if-modified-since", ""), updated):
        kept = {name: answered.headers[name] for name in ("etag", "cache-control", "vary", "last-modified")}
        return Response(status_code=304, headers=kept)
    return answered


def _has_since(condition: str, updated: datetime) -> bool:
    """Whether an If-Modified-Since header names that time or a later one; one that is no date names none (RFC 9110, 13.1.3)."""
    try:
        return bool(condition) and parsedate_to_datetime(condition).timestamp() >= int(updated.timestamp())
    except (ValueError, TypeError, OverflowError):
        return False


def _said(text: str, status: int) -> Response:
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    return Response(text, status, media_type=TEXT, headers={"cache-control": "no-store"})
