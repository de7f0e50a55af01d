"""How long to wait until a feed is asked again: as often as it changes, as seldom as it asks, within bounds.

What a feed brings is smoothed over a day into entries an hour, and the time between two polls is half of what lies between two
entries, on a ladder of few steps, so that it does not change at every poll. The feed's own wishes only make it longer.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from math import exp
from typing import Final

from newsfold.model import FeedState, Hints

# Seconds. The ends are the bounds for everything that is worked out here; only Retry-After may ask for more.
LADDER: Final = (900, 1800, 3600, 7200, 14_400, 28_800, 57_600, 86_400)
SHORTEST: Final = LADDER[0]
LONGEST: Final = LADDER[-1]
# An entry then waits a quarter of the usual time between two for its discovery, on average.
POLLS_AN_ENTRY: Final = 2
# Hours over which the rate is smoothed: over nights, so that a newsroom that sleeps is found awake in the morning.
MEMORY: Final = 24.0
# The share of the interval that a poll may come late without losing its place: see `next_slot`.
LATE: Final = 0.25
# A server that says nothing more than "too many requests" is left alone for an hour at least.
TOO_MANY: Final = 3600


def rate_after(state: FeedState, new: int, now: datetime) -> float:
    """The smoothed entries an hour, once `new` of them came since the last success."""
    if state.succeeded is None:
        return state.rate
    # The poll before may have been a minute ago, at the operator's wish: that says little of how often a feed changes.
    hours = max((now - state.succeeded).total_seconds(), SHORTEST) / 3600
    kept = exp(-hours / MEMORY)
    return state.rate * kept + new / hours * (1 - kept)


def interval_of(rate: float, longest: int, asked: int) -> int:
    """The seconds between two polls of a feed with so many entries an hour, which asks for so many seconds at least.

    `longest` is what was found to be the longest that loses no entries; it counts for more than what the feed asks for.

    >>> interval_of(rate=1.0, longest=LONGEST, asked=0), interval_of(rate=1.0, longest=LONGEST, asked=5000)
    (1800, 5000)
    """
    wanted = 3600 / (POLLS_AN_ENTRY * rate) if rate > 0 else LONGEST
    return min(max(_step(wanted), asked), _step(longest))


def _step(seconds: float) -> int:
    return next((step for step in reversed(LADDER) if step <= seconds), SHORTEST)


def backed_off(interval: int, failures: int) -> int:
    """The seconds until the next try, doubled with each failure in a row after the first.

    >>> [backed_off(3600, failures) for failures in (1, 2, 3, 9)]
    [3600, 7200, 14400, 86400]
    """
    return max(interval, min(LONGEST, interval << min(failures - 1, 10)))


def share(url: str) -> float:
    """A feed's own number from 0 to 1, the same in every run and on every machine."""
    return int.from_bytes(hashlib.sha256(url.encode("utf-8", "surrogatepass")).digest()[:6]) / 2**48


def next_slot(url: str, now: datetime, interval: int) -> datetime:
    """When a feed that was asked now is asked again: at its own place in the interval, and never before the interval is over.

    Its place is told by its address, so that feeds that came together spread out, and stay so whatever is restarted. A poll
    that came a little late keeps its lateness, or every poll would wait for the next place but one. An interval that the feed
    asked for has no places: some ask for another one in each answer.
    """
    if interval not in LADDER:
        return now + timedelta(seconds=interval)
    late = (now.timestamp() - share(url) * interval) % interval
    wait = interval if late <= LATE * interval else 2 * interval - late
    return now + timedelta(seconds=wait)


def allowed(at: datetime, hints: Hints) -> datetime:
    """The first time from `at` on that is not in an hour or a day in which a feed asks not to be polled."""
    for _ in range(8 * 24):
        if at.hour not in hints.hours and at.weekday() not in hints.days:
            return at
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at
