"""Whose turn it is: which feeds are due, how many of them at once, in which order, and what each is asked.

Feeds of one host and port are asked one after the other, each in a turn of its own, so that the first that is told to wait
speaks for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Final

from newsfold.feeds.manners.moves import place_of
from newsfold.feeds.manners.pace import share
from newsfold.model import FeedState, Validators, Wanted

# A whole answer is asked for once a week, whatever the validators say: some servers say "not modified" for ever.
FULL_EVERY: Final = timedelta(days=7)
# Of a minute's polls: twice the mean, so that what piled up while nothing ran is worked off without a rush. The mean itself
# changes with the intervals; over any three hours of 1,000 feeds imported at once no minute had three times the mean.
RUSH: Final = 2
# The least that a minute may have, or sixty feeds that are new would take an hour to come in.
A_MINUTE: Final = 30


def asks(state: FeedState, now: datetime) -> Wanted:
    """What a feed is asked for: what changed, and once a week all of it."""
    whole = state.full is None or now - state.full >= FULL_EVERY
    return Wanted(state.url, Validators() if whole else state.validators)


def held(states: Iterable[FeedState], now: datetime) -> dict[str, datetime]:
    """Until when each host and port that asked for it is left alone."""
    until: dict[str, datetime] = {}
    for state in states:
        if state.held and state.held.until > now:
            until[state.held.place] = max(state.held.until, until.get(state.held.place, now))
    return until


def due(states: Sequence[FeedState], now: datetime, *, most: int | None = None, force: bool = False) -> list[FeedState]:
    """The feeds to be asked now, those that have waited longest first; new ones come before all others.

    `most` of them at the most. `force`: whatever is not paused and whose host does not ask to be left alone.
    """
    closed = held(states, now)
    ready = [
        state
        for state in states
        if not state.paused and place_of(state.url) not in closed and (force or state.due is None or state.due <= now)
    ]
    ready.sort(key=lambda state: (state.due is not None, state.due or now, share(state.url)))
    return ready[:most]


def next_due(states: Iterable[FeedState], now: datetime) -> datetime | None:
    """When the next feed is due; None where none ever is."""
    known = list(states)
    closed = held(known, now)
    times = [max(state.due or now, closed.get(place_of(state.url), now), now) for state in known if not state.paused]
    return min(times, default=None)


def a_minute(states: Iterable[FeedState]) -> int:
    """How many feeds are polled in one minute at the most."""
    mean = sum(60 / state.interval for state in states if not state.paused)
    return max(A_MINUTE, int(RUSH * mean))


def turns(wanted: Iterable[FeedState]) -> Iterator[list[FeedState]]:
    """Deal feeds out in turns, in each of which every host and port comes once at the most.

    Those that answered well come first, then those that never did yet, and those in trouble have the last turns to themselves: a
    server that hangs, floods or sends bombs is then no neighbour of those that are known to be none of that.
    """
    ranks: dict[int, dict[str, list[FeedState]]] = defaultdict(lambda: defaultdict(list))
    for state in wanted:
        ranks[_rank(state)][place_of(state.url)].append(state)
    for _, places in sorted(ranks.items()):
        for turn in zip_longest(*places.values()):
            yield [state for state in turn if state is not None]


def _rank(state: FeedState) -> int:
    if state.trouble:
        return 2
    return 0 if state.succeeded else 1
