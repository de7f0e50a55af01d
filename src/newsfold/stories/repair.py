"""Looks again at the active stories once more is known: articles move to the story they are most like, stories become one.

Works on numbers only (articles, stories, likeness of pairs) and returns what it changed, in the order in which it did.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from newsfold.stories import decide
from newsfold.stories.between import Between
from newsfold.stories.decide import Floats, Ints
from newsfold.stories.likeness import Edges


@dataclass(frozen=True, slots=True)
class Moved:
    """An article went from one story to another; `founded` where that other is new."""

    article: int
    left: int
    story: int
    likeness: float
    founded: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """Two stories became one: the older `story` has taken in `absorbed`."""

    story: int
    absorbed: int
    likeness: float


Change = Moved | Merged


@dataclass(slots=True)
class Neighbours:
    """The pairs of `Edges` seen from both sides: article i is like `near[starts[i]:starts[i+1]]` by `value` at the same places."""

    starts: Ints
    near: Ints
    value: Floats

    @classmethod
    def of(cls, edges: Edges, articles: int) -> Neighbours:
        sides = np.concatenate((edges.later, edges.earlier))
        order = np.argsort(sides, kind="stable")
        return cls(
            starts=np.concatenate(([0], np.cumsum(np.bincount(sides, minlength=articles)))),
            near=np.concatenate((edges.earlier, edges.later))[order],
            value=np.concatenate((edges.value, edges.value))[order].astype(np.float64),
        )


@dataclass(slots=True)
class Repair:
    """One look at the window. `story` holds each article's story and is changed in place; stories are numbered by age."""

    neighbours: Neighbours
    story: Ints
    stories: int
    changes: list[Change] = field(default_factory=list)

    def run(self) -> list[Change]:
        """Let articles move, each once, then let stories merge; what that stirs up is looked at in the next round."""
        self._move_articles()
        self._merge_stories()
        return self.changes

    def _move_articles(self) -> None:
        sizes = np.bincount(self.story, minlength=self.stories)
        coherence = self._between(sizes).coherence()
        for article, own in enumerate(self.story.tolist()):
            if sizes[own] == 1:
                continue  # a story of one has nothing to leave; it can be merged
            means = self._means(article, sizes)
            means[own] *= sizes[own] / (sizes[own] - 1)
            other = decide.better(own, means, coherence)
            if other >= 0:
                self._move(article, other, float(means[other]), sizes, founded=False)
            elif decide.leaves(float(means[own])):
                sizes, coherence = np.append(sizes, 0), np.append(coherence, 1.0)
                self.stories += 1
                self._move(article, self.stories - 1, float(means[own]), sizes, founded=True)

    def _means(self, article: int, sizes: Ints) -> Floats:
        row = slice(self.neighbours.starts[article], self.neighbours.starts[article + 1])
        sums = np.bincount(self.story[self.neighbours.near[row]], self.neighbours.value[row], minlength=self.stories)
        return sums / np.maximum(sizes, 1)

    def _move(self, article: int, target: int, likeness: float, sizes: Ints, *, founded: bool) -> None:
        left = int(self.story[article])
        sizes[left] -= 1
        sizes[target] += 1
        self.story[article] = target
        self.changes.append(Moved(article, left, target, likeness, founded))

    def _merge_stories(self) -> None:
        """Merge stories, the strongest pairs first, until no two ask to be one."""
        between = self._between(np.bincount(self.story, minlength=self.stories))
        while (into := self._merge_strongest(between)) is not None:
            self.story[:] = into[self.story]
            between = between.after(into)

    def _between(self, sizes: Ints) -> Between:
        one = np.repeat(self.story, np.diff(self.neighbours.starts))
        return Between.of(one, self.story[self.neighbours.near], self.neighbours.value, sizes)

    def _merge_strongest(self, between: Between) -> Ints | None:
        """Merge every two stories that are each other's strongest pair; give what each story is now, None if all as it was."""
        strength, mean = between.strengths(), between.means()
        asking = np.flatnonzero(strength >= 1)
        if not len(asking):
            return None
        older, younger = between.older[asking], between.younger[asking]
        into = np.arange(self.stories)
        seen: set[int] = set()
        for place in np.lexsort((younger, older, -strength[asking])).tolist():
            kept, absorbed = int(older[place]), int(younger[place])
            if not seen & {kept, absorbed}:
                into[absorbed] = kept
                self.changes.append(Merged(kept, absorbed, float(mean[asking[place]])))
            seen |= {kept, absorbed}
        return into
