"""The part of the seam `Store` that keeps digests whole, and what lists of stories need of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from newsfold.model import Daily, Digest, KeptDigest, Making, Rank, Shelved, Summary, Updated

NOT_SAID = Making()
"""A digest of which nobody says what made it: no reader takes it as it is."""


class Shelf(Protocol):
    """Digests as they were composed, and lists of them at the cost of what is listed."""

    def version(self) -> int:
        """How often what is shown has changed: a number that is another one whenever anything of it may be."""

    def save_digest(self, digest: Digest, making: Making = NOT_SAID) -> None:
        """Keep a story's digest as a whole, each word with where it stands; the one before is dropped.

        What is new since a visit is not kept. A topic's digest is made anew for every query and cannot be kept: UsageError.
        """

    def outdate_digests(self, story_ids: Iterable[str]) -> None:
        """Note that what these stories' digests are made of has changed. They are stale until they are composed anew, and lists
        show them meanwhile; those of stories without an article to show are dropped.
        """

    def drop_digests(self, story_ids: Iterable[str]) -> None:
        """Drop the digests kept for these stories with their words, as nobody may see them any more."""

    def undigested(self) -> list[str]:
        """The ids of stories that have articles, not all of them hidden, and no digest or a stale one, in the order of founding:
        what is still to be composed.
        """

    def made_otherwise(self, made_by: str, most: int) -> list[str]:
        """The ids of stories whose digest is not stale and was made by another name, or cannot be read by this version: the latest
        stories first, at most so many.
        """

    def kept_digest(self, story_id: str) -> KeptDigest | None:
        """The digest of a story, or of the one that its id leads to, as it was kept, stale or not; None where none is, or none that
        this version can read.
        """

    def place(self, story_id: str) -> tuple[str, Shelved | None]:
        """The id of the story that an id leads to, as `living` gives it, and what digest of it is kept; in one look."""

    def shelved(self, story_ids: Iterable[str]) -> dict[str, Shelved]:
        """What digests are kept of these stories, by story, in their order; ids that lead elsewhere are not followed."""

    def ranked(self, after: Rank | None = None, most: int = 50) -> list[Shelved]:
        """The digests that are kept, in the order of rank: the first, or those after a place in it."""

    def summaries(self, story_ids: Iterable[str]) -> dict[str, Summary]:
        """The summaries of the digests that are kept of these stories, by story, in their order."""

    def daily(self, since: datetime, until: datetime) -> list[Daily]:
        """The stories with articles told from `since` until before `until`, ranked by these; in no order.

        A date that came without a zone is compared with what their own clocks show, so that it is of its own day everywhere.
        """

    def told_next(self, moment: datetime, *, before: bool) -> datetime | None:
        """When the first article from a moment on was told, or the last `before` it, of those in a digest; None where none was.

        In the zone of the moment, by whose clock a date that came without one is read.
        """

    def updates(self, story_ids: Iterable[str]) -> dict[str, Updated]:
        """When something material last changed in each of these stories, as their last digests said, dropped or not."""
