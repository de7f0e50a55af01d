"""How alike the active stories are to each other, kept as sums, so that merging two stories adds up instead of counting anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsfold.stories import decide
from newsfold.stories.decide import Floats, Ints


@dataclass(frozen=True, slots=True)
class Between:
    """The likeness between stories, summed over pairs of articles.

    `older[k]` < `younger[k]` are two stories with anything in common and `total[k]` their sum; no pair twice. `inside` is, by
    story, the sum over all ordered pairs of its articles, each being wholly like itself; `sizes` how many articles it has.
    """

    older: Ints
    younger: Ints
    total: Floats
    inside: Floats
    sizes: Ints

    @classmethod
    def of(cls, one: Ints, other: Ints, value: Floats, sizes: Ints) -> Between:
        """Sum up. one, other, value: for each two articles that are alike, from both sides, their stories and how alike."""
        within = one == other
        across = one < other
        older, younger, total = _summed(one[across], other[across], value[across], len(sizes))
        inside = _sums(one[within], value[within], len(sizes)) + sizes
        return cls(older, younger, total, inside, sizes)

    def means(self) -> Floats:
        """The mean likeness over all pairs of articles across the two stories of each pair."""
        return self.total / (self.sizes[self.older] * self.sizes[self.younger])

    def coherence(self) -> Floats:
        """How alike each story is in itself: the mean over all ordered pairs of its articles; 1 where it has none."""
        return np.where(self.sizes > 0, self.inside / np.maximum(self.sizes, 1) ** 2, 1.0)

    def strengths(self) -> Floats:
        """How strongly each pair of stories asks to be one (`decide.one_story`)."""
        coherence = self.coherence()
        return decide.one_story(
            self.means(),
            coherence[self.older],
            coherence[self.younger],
            self.sizes[self.older],
            self.sizes[self.younger],
        )

    def after(self, into: Ints) -> Between:
        """Add up after mergers: `into` gives for each story the one that it is now, never a younger one."""
        one, other = into[self.older], into[self.younger]
        older, younger, now_inside = np.minimum(one, other), np.maximum(one, other), one == other
        count = len(self.sizes)
        inside = _sums(into, self.inside, count) + 2 * _sums(one[now_inside], self.total[now_inside], count)
        apart = ~now_inside
        sizes = np.bincount(into, self.sizes, minlength=count).astype(np.int64)
        return Between(*_summed(older[apart], younger[apart], self.total[apart], count), inside, sizes)


def _summed(older: Ints, younger: Ints, value: Floats, count: int) -> tuple[Ints, Ints, Floats]:
    keys, place = np.unique(older * count + younger, return_inverse=True)
    first, second = np.divmod(keys, max(count, 1))
    return first, second, _sums(place, value, len(keys))


def _sums(place: Ints, value: Floats, count: int) -> Floats:
    return np.bincount(place, value, minlength=count).astype(np.float64, copy=False)
