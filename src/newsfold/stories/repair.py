"""Looks again at the active stories once more is known: articles move, a story falls into several, stories become one.

Works on numbers only (articles, stories, probabilities of pairs) and returns what it changed, in the order in which it did.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from newsfold.stories import decide
from newsfold.stories.arrays import Ints, Sums
from newsfold.stories.between import Between, agreements
from newsfold.stories.decide import WIDTH, Width
from newsfold.stories.graph import Pairs, Sides


@dataclass(frozen=True, slots=True)
class Moved:
    """An article went from one story to another; `founded` where it is the first of a new one. `agreement`: with the story it
    is now in, or, where a new one was founded, of those that left with those that stay."""

    article: int
    left: int
    story: int
    agreement: float
    founded: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """Two stories became one: the older `story` has taken in `absorbed`."""

    story: int
    absorbed: int
    agreement: float


Change = Moved | Merged


@dataclass(slots=True)
class Repair:
    """One look at the window. `story` holds each article's story and is changed in place; stories are numbered by age."""

    pairs: Pairs
    story: Ints
    stories: int
    width: Width = WIDTH
    changes: list[Change] = field(default_factory=list)

    def run(self) -> list[Change]:
        """Let loose stories fall apart, articles move, each once, and stories merge; what that stirs up waits for the next look."""
        self._split_stories()
        self._move_articles()
        self._merge_stories()
        return self.changes

    # --- splits -------------------------------------------------------------------------------------------------------

    def _split_stories(self) -> None:
        """Group the articles of every loose story anew; the largest part, of equals the oldest, is the core and keeps the story."""
        between = self._between()
        for story in np.flatnonzero(self.width.loose(between.coherence())).tolist():
            members = np.flatnonzero(self.story == story)
            parts = self._parts(members)
            core = int(np.bincount(parts).argmax())
            for part in np.unique(parts[parts != core]).tolist():
                self._found(members[parts == part], story)

    def _parts(self, members: Ints) -> Ints:
        """Group articles from nothing: the part of each, numbered by the first article of it."""
        place = np.full(len(self.story), -1)
        place[members] = np.arange(len(members))
        inside = (place[self.pairs.later] >= 0) & (place[self.pairs.earlier] >= 0)
        one, other = place[self.pairs.later[inside]], place[self.pairs.earlier[inside]]
        part = np.arange(len(members))
        between = Between.of(one, other, self.pairs.probability[inside], part, len(part))
        while (mergers := _strongest(between, self.width)) is not None:
            part = mergers.into[part]
            between = between.after(mergers.into)
        return part

    def _found(self, articles: Ints, left: int) -> None:
        """Let articles leave their story together, for a new one."""
        agreed = self._agreement_with_rest(articles, left)
        self.stories += 1
        self.story[articles] = self.stories - 1
        for place, article in enumerate(articles.tolist()):
            self.changes.append(Moved(article, left, self.stories - 1, agreed, founded=place == 0))

    def _agreement_with_rest(self, articles: Ints, story: int) -> float:
        """The mean over the articles that leave."""
        goes = np.zeros(len(self.story), dtype=np.bool_)
        goes[articles] = True
        stays = (self.story == story) & ~goes
        one, other = self.pairs.later, self.pairs.earlier
        out, back = goes[one] & stays[other], stays[one] & goes[other]
        leaving = np.concatenate((one[out], other[back]))
        probability = np.concatenate((self.pairs.probability[out], self.pairs.probability[back]))
        rest, of_none = np.array([stays.sum()]), np.full(len(goes), -1)
        found = agreements(leaving, np.zeros_like(leaving), probability, rest, of_none)
        return float(found.agreement.sum() / len(articles))

    # --- moves --------------------------------------------------------------------------------------------------------

    def _move_articles(self) -> None:
        sides, between = Sides.of(self.pairs, len(self.story)), self._between()
        sizes = between.sizes.copy()
        for article in self._restless(sides, sizes, between.held()).tolist():
            own = int(self.story[article])
            if sizes[own] == 1:
                continue  # a story of one has nothing to leave; it can be merged
            agreements = self._agreements(article, own, sides, sizes)
            other = self.width.better(own, agreements)
            if other >= 0:
                self._move(article, other, float(agreements[other]), sizes, founded=False)
            elif self.width.leaves(float(agreements[own])):
                sizes = np.append(sizes, 0)
                self.stories += 1
                self._move(article, self.stories - 1, float(agreements[own]), sizes, founded=True)

    def _restless(self, sides: Sides, sizes: Ints, held: Sums) -> Ints:
        """Find the articles that may want to move: they could agree more with another story, or do not enough with their own.

        held: how far each agrees with its own. How far it could with another is more than it does: a sum over all its pairs there.
        """
        keys, place = np.unique(sides.owner * self.stories + self.story[sides.other], return_inverse=True)
        article, story = np.divmod(keys, max(self.stories, 1))
        totals = np.bincount(place, self.pairs.probability[sides.pair], minlength=len(keys))
        could = totals / np.maximum(decide.expected(sizes[story]), 1)
        most = np.zeros(len(self.story))
        others = self.story[article] != story
        np.maximum.at(most, article[others], could[others])
        tempted = (most >= self.width.needed) & (most > held + decide.MOVES_FOR)
        return np.flatnonzero((sizes[self.story] > 1) & (tempted | (held < self.width.needed)))

    def _agreements(self, article: int, own: int, sides: Sides, sizes: Ints) -> Sums:
        """How far an article agrees with each story."""
        row = slice(sides.starts[article], sides.starts[article + 1])
        story, probability = self.story[sides.other[row]], self.pairs.probability[sides.pair[row]]
        found = agreements(np.zeros_like(story), story, probability, sizes, np.array([own]))
        agreed = np.zeros(self.stories)
        agreed[found.group] = found.agreement
        return agreed

    def _move(self, article: int, target: int, agreement: float, sizes: Ints, *, founded: bool) -> None:
        left = int(self.story[article])
        sizes[left] -= 1
        sizes[target] += 1
        self.story[article] = target
        self.changes.append(Moved(article, left, target, agreement, founded))

    # --- mergers ------------------------------------------------------------------------------------------------------

    def _merge_stories(self) -> None:
        """Merge stories, the strongest pairs first, until no two agree."""
        between = self._between()
        while (mergers := _strongest(between, self.width)) is not None:
            self.story[:] = mergers.into[self.story]
            self.changes += mergers.merged
            between = between.after(mergers.into)

    def _between(self) -> Between:
        return Between.of(self.pairs.later, self.pairs.earlier, self.pairs.probability, self.story, self.stories)


@dataclass(frozen=True, slots=True)
class _Mergers:
    into: Ints
    merged: list[Merged]


def _strongest(between: Between, width: Width) -> _Mergers | None:
    """Merge every two groups that are each other's strongest pair: what each group is now, or None when all is as it was."""
    asking = between.asking(width)
    if not len(asking.older):
        return None
    into = np.arange(len(between.sizes))
    merged: list[Merged] = []
    seen: set[int] = set()
    for place in np.lexsort((asking.younger, asking.older, -asking.agreement)).tolist():
        kept, absorbed = int(asking.older[place]), int(asking.younger[place])
        if not seen & {kept, absorbed}:
            into[absorbed] = kept
            merged.append(Merged(kept, absorbed, float(asking.agreement[place])))
        seen |= {kept, absorbed}
    return _Mergers(into, merged)
