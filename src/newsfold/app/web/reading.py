"""The pages that are read: the edition, past days, and what all pages are drawn with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from newsfold import pages
from newsfold.app.web.answers import CSS, SCRIPT, answer, desk_of
from newsfold.app.web.framing import frame_of, page
from newsfold.app.web.welcome import greet

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from newsfold.model import Edition


def routes() -> list[Route]:
    """`/`, `/edition/{day}`, `/style.css`, `/newsfold.js`. Plain functions run in the pool of threads."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [
        Route("/", _front),
        Route("/edition/{day}", _day),
        Route("/style.css", _style),
        Route("/newsfold.js", _script),
    ]


def _front(request: Request) -> Response:
    edition = desk_of(request).reader.edition()
    return greet(request) if edition is None else _drawn(request, edition, front=True)


def _day(request: Request) -> Response:
    from starlette.exceptions import HTTPException  # noqa: PLC0415 - only the server needs a web framework

    try:
        day = date.fromisoformat(request.path_params["day"])
    except ValueError:
        raise HTTPException(404) from None
    edition = desk_of(request).reader.edition(day)
    if edition is None:
        raise HTTPException(404)
    return _drawn(request, edition)


def _drawn(request: Request, edition: Edition, *, front: bool = False) -> Response:
    first = next(iter(edition.stories or edition.alone), None)
    lead = desk_of(request).reader.digest(first.id) if first else None
    return page(request, pages.edition_page(edition, lead, frame_of(request), front=front))


async def _style(request: Request) -> Response:
    return answer(request, pages.style_sheet(), CSS)


async def _script(request: Request) -> Response:
    return answer(request, pages.script(), SCRIPT)
