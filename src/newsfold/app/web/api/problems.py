"""What the API answers where it cannot do what is asked: problem details (RFC 9457) with a stable code for every kind.

The type of a problem is `urn:newsfold:problem:` and its code. Codes are those of `newsfold.errors`, and the few below for what
only a server can say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from newsfold import pages
from newsfold.engine.subscribe import Looked
from newsfold.errors import NewsfoldError, NotFound, StoreError, UsageError, WordsRemoved
from newsfold.model import Pruned

MEDIA_TYPE: Final = "application/problem+json"
TYPE: Final = "urn:newsfold:problem:"
# A store that another program writes to lets the next one in within seconds.
RETRY_SECONDS: Final = 5

_FAILED: Final = ("failed", "Failed")
_SAID: Final = {
    400: ("bad-usage", "Makes no sense"),
    401: ("not-let-in", "A password or a token is wanted"),
    403: ("not-allowed", "Not allowed"),
    404: ("not-found", "Not there"),
    405: ("no-such-method", "Cannot be done here"),
    409: ("in-conflict", "Does not go with what there is"),
    410: ("removed", "Kept no longer"),
    413: ("too-large", "Too large"),
    422: ("not-understood", "Not understood"),
    503: ("not-now", "Not now"),
}
"""For each status the code, where nothing more particular is known, and the title."""


@dataclass
class Moved(Exception):
    """The story that was asked for is another one now. `tail` is what follows the story's id in the path."""

    story: str
    tail: str = ""


@dataclass
class Removed(Exception):
    """The words of the story that was asked for are no longer kept."""

    gone: Pruned


@dataclass
class Busy(Exception):
    """There are as many listeners as there may be."""

    sentence: str


@dataclass
class NoFeed(Exception):
    """There is no feed at the address that was to be subscribed to."""

    url: str
    looked: Looked


def problem(
    status: int,
    detail: str,
    code: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """Make the answer that says what was wrong."""
    usual, title = _SAID.get(status, _FAILED)
    code = code or usual
    value = {
        "type": TYPE + code,
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        **(more or {}),
    }
    body = json.dumps(value, ensure_ascii=True, indent=2).encode() + b"\n"
    return Response(body, status, media_type=MEDIA_TYPE, headers={"cache-control": "no-store", **(headers or {})})


async def of_error(request: Request, error: NewsfoldError) -> Response:
    """Say what Newsfold could not do. What makes no sense where something is changed is in conflict with what there is."""
    if isinstance(error, NotFound):
        return problem(410 if isinstance(error, WordsRemoved) else 404, str(error), error.code)
    if isinstance(error, StoreError):
        return problem(503, str(error), error.code, headers={"retry-after": str(RETRY_SECONDS)})
    if isinstance(error, UsageError):
        return problem(400 if request.method in ("GET", "HEAD") else 409, str(error), error.code)
    return problem(409, str(error), error.code)


async def of_moved(request: Request, moved: Moved) -> Response:
    """Lead on to the story that took another in: for now, since stories can be split again."""
    place = "../" * moved.tail.count("/") + quote(moved.story, safe="") + moved.tail
    query = f"?{request.url.query}" if request.url.query else ""
    body = pages.json_text({"moved": {"story": moved.story, "to": place}}).encode()
    return Response(body, 307, media_type="application/json", headers={"location": place + query})


async def of_removed(_: Request, removed: Removed) -> Response:
    """Say when and why the words of a story went."""
    return problem(410, removed.gone.sentence, more={"pruned": pages.listform.pruned_value(removed.gone)})


async def of_no_feed(_: Request, error: NoFeed) -> Response:
    """Say what is at the address instead, and which feeds it names."""
    declares = [{"url": one.url, "name": one.name} for one in error.looked.declares]
    told = {"url": error.url, "feeds": declares}
    return problem(409, f"{error.url}: {error.looked.sentence}.", "no-feed", more=told)


async def of_busy(_: Request, busy: Busy) -> Response:
    """Say that there are too many listeners."""
    return problem(503, busy.sentence, headers={"retry-after": str(RETRY_SECONDS)})
