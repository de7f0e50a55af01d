"""Finds whom "he" and "she" mean, where only one can be meant.

A sentence's own subjects come first, then those of the sentences before it (Hobbs 1978; recency and subjecthood as in Lappin and
Leass 1994). Whoever stays unnamed ("a spokesman", "his wife") stands in the way like anybody else: what may be theirs is given to
nobody. In German, Spanish and French things have genders too, so a pronoun counts there only beside a word for speaking.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from newsfold.digests.names.roles import Gender, lexicon
from newsfold.model import Range

_SENTENCES_BACK: Final = 3
_QUOTED_BACK: Final = (
    8  # sentences that are all quotation are passed over; nobody remembers a name for longer than this
)
_NEXT: Final = re.compile(r"\W{0,3}(\w+)(?:\W(\w+))?")
_PREVIOUS: Final = re.compile(r"(\w+)[\s-]+(?:t-)?$")
_NEAR: Final = 24
_ASIDE: Final = 2  # code points: a comma and a space


@dataclass(eq=False)
class Someone:
    """Who can be meant by a pronoun; `gender` becomes known by the first pronoun that can mean nobody else."""

    gender: Gender | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A place where somebody is named. `subject`: neither behind a preposition nor a possessive ("Moor's")."""

    range: Range
    who: Someone
    subject: bool
    possessive: bool = False


def pronouns(text: str, level: str, lang: str) -> Iterator[tuple[Range, Gender]]:
    """Find the pronouns that mean one person, in order."""
    words = lexicon(lang)
    if not words.pronouns:
        return
    for match in _pattern(lang).finditer(level):
        at = Range(*match.span())
        if lang == "es" and at.of(text).lower() == "el":
            continue
        if lang == "en" or _speaks(level, at, words.says):
            yield at, words.pronouns[match[0]]


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(lexicon(lang).pronouns))})\b(?!['’]?\w)")


def _speaks(level: str, at: Range, says: frozenset[str]) -> bool:
    following = _NEXT.match(level, at.end)
    previous = _PREVIOUS.search(level, max(0, at.start - _NEAR), at.start)
    near = {*(following.groups() if following else ()), previous[1] if previous else None}
    return not says.isdisjoint(near - {None})


def resolved(
    found: Iterable[tuple[Range, Gender]], standing: Sequence[Standing], sentences: Sequence[Range]
) -> Iterator[tuple[Range, Someone]]:
    """Say whom each pronoun means, leaving out those that more than one can mean. All are given in the order of the text.

    `standing` has only what stands outside quotations, and `sentences` all sentences.
    """
    starts = [sentence.start for sentence in sentences]
    said: list[list[Standing]] = [[] for _ in sentences]
    places = [(one, bisect_right(starts, one.range.start) - 1) for one in standing]
    waiting = iter(places)
    upcoming = next(waiting, None)
    for at, gender in found:
        here = bisect_right(starts, at.start) - 1
        if here < 0:
            continue
        while upcoming and upcoming[0].range.start < at.start:
            if upcoming[1] >= 0:
                said[upcoming[1]].append(upcoming[0])
            upcoming = next(waiting, None)
        # Whom nobody knows stands in the way of the next pronoun as well.
        who = _meant(said, here, at, gender) or Someone(gender)
        who.gender = gender
        said[here].append(Standing(at, who, True))
        yield at, who


def _meant(said: Sequence[Sequence[Standing]], here: int, at: Range, gender: Gender) -> Someone | None:
    # in "Moor, she said, has left" somebody else speaks of Moor
    own = [
        one
        for one in said[here]
        if one.who.gender in (None, gender) and not (one.subject and at.start - one.range.end <= _ASIDE)
    ]
    if subjects := [one for one in own if one.subject]:
        found = _only(subjects)
        known = any(one.who.gender for one in own if one.who is not found)
        # "Hudec said that at her husband's house he": whose gender nobody told is not meant beside one of whom it was
        return None if found is not None and found.gender is None and known else found
    back = 0
    for place in range(here - 1, max(-1, here - 1 - _QUOTED_BACK), -1):
        fitting = [one for one in said[place] if one.who.gender in (None, gender)]
        if fitting:
            # "Speaking beside Hale, he": if not he who was spoken of before, it may be Hale
            found = _subject(fitting, said[place])
            return found if found is None or all(one.who is found or one.possessive for one in own) else None
        back += bool(said[place])
        if back >= _SENTENCES_BACK:
            return None
    return None


def _only(those: Sequence[Standing]) -> Someone | None:
    return those[0].who if len({id(one.who) for one in those}) == 1 else None


def _subject(fitting: Sequence[Standing], all_there: Sequence[Standing]) -> Someone | None:
    """The only one who fits; of several, the sentence's first subject, if that is who opens it."""
    if only := _only(fitting):
        return only
    subjects = [one for one in fitting if one.subject]
    if only := _only(subjects) if subjects else None:
        return only
    return subjects[0].who if subjects and subjects[0] is all_there[0] else None


def someone(level: str, lang: str) -> Iterator[tuple[Range, Gender | None]]:
    """Find those who stay unnamed: "a man", "his wife"."""
    if lexicon(lang).someone:
        for match in _unnamed(lang).finditer(level):
            yield Range(*match.span()), lexicon(lang).someone[match[0]]


@cache
def _unnamed(lang: str) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, lexicon(lang).someone), key=lambda word: (-len(word), word)))
    return re.compile(rf"\b(?:{words})\b")
