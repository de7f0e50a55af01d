"""Articles, the revisions of their words, and the stretches of words that everything else points into."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final, Literal, NamedTuple

from newsfold.model.days import local
from newsfold.model.received import ItemKind

Field = Literal["text", "title"]
DateQuality = Literal["exact", "day", "no-zone", "unreadable", "missing"]

FLOATING: Final = ("day", "no-zone")
"""Qualities of a date that came without a zone, and is the same everywhere."""

AHEAD: Final = timedelta(hours=2)
"""How much later than it was first seen an article may say that it was published: clocks differ, and so do ideas of summer time."""


class Range(NamedTuple):
    """A stretch of some text in code points, start inclusive, end exclusive.

    >>> Range(0, 4).of("News from Orrin")
    'News'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Date:
    """A date as it was given and what it was read as. `at` is in UTC; None when missing or unreadable."""

    raw: str = ""
    at: datetime | None = None
    quality: DateQuality = "missing"

    @property
    def floating(self) -> bool:
        """Whether it is the same everywhere: a day alone, or a time that came without a zone."""
        return self.quality in FLOATING

    def by(self, zone: tzinfo) -> datetime | None:
        """The time by the clock of a zone; as it came where it is the same everywhere."""
        return self.at if self.at is None or self.floating else local(self.at, zone)

    @property
    def iso(self) -> str | None:
        """ISO 8601 in UTC ("2026-03-02T06:40:00Z"), a bare date where only the day is known, None where nothing is."""
        if self.at is None:
            return None
        return f"{self.at:%Y-%m-%d}" if self.quality == "day" else f"{self.at:%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True, slots=True)
class Revision:
    """The words of an article at one time. `id` is a hash of title and text, so the same words have the same id.

    `seen` is when they first came in, in UTC; None where nobody says, as for what comes out of an archive.
    """

    id: str
    title: str
    text: str
    lang: str | None = None
    published: Date = Date()
    updated: Date = Date()
    byline: str | None = None
    credit: str | None = None
    seen: datetime | None = None

    @property
    def changed(self) -> datetime | None:
        """When these words took the place of others: as the outlet says, if that can be, else when they were seen."""
        said = self.updated.at
        return said if said and said == _not_after(said, self.seen) else self.seen

    def words(self, which: Field) -> str:
        return self.title if which == "title" else self.text


def revision_id(title: str, text: str) -> str:
    """Hash the words of a revision: 32 hex digits (SHA-256, cut) that depend on every code point of title and text.

    >>> revision_id("a", "bc") == revision_id("ab", "c")
    False
    """
    data = f"{len(title)}\n{title}{text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Article:
    """One piece by one outlet, with its current words.

    `keys` are what makes it the same piece when it is seen again (canonical URL, guid, record id), strongest first.
    `group` is a grouping that came with a record (`digest --group-by`), never one that Newsfold made. `first_seen` is when it first
    came in, in UTC, with whatever words; None where nobody says.
    """

    id: str
    outlet: str
    revision: Revision
    url: str | None = None
    keys: tuple[str, ...] = ()
    kind: ItemKind = "record"
    group: str | None = None
    first_seen: datetime | None = None

    @property
    def title(self) -> str:
        return self.revision.title

    @property
    def text(self) -> str:
        return self.revision.text

    @property
    def lang(self) -> str | None:
        return self.revision.lang

    @property
    def published(self) -> Date:
        return self.revision.published

    @property
    def at(self) -> datetime | None:
        """When it is taken to have been published: as its outlet says, but not long after it was first seen; None if undated.

        >>> from datetime import UTC
        >>> words = Revision("r", "Dam holds", "", published=Date("1 Jan 2099", datetime(2099, 1, 1, tzinfo=UTC), "day"))
        >>> Article("a", "", words, first_seen=datetime(2026, 3, 2, 6, tzinfo=UTC)).at.isoformat()
        '2026-03-02T08:00:00+00:00'
        """
        return _not_after(self.published.at, self.first_seen)

    @property
    def is_ahead(self) -> bool:
        """Whether it says that it was published long after it was first seen, which cannot be."""
        return self.at != self.published.at

    @property
    def dated(self) -> Date:
        """The date by which it is placed among others: what its outlet says, or the latest that can be."""
        return Date(self.published.raw, self.at, "exact") if self.is_ahead else self.published

    @property
    def time_order(self) -> tuple[bool, float, str]:
        """The key that puts articles in the order of time: when they were published (`at`), then id; undated ones last, by id."""
        at = self.at
        return (at is None, at.timestamp() if at else 0.0, self.id)

    @property
    def voice(self) -> str:
        """Whose voice this is when outlets are counted: the outlet, or the article itself where none is known."""
        return self.outlet or f"unknown:{self.id}"


def _not_after(said: datetime | None, seen: datetime | None) -> datetime | None:
    return said if said is None or seen is None else min(said, seen + AHEAD)


# Says whose an article is when accounts are counted: its outlet's, or that of whoever owns the outlet.
Owner = Callable[[Article], str]


def voice(article: Article) -> str:
    """Say that each outlet is its own."""
    return article.voice


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the stored words of one revision."""

    revision: str
    field: Field
    start: int
    end: int
