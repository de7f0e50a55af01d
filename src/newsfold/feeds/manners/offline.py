"""Tells our own network from the feeds': where a round reached nobody, it is not the servers that are to blame. Pure.

Many servers of many hosts that were well do not go down within the same minute. So what such a round found is counted against no
feed: its state stays as it was, and it is asked again soon.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from newsfold.feeds.manners.after import After
from newsfold.feeds.manners.moves import place_of
from newsfold.model import FeedState

# What a network that is down looks like from here.
_UNREACHED: Final = frozenset({"unreachable", "timeout"})
# So many hosts that were well have to fail together: one alone may have gone down.
LEAST: Final = 2
# A laptop that wakes has its network within seconds, a router that starts anew within minutes. Nothing of it reaches a server.
AGAIN: Final = timedelta(minutes=5)

OFFLINE: Final = "offline"
"""The first word of the detail of a fetch that was counted against no feed."""


def unreached(after: After) -> bool:
    """Whether nothing at all came back."""
    trouble = after.state.trouble
    return after.record.outcome == "failed" and trouble is not None and trouble.reason in _UNREACHED


def is_ours(asked: Iterable[FeedState]) -> bool:
    """Whether it is our own network, where none of those that were asked could be reached; as they were before."""
    well = {place_of(state.url) for state in asked if state.succeeded and not state.trouble}
    return len(well) >= LEAST


def uncounted(before: FeedState, after: After, of: int) -> After:
    """Take a failure back that was not the feed's: `before` is its state, `of` how many could not be reached together."""
    record = replace(after.record, detail=f"{OFFLINE}: none of {of} feeds could be reached")
    return After(replace(before, due=after.record.at + AGAIN), record)
