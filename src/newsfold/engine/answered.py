"""What answers of servers become: entries of the store, and the states, records and gaps of their feeds, in this order.

Entries are committed first and what would hide them afterwards, so a crash between the two costs one more fetch and no entry.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Final

from newsfold import feeds
from newsfold.engine.ingest import OnStep, take_in, take_in_built
from newsfold.engine.intake import Built, Take, build_ahead, names_of
from newsfold.engine.pool import HERE, Processes
from newsfold.feeds import manners
from newsfold.model import Feed, FeedState, Fetched, FetchOutcome, FetchRecord, Item, Ledger, Rejected, Wanted
from newsfold.store import Store

Parse = Callable[[bytes, str], Iterable[Item | Feed | Rejected]]
"""The body of an answer and its address -> what is in it. May run in another process; bad input is a Rejected, never raised."""

# What is committed at once: the entries of so many feeds, or so many entries, as many as make a portion of an ingest.
FEEDS_A_BATCH: Final = 50
ENTRIES_A_BATCH: Final = 500
SUCCESS: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a store is: feeds that have come in at least once, of all; articles and stories so far."""

    feeds_in: int
    feeds: int
    articles: int
    stories: int


@dataclass(frozen=True, slots=True)
class Told:
    """Who hears of rejections, of steps, of progress while a round runs, and of each round of a loop that asked somebody."""

    on_reject: Callable[[Rejected], None] = lambda _rejected: None
    on_step: OnStep = lambda _step, _count: None
    on_progress: Callable[[Progress], None] | None = None
    on_round: Callable[[Round], None] = lambda _round: None


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: its books, what its fetches came to, how many entries came as they had come before, and the pages read.

    `stories` are those that are new or changed.
    """

    ledger: Ledger = Ledger()
    outcomes: Mapping[FetchOutcome, int] = field(default_factory=dict)
    known: int = 0
    pages: int = 0
    failed: tuple[FetchRecord, ...] = ()
    stories: tuple[str, ...] = ()

    @property
    def is_offline(self) -> bool:
        """Whether nobody could be reached, and it is our own network."""
        return bool(self.failed) and all(record.detail.startswith(manners.OFFLINE) for record in self.failed)

    @property
    def asked(self) -> int:
        """How many feeds were asked."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Decided:
    """What follows from one answer: the entries to take in, those that are known already by number, and what to remember."""

    after: manners.After
    entries: Sequence[Item | Rejected] = ()
    known: int = 0


def decided(state: FeedState, answer: Fetched, parse: Parse, now: datetime) -> Decided:
    """Read an answer, and decide what is to be kept of it."""
    success = answer.failure is None and answer.status in SUCCESS
    read = _read(state, answer.body, parse) if success else None
    entries = manners.unseen(read.values, state) if read else []
    known = len(read.values) - len(entries) if read else 0
    return Decided(manners.after(state, answer, read, now), entries, known)


def believed(answers: Iterable[Decided], asked: Iterable[FeedState]) -> Iterator[Decided]:
    """Hold failures back until anybody was reached; where nobody was in a whole round, they are counted against no feed.

    `asked` are the states before.
    """
    states = {state.url: state for state in asked}
    held: list[Decided] | None = []
    for one in answers:
        if held is not None and manners.unreached(one.after):
            held.append(one)
            continue
        yield from held or ()
        held = None
        yield one
    found = held or []
    if manners.is_ours(states[one.after.record.url] for one in found):
        found = [
            replace(one, after=manners.uncounted(states[one.after.record.url], one.after, len(found))) for one in found
        ]
    yield from found


def _read(state: FeedState, body: bytes, parse: Parse) -> manners.Read:
    """Read a body as a feed; one that is as it was is not read again."""
    name = hashlib.sha256(body).hexdigest()
    if name == state.body:
        return manners.Read(name, same=True)
    instead = feeds.refused(body, state.url)
    if instead:
        return manners.Read(name, [instead], refused=instead)
    values = [value for value in parse(body, state.url) if not isinstance(value, Feed)]
    rejected = [value for value in values if isinstance(value, Rejected)]
    # a feed that says that it has no entries is one; a feed of which nothing can be read is none
    empty = all(one.reason == "empty-feed" for one in rejected)
    refused = None if empty or len(rejected) < len(values) else rejected[0]
    channel = feeds.channel_of(body)
    return manners.Read(name, values, channel.title, channel.hints, refused)


@dataclass(frozen=True, slots=True)
class _Building:
    """What follows from some answers, and the articles of its entries, which may still be under way."""

    batch: Sequence[Decided]
    built: Iterator[Built]


