"""Reads out of one article what grouping compares: its terms, seen in several views, its day, and how much there is of it.

Pure, and the costly part of grouping, so the engine may run it in other processes. Nothing here knows of other articles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from newsfold.model import Article
from newsfold.stories.spellings import spellings
from newsfold.text.folding import fold
from newsfold.text.tokens import spelled

# The first 200 words tell an article from the others; the rest is background that long articles share. With the scorer before
# this one 300 words scored .873 instead of .884 on ecbplus and .951 instead of .960 on vnmds.
LEAD_CHARACTERS: Final = 1600
# News says in its first sentence or two what it is about.
OPENING_CHARACTERS: Final = 350
# An article of so few terms is a headline and no more.
HEADLINE: Final = 30
# A capital or a digit marks a name or a figure, which is what tells one event from another of its kind.
NAME_BOOST: Final = 0.5
# The capitals of Latin, Greek, Cyrillic, Armenian and Georgian; other scripts have none.
_CAPITAL: Final = "".join(
    filter(str.isupper, map(chr, (*range(0x41, 0x590), *range(0x10A0, 0x1100), *range(0x1E00, 0x2000))))
)
# "in Velmar", "near San Tarro", "aus Dorne": the names behind these words are places more often than not.
_PLACE: Final = re.compile(
    r"\b(?:in|at|near|off|outside|from|bei|nahe|aus|en|desde|cerca de|à|près de|a|presso|em|w|v|i|ở|tại)\s+"
    rf"((?:[{_CAPITAL}]\w+[ -]?)+)"
)
# Two names in a row: "Milena Dorst", "Gannet Bar". Either word may be common; both together seldom are.
_RUN: Final = re.compile(rf"[{_CAPITAL}][\w'’]*(?:[ -][{_CAPITAL}][\w'’]*)+")
_NAME: Final = re.compile(r"\w[\w'’]*")


class View(IntEnum):
    """The columns of `Features.weights`: the ways in which two articles are compared."""

    WHOLE = 0
    TITLE = 1
    OPENING = 2
    NAMES = 3
    PLACES = 4
    NUMBERS = 5
    FULL_NAMES = 6


@dataclass(frozen=True, slots=True)
class Features:
    """What grouping compares of one article.

    `terms`: the distinct terms of title and lead, sorted, then pairs of names that stand together ("milena dorst").
    `weights` (terms x views, float32): how much each counts in each `View`, 0 where it is not in it: 1 + log of how often it
    stands there (Salton & Buckley 1988). `day`: the time of publication in days since 1970, None when undated. `outlet`: None
    when it is not known. `meaning` (dimensions): the vector of its `opening`, None without an embedder.
    """

    article: str
    terms: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    day: float | None
    outlet: str | None = None
    meaning: npt.NDArray[np.float32] | None = None


def lead(text: str) -> str:
    """Give the part of a text that is compared; it may stand for the text."""
    return text[: _end_of_word(text, LEAD_CHARACTERS)]


def opening(article: Article) -> str:
    """Give what an article says first, its title and the opening of its text; empty when it says nothing."""
    return f"{article.title}\n{article.text[: _end_of_word(article.text, OPENING_CHARACTERS)]}".strip()


def features(article: Article) -> Features:
    """Take the features of an article. One without words has no terms and will stand alone."""
    lang, text = article.lang, lead(article.text)
    cut = _end_of_word(text, OPENING_CHARACTERS)
    in_title, first, rest = (_spelled(part, lang) for part in (article.title, text[:cut], text[cut:]))
    counted = Counter(in_title[1])
    title = dict(counted)
    counted.update(first[1])
    beginning = dict(counted)
    counted.update(rest[1])
    counted.pop("", None)
    full = Counter(_full_names(text))
    ordered = (*sorted(counted), *sorted(full))
    place = {term: number for number, term in enumerate(ordered)}
    names = np.zeros(len(ordered), dtype=np.float32)
    _enter(names, Counter(_named(*in_title) + _named(first[0] + rest[0], first[1] + rest[1])), place)
    figures = _figures(ordered)
    counts = np.zeros((len(ordered), len(View)), dtype=np.float32)
    occurrences = counts[:, View.NUMBERS].copy()
    occurrences[: len(counted)] = [counted[term] for term in ordered[: len(counted)]]
    counts[:, View.WHOLE] = occurrences + NAME_BOOST * np.minimum(names, occurrences)
    _enter(counts[:, View.TITLE], title, place)
    _enter(counts[:, View.OPENING], beginning, place)
    counts[:, View.NAMES] = names
    _enter(counts[:, View.PLACES], Counter(_spelled(" . ".join(_PLACE.findall(text)), lang)[1]), place)
    counts[figures, View.NAMES] = counts[figures, View.PLACES] = 0
    counts[figures, View.NUMBERS] = occurrences[figures]
    _enter(counts[:, View.FULL_NAMES], full, place)
    at = article.at
    return Features(
        article.id, ordered, _damped(counts), at.timestamp() / 86_400 if at else None, article.outlet or None
    )


def _spelled(text: str, lang: str | None) -> tuple[list[str], list[str]]:
    """List the tokens of a text and the terms that they are compared as, where all spellings of a name are one term."""
    tokens, terms = spelled(text, lang)
    return tokens, spellings(terms, lang)


def _enter(column: npt.NDArray[np.float32], counted: Mapping[str, int], place: Mapping[str, int]) -> None:
    """Write how often terms are counted into a column, each at its place; what has none is left out."""
    known = [term for term in counted if term in place]
    column[[place[term] for term in known]] = [counted[term] for term in known]


def _figures(ordered: tuple[str, ...]) -> list[int]:
    """Find the places of figures among terms."""
    return [number for number, term in enumerate(ordered) if (term < ":" or term > "\x7f") and term[0].isdigit()]


def _damped(counts: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    damped = np.zeros_like(counts)
    some = counts > 0
    damped[some] = 1 + np.log(np.maximum(counts[some], 1))
    return damped


def _end_of_word(text: str, near: int) -> int:
    """Find where to cut a text so that no word is cut: the last space before `near`."""
    return len(text) if len(text) <= near else max(text.rfind(" ", 0, near), 0) or near


def _full_names(text: str) -> Iterator[str]:
    """List pairs of neighbouring capitalised words, folded, with a space between them, which no other term has."""
    for run in _RUN.findall(text):
        words = list(map(_folded, _NAME.findall(run)))
        yield from map(" ".join, pairwise(words))


# Names come again and again, within an article and from one to the next.
_folded: Final = lru_cache(maxsize=65_536)(fold)


def _named(tokens: list[str], terms: list[str]) -> list[str]:
    """List the terms that stand with a capital or as a figure, unless capitals say nothing ("A Title In Title Case")."""
    places = [place for place, word in enumerate(tokens) if word < "[" or (word > "{" and _is_marked(word[0]))]
    if 2 * len(places) > len(tokens):
        return []
    return [terms[place] for place in places if terms[place]]


def _is_marked(first: str) -> bool:
    """Whether a word that begins so, beyond ASCII, is a name or a figure by its looks."""
    return first.isupper() or first.isdigit()
