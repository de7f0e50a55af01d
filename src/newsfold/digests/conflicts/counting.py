"""Says what a figure of a sentence counts, which values it allows, and whether it is a part of something larger.

Reads words beside a figure by the lists of conflicts.toml; knows nothing of other sentences or articles.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.conflictwords import Found, families
from newsfold.text.numbers import Number
from newsfold.text.tokens import terms

# How far, in words, a figure stands from what it counts: "five of the badly injured passengers later died".
_BEHIND, _BEFORE = 6, 4
_BARE_BEHIND = 2
_MEASURE_BEHIND, _MEASURE_BEFORE = 4, 9
_LONGEST_PHRASE = 4
_PARTIAL_WORDS = 4
_EARLIER_WORDS = 4
# "About 200" and 208 are one figure; "some 20" and 45 are not.
_ABOUT = 0.2
# "About 180,000" is told more exactly.
_ABOUT_TWO_DIGITS = 0.1
# A large figure that is not said to be about is as exact as its last digit that is not zero, but never vaguer than a tenth.
_LARGE, _ROUNDED = 100, 0.1
_RANGE = re.compile(r"\s*(?:-|–|—|to|or|and|bis|oder|a|o|y|à|ou|et|und)\s*", re.IGNORECASE)
_ANDS = (("and",), ("und",), ("y",), ("et",))
_CREWS = frozenset(["crew", "besatzung", "besatzungsmitglieder", "tripulantes", "tripulacion", "equipage"])
_AND = frozenset(["and", "y", "et", "und"])
_BETWEEN = (("between",), ("zwischen",), ("entre",))
# "Two of the four": a part of what the sentence speaks of, and the whole of which it is a part; "2 to 1" is a score.
_NOT_COUNTED_BEHIND = (("of",), ("von",), ("to",), ("der",), ("des",))
WHOLES_COUNTED = (("of",), ("der",), ("von",), ("de",))
_WHOLE_WORDS = 3
_WHOLES = (("of",), ("von",), ("of", "the"), ("of", "those"), ("von", "den"), ("de", "los"), ("de", "las"))
_OF_PERCENT = frozenset(["turnout", "inflation", "unemployment", "offer"])


class Bounds(NamedTuple):
    """The values that a figure allows, both ends included."""

    low: float
    high: float

    def disjoint(self, other: Bounds) -> bool:
        return self.high < other.low or other.high < self.low


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure, the words `first` to `end` that it takes in its sentence, and the words from `start` to `stop` beside it, up to
    the figures before and behind."""

    sentence: Sentence
    number: Number
    first: int
    end: int
    start: int = 0
    stop: int = 0

    @property
    def value(self) -> float:
        return self.number.value or 0.0

    @property
    def clause(self) -> tuple[int, int]:
        words = self.sentence.words
        first = next((place for place in range(self.first, 0, -1) if words[place].parted), 0)
        return first, next((place for place in range(self.end, len(words)) if words[place].parted), len(words))

    @property
    def ends_clause(self) -> bool:
        return self.end == len(self.sentence.words) or self.sentence.words[self.end].parted

    @property
    def behind(self) -> tuple[str, ...]:
        return self.sentence.keys[self.end : self.end + 1]


def placed(sentence: Sentence, amounts: Sequence[Number]) -> Iterator[Placed]:
    """Find the words of each amount; the ends of a range ("four or five") and members of a list ("16, 17 and 18") are left out."""
    words = sentence.words
    starts = [word.start for word in words]
    found: list[tuple[Number, int, int]] = []
    for amount in amounts:
        first, end = bisect(starts, amount.range.start), bisect(starts, amount.range.end)
        if (
            first and words[first - 1].end > amount.range.start
        ):  # "$5m": the word begins behind the sign, or before the figure
            first -= 1
        if amount.value is not None and first < end and amount.range.end <= sentence.range.end:
            found.append((amount, first, end))
    listed = {place for place, pair in enumerate(pairwise(found)) if _is_listed(sentence, *pair)}
    for place, (amount, first, end) in enumerate(found):
        if not {place, place - 1} & listed:
            start = found[place - 1][2] if place else 0
            stop = found[place + 1][1] if place + 1 < len(found) else len(words)
            yield Placed(sentence, amount, first, end, start, stop)


