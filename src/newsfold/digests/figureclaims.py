"""Reads what figures of a sentence count: the quantity, the bounds of the value, and what narrows it.

Two figures can be compared only where their keys, scopes and moods are equal; what cannot be read for certain is left out.
Whether two figures disagree is decided by `figureconflicts`.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from newsfold.digests.claims import Sentence
from newsfold.digests.conflictwords import Found, families, words_of
from newsfold.model import Article, Range
from newsfold.text.numbers import Number, numbers
from newsfold.text.tokens import terms

# How far, in words, a figure stands from what it counts: "five of the injured passengers later died" is the longest seen.
_BEHIND, _AHEAD = 6, 4
_BOUND_WORDS = 4
_PARTIAL_WORDS = 4
# "About 200" and 208 are one figure; "some 20" and 45 are not.
_ABOUT = 0.2
# A large figure that is not said to be about is as exact as its last digit that is not zero, but never vaguer than a tenth.
_LARGE, _ROUNDED = 100, 0.1


# "In Velmar, Sund and Orrin": a figure for several places is not that of one.
_NAME = r"[^\W\d_a-z]\w+(?: [^\W\d_a-z]\w+)*"
_SEVERAL = re.compile(
    rf"{_NAME}, {_NAME},? (?:and|und|y|et|e|&) {_NAME}|{_NAME}, {_NAME}, {_NAME}|\b[Ii]n {_NAME} and {_NAME}"
)


class Bounds(NamedTuple):
    """The values that a figure allows, both ends included."""

    low: float
    high: float

    def disjoint(self, other: Bounds) -> bool:
        return self.high < other.low or other.high < self.low


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence and the quantity that it is of.

    `family` is one of the tables' or empty; `key` adds what part of it ("dead:sailor"). `context` are the terms of the
    clause. `source` names whoever gives the figure. `earlier` says that the sentence itself calls the figure an old one.
    """

    sentence: Sentence
    mark: Range
    key: str
    family: str
    bounds: Bounds
    value: float
    context: frozenset[str]
    scope: frozenset[str]
    source: frozenset[str]
    names: frozenset[str]
    earlier: bool = False
    contrasted: bool = False


# "Two of the four": a part of what the sentence speaks of.
_PARTS = (("of",), ("von",))
_WHOLES = (("of", "the"), ("of", "those"), ("von", "den"), ("de", "los"), ("de", "las"))


class _Place(NamedTuple):
    """A number and the words it takes in its sentence."""

    number: Number
    first: int
    end: int


def figures(article_sentences: Sequence[Sentence]) -> list[Figure]:
    """Read the figures of one article's sentences, in their order."""
    found: list[Figure] = []
    for field in ("title", "text"):
        chosen = [one for one in article_sentences if one.field == field]
        if not chosen:
            continue
        stored = chosen[0].stored[: chosen[-1].range.end]
        amounts = numbers(stored, chosen[0].article.lang)
        starts = [amount.range.start for amount in amounts]
        for sentence in chosen:
            here = amounts[bisect_left(starts, sentence.range.start) : bisect_left(starts, sentence.range.end)]
            if here:
                found += _of_sentence(sentence, here, found)
    return found


def _of_sentence(sentence: Sentence, amounts: Sequence[Number], before: Sequence[Figure]) -> list[Figure]:
    places = list(_places(sentence, amounts))
    found: list[Figure] = []
    for number, place in enumerate(places):
        if any(_is_range(sentence, *pair) for pair in pairwise(places[max(number - 1, 0) : number + 2])):
            continue
        start = places[number - 1].end if number else 0
        end = places[number + 1].first if number + 1 < len(places) else len(sentence.words)
        figure = _figure(sentence, place, start, end)
        if figure is not None:
            found.append(figure)
    return found


_RANGE = re.compile(r"\s*(?:-|–|—|to|or|and|bis|oder|a|o|y|à|ou|et)\s*", re.IGNORECASE)
_BETWEEN = frozenset(["between", "zwischen", "entre", "from", "de", "von"])


