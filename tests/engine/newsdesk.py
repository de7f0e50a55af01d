"""Builders for the engine's tests, named as phrases. The outlets, the ferry and the coast of Velmar are invented."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from newsfold.engine.ingest import Ingested, Settings, ingest
from newsfold.engine.intake import Desk
from newsfold.model import Article, Feed, Item, Ledger, Rejected
from newsfold.store import Store

FERRY = "The ferry Silver Tern sank off Velmar on Monday with 212 people aboard, the coast guard said."
DIVERS = (
    "Divers searched the wreck of the ferry Silver Tern off Velmar, where the coast guard counted 212 people aboard."
)
GOATS = "Greenfield crowned the heaviest goat of its annual fair, a brown one named Marigold, before 300 visitors."
BANK = "The central bank of Astrava raised its key rate to four percent and surprised every economist in the capital."

_numbers = count(1)


def entry(
    words: str = FERRY,
    *,
    title: str = "Ferry sinks off Velmar",
    url: str | None = None,
    guid: str | None = None,
    hour: int = 8,
    outlet: str = "harbourpost.example",
) -> Item:
    """An entry of an outlet's feed, published at an hour of the second of March."""
    return Item(
        source="harbour.xml",
        kind="feed",
        guid=guid,
        url=url if url or guid else f"https://{outlet}/{next(_numbers)}",
        title=title,
        body=words,
        published=f"2026-03-02T{hour:02d}:00:00Z",
        lang="en",
        feed="harbour",
    )


def record(
    name: str, words: str = FERRY, *, title: str = "Ferry sinks off Velmar", url: str | None = None, hour: int = 8
) -> Item:
    """An article record of an outlet of its own."""
    return Item(
        source=f"week.jsonl:{name}",
        kind="record",
        id=name,
        url=url or f"https://{name}.example/story",
        title=title,
        body=words,
        published=f"2026-03-02T{hour:02d}:00:00Z",
        lang="en",
    )


def page(number: int) -> Item:
    """A saved article page."""
    html = (
        f"<html><body><article><h1>Report {number}</h1><p>{FERRY} It was report {number}.</p></article></body></html>"
    )
    return Item("pages", "page", url=f"https://harbourpost.example/{number}", body=html, body_markup="page")


def unusable(name: str = "broken.xml") -> Rejected:
    return Rejected(name, "not-xml", "it is no XML")


def nothing_rejected(rejected: Rejected) -> None:
    raise AssertionError(rejected)


def desk_of(*received: Item | Feed | Rejected) -> Desk:
    desk = Desk()
    desk.take(received, on_reject=lambda _: None)
    return desk


def articles_of(*received: Item) -> list[Article]:
    return list(desk_of(*received).articles.values())


def take_in(store: Store, *received: Item | Feed | Rejected, settings: Settings | None = None) -> Ingested:
    return ingest(store, received, on_reject=lambda _: None, settings=settings)


class PowerCutError(Exception):
    """The process is gone in the middle of its work."""


def power_cut(store: Store, after: str, *received: Item | Feed | Rejected) -> None:
    """Take items in until a step is done, and then no further."""

    def cut(step: str, _count: int) -> None:
        if step == after:
            raise PowerCutError

    with suppress(PowerCutError):
        ingest(store, received, on_reject=lambda _: None, on_step=cut)
        raise AssertionError(f"there is no step {after}")


def ledger(seen: int, stored: int, merged: int = 0, **rejected: int) -> Ledger:
    return Ledger(seen, stored, merged, {reason.replace("_", "-"): number for reason, number in rejected.items()})


@dataclass
class Told:
    """Hears what the engine tells while it works."""

    rejected: list[str] = field(default_factory=list)
    steps: list[tuple[str, int]] = field(default_factory=list)

    def reject(self, rejected: Rejected) -> None:
        self.rejected.append(rejected.source)

    def step(self, name: str, number: int) -> None:
        self.steps.append((name, number))


def stories_of(store: Store) -> list[set[str]]:
    return [set(story.articles) for story in store.stories()]


def words_shown(store: Store) -> Iterable[str]:
    return [words.shown for words in store.quoted()]
