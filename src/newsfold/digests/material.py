"""Prepares articles for choosing: their candidates, the units of each, and what each unit weighs in this story.

A unit is a word, or a pair of neighbouring words. It weighs by how many independent accounts carry it and how far in front,
since what several report on their own is what happened; a word that every sentence has says nothing of any of them.
Pairs of words as the units of coverage: Gillick and Favre 2009, "A Scalable Global Model for Summarization".
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain, groupby

from newsfold.digests.candidates import Candidate, candidates
from newsfold.digests.choose import SILENT
from newsfold.digests.sources import Sources, Words
from newsfold.model import Article, Field, Range
from newsfold.text.folding import fold_case
from newsfold.text.tokens import spelled, terms

# A word in this share of all sentences or more weighs nothing. The most frequent name of two real sets is in 32 %.
_EVERYWHERE = 0.6
_FEW_SENTENCES = 10  # in fewer than these a word may stand in each by chance
# What a single account carries may be its scoop or its digression; beside four accounts or more it is mostly the
# latter.
_LONE = 0.4
_ACCOUNTS_TO_COMPARE = 4
# Among so many accounts in one language an excerpt of which nobody else has one word is beside the story, or leans on what
# is not shown. Of 422 excerpts of real stories 31 were such, most of them one or the other.
_ACCOUNTS_TO_CONNECT = 4
# A word that is common in its language ("first", "time") tells less than a rarer one. The wide lists of stopwordsiso
# hold such words; some of theirs carry news ("fire", "million"), so they are damped and not dropped.
_COMMON = 0.4
# Figures are what a reader checks first.
_FIGURE = 1.3
# Two words beside each other say what happened better than either ("ferry sank"), but only where several accounts pair
# them; what one account alone pairs is its wording. A pair counts as much as this many words carried alike.
_PAIR = 9.0
# What is printed once more, by an outlet again or as a copy, counts this much of an account, however often; that an agency's text
# is carried says something of what it tells, and not nothing as in counting accounts.
_AGAIN = 0.3
# An account that puts something in its first sentence holds it for the news; deep in the text it still counts this much,
# and in between it falls off with 1/n.
_DEEP = 0.45


_Key = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stretch of an article that a digest should show, for its `weight`: the side of a conflict, say.

    Whatever is shown and holds the whole stretch counts; of several stretches with one `unit` one is enough. A weight of 1
    is that of a middling excerpt.
    """

    unit: str
    article: str
    field: Field
    stretch: Range
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Material:
    """All that may be shown of some articles: `words[i]` are the units of `candidates[i]`, `weights` what each is worth.

    `connected[i]` says that another account has one of its words, as far as that can be asked; `ties[i]` how many units it and its
    article's title have in common with other accounts.
    """

    candidates: tuple[Candidate, ...]
    words: tuple[Words, ...]
    weights: Mapping[str, float]
    connected: tuple[bool, ...]
    ties: tuple[int, ...]


def material(given: Sources, wanted: Iterable[Wanted] = ()) -> Material:
    """Cut articles into candidates and weigh their units; `wanted` are stretches that count beside their words."""
    cuts = [_cut(article, title_only=article.id in given.unusable) for article in given.articles]
    found = [candidate for cut in cuts for candidate in cut.candidates]
    said = {key: words for cut in cuts for key, words in cut.words.items()}
    titles = {article.id: frozenset(_units(article.title, article.lang)) for article in given.articles}
    tied = _shared(said, titles, given)
    shared = None if tied is None else frozenset(unit for unit in tied if unit[0] != SILENT)
    kept = found if shared is None else [*_beside_none(found, said, shared, given)] or found
    said = said if kept is found else _said_by(kept, said)
    weights = _weights(said, _places(kept), given)
    words = tuple(frozenset().union(*(said[key] for key in _keys(candidate))) for candidate in kept)
    connected = tuple(shared is None or not own.isdisjoint(shared) for own in words)
    ties = tuple(
        len((own | titles[candidate.article.id]) & (tied or frozenset()))
        for candidate, own in zip(kept, words, strict=True)
    )
    plain = Material(tuple(kept), words, weights, connected, ties)
    asked = list(wanted)
    return _with_wanted(plain, asked) if asked else plain


