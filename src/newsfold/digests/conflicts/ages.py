"""Reads the ages of persons: of one who is named ("Ilse Brandt, 63,"), or of one who is only described ("a 12-year-old boy")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.conflictwords import tables
from newsfold.digests.conflicts.counting import Bounds
from newsfold.digests.conflicts.figureclaims import Figure
from newsfold.digests.conflicts.othertimes import other_time
from newsfold.model import Range
from newsfold.text.folding import fold
from newsfold.text.tokens import terms

_NAME = r"[^\W\d_a-zß-ÿ][\w'’-]*\w(?: (?:[^\W\d_a-zß-ÿ]\.|[^\W\d_a-zß-ÿ][\w'’-]*\w|de|del|van|von|al)){1,3}"
_AGE = r"(?P<age>1[01]\d|[1-9]\d?)"
# "Ilse Brandt, 63, said"; "Ilse Brandt, de 63 años"; "Ilse Brandt (63)" in German, where English gives minutes and numbers so.
_NO_DATE = r"(?! \d)(?! (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
_NAMED = (
    re.compile(rf"(?P<name>{_NAME}),? (?:aged |age |de )?{_AGE}(?= años|,(?!\d){_NO_DATE}|\)| of [A-Z])"),
    re.compile(rf"{_AGE}[- ]years?[- ]old (?P<name>{_NAME})"),
    re.compile(rf"{_AGE}-jährigen? (?P<name>{_NAME})"),
)
_GERMAN = re.compile(rf"(?P<name>{_NAME}) \({_AGE}\)")
_DESCRIBED = re.compile(
    rf"\b{_AGE}[- ]years?[- ]old(?: [a-z-]+)?? (?P<noun>[a-z]+)\b"
    rf"|\b{_AGE.replace('age', 'old')}-jährige[nrs]? (?P<wer>[A-ZÄÖÜ][a-zäöüß]+)\b"
)


_DIGIT = re.compile(r"\d")


@cache
def _kinds() -> dict[str, str]:
    return {word.strip(): kind for kind, listed in tables()["described"].items() for word in listed.split(",")}


def ages(sentence: Sentence) -> Iterator[Figure]:
    """Read the ages that a sentence gives, in order of the patterns."""
    text = sentence.text
    if not _DIGIT.search(text) or other_time(sentence):
        return
    taken: set[int] = set()
    for pattern in (*_NAMED, *([_GERMAN] if sentence.lists.lang == "de" else [])):
        for match in pattern.finditer(text):
            first, *_, last = fold(match["name"]).split()
            if match.start("age") not in taken and last.isalpha():
                taken.add(match.start("age"))
                yield _age(sentence, match, "age", f"age {first} {last}")
    for match in _DESCRIBED.finditer(text):
        which = "age" if match["age"] else "old"
        kind = _kinds().get(fold(match["noun"] or match["wer"]))
        if kind and match.start(which) not in taken:
            yield _age(sentence, match, which, f"age of {kind}")


def _age(sentence: Sentence, match: re.Match[str], which: str, key: str) -> Figure:
    start = sentence.range.start
    value = float(match[which])
    return Figure(
        sentence=sentence,
        mark=Range(start + match.start(which), start + match.end(which)),
        key=key,
        family="age" if not key.startswith("age of") else "",
        bounds=Bounds(value, value),
        context=frozenset(terms(sentence.text, sentence.article.lang)) - {match[which]},
        scope=frozenset(),
        source=sentence.source,
        names=frozenset(),
    )
