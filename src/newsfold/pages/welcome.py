"""The page of a store in which nothing is yet: four ways to begin, and how far the first round is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.pages.feedlist import Fetching
from newsfold.pages.frame import Frame, framed
from newsfold.pages.labels import number_of


@dataclass(frozen=True, slots=True)
class Starter:
    """A bundled list of feeds: its language as a code and by its name, and its outlets."""

    language: str
    name: str
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sofar:
    """How far a store is that fetches for the first time: feeds that came in, of all; articles and stories."""

    feeds_in: int = 0
    feeds: int = 0
    articles: int = 0
    stories: int = 0

    @property
    def sentence(self) -> str:
        """Say it.

        >>> Sofar(38, 60, 412, 9).sentence
        '38 of 60 feeds in, 412 articles, 9 stories so far'
        """
        articles, stories = number_of(self.articles, "article"), number_of(self.stories, "story", "stories")
        return f"{self.feeds_in:,} of {number_of(self.feeds, 'feed')} in, {articles}, {stories} so far"


def welcome_page(starters: Sequence[Starter], sofar: Sofar, frame: Frame, *, fetching: Fetching) -> bytes:
    """Draw the first page; while the rounds fetch for the first time it loads itself again every few seconds."""
    waits = fetching.by_itself and sofar.feeds > 0 and not sofar.stories
    return framed(
        "welcome.html.j2", frame, here="front", starters=starters, sofar=sofar, fetching=fetching, waits=waits
    )
