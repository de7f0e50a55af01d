"""Scores a grouping of articles against gold stories: by article (BCubed), by pair, and by what a reader would notice.

Pure arithmetic over two mappings from article to label; labels are only compared for equality, never by their values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision and recall, each 0 to 1. Where nothing was claimed, or nothing was to be found, the one or other is 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """How a grouping compares with the gold stories. Counts are of labelled articles only.

    `mixed`: groups that hold more than one story (false merges); `split`: stories spread over more than one group;
    `exact`: stories of two or more articles that came out as one group holding nothing else, of `stories_of_two`;
    `missing`: articles that the grouping does not name, each of which counts as a group of its own.
    """

    articles: int
    stories: int
    groups: int
    bcubed: Quality
    pairs: Quality
    mixed: int
    split: int
    exact: int
    stories_of_two: int
    largest_group: int
    largest_story: int
    missing: int


def score(gold: Mapping[str, Hashable], grouping: Mapping[str, Hashable]) -> Scores:
    """Score a grouping on the articles of `gold`; what else it groups is left out of every figure.

    BCubed (Bagga & Baldwin 1998; Amigó et al. 2009): precision is the mean over articles of the share of the article's group
    that is of its story, recall the mean share of its story that is in its group; an article counts itself. Pairs are
    unordered. Without any article every share is of nothing, and 1.

    >>> score({"a": 1, "b": 1, "c": 2, "d": 2}, {"a": "x", "b": "x", "c": "x", "d": "y"}).pairs
    Quality(precision=0.3333333333333333, recall=0.5)
    """
    # A tuple cannot equal a label, so an article that is missing never falls into the group that has its name.
    group_of = {article: (grouping[article],) if article in grouping else (article, "alone") for article in gold}
    stories, groups = Counter(gold.values()), Counter(group_of.values())
    cells = Counter((group_of[article], story) for article, story in gold.items())
    stories_in = Counter(group for group, _ in cells)
    groups_of = Counter(story for _, story in cells)
    together = pair_count(cells.values())
    return Scores(
        articles=len(gold),
        stories=len(stories),
        groups=len(groups),
        bcubed=Quality(
            precision=_share(sum(size * size / groups[group] for (group, _), size in cells.items()), len(gold)),
            recall=_share(sum(size * size / stories[story] for (_, story), size in cells.items()), len(gold)),
        ),
        pairs=Quality(
            precision=_share(together, pair_count(groups.values())),
            recall=_share(together, pair_count(stories.values())),
        ),
        mixed=sum(count > 1 for count in stories_in.values()),
        split=sum(count > 1 for count in groups_of.values()),
        exact=sum(
            stories[story] > 1 and size == stories[story] == groups[group] for (group, story), size in cells.items()
        ),
        stories_of_two=sum(size > 1 for size in stories.values()),
        largest_group=max(groups.values(), default=0),
        largest_story=max(stories.values(), default=0),
        missing=sum(article not in grouping for article in gold),
    )


def pair_count(sizes: Iterable[int]) -> int:
    """Count the unordered pairs inside groups of these sizes."""
    return sum(size * (size - 1) // 2 for size in sizes)


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 1.0
