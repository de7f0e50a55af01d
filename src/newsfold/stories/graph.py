"""The pairs of articles of the window that could tell of one event, with what is measured of each pair once.

Every article is paired with the earlier ones that it is most like, so the number of pairs grows with the articles and not
with their square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final, NamedTuple, Self, cast

import numpy as np

from newsfold.stories.arrays import Block, Days, Floats, Ints, Mapped, highest, in_order
from newsfold.stories.features import HEADLINE, View
from newsfold.stories.texts import Texts, at_once


class Candidates(NamedTuple):
    """How many of the earlier articles, the likest ones, are looked at closely: for an article, and for a headline."""

    of_article: int
    of_headline: int


# More look like a headline that are not of its event.
CANDIDATES: Final = Candidates(16, 30)
# Beside them, so many of those nearest in meaning, where articles have vectors.
NEAREST_IN_MEANING: Final = 10
# In the search for candidates and neighbours, two weeks apart counts for half of the same hour, and half a year for a fourteenth.
FADE_DAYS: Final = 14.0
# How an article's cosines spread before it has met many others: as much as that of this many.
SPREAD_PRIOR: Final = 50
SPREAD_MEAN: Final = 0.01
SPREAD_DEVIATION: Final = 0.03


class Measure(IntEnum):
    """The columns of `Pairs.measures`. Cosines are 0 to 1; those of WHOLE and OPENING are taken beyond what is ordinary.

    MEANING and MEANING_STANDS_OUT are 0 where an article has no vector.
    """

    COSINE = 0
    WHOLE = 1
    OPENING = 2
    TITLE = 3
    ACROSS = 4
    NAMES = 5
    PLACES = 6
    NUMBERS = 7
    SHARED = 8
    STANDS_OUT_LEAST = 9
    STANDS_OUT_MOST = 10
    DAYS = 11
    LENGTH = 12
    FULL_NAMES = 13
    TITLES_APART = 14
    NUMBERS_APART = 15
    MEANING = 16
    MEANING_STANDS_OUT = 17


@dataclass(frozen=True, slots=True)
class Pairs:
    """`later[k]` and `earlier[k]` are articles that may tell of one event. `later` ascends; no pair twice.

    `measures`: pairs x `Measure`, float32. `probability`: that they do tell of one event, as far as it has been worked out.
    """

    later: Ints
    earlier: Ints
    measures: Floats
    probability: Floats

    def __len__(self) -> int:
        return len(self.later)

    @classmethod
    def none(cls) -> Self:
        nothing = np.zeros(0, dtype=np.int64)
        return cls(nothing, nothing, np.zeros((0, len(Measure)), dtype=np.float32), np.zeros(0, dtype=np.float32))

    @property
    def likeness(self) -> Floats:
        """How like two articles are, faded by the time between them: what makes them neighbours."""
        return (self.measures[:, Measure.WHOLE] * fading(self.measures[:, Measure.DAYS])).astype(np.float32)

    def scored(self, probability: Floats) -> Self:
        return replace(self, probability=probability)

    def before(self, article: int) -> slice:
        """Find the pairs of an article with earlier ones."""
        return slice(*np.searchsorted(self.later, (article, article + 1)).tolist())

    def since(self, article: int) -> Self:
        """Take the pairs of articles from this one on."""
        return self.at(slice(int(np.searchsorted(self.later, article)), None))

    def at(self, places: slice | Sequence[int]) -> Self:
        """Take some pairs by their places."""
        return type(self)(self.later[places], self.earlier[places], self.measures[places], self.probability[places])

    def followed_by(self, more: Self) -> Self:
        """Add the pairs of later articles."""
        return type(self)(
            np.concatenate((self.later, more.later)),
            np.concatenate((self.earlier, more.earlier)),
            np.concatenate((self.measures, more.measures)),
            np.concatenate((self.probability, more.probability)),
        )

    def keep(self, kept: Ints) -> Self:
        """Number the articles anew after some have left: `kept` lists the old numbers that stay, ascending."""
        last = max(int(kept[-1]), int(self.later[-1]) if len(self) else 0)
        renumbered = np.full(last + 1, -1)
        renumbered[kept] = np.arange(len(kept))
        later, earlier = renumbered[self.later], renumbered[self.earlier]
        stays = (later >= 0) & (earlier >= 0)
        return type(self)(later[stays], earlier[stays], self.measures[stays], self.probability[stays])


@dataclass(frozen=True, slots=True)
class Sides:
    """Pairs seen from both sides: article i has the pairs `pair[starts[i]:starts[i+1]]`, with the articles `other`, ascending.

    `owner` is the article of each entry.
    """

    starts: Ints
    owner: Ints
    other: Ints
    pair: Ints

    @classmethod
    def of(cls, pairs: Pairs, articles: int) -> Self:
        # An article's pairs with earlier ones come before those with later ones, and both ascend, so one stable sort will do.
        owner = np.concatenate((pairs.later, pairs.earlier))
        order = in_order(owner)
        return cls(
            starts=np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=articles)))),
            owner=owner[order],
            other=np.concatenate((pairs.earlier, pairs.later))[order],
            pair=order % max(len(pairs), 1),
        )


@dataclass(frozen=True, slots=True)
class Spread:
    """How the cosines of each article with all others lie: their mean and standard deviation."""

    mean: Floats
    deviation: Floats

    @classmethod
    def none(cls) -> Self:
        return cls(np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32))

    def followed_by(self, more: Self) -> Self:
        return type(self)(np.concatenate((self.mean, more.mean)), np.concatenate((self.deviation, more.deviation)))

    def keep(self, kept: Ints) -> Self:
        return type(self)(self.mean[kept], self.deviation[kept])


def pair(
    texts: Texts, spread: Spread, mapped: Mapped = map, candidates: Candidates = CANDIDATES
) -> tuple[Pairs, Spread]:
    """Pair the articles that `spread` does not know yet with the earlier ones that they are most like, and measure the pairs.

    Returns the new pairs and the spread of all articles.
    """
    later, earlier, seen = _candidates(texts, len(spread.mean), mapped, candidates)
    spread = spread.followed_by(seen)
    measures = _measure(texts, spread, later, earlier, mapped)
    return Pairs(later, earlier, measures, np.zeros(len(later), dtype=np.float32)), spread


def _candidates(texts: Texts, first: int, mapped: Mapped, candidates: Candidates) -> tuple[Ints, Ints, Spread]:
    def of_block(block: Block) -> tuple[Ints, Ints, Floats, Floats]:
        return _candidates_of(texts, *block, candidates)

    step = at_once(len(texts))
    bounds = [(begin, min(begin + step, len(texts))) for begin in range(first, len(texts), step)]
    found = list(mapped(of_block, bounds))
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), Spread.none()
    later, earlier, mean, deviation = (np.concatenate(part) for part in zip(*found, strict=True))
    return later, earlier, Spread(mean, deviation)


def _candidates_of(texts: Texts, begin: int, end: int, candidates: Candidates) -> tuple[Ints, Ints, Floats, Floats]:
    """Give the pairs of articles [begin, end) with earlier candidates, and the mean and deviation of the cosines of each."""
    found = texts.search(begin, end)
    rows = np.arange(begin, end)
    found[rows - begin, rows] = 0
    mean, deviation = _spread(found)
    left = fading(np.abs(texts.days[begin:end, None] - texts.days[None, :end]))
    left[:, begin:][np.arange(begin, end)[None, :] >= rows[:, None]] = 0
    most = np.where(texts.lengths[begin:end] < HEADLINE, candidates.of_headline, candidates.of_article)
    likeness = found[:, :end]
    likeness *= left
    row, column = highest(likeness, most)
    if texts.meaning:
        near, far = highest(texts.meaning.search(begin, end) * left, np.full(end - begin, NEAREST_IN_MEANING))
        row, column = np.divmod(np.union1d(row * end + column, near * end + far), end)
    return row + begin, column, mean.astype(np.float32), deviation.astype(np.float32)


def _spread(found: Days) -> tuple[Days, Days]:
    """Mean and deviation of each row, drawn towards what is usual where there are few columns."""
    count = found.shape[1]
    total, squares = found.sum(axis=1), np.einsum("ij,ij->i", found, found)
    mean = (total + SPREAD_PRIOR * SPREAD_MEAN) / (count + SPREAD_PRIOR)
    square = (squares + SPREAD_PRIOR * (SPREAD_MEAN**2 + SPREAD_DEVIATION**2)) / (count + SPREAD_PRIOR)
    return mean, np.sqrt(np.maximum(square - mean * mean, 1e-6))


def _measure(texts: Texts, spread: Spread, later: Ints, earlier: Ints, mapped: Mapped) -> Floats:
    compared = texts.cosines(later, earlier, mapped)
    measures = np.zeros((len(later), len(Measure)), dtype=np.float32)
    strength = texts.strength()
    cosine = compared.cosines[:, View.WHOLE]
    measures[:, Measure.COSINE] = cosine
    for view, column in ((View.WHOLE, Measure.WHOLE), (View.OPENING, Measure.OPENING)):
        common, square = texts.ordinary(view)
        ordinary = strength * (common[later] + common[earlier]) - strength**2 * square
        measures[:, column] = compared.cosines[:, view] - ordinary
    for view, column in (
        (View.TITLE, Measure.TITLE),
        (View.NAMES, Measure.NAMES),
        (View.PLACES, Measure.PLACES),
        (View.NUMBERS, Measure.NUMBERS),
        (View.FULL_NAMES, Measure.FULL_NAMES),
    ):
        measures[:, column] = compared.cosines[:, view]
    measures[:, Measure.ACROSS] = compared.across
    measures[:, Measure.SHARED] = compared.shared
    measures[:, [Measure.TITLES_APART, Measure.NUMBERS_APART]] = compared.apart
    here = (cosine - spread.mean[later]) / spread.deviation[later]
    there = (cosine - spread.mean[earlier]) / spread.deviation[earlier]
    measures[:, Measure.STANDS_OUT_LEAST] = np.minimum(here, there)
    measures[:, Measure.STANDS_OUT_MOST] = np.maximum(here, there)
    if texts.meaning:
        meaning, its = texts.meaning.cosines(later, earlier), texts.meaning.spread
        measures[:, Measure.MEANING] = meaning
        measures[:, Measure.MEANING_STANDS_OUT] = np.minimum(
            (meaning - its.mean[later]) / its.deviation[later], (meaning - its.mean[earlier]) / its.deviation[earlier]
        )
    measures[:, Measure.DAYS] = np.abs(texts.days[later] - texts.days[earlier])
    measures[:, Measure.LENGTH] = np.maximum(texts.lengths[later], texts.lengths[earlier])
    return measures


def fading(days: Floats | Days) -> Days:
    """Say how much of a likeness is left over the days between: 1 for the same hour or where a date is missing (NaN)."""
    left = cast("Days", days / FADE_DAYS)
    left += 1
    np.divide(1, left, out=left)
    undated = np.isnan(left)
    if undated.any():
        left[undated] = 1
    return left
