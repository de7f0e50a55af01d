"""The way off the list of those who get the edition by e-mail: one click in a mail reader (RFC 8058), or a page with a button.

The address of a letter's link is all that is needed. Opening it changes nothing, since mail readers and scanners open links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfold import pages
from newsfold.app.web.answers import HTML, desk_of, message, places_of
from newsfold.errors import NotFound

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from newsfold.model import Receiver


def routes() -> list[Route]:
    """`/unsubscribe/{secret}`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [
        Route("/unsubscribe/{secret}", _page, methods=["GET"]),
        Route("/unsubscribe/{secret}", _leave, methods=["POST"]),
    ]


def _page(request: Request) -> Response:
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    receiver = _receiver(request)
    if receiver is None:
        return _unknown(request)
    if receiver.ended is not None:
        return _left(request)
    page = pages.unsubscribe_page(receiver.address, places=places_of(request))
    return Response(page, media_type=HTML, headers={"cache-control": "no-store"})


def _leave(request: Request) -> Response:
    desk = desk_of(request)
    try:
        if desk.store is None:
            return _unknown(request)
        desk.store.end_receiver(request.path_params["secret"], desk.now())
    except NotFound:
        return _unknown(request)
    return _left(request)


def _receiver(request: Request) -> Receiver | None:
    store, secret = desk_of(request).store, request.path_params["secret"]
    return next((one for one in store.receivers() if one.secret == secret), None) if store else None


def _left(request: Request) -> Response:
    return message(request, "No more letters", "The edition is no longer sent to this address.", 200)


def _unknown(request: Request) -> Response:
    return message(request, "There is no such page", "No address is on the list under this name.", 404)
