"""What comes in: items as they were received, the feeds that are subscribed to, and the books of what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ItemKind = Literal["feed", "page", "record"]
Markup = Literal["text", "html", "page"]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as received: a feed entry, an article page or a record. Nothing in it has been cleaned or guessed.

    `source` names where it was found, for messages ("week.xml", "week.jsonl:12"). `body_markup` "page" means that `body`
    is a whole HTML document out of which the article is still to be taken. Dates are the strings that were received.
    """

    source: str
    kind: ItemKind
    id: str | None = None
    guid: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    title_markup: Markup = "text"
    body: str | None = None
    body_markup: Markup = "text"
    summary: str | None = None
    published: str | None = None
    updated: str | None = None
    byline: str | None = None
    credit: str | None = None
    lang: str | None = None
    feed: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscription, as an OPML outline declares it. `name` is what the operator calls the outlet, if anything."""

    source: str
    url: str
    site: str | None = None
    name: str | None = None
    folder: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was seen and could not be used, with the reason that the ledger counts it under.

    `reason` is a short stable word ("unknown-format", "not-xml", "too-large", "no-words"); `detail` is a plain sentence.
    """

    source: str
    reason: str
    detail: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.source}:{self.line}" if self.line is not None else self.source
        return f"{where}: {self.reason}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every item seen, and what became of it: stored, merged into an article already known, or rejected with a reason.

    `pruned` counts the articles whose words are no longer kept, by reason; their items stay counted as what they were.
    """

    seen: int = 0
    stored: int = 0
    merged: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    pruned: Mapping[str, int] = field(default_factory=dict)

    @property
    def difference(self) -> int:
        """Items that were seen and are not accounted for: 0, always."""
        return self.seen - self.stored - self.merged - sum(self.rejected.values())
