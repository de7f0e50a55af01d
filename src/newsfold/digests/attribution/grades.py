"""Grades whose word a report rests on: a named person, an office, somebody without a name, a document, or nobody.

The grade is read off the words that the outlet uses of the speaker; nothing is known of anybody beyond the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from newsfold.digests.attribution.words import Words
from newsfold.model import Grade
from newsfold.text.folding import fold

_WORD: Final = re.compile(r"\w+(?:[.'’-]\w+)*")
# What follows one of these tells of the speaker and does not name one: "two officials familiar with the Moor inquiry".
_ENDS_HEAD: Final = re.compile(
    r",|\b(?:who|whose|that|familiar|with|briefed|of|from|by|in|at|for|der|die|das|von|aus|de|del|que|dont|qui)\b"
)

_FULL_NAME: Final = re.compile(
    r"(?:^|\s)(?!(?:The|A|An|Der|Die|Das|El|La|Los|Le|Les)\s)[A-ZÀ-Þ][\w'’.-]+ (?:[a-z]{2,3} ){0,2}[A-ZÀ-Þ]"
)


def grade(speaker: str, words: Words, *, person: bool = False, body: bool = False) -> Grade:
    """Grade a speaker by the outlet's words for it; "unattributed" where there is none.

    person: the article names whoever these words mean, and shows it to be a person. body: it names it, and does not show that.
    """
    keys, head = _keys(speaker), _keys(_head(speaker))
    if not keys:
        return "unattributed"
    if not words.roles["papers"].isdisjoint(head) and not words.roles["offices"].intersection(head[-1:]):
        return "document"
    if person or _has_title(speaker, words) or _has_full_name(speaker.partition(",")[2]):
        return "named"
    if _is_unnamed(head, words):
        return "anonymous"
    return _of_office(speaker, words, body=body)


def _of_office(speaker: str, words: Words, *, body: bool) -> Grade:
    """Grade who is neither known for a person nor said to be nameless: a body, or a name in full."""
    is_office = not words.roles["offices"].isdisjoint(_keys(speaker))
    if _has_full_name(speaker.partition(",")[2] if is_office else speaker):
        return "named"
    return "office" if is_office or body or any(map(str.isupper, speaker[1:])) else "anonymous"


def _keys(speaker: str) -> list[str]:
    return [fold(word).removesuffix("'s").removesuffix("’s") for word in _WORD.findall(speaker)]


def _head(speaker: str) -> str:
    mark = _ENDS_HEAD.search(speaker, 1)
    return speaker[: mark.start()] if mark else speaker


def _is_unnamed(head: Sequence[str], words: Words) -> bool:
    """Whether somebody is spoken of and left without a name: "two officials", "sources", "one of the four"."""
    if not head:
        return False
    people, vague = words.roles["people"], words.roles["vague"]
    return head[0] in people or (head[0] in vague and (len(head) == 1 or not people.isdisjoint(head)))


def _has_title(speaker: str, words: Words) -> bool:
    """Whether a title stands before a capital: "Mr Moor", "Finance Minister Althay"."""
    found = _WORD.findall(speaker)
    return any(
        fold(one).rstrip(".") in words.roles["titles"]
        and other[0].isupper()
        and fold(other) not in words.roles["titles"]
        for one, other in pairwise(found)
    )


def _has_full_name(speaker: str) -> bool:
    """Whether two capitals stand in a row that no article opens."""
    return _FULL_NAME.search(speaker) is not None
