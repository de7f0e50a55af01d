"""Two texts -> the passages that both have, in their order, with where each stands: the evidence that one was made from the other.

A hurried desk keeps runs of words and changes what is between them; it seldom changes the order in which things are told. So what
counts is how much of either text lies in runs that both have in one order, outside quotations: independent accounts share names
and what was said, and little else. Slower than shingles, and asked only of the pairs that these have found.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from newsfold.copies.shingles import CHARACTERS, SYLLABLES, rolled, told, width
from newsfold.copies.words import Hashes, words
from newsfold.model import Article, Range

# Three words are the shortest run that says more than a name; fewer than five, as what a rewrite keeps is short.
RUN: Final = 3
RUN_OF_SYLLABLES: Final = 5
RUN_OF_CHARACTERS: Final = 6
_RUNS: Final = {SYLLABLES: RUN_OF_SYLLABLES, CHARACTERS: RUN_OF_CHARACTERS}


@dataclass(frozen=True, slots=True)
class Passages:
    """What two texts have in common, in order: where it stands in `one` and in the `other`, pair by pair.

    `share` is the part of each text's own words (those outside quotations) that is in passages, `told` how many those are.
    """

    one: tuple[Range, ...]
    other: tuple[Range, ...]
    share: tuple[float, float]
    told: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Runs:
    """The runs of a text by their first words: `hashes`, and whether a run is `told`, that is, touches no quotation."""

    hashes: Hashes
    told: npt.NDArray[np.bool_]
    begin: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    length: int

    def covered(self, firsts: list[int]) -> npt.NDArray[np.bool_]:
        """Say of every word whether it is in a run that begins at one of these words."""
        found = np.zeros(len(self.begin), dtype=np.bool_)
        for offset in range(self.length):
            found[np.array(firsts, dtype=np.int64) + offset] = True
        return found


def passages(one: Article, other: Article) -> Passages:
    """Align two articles by the runs of words that each has once; texts without such a run have no passages."""
    first, second = _runs(one), _runs(other)
    if first.length != second.length:
        return Passages((), (), (0.0, 0.0), (0, 0))
    chain = _in_order(_shared(first, second))
    covered = first.covered([mine for mine, _ in chain]), second.covered([theirs for _, theirs in chain])
    own = tuple(int(each.covered(np.flatnonzero(each.told).tolist()).sum()) for each in (first, second))
    share = tuple(float(found.sum()) / max(count, 1) for found, count in zip(covered, own, strict=True))
    spans = _spans(first, second, chain)
    return Passages(
        tuple(span for span, _ in spans),
        tuple(span for _, span in spans),
        (share[0], share[1]),
        (own[0], own[1]),
    )


def _runs(article: Article) -> _Runs:
    found = words(article.text)
    length = _RUNS.get(width(found, article.lang), RUN)
    count = max(len(found.hashes) - length + 1, 0)
    hashes = rolled(found.hashes, length) if count else found.hashes[:0]
    return _Runs(hashes, told(article.text, found, length), found.begin, found.end, length)


def _shared(one: _Runs, other: _Runs) -> list[tuple[int, int]]:
    """Pair the runs that stand once in both, by where they begin, in the order of the first."""
    mine, theirs = _once(one), _once(other)
    return [(place, theirs[hashed]) for hashed, place in mine.items() if hashed in theirs]


def _once(runs: _Runs) -> dict[int, int]:
    places = np.flatnonzero(runs.told)
    _, first, count = np.unique(runs.hashes[places], return_index=True, return_counts=True)
    kept = np.sort(places[first[count == 1]])
    return dict(zip(runs.hashes[kept].tolist(), kept.tolist(), strict=True))


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep the most pairs that ascend on both sides: the longest increasing subsequence (Fredman 1975)."""
    ends: list[int] = []
    last: list[int] = []
    before = [-1] * len(pairs)
    for number, (_, theirs) in enumerate(pairs):
        place = bisect_left(ends, theirs)
        if place == len(ends):
            ends.append(theirs)
            last.append(number)
        ends[place], last[place] = theirs, number
        before[number] = last[place - 1] if place else -1
    chain = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _spans(one: _Runs, other: _Runs, chain: list[tuple[int, int]]) -> list[tuple[Range, Range]]:
    """Join runs that overlap on both sides to passages, and give where these stand in the texts."""
    joined: list[tuple[int, int, int]] = []
    for mine, theirs in chain:
        if joined:
            begin, began, words_ = joined[-1]
            if mine - begin == theirs - began and mine <= begin + words_:
                joined[-1] = begin, began, mine - begin + one.length
                continue
        joined.append((mine, theirs, one.length))
    return [
        (
            Range(int(one.begin[mine]), int(one.end[mine + words_ - 1])),
            Range(int(other.begin[theirs]), int(other.end[theirs + words_ - 1])),
        )
        for mine, theirs, words_ in joined
    ]
