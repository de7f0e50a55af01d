"""What is asked of a store's index of words, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Search:
    """Articles wanted by their current words.

    `words`: for each word that is asked for, its spellings, one of which must be there; `phrases`: words that must stand one behind
    the other; `without`: phrases of which none may be there. All are folded. `since` and `until` include their own instant and
    leave undated articles out; `outlets` and `languages` (ISO 639-1) name those that are wanted, none meaning all.
    """

    words: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of the articles that answer best, the best first, and how many answer in all."""

    articles: tuple[str, ...] = ()
    total: int = 0
