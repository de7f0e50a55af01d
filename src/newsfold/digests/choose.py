"""Chooses the few options that together say most of what a story says: pure optimisation, knowing nothing of articles.

The value of a set is the weight of the words it covers, each counted once and at the quality of the best option that
has it, less what the options repeat of each other. Coverage of this kind is submodular, so taking the best next option
gets within 1 - 1/e of the optimum (Nemhauser, Wolsey and Fisher 1978; for digests: Lin and Bilmes 2011, "A Class of
Submodular Functions for Document Summarization"); exchanging one option at a time afterwards mends what greed spoiled.
All options are valued at once in one pass over arrays, which beats a lazy queue at every size met here and gives the
same choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.intp]
_Bools = npt.NDArray[np.bool_]

# What two options share counts against the later one beyond this share of the lighter one's weight: any two reports of
# one event share its names.
_SHARED_FREELY = 0.41
# How much of an option's weight is lost when all of it is repeated: so much that a repeat comes last.
_REPETITION = 1.0
# Two options with this much of their joint weight in common, silent units apart, say the same; the second is never shown.
_SAME = 0.8
# Exchanges end by themselves, since each raises the value; this bounds the time when rounding makes two sets equal.
_MOST_EXCHANGES = 20
# Other beginnings that are tried. On 200 real stories 14 were below .98 of the optimum without any (.875 the worst); six
# reach what all do. Large sets, where greed is near it anyway, get fewer: so many words are looked at in all of them.
_BEGINNINGS = 8
_WORK = 150_000
_WORDS_GIVEN = 8  # in a reason: as many as a reader takes in
_TINY = 1e-9
# Units whose name begins so count as all do, and are never named in a reason; no word holds a control character.
SILENT = "\0"


@dataclass(frozen=True, slots=True)
class Option:
    """Something that could be shown. Of one voice only one is; `lineage` is whose account it is; `quality` is above 0.

    An option of a later `tier` is taken only when those of earlier tiers are used up. One that adds less than a share
    `of_weightiest` of what the weightiest of its tier does, or `of_middling` of what the middling one does, is not shown.
    """

    voice: str
    lineage: str
    words: frozenset[str]
    quality: float = 1.0
    tier: int = 0
    of_weightiest: float = 0.0
    of_middling: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """An option that was chosen: which, what it adds to those before it, and the words that it is first to bring."""

    index: int
    gain: float
    words: tuple[str, ...]


def choose(
    options: Sequence[Option], weights: Mapping[str, float], most: int, *, told: Iterable[str] = ()
) -> list[Choice]:
    """Choose at most so many options, best first: one of a voice, and none of a lineage twice while another could
    speak.

    `weights` says what covering a word is worth (a word without weight is worth nothing); `told` are words that the
    reader has already (the headline), worth half. Options of equal value are taken in their order. Fewer are chosen
    where voices run out, or where what is left says again what is shown.
    """
    if not options or most < 1:
        return []
    field = Objective(options, weights, told)
    chosen = field.best(most)
    said = [option.words for option in options]
    found = field.explained(chosen, said, weights)
    worth = [choice.index for choice in _enough(found, options)]
    # Where a lineage is heard twice all others are heard, and none of them is to fall silent.
    all_are_heard = len({options[choice.index].lineage for choice in found}) < len(found)
    if all_are_heard or len(worth) == len(found):
        return found
    return field.explained(field.mended(worth), said, weights)


def _enough(found: Sequence[Choice], options: Sequence[Option]) -> Iterator[Choice]:
    """Pass over what adds too little beside others of its tier; another language shares few words with those of the first."""
    added: dict[int, list[float]] = {}
    for choice in found:
        added.setdefault(options[choice.index].tier, []).append(choice.gain)
    for choice in found:
        option = options[choice.index]
        gains = added[option.tier]
        if choice.gain >= max(option.of_weightiest * gains[0], option.of_middling * gains[len(gains) // 2]):
            yield choice


class Objective:
    """What a set of options is worth, and the search for the best: row after row the numbers of their words, as arrays.

    `rows[i]` are the words of option i, each of `weights` and told at `quality[i]`; `repeats` says what two lose together.
    """

    def __init__(self, options: Sequence[Option], weights: Mapping[str, float], told: Iterable[str]) -> None:
        vocabulary = {
            word: number for number, word in enumerate(sorted(w for w, weight in weights.items() if weight > 0))
        }
        # One word of no weight stands in each row, since a row that is empty has no place in a sum over rows.
        rows = [
            [len(vocabulary), *sorted(vocabulary[w] for w in option.words if w in vocabulary)] for option in options
        ]
        self.words: _Ints = np.fromiter((word for row in rows for word in row), np.intp)
        self.starts: _Ints = np.cumsum([0, *map(len, rows[:-1])])
        self.rows: list[_Ints] = [np.array(row, np.intp) for row in rows]
        self.lengths: _Ints = np.array([len(row) for row in rows], np.intp)
        self.weights: _Floats = np.array([*(weights[word] for word in vocabulary), 0.0])
        self.weights[[vocabulary[word] for word in told if word in vocabulary]] *= 0.5
        spoken = np.array([*(word[:1] != SILENT for word in vocabulary), False])
        self._spoken: _Floats = np.where(spoken, self.weights, 0.0)
        self._spoken_masses: _Floats = self._sums(self._spoken[self.words])
        self.quality: _Floats = np.array([option.quality for option in options])
        self.masses: _Floats = self._sums(self.weights[self.words])
        self.voices = _numbered(option.voice for option in options)
        self.lineages = _numbered(option.lineage for option in options)
        self.tiers: _Ints = np.array([option.tier for option in options], np.intp)
        self._repeats: dict[int, tuple[_Floats, _Bools]] = {}

    def _sums(self, values: _Floats) -> _Floats:
        sums: _Floats = np.add.reduceat(values, self.starts)
        return sums

    def covered(self, chosen: Sequence[int]) -> _Floats:
        """At what quality each word is told by the chosen; 0 where it is not."""
        best = np.zeros(len(self.weights))
        for index in chosen:
            best[self.rows[index]] = np.maximum(best[self.rows[index]], self.quality[index])
        return best

    def repeats(self, index: int) -> tuple[_Floats, _Bools]:
        """What each option loses beside an option for saying part of it again, and which options say the same."""
        if index not in self._repeats:
            shared, spoken = self._shared(index, self.weights), self._shared(index, self._spoken)
            lighter = np.maximum(np.minimum(self.masses, self.masses[index]), _TINY)
            joint = np.maximum(self._spoken_masses + self._spoken_masses[index] - spoken, _TINY)
            worth = self.quality * self.masses
            loss = np.maximum(shared / lighter - _SHARED_FREELY, 0.0) * np.minimum(worth, worth[index])
            self._repeats[index] = _REPETITION * loss, spoken / joint >= _SAME
        return self._repeats[index]

    def _shared(self, index: int, weights: _Floats) -> _Floats:
        """The weight of what each option has in common with one."""
        has = np.zeros(len(weights))
        has[self.rows[index]] = weights[self.rows[index]]
        return self._sums(has[self.words])

    def value(self, chosen: Sequence[int]) -> float:
        """What is maximised: the weight of each word at the best quality it is told, less what each two repeat."""
        lost = sum(self.repeats(one)[0][other] for one, other in combinations(chosen, 2))
        return float(self.weights @ self.covered(chosen) - lost)

    def values(self, chosen: Sequence[int]) -> _Floats:
        """What each option would add to the chosen; minus infinity for those whose voice or words are there already."""
        values = self.gains(chosen)
        for index in chosen:
            loss, same = self.repeats(index)
            values -= loss
            values[same | (self.voices == self.voices[index])] = -np.inf
        return values

    def gains(self, chosen: Sequence[int]) -> _Floats:
        """What each option would cover that the chosen do not."""
        missing = np.repeat(self.quality, self.lengths) - self.covered(chosen)[self.words]
        return self._sums(self.weights[self.words] * np.maximum(missing, 0.0))

    def best(self, most: int) -> list[int]:
        """Choose greedily and mend by exchanges; then begin again with each of the options that promise most.

        A beginning is forced and may be exchanged later. Of sets that let as many lineages speak the most valuable is taken.
        """
        plain = self.exchanged(self.greedy(most))
        begun = [self.exchanged(self.greedy(most, [first])) for first in self._beginnings(plain)]
        found = [plain, *begun]
        lineages = max(len(set(self.lineages[chosen])) for chosen in found)
        fair = [chosen for chosen in found if len(set(self.lineages[chosen])) == lineages]
        return max(fair, key=lambda chosen: round(self.value(chosen), 6))

    def mended(self, left: list[int]) -> list[int]:
        """Choose as many as are left of a choice anew, by exchanges and from the start; each tier keeps its number of places."""
        kept = self.exchanged(left)
        anew = self.best(len(left))
        as_fair = len(set(self.lineages[anew])) >= len(set(self.lineages[kept]))
        alike = sorted(self.tiers[anew]) == sorted(self.tiers[left])
        return anew if alike and as_fair and self.value(anew) > self.value(kept) + _TINY else kept

    def _beginnings(self, chosen: Sequence[int]) -> list[int]:
        """Other options of the earliest tier, the most valuable first; as many as there is work allowed for."""
        tries = int(_WORK // max(len(self.words) * max(len(chosen), 1) ** 2, 1))
        order = np.lexsort((-self.quality * self.masses, self.tiers))
        return [int(at) for at in order if self.tiers[at] == self.tiers.min() and at != chosen[0]][
            : min(tries, _BEGINNINGS)
        ]

    def greedy(self, most: int, begun: Sequence[int] = ()) -> list[int]:
        chosen = list(begun)
        while len(chosen) < most:
            values = self.values(chosen)
            fresh = np.where(np.isin(self.lineages, self.lineages[chosen]), -np.inf, values)
            best = self._best(fresh)
            if fresh[best] == -np.inf:
                if (freed := self._with_one_more_lineage(chosen)) is not None:
                    chosen = freed
                    continue
                best = self._best(values)
                if values[best] <= 0:
                    break
            chosen.append(best)
        return chosen

    def _best(self, values: _Floats) -> int:
        """The best option of the earliest tier that has any, the first of equals."""
        open_tiers = self.tiers[values > -np.inf]
        if not open_tiers.size:
            return 0
        return int(np.argmax(np.where(self.tiers == open_tiers.min(), values, -np.inf)))

    def _with_one_more_lineage(self, chosen: list[int]) -> list[int] | None:
        """Let one more lineage speak by giving chosen voices another of theirs (Kuhn 1955); None if that cannot be.

        What says the same as a chosen option may take its place where that one gives way, so all are tried first.
        """
        if not chosen or len(set(self.lineages[chosen])) < len(chosen):
            return None
        said = np.any([self.repeats(index)[1] for index in chosen], axis=0)
        said[chosen] = False
        for barred in (np.zeros_like(said), said):
            freed = self._augmented(chosen, barred)
            if freed and not any(self.repeats(one)[1][other] for one, other in combinations(freed, 2)):
                return freed
        return None

    def _augmented(self, chosen: list[int], barred: _Bools) -> list[int] | None:
        held = {int(self.lineages[index]): index for index in chosen}
        best: dict[int, dict[int, int]] = {}
        for index in map(int, np.lexsort((-self.quality * self.masses, self.tiers))):
            if not barred[index]:
                best.setdefault(int(self.voices[index]), {}).setdefault(int(self.lineages[index]), index)
        silent = [voice for voice in best if voice not in set(self.voices[chosen])]
        if not any(_find_place(voice, best, held, set(), self.voices) for voice in silent):
            return None
        return sorted(held.values(), key=lambda index: (index not in chosen, index))

    def exchanged(self, chosen: list[int]) -> list[int]:
        """Exchange one option for a better one as long as that helps and no lineage comes to speak twice by it."""
        for _ in range(_MOST_EXCHANGES):
            gain, earliest, index = max((self._exchange(chosen, at) for at in range(len(chosen))), default=(0.0, 0, 0))
            if gain <= _TINY:
                break
            chosen = [*chosen[:-earliest], index, *chosen[1 - earliest :]]
        return chosen

    def _exchange(self, chosen: list[int], at: int) -> tuple[float, int, int]:
        others = chosen[:at] + chosen[at + 1 :]
        values = self.values(others)
        taken = np.isin(self.lineages, self.lineages[others]) & (self.lineages != self.lineages[chosen[at]])
        values[taken | (self.tiers > self.tiers[chosen[at]])] = -np.inf
        best = int(np.argmax(values))
        return float(values[best] - values[chosen[at]]), -at, best

    def explained(
        self, chosen: list[int], names: Sequence[frozenset[str]], weights: Mapping[str, float]
    ) -> list[Choice]:
        """Put the chosen in the order of what each adds, with what it is the first to bring, the weightiest first."""
        left, placed, told, choices = list(chosen), list[int](), set[str](), list[Choice]()
        while left:
            gains = self.gains(placed)
            best = max(left, key=lambda index: (gains[index], -index))
            named = (w for w in names[best] - told if w[0] != SILENT and weights.get(w, 0) > 0)
            new = sorted(named, key=lambda w: (-weights[w], w))
            choices.append(Choice(best, round(float(gains[best]), 4), tuple(new[:_WORDS_GIVEN])))
            left.remove(best)
            placed.append(best)
            told |= names[best]
        return choices


def _find_place(
    voice: int, best: Mapping[int, Mapping[int, int]], held: dict[int, int], tried: set[int], voices: _Ints
) -> bool:
    for lineage, index in best.get(voice, {}).items():
        if lineage in tried:
            continue
        tried.add(lineage)
        if lineage not in held or _find_place(int(voices[held[lineage]]), best, held, tried, voices):
            held[lineage] = index
            return True
    return False


def _numbered(names: Iterable[str]) -> _Ints:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.intp)
