"""Turns candidates into options for choosing: how fit each is to be read, apart from what it says.

All preferences that are not about words are here, as factors beside their reasons: the reader's language, text before
titles, the lead, the newer report, the length, the article's closeness to the story.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from newsfold.digests.candidates import SHORTEST, Candidate
from newsfold.digests.choose import Option
from newsfold.digests.headline import faults
from newsfold.digests.material import Material
from newsfold.digests.sources import Sources

# A title is written to be clicked, text to be read; where an outlet gave only titles they still speak for it.
_TITLE = 0.5
# Opinion, explainers and bait may be shown, but reports come first.
_FAULTY_TITLE, _FAULTY_TEXT = 0.5, 0.75
# The first sentence is the newsroom's own digest: leads alone are hard to beat (Nenkova 2005). Falls off with 1/n.
# With .8, and pairs of words beside single ones, 106 Vietnamese stories had .91 of the leads' ROUGE-2 recall; with 3.0 it
# is 1.0, and still 1.23 times what the leads cover of what two articles tell.
_LEAD = 3.0
# Between the oldest and the newest report; later ones know more.
_NEWEST = 0.1
_CUT = 0.9
_SHORT = 0.5
# A longer stretch covers more; beyond its share of a page, in code points, it has to earn its length by the square root.
# Ten excerpts have 200 each, and where only three outlets speak each may fill what an excerpt can hold.
_PAGE, _PLACES = 2000, 10
# An article whose title has nothing of what titles share is beside the story.
_ASIDE = 0.5
# An excerpt that has no word of another account may be news; mostly it speaks of what was named above it.
_UNCONNECTED = 0.5
# Among so many accounts in one language it is asked what an excerpt adds: with fewer each outlet has its say.
_ACCOUNTS_TO_SPARE = 4
# Less than this share of what a middling excerpt adds is mostly what others have said better already. With this and what follows
# 158 real stories have 4.2 excerpts of 108 words instead of 6.0 of 141, and .63 of the told-twice word pairs instead of .66.
_OF_MIDDLING = 0.6
# Less than this share of what the weightiest adds, with fewer than so many words and pairs in common with other accounts in the
# title and the excerpt together, is beside the story. What has more of them is news of its own.
_OF_WEIGHTIEST, _FEW_TIES = 0.15, 8
# The reader has just read it.
_IS_HEADLINE = 0.1


def options(given: Sources, material: Material, head: str = "") -> list[Option]:
    """Make every candidate an option, in the same order; `head` is the headline, which is not to be shown again."""
    closeness = _closeness(given)
    newest = max(len(given.articles) - 1, 1)
    voices = len({article.voice for article in given.articles})
    easy = _PAGE / min(max(voices, 1), _PLACES)
    able = {given.lineage_of[article.id] for article in given.articles if article.lang == given.main}
    spare = len(able) >= _ACCOUNTS_TO_SPARE
    place = {article.id: number / newest for number, article in enumerate(given.articles)}
    return [
        Option(
            voice=candidate.article.voice,
            lineage=given.lineage_of[candidate.article.id],
            words=words,
            quality=_quality(candidate, easy)
            * (_IS_HEADLINE if candidate.text == head else 1.0)
            * (1.0 + _NEWEST * place[candidate.article.id])
            * closeness[candidate.article.id]
            * (1.0 if connected else _UNCONNECTED),
            # Most readers of the page cannot read another language, so it speaks when the story's own is used up.
            tier=int(candidate.article.lang not in (None, given.main)),
            of_weightiest=_OF_WEIGHTIEST if spare and ties < _FEW_TIES else 0.0,
            of_middling=_OF_MIDDLING if spare else 0.0,
        )
        for candidate, words, connected, ties in zip(
            material.candidates, material.words, material.connected, material.ties, strict=True
        )
    ]


def _quality(candidate: Candidate, easy: float) -> float:
    article, length = candidate.article, len(candidate.text)
    quality = 1.0
    if candidate.field == "title":
        return quality * _TITLE * (_FAULTY_TITLE if faults(article.title) else 1.0)
    if faults(article.title):
        quality *= _FAULTY_TEXT
    if candidate.cut_after:
        quality *= _CUT
    if length < SHORTEST:
        quality *= _SHORT
    return quality * (1.0 + _LEAD / (1 + candidate.position)) * min(1.0, math.sqrt(easy / length))


def _closeness(given: Sources) -> Mapping[str, float]:
    """How much of what titles share each article's title has, against the middle one of all: from `_ASIDE` to 1."""
    shares = given.title_shares()
    told = {article.id: sum(shares[word] for word in sorted(given.titles[article.id])) for article in given.articles}
    middle = sorted(told.values())[len(told) // 2] or 1.0
    return {article: _ASIDE + (1 - _ASIDE) * min(1.0, value / middle) for article, value in told.items()}
