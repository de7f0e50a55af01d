"""What is behind a story's page: why its articles are together; and the forms that the page may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsfold import pages
from newsfold.app.web.answers import HTML, answer, desk_of, places_of, see
from newsfold.app.web.framing import token_of
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
    """`/story/{id}/why`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [Route("/story/{story:path}/why", _why)]


def _why(request: Request) -> Response:
    store, digest = _asked(request)
    if digest.id != request.path_params["story"]:
        return see(request, places_of(request).why(digest.id).removeprefix(places_of(request).up))
    found = decided(store, digest.id)
    page = pages.why_page(digest, found.reasons, found.articles, places=places_of(request), kept=desk_of(request).kept)
    return answer(request, page, HTML)


def _asked(request: Request) -> tuple[Store, Digest]:
    """The store, and the digest that is asked about, or of the story that it became."""
    from starlette.exceptions import HTTPException  # noqa: PLC0415 - only the server needs a web framework

    desk = desk_of(request)
    digest = desk.reader.digest(request.path_params["story"])
    if digest is None or desk.store is None:
        raise HTTPException(404)
    return desk.store, digest


def controls_of(request: Request, digest: Digest) -> Controls | None:
    """The forms of a story's page for who asks; None where nothing takes them, or who asks may not change anything."""
    store, token = desk_of(request).store, token_of(request)
    if store is None or token is None or CHANGES not in request.app.state.offered:
        return None
    return Controls(token, is_followed(store, digest), likened(store, digest.id))


def is_followed(store: Store, digest: Digest) -> bool:
    """Whether a story is followed here: what goes to an address is followed there, and ended on the page of what is followed."""
    return any(one.story and not one.to and store.living(one.story) == digest.id for one in store.follows())
