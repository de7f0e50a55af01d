"""How far groups of articles agree with each other, kept as sums, so that merging two groups adds up instead of counting anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from newsfold.stories import decide
from newsfold.stories.arrays import Floats, Ints, Sums


@dataclass(frozen=True, slots=True)
class Between:
    """The probabilities that articles tell of one event, summed over pairs of articles of two groups.

    `older[k]` < `younger[k]` are two groups with anything in common and `total[k]` their sum; no pair twice. `inside` is the
    sum over the pairs within each group, `sizes` how many articles it has.
    """

    older: Ints
    younger: Ints
    total: Sums
    inside: Sums
    sizes: Ints

    @classmethod
    def of(cls, one: Ints, other: Ints, probability: Floats | Sums, sizes: Ints) -> Self:
        """Sum up. one, other, probability: for each pair of articles, once, their groups and how probably they belong together."""
        older, younger = np.minimum(one, other), np.maximum(one, other)
        within, across = older == younger, older != younger
        first, second, total = _summed(older[across], younger[across], probability[across], len(sizes))
        return cls(first, second, total, _sums(older[within], probability[within], len(sizes)), sizes)

    def agreements(self) -> Sums:
        """How far the two groups of each pair agree (`decide.agreement`)."""
        return decide.agreement(self.total, self.sizes[self.older], self.sizes[self.younger])

    def asks(self) -> Sums:
        """How strongly the two groups of each pair ask to be one (`decide.asks`)."""
        coherence = self.coherence()
        return decide.asks(
            self.agreements(),
            coherence[self.older],
            coherence[self.younger],
            np.minimum(self.sizes[self.older], self.sizes[self.younger]),
        )

    def coherence(self) -> Sums:
        """How well each group agrees with itself (`decide.coherence`)."""
        return decide.coherence(self.inside, self.sizes)

    def after(self, into: Ints) -> Self:
        """Add up after mergers: `into` gives for each group the one that it is now, never a younger one."""
        one, other = into[self.older], into[self.younger]
        older, younger, now_inside = np.minimum(one, other), np.maximum(one, other), one == other
        count = len(self.sizes)
        inside = _sums(into, self.inside, count) + _sums(one[now_inside], self.total[now_inside], count)
        apart = ~now_inside
        sizes = np.bincount(into, self.sizes, minlength=count).astype(np.int64)
        return type(self)(*_summed(older[apart], younger[apart], self.total[apart], count), inside, sizes)


def _summed(older: Ints, younger: Ints, value: Floats | Sums, count: int) -> tuple[Ints, Ints, Sums]:
    keys, place = np.unique(older * count + younger, return_inverse=True)
    first, second = np.divmod(keys, max(count, 1))
    return first, second, _sums(place, value, len(keys))


def _sums(place: Ints, value: Floats | Sums, count: int) -> Sums:
    return np.bincount(place, value, minlength=count).astype(np.float64, copy=False)
