"""Articles as arrays: which terms each one has, and how much they weigh in every view, as one long row after another.

Compares an article with any others: by a search over the terms that few have (`search`), and exactly, view by view, for chosen
pairs (`cosines`). Nothing here is worked out for all pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Self

import numpy as np

from newsfold.stories import outlets
from newsfold.stories.arrays import Block, Days, Floats, Ints, Mapped, Sums, in_order
from newsfold.stories.features import View
from newsfold.stories.meaning import Meaning

# Terms that more than this share of the window has are no help in finding what an article is like, and cost the most. They are
# left out of the search, unless they weigh nearly as much as the weightiest term of their article: where all write of one thing.
COMMON_SHARE: Final = 0.08
COMMON_AT_LEAST: Final = 40
WEIGHTY: Final = 0.6
# So many articles are compared at a time at the most; the search takes this many numbers for each article of the window.
BLOCK: Final = 64
# An array of so many numbers stays in the processor's cache: of 30,000 articles are looked for 8 at a time in half the time.
SEARCHED: Final = 2**18
# Articles are weighed so many at a time, which bounds the memory.
_WEIGHED: Final = 1024
# A window of fewer articles is mostly like itself, so centring grows with their number.
CENTRED_FROM: Final = 100


class Compared(NamedTuple):
    """How pairs of articles compare, those of one outlet by what is rare in it: cosines (pairs x views), title against the
    other's whole text (the better of the two ways), and the evidence of the shared terms: the sum of their rarities. `apart`
    (pairs x 2): the share that the other has nowhere of the names and figures of the title, and of all figures, whichever of
    the two lacks less of the other's."""

    cosines: Floats
    across: Floats
    shared: Floats
    apart: Floats


