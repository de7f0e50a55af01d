"""Prepares articles for choosing: their candidates, the words of each, and what each word weighs in this story.

A word weighs by how many independent accounts carry it, since what several report on their own is what happened; a word
that every sentence has says nothing of any of them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsfold.digests.candidates import Candidate, candidates
from newsfold.digests.sources import Sources, Words
from newsfold.text.tokens import terms

# A word in this share of all sentences or more weighs nothing. The most frequent name of two real sets is in 32 %.
_EVERYWHERE = 0.6
_FEW_SENTENCES = 10  # in fewer than these a word may stand in each by chance
# What a single account carries may be its scoop or its digression; beside four accounts or more it is mostly the
# latter.
_LONE = 0.4
_ACCOUNTS_TO_COMPARE = 4
# A word that is common in its language ("first", "time") tells less than a rarer one. The wide lists of stopwordsiso
# hold such words; some of theirs carry news ("fire", "million"), so they are damped and not dropped.
_COMMON = 0.4
# Figures are what a reader checks first.
_FIGURE = 1.3


@dataclass(frozen=True, slots=True)
class Material:
    """All that may be shown of some articles: `words[i]` are those of `candidates[i]`, `weights` what each is worth."""

    candidates: tuple[Candidate, ...]
    words: tuple[Words, ...]
    weights: Mapping[str, float]


def material(given: Sources) -> Material:
    """Cut articles into candidates and weigh their words."""
    found = tuple(
        candidate
        for article in given.articles
        for candidate in candidates(article, title_only=article.id in given.unusable)
    )
    said = _sentence_words(found)
    return Material(
        candidates=found,
        words=tuple(frozenset().union(*(said[key] for key in _keys(candidate))) for candidate in found),
        weights=_weights(said, given),
    )


@cache
def _common(lang: str) -> Words:
    import stopwordsiso  # noqa: PLC0415 - a table of 58 languages, read when the first digest is composed

    listed = stopwordsiso.stopwords(lang) if lang in stopwordsiso.langs() else ()
    return frozenset(terms(" ".join(sorted(listed)), lang))


_Key = tuple[str, str, int, int]


def _keys(candidate: Candidate) -> list[_Key]:
    return [(candidate.article.id, candidate.field, *sentence) for sentence in candidate.sentences]


def _sentence_words(found: Sequence[Candidate]) -> dict[_Key, Words]:
    """The words of each sentence, cut out once however many candidates it is in."""
    said: dict[_Key, Words] = {}
    for candidate in found:
        words, lang = candidate.article.revision.words(candidate.field), candidate.article.lang
        for key, sentence in zip(_keys(candidate), candidate.sentences, strict=True):
            if key not in said:
                said[key] = frozenset(terms(sentence.of(words), lang))
    return said


def _weights(said: Mapping[_Key, Words], given: Sources) -> dict[str, float]:
    sentences = Counter(word for words in said.values() for word in words)
    carriers: dict[str, set[str]] = {}
    for article, words in [*((key[0], words) for key, words in said.items()), *given.titles.items()]:
        for word in words:
            carriers.setdefault(word, set()).add(given.lineage_of[article])
    common = frozenset().union(*(_common(lang) for lang in sorted({a.lang for a in given.articles if a.lang})))
    alone = _LONE if given.counts.accounts >= _ACCOUNTS_TO_COMPARE else 1.0
    few = max(len(said), _FEW_SENTENCES)

    def weight(word: str) -> float:
        accounts = len(carriers[word])
        kind = _FIGURE if word[0].isdigit() else _COMMON if word in common else 1.0
        rare = 1.0 - min(1.0, sentences[word] / few / _EVERYWHERE)
        return math.log2(1 + accounts) * (alone if accounts == 1 else 1.0) * kind * rare

    return {word: weight(word) for word in sorted(sentences)}
