"""Reads out of one article what grouping compares: its terms, seen in several views, its day, and how much there is of it.

Pure, and the costly part of grouping, so the engine may run it in other processes. Nothing here knows of other articles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from newsfold.model import Article
from newsfold.text.folding import fold
from newsfold.text.tokens import terms

# The first 200 words tell an article from the others; the rest is background that long articles share. With the scorer before
# this one 300 words scored .873 instead of .884 on ecbplus and .951 instead of .960 on vnmds.
LEAD_CHARACTERS: Final = 1600
# News says in its first sentence or two what it is about.
OPENING_CHARACTERS: Final = 350
# A capital or a digit marks a name or a figure, which is what tells one event from another of its kind.
NAME_BOOST: Final = 0.5
# The capitals of Latin, Greek, Cyrillic, Armenian and Georgian; other scripts have none.
_CAPITAL: Final = "".join(
    filter(str.isupper, map(chr, (*range(0x41, 0x590), *range(0x10A0, 0x1100), *range(0x1E00, 0x2000))))
)
_CAPITALISED: Final = re.compile(rf"\b[{_CAPITAL}]\w*|\b\d[\d.,]*\b")
_WORD: Final = re.compile(r"\w+")
# "in Velmar", "near San Tarro", "aus Dorne": the names behind these words are places more often than not.
_PLACE: Final = re.compile(
    r"\b(?:in|at|near|off|outside|from|bei|nahe|aus|en|desde|cerca de|à|près de|a|presso|em|w|v|i|ở|tại)\s+"
    rf"((?:[{_CAPITAL}]\w+[ -]?)+)"
)
# Two names in a row: "Milena Dorst", "Gannet Bar". Either word may be common; both together seldom are.
_RUN: Final = re.compile(rf"[{_CAPITAL}][\w'’]*(?:[ -][{_CAPITAL}][\w'’]*)+")
_NAME: Final = re.compile(r"\w[\w'’]*")


class View(IntEnum):
    """The rows of `Features.weights`: the ways in which two articles are compared."""

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
    `weights` (views x terms, float32): how much each counts in each `View`, 0 where it is not in it: 1 + log of how often it
    stands there (Salton & Buckley 1988). `day`: the time of publication in days since 1970, None when undated.
    """

    article: str
    terms: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    day: float | None


def features(article: Article) -> Features:
    """Take the features of an article. One without words has no terms and will stand alone."""
    lang, text = article.lang, article.text[: _end_of_word(article.text, LEAD_CHARACTERS)]
    cut = _end_of_word(text, OPENING_CHARACTERS)
    title = Counter(terms(article.title, lang))
    opening = title + Counter(terms(text[:cut], lang))
    whole = opening + Counter(terms(text[cut:], lang))
    named = Counter(_named(article.title, lang)) + Counter(_named(text, lang))
    places = Counter(terms(" . ".join(_PLACE.findall(text)), lang))
    full = Counter(_full_names(text))
    ordered = (*sorted(whole), *sorted(full))
    counts = np.zeros((len(View), len(ordered)), dtype=np.float32)
    counts[View.TITLE] = [title[term] for term in ordered]
    counts[View.OPENING] = [opening[term] for term in ordered]
    names = np.array([named[term] for term in ordered], dtype=np.float32)
    occurrences = np.array([whole[term] for term in ordered], dtype=np.float32)
    counts[View.FULL_NAMES] = [full[term] for term in ordered]
    figures = np.array([term[0].isdigit() for term in ordered], dtype=np.bool_)
    counts[View.WHOLE] = occurrences + NAME_BOOST * np.minimum(names, occurrences)
    counts[View.NAMES] = np.where(figures, 0, names)
    counts[View.PLACES] = np.where(figures, 0, [places[term] for term in ordered])
    counts[View.NUMBERS] = np.where(figures, occurrences, 0)
    at = article.published.at
    return Features(article.id, ordered, _damped(counts), at.timestamp() / 86_400 if at else None)


def _damped(counts: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0).astype(np.float32)


def _end_of_word(text: str, near: int) -> int:
    """Find where to cut a text so that no word is cut: the last space before `near`."""
    return len(text) if len(text) <= near else max(text.rfind(" ", 0, near), 0) or near


def _full_names(text: str) -> Iterator[str]:
    """List pairs of neighbouring capitalised words, folded, with a space between them, which no other term has."""
    for run in _RUN.findall(text):
        words = [fold(word) for word in _NAME.findall(run)]
        yield from (f"{one} {other}" for one, other in pairwise(words))


def _named(part: str, lang: str | None) -> list[str]:
    """List the terms that stand with a capital or as a figure, unless capitals say nothing ("A Title In Title Case")."""
    capitalised = _CAPITALISED.findall(part)
    if 2 * len(capitalised) > len(_WORD.findall(part)):
        return []
    return terms(" ".join(capitalised), lang)
