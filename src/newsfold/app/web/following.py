"""The page of what is followed, with what is new for each. Looking at it tells nothing: who has seen it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsfold import pages
from newsfold.app.web.answers import desk_of
from newsfold.app.web.framing import frame_of, page
from newsfold.engine.following import news
from newsfold.pages import FollowLine

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from newsfold.app.web.desk import Desk
    from newsfold.model import Follow, Headline

OFFERS: Final = frozenset({"following"})


def routes() -> list[Route]:
    """`/following`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [Route("/following", _following)]


def _following(request: Request) -> Response:
    desk = desk_of(request)
    lines: list[FollowLine] = []
    if desk.store:
        lines = [FollowLine(news(desk.store, one, desk.owner), _headline(desk, one)) for one in desk.store.follows()]
    sends = desk.intake.wake is not None
    return page(request, pages.following_page(lines, frame_of(request), can_send=sends))


def _headline(desk: Desk, follow: Follow) -> Headline | None:
    digest = desk.reader.digest(follow.story) if follow.story else None
    return digest.headline if digest else None
