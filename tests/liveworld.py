"""A world for the tests of fetching: servers that play invented feeds, a clock that is set by hand, and what was asked of whom.

The outlets, the ferry and the coast of Velmar are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256

from newsfold.model import Failure, Fetched, Hop, Validators, Wanted

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class HandClock:
    """A clock that stands still until somebody waits for it, and says stop at its end."""

    def __init__(self, now: datetime = MONDAY, end: datetime | None = None) -> None:
        self.time = now
        self.end = end
        self._stopped = False

    def now(self) -> datetime:
        return self.time

    def wait(self, until: datetime) -> None:
        self.time = max(self.time, until)

    def stopped(self) -> bool:
        return self._stopped or (self.end is not None and self.time >= self.end)

    def stop(self) -> None:
        self._stopped = True


@dataclass(frozen=True)
class Asked:
    """One request, as a server saw it."""

    at: datetime
    url: str
    validators: Validators

    @property
    def conditional(self) -> bool:
        return self.validators != Validators()


Answering = Callable[[Wanted, datetime], Fetched]


@dataclass
class Web:
    """Servers by address, and everything that was asked of them. What nobody serves is not there (404)."""

    clock: HandClock
    sites: dict[str, Answering] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def fetch(self, wanted: Iterable[Wanted]) -> Iterator[Fetched]:
        for one in wanted:
            now = self.clock.now()
            self.asked.append(Asked(now, one.url, one.validators))
            yield self.sites[one.url](one, now) if one.url in self.sites else status(404)(one, now)

    def of(self, url: str) -> list[Asked]:
        return [one for one in self.asked if one.url == url]


def rss(*entries: tuple[str, str, str], title: str = "Harbour Post", more: str = "") -> bytes:
    """A feed of entries, each with the last part of its address, a title and words."""
    items = "".join(
        f"<item><title>{name}</title><link>https://harbourpost.example/{path}</link><guid>{path}</guid>"
        f"<description>{words}</description></item>"
        for path, name, words in entries
    )
    head = f"<title>{title}</title><link>https://harbourpost.example/</link>{more}"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def served(body: bytes, **more: str) -> Answering:
    """A server that always gives the same body, and knows what it gave."""
    return lambda wanted, now: whole(wanted, body, **more)


def whole(wanted: Wanted, body: bytes, *, cache_control: str | None = None) -> Fetched:
    """The whole body, or "not modified" to whoever has it."""
    tag = f'"{sha256(body).hexdigest()[:12]}"'
    if wanted.validators.etag == tag:
        return Fetched(wanted, wanted.url, 304, validators=Validators(tag), cache_control=cache_control)
    return Fetched(wanted, wanted.url, 200, body, "application/rss+xml", Validators(tag), cache_control=cache_control)


def status(code: int, retry_after: str | None = None) -> Answering:
    return lambda wanted, now: Fetched(wanted, wanted.url, code, retry_after=retry_after)


def unreachable(wanted: Wanted, now: datetime) -> Fetched:
    return Fetched(wanted, wanted.url, failure=Failure("unreachable", "nothing answers there"))


def sent_on(target: str, then: Answering, code: int = 301) -> Answering:
    """A server that sends whoever asks to another address, where `then` answers."""

    def answer(wanted: Wanted, now: datetime) -> Fetched:
        found = then(wanted, now)
        return Fetched(
            wanted, target, found.status, found.body, found.content_type, found.validators, (Hop(code, target),)
        )

    return answer


@dataclass
class Newspaper:
    """A feed of the latest entries of an outlet that writes one every so often, from the first hour on."""

    every: timedelta
    begun: datetime = MONDAY
    listed: int = 20
    name: str = "harbourpost"

    def written(self, now: datetime) -> int:
        return self.listed + int((now - self.begun) / self.every)

    def __call__(self, wanted: Wanted, now: datetime) -> Fetched:
        last = self.written(now)
        entries = [
            (f"{self.name}/{number}", f"Report {number} of {self.name}", words(self.name, number))
            for number in range(last, last - self.listed, -1)
        ]
        return whole(wanted, rss(*entries, title=self.name))


def words(name: str, number: int) -> str:
    return f"In its report {number} the {name} told of pier {number * 7} at Velmar, where {number + 3} boats lay."


def http_date(at: datetime) -> str:
    return format_datetime(at, usegmt=True)
