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

from newsfold.copies import decide
from newsfold.copies.fingerprint import Fingerprint, among
from newsfold.copies.words import Hashes

Ints = npt.NDArray[np.int64]

# What one outlet says in so many of its texts is its footer, its newsletter form, its template or a set phrase.
BOILERPLATE_FROM: Final = 4
# What so many articles share after that is a set phrase of the language, and following it would cost more than it finds.
TOO_COMMON: Final = 1000
# Each article of a run is paired with the first so many: with those that it may come from, not with every other copy.
EARLIEST: Final = 16
# A hash and a number in one: so many bits are the number's.
_NUMBER: Final = np.uint64(24)
_NUMBERS: Final = np.uint64((1 << 24) - 1)
# A pair must share so many of the keys; one alone is mostly a name with its title.
KEYS: Final = 2


def without_boilerplate(prints: Sequence[Fingerprint]) -> list[Fingerprint]:
    """Take out of all articles what any outlet has as boilerplate: a formula of one is no evidence at another either."""
    packed = _packed([one.shingles for one in prints])
    boilerplate = packed[_is_boilerplate(packed, prints)]
    found = list(prints)
    owners, hashes = _owners(boilerplate), boilerplate >> _NUMBER
    order = np.argsort(owners, kind="stable")
    ends = np.searchsorted(owners[order], np.arange(len(prints) + 1))
    for number in np.unique(owners).tolist():
        one = prints[number]
        kept = ~among(one.shingles >> _NUMBER, hashes[order[ends[number] : ends[number + 1]]])
        found[number] = replace(one, shingles=one.shingles[kept], keys=one.keys[kept])
    return found


def _is_boilerplate(packed: Hashes, prints: Sequence[Fingerprint]) -> Ints:
    """Find the places of boilerplate among packed hashes. What an outlet put out twice unchanged is counted once."""
    begins, sizes = _runs(packed)
    often = np.flatnonzero(sizes >= BOILERPLATE_FROM)
    places = _places(begins[often], sizes[often])
    run = np.repeat(np.arange(len(often)), sizes[often])
    first_of_its_text, voices = _voices(prints)
    owners = _owners(packed[places])
    counted = first_of_its_text[owners]
    per_voice, count = np.unique(run[counted] * len(prints) + voices[owners[counted]], return_counts=True)
    boilerplate = np.zeros(len(often), dtype=np.bool_)
    boilerplate[per_voice[count >= BOILERPLATE_FROM] // max(len(prints), 1)] = True
    return places[boilerplate[run]]


def _voices(prints: Sequence[Fingerprint]) -> tuple[npt.NDArray[np.bool_], Ints]:
    numbers: dict[str, int] = {}
    seen: set[tuple[int, str, int, int]] = set()
    voices = np.array([numbers.setdefault(one.voice, len(numbers)) for one in prints], dtype=np.int64)
    first = np.zeros(len(prints), dtype=np.bool_)
    for number, (voice, one) in enumerate(zip(voices.tolist(), prints, strict=True)):
        text = (voice, one.title, len(one.shingles), int(one.shingles.sum()))
        first[number] = text not in seen
        seen.add(text)
    return first, voices


def by_text(prints: Sequence[Fingerprint], first: int = 0) -> list[tuple[int, int, int]]:
    """List the pairs (later, earlier, and how many keys they share) that share enough, ascending; the later from `first` on."""
    packed = _packed([one.shingles[one.keys] for one in prints])
    begins, sizes = _runs(packed)
    shared = np.flatnonzero(sizes <= TOO_COMMON)
    begins, sizes = begins[shared], sizes[shared]
    owners = _owners(packed[_places(begins, sizes)])
    begin = np.repeat(np.cumsum(sizes) - sizes, sizes)
    place = np.arange(len(owners)) - begin
    codes = [np.zeros(0, dtype=np.int64)]
    for nth in range(EARLIEST):
        later = np.flatnonzero((place > nth) & (owners >= first))
        codes.append(owners[later] * len(prints) + owners[begin[later] + nth])
    pairs, count = np.unique(np.concatenate(codes), return_counts=True)
    enough = count >= KEYS
    found = zip(pairs[enough].tolist(), count[enough].tolist(), strict=True)
    return [(*divmod(code, len(prints)), shared) for code, shared in found]


def by_title(prints: Sequence[Fingerprint], first: int = 0) -> Iterator[tuple[int, int]]:
    """Give the pairs (later, earlier) of different outlets that have one title; the later ones from `first` on.

    A title that one outlet uses on several days is a template's ("Lottery numbers for Saturday"), and no evidence; put out twice
    within hours it is one article.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(prints):
        if one.title:
            groups[one.title].append(number)
    for group in groups.values():
        if not _is_template([prints[number] for number in group]):
            yield from (
                (later, one)
                for place, later in enumerate(group)
                if later >= first
                for one in group[: min(place, EARLIEST)]
                if prints[one].voice != prints[later].voice
            )


def _is_template(alike: Sequence[Fingerprint]) -> bool:
    """Whether an outlet has used the title of some articles again, and not only put out one of them twice."""
    first: dict[str, float | None] = {}
    for one in alike:
        if one.voice in first and not decide.is_put_out_twice(first[one.voice], one.day):
            return True
        first.setdefault(one.voice, one.day)
    return False


def _packed(hashes: Sequence[Hashes]) -> Hashes:
    """Put the hashes of all articles into one array, ascending: 40 bits of the hash, then 24 for the article's number.

    One number each is sorted several times as fast as two, and of 8 million hashes some 30 pairs are taken for one.
    """
    number = np.repeat(np.arange(len(hashes), dtype=np.uint64), [len(one) for one in hashes])
    packed = np.concatenate(hashes or [np.zeros(0, dtype=np.uint64)])
    packed &= ~_NUMBERS
    packed |= number
    packed.sort()
    return packed


def _owners(packed: Hashes) -> Ints:
    return (packed & _NUMBERS).astype(np.int64)


def _runs(packed: Hashes) -> tuple[Ints, Ints]:
    """Give where each hash that is there more than once begins among packed ones, and how often it is there."""
    same = np.zeros(len(packed) + 1, dtype=np.bool_)
    np.less_equal(packed[1:] ^ packed[:-1], _NUMBERS, out=same[1 : max(len(packed), 1)])
    edges = np.flatnonzero(same[1:] != same[:-1])
    begins, ends = edges[::2], edges[1::2]
    return begins, ends - begins + 1


def _places(begins: Ints, sizes: Ints) -> Ints:
    """List the places of some runs, one after the other."""
    return np.arange(sizes.sum()) + np.repeat(begins - np.cumsum(sizes) + sizes, sizes)
