"""Takes items in and keeps the books: every item becomes an article, is merged into one, or is rejected with its reason.

Which article an item is, is decided in `newsfold.articles`; here it is looked up and carried out, in memory (`Desk`) or in a
store (`newsfold.engine.ingest`). Nothing is dropped: what was seen is what was stored, merged and rejected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Final, Protocol

from newsfold import articles
from newsfold.engine.pool import HERE, Processes
from newsfold.engine.spool import Spool
from newsfold.model import Article, Feed, Item, Ledger, Rejected

# A page takes some 15 ms to read and a record well under 0.1 ms: only pages are worth sending to another process.
PAGES_A_CHUNK: Final = 8
# An entry of a feed takes .3 to .8 ms, so a chunk some 20 ms.
ENTRIES_A_CHUNK: Final = 32
# What processes that build entries should share: the model of languages is 70 MB, and half of the entries need it.
BUILDING: Final = ("newsfold.engine.preloaded",)
# Pages are some 100 kB each, so this many are held in memory at once.
BATCH: Final = 512

Seen = Item | Rejected
Take = Callable[[bytes, str], Iterable[Item | Feed | Rejected]]
"""A page in UTF-8 and the name of its source -> one item of what was taken out of it, or one rejection, as
`newsfold.articles.taken.read` gives it; may run in another process."""
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
    processes: Processes,
    take: Take | None = None,
) -> Iterator[Built]:
    """Build the article of every item, in order; what was rejected before stays rejected. Subscriptions go to `on_feed`.

    `names` is read when an item is built, so subscriptions that come before the items may still add to it. `take` reads pages,
    where they are not to be read here or in `processes`.
    """
    seen = _without_feeds(received, on_feed)
    while some := list(islice(seen, BATCH)):
        build = partial(_build, names=dict(names))
        found = filter(_is_page, some)
        apart = partial(_build_apart, names=dict(names), take=take) if take else None
        pages = iter(map(apart, found)) if apart else processes.map(build, found, chunk=PAGES_A_CHUNK)
        for value in some:
            yield value, next(pages) if _is_page(value) else build(value)


def build_ahead(seen: Sequence[Seen], *, names: Mapping[str, str], processes: Processes) -> Iterator[Built]:
    """Hand entries of feeds out to be built beside this process, at once; their articles come in order when they are asked for.

    Where processes are not worth starting each is built here when it is asked for.
    """
    return zip(seen, processes.ahead(partial(_build, names=names), seen, chunk=ENTRIES_A_CHUNK), strict=True)


def _without_feeds(received: Iterable[Item | Feed | Rejected], on_feed: Callable[[Feed], None]) -> Iterator[Seen]:
    for value in received:
        if isinstance(value, Feed):
            on_feed(value)
        else:
            yield value


def _is_page(value: Seen) -> bool:
    return isinstance(value, Item) and value.body_markup == "page"


def _build(value: Seen, names: Mapping[str, str]) -> Article | Rejected:
    return value if isinstance(value, Rejected) else articles.build(value, names)


def _build_apart(value: Seen, names: Mapping[str, str], take: Take) -> Article | Rejected:
    """Build the article of a page that is read elsewhere; what cannot be read there is rejected for what is said of it."""
    if isinstance(value, Rejected):
        return value
    found = next(iter(take((value.body or "").encode("utf-8", "surrogatepass"), value.source)), None)
    if isinstance(found, Item):
        return articles.build(value, names, found)
    return found if isinstance(found, Rejected) else Rejected(value.source, "reader-failed", "nothing came of it")


class Known(Protocol):
    """The articles that are known already, in memory or in a store."""

    def owners(self, keys: Iterable[str]) -> Collection[Article]:
        """The articles that own one of these keys, each once, in the order of the keys."""

    def of_id(self, article_id: str) -> Collection[Article]:
        """The article of this id, if there is one."""

    def former(self, article: Article) -> Collection[str]:
        """The ids of the revisions that an article had before its current one."""


class Document:
    """Which articles the entries of the feed that is being read have become; forgotten when the next source begins."""

    def __init__(self) -> None:
        self._source: str | None = None
        self._articles: set[str] = set()

    def of(self, item: Seen) -> Collection[str]:
        if item.source != self._source:
            self._source, self._articles = item.source, set()
        return self._articles

    def add(self, article: Article) -> None:
        self._articles.add(article.id)


def place(seen: Article, known: Known, beside: Collection[str] = ()) -> articles.Verdict:
    """Decide what becomes of an article by all that is known under any of its keys, or else under its id.

    `beside` are the ids of articles that other entries of the same feed became.
    `newsfold extract` writes an article's id into its record, which then goes by that id. What is another piece than all
    that is known gets none of their keys and an id of its own.
    """
    found = known.owners(seen.keys) or known.of_id(seen.id)
    closest = articles.closest(
        seen, [one for one in found if one.id not in beside or not articles.is_other_entry(seen, one)]
    )
    if closest is not None:
        former = known.former(closest) if seen.revision.id != closest.revision.id else ()
        verdict = articles.decide(seen, closest, former)
        if not isinstance(verdict, articles.Added):
            return verdict
    return place(_apart(seen, found), known, beside) if found else articles.Added(seen)


def _apart(seen: Article, others: Collection[Article]) -> Article:
    """Leave an article the keys that no other piece has and that make no other's id; its words are its key where none is left."""
    keys, ids = {key for one in others for key in one.keys}, {one.id for one in others}
    own = tuple(key for key in seen.keys if key not in keys and _with_keys(seen, key).id not in ids)
    if own:
        return _with_keys(seen, *own)
    words = f"words:{seen.revision.id}"
    while _with_keys(seen, words).id in ids:
        words += "+"
    return _with_keys(seen, words)


