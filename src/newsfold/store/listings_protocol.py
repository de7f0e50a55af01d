"""The part of the seam `Store` that lists what is kept, page by page, for whoever reads all of it in portions."""

from __future__ import annotations

from typing import Protocol

from newsfold.model import Article, ChangedStory, Within


class Listings(Protocol):
    """Pages of what only grows: each thing has a number that never changes, so that what arrives meanwhile moves nothing.

    `before` is the number of the last one of the page before; None begins with what came last. Hidden articles are not listed.
    """

    def founded(self, within: Within, before: int | None = None, most: int = 50) -> list[tuple[int, str]]:
        """The stories with an article that is wanted, with their numbers, those that were founded last first."""

    def arrived(self, within: Within, before: int | None = None, most: int = 50) -> list[tuple[int, Article]]:
        """The articles that are wanted, with their numbers, those that arrived last first."""

    def kept_by_outlet(self) -> dict[str, int]:
        """How many articles are kept of each outlet, by its name, in the order of the names; "" is unknown outlets'."""

    def changed_since(self, version: int, most: int = 50) -> list[ChangedStory]:
        """The stories whose digest was composed anew, or that ended, after the change of this number, each once, in that order.

        A story ends when it becomes part of another one, when its words are removed, or when all of it is hidden.

        Whoever asks on with the last number that was given misses nothing; a story that changes twice meanwhile is told once.
        """
