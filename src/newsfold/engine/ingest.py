"""Takes sources into a store, through the whole line: articles, lineages, stories, and the digests that are shown and proved.

Items are kept in portions, each as a whole, so what was read before a crash is there afterwards; the next run takes up what
had not been grouped. No clock is read: what an archive holds depends on what came in and in which order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from newsfold import articles, copies, digests, stories
from newsfold.engine.intake import Books, Built, build_all, names_of
from newsfold.engine.line import features_of, in_time
from newsfold.model import Feed, Item, Ledger, Lineage, Merge, Move, Reason, Rejected
from newsfold.store import Store

# Kept as a whole or not at all; a portion holds the writer's lock for well under a second.
PORTION: Final = 500
# How many of the latest articles the grouping and the lineages still remember: three weeks of a busy shelf of feeds.
REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one ingest did: the books of this run alone, and the stories that are new or changed, in the order of founding."""

    ledger: Ledger
    stories: tuple[str, ...]


def ingest(
    store: Store,
    received: Iterable[Item | Feed | Rejected],
    *,
    on_reject: Callable[[Rejected], None],
    on_step: Callable[[str, int], None] = lambda _step, _count: None,
    workers: int = 1,
    excerpts: int = 10,
) -> Ingested:
    """Take everything that was received into the store, group what is new, and compose the digests of what changed.

    `on_step` hears how far it is: the step's name and how many articles have been through it.
    """
    intake = _Intake(store, on_reject, on_step)
    intake.run(received, workers)
    changed = _group(store, on_step, workers) | intake.changed_stories()
    changed |= _trace_lineages(store, on_step)
    done = _compose(store, changed, on_step, excerpts)
    return Ingested(intake.books.close(), done)


class _Intake:
    """Items into articles of the store."""

    def __init__(
        self, store: Store, on_reject: Callable[[Rejected], None], on_step: Callable[[str, int], None]
    ) -> None:
        self.books = Books()
        self._store = store
        self._on_reject = on_reject
        self._on_step = on_step
        self._revised: dict[str, None] = {}

    def run(self, received: Iterable[Item | Feed | Rejected], workers: int) -> None:
        names = names_of(self._store.feeds())

        def subscribe(feed: Feed) -> None:
            self._store.record_feed(feed)
            names.update(names_of([feed]) | names)

        built = build_all(received, on_feed=subscribe, names=names, workers=workers)
        while portion := list(islice(built, PORTION)):
            with self._store.transaction():
                for pair in portion:
                    self._enter(pair)
            self._on_step("reading", self.books.seen)

    def changed_stories(self) -> set[str]:
        """The stories of articles whose words are no longer what they were."""
        membership = self._store.membership() if self._revised else {}
        return {membership[article] for article in self._revised if article in membership}

    def _enter(self, pair: Built) -> None:
        item, built = pair
        self.books.seen += 1
        if isinstance(built, Rejected):
            self.books.rejected[built.reason] += 1
            self._store.record_item(item, "rejected", reason=built)
            self._on_reject(built)
            return
        known = articles.closest(built, self._store.find_articles(built.keys).values())
        former = {revision.id for revision in self._store.revisions(known.id)} if known else set[str]()
        verdict = articles.decide(built, known, former)
        if isinstance(verdict, articles.Merged):
            self.books.merged += 1
            if verdict.article != known:
                self._store.add_revision(verdict.article)  # the same words, with a key or a date that was not known
            self._store.record_item(item, "merged", verdict.article.id, verdict.why)
            return
        self.books.stored += 1
        if isinstance(verdict, articles.Revised):
            self._store.add_revision(verdict.article)
            self._revised[verdict.article.id] = None
        else:
            self._store.add_article(verdict.article)
        self._store.record_item(item, "stored", verdict.article.id)


def _group(store: Store, on_step: Callable[[str, int], None], workers: int) -> set[str]:
    """Put every article that is in no story yet into one; give the stories that changed."""
    membership = store.membership()
    waiting = [article for article in store.articles() if article.id not in membership]
    if not waiting:
        return set()
    grouper = stories.Grouper()
    grouper.reserve(store.story_ids())
    recent = list(membership)[-REMEMBERED:]
    for features in features_of(store.articles(recent), workers=workers):
        grouper.remember(features, membership[features.article])
    reasons = grouper.add(features_of(in_time(waiting), workers=workers))
    placed = {one: story for one, story in grouper.stories().items() if membership.get(one) != story}
    with store.transaction():
        store.save_grouping(placed, reasons, grouper.redirects())
    on_step("grouping", len(waiting))
    return set(placed.values()) | set(_left(reasons))


def _left(reasons: Iterable[Reason]) -> Iterator[str]:
    """The stories that lost an article or took in another story."""
    for reason in reasons:
        if isinstance(reason, Move):
            yield reason.left
        elif isinstance(reason, Merge):
            yield reason.story


def _trace_lineages(store: Store, on_step: Callable[[str, int], None]) -> set[str]:
    """Trace the lineages of the latest articles anew; give the stories in which one changed."""
    membership = store.membership()
    recent = list(membership)[-REMEMBERED:]
    kept = store.lineages(recent)
    with_their_kin = dict.fromkeys([*recent, *(member.article for one in kept for member in one.members)])
    known: dict[str, Lineage] = {one.id: one for one in kept}
    traced = [one for one in copies.lineages(store.articles(with_their_kin)) if known.get(one.id) != one]
    store.save_lineages(traced)
    on_step("tracing copies", len(recent))
    return {membership[member.article] for one in traced for member in one.members if member.article in membership}


def _compose(store: Store, changed: set[str], on_step: Callable[[str, int], None], excerpts: int) -> tuple[str, ...]:
    """Compose and keep the digests of stories, in the order of founding."""
    done: list[str] = []
    standing = [story for story in store.stories() if story.id in changed]
    waiting = iter(standing)
    while some := list(islice(waiting, PORTION)):
        with store.transaction():
            for story in some:
                members = list(store.articles(story.articles))
                store.save_digest(digests.compose(story, members, store.lineages(story.articles), excerpts=excerpts))
                done.append(story.id)
        on_step("composing", len(done))
    return tuple(done)
