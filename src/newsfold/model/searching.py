"""What is asked of a store's index of words, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Within:
    """Which articles to search, all where nothing is said, and in which order to give them.

    `since` and `until` include their own instant and leave undated articles out; a date that came without a zone is compared with
    what their own clocks show. `outlets` and `languages` (ISO 639-1) name those that are wanted; `after` leaves out what arrived up
    to that revision. First comes what answers best, or, `newest_first`, what was published last.
    """

    since: datetime | None = None
    until: datetime | None = None
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    after: int = 0
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Articles wanted by their current words.

    `words`: for each word that is asked for, its spellings, one of which must be there; `phrases`: words that must stand one behind
    the other; `without`: phrases of which none may be there. All are folded.
    """

    words: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    within: Within = Within()


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of the articles that answer best, the best first, and how many answer in all.

    `ranked` are those among which the best were looked for: all, or the newest of very many. `outlets` says whose each of the
    articles is, empty where nobody knows.
    """

    articles: tuple[str, ...] = ()
    total: int = 0
    ranked: int = 0
    outlets: tuple[str, ...] = ()