def _is_range(sentence: Sentence, one: _Place, other: _Place) -> bool:
    """Tell whether two figures side by side are the ends of one: "four or five", "10-15", "between ten and twelve"."""
    gap = sentence.stored[one.number.range.end : other.number.range.start]
    match = _RANGE.fullmatch(gap)
    if match is None:
        return False
    joint = match[0].strip().lower()
    return joint not in {"and", "y", "et"} or sentence.keys[one.first - 1 : one.first][:1] in [
        (word,) for word in _BETWEEN
    ]


def _places(sentence: Sentence, amounts: Sequence[Number]) -> Iterator[_Place]:
    starts = [word.start for word in sentence.words]
    for amount in amounts:
        first = bisect_left(starts, amount.range.start)
        end = bisect_left(starts, amount.range.end)
        if amount.value is None or amount.range.end > sentence.range.end:
            continue
        if first < end and sentence.words[end - 1].end >= amount.range.end - 1:
            yield _Place(amount, first, end)
        elif first and starts[first - 1] <= amount.range.start:  # "$5m": the sign stands before the word
            yield _Place(amount, first - 1, max(end, first))


def _figure(sentence: Sentence, place: _Place, start: int, end: int) -> Figure | None:
    family, stop = _family(sentence, place, start, end)
    unit = place.number.unit
    key = _key(family, unit, sentence.article)
    lists, keys = sentence.lists, sentence.keys
    if key is None or place.number.value is None or (place.number.value == 1 and (not family or sentence.place > 0)):
        return None
    if keys[place.first - 1 : place.first] in _PARTS or keys[max(place.first - 2, 0) : place.first] in _WHOLES:
        return None
    if (
        place.number.unit is None
        and place.end < len(keys)
        and sentence.stored[place.number.range.end] == ","
        and keys[place.end].isdigit()
    ):
        return None
    first, last = _clause(sentence, place)
    near = max(place.first - _PARTIAL_WORDS, first)
    if lists.partial.has(keys, near, min(max(stop, place.end + 2), last)):
        return None
    moods = frozenset(found.label for found in lists.moods.find(keys, first, last))
    if "supposed" in moods:
        return None
    scope = moods | {found.label for found in lists.scopes.find(keys)}
    if family == "dead" and lists.culprit.has(keys):
        scope |= {"culprit"}
    if "past" in scope or other_time(sentence) or not sentence.tells:
        return None
    words = sentence.words
    bounds, opening = _bounds(sentence, place)
    clause = sentence.stored[words[first].start : words[last - 1].end]
    if keys[place.end : place.end + 1] in _PARTS or (
        keys[place.end : place.end + 1] == ("to",) and place.number.unit is None
    ):
        return None
    if _SEVERAL.search(sentence.text) and family:
        scope |= {"several"}
    return Figure(
        sentence=sentence,
        mark=Range(
            min(words[opening].start, place.number.range.start),
            max(place.number.range.end, words[max(stop, place.end) - 1].end),
        ),
        key=key,
        family=family,
        bounds=bounds,
        value=place.number.value,
        context=frozenset(terms(clause, sentence.article.lang)),
        scope=scope,
        source=sentence.source,
        names=sentence.names_among(first, last) or sentence.names,
        earlier=lists.earlier.has(keys, max(opening - 4, first), opening),
    )


def _key(family: str, unit: str | None, article: Article) -> str | None:
    """Name the quantity; None where the figure measures something else than the family counts."""
    lists = words_of(article.lang)
    if not family:
        counts = unit and unit[0].isalpha() and not unit.startswith("year-") and unit not in families("measures")
        return f"of {unit.removesuffix('s')}" if counts and unit else None
    if family in families("persons_families"):
        if unit is None or unit in lists.persons or _is_of(unit, family, article):
            return family
        return None if unit in families("measures") or not unit[0].isalpha() else f"{family} {_stem(unit, article)}"
    if family in ("turnout", "inflation", "unemployment"):
        return family if unit == "%" else None
    if family == "magnitude":
        return family if unit is None else None
    return family


