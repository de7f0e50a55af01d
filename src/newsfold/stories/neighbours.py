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
from functools import cached_property
from typing import Final, Self

import numpy as np

from newsfold.stories.arrays import Block, Floats, Ints, Mapped, Sums
from newsfold.stories.graph import Measure, Pairs, Sides
from newsfold.stories.texts import at_once, blocks, runs

# An article counts as much as its so many nearest neighbours together.
NEAREST: Final = 5
# Neighbours that are hardly like it count for less: for half where their likenesses add up to this.
HALF: Final = 0.03
# An article's rank in another's eyes is measured by its first and its tenth neighbour.
TENTH: Final = 10


@dataclass(frozen=True)
class Neighbours:
    """The neighbours of n articles. `near`, `weight` and `alike` (views x n x 1 + NEAREST): each article itself and its nearest
    ones, how much they count, and how like it they are in whole texts and in openings.

    `first` and `tenth`: the cosine of its first and its tenth neighbour, 0 where it has none. Row i of the likeness is
    `other[starts[i]:starts[i+1]]`, ascending, with `whole` and `opening` at the same places.
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
        sides = Sides.of(pairs, articles)
        whole = pairs.likeness[sides.pair]
        opening, cosine = (pairs.measures[sides.pair, one] for one in (Measure.OPENING, Measure.COSINE))
        # One key for two: articles ascend, and the likenesses of each, which are at most 1, descend.
        order = np.argsort(2.0 * sides.owner - whole, kind="stable")
        rank = np.arange(len(order)) - sides.starts[sides.owner]
        near = np.repeat(np.arange(articles)[:, None], 1 + NEAREST, axis=1)
        weight = np.zeros((articles, 1 + NEAREST), dtype=np.float32)
        alike = np.zeros((2, articles, 1 + NEAREST), dtype=np.float32)
        close = (rank < NEAREST) & (whole[order] > 0)
        place = sides.owner[close], rank[close] + 1
        nearest = order[close]
        near[place] = sides.other[nearest]
        weight[place] = alike[0][place] = whole[nearest]
        alike[1][place] = np.maximum(opening[nearest], 0)
        alike[:, :, 0] = 1
        weight /= weight.sum(axis=1, keepdims=True) + HALF
        weight[:, 0] = 1
        first, tenth = np.zeros(articles, dtype=np.float32), np.zeros(articles, dtype=np.float32)
        for rest, at in ((first, 0), (tenth, TENTH - 1)):
            there = np.flatnonzero(rank == at)
            rest[sides.owner[there]] = cosine[order[there]]
        return cls(
            near, weight, alike, first, tenth, sides.starts, sides.other, np.maximum(whole, 0), np.maximum(opening, 0)
        )

    def expanded(self, later: Ints, earlier: Ints, mapped: Mapped = map) -> tuple[Floats, Floats]:
        """Give the expanded cosines of pairs, of whole texts and of openings. `later` ascends."""
        out = np.zeros((2, len(later)), dtype=np.float32)
        squares, lookup = self._squares, self._lookup  # worked out once, before there are threads

        def expand(block: Block) -> None:
            pairs = slice(*block)
            out[:, pairs] = self._with(later[pairs], earlier[pairs], squares, lookup)

        for _ in mapped(expand, blocks(later, at_once(len(self)))):
            pass
        return out[0], out[1]

    def _with(self, later: Ints, earlier: Ints, squares: Sums, lookup: _Lookup) -> Sums:
        """The expanded cosines (views x pairs) of pairs, neither of which counts as the other's neighbour."""
        articles, row = np.unique(later, return_inverse=True)
        rows, row = self._rows(articles), row * len(self)
        near, weight = self.near[earlier], self.weight[earlier]
        itself = near == later[:, None]
        without = np.where(itself, 0, weight)
        as_theirs = (weight - without).sum(axis=1)
        as_ours = np.where(self.near[later, 1:] == earlier[:, None], self.weight[later, 1:], 0).sum(axis=1)
        product = np.einsum("vij,ij->vi", rows[:, row[:, None] + near], without)
        product -= as_ours * np.einsum("vij,ij->vi", self.alike[:, earlier], without)
        here = squares[:, later] - 2 * as_ours * rows[:, row + earlier] + as_ours**2
        there = squares[:, earlier]
        met = np.flatnonzero(as_theirs)
        likeness = lookup.of(np.repeat(later[met, None], near.shape[1], axis=1), near[met])
        likeness[:, itself[met]] = 1
        there[:, met] -= 2 * as_theirs[met] * np.einsum("vij,ij->vi", likeness, weight[met]) - as_theirs[met] ** 2
        expanded: Sums = product / np.sqrt(np.maximum(here, 1e-6) * np.maximum(there, 1e-6))
        return expanded

    def _rows(self, articles: Ints) -> Sums:
        """How like every article is to each of some, expanded (views x their rows one after another)."""
        own = np.repeat(np.arange(len(articles)) * len(self), 1 + NEAREST)
        near, weight = self.near[articles].ravel(), self.weight[articles].ravel()
        entries = runs(self.starts, near)
        length = self.starts[near + 1] - self.starts[near]
        place = np.concatenate((own + near, np.repeat(own, length) + self.other[entries]))
        times = np.repeat(weight, length)
        expanded = np.zeros((2, len(articles) * len(self)))
        for view, values in enumerate((self.whole, self.opening)):
            expanded[view] = np.bincount(place, np.concatenate((weight, times * values[entries])), expanded.shape[1])
        return expanded

    def __len__(self) -> int:
        return len(self.near)

    @cached_property
    def _lookup(self) -> _Lookup:
        owner = np.repeat(np.arange(len(self)), np.diff(self.starts))
        return _Lookup(owner * len(self) + self.other, np.stack((self.whole, self.opening)), len(self))

    @cached_property
    def _squares(self) -> Sums:
        """The squared length of each expanded article (views x n): w S w, over the pairs of its own neighbours."""
        squares = np.repeat((self.weight.astype(np.float64) ** 2).sum(axis=1)[None], 2, axis=0)
        left, right = np.triu_indices(1 + NEAREST, 1)
        times = 2 * self.weight[:, left] * self.weight[:, right]
        squares += np.einsum("vij,ij->vi", self._lookup.of(self.near[:, left], self.near[:, right]), times)
        return squares


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Finds the likeness of pairs of articles: `keys`, article times `articles` plus other one, ascend."""

    keys: Ints
    likeness: Floats
    articles: int

    def of(self, one: Ints, other: Ints) -> Sums:
        """Give the likeness (views x the shape of `one`) in whole texts and openings, 0 where a pair is not known."""
        found = np.zeros((2, *one.shape))
        if len(self.keys):
            wanted = one * self.articles + other
            place = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
            known = self.keys[place] == wanted
            found[:, known] = self.likeness[:, place[known]]
        return found
