"""The search page: the query's own digest first, then the stories that answer."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Final

from newsfold import pages
from newsfold.app.web.answers import desk_of
from newsfold.app.web.framing import frame_of, page
from newsfold.errors import UsageError
from newsfold.model import Within, bounds, last_of
from newsfold.pages import Answered, Hit, SearchForm

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

OFFERS: Final = frozenset({"search"})
# What is asked for in one field; no query of a person is longer.
MOST: Final = 500
# Stories that are listed; who wants others asks more closely.
_HITS: Final = 30


def routes() -> list[Route]:
    """`/search`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [Route("/search", _search)]


async def _search(request: Request) -> Response:
    found: Response = await request.app.state.lanes.searching.run(_searched, request)
    return found


def _searched(request: Request) -> Response:
    form = SearchForm(**{name: _given(request, name) for name in ("q", "outlet", "lang", "since", "until")})
    trouble, answered = "", None
    try:
        answered = _answered(request, form) if form.q else None
    except UsageError as error:
        trouble = f"{error}.".capitalize()
    digest = answered.digest if answered else None
    outlets = tuple(dict.fromkeys(one.outlet for one in digest.articles if one.outlet)) if digest else ()
    return page(request, pages.search_page(form, answered, frame_of(request), trouble=trouble, outlets=outlets))


def _given(request: Request, name: str) -> str:
    return request.query_params.get(name, "").strip()[:MOST]


def _answered(request: Request, form: SearchForm) -> Answered:
    desk = desk_of(request)
    within = Within(
        since=_day(form.since, desk.zone),
        until=_day(form.until, desk.zone, end=True),
        outlets=(form.outlet,) if form.outlet else (),
        languages=(form.lang.lower(),) if form.lang else (),
    )
    found = (desk.search or desk.reader.search)(form.q, within)
    hits = tuple(Hit(one.story.id, one.headline, one.articles) for one in found.stories[:_HITS])
    return Answered(found.digest, hits, found.articles, found.considered, found.ranked)


def _day(given: str, zone: tzinfo, *, end: bool = False) -> datetime | None:
    """The beginning of a day as a form gives it, or its end; None where none was given."""
    if not given:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise UsageError("is no day; write 2026-03-02", resource=f'"{given}"') from None
    return last_of(day, zone) if end else bounds(day, zone)[0]
