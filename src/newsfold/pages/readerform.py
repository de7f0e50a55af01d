"""Stories as items of the Google Reader API, as its clients take them: JSON values, and a feed of Atom for those that read one.

Titles are plain text, contents HTML of our own. Numbers of 64 bits are strings, since JSON's readers lose their last digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from newsfold.pages.html import content_of
from newsfold.pages.outgoing import Entry

STATE: Final = "user/-/state/com.google/"
LABEL: Final = "user/-/label/"
READING_LIST: Final = f"{STATE}reading-list"
READ: Final = f"{STATE}read"
UNREAD: Final = f"{STATE}unread"
STARRED: Final = f"{STATE}starred"
_ITEM: Final = "tag:google.com,2005:reader/item/"


def long_id(number: int) -> str:
    """An item's id in its long form.

    >>> long_id(42)
    'tag:google.com,2005:reader/item/000000000000002a'
    """
    return f"{_ITEM}{number:016x}"


def number_in(given: str) -> int | None:
    """The number of an item, from any of the forms that clients send: long, 16 hex digits (the first of ours is 0), decimal.

    >>> number_in(long_id(42)), number_in("000000000000002a"), number_in("42"), number_in("none")
    (42, 42, 42, None)
    """
    hexadecimal = given.startswith(_ITEM) or (len(given) == 16 and given.startswith("0"))
    try:
        return int(given.removeprefix(_ITEM), 16 if hexadecimal else 10)
    except ValueError:
        return None


def reader_item(
    entry: Entry, number: int, micros: int, source: Mapping[str, str], states: Iterable[str]
) -> dict[str, Any]:
    """Give one item, of a time in microseconds; `source` is its subscription, `states` the ids of what it is of."""
    links = [{"href": entry.page or entry.source, "type": "text/html"}] if entry.page or entry.source else []
    return {
        "id": long_id(number),
        "crawlTimeMsec": str(micros // 1000),
        "timestampUsec": str(micros),
        "published": micros // 1_000_000,
        "updated": micros // 1_000_000,
        "title": entry.title,
        "author": entry.outlet,
        "canonical": links,
        "alternate": links,
        "summary": {"direction": "ltr", "content": content_of(entry)},
        "categories": list(states),
        "origin": dict(source),
    }


def as_read_in_a_client(entry: Entry, number: int, *, read: bool) -> Entry:
    """Give an entry for a client's feed of Atom: under the id by which it marks it, and with whether it is read."""
    return replace(entry, id=long_id(number), marks=("read",) if read else ("fresh",))