def bisect(starts: Sequence[int], offset: int) -> int:
    return next((place for place, start in enumerate(starts) if start >= offset), len(starts))


def _is_listed(sentence: Sentence, one: tuple[Number, int, int], other: tuple[Number, int, int]) -> bool:
    gap = sentence.stored[one[0].range.end : other[0].range.start]
    if gap.strip() == ",":
        # "16, 17 and 18" is a list; "a magnitude of 6.4, three tenths more" is none.
        return _in_digits(sentence, one[0]) == _in_digits(sentence, other[0])
    match = _RANGE.fullmatch(gap)
    if match is None:
        return False
    return match[0].strip().lower() not in _AND or one[0].unit is None or sentence.keys[one[1] - 1 : one[1]] in _BETWEEN


def _is_whole(figure: Placed) -> bool:
    """Tell whether a figure is the 31 of "six of the 31 wagons left the tracks"."""
    between = figure.sentence.keys[figure.start : figure.first]
    counted = family(figure)[0] in families("counted_in_wholes")
    return counted and 0 < len(between) <= _WHOLE_WORDS and between[:1] in WHOLES_COUNTED


def _in_digits(sentence: Sentence, number: Number) -> bool:
    return any(c.isdigit() for c in number.range.of(sentence.stored))


def is_part(figure: Placed, stop: int) -> bool:
    """Tell whether a figure counts a part ("two of them", "another three") or the whole that a part is taken of."""
    keys, lists = figure.sentence.keys, figure.sentence.lists
    # "Six of the 31 wagons left the tracks": whatever happened to a part of a whole is counted in full.
    if figure.behind in WHOLES_COUNTED and family(figure)[0] in families("counted_in_wholes"):
        return False
    if figure.behind in (_NOT_COUNTED_BEHIND if figure.number.unit is None else _NOT_COUNTED_BEHIND[:2]):
        return True
    # "42 of the 93": the whole of which a figure in front is the part; "the cancellation of 140" is none.
    if figure.start and ((keys[figure.start : figure.first] in _WHOLES and not family(figure)[0]) or _is_whole(figure)):
        return True
    first, last = figure.clause
    near, opening = max(figure.first - _PARTIAL_WORDS, first), figure.first - bound_length(figure)
    return lists.partial.has(keys, near, opening) or lists.partial.has(
        keys, figure.end, min(max(stop, figure.end + 2), last)
    )


def family(figure: Placed) -> tuple[str, int]:
    """Find the nearest word of a family on either side of a figure, and where it ends if it stands behind."""
    first, last = figure.clause
    first, whole = max(first, figure.start), last
    last = min(last, figure.stop)
    behind, before = _counted(figure, last), _before(figure, first)
    if figure.behind in WHOLES_COUNTED and behind is None is before:
        behind = _counted(figure, whole)
        behind = behind if behind and behind[1] in families("counted_in_wholes") else None
    if behind and (before is None or behind[0] <= before[0]):
        return behind[1], behind[2]
    if before:
        return before[1], figure.end
    lists, keys = figure.sentence.lists, figure.sentence.keys
    near = lists.measured.find(
        keys, max(first, figure.first - _MEASURE_BEFORE), min(last, figure.end + _MEASURE_BEHIND)
    )
    return next((found.label for found in near), ""), figure.end


def _counted(figure: Placed, last: int) -> tuple[int, str, int] | None:
    lists, keys = figure.sentence.lists, figure.sentence.keys
    found = next(lists.counted.find(keys, figure.end, min(last, figure.end + _BEHIND + _LONGEST_PHRASE)), None)
    if found is None or found.start - figure.end > _BEHIND:
        return None
    # "140 departures and arrivals have been cancelled" is one count, "ten were shot and one killed" are two.
    begins = figure.end + 2 if keys[figure.end] in lists.persons else figure.end
    joined = not lists.joints.isdisjoint(keys[begins : found.start])
    # "Two very different stories of the missing" counts no missing.
    bare = figure.number.unit is None and figure.behind not in WHOLES_COUNTED
    loose = bare and found.start - figure.end > _BARE_BEHIND
    return None if joined or loose else (found.start - figure.end, found.label, found.end)


