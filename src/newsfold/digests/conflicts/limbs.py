"""Finds accounts that place one hurt on the other side of the body: a left wrist in one, a right wrist in another.

Read in languages that have a list of limbs and whose capitals tell names (conflicts.toml); German has neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from newsfold.digests.conflicts.claims import Sentence
from newsfold.model import Conflict, Range

# One person is named by both sentences: given name and family name.
_FEWEST_NAMES = 2
_HOURS = 72.0


class _Hurt(NamedTuple):
    sentence: Sentence
    limb: str
    side: str
    mark: Range


def limb_conflicts(articles: Sequence[Sequence[Sentence]]) -> list[Conflict]:
    """Find the sides that exclude each other among one story's articles, given in the order of time."""
    by_limb: dict[str, list[_Hurt]] = defaultdict(list)
    for sentences in articles:
        found = [hurt for sentence in sentences for hurt in _hurts(sentence)]
        for hurt in found:
            # An article that has both sides speaks of two hurts.
            if all(other.side == hurt.side for other in found if other.limb == hurt.limb):
                by_limb[hurt.limb].append(hurt)
    conflicts: list[Conflict] = []
    for hurts in by_limb.values():
        opposed = {id(one): one for pair in combinations(hurts, 2) if _exclude(*pair) for one in pair}
        if opposed:
            conflicts.append(Conflict("where", tuple(one.sentence.claim(one.mark) for one in opposed.values())))
    return conflicts


def _hurts(sentence: Sentence) -> Iterator[_Hurt]:
    lists = sentence.lists
    if not lists.sides.may_be_in(sentence.text):
        return
    keys, words = sentence.keys, sentence.words
    for start, end, side in lists.sides.find(keys):
        # "left wrist", "muñeca izquierda"
        for limb in (end, start - 1):
            if 0 <= limb < len(keys) and keys[limb] in lists.limbs:
                first, last = sorted((words[start], words[limb]), key=lambda word: word.start)
                yield _Hurt(sentence, keys[limb], side, Range(first.start, last.end))


def _exclude(one: _Hurt, other: _Hurt) -> bool:
    here, there = one.sentence, other.sentence
    first, second = here.article.published.at, there.article.published.at
    return (
        one.side != other.side
        and here.account != there.account
        and here.article.voice != there.article.voice
        and first is not None
        and second is not None
        and abs((second - first).total_seconds()) <= _HOURS * 3600
        and len(here.names & there.names) >= _FEWEST_NAMES
        and here.tells
        and there.tells
    )
