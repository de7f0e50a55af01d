"""Finds the pairs of articles that may be of one text, by sorting hashes; no pair is looked at that has nothing in common.

Also finds what counts for nothing: the shingles that are an outlet's boilerplate. Articles go by their number in the order of
time. Everything is arrays and every shingle decides for itself, so a larger archive may be worked in partitions by hash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from newsfold.copies.fingerprint import Fingerprint
from newsfold.copies.shingles import Hashes

Ints = npt.NDArray[np.int64]

# What one outlet says in so many of its texts is its footer, its newsletter form, its template or a set phrase.
BOILERPLATE_FROM: Final = 4
# What so many articles share after that is a set phrase of the language, and following it would cost more than it finds.
TOO_COMMON: Final = 1000
# Each article of a run is paired with the first so many: with those that it may come from, not with every other copy.
EARLIEST: Final = 16
# A pair must share so many of the keys; one alone is mostly a name with its title.
KEYS: Final = 2


def without_boilerplate(prints: Sequence[Fingerprint]) -> list[Fingerprint]:
    """Take out of all articles what any outlet has as boilerplate: a formula of one is no evidence at another either."""
    if not prints:
        return []
    hashes, owner = _joined(prints, [one.shingles for one in prints])
    order = np.argsort(hashes, kind="stable")
    kept = np.ones(len(hashes), dtype=np.bool_)
    kept[order] = ~_is_boilerplate(hashes[order], owner[order], prints)
    ends = np.cumsum([len(one.shingles) for one in prints])[:-1]
    return [
        one if mine.all() else replace(one, shingles=one.shingles[mine], keys=one.keys[mine])
        for one, mine in zip(prints, np.split(kept, ends), strict=True)
    ]


def _is_boilerplate(hashes: Hashes, owner: Ints, prints: Sequence[Fingerprint]) -> npt.NDArray[np.bool_]:
    """Mark the places of boilerplate in the sorted hashes. What an outlet put out twice unchanged is counted once."""
    run = np.cumsum(np.concatenate(([False], hashes[1:] != hashes[:-1])))
    sizes = np.bincount(run, minlength=1)
    first_of_its_text, voices = _voices(prints)
    counted = np.flatnonzero((sizes[run] >= BOILERPLATE_FROM) & first_of_its_text[owner])
    if not len(counted):
        return np.zeros(len(hashes), dtype=np.bool_)
    per_voice, count = np.unique(run[counted] * len(prints) + voices[owner[counted]], return_counts=True)
    boilerplate = np.zeros(len(sizes), dtype=np.bool_)
    boilerplate[per_voice[count >= BOILERPLATE_FROM] // len(prints)] = True
    marked: npt.NDArray[np.bool_] = boilerplate[run]
    return marked


def _voices(prints: Sequence[Fingerprint]) -> tuple[npt.NDArray[np.bool_], Ints]:
    numbers: dict[str, int] = {}
    seen: set[tuple[int, str, bytes]] = set()
    voices = np.array([numbers.setdefault(one.voice, len(numbers)) for one in prints], dtype=np.int64)
    first = np.zeros(len(prints), dtype=np.bool_)
    for number, (voice, one) in enumerate(zip(voices.tolist(), prints, strict=True)):
        text = (voice, one.title, one.shingles.tobytes())
        first[number] = text not in seen
        seen.add(text)
    return first, voices


def by_text(prints: Sequence[Fingerprint]) -> list[tuple[int, int]]:
    """List the pairs (later, earlier) that share enough of their keys, ascending."""
    hashes, owner = _joined(prints, [one.shingles[one.keys] for one in prints])
    order = np.argsort(hashes, kind="stable")
    hashes, owner = hashes[order], owner[order]
    begins = (
        np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1]))) if len(hashes) else np.zeros(0, np.int64)
    )
    sizes = np.diff(np.append(begins, len(hashes)))
    begin, size = np.repeat(begins, sizes), np.repeat(sizes, sizes)
    place = np.arange(len(hashes)) - begin
    codes = []
    for nth in range(EARLIEST):
        later = np.flatnonzero((place > nth) & (size <= TOO_COMMON))
        codes.append(owner[later] * len(prints) + owner[begin[later] + nth])
    pairs, shared = np.unique(np.concatenate(codes), return_counts=True)
    return [divmod(code, len(prints)) for code in pairs[shared >= KEYS].tolist()]


def by_title(prints: Sequence[Fingerprint]) -> Iterator[tuple[int, int]]:
    """Give the pairs (later, earlier) of different outlets that have one title.

    A title that one outlet has used for several articles is a template's ("Lottery numbers for Saturday"), and no evidence.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(prints):
        if one.title:
            groups[one.title].append(number)
    for group in groups.values():
        voices = {prints[number].voice for number in group}
        if len(voices) == len(group):
            yield from ((later, one) for place, later in enumerate(group) for one in group[: min(place, EARLIEST)])


def _joined(prints: Sequence[Fingerprint], hashes: Sequence[Hashes]) -> tuple[Hashes, Ints]:
    """Put hashes of many articles behind one another; the second array tells whose each one is."""
    owner = np.repeat(np.arange(len(prints)), [len(one) for one in hashes])
    return np.concatenate(hashes or [np.zeros(0, dtype=np.uint64)]), owner
