"""What a store and the loop that feeds it are measured by, for those who watch them; and whether they are fit to serve.

Nothing is written and no clock is read. Everything is told from what the store keeps, so it does not matter whether the rounds
are done in this process, in another one, or by cron.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from newsfold import feeds
from newsfold.engine.doctor import LEAST_FREE
from newsfold.errors import StoreError
from newsfold.feeds import manners
from newsfold.model import FeedState, Ledger
from newsfold.store import Store, Tallies

# A round of 1,000 feeds that all brought something new took under three minutes, and rounds begin a minute apart. A loop that has
# asked nobody for so long although feeds are due has stopped, or hangs.
STALLED: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Measures:
    """How much there is, what waits, and when something last happened.

    `feeds` counts subscriptions by their condition, `due` those that could be asked now; `lag` is for how long the first of these
    has been due, zero where none is. `fetched` is when a feed was last asked, `changed` when one last brought something new.
    `size` is that of the store in bytes, None where it is in no file.
    """

    tallies: Tallies
    ledger: Ledger
    feeds: Mapping[str, int]
    due: int
    lag: timedelta
    fetched: datetime | None
    changed: datetime | None
    size: int | None = None


def measure(store: Store, now: datetime, size: int | None = None) -> Measures:
    """Measure a store, all of it at one moment."""
    with store.snapshot():
        tallies, ledger, states = store.tallies(), store.ledger(), store.feed_states()
    conditions = Counter(feeds.health(state, now).condition for state in states)
    counted: dict[str, int] = {one: conditions[one] for one in feeds.CONDITIONS}
    due = manners.due(states, now)
    return Measures(tallies, ledger, counted, len(due), _lag(due, now), latest_fetch(states), _changed(states), size)


def latest_fetch(states: Sequence[FeedState]) -> datetime | None:
    """When a feed was last asked; None where none ever was."""
    return max((state.fetched for state in states if state.fetched), default=None)


def _changed(states: Sequence[FeedState]) -> datetime | None:
    return max((state.changed for state in states if state.changed), default=None)


def _lag(due: Sequence[FeedState], now: datetime) -> timedelta:
    """For how long the first of the feeds that are due has been so; one that was never asked has only just come."""
    return max((now - state.due for state in due if state.due), default=timedelta(0))


def unready(store: Store, now: datetime, *, free: int | None, rounds_since: datetime | None = None) -> dict[str, str]:
    """Say why requests had better go elsewhere, as sentences by what they are about ("store", "disk", "rounds"); none if all is
    well.

    `free` is the room on the store's disk in bytes, if it is on one. `rounds_since` is when this process began to do rounds, None
    where it does none. Whoever asks need not be known, so no sentence tells where the store is.
    """
    reasons: dict[str, str] = {}
    if free is not None and free < LEAST_FREE:
        reasons["disk"] = f"{free / 1e6:,.1f} MB are free beside the store, fewer than {LEAST_FREE / 1e6:,.0f}"
    try:
        states = store.feed_states()
    except StoreError:
        return reasons | {"store": "cannot be read; `newsfold doctor` says why"}
    asked = max(filter(None, (latest_fetch(states), rounds_since)), default=None)
    if rounds_since and asked and manners.due(states, now) and now - asked > STALLED:
        reasons["rounds"] = f"feeds are due and none was asked since {asked:%Y-%m-%d %H:%M} UTC"
    return reasons
