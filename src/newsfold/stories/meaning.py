"""Articles by their vectors of meaning: cosines of pairs, of some with all, and how the cosines of each article lie.

What all vectors of a stream have in common is its language and its trade, so their mean is taken out first (all-but-the-top, Mu &
Viswanath 2018, with no direction beyond the mean). An article without a vector is like nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Self

import numpy as np

from newsfold.stories.arrays import Flags, Floats, Ints

# A window of fewer articles is mostly like itself, so the mean that is taken out grows with their number.
MEANING_CENTRED_FROM: Final = 100
# How an article's cosines lie before it has met many others: as those of this many.
MEANING_PRIOR: Final = 50
MEANING_MEAN: Final = 0.0
MEANING_DEVIATION: Final = 0.12
# Pairs are compared so many at a time, which bounds the memory.
_PAIRS: Final = 8192


class Lie(NamedTuple):
    """How the cosines of each of n articles with all others lie: their mean and standard deviation."""

    mean: Floats
    deviation: Floats


@dataclass(frozen=True)
class Meaning:
    """`vectors` (n x dimensions): one an article, of length 1, or zeros for one without."""

    vectors: Floats

    @classmethod
    def of(cls, given: Sequence[Floats | None]) -> Self | None:
        """Centre the vectors of articles and bring them to length 1. None where no article has one."""
        some = next((one for one in given if one is not None), None)
        if some is None:
            return None
        nothing = np.zeros_like(some)
        vectors = _of_length_1(np.stack([nothing if one is None else one for one in given]))
        there: Flags = np.any(vectors != 0, axis=1)
        count = int(there.sum())
        centred = vectors - vectors.sum(axis=0) / max(count + MEANING_CENTRED_FROM, 1)
        return cls(_of_length_1(np.where(there[:, None], centred, 0).astype(np.float32)))

    def cosines(self, one: Ints, other: Ints) -> Floats:
        """Compare pairs of articles."""
        found = np.zeros(len(one), dtype=np.float32)
        for begin in range(0, len(one), _PAIRS):
            some = slice(begin, begin + _PAIRS)
            found[some] = np.einsum("ij,ij->i", self.vectors[one[some]], self.vectors[other[some]])
        return found

    def search(self, first: int, last: int) -> Floats:
        """Compare articles [first, last) with those up to last: an array of (last - first) x last cosines."""
        found: Floats = self.vectors[first:last] @ self.vectors[:last].T
        return found

    @cached_property
    def spread(self) -> Lie:
        """How the cosines of each article with all others lie, drawn towards what is usual where there are few others.

        Worked out from sums over all articles, without any pair: v (sum of u) and v (sum of u u) v.
        """
        vectors = self.vectors.astype(np.float64)
        square = np.einsum("ij,ij->i", vectors, vectors)
        others = np.maximum(square.sum() - square, 0) + MEANING_PRIOR
        total = vectors @ vectors.sum(axis=0) - square
        squares = np.einsum("ij,ij->i", vectors @ (vectors.T @ vectors), vectors) - square * square
        mean = (total + MEANING_PRIOR * MEANING_MEAN) / others
        usual = MEANING_PRIOR * (MEANING_MEAN**2 + MEANING_DEVIATION**2)
        deviation = np.sqrt(np.maximum((squares + usual) / others - mean * mean, 1e-6))
        return Lie(mean.astype(np.float32), deviation.astype(np.float32))


def _of_length_1(vectors: Floats) -> Floats:
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    found: Floats = vectors / np.where(lengths > 0, lengths, 1).astype(np.float32)[:, None]
    return found
