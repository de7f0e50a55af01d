"""What programs that read feeds by the Google Reader API are given: subscriptions, and stories as their items.

There is a subscription for the edition and one for each thing that is followed. An item is a story in a subscription, so that a
story that is in two is read in both at once. It has a number of 60 bits, so that no decimal
one of 16 digits is taken for the short hexadecimal form.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from newsfold.engine.outgoing import FeedsOut
from newsfold.errors import NotFound, UsageError
from newsfold.model import Follow, Mark, bounds, day_of
from newsfold.pages import Entry
from newsfold.store import Store

EDITION: Final = "feed/edition"
# What a reader who comes back from a week away has before it.
EDITIONS: Final = 7
MOST: Final = 300
_FOLDER: Final = "Newsfold"
_FOLLOWED: Final = "Following"
_STORY_BITS: Final = 48
_STREAMS: Final = 2**12 - 1
_OURS: Final = re.compile("s([0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Stream:
    """A subscription: its id, what it is called, and the folder that it is in."""

    id: str
    title: str
    folder: str


@dataclass(frozen=True, slots=True)
class StreamItem:
    """A story in a subscription, and what the reader noted of it."""

    number: int
    stream: Stream
    entry: Entry
    read: bool = False
    starred: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in time, to the microsecond, with a number where two are of one moment."""
        return microseconds(self.entry.updated), self.number


class Streams:
    """The subscriptions of a store, and their items. `base` is the absolute address of the top of the pages."""

    def __init__(self, feeds: FeedsOut, store: Store, base: str) -> None:
        self._feeds = feeds
        self._store = store
        self._base = base

    def subscriptions(self) -> list[Stream]:
        """The edition, then what is followed, in the order in which it was begun; what is followed twice is there once."""
        followed = {_what(one): _stream(one) for one in reversed(self._store.follows())}
        return [Stream(EDITION, "Newsfold", _FOLDER), *reversed(followed.values())]

    def items(self) -> list[StreamItem]:
        """Every item, the latest first."""
        found = [(stream, entry) for stream in self.subscriptions() for entry in self._entries(stream)]
        return self._noted(found)

    def starred(self) -> list[StreamItem]:
        """Every item with a star, those of stories that are in no subscription any more among those of the edition."""
        stars = [mark.story for mark in self._store.marks() if mark.kind == "star"]
        here = [item for item in self.items() if item.starred]
        gone = [story for story in stars if story not in {item.entry.story for item in here}]
        edition = self.subscriptions()[0]
        more = self._noted([(edition, entry) for entry in self._feeds.stories(gone, self._base)])
        return _ordered([*here, *(item for item in more if item.starred)])

    def of_numbers(self, numbers: Iterable[int]) -> list[StreamItem]:
        """The items of these numbers that there are, in their order."""
        known = {item.number: item for item in (*self.starred(), *self.items())}
        return [known[number] for number in numbers if number in known]

    def note(self, numbers: Iterable[int], kind: str, now: datetime | None) -> None:
        """Mark the stories of items "read" or with a "star" at a moment; None takes the mark back. Others are passed over."""
        stories = {story for number in numbers if (story := self._story(number)) is not None}
        with self._store.transaction():
            for story in sorted(stories):
                if now is None:
                    self._store.unmark(story, kind)
                elif kind in ("read", "star"):
                    self._store.mark(Mark(story, "read" if kind == "read" else "star", now))

    # --- how ---

    def _entries(self, stream: Stream) -> Sequence[Entry]:
        if stream.id == EDITION:
            return self._feeds.edition(self._base, EDITIONS, MOST).entries
        follow_id = stream.id.removeprefix("feed/")
        follow = next((one for one in self._store.follows() if one.id == follow_id), None)
        if follow is None:
            return ()
        if follow.story is not None:
            return self._feeds.stories([follow.story], self._base)
        try:
            return self._feeds.follow(follow.id, self._base).entries
        except (NotFound, UsageError):  # let go of meanwhile, or a query that asks for no word any more
            return ()

    def _noted(self, found: Sequence[tuple[Stream, Entry]]) -> list[StreamItem]:
        marks = self._store.marks({entry.story for _, entry in found})
        at: dict[tuple[str, str], datetime] = {(mark.story, mark.kind): mark.at for mark in marks}
        return _ordered([_noted(stream, entry, at, self._feeds.zone) for stream, entry in found])

    def _story(self, number: int) -> str | None:
        """The story of an item. Its number says which, unless the story's id is none of the usual ones."""
        low = number % (1 << _STORY_BITS)
        for story in (f"s{low:012x}", *(one for one in self._store.story_ids() if _number(one) == low)):
            try:
                return self._store.story(story).id
            except NotFound:
                continue
        return None


def _what(follow: Follow) -> tuple[str | None, str | None]:
    return follow.story, follow.query


def _stream(follow: Follow) -> Stream:
    return Stream(f"feed/{follow.id}", follow.what, _FOLLOWED)


def _noted(stream: Stream, entry: Entry, at: Mapping[tuple[str, str], datetime], zone: tzinfo) -> StreamItem:
    read_at = at.get((entry.story, "read"))
    read = read_at is not None and is_read(read_at, entry.updated, zone)
    return StreamItem(number_of(stream.id, entry.story), stream, entry, read, (entry.story, "star") in at)


def _ordered(items: Iterable[StreamItem]) -> list[StreamItem]:
    return sorted(items, key=lambda item: item.place, reverse=True)


def is_read(read_at: datetime, updated: datetime, zone: tzinfo = UTC) -> bool:
    """Whether a story that was read at a moment still is: until the first day, in a zone, on which it has something new.

    >>> monday = datetime(2026, 3, 2, 8, tzinfo=UTC)
    >>> is_read(monday, monday.replace(hour=22)), is_read(monday, monday.replace(day=3))
    (True, False)
    """
    begun, _ = bounds(day_of(updated, zone), zone)
    return read_at >= begun


def number_of(stream: str, story: str) -> int:
    """The number of an item: 48 bits of the story, and above them 12 of the subscription, which for the edition are 0.

    >>> number_of(EDITION, "s00000000002a"), number_of("feed/f1", "s00000000002a") % 2**48
    (42, 42)
    """
    high = 0 if stream == EDITION else _hashed(stream) % _STREAMS + 1
    return (high << _STORY_BITS) + _number(story)


def _number(story: str) -> int:
    usual = _OURS.fullmatch(story)
    return int(usual[1], 16) if usual else _hashed(story) % (1 << _STORY_BITS)


def _hashed(name: str) -> int:
    return int(hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16], 16)


def microseconds(at: datetime) -> int:
    """A moment as the API counts it: microseconds since 1970."""
    return int(at.timestamp()) * 1_000_000 + at.microsecond
