"""Tells what a sentence adds to sentences that were told before, in one language: new words, words newly together, other figures.

Follows what worked in the novelty track of TREC (Allan, Wade and Bolivar 2003, "Retrieval and Novelty Detection at the Sentence
Level": words that nothing earlier has beat subtler measures; Soboroff and Harman 2005). A sentence that says what one earlier
sentence says in mostly the same words is old, unless it gives another figure or the opposite.
"""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from newsfold.text.folding import fold
from newsfold.text.language import primary
from newsfold.text.numbers import numbers
from newsfold.text.tokens import terms

# Of the weight of a sentence's words, the share that one earlier sentence may have. Of 41 opening sentences of a second account of
# one event, read by eye, with .38 to .60 of their weight in one sentence of the first account, 32 told the same in other words.
_SAME: Final = 0.45
# Below this share no earlier sentence tells it; between the two, so much must be in words that are told nowhere.
_UNLIKE: Final = 0.3
_NEW_WORDS: Final = 0.35
# Words this near each other in a sentence are a pair.
_WINDOW: Final = 3
PAIR_SIGN: Final = "\x00"
"""What stands between the two words of a pair in `Addition.units`."""
_MARKS: Final = str.maketrans(dict.fromkeys('.,;:!?"“”„»«()[]', " "))


class Addition(NamedTuple):
    """What a sentence is the first to bring: words, and pairs of words that never stood together.

    `newness` is the share of the weight of its words that no single earlier sentence has, above 0 and at most 1.
    """

    units: frozenset[str]
    newness: float


@dataclass
class Told:
    """The sentences that were told: the words of each, where each word is, and which words stood near each other."""

    said: list[frozenset[str]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    pairs: set[str] = field(default_factory=set)

    def add(self, sentence: str, lang: str | None) -> None:
        found = terms(sentence, lang)
        words = frozenset(found)
        for word in words:
            self.places[word].append(len(self.said))
        self.said.append(words)
        self.written.append(sentence)
        self.pairs.update(pairs(found))

    def likeness(self, rarity: Mapping[str, float], whole: float) -> dict[int, float]:
        """Give the share of the weight of some words that each sentence has, of those that have any, by their places."""
        shared: dict[int, float] = defaultdict(float)
        for word in sorted(rarity):
            for place in self.places.get(word, ()):
                shared[place] += rarity[word] / whole
        return shared


def pairs(found: Sequence[str]) -> Iterator[str]:
    for place, word in enumerate(found):
        for other in found[place + 1 : place + 1 + _WINDOW]:
            if word != other:
                yield f"{word}{PAIR_SIGN}{other}" if word < other else f"{other}{PAIR_SIGN}{word}"


def addition(sentence: str, told: Told, lang: str | None) -> Addition | None:
    """Say what a sentence adds to what was told; None if nothing.

    >>> told = Told()
    >>> told.add("The ferry hit the pier of Orrin on Monday.", "en")
    >>> addition("On Monday the ferry hit the pier.", told, "en")
    >>> sorted(addition("Divers found a torn cable.", told, "en").units)[:2]
    ['cabl', 'cabl\\x00diver']
    """
    found = terms(sentence, lang)
    if not told.said:
        return Addition(frozenset([*found, *pairs(found)]), 1.0) if found else None
    words = sorted(frozenset(found))
    rarity = {word: math.log(1 + len(told.said) / (1 + len(told.places.get(word, ())))) for word in words}
    whole = sum(rarity.values())
    if not whole:
        return None
    shares = told.likeness(rarity, whole)
    likeness = min(max(shares.values(), default=0.0), 1.0)
    units = frozenset(
        [
            *(word for word in words if word not in told.places),
            *(pair for pair in pairs(found) if pair not in told.pairs),
        ]
    )
    alike = [told.written[place] for place, share in sorted(shares.items()) if share >= _SAME]
    if alike and _is_opposite(sentence, alike, lang):
        return Addition(units | frozenset(found), 1.0)
    if alike:
        is_new = likeness < 1 and _has_other_figure(sentence, alike, told, lang)
        return Addition(units, 1.0 - likeness) if is_new and units else None
    new = sum(rarity[word] for word in words if word not in told.places) / whole
    is_new = likeness <= _UNLIKE or new >= _NEW_WORDS
    return Addition(units, 1.0 - likeness) if is_new and units else None


def _is_opposite(sentence: str, alike: Sequence[str], lang: str | None) -> bool:
    """Whether a sentence denies what all that say mostly the same affirm, or the other way about."""
    denies = _denies(sentence, lang)
    return all(_denies(like, lang) != denies for like in alike)


def _has_other_figure(sentence: str, alike: Sequence[str], told: Told, lang: str | None) -> bool:
    """Whether a sentence gives a figure that none of those that say mostly the same has, and that was told nowhere else."""
    values = _figures(sentence, lang)
    others = frozenset().union(*(_figures(like, lang) for like in alike))
    # 26.4 is no news to who was told 26, and 26 none to who was told 26.4
    known = others | {float(round(value)) for value in others}
    return any(f"{value:g}" not in told.places for value in values if value not in known and round(value) not in others)


def _figures(sentence: str, lang: str | None) -> frozenset[float]:
    return frozenset(number.value for number in numbers(sentence, lang) if number.value is not None)


def _denies(sentence: str, lang: str | None) -> bool:
    return not _negations(primary(lang) or "").isdisjoint(fold(sentence).replace("’", "'").translate(_MARKS).split())


@cache
def _negations(lang: str) -> frozenset[str]:
    lists = tomllib.loads(resources.files(__package__).joinpath("newer.toml").read_text("utf-8"))
    return frozenset(word.strip() for word in lists.get(lang, "").split(","))