@dataclass(frozen=True)
class Texts:
    """n articles; article i has the terms `terms[starts[i]:starts[i+1]]`, with `weights` (terms x views, each view of an
    article of length 1) and `rarity` of each. `days` since 1970 are NaN where an article is undated; `outlets` are numbers, -1
    where an article's is not known. `meaning` is None where no article has a vector."""

    starts: Ints
    terms: Ints
    weights: Floats
    rarity: Floats
    days: Days
    outlets: Ints
    vocabulary: int
    meaning: Meaning | None = None

    @classmethod
    def weighed(
        cls,
        starts: Ints,
        terms: Ints,
        weights: Floats,
        rarity: Floats,
        days: Days,
        *,
        outlets: Ints,
        meaning: Meaning | None = None,
    ) -> Self:
        """Weigh terms by their rarity (by term number) and bring every view of every article to length 1.

        `weights` are taken over: it is in their place that terms are weighed.
        """
        here = rarity[terms]
        weights *= here[:, None]
        for begin in range(0, len(days), _WEIGHED):
            bounds = starts[begin : begin + _WEIGHED + 1]
            some, lengths = weights[bounds[0] : bounds[-1]], np.diff(bounds)
            some /= np.repeat(np.maximum(np.sqrt(_sums(some * some, lengths)), 1e-9), lengths, axis=0)
        return cls(starts, terms, weights, here, days, outlets, len(rarity), meaning)

    def __len__(self) -> int:
        return len(self.days)

    @cached_property
    def owner(self) -> Ints:
        """The article of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    @cached_property
    def lengths(self) -> Ints:
        """How many distinct terms each article has."""
        return np.diff(self.starts)

    def strength(self) -> float:
        """How far the average article is to be trusted."""
        return len(self) / (len(self) + CENTRED_FROM)

    def ordinary(self, view: View) -> tuple[Floats, float]:
        """Say how like the average article each one is in a view, and how long the average is, squared.

        Taking that out of a cosine (centring, Suzuki et al. 2013) leaves what two articles have in common beyond their kind.
        """
        weights = self.weights[:, view]
        mean = np.bincount(self.terms, weights, minlength=self.vocabulary) / max(len(self), 1)
        common = np.bincount(self.owner, weights * mean[self.terms], minlength=len(self))
        return common.astype(np.float32), float(mean @ mean)

    @cached_property
    def _telling(self) -> tuple[Floats, Floats]:
        """What an article should have of another on the same event: the names and figures of its title, and its figures.

        Gives the share of each entry in those of its article (entries x 2), and whether an article has any (articles x 2).
        """
        marked = (self.weights[:, View.NAMES] > 0) | (self.weights[:, View.NUMBERS] > 0)
        squares = np.stack([self.weights[:, View.TITLE] * marked, self.weights[:, View.NUMBERS]], axis=1) ** 2
        whole = _sums(squares, self.lengths)
        shares = squares / np.repeat(np.maximum(whole, 1e-9), self.lengths, axis=0)
        return shares, (whole > 0).astype(np.float32)

    # --- search -------------------------------------------------------------------------------------------------------

    @cached_property
    def _whole(self) -> Floats:
        return np.ascontiguousarray(self.weights[:, View.WHOLE])

    @cached_property
    def _postings(self) -> tuple[Ints, Ints, Floats]:
        """For each term the articles that have it and with what weight; terms that many have are left out."""
        frequency = np.bincount(self.terms, minlength=self.vocabulary)
        rare = frequency <= max(COMMON_AT_LEAST, COMMON_SHARE * len(self))
        weights = self._whole
        most = np.zeros(len(self), dtype=np.float32)
        filled = np.flatnonzero(self.lengths)
        most[filled] = np.maximum.reduceat(weights, self.starts[filled]) if len(filled) else 0
        kept = np.flatnonzero((weights > 0) & (rare[self.terms] | (weights >= WEIGHTY * most[self.owner])))
        order = kept[in_order(self.terms[kept])]
        starts = np.concatenate(([0], np.cumsum(np.bincount(self.terms[kept], minlength=self.vocabulary))))
        return starts, self.owner[order], weights[order]

    def search(self, first: int, last: int) -> Sums:
        """Compare articles [first, last) with all by the terms that few have: an array of (last - first) x n cosines."""
        starts, owners, weights = self._postings
        own = slice(self.starts[first], self.starts[last])
        terms, mine, row = self.terms[own], self._whole[own], self.owner[own] - first
        begin = starts[terms]
        length = starts[terms + 1] - begin
        where = np.arange(length.sum()) + np.repeat(begin - np.cumsum(length) + length, length)
        place = np.repeat(row * len(self), length) + owners[where]
        products = weights[where] * np.repeat(mine, length)
        found = np.bincount(place, products, minlength=(last - first) * len(self))
        return found.reshape(last - first, len(self)).astype(np.float64, copy=False)

    # --- exact comparison of pairs ---------------------------------------------------------------------------------------

    @cached_property
    def _kept(self) -> Floats:
        """How much of its rarity each entry keeps where two articles of one outlet are compared."""
        return outlets.kept(self.terms, self.owner, self.outlets, self.vocabulary)

    def cosines(self, one: Ints, other: Ints, mapped: Mapped = map) -> Compared:
        """Compare pairs of articles exactly. `one` ascends; the cost goes with the terms of `other`."""
        cosines = np.zeros((len(one), len(View)), dtype=np.float32)
        across = np.zeros(len(one), dtype=np.float32)
        shared = np.zeros(len(one), dtype=np.float32)
        apart = np.zeros((len(one), 2), dtype=np.float32)

        def compare(block: Block) -> None:
            pairs = slice(*block)
            cosines[pairs], across[pairs], shared[pairs], apart[pairs] = self._compared(one[pairs], other[pairs])

        for _ in mapped(compare, blocks(one)):
            pass
        return Compared(cosines, across, shared, apart)

    def _compared(self, one: Ints, other: Ints) -> Compared:
        """Compare pairs of a few articles with others; what the few have is a table, in which to look up what the others have."""
        rows, row = np.unique(one, return_inverse=True)
        own = runs(self.starts, rows)
        known = np.unique(self.terms[own])
        column_of = np.full(self.vocabulary, -1, dtype=np.int32)
        column_of[known] = np.arange(len(known))
        table = np.full((len(rows), len(known)), -1, dtype=np.int32)
        table[np.repeat(np.arange(len(rows)), self.lengths[rows]), column_of[self.terms[own]]] = own
        theirs = runs(self.starts, other)
        pair = np.repeat(np.arange(len(other)), self.lengths[other])
        column = column_of[self.terms[theirs]]
        met = np.flatnonzero(column >= 0)
        mine = table[row[pair[met]], column[met]]
        met, mine = met[mine >= 0], mine[mine >= 0]
        pair, theirs = pair[met], theirs[met]
        kept = np.where((self.outlets[one] == self.outlets[other])[pair], self._kept[theirs], np.float32(1))
        here, there = self.weights[mine] * (kept * kept)[:, None], self.weights[theirs]
        across = [
            np.bincount(pair, here[:, left] * there[:, right], minlength=len(other))
            for left, right in ((View.TITLE, View.WHOLE), (View.WHOLE, View.TITLE))
        ]
        lengths = np.bincount(pair, minlength=len(other))
        shares, told = self._telling
        apart = np.minimum(told[one] - _sums(shares[mine], lengths), told[other] - _sums(shares[theirs], lengths))
        return Compared(
            cosines=_sums(here * there, lengths),
            across=np.maximum(*across).astype(np.float32),
            shared=np.bincount(pair, self.rarity[theirs] * kept, minlength=len(other)).astype(np.float32),
            apart=np.maximum(apart, 0),
        )

    def shared(self, one: int, other: int, views: Sequence[View], most: int) -> list[list[int]]:
        """List, for each view, the terms that weigh most in the likeness of two articles, by number, the weightiest first."""
        mine, theirs = (slice(self.starts[article], self.starts[article + 1]) for article in (one, other))
        places = {term: place for place, term in enumerate(self.terms[theirs].tolist())}
        both = [(here, places[term]) for here, term in enumerate(self.terms[mine].tolist()) if term in places]
        if not both:
            return [[] for _ in views]
        here, there = np.array(both, dtype=np.int64).T
        terms = self.terms[mine][here]
        products = self.weights[mine][here] * self.weights[theirs][there]
        return [_weightiest(terms, products[:, view], most) for view in views]

    def alone(self, one: int, other: int, view: View, most: int) -> list[int]:
        """List the terms that weigh most in a view of one article and that another has nowhere, by number."""
        mine, theirs = (slice(self.starts[article], self.starts[article + 1]) for article in (one, other))
        terms, weight = self.terms[mine], self.weights[mine, view]
        apart = ~np.isin(terms, self.terms[theirs]) & (weight > 0)
        return _weightiest(terms[apart], weight[apart], most)


def _sums(values: Floats, lengths: Ints) -> Floats:
    """Sum the rows of `values` in runs of these lengths: one row a run, 0 for a run of none."""
    sums = np.zeros((len(lengths), values.shape[1]), dtype=np.float32)
    filled = np.flatnonzero(lengths)
    if len(filled):
        sums[filled] = np.add.reduceat(values, (np.cumsum(lengths) - lengths)[filled], axis=0)
    return sums


def _weightiest(terms: Ints, weights: Floats, most: int) -> list[int]:
    """The terms of the highest weights above 0, the weightiest first, of equals the one with the lower number."""
    some = np.flatnonzero(weights > 0)
    order = some[np.lexsort((terms[some], -weights[some]))]
    found: list[int] = terms[order[:most]].tolist()
    return found


def at_once(articles: int) -> int:
    """How many articles of a window of so many to compare with all of it at a time."""
    return min(max(SEARCHED // max(articles, 1), 4), BLOCK)


def blocks(one: Ints, most: int = BLOCK) -> list[Block]:
    """Cut pairs, sorted by their first article, into runs of at most so many such articles."""
    if not len(one):
        return []
    begins = np.flatnonzero(np.concatenate(([True], one[1:] != one[:-1])))[::most].tolist()
    return list(zip(begins, [*begins[1:], len(one)], strict=True))


def runs(starts: Ints, articles: Ints) -> Ints:
    """Number the entries of articles, one article after the other: those of article i are from starts[i] up to starts[i+1]."""
    begin = starts[articles]
    length = starts[articles + 1] - begin
    entries: Ints = np.arange(length.sum()) + np.repeat(begin - np.cumsum(length) + length, length)
    return entries