class Books:
    """What the answers of a round come to, committed in batches. `to_read` are the addresses of articles to be read whole.

    While one batch is written the articles of the next are built beside this process, where that is worth it.
    """

    def __init__(self, store: Store, told: Told, processes: Processes = HERE) -> None:
        self.to_read: list[Wanted] = []
        self._store = store
        self._told = told
        self._processes = processes
        self._waiting: list[Decided] = []
        self._building: _Building | None = None
        self._seen: datetime | None = None
        self._outcomes: Counter[FetchOutcome] = Counter()
        self._failed: list[FetchRecord] = []
        self._known = 0
        self._pages = 0
        self._ledgers: list[Ledger] = []

    def enter(self, decided: Decided) -> None:
        """Enter what follows from an answer; it is committed with others."""
        self._waiting.append(decided)
        entries = sum(len(one.entries) for one in self._waiting)
        if len(self._waiting) >= FEEDS_A_BATCH or entries >= ENTRIES_A_BATCH:
            self._next()

    def commit(self) -> None:
        """Commit all that was entered."""
        self._next()
        self._next()

    def _next(self) -> None:
        """Hand out what waits to be built, and meanwhile commit what was handed out before."""
        batch, self._waiting = self._waiting, []
        building, self._building = self._building, self._handed_out(batch) if batch else None
        if building:
            self._commit(building)

    def _handed_out(self, batch: Sequence[Decided]) -> _Building:
        entries = [entry for one in batch for entry in one.entries]
        return _Building(batch, build_ahead(entries, names=self._names, processes=self._processes))

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return names_of(self._store.feeds())

    def _commit(self, building: _Building) -> None:
        """Commit a batch: first the entries, then what would hide them."""
        batch = building.batch
        self._seen = batch[-1].after.record.at
        told = self._told
        taken = take_in_built(
            self._store, building.built, on_reject=told.on_reject, on_step=told.on_step, seen=self._seen
        )
        self._ledgers.append(taken.ledger)
        with self._store.transaction():
            for one in batch:
                self._remember(one.after)
        for one in batch:
            self._outcomes[one.after.record.outcome] += 1
            self._known += one.known
            self._failed += [one.after.record] if one.after.record.outcome == "failed" else []
            if one.after.state.full_text:
                self.to_read += _pages_of(one.entries)
        if self._told.on_progress:
            self._told.on_progress(progress(self._store))

    def _remember(self, after: manners.After) -> None:
        self._store.save_feed_state(after.state)
        self._store.record_fetch(after.record)
        if after.gap:
            self._store.record_gap(after.gap)
        if after.address and self._alone_there(after.state.url, after.address):
            self._move(after.record, after.address)

    def _alone_there(self, url: str, address: str) -> bool:
        """Whether no other feed is, or is being sent, where this one is sent: no two feeds move to one address."""
        others = [one for one in self._store.feed_states() if one.url != url]
        return not any(address in (one.url, one.moved.url if one.moved else None) for one in others)

    def _move(self, record: FetchRecord, address: str) -> None:
        if self._store.move_feed(record.url, address):
            detail = f"for a week it was sent from {record.url} to this address, which it has from now on"
            self._store.record_fetch(replace(record, url=address, outcome="moved", detail=detail))

    def add_pages(self, answers: Iterable[Fetched], take: Take | None = None) -> None:
        """Take in article pages, each as one more item of its article; one that `take` cannot read leaves the article as it was."""
        taken = take_in(
            self._store,
            (page for answer in answers if (page := _page_of(answer))),
            on_reject=self._told.on_reject,
            on_step=self._told.on_step,
            processes=self._processes,
            seen=self._seen,
            take=take,
        )
        self._ledgers.append(taken.ledger)
        self._pages += taken.ledger.seen

    def round(self) -> Round:
        """Close the books."""
        rejected: Counter[str] = Counter()
        for ledger in self._ledgers:
            rejected.update(ledger.rejected)
        seen, stored, merged = (
            sum(getattr(one, name) for one in self._ledgers) for name in ("seen", "stored", "merged")
        )
        books = Ledger(seen, stored, merged, dict(sorted(rejected.items())))
        return Round(books, dict(sorted(self._outcomes.items())), self._known, self._pages, tuple(self._failed))


def progress(store: Store) -> Progress:
    """Count how far a store is."""
    states = store.feed_states()
    came_in = sum(state.succeeded is not None for state in states)
    articles, stories = store.counts()
    return Progress(came_in, len(states), articles, stories)


def _pages_of(entries: Iterable[Item | Rejected]) -> list[Wanted]:
    """The pages of the articles of which a feed gives only the beginning."""
    return [Wanted(one.url) for one in entries if isinstance(one, Item) and one.url and feeds.is_truncated(one)]


def _page_of(answer: Fetched) -> Item | None:
    """An article page as an item. It goes by the address that the feed gave, so that it is the same article."""
    text = feeds.text_of(answer.body) if answer.status in SUCCESS and not answer.failure else None
    if text is None:
        return None
    return Item(source=answer.url, kind="page", url=answer.wanted.url, body=text, body_markup="page")
