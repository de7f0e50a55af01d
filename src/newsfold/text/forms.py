"""Tells which words are forms of one: the word itself, its stem, and what a short ending makes of it ("Venezuelan", "Venezuela").

Decided by spelling alone, so that a query in one language finds the name in articles of another. Short words take only endings
that make nothing but a belonging.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final

from newsfold.text.tokens import terms

# Two words are forms of one when both are the same but for such an ending: "venezuela" and "venezuelan", "berlin" and "berliner",
# "iran" and "iranian"; "contra" and "contract", "maduro" and "madurez" are not.
_ENDINGS: Final = frozenset(
    {"", "s", "es", "n", "an", "ian", "ns", "ans", "ians", "e", "en", "er", "ern", "i", "y", "o", "a", "os", "as"}
    | {"ano", "ana", "anos", "anas", "no", "na", "ish", "ese", "isch", "ische", "ischen", "ischer", "isches", "sch"}
)
_BELONGING: Final = frozenset(["ian", "ians", "isch", "ische", "ischen", "ischer", "isches"])
_COMMON_FRONT: Final = 5
_SHORT_FRONT: Final = 4


def keys_of(word: str, languages: Iterable[str]) -> frozenset[str]:
    """Give a folded word and its stems in some languages (ISO 639-1)."""
    return frozenset({word, *(term for lang in (None, *languages) for term in terms(word, lang))})


def front_of(word: str) -> str:
    """Give what every longer form of a folded word begins with; a word too short to have forms is its own front.

    >>> front_of("maduro"), front_of("un")
    ('madu', 'un')
    """
    return word[:_SHORT_FRONT]


def forms_of(word: str, languages: Sequence[str], vocabulary: Iterable[str]) -> frozenset[str]:
    """Give the words of a vocabulary that are forms of a folded word.

    >>> sorted(forms_of("venezuela", [], ["venezuelan", "venezuelans", "venezia", "venezuela"]))
    ['venezuela', 'venezuelan', 'venezuelans']
    """
    keys = keys_of(word, languages)
    near = {key for key in keys if len(key) >= _SHORT_FRONT}
    fronts = tuple(key[:_SHORT_FRONT] for key in near)
    return frozenset(
        term
        for term in vocabulary
        if term in keys or (term.startswith(fronts) and any(_is_form(term, key) for key in near))
    )


def of_one_stem(word: str, languages: Iterable[str], vocabulary: Iterable[str]) -> frozenset[str]:
    """Give the words of a vocabulary of unstemmed words that have the stem of a folded word in one of some languages.

    >>> sorted(of_one_stem("ferries", ["en", "de"], ["ferry", "ferrous"]))
    ['ferry']
    """
    stems = {(lang, term) for lang in languages for term in terms(word, lang)}
    return frozenset(
        other for other in vocabulary if any((lang, term) in stems for lang in languages for term in terms(other, lang))
    )


def _is_form(one: str, other: str) -> bool:
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    if common >= _COMMON_FRONT:
        return {one[common:], other[common:]} <= _ENDINGS
    return (
        common >= _SHORT_FRONT and "" in (one[common:], other[common:]) and one[common:] + other[common:] in _BELONGING
    )
