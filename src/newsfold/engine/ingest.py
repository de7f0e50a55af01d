"""Takes sources into a store, through the whole line: articles, lineages, stories, and the digests that are shown and proved.

Every step leaves the store whole and tells by it what is still to be done (articles in no story, stories without a digest), so
what a crash left undone the next run takes up. No clock is read: what an archive holds depends on what came in and in which
order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from functools import cached_property, partial
from itertools import islice
from typing import Final

from newsfold import articles, copies, stories
from newsfold.engine.composing import AS_USUAL, Composing
from newsfold.engine.groups import NO_GROUPS, Groups
from newsfold.engine.intake import Books, Built, Document, Take, build_all, names_of, place
from newsfold.engine.known import Shelf
from newsfold.engine.line import before_grouping, features_of, grouping, traced
from newsfold.engine.making import making
from newsfold.engine.newsroom import Asked, Newsroom
from newsfold.engine.overlay import moved, redrawn, seen_in, stories_of
from newsfold.engine.pool import HERE, Processes
from newsfold.engine.retention import PAST, Gone, without_words
from newsfold.engine.rooms import newsroom_of
from newsfold.model import Article, Checkpoint, Digest, Feed, Item, Ledger, Lineage, Owner, Reason, Rejected, voice
from newsfold.store import Store
from newsfold.stories import WIDTH, Width

# Kept as a whole or not at all; a portion holds the writer's lock for well under a second.
PORTION: Final = 500
# Digests are composed inside their transaction, some 3 ms each, those of large stories up to 50.
DIGESTS_A_PORTION: Final = 50
# Some 25 ms of work, so that a portion keeps several processes busy. No portion is large enough to start them by itself.
DIGESTS_A_CHUNK: Final = 8
# So many digests take longer than starting processes does.
WORTH_SPREADING: Final = 400
# Digests that were composed otherwise than is asked now, and are composed anew with what is new: seconds of work.
REMADE_AT_ONCE: Final = 200
# How many of the latest articles the grouping and the lineages still remember: three weeks of a busy shelf of feeds.
REMEMBERED: Final = 20_000

OnStep = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set: how wide a story is, the most excerpts of a digest, a model of meaning, a table of agencies,
    which outlets are one account, groups of outlets.
    """

    width: Width = WIDTH
    excerpts: int = 10
    embedder: stories.Embedder | None = None
    agencies: copies.Agencies | None = None
    owner: Owner = voice
    groups: Groups = NO_GROUPS

    @property
    def composing(self) -> Composing:
        """How digests are composed."""
        return Composing(self.excerpts, self.owner, self.groups)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one ingest did: the books of this run alone, how many subscriptions it kept, and the stories that are new or changed.

    The stories are in the order of founding.
    """

    ledger: Ledger
    feeds: int
    stories: tuple[str, ...]


def ingest(
    store: Store,
    received: Iterable[Item | Feed | Rejected],
    *,
    on_reject: Callable[[Rejected], None],
    on_step: OnStep = lambda _step, _count: None,
    workers: int = 1,
    settings: Settings | None = None,
    seen: datetime | None = None,
) -> Ingested:
    """Take everything that was received into the store, group what is new, and compose the digests of what changed.

    `seen` is when it came in, where it comes as it is published: no article of it is then placed long after that, whatever date it
    bears. None for an archive, of which the dates are all that is known.
    `on_step` hears how far it is: the step's name and how many articles have been through it.
    """
    with Processes(workers) as processes:
        taken = take_in(store, received, on_reject=on_reject, on_step=on_step, processes=processes, seen=seen)
        composed = catch_up(store, on_step=on_step, processes=processes, settings=settings)
    return replace(taken, stories=composed)


def take_in(
    store: Store,
    received: Iterable[Item | Feed | Rejected],
    *,
    on_reject: Callable[[Rejected], None],
    on_step: OnStep = lambda _step, _count: None,
    processes: Processes = HERE,
    seen: datetime | None = None,
    take: Take | None = None,
) -> Ingested:
    """Take everything that was received into the store as articles, and group nothing yet: `catch_up` does.

    `seen` is as for `ingest`; `take` reads pages that strangers sent.
    """
    intake = _Intake(store, on_reject, on_step, seen)
    intake.run(before_grouping(received, processes), processes, take)
    return Ingested(intake.books.close(), intake.feeds, ())


def take_in_built(
    store: Store,
    built: Iterator[Built],
    *,
    on_reject: Callable[[Rejected], None],
    on_step: OnStep = lambda _step, _count: None,
    seen: datetime | None = None,
) -> Ingested:
    """Take in what was received and built elsewhere (`newsfold.engine.intake.build_ahead`), as `take_in` does."""
    intake = _Intake(store, on_reject, on_step, seen)
    intake.enter(built, [])
    return Ingested(intake.books.close(), 0, ())


def catch_up(
    store: Store,
    *,
    on_step: OnStep = lambda _step, _count: None,
    processes: Processes = HERE,
    settings: Settings | None = None,
) -> tuple[str, ...]:
    """Do what is still to be done in a store: group what is in no story, and compose the digests of what changed.

    Some of those that were composed otherwise, by another version or with other owners, are composed anew besides.
    Gives the stories that are new or changed, in the order of founding.
    """
    asked = settings or Settings()
    store.index()
    if store.ungrouped() or store.undigested():
        _arrange(store, on_step, processes, asked)
    composed = compose(store, on_step, processes, asked.composing)
    _compose(store, store.made_otherwise(asked.composing.made_by, REMADE_AT_ONCE), on_step, processes, asked.composing)
    return composed


# --- items into articles ----------------------------------------------------------------------------------------------


class _Intake:
    """Items into articles of the store."""

    def __init__(
        self, store: Store, on_reject: Callable[[Rejected], None], on_step: OnStep, seen: datetime | None
    ) -> None:
        self.books = Books()
        self.feeds = 0
        self._seen = seen
        self._document = Document()
        self._store = store
        self._known = Shelf(store)
        self._on_reject = on_reject
        self._on_step = on_step

    def run(self, received: Iterable[Item | Feed | Rejected], processes: Processes, take: Take | None) -> None:
        waiting: list[Feed] = []
        given: dict[str, str] = {}
        names = names_of(self._store.feeds())

        def subscribe(feed: Feed) -> None:
            waiting.append(feed)
            given.update(names_of([feed]) | given)
            names.update(given)

        self.enter(build_all(received, on_feed=subscribe, names=names, processes=processes, take=take), waiting)

    def enter(self, built: Iterator[Built], waiting: list[Feed]) -> None:
        """Enter articles, and with each portion the subscriptions that are `waiting` by then."""
        while (portion := list(islice(built, PORTION))) or waiting:
            with self._store.transaction():
                for feed in waiting:
                    self._store.record_feed(feed)
                self._known.look_up([one for _, one in portion if isinstance(one, Article)])
                for pair in portion:
                    self._enter(pair)
                self._known.write()
            self.feeds += len(waiting)
            waiting.clear()
            self._on_step("reading", self.books.seen)

    def _enter(self, pair: Built) -> None:
        item, built = pair
        self.books.seen += 1
        if isinstance(built, Rejected):
            self.books.rejected[built.reason] += 1
            self._known.record(item, "rejected", reason=built)
            self._on_reject(built)
            return
        if (past := self._gone.of(built)) and isinstance(item, Item):
            self.books.merged += 1
            self._known.record(without_words(item), "merged", past, PAST)
            return
        verdict = place(self._gone.apart(self._stamped(built)), self._known, self._document.of(item))
        self._document.add(verdict.article)
        if isinstance(verdict, articles.Merged):
            self.books.merged += 1
            if verdict.article != self._known.article(verdict.article.id):
                self._known.revise(verdict.article)  # the same words, with a key or an address that was not known
            self._known.record(item, "merged", verdict.article.id, verdict.why)
            return
        self.books.stored += 1
        if isinstance(verdict, articles.Revised):
            self._revise(verdict.article)
        else:
            self._known.add(verdict.article)
        self._known.record(item, "stored", verdict.article.id)

    def _stamped(self, article: Article) -> Article:
        """Say of an article when it came in."""
        if self._seen is None:
            return article
        return replace(article, first_seen=self._seen, revision=replace(article.revision, seen=self._seen))

    def _revise(self, article: Article) -> None:
        """Keep new words, and note that the digest of their story was made of the old ones."""
        self._known.revise(article)
        if article.id in self._stories:
            self._store.outdate_digests([self._stories[article.id]])

    @cached_property
    def _gone(self) -> Gone:
        return Gone(self._store, self._known)

    @cached_property
    def _stories(self) -> Mapping[str, str]:
        return self._store.membership()  # nothing is grouped while items come in


# --- articles into stories and lineages -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Grouped:
    """What a grouping changes: the story of each article that is not in the one it was in, and where ended stories lead.

    `settled` are the decisions that stay; `provisional` those of the round that is not at its end, which comes again with what
    comes next. `checkpoint` is None where the one that is kept still holds, and `remembers` where what was grouped before is
    settled as it was, for want of one.
    """

    placed: Mapping[str, str]
    redirects: Mapping[str, str | None]
    settled: Sequence[Reason]
    provisional: Sequence[Reason]
    checkpoint: Checkpoint | None
    remembers: bool

    def save(self, store: Store) -> None:
        """Keep it, inside a transaction."""
        if self.remembers:
            store.settle()
        store.save_grouping(self.placed, self.settled, self.redirects, provisional=self.provisional)
        if self.checkpoint:
            store.save_checkpoint(self.checkpoint)


def _arrange(store: Store, on_step: OnStep, processes: Processes, settings: Settings) -> None:
    """Group what is in no story, trace the lineages of the latest articles anew, and drop the digests of what changed.

    All of it is kept at once, so no story is ever without the lineages of its articles. Where another ingest has grouped
    meanwhile, it is done again on top of that.
    """
    while not _arranged(store, on_step, processes, settings):
        pass


def _arranged(store: Store, on_step: OnStep, processes: Processes, settings: Settings) -> bool:
    membership = store.grouped()
    gone = store.pruned_among()
    waiting = store.ungrouped()
    unsettled = store.unsettled()
    latest = [*list(membership)[-REMEMBERED:], *waiting]
    grouped = _group(store, membership, waiting, gone, processes, settings) if waiting else None
    placed = grouped.placed if grouped else {}
    on_step("grouping", len(waiting))
    traced = _traced(store, latest, processes, settings.agencies)
    on_step("tracing copies", len(latest))
    retold = {member.article for lineage in traced for member in lineage.members}
    with store.transaction():
        if store.unsettled() != unsettled or not set(waiting) <= set(store.ungrouped()) or store.pruned_among() != gone:
            return False
        before = seen_in(membership, store.overlay())
        if grouped:
            grouped.save(store)
        store.save_lineages(traced)
        after = redrawn(store, {**membership, **placed})
        store.outdate_digests(sorted(stories_of(retold | moved(before, after), before, after)))
    return True


def _group(
    store: Store,
    membership: Mapping[str, str],
    waiting: Sequence[str],
    gone: Collection[str],
    processes: Processes,
    settings: Settings,
) -> _Grouped:
    """Go on from the checkpoint with what was not settled and what is new, so that it does not matter what came together."""
    embedder = settings.embedder
    with grouping(processes, settings.width, embedder, explains=True) as grouper:
        begun = _begin(store, grouper, membership, processes, embedder)
        unsettled = () if begun is _Begun.REMEMBERED else store.unsettled()
        arrivals = store.articles_as_given([*unsettled, *store.in_time(waiting)])
        settled = grouper.add(features_of(arrivals, processes, embedder))
        holds = begun is _Begun.RESUMED and not settled
        checkpoint = None if holds else Checkpoint(grouper.made_by(embedder), grouper.checkpoint())
        provisional = grouper.end_round()
    # The grouper remembers articles for a while whose words are gone: what is new may still go to where they were.
    now = {**membership, **{one: story for one, story in grouper.stories().items() if one not in gone}}
    placed = {one: story for one, story in now.items() if membership.get(one) != story}
    leads = _leads(store, membership, now, grouper.redirects())
    return _Grouped(placed, leads, settled, provisional, checkpoint, begun is _Begun.REMEMBERED)


class _Begun(Enum):
    """From where a grouping goes on: from nothing, from a checkpoint, or from how the latest articles were grouped."""

    ANEW = auto()
    RESUMED = auto()
    REMEMBERED = auto()


def _begin(
    store: Store,
    grouper: stories.Grouper,
    membership: Mapping[str, str],
    processes: Processes,
    embedder: stories.Embedder | None,
) -> _Begun:
    """Take up the checkpoint; where it is of other weights or another model, remember instead how articles were grouped."""
    checkpoint = store.checkpoint()
    if checkpoint and checkpoint.made_by == grouper.made_by(embedder):
        grouper.resume(checkpoint.data)
        return _Begun.RESUMED
    if len(store.unsettled()) == len(membership):
        return _Begun.ANEW
    grouper.reserve(store.story_ids(), membership)
    for features in features_of(store.articles(list(membership)[-REMEMBERED:]), processes, embedder):
        grouper.remember(features)
    return _Begun.REMEMBERED


def _leads(
    store: Store, before: Mapping[str, str], now: Mapping[str, str], merged: Mapping[str, str]
) -> dict[str, str | None]:
    """Say where story ids lead that are no story now, and which of those that led elsewhere are one again.

    One that was founded provisionally and is not any more leads to where the first of its articles is.
    """
    living = set(now.values())
    leads: dict[str, str | None] = {old: None for old in store.redirects() if old in living}
    for article, story in before.items():
        if story not in living:
            leads.setdefault(story, now[article])
    return leads | dict(merged)


def _traced(
    store: Store, latest: Sequence[str], processes: Processes, agencies: copies.Agencies | None
) -> list[Lineage]:
    """Trace the lineages of the latest articles, by their ids, and of their kin; give those that are not kept as they are."""
    kept = store.lineages(latest)
    here = set(latest)
    kin = [member.article for lineage in kept for member in lineage.members if member.article not in here]
    known = {lineage.id: lineage for lineage in kept}
    ordered = store.in_time([*latest, *kin])
    place = {one: number for number, one in enumerate(ordered)}
    found = traced(store.articles_as_given(ordered), processes, agencies=agencies)
    changed = [one for one in found if known.get(one.id) != one]
    return sorted(changed, key=lambda one: place[one.members[0].article])


# --- stories into digests ---------------------------------------------------------------------------------------------


def compose(
    store: Store,
    on_step: OnStep = lambda _step, _count: None,
    processes: Processes = HERE,
    how: Composing = AS_USUAL,
) -> tuple[str, ...]:
    """Compose and keep the digest of every story that has none, or a stale one; give the stories in the order of founding."""
    waiting = store.undigested()
    if len(waiting) >= WORTH_SPREADING:
        processes.expect(_digest)
    _compose(store, waiting, on_step, processes, how)
    return tuple(waiting)


def _compose(store: Store, story_ids: Sequence[str], on_step: OnStep, processes: Processes, how: Composing) -> None:
    for first in range(0, len(story_ids), DIGESTS_A_PORTION):
        with store.transaction():
            room = newsroom_of(store, story_ids[first : first + DIGESTS_A_PORTION], how.owner, how.groups)
            before = store.updates(story.id for story in room.stories)
            parts = map(room.part, room.stories)
            made = processes.map(partial(_digest, excerpts=how.excerpts), parts, chunk=DIGESTS_A_CHUNK)
            for digest in made:
                store.save_digest(digest, making(digest, room, how.made_by, before.get(digest.id)))
        on_step("composing", min(first + DIGESTS_A_PORTION, len(story_ids)))


def _digest(part: Newsroom, excerpts: int = 10) -> Digest:
    """Compose the digest of the one story of a part."""
    return part.digest(part.stories[0], Asked(excerpts))
