"""The part of the seam that keeps subscriptions live: their states, how their fetches went, and gaps. No SQL here.

The subscriptions themselves are recorded with `Store.record_feed` and read with `Store.feeds`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

from newsfold.model import FeedState, FetchRecord, Gap

KEPT_FETCHES: Final = 30
"""How many fetches of each subscription are remembered, the latest."""


class Subscribed(Protocol):
    """What is known of subscriptions between two fetches. A state belongs to the subscription of its `url`."""

    def feed_states(self) -> list[FeedState]:
        """The state of every subscription, in the order of the subscriptions; a fresh one for one that has none yet."""

    def save_feed_state(self, state: FeedState) -> None:
        """Keep a state in place of the one before. One of no subscription is passed over: it was removed meanwhile."""

    def record_fetch(self, fetch: FetchRecord) -> None:
        """Remember how a fetch went; of each subscription the latest KEPT_FETCHES are kept."""

    def fetches(self, url: str) -> list[FetchRecord]:
        """How the latest fetches of a subscription went, the first first."""

    def record_gap(self, gap: Gap) -> None:
        """Record a time in which entries may have been missed. It is never deleted."""

    def gaps(self, urls: Iterable[str] | None = None) -> list[Gap]:
        """All gaps, or those of these subscriptions, in the order in which they were recorded."""

    def move_feed(self, old: str, new: str) -> bool:
        """Give a subscription another address, with its state, its fetches and its gaps.

        False, and nothing is done, where there is no subscription of the old address or is one of the new.
        """

    def remove_feed(self, url: str) -> bool:
        """End a subscription: it, its state and its fetches go. Articles and gaps stay. False where there is none."""
