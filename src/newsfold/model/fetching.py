"""What is asked of a server and what came back, as the one door to the network takes and gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FetchFailure = Literal["refused", "unreachable", "tls", "timeout", "too-large", "bad-answer", "redirects"]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask with the next time: `etag` and `last_modified`, each as it came, byte for byte, or None."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address to be fetched. With `validators` the server may answer that nothing changed (RFC 9110, section 13)."""

    url: str
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect that was followed: the status that sent us on (301, 302, 303, 307, 308) and where to, as an absolute URL."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why no answer came: a short stable word, and a sentence that names the thing and, where there is one, what helps."""

    reason: FetchFailure
    detail: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back for an address: an answer with its status, or a `failure`, never both.

    `url` is the address that answered, after all `hops`. `body` is what the server sent with any compression undone; it is empty
    for a 304 and for an answer that is no success, which nothing reads. `retry_after`, `cache_control` and `date` are header
    values as they came: what they mean is decided elsewhere.
    """

    wanted: Wanted
    url: str
    status: int | None = None
    body: bytes = b""
    content_type: str | None = None
    validators: Validators = Validators()
    hops: tuple[Hop, ...] = ()
    retry_after: str | None = None
    cache_control: str | None = None
    date: str | None = None
    failure: Failure | None = None
