"""What the API answers where it cannot do what is asked: problem details (RFC 9457) with a stable code for every kind.

The type of a problem is `urn:newsfold:problem:` and its code. Codes are those of `newsfold.errors`, and the few below for what
only a server can say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from newsfold import pages
from newsfold.errors import NewsfoldError, NotFound, StoreError, UsageError
from newsfold.model import Pruned

MEDIA_TYPE: Final = "application/problem+json"
TYPE: Final = "urn:newsfold:problem:"
# A store that another program writes to lets the next one in within seconds.
RETRY_SECONDS: Final = 5

_CODES: Final = {
    400: "bad-usage",
    401: "not-let-in",
    403: "not-allowed",
    404: "not-found",
    405: "no-such-method",
    409: "in-conflict",
    410: "removed",
    413: "too-large",
    422: "not-understood",
    503: "not-now",
}
"""The code of each status that nothing more particular is said of."""


@dataclass(frozen=True)
class Moved(Exception):
    """The story that was asked for is another one now. `tail` is what follows the story's id in the path."""

    story: str
    tail: str = ""


@dataclass(frozen=True)
class Removed(Exception):
    """The words of the story that was asked for are no longer kept."""

    gone: Pruned


@dataclass(frozen=True)
class Busy(Exception):
    """There are as many listeners as there may be."""

    sentence: str


def problem(
    status: int,
    detail: str,
    code: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """Make the answer that says what was wrong."""
    code = code or _CODES.get(status, "failed")
    value = {
        "type": TYPE + code,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        **(more or {}),
    }
    body = json.dumps(value, ensure_ascii=True, indent=2).encode() + b"\n"
    return Response(body, status, media_type=MEDIA_TYPE, headers={"cache-control": "no-store", **(headers or {})})


def of_error(request: Request, error: Exception) -> Response:
    """Say what Newsfold could not do. What makes no sense where something is changed is in conflict with what there is."""
    assert isinstance(error, NewsfoldError)  # noqa: S101 - it is registered for these alone
    if isinstance(error, NotFound):
        return problem(404, str(error), error.code)
    if isinstance(error, StoreError):
        return problem(503, str(error), error.code, headers={"retry-after": str(RETRY_SECONDS)})
    if isinstance(error, UsageError):
        return problem(400 if request.method in ("GET", "HEAD") else 409, str(error), error.code)
    return problem(409, str(error), error.code)


def of_moved(request: Request, moved: Exception) -> Response:
    """Lead on to the story that took another in: for now, since stories can be split again."""
    assert isinstance(moved, Moved)  # noqa: S101 - it is registered for these alone
    place = "../" * moved.tail.count("/") + quote(moved.story, safe="") + moved.tail
    query = f"?{request.url.query}" if request.url.query else ""
    body = pages.json_text({"moved": {"story": moved.story, "to": place}}).encode()
    return Response(body, 307, media_type="application/json", headers={"location": place + query})


def of_removed(_: Request, removed: Exception) -> Response:
    """Say when and why the words of a story went."""
    assert isinstance(removed, Removed)  # noqa: S101 - it is registered for these alone
    return problem(410, removed.gone.sentence, more={"pruned": pages.listform.pruned_value(removed.gone)})


def of_busy(_: Request, busy: Exception) -> Response:
    """Say that there are too many listeners."""
    assert isinstance(busy, Busy)  # noqa: S101 - it is registered for these alone
    return problem(503, busy.sentence, headers={"retry-after": str(RETRY_SECONDS)})