def _before(figure: Placed, first: int) -> tuple[int, str] | None:
    lists, keys = figure.sentence.lists, figure.sentence.keys
    length = bound_length(figure)
    best: tuple[int, str] | None = None
    near = max(first, figure.first - length - _BEFORE - _LONGEST_PHRASE)
    for found in lists.before.find(keys, near, figure.first - length):
        gap = figure.first - length - found.end
        # "Five were killed and roughly 100 injured": what stands before "and" has its figure.
        joined = not lists.joints.isdisjoint(keys[found.end : figure.first - length])
        if 0 <= gap <= _BEFORE and not joined:
            best = (gap, found.label)
    return best


def key_of(figure: Placed, family_: str) -> str | None:
    """Name the quantity; None where the figure measures something else than the family counts, or nothing that is named."""
    unit, lists = figure.number.unit, figure.sentence.lists
    if not family_:
        # Sums and shares are of too many things to be compared by their unit.
        counts = unit is not None and unit[0].isalpha() and unit != "yuan" and not unit.startswith("year-")
        return f"of {unit.removesuffix('s')}" if counts and unit else None
    # "241 passengers and nine crew" and "250 people aboard" are one.
    if family_ == "aboard" and unit in families("passengers") and not _with_crew(figure):
        return "aboard passengers"
    if family_ in families("persons_families"):
        if unit is None or unit in lists.persons or _names(unit, family_, figure):
            return family_
        counts = unit[0].isalpha() and unit not in families("measures")
        return f"{family_} {' '.join(terms(unit, lists.lang)) or unit}" if counts else None
    if family_ in _OF_PERCENT:
        return family_ if unit == "%" else None
    # "Magnitude 6.1 struck": the word behind is no unit.
    named = unit is None or lists.measured.has(figure.sentence.keys, figure.first - 1, figure.first)
    other = (family_ == "magnitude" and not named) or (family_ == "derailed" and unit in lists.persons)
    return None if other else family_


def _with_crew(figure: Placed) -> bool:
    """Tell whether a number of passengers is one of "passengers and crew"."""
    keys = figure.sentence.keys
    return keys[figure.end + 1 : figure.end + 2] in _ANDS and not _CREWS.isdisjoint(
        keys[figure.end + 2 : figure.end + 3]
    )


def _names(unit: str, family_: str, figure: Placed) -> bool:
    lists = figure.sentence.lists
    return any(found.label == family_ for table in (lists.counted, lists.before) for found in table.find((unit,)))


def bound_length(figure: Placed) -> int:
    """Count the words in front that bound a figure: 2 for "at least"."""
    found = _bound(figure)
    return found.end - found.start if found else 0


def _bound(figure: Placed) -> Found | None:
    near = figure.sentence.lists.bounds.find(figure.sentence.keys, figure.first - _LONGEST_PHRASE, figure.first)
    return next((found for found in near if found.end == figure.first), None)


def bounds(figure: Placed) -> Bounds:
    """Read the values that a figure allows."""
    value, found = figure.value, _bound(figure)
    label = found.label if found else ""
    if label == "at_least":
        return Bounds(value - _slack(value), math.inf)
    if label == "at_most":
        return Bounds(-math.inf, value + _slack(value))
    slack = abs(value) * _about(value) if label == "about" else _slack(value)
    return Bounds(value - slack, value + slack)


def _about(value: float) -> float:
    one_digit = len(f"{value:.5e}".partition("e")[0].rstrip("0").replace(".", "")) == 1
    return _ABOUT if one_digit or abs(value) < _LARGE else _ABOUT_TWO_DIGITS


def _slack(value: float) -> float:
    """How far a figure may be rounded: half a unit of its last digit that is not zero."""
    if abs(value) < _LARGE:
        return 0.0
    mantissa, _, exponent = f"{value:.5e}".partition("e")
    decimals = len(mantissa.rstrip("0").partition(".")[2])
    return float(min(0.5 * 10.0 ** (int(exponent) - decimals), abs(value) * _ROUNDED))


def is_earlier(figure: Placed) -> bool:
    """Tell whether the words before a figure call it an old one, or not so ("up from three", "not the nineteen")."""
    opening = figure.first - bound_length(figure)
    return figure.sentence.lists.earlier.has(figure.sentence.keys, max(opening - _EARLIER_WORDS, figure.start), opening)
