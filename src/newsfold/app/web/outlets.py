"""The page of the outlets, in which one can be hidden and shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsfold import pages
from newsfold.app.web.answers import desk_of
from newsfold.app.web.framing import frame_of, page
from newsfold.engine.outlets import hiding
from newsfold.pages import OutletLine

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

OFFERS: Final = frozenset({"outlets"})


def routes() -> list[Route]:
    """`/outlets`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [Route("/outlets", _outlets)]


def _outlets(request: Request) -> Response:
    desk = desk_of(request)
    tallies = desk.archive.outlets() if desk.archive else desk.store.outlets() if desk.store else []
    hidden = hiding(desk.store.corrections()) if desk.store else {}
    lines = [OutletLine(one, desk.groups.of(one.outlet), hidden.get(one.outlet.casefold())) for one in tallies]
    return page(request, pages.outlets_page(lines, frame_of(request)))
