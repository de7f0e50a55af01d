"""Sees articles through their neighbours: what the stream's own articles say about a thing, in words that one of them lacks.

"Russia hits Ukrainian capital" and "Nine killed in strikes on Kyiv" share few words, but each has neighbours that use the words
of both. Adding to an article's vector those of its nearest neighbours is document expansion (Singhal & Pereira 1999; for short
texts Efron, Organisciak & Fenlon 2012). Here it is worked out from the likeness S of the pairs alone: with w the weights of an
article and its neighbours, the expanded cosine of i and j is w_i S w_j over the root of (w_i S w_i)(w_j S w_j).

Only third parties count: when i and j are compared neither is a neighbour of the other, or two articles that have nobody else
would be as good as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

import numpy as np

from newsfold.stories.arrays import Floats, Ints, Sums
from newsfold.stories.graph import Measure, Pairs

# An article counts as much as its so many nearest neighbours together.
NEAREST: Final = 5
# Neighbours that are hardly like it count for less: for half where their likenesses add up to this.
HALF: Final = 0.03
# An article's rank in another's eyes is measured by its first and its tenth neighbour.
TENTH: Final = 10


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The neighbours of n articles. `near`, `weight` and `alike` (views x n x 1 + NEAREST): each article itself and its nearest
    ones, how much they count, and how like it they are in whole texts and in openings.

    `first` and `tenth`: the cosine of its first and its tenth neighbour, 0 where it has none. Row i of the likeness is
    `other[starts[i]:starts[i+1]]` with `whole` and `opening` at the same places.
    """

    near: Ints
    weight: Floats
    alike: Floats
    first: Floats
    tenth: Floats
    starts: Ints
    other: Ints
    whole: Floats
    opening: Floats

    @classmethod
    def of(cls, pairs: Pairs, articles: int) -> Self:
        side = np.concatenate((pairs.later, pairs.earlier))
        other = np.concatenate((pairs.earlier, pairs.later))
        whole, opening, cosine = (
            np.concatenate((values, values))
            for values in (pairs.likeness, pairs.measures[:, Measure.OPENING], pairs.measures[:, Measure.COSINE])
        )
        order = np.lexsort((-whole, side))
        side, other, whole, opening, cosine = side[order], other[order], whole[order], opening[order], cosine[order]
        starts = np.searchsorted(side, np.arange(articles + 1))
        rank = np.arange(len(side)) - starts[side]
        near = np.repeat(np.arange(articles)[:, None], 1 + NEAREST, axis=1)
        weight = np.zeros((articles, 1 + NEAREST), dtype=np.float32)
        close = (rank < NEAREST) & (whole > 0)
        near[side[close], rank[close] + 1] = other[close]
        weight[side[close], rank[close] + 1] = whole[close]
        alike = np.zeros((2, articles, 1 + NEAREST), dtype=np.float32)
        alike[0, side[close], rank[close] + 1] = whole[close]
        alike[1, side[close], rank[close] + 1] = np.maximum(opening[close], 0)
        alike[:, :, 0] = 1
        weight /= weight.sum(axis=1, keepdims=True) + HALF
        weight[:, 0] = 1
        first, tenth = np.zeros(articles, dtype=np.float32), np.zeros(articles, dtype=np.float32)
        for rest, at in ((first, 0), (tenth, TENTH - 1)):
            there = rank == at
            rest[side[there]] = cosine[there]
        return cls(near, weight, alike, first, tenth, starts, other, np.maximum(whole, 0), np.maximum(opening, 0))

    def expanded(self, later: Ints, earlier: Ints) -> tuple[Floats, Floats]:
        """Give the expanded cosines of pairs, of whole texts and of openings. `later` ascends."""
        out = np.zeros((2, len(later)), dtype=np.float32)
        new = np.concatenate((later[:1] == later[:1], later[1:] != later[:-1], [True]))
        bounds = np.flatnonzero(new).tolist()
        squares = self._squares()
        for begin, end in pairwise(bounds):
            out[:, begin:end] = self._with(int(later[begin]), earlier[begin:end], squares)
        return out[0], out[1]

    def _with(self, article: int, others: Ints, squares: Sums) -> Sums:
        """The expanded cosines (views x others) of one article with others, neither counting as the other's neighbour."""
        rows, bare = self._rows(article)
        near, weight = self.near[others], np.where(self.near[others] == article, 0, self.weight[others])
        as_neighbour = np.where(self.near[others] == article, self.weight[others], 0).sum(axis=1)
        own = np.zeros(len(self.near))
        own[self.near[article, 1:]] = self.weight[article, 1:]
        own[article] = 0
        theirs = own[others]
        product = np.einsum("vij,ij->vi", rows[:, near], weight)
        product -= theirs * np.einsum("vij,ij->vi", self.alike[:, others], weight)
        here = squares[:, article, None] - 2 * theirs * rows[:, others] + theirs**2
        back = np.einsum("vij,ij->vi", bare[:, near], self.weight[others])
        there = squares[:, others] - 2 * as_neighbour * back + as_neighbour**2
        expanded: Sums = product / np.sqrt(np.maximum(here, 1e-6) * np.maximum(there, 1e-6))
        return expanded

    def _rows(self, article: int) -> tuple[Sums, Sums]:
        """How like every article is to this one (views x n): to it expanded, and to it alone."""
        near, weight = self.near[article], self.weight[article]
        kept = weight > 0
        near, weight = near[kept], weight[kept]
        parts = [slice(self.starts[one], self.starts[one + 1]) for one in near.tolist()]
        other = np.concatenate([near, *(self.other[part] for part in parts)])
        times = np.repeat(weight, [part.stop - part.start for part in parts])
        count = len(self.near)
        expanded, bare = np.zeros((2, count)), np.zeros((2, count))
        for view, values in enumerate((self.whole, self.opening)):
            weighed = np.concatenate([weight, times * np.concatenate([values[part] for part in parts])])
            expanded[view] = np.bincount(other, weighed, count)
            bare[view, self.other[parts[0]]] = values[parts[0]]
            bare[view, article] = 1
        return expanded, bare

    def _squares(self) -> Sums:
        """The squared length of each expanded article (views x n): w S w, over the pairs of its own neighbours."""
        count, wide = self.near.shape
        keys = np.repeat(np.arange(count), np.diff(self.starts)) * count + self.other
        order = np.argsort(keys)
        keys = keys[order]
        squares = np.repeat((self.weight.astype(np.float64) ** 2).sum(axis=1)[None], 2, axis=0)
        for left in range(wide):
            for right in range(left + 1, wide):
                wanted = self.near[:, left] * count + self.near[:, right]
                place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
                known = (keys[place] == wanted) if len(keys) else np.zeros(count, dtype=np.bool_)
                times = 2 * self.weight[:, left] * self.weight[:, right] * known
                for view, values in enumerate((self.whole, self.opening)):
                    if len(values):
                        squares[view] += times * values[order[place]]
        return squares
