"""Measures how alike articles are: the cosine of their weighted terms, less what any two articles share, faded by time.

Everything is arrays; no pair of articles is ever looked at that has no term in common. Pure but for the arrays it is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Days = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Two articles a week apart count for 1/e of two of the same hour: the time term of the plain baseline that this began from.
FADE_DAYS: Final = 7.0
# Two headlines that tell the same share fewer words than two texts do, so their likeness is scaled up: uci_news .685 instead of
# .661. It costs headlines of one kind: og2021_en .770 instead of .782.
SHORT_SCALE: Final = 1.2
# Long texts of one kind are alike in what is common to their kind. Taking out what an article has in common with the average
# article (centring, Suzuki et al. 2013) raises vnmds from .900 to .960, ecbplus from .858 to .884 and og2021_en from .756 to .770,
# and costs gva .003, hidden .004, uci_news .012 and the sample week .045.
CENTRING: Final = 1.0
# With few articles the average is mostly themselves, so centring grows with the number of articles.
CENTRED_FROM: Final = 200
# A likeness below this is taken as none. It is an eighth of what a story asks for.
FLOOR: Final = 0.02


@dataclass(frozen=True, slots=True)
class Texts:
    """The terms of n articles, one after the other: article i has `terms[starts[i]:starts[i+1]]`.

    `days` (since 1970, as float64) is NaN where an article is undated; `short` marks headlines.
    """

    starts: Ints
    terms: Ints
    weights: Floats
    days: Days
    short: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.days)


@dataclass(frozen=True, slots=True)
class Edges:
    """Likeness of pairs of articles: `later[k]` and `earlier[k]` are alike by `value[k]`. `later` ascends; no pair twice."""

    later: Ints
    earlier: Ints
    value: Floats

    def __len__(self) -> int:
        return len(self.value)

    @classmethod
    def none(cls) -> Edges:
        return cls(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))

    def before(self, article: int) -> tuple[Ints, Floats]:
        """Give the earlier articles that are like this one, and how like they are."""
        pairs = slice(*np.searchsorted(self.later, (article, article + 1)))
        return self.earlier[pairs], self.value[pairs]

    def followed_by(self, more: Edges) -> Edges:
        """Add the pairs of later articles."""
        return Edges(
            np.concatenate((self.later, more.later)),
            np.concatenate((self.earlier, more.earlier)),
            np.concatenate((self.value, more.value)),
        )

    def keep(self, kept: Ints) -> Edges:
        """Number the articles anew after some have left: `kept` lists the old numbers that stay, ascending."""
        last = max(int(kept[-1]), int(self.later[-1]) if len(self) else 0)
        renumbered = np.full(last + 1, -1)
        renumbered[kept] = np.arange(len(kept))
        later, earlier = renumbered[self.later], renumbered[self.earlier]
        stays = (later >= 0) & (earlier >= 0)
        return Edges(later[stays], earlier[stays], self.value[stays])


class Comparison:
    """Compares articles of one set of texts under one weighing of terms."""

    def __init__(self, texts: Texts, rarity: Floats) -> None:
        self._texts = texts
        owner = np.repeat(np.arange(len(texts)), np.diff(texts.starts))
        weighed = texts.weights * rarity[texts.terms]
        lengths = np.sqrt(np.bincount(owner, weighed * weighed, minlength=len(texts)))
        self._weights = (weighed / np.maximum(lengths, 1e-9)[owner]).astype(np.float32)
        self._index(owner, len(rarity))
        self._centre(owner, len(rarity))

    def _index(self, owner: Ints, size: int) -> None:
        """Turn the texts round: for each term the articles that have it, in order, and with what weight."""
        order = np.argsort(self._texts.terms, kind="stable")
        self._posting_owner = owner[order]
        self._posting_weight = self._weights[order]
        self._posting_starts = np.concatenate(([0], np.cumsum(np.bincount(self._texts.terms, minlength=size))))

    def _centre(self, owner: Ints, size: int) -> None:
        count = len(self._texts)
        mean = np.bincount(self._texts.terms, self._weights, minlength=size) / max(count, 1)
        self._strength = CENTRING * count / (count + CENTRED_FROM)
        self._common = np.bincount(owner, self._weights * mean[self._texts.terms], minlength=count)
        self._mean_square = float(mean @ mean)

    def with_earlier(self, article: int) -> tuple[Ints, Floats]:
        """Find the earlier articles that are like this one: their numbers, ascending, and how like they are (FLOOR or more)."""
        texts = self._texts
        cosine = self._cosines(article)[:article]
        ordinary = self._strength * (self._common[article] + self._common[:article])
        value = cosine - ordinary + self._strength**2 * self._mean_square
        near = np.flatnonzero(value >= FLOOR)
        value = value[near] * fading(texts.days[article], texts.days[near])
        if texts.short[article]:
            value = value * np.where(texts.short[near], SHORT_SCALE, 1.0)
        keep = value >= FLOOR
        return near[keep], value[keep].astype(np.float32)

    def _cosines(self, article: int) -> npt.NDArray[np.float64]:
        own = slice(self._texts.starts[article], self._texts.starts[article + 1])
        terms, weights = self._texts.terms[own], self._weights[own]
        first = self._posting_starts[terms]
        length = self._posting_starts[terms + 1] - first
        where = np.arange(length.sum()) + np.repeat(first - np.cumsum(length) + length, length)
        products = self._posting_weight[where] * np.repeat(weights, length)
        return np.bincount(self._posting_owner[where], products, minlength=len(self._texts)).astype(
            np.float64, copy=False
        )

    def shared(self, one: int, other: int, most: int) -> list[int]:
        """List the terms that weigh most in the likeness of two articles, by number, the weightiest first."""
        starts = self._texts.starts
        mine, theirs = (slice(starts[article], starts[article + 1]) for article in (one, other))
        terms, here, there = np.intersect1d(
            self._texts.terms[mine], self._texts.terms[theirs], assume_unique=True, return_indices=True
        )
        weight = self._weights[mine][here] * self._weights[theirs][there]
        order = np.lexsort((terms, -weight))[:most]
        found: list[int] = terms[order].tolist()
        return found

    def edges(self, first: int) -> Edges:
        """Compare every article from number `first` on with all that are earlier."""
        found = [self.with_earlier(article) for article in range(first, len(self._texts))]
        counts = np.array([len(near) for near, _ in found], dtype=np.int64)
        return Edges(
            later=np.repeat(np.arange(first, len(self._texts)), counts),
            earlier=np.concatenate([near for near, _ in found] or [np.zeros(0, dtype=np.int64)]),
            value=np.concatenate([value for _, value in found] or [np.zeros(0, dtype=np.float32)]),
        )


def fading(day: float, days: Days) -> Days:
    """Say how much of a likeness is left over the time between: 1 for the same hour or where a date is missing."""
    return np.where(np.isnan(days) | np.isnan(day), 1.0, np.exp(-np.abs(days - day) / FADE_DAYS))
