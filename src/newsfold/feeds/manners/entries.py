"""Which entries of a feed were there the last time: by which pieces they are, and by what exactly was received.

A feed lists the same thirty entries at each fetch. What comes as it came before is not taken in again, or the store would hold
it once a fetch; the least difference, and it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from newsfold.model import FeedState, Item, Rejected

T = TypeVar("T", bound=Item | Rejected)

# Servers behind one name are not always of one mind, so what was listed some answers ago is remembered too.
REMEMBERED: Final = 3
# Twice what is read of one feed at most.
MOST_REMEMBERED: Final = 4_000


def keys_of(item: Item) -> frozenset[str]:
    """What tells which piece an entry is: its id and its address, or its title where it has neither."""
    named = [f"{kind}:{value}" for kind, value in (("guid", item.guid), ("url", item.url)) if value]
    return frozenset(_hash(name, 12) for name in named or [f"title:{item.title}"])


def print_of(value: Item | Rejected) -> str:
    """Tell apart what was received, whatever its source is called by now."""
    return _hash(repr(replace(value, source="")), 32)


def _hash(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def unseen(values: Iterable[T], state: FeedState) -> list[T]:
    """Keep what the feed did not give before in these very words."""
    known = set(state.prints)
    return [value for value in values if print_of(value) not in known]


def remembered(now: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    """The prints to keep: all of this answer, then the latest of those before."""
    most = min(max(REMEMBERED * len(now), len(before)), MOST_REMEMBERED)
    return tuple(dict.fromkeys((*now, *before)))[:most]
