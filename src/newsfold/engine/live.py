"""Keeps a store live: asks the feeds that are due, takes in what they bring, groups it, and remembers how each fetch went.

A round is one pass over what is due. Nobody here reads a clock or opens a socket: a `Clock` and a `Door` are given, and
`newsfold.feeds.manners` decides whom to ask when. What answers become is beside it, in `newsfold.engine.answered`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final, Protocol

from newsfold import feeds
from newsfold.engine.answered import Books, Decided, Parse, Round, Told, believed, decided
from newsfold.engine.drained import drained
from newsfold.engine.ingest import Settings, catch_up
from newsfold.engine.intake import BUILDING, Take
from newsfold.engine.pool import Processes
from newsfold.feeds import manners
from newsfold.model import FeedState, Fetched, Wanted
from newsfold.store import Store

Fetcher = Callable[[Iterable[Wanted]], Iterator[Fetched]]
"""The door to the network: answers in the order in which they come, exactly one for each that is wanted."""

# Rounds of a loop begin no closer together; what falls due meanwhile comes in the next.
ROUND: Final = timedelta(minutes=1)
# How long to sleep where no feed is ever due: one may be added meanwhile by another process.
IDLE: Final = timedelta(minutes=5)
# Between two groupings passes so many times what the last one took: a fifth of the time goes into grouping at the most.
REST: Final = 4


class Clock(Protocol):
    """Time as the operator's machine has it."""

    def now(self) -> datetime:
        """The time, aware and in UTC."""

    def wait(self, until: datetime) -> None:
        """Return at that time, or as soon as somebody says stop."""

    def stopped(self) -> bool:
        """Whether somebody said stop."""

    def stop(self) -> None:
        """Say stop."""


@dataclass(frozen=True, slots=True)
class Door:
    """What news comes in through: how feeds are fetched and read, and how article pages are, as robots.txt allows.

    `take` reads a page; where there is none it is read in this process.
    """

    fetch: Fetcher
    parse: Parse = feeds.parse
    pages: Fetcher | None = None
    take: Take | None = None


class StopAsked(Exception):
    """Somebody said stop. What is committed stays, and the next round takes up what was not done."""


class Live:
    """A store and its door.

    `group_every` is the least time between two groupings in a loop, and `after_round` is called
    with the time after each round of a loop.
    """

    def __init__(
        self,
        store: Store,
        door: Door,
        clock: Clock,
        *,
        told: Told | None = None,
        settings: Settings | None = None,
        workers: int = 1,
        group_every: timedelta = timedelta(0),
        after_round: Callable[[datetime], object] = lambda _now: None,
    ) -> None:
        self._after_round = after_round
        self._store = store
        self._door = door
        self._clock = clock
        self._told = told or Told()
        self._settings = settings
        self._workers = workers
        self._group_every = group_every
        self._group_next: datetime | None = None
        self._hurried = False

    def run(self) -> None:
        """Do round after round, and sleep until the next feed is due, until the clock says stop."""
        while not self._clock.stopped():
            begun = self._clock.now()
            try:
                done = self.round(most=manners.a_minute(self._store.feed_states()), patient=True)
            except StopAsked:
                return
            if done.asked:
                self._told.on_round(done)
            self._after_round(self._clock.now())
            self._clock.wait(max(self._next(), begun + ROUND))

    def hurry(self) -> None:
        """Let the next round of the loop group what comes in at once: a reader waits for it. May be called by another thread."""
        self._hurried = True

    def _next(self) -> datetime:
        """When there is something to do: a feed is due, or articles wait and may be grouped."""
        now = self._clock.now()
        due = manners.next_due(self._store.feed_states(), now) or now + IDLE
        return min(due, self._group_next) if self._group_next and self._store.ungrouped() else due

    def round(self, *, force: bool = False, most: int | None = None, patient: bool = False) -> Round:
        """Ask the feeds that are due, `most` of them at the most, take in what they bring, group it and compose digests.

        `force`: also those that are not due. `patient`: what came in may wait for its grouping. Where somebody says stop,
        StopAsked leaves it; what is committed stays.
        """
        due = manners.due(self._store.feed_states(), self._clock.now(), most=most, force=force)
        return self.ask(due, patient=patient)

    def ask(self, asked: Sequence[FeedState], *, patient: bool = False) -> Round:
        """Ask these feeds as a round, those of one host one after the other."""
        hurried, self._hurried = self._hurried, False
        with Processes(self._workers, shared=BUILDING) as processes:
            books = Books(self._store, self._told, processes)
            for one in believed(self._decided(asked), asked):
                books.enter(one)
            books.commit()
            self._unless_stopped()
            if self._door.pages and books.to_read:
                books.add_pages(takewhile(self._goes_on, drained(self._door.pages, books.to_read)), self._door.take)
            waits = patient and not hurried and self._group_next is not None and self._clock.now() < self._group_next
            stories = () if waits else self._group(processes)
        return replace(books.round(), stories=stories)

    def _decided(self, asked: Sequence[FeedState]) -> Iterator[Decided]:
        """Read answers as they come, some at once where they are read in other processes."""
        under_way: deque[Future[Decided]] = deque()
        with ThreadPoolExecutor(self._workers) as threads:
            for state, answer in self._answers(asked):
                under_way.append(threads.submit(decided, state, answer, self._door.parse, self._clock.now()))
                if len(under_way) > self._workers:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()

    def _answers(self, asked: Sequence[FeedState]) -> Iterator[tuple[FeedState, Fetched]]:
        """Ask turn after turn, until somebody says stop; a feed that is told to wait speaks for all of its host and port."""
        held: set[str] = set()
        for turn in manners.turns(asked):
            now = self._clock.now()
            open_now = {one.url: one for one in turn if manners.place_of(one.url) not in held}
            for answer in drained(self._door.fetch, [manners.asks(one, now) for one in open_now.values()]):
                if manners.wait_asked(answer.retry_after, answer.date, self._clock.now()):
                    held.add(manners.place_of(answer.url))
                yield open_now[answer.wanted.url], answer
                if self._clock.stopped():
                    return

    def _group(self, processes: Processes) -> tuple[str, ...]:
        begun = self._clock.now()
        stories = catch_up(self._store, on_step=self._step, processes=processes, settings=self._settings)
        ended = self._clock.now()
        self._group_next = ended + max(self._group_every, REST * (ended - begun))
        return stories

    def _step(self, step: str, count: int) -> None:
        self._told.on_step(step, count)
        self._unless_stopped()

    def _goes_on(self, _: object = None) -> bool:
        return not self._clock.stopped()

    def _unless_stopped(self) -> None:
        if self._clock.stopped():
            raise StopAsked
