"""The part of the seam `Store` that lets go of words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from newsfold.model import Pruned


class Retained(Protocol):
    """How a store lets go of words, and says afterwards that it did."""

    def dates(self) -> dict[str, datetime | None]:
        """When each article that is in a story was published, by article id; None where nobody knows."""

    def prune(self, story_ids: Iterable[str], *, at: datetime, days: int, before: datetime) -> int:
        """Remove the words of all articles of these stories, and keep that they went; give the number of articles.

        The stories have no articles any more, and no digest; their ids lead to `pruned`. The articles keep their keys and the ids
        of their revisions, and are in no story, not ungrouped, and not among `articles()` and `stored_words()`. Every lineage that
        one of them was in is dropped: let what stays not be of a lineage with what goes.
        """

    def pruned(self, story_id: str) -> Pruned | None:
        """What is kept of a story whose words were removed; None where they were not, or where it has articles again."""

    def all_pruned(self) -> list[Pruned]:
        """Everything that `pruned` has an answer to, in the order of founding."""

    def pruned_among(self, article_ids: Iterable[str] | None = None) -> dict[str, datetime]:
        """Which of these articles (None: of all) have lost their words, by id: the time that they were older than."""