def _is_of(unit: str, family: str, article: Article) -> bool:
    lists = words_of(article.lang)
    return any(found.label == family for table in (lists.counted, lists.before) for found in table.find((unit,)))


def _stem(unit: str | None, article: Article) -> str:
    return " ".join(terms(unit or "", article.lang)) or (unit or "")


def _family(sentence: Sentence, place: _Place, start: int, end: int) -> tuple[str, int]:
    """Find the nearest word of a family on either side of a figure, and where it ends if it stands behind."""
    lists, keys, words = sentence.lists, sentence.keys, sentence.words
    best: tuple[int, str, int] | None = None
    ahead = next((i for i in range(place.end, end) if words[i].parted and i > place.end - 1), end)
    for found in lists.counted.find(keys, place.end, min(ahead, place.end + _BEHIND + 3)):
        gap = found.start - place.end
        if gap <= _BEHIND and lists.joints.isdisjoint(keys[place.end : found.start]):
            best = (gap, found.label, found.end)
            break
    behind = next((i for i in range(place.first, start, -1) if words[i].parted), start)
    for found in lists.before.find(keys, max(behind, place.first - _AHEAD - 4), place.first):
        gap = place.first - found.end - _bound_length(sentence, place.first)
        if 0 <= gap <= _AHEAD and (best is None or gap < best[0]):
            best = (gap, found.label, place.end)
    if best is None:
        for found in lists.measured.find(keys, max(behind, place.first - 9), min(ahead, place.end + 4)):
            best = (0, found.label, place.end)
    return (best[1], best[2]) if best else ("", place.end)


def _bound_length(sentence: Sentence, first: int) -> int:
    found = _bound(sentence, first)
    return found[1] if found else 0


def _bound(sentence: Sentence, first: int) -> tuple[str, int] | None:
    for start, end, label in sentence.lists.bounds.find(sentence.keys, first - _BOUND_WORDS, first):
        if end == first:
            return label, end - start
    return None


def _bounds(sentence: Sentence, place: _Place) -> tuple[Bounds, int]:
    """Read the values that a figure allows, and at which word its wording begins."""
    value = place.number.value or 0.0
    found = _bound(sentence, place.first)
    label, length = found or ("", 0)
    opening = place.first - length
    if label == "at_least":
        return Bounds(value - _slack(value), math.inf), opening
    if label == "at_most":
        return Bounds(-math.inf, value + _slack(value)), opening
    slack = abs(value) * _ABOUT if label == "about" else _slack(value)
    return Bounds(value - slack, value + slack), opening


def _slack(value: float) -> float:
    """How far a figure may be rounded: half a unit of its last digit that is not zero."""
    if abs(value) < _LARGE:
        return 0.0
    digits = f"{abs(value):.6g}"
    mantissa, _, exponent = f"{float(digits):e}".partition("e")
    decimals = len(mantissa.rstrip("0").partition(".")[2])
    return min(0.5 * 10.0 ** (int(exponent) - decimals), abs(value) * _ROUNDED)


def _clause(sentence: Sentence, place: _Place) -> tuple[int, int]:
    words = sentence.words
    first = next((i for i in range(place.first, 0, -1) if words[i].parted), 0)
    last = next((i for i in range(place.end, len(words)) if words[i].parted), len(words))
    return first, last


def other_time(sentence: Sentence) -> bool:
    """Tell whether a sentence names another year than its article's, or a whole month that was before."""
    at, keys = sentence.article.published.at, sentence.keys
    years = [int(key) for key in keys if len(key) == 4 and key.isdigit() and 1800 <= int(key) <= 2100]
    if any(at is None or year != at.year for year in years):
        return True
    months = (found for found in sentence.lists.days.find(keys) if found.label.startswith("month"))
    return at is not None and any(
        _is_whole_month(sentence, found) and found.label != f"month {at.month}" for found in months
    )


def _is_whole_month(sentence: Sentence, found: Found) -> bool:
    near = (*sentence.keys[max(found.start - 2, 0) : found.start], *sentence.keys[found.end : found.end + 1])
    return sentence.words[found.start].raw[0].isupper() and not any(key.isdigit() for key in near)
