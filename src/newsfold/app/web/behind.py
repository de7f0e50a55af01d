"""What is behind a story's page: why its articles are together; and the forms that the page may have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from newsfold import pages
from newsfold.app.web.answers import HTML, answer, desk_of, places_of, see
from newsfold.app.web.framing import page, token_of
from newsfold.engine.proving import decided, likened
from newsfold.pages import Controls

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from newsfold.model import Digest
    from newsfold.store import Store

OFFERS: Final = frozenset({"why"})
# What the module that takes forms offers; without it no form is drawn, as nothing would take it.
CHANGES: Final = "changes"


def routes() -> list[Route]:
    """`/story/{id}/why`, `/story/{id}/correct`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [Route("/story/{story:path}/why", _why), Route("/story/{story:path}/correct", _correct)]


def _why(request: Request) -> Response:
    store, digest = _asked(request)
    if digest.id != request.path_params["story"]:
        return see(request, places_of(request).why(digest.id).removeprefix(places_of(request).up))
    found = decided(store, digest.id)
    body = pages.why_page(digest, found.reasons, found.articles, places=places_of(request), kept=desk_of(request).kept)
    return answer(request, body, HTML)


def _asked(request: Request) -> tuple[Store, Digest]:
    """The store, and the digest that is asked about, or of the story that it became."""
    from starlette.exceptions import HTTPException  # noqa: PLC0415 - only the server needs a web framework

    desk = desk_of(request)
    digest = desk.reader.digest(request.path_params["story"])
    if digest is None or desk.store is None:
        raise HTTPException(404)
    return desk.store, digest


def _correct(request: Request) -> Response:
    from starlette.exceptions import HTTPException  # noqa: PLC0415 - only the server needs a web framework

    store, digest = _asked(request)
    if digest.id != request.path_params["story"]:
        return see(request, places_of(request).correct(digest.id).removeprefix(places_of(request).up))
    controls = controls_of(request, followed=False)
    if controls is None:
        raise HTTPException(404)
    offered = replace(controls, others=likened(store, digest.id))
    return page(request, pages.correct_page(digest, offered, places=places_of(request), kept=desk_of(request).kept))


def controls_of(request: Request, *, followed: bool) -> Controls | None:
    """What a story's page offers who asks to change; None where nothing takes it, or who asks may not change anything."""
    token = token_of(request)
    return Controls(token, followed) if token is not None and CHANGES in request.app.state.offered else None


def is_followed(store: Store, story: str) -> bool:
    """Whether a story is followed here: what goes to an address is followed there, and ended on the page of what is followed."""
    return any(one.story and not one.to and store.living(one.story) == story for one in store.follows())
