"""Builders of texts, pairs and scorers out of plain numbers, and the same sums done densely, for the tests of grouping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from newsfold.stories.arrays import Days, Floats, Ints
from newsfold.stories.evidence import OF_WORDS, Evidence
from newsfold.stories.features import View
from newsfold.stories.graph import Measure, Pairs, Spread
from newsfold.stories.scorer import Scorer
from newsfold.stories.texts import Texts

Dense = npt.NDArray[np.float64]
UNKNOWN = np.nan


@dataclass(frozen=True)
class Plain:
    """Articles as a table: `weights` (views x articles x terms) as read, `rarity` of each term, `days` of each article."""

    weights: Dense
    rarity: Dense
    days: Days

    def __len__(self) -> int:
        return len(self.days)

    @property
    def has(self) -> Dense:
        """Which terms each article has, in whatever view: 1 or 0."""
        return np.asarray((self.weights > 0).any(axis=0), dtype=np.float64)

    def texts(self) -> Texts:
        """The same articles in the arrays that are tested."""
        owner, terms = np.nonzero(self.has)
        return Texts.weighed(
            starts=np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=len(self))))),
            terms=terms,
            weights=self.weights[:, owner, terms].T.astype(np.float32),
            rarity=self.rarity.astype(np.float32),
            days=self.days,
            outlets=np.full(len(self), -1),
        )

    def vectors(self) -> Dense:
        """Every article in every view, weighed by the rarity of its terms, with length 1 or 0."""
        weighed = self.weights * self.rarity
        lengths = np.sqrt((weighed**2).sum(axis=2, keepdims=True))
        found: Dense = weighed / np.where(lengths > 0, lengths, 1)
        return found

    def cosines(self, view: View, other: View | None = None) -> Dense:
        """The cosines of all articles in a view with all, in the same view or in another."""
        vectors = self.vectors()
        found: Dense = vectors[view] @ vectors[view if other is None else other].T
        return found


def plain(*articles: Mapping[int, float], days: Sequence[float] | None = None, terms: int = 0) -> Plain:
    """Build articles from the weights of their terms; they are the same in all views and all terms are equally rare."""
    count = max([terms, *(1 + term for article in articles for term in article)])
    weights = np.zeros((len(View), len(articles), count))
    for number, article in enumerate(articles):
        for term, weight in article.items():
            weights[:, number, term] = weight
    return Plain(
        weights, np.ones(count), np.array(days if days is not None else [UNKNOWN] * len(articles), dtype=float)
    )


@st.composite
def plains(draw: st.DrawFn, most: int = 9, terms: int = 10) -> Plain:
    """Draw a few articles of a few terms: words, which are in the whole text and perhaps in other views, and full names."""
    count = draw(st.integers(0, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    here = rng.random((count, terms)) < draw(st.sampled_from([0.1, 0.4, 0.9]))
    weights = rng.uniform(1, 3, (len(View), count, terms)) * here
    weights[1:] *= rng.random(weights[1:].shape) < 0.6
    words, names = np.arange(terms) < 0.8 * terms, np.arange(len(View)) == View.FULL_NAMES
    weights *= words != names[:, None, None]
    days = np.where(rng.random(count) < 0.2, UNKNOWN, rng.uniform(0, 30, count))
    return Plain(weights, rng.uniform(0.1, 8, terms), days)


def pairs_of(probability: Mapping[tuple[int, int], float]) -> Pairs:
    """Build pairs of articles, given in any order, of which only the probability is known."""
    found = sorted((max(pair), min(pair), value) for pair, value in probability.items())
    return Pairs(
        later=np.array([later for later, _, _ in found], dtype=np.int64),
        earlier=np.array([earlier for _, earlier, _ in found], dtype=np.int64),
        measures=np.zeros((len(found), len(Measure)), dtype=np.float32),
        probability=np.array([value for _, _, value in found], dtype=np.float32),
    )


def alike(likeness: Mapping[tuple[int, int], float]) -> Pairs:
    """Build undated pairs that are as like as is said, in whole text and opening."""
    pairs = pairs_of(likeness)
    for measure in (Measure.COSINE, Measure.WHOLE, Measure.OPENING):
        pairs.measures[:, measure] = pairs.probability
    pairs.measures[:, Measure.DAYS] = UNKNOWN
    return pairs


def every_pair(articles: Sequence[int], value: float) -> dict[tuple[int, int], float]:
    """Give every pair of some articles one value."""
    return {(one, other): value for one in articles for other in articles if one < other}


def across(some: Sequence[int], others: Sequence[int], value: float) -> dict[tuple[int, int], float]:
    """Give every pair of one article here and one there a value."""
    return {(min(one, other), max(one, other)): value for one in some for other in others}


def spread_of(articles: int) -> Spread:
    return Spread(np.full(articles, 0.01, dtype=np.float32), np.full(articles, 0.03, dtype=np.float32))


def numbers(*values: int) -> Ints:
    return np.array(values, dtype=np.int64)


def by_words(half: float = 0.5, steep: float = 12.0) -> Scorer:
    """Build a scorer that goes by the words of the whole text alone: even odds where the root of their likeness is `half`."""
    inner: Floats = np.zeros((len(OF_WORDS), 1), dtype=np.float32)
    inner[list(Evidence).index(Evidence.WHOLE), 0] = 1
    one = np.ones(1, dtype=np.float32)
    centre, scale = np.zeros(len(OF_WORDS), dtype=np.float32), np.ones(len(OF_WORDS), dtype=np.float32)
    return Scorer(centre, scale, inner, np.float32(-half) * one, np.float32(steep) * one, 0.0)
