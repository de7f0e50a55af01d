"""Takes items in and keeps the books: every item becomes an article, is merged into one, or is rejected with its reason.

Which article an item is, is decided in `newsfold.articles`; here it is looked up and carried out, in memory (`Desk`) or in a
store (`newsfold.engine.ingest`). Nothing is dropped: what was seen is what was stored, merged and rejected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, islice
from typing import Final

from newsfold import articles
from newsfold.engine.pool import ordered_map
from newsfold.model import Article, Feed, Item, Ledger, Rejected

# A page takes some 15 ms to read and a record 0.1 ms: only pages are worth sending to another process.
PAGES_A_CHUNK: Final = 8
# Pages are some 100 kB each, so this many are held in memory at once.
BATCH: Final = 512

Seen = Item | Rejected
Built = tuple[Seen, Article | Rejected]


def names_of(feeds: Iterable[Feed]) -> dict[str, str]:
    """Give what the operator's subscriptions call the outlets, by registrable domain; the first name given stays."""
    names: dict[str, str] = {}
    for feed in feeds:
        domain = articles.domain(feed.site) or articles.domain(feed.url)
        if feed.name and domain:
            names.setdefault(domain, feed.name)
    return names


def build_all(
    received: Iterable[Item | Feed | Rejected],
    *,
    on_feed: Callable[[Feed], None],
    names: Mapping[str, str],
    workers: int,
) -> Iterator[Built]:
    """Build the article of every item, in order; what was rejected before stays rejected. Subscriptions go to `on_feed`.

    `names` is read when an item is built, so subscriptions that come before the items may still add to it.
    """
    for pages, run in groupby(_without_feeds(received, on_feed), key=_is_page):
        for some in _batches(run, BATCH if pages else 1):
            built = ordered_map(
                partial(_build, names=dict(names)), some, workers=workers if pages else 1, chunk=PAGES_A_CHUNK
            )
            yield from zip(some, built, strict=True)


def _without_feeds(received: Iterable[Item | Feed | Rejected], on_feed: Callable[[Feed], None]) -> Iterator[Seen]:
    for value in received:
        if isinstance(value, Feed):
            on_feed(value)
        else:
            yield value


def _batches(run: Iterator[Seen], size: int) -> Iterator[list[Seen]]:
    while some := list(islice(run, size)):
        yield some


def _is_page(value: Seen) -> bool:
    return isinstance(value, Item) and value.body_markup == "page"


def _build(value: Seen, names: Mapping[str, str]) -> Article | Rejected:
    return value if isinstance(value, Rejected) else articles.build(value, names)


@dataclass(slots=True)
class Books:
    """The ledger while it is being written."""

    seen: int = 0
    stored: int = 0
    merged: int = 0
    rejected: Counter[str] = field(default_factory=Counter)

    def close(self) -> Ledger:
        return Ledger(self.seen, self.stored, self.merged, dict(sorted(self.rejected.items())))


class Desk:
    """Articles in memory, each once with its current words, in the order in which they were first seen."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.feeds: list[Feed] = []
        self.books = Books()
        self._owner: dict[str, str] = {}
        self._former: dict[str, set[str]] = {}

    def take(
        self,
        received: Iterable[Item | Feed | Rejected],
        *,
        on_reject: Callable[[Rejected], None],
        workers: int = 1,
    ) -> None:
        """Take in everything that was received; rejections are reported at once, in their order."""
        names: dict[str, str] = {}

        def subscribe(feed: Feed) -> None:
            self.feeds.append(feed)
            names.update(names_of([feed]) | names)

        for _, built in build_all(received, on_feed=subscribe, names=names, workers=workers):
            self.books.seen += 1
            if isinstance(built, Rejected):
                self.books.rejected[built.reason] += 1
                on_reject(built)
            else:
                self._place(built)

    def _place(self, seen: Article) -> None:
        owners = dict.fromkeys(self._owner[key] for key in seen.keys if key in self._owner)
        known = articles.closest(seen, [self.articles[owner] for owner in owners])
        verdict = articles.decide(seen, known, self._former.get(known.id, ()) if known else ())
        if isinstance(verdict, articles.Merged):
            self.books.merged += 1
        else:
            self.books.stored += 1
        if isinstance(verdict, articles.Revised):
            self._former.setdefault(verdict.article.id, set()).add(verdict.previous.id)
        self.articles[verdict.article.id] = verdict.article
        for key in verdict.article.keys:
            self._owner.setdefault(key, verdict.article.id)
