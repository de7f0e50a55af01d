"""What is asked of a server and what came back, as the one door to the network takes and gives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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


# --- what is known of a feed between two fetches -----------------------------------------------------------------------

FetchOutcome = Literal["new", "nothing-new", "not-modified", "failed", "moved"]


@dataclass(frozen=True, slots=True)
class Hints:
    """How often a feed says that it wants to be asked: no sooner than after `wait` seconds, and not at all in some hours and days.

    `hours` are 0 to 23 and `days` 0 (Monday) to 6, both in UTC. Nothing in it is a promise; `newsfold.feeds` sets bounds.
    """

    wait: int = 0
    hours: tuple[int, ...] = ()
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the latest fetches of a feed gave nothing: a short stable word, a sentence, how many in a row, and since when."""

    reason: str
    detail: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """How often a server said that a feed is gone (410), and since when, with no success between."""

    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A host and port that asked to be left alone until a time (Retry-After)."""

    place: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """The address to which a feed has been sent for good (301, 308) by every fetch since a time."""

    url: str
    since: datetime


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of one subscription between two fetches, by its `url`. A new one knows nothing and is due at once.

    `fetched` is the latest try, `succeeded` the latest that gave a feed or "not modified", `full` the latest that read a whole
    body, `changed` the latest that brought something new. `validators`, `body` (a hash), `keys` and `prints` are those of the
    latest answer that was read *and* kept, so none of them can hide an entry that was not. `keys` say which pieces it listed,
    `prints` what exactly was received, there and in answers before. `rate` is entries an hour, smoothed; `interval` and
    `longest` are seconds.
    """

    url: str
    due: datetime | None = None
    interval: int = 3600
    longest: int = 86400
    rate: float = 0.5
    fetched: datetime | None = None
    succeeded: datetime | None = None
    full: datetime | None = None
    changed: datetime | None = None
    validators: Validators = Validators()
    body: str = ""
    keys: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    title: str | None = None
    hints: Hints = Hints()
    trouble: Trouble | None = None
    gone: Gone | None = None
    held: Held | None = None
    moved: Moved | None = None
    paused: str | None = None
    full_text: bool = False


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """What one fetch of a feed came to. `entries` were listed, `new` of them are pieces that the fetch before did not list."""

    url: str
    at: datetime
    outcome: FetchOutcome
    status: int | None = None
    entries: int = 0
    new: int = 0
    conditional: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which entries of a feed may have come and gone unseen: two fetches had no entry in common."""

    url: str
    since: datetime
    until: datetime
