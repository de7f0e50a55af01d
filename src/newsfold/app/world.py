"""The world outside: the clock, and the door to the network. What a command is given instead, in tests, is handed on by click."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import click

from newsfold.app.config import setting_of
from newsfold.engine.live import Clock, Door
from newsfold.model import Fetched, Wanted

# What strangers send is read in a process of its own, with limits of time and memory.
_READS_ANSWERS: Final = "newsfold.feeds.answers:parse"
_READS_PAGES: Final = "newsfold.articles.taken:read"


class SystemClock:
    """The machine's clock. `stop` and `wake` wake whoever waits."""

    def __init__(self) -> None:
        self._stopped = False
        self._bell = threading.Event()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, until: datetime) -> None:
        self._bell.wait(max(0.0, (until - self.now()).total_seconds()))
        if not self._stopped:
            self._bell.clear()

    def stopped(self) -> bool:
        return self._stopped

    def stop(self) -> None:
        """Say stop."""
        self._stopped = True
        self._bell.set()

    def wake(self) -> None:
        """Let whoever waits, or does so next, go on at once: there is something to do."""
        self._bell.set()


def waking(clock: Clock) -> Callable[[], None]:
    """What wakes whoever waits by a clock; one that is set by hand is waited for by nobody."""
    return clock.wake if isinstance(clock, SystemClock) else lambda: None


@contextmanager
def open_door(allow: Sequence[str], clock: Clock, contact: str | None = None) -> Iterator[Door]:
    """Open the one door to the network. `allow` are addresses and networks beyond the public internet.

    `contact` is the address that servers read of who asks, else Newsfold's own.
    """
    from newsfold.feeds import apart, fetching  # noqa: PLC0415 - aiohttp takes .3 s to load

    access = fetching.Access(tuple(allow), contact) if contact else fetching.Access(tuple(allow))
    robots = fetching.Robots()

    def fetch(wanted: Iterable[Wanted]) -> Iterator[Fetched]:
        return fetching.fetch(wanted, access)

    def pages(wanted: Iterable[Wanted]) -> Iterator[Fetched]:
        return fetching.fetch_pages(wanted, access, robots, clock.now())

    with apart.Parser(reader=_READS_ANSWERS) as parser, apart.Parser(apart.PAGES, reader=_READS_PAGES) as of_pages:
        yield Door(fetch, parse=parser.parse, pages=pages, take=of_pages.parse)


@dataclass(frozen=True)
class World:
    """A clock, and how the door is opened, which loads the network's libraries."""

    clock: Clock = field(default_factory=SystemClock)
    open_door: Callable[[Sequence[str], Clock], AbstractContextManager[Door]] = open_door


def current() -> World:
    """The world of the command that runs."""
    contact = setting_of("network.contact")
    door = partial(open_door, contact=str(contact) if contact else None)
    return click.get_current_context().find_object(World) or World(open_door=door)


@contextmanager
def stopped_by_signals(clock: Clock) -> Iterator[None]:
    """Let SIGINT and SIGTERM say stop to a clock of the machine, and nothing more."""
    if not isinstance(clock, SystemClock) or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: Any) -> None:
        clock.stop()

    kept = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
