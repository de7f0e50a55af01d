"""How far articles agree with groups of articles, and groups with each other: by those pairs that agree the most.

An article of a large story is like some of its articles and not like all, so what counts is the company that it can be expected
to have there (`decide.expected`): the mean probability over that many of the group's articles, the most probable ones. Two
groups agree as the articles of the smaller one do with the larger one, on average. Sums over all pairs would not do: two events
of one kind have many pairs that are half alike, and many halves are not a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, Self

import numpy as np

from newsfold.stories import decide
from newsfold.stories.arrays import Flags, Floats, Ints, Sums

# Probabilities count in steps of 1/2**24, as fine as float32 has them, which leaves 39 bits for an article and a group.
_BITS: Final = 24
_ONE: Final = 2**_BITS - 1


class Agreed(NamedTuple):
    """How far articles agree with groups: `agreement[k]`, 0 to 1, of `article[k]` with `group[k]`.

    Articles ascend, and the groups of each; an article is in no pair with a group of which it has no pair.
    """

    article: Ints
    group: Ints
    agreement: Sums


class Asking(NamedTuple):
    """Pairs of groups that ask to be one, the older one first, and how strongly, from `decide.Width.needed` to 1."""

    older: Ints
    younger: Ints
    agreement: Sums


def agreements(article: Ints, group: Ints, probability: Floats | Sums, sizes: Ints, own: Ints) -> Agreed:
    """Say how far articles agree with groups, by their most probable pairs.

    article, group, probability: of each pair an article, the group that the other one is in, and how probably the two tell of
    one event. sizes: of each group; own: the group that each article is in itself (-1 for none), where it is not counted.
    """
    # Sorted as one number each: by article, then group, then the most probable first.
    steps = np.rint((1 - probability.astype(np.float64)) * _ONE).astype(np.int64)
    packed = ((article * len(sizes) + group) << _BITS) | steps
    packed.sort()
    keys = packed >> _BITS
    starts = np.flatnonzero(np.concatenate((keys[:1] == keys[:1], keys[1:] != keys[:-1])))
    lengths = np.diff(np.append(starts, len(keys)))
    of, with_ = np.divmod(keys[starts], max(len(sizes), 1))
    company = np.maximum(decide.expected(sizes[with_] - (own[of] == with_)), 1)
    rank = np.arange(len(keys)) - np.repeat(starts, lengths)
    counts = np.clip(np.repeat(company, lengths) - rank, 0, 1) * (1 - (packed & _ONE) / _ONE)
    total = np.add.reduceat(counts, starts) if len(starts) else np.zeros(0)
    return Agreed(of, with_, total / company)


def agreements_of_one(
    groups: Sequence[int], probability: Sequence[float], sizes: Sequence[int], company: Sequence[float]
) -> tuple[list[int], Sums]:
    """Say how far one article that is in no group agrees with each: `agreements` for a few pairs, which come and go quickly.

    groups, probability: of each pair, the other article's group, and how probably the two tell of one event. sizes: of each
    group; company: what `decide.expected` gives for each size. Returns the groups, ascending, and the agreement with each.
    """
    found: dict[int, list[float]] = {}
    for group, one in zip(groups, probability, strict=True):
        found.setdefault(group, []).append(one)
    ordered = sorted(found)
    agreed = np.zeros(len(ordered))
    for place, group in enumerate(ordered):
        likest = sorted(found[group], reverse=True)
        asked = max(company[sizes[group]], 1.0)
        total = sum(likest[: int(asked)])
        if len(likest) > asked:
            total += (asked - int(asked)) * likest[int(asked)]
        agreed[place] = total / asked
    return ordered, agreed


@dataclass(frozen=True, slots=True)
class Between:
    """Pairs of articles, `one[k]` and `other[k]`, that tell of one event with a probability, and the group of each article.

    `sizes`: of each group. `older[k]` < `younger[k]` are two groups with any pair between them and `total[k]` the sum of the
    probabilities of such pairs, which adds up when groups merge and says how far the two could agree at the most.
    """

    one: Ints
    other: Ints
    probability: Floats
    group: Ints
    sizes: Ints
    older: Ints
    younger: Ints
    total: Sums

    @classmethod
    def of(cls, one: Ints, other: Ints, probability: Floats, group: Ints, groups: int) -> Self:
        """Begin with pairs of articles, each once, and the group of each article, below `groups`."""
        mine, theirs = group[one], group[other]
        across = mine != theirs
        first, second = mine[across], theirs[across]
        older, younger = np.minimum(first, second), np.maximum(first, second)
        sizes = np.bincount(group, minlength=groups)
        return cls(one, other, probability, group, sizes, *_summed(older, younger, probability[across], groups))

    def asking(self, width: decide.Width) -> Asking:
        """Find the groups that ask to be one."""
        could = np.flatnonzero(self._most() >= width.needed)
        older, younger = self.older[could], self.younger[could]
        if not len(could):
            return Asking(older, younger, np.zeros(0))
        asked = np.zeros(len(self.sizes), dtype=np.bool_)
        asked[older] = asked[younger] = True
        agreed, coherence = self._agreed(asked, older, younger)
        smaller = np.minimum(self.sizes[older], self.sizes[younger])
        asks = decide.asks(agreed, coherence[older], coherence[younger], smaller)
        do = asks >= width.needed
        return Asking(older[do], younger[do], asks[do])

    def held(self) -> Sums:
        """Say how far each article agrees with the rest of its own group: 1 for one that is alone, 0 without any pair."""
        inside = self.group[self.one] == self.group[self.other]
        found = self._agreements(inside)
        held = np.where(self.sizes[self.group] > 1, 0.0, 1.0)
        held[found.article] = found.agreement
        return held

    def coherence(self) -> Sums:
        """Say how well each group agrees with itself, 0 to 1; a lone article does wholly, and so does a group of none."""
        total = np.bincount(self.group, self.held(), minlength=len(self.sizes))
        return np.where(self.sizes > 0, total / np.maximum(self.sizes, 1), 1.0)

    def after(self, into: Ints) -> Self:
        """Carry out mergers: `into` gives for each group the one that it is now, never a younger one."""
        one, other = into[self.older], into[self.younger]
        apart = one != other
        older, younger = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
        sums = _summed(older, younger, self.total[apart], len(self.sizes))
        sizes = np.bincount(into, self.sizes, minlength=len(self.sizes)).astype(np.int64)
        group = into[self.group]
        return replace(self, group=group, sizes=sizes, older=sums[0], younger=sums[1], total=sums[2])

    def _most(self) -> Sums:
        one, other = self.sizes[self.older], self.sizes[self.younger]
        smaller, larger = np.minimum(one, other), np.maximum(one, other)
        return self.total / np.maximum(smaller * decide.expected(larger), 1)

    def _agreements(self, kept: Flags) -> Agreed:
        """How far the articles of some pairs agree with each other's groups."""
        one, other, probability = self.one[kept], self.other[kept], self.probability[kept]
        article, beside = np.concatenate((one, other)), np.concatenate((other, one))
        twice = np.concatenate((probability, probability))
        return agreements(article, self.group[beside], twice, self.sizes, self.group)

    def _agreed(self, asked: Flags, older: Ints, younger: Ints) -> tuple[Sums, Sums]:
        """How far the two groups of each pair agree, and how well each of the groups that are asked agrees with itself."""
        found = self._agreements(asked[self.group[self.one]] & asked[self.group[self.other]])
        count = len(self.sizes)
        of = self.group[found.article]
        keys, place = np.unique(of * count + found.group, return_inverse=True)
        mean = np.bincount(place, found.agreement, minlength=len(keys)) / self.sizes[keys // count]

        def of_with(one: Ints, other: Ints) -> Sums:
            wanted = one * count + other
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            found: Sums = np.where(keys[at] == wanted, mean[at], 0.0)
            return found

        older_size, younger_size = self.sizes[older], self.sizes[younger]
        to_younger, to_older = of_with(older, younger), of_with(younger, older)
        equal = (to_younger + to_older) / 2
        agreed = np.where(older_size < younger_size, to_younger, np.where(older_size > younger_size, to_older, equal))
        each = np.arange(count)
        return agreed, np.where(self.sizes > 1, of_with(each, each), 1.0)


def _summed(older: Ints, younger: Ints, value: Floats | Sums, count: int) -> tuple[Ints, Ints, Sums]:
    keys, place = np.unique(older * count + younger, return_inverse=True)
    first, second = np.divmod(keys, max(count, 1))
    return first, second, np.bincount(place, value, minlength=len(keys)).astype(np.float64, copy=False)