def _with_wanted(plain: Material, wanted: Sequence[Wanted]) -> Material:
    masses = sorted(sum(plain.weights[word] for word in sorted(words)) for words in plain.words)
    middle = masses[len(masses) // 2] if masses else 0.0
    of_article: dict[tuple[str, str], list[Wanted]] = {}
    for one in wanted:
        of_article.setdefault((one.article, one.field), []).append(one)
    words = tuple(
        said
        | {
            SILENT + one.unit
            for one in of_article.get((candidate.article.id, candidate.field), ())
            if candidate.range.start <= one.stretch.start and one.stretch.end <= candidate.range.end
        }
        for candidate, said in zip(plain.candidates, plain.words, strict=True)
    )
    weights = {SILENT + one.unit: one.weight * middle for one in wanted}
    return replace(plain, words=words, weights={**plain.weights, **weights})


def _shared(said: Mapping[_Key, Words], titles: Mapping[str, Words], given: Sources) -> Words | None:
    """The units that two accounts or more have, common words left out; None where there are too few accounts to ask."""
    able = {given.lineage_of[article.id] for article in given.articles if article.lang == given.main}
    if len(able) < _ACCOUNTS_TO_CONNECT:
        return None
    first: dict[str, str] = {}
    shared: set[str] = set()
    for article, words in chain(((key[0], words) for key, words in said.items()), titles.items()):
        lineage = given.lineage_of[article]
        shared.update(word for word in words if first.setdefault(word, lineage) != lineage)
    return frozenset(shared) - _common_to(given)


def _beside_none(
    found: Iterable[Candidate], said: Mapping[_Key, Words], shared: Words, given: Sources
) -> Iterator[Candidate]:
    """Leave out what is beside the story: articles of which no other account has a word, in any candidate or the title.

    Where only the title has one, the title stands in for the text. An article in another language than the story's is kept.
    """
    for _, group in groupby(found, lambda candidate: candidate.article.id):
        own = list(group)
        article = own[0].article
        if article.lang != given.main or any(not said[key].isdisjoint(shared) for one in own for key in _keys(one)):
            yield from own
        elif not given.titles[article.id].isdisjoint(shared):
            yield from _cut(article, title_only=True).candidates


@cache
def _common(lang: str) -> Words:
    import stopwordsiso  # noqa: PLC0415 - a table of 58 languages, read when the first digest is composed

    listed = stopwordsiso.stopwords(lang) if lang in stopwordsiso.langs() else ()
    return frozenset(terms(" ".join(sorted(listed)), lang))


def _common_to(given: Sources) -> Words:
    return frozenset().union(*(_common(lang) for lang in sorted({a.lang for a in given.articles if a.lang})))


def _keys(candidate: Candidate) -> list[_Key]:
    return [(candidate.article.id, candidate.field, *sentence) for sentence in candidate.sentences]


@dataclass(frozen=True, slots=True)
class _Cut:
    """An article cut into candidates, and the words of each sentence of these, which several candidates may have."""

    candidates: tuple[Candidate, ...]
    words: Mapping[_Key, Words]


# An article is cut once for its story each time that grows, and once for each query that it answers. Of 600 words it takes 5 ms to
# cut and some 50 kB to keep.
@lru_cache(maxsize=1024)
def _cut(article: Article, *, title_only: bool) -> _Cut:
    found = tuple(candidates(article, title_only=title_only))
    said: dict[_Key, Words] = {}
    for candidate in found:
        words = article.revision.words(candidate.field)
        for key, sentence in zip(_keys(candidate), candidate.sentences, strict=True):
            if key not in said:
                said[key] = frozenset(_units(sentence.of(words), article.lang))
    return _Cut(found, said)


def _said_by(kept: Iterable[Candidate], said: Mapping[_Key, Words]) -> dict[_Key, Words]:
    """The words of the sentences of some candidates; those that are titles in the place of texts are cut for it."""
    found: dict[_Key, Words] = {}
    for candidate in kept:
        known = said if candidate.field == "text" else _cut(candidate.article, title_only=True).words
        found |= {key: known[key] if key in known else said[key] for key in _keys(candidate)}
    return found


def _places(found: Sequence[Candidate]) -> dict[_Key, int]:
    """How many sentences stand before each."""
    places: dict[_Key, int] = {}
    for candidate in found:
        for further, key in enumerate(_keys(candidate)):
            places.setdefault(key, candidate.position + further)
    return places


def _units(sentence: str, lang: str | None) -> Iterator[str]:
    """The terms of a sentence, and the pairs of neighbouring words of which one is a term."""
    tokens, found = spelled(sentence, lang)
    yield from filter(None, found)
    named = [term or fold_case(token) for token, term in zip(tokens, found, strict=True)]
    for place in range(len(named) - 1):
        if found[place] or found[place + 1]:
            yield f"{SILENT}{named[place]} {named[place + 1]}"


def _weights(said: Mapping[_Key, Words], places: Mapping[_Key, int], given: Sources) -> dict[str, float]:
    sentences = Counter(word for words in said.values() for word in words)
    fronts = _fronts(said, places, given)
    common = _common_to(given)
    alone = _LONE if given.counts.accounts >= _ACCOUNTS_TO_COMPARE else 1.0
    few = max(len(said), _FEW_SENTENCES)

    def weight(word: str) -> float:
        if word[0] == SILENT and len(fronts[word]) == 1:
            return 0.0
        own = _of_accounts(fronts[word], given) if len(fronts[word]) > 1 else fronts[word]
        again = _AGAIN if len(fronts[word]) > len(own) else 0.0
        told = math.log2(1 + math.fsum(own.values()) + again)
        if word[0] == SILENT:
            return _PAIR * told
        kind = _FIGURE if word[0].isdigit() else _COMMON if word in common else 1.0
        rare = 1.0 - min(1.0, sentences[word] / few / _EVERYWHERE)
        return told * (alone if len(own) == 1 else 1.0) * kind * rare

    return {word: weight(word) for word in sorted(sentences)}


def _fronts(said: Mapping[_Key, Words], places: Mapping[_Key, int], given: Sources) -> dict[str, dict[str, float]]:
    """How far in front each article has each word, in text or title: 1 at the very front."""
    fronts: dict[str, dict[str, float]] = {}
    told = ((key[0], places[key], words) for key, words in said.items())
    for article, place, words in chain(told, ((one, 0, words) for one, words in given.titles.items())):
        front = _DEEP + (1 - _DEEP) / (1 + place)
        for word in words:
            own = fronts.setdefault(word, {})
            own[article] = max(own.get(article, 0.0), front)
    return fronts


def _of_accounts(fronts: Mapping[str, float], given: Sources) -> Mapping[str, float]:
    """How far in front each account has a word, given the same for articles."""
    own: dict[str, float] = {}
    for article, front in fronts.items():
        lineage = given.lineage_of[article]
        own[lineage] = max(own.get(lineage, 0.0), front)
    return own