def _with_keys(article: Article, *keys: str) -> Article:
    return articles.identified(replace(article, keys=keys))


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
    """Articles in memory, each once with its current words, in the order in which they were first seen.

    With a spool only the leads of their texts stay in memory.
    """

    def __init__(self, spool: Spool | None = None) -> None:
        self.articles: dict[str, Article] = {}
        self._spool = spool
        self.feeds: list[Feed] = []
        self.books = Books()
        self._owner: dict[str, str] = {}
        self._former: dict[str, set[str]] = {}
        self._document = Document()

    def take(
        self,
        received: Iterable[Item | Feed | Rejected],
        *,
        on_reject: Callable[[Rejected], None],
        processes: Processes = HERE,
    ) -> None:
        """Take in everything that was received; rejections are reported in their order."""
        names: dict[str, str] = {}

        def subscribe(feed: Feed) -> None:
            self.feeds.append(feed)
            names.update(names_of([feed]) | names)

        for item, built in build_all(received, on_feed=subscribe, names=names, processes=processes):
            self.books.seen += 1
            if isinstance(built, Rejected):
                self.books.rejected[built.reason] += 1
                on_reject(built)
            else:
                self._keep(place(built, self, self._document.of(item)))

    def owners(self, keys: Iterable[str]) -> list[Article]:
        ids = dict.fromkeys(self._owner[key] for key in keys if key in self._owner)
        return [self._whole(self.articles[one]) for one in ids]

    def of_id(self, article_id: str) -> list[Article]:
        return [self._whole(self.articles[article_id])] if article_id in self.articles else []

    def _whole(self, article: Article) -> Article:
        return self._spool.whole(article) if self._spool else article

    def former(self, article: Article) -> Collection[str]:
        return self._former.get(article.id, ())

    def _keep(self, verdict: articles.Verdict) -> None:
        article = verdict.article
        self._document.add(article)
        if isinstance(verdict, articles.Merged):
            self.books.merged += 1
        else:
            self.books.stored += 1
        if isinstance(verdict, articles.Revised):
            self._former.setdefault(article.id, set()).add(verdict.previous.id)
        # As in a store, a key belongs to the article that had it first.
        keys = tuple(key for key in article.keys if self._owner.setdefault(key, article.id) == article.id)
        article = replace(article, keys=keys)
        self.articles[article.id] = self._spool.put(article) if self._spool else article
