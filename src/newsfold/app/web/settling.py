"""The page of the settings, with the corrections and the tokens; and the forms that make and end tokens."""

from __future__ import annotations

import platform
import secrets
import sys
from typing import TYPE_CHECKING, Final

from newsfold import __version__, pages
from newsfold.app.corrections import said
from newsfold.app.web.access import hashed
from newsfold.app.web.answers import desk_of
from newsfold.app.web.changes import Form, changing
from newsfold.app.web.doing import store_of
from newsfold.app.web.framing import frame_of, lead, page
from newsfold.engine.corrections import undone_by
from newsfold.errors import UsageError
from newsfold.model import Token
from newsfold.pages import Access, Made

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from newsfold.model import Scope
    from newsfold.store import Store

OFFERS: Final = frozenset({"settings"})
_SCOPES: Final[dict[str, tuple[Scope, ...]]] = {"read": ("read",), "change": ("read", "change")}
_NAME: Final = 80


def routes() -> list[Route]:
    """`/settings`, `/do/make-token`, `/do/end-token`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [
        Route("/settings", _settings),
        Route("/do/make-token", changing(_make), methods=["POST"]),
        Route("/do/end-token", changing(_end), methods=["POST"]),
    ]


def _settings(request: Request) -> Response:
    return _drawn(request)


def _drawn(request: Request, secret: str = "") -> Response:
    desk = desk_of(request)
    made = _made(desk.store) if desk.store else ()
    tokens = desk.store.tokens() if desk.store else []
    access = Access(desk.password is not None, tokens, secret)
    body = pages.settings_page(desk.settings, made, access, _versions(), frame_of(request))
    found = page(request, body)
    if secret:
        found.headers["cache-control"] = "no-store"
    return found


def _made(store: Store) -> tuple[Made, ...]:
    made = store.corrections()
    undone = undone_by(made)
    return tuple(Made(one, said(one.change), undone.get(one.number)) for one in made)


def _versions() -> tuple[tuple[str, str], ...]:
    return ("Newsfold", __version__), ("Python", platform.python_version()), ("System", sys.platform)


def _make(request: Request, form: Form) -> Response:
    """Make a token, and show its secret on the page that answers: it is kept nowhere, and there is no page to come back to."""
    name, scopes = form["name"][:_NAME], _SCOPES.get(form["scope"])
    if not name or scopes is None:
        raise UsageError("a token needs a name, and may read or change", resource="token")
    secret = secrets.token_urlsafe(32)
    token = Token("t" + secrets.token_hex(6), name, scopes, desk_of(request).now().replace(microsecond=0))
    store_of(request).add_token(token, hashed(secret))
    return _drawn(request, secret)


def _end(request: Request, form: Form) -> Response:
    store_of(request).remove_token(form["id"])
    return lead(request, "settings", said="ended")
