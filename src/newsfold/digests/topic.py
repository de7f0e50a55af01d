"""Composes the digest of a query: excerpts that answer it, out of several stories and spread over the days.

What matches is decided word by word, whatever the spelling: folded, stemmed in the article's language, and a near form
of the same word counts ("Venezuelan" for "venezuela"). The choice is that of any digest, with the query weighing on it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from newsfold.digests.candidates import Candidate
from newsfold.digests.choose import SILENT, Option, choose
from newsfold.digests.compose import digest_of, excerpt_of, with_details
from newsfold.digests.conflicts import conflicts
from newsfold.digests.headline import headline
from newsfold.digests.material import Material, material
from newsfold.digests.options import options
from newsfold.digests.sources import Sources, Words, sources
from newsfold.model import Article, Digest, Lineage, Owner, Pick, Story, StoryLine, voice
from newsfold.text.folding import fold
from newsfold.text.forms import forms_of
from newsfold.text.tokens import terms, words

# What a word of the query is worth to an excerpt whose article has it only in the title.
_BY_TITLE = 0.6
# An article with fewer of the words, weighed by how rare they are, does not answer: a name that nobody has is not made up
# for by a word that anybody may use.
_ENOUGH = 0.5
# What being the first of a day, or of a story, is worth, as a share of what a middling excerpt says in all.
_NEW_DAY = 0.4
_NEW_STORY = 0.3


def compose_topic(
    query: str,
    stories: Iterable[Story],
    articles: Iterable[Article],
    lineages: Iterable[Lineage],
    *,
    excerpts: int = 10,
    owner: Owner = voice,
    details: bool = True,
    among: Collection[str] | None = None,
) -> Digest | None:
    """Compose the digest of a query across stories, with at most so many excerpts; None where no article answers it.

    An article answers when it carries every word of the query in its title or text; where none does, those answer that
    carry its rarest words, if these are half of what it asks. Each excerpt names its story, `stories` lists those drawn
    from in the order of time, and the counts are of the articles that answer, `among` those of these ids where they are given.
    `owner` says which outlets are one when
    accounts are counted.
    """
    known, accounts = list(articles), list(lineages)
    asked = _ask(query, [one for one in known if among is None or one.id in among])
    answering = [article for article in known if article.id in asked.answering]
    if not answering:
        return None
    story_of = {article: story.id for story in stories for article in story.articles}
    given = sources(answering, accounts, owner)
    offered = material(given)
    head = headline(given, [asked.forms[word] for word in asked.words])
    pool = _pool(options(given, offered, head.text), given, offered, asked, story_of)
    chosen = choose(pool.options, pool.weights, excerpts, told=terms(head.text, head.lang))
    shown = []
    for choice in chosen:
        candidate = offered.candidates[pool.indexes[choice.index]]
        pick = Pick(choice.gain, choice.words)
        shown.append(excerpt_of(candidate, pick, story_of.get(candidate.article.id, candidate.article.id)))
    digest = digest_of("topic", head, given, shown, story_of)
    if details:
        digest = _with_differences(with_details(digest, given, offered), given, story_of)
    drawn = {excerpt.story for excerpt in shown}
    lines = [_story_line(story, known, given, story_of) for story in _in_time(given, story_of) if story in drawn]
    return replace(digest, query=query, stories=tuple(lines))


def _with_differences(digest: Digest, given: Sources, story_of: Mapping[str, str]) -> Digest:
    """Give a topic where the accounts of each of its stories differ; those of two stories tell of two events."""
    found = [
        conflicts(sources(_within(given.articles, story, story_of), given.lineages, given.owner))
        for story in _in_time(given, story_of)
    ]
    return replace(
        digest,
        conflicts=tuple(conflict for one in found for conflict in one.conflicts),
        updates=tuple(update for one in found for update in one.updates),
    )


def _within(articles: Iterable[Article], story: str, story_of: Mapping[str, str]) -> Iterator[Article]:
    return (one for one in articles if story_of.get(one.id, one.id) == story)


# --- what the query asks ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words of a query, the terms that are forms of each, how rare each is, and the articles that answer."""

    words: tuple[str, ...]
    forms: Mapping[str, Words]
    rarity: Mapping[str, float]
    answering: frozenset[str]


def _ask(query: str, articles: Sequence[Article]) -> _Asked:
    carried = {article.id: frozenset(terms(f"{article.title}\n{article.text}", article.lang)) for article in articles}
    vocabulary = sorted(frozenset().union(*carried.values()))
    languages = sorted({article.lang for article in articles if article.lang})
    asked = _query_words(query, languages)
    forms = {word: forms_of(word, languages, vocabulary) for word in asked}
    carriers = {word: {id_ for id_, own in carried.items() if not forms[word].isdisjoint(own)} for word in asked}
    rarity = {word: math.log(1 + len(articles) / (1 + len(carriers[word]))) for word in asked}
    return _Asked(asked, forms, rarity, _answering(asked, carriers, rarity))


def _query_words(query: str, languages: Sequence[str]) -> tuple[str, ...]:
    """The words of a query that are not function words in every language of the articles; all where none is left."""
    found = [word.of(query) for word in words(query)]
    meaning = [word for word in found if any(terms(word, lang) for lang in languages)]
    return tuple(dict.fromkeys(map(fold, meaning or found)))


def _answering(asked: Sequence[str], carriers: Mapping[str, set[str]], rarity: Mapping[str, float]) -> frozenset[str]:
    """The articles that carry all words; where none does, those whose words are the rarest in sum, if that is enough."""
    scores: dict[str, float] = {}
    for word in asked:
        for article in carriers[word]:
            scores[article] = scores.get(article, 0.0) + rarity[word]
    best = max(scores.values(), default=0.0)
    if best < _ENOUGH * sum(rarity.values()):
        return frozenset()
    return frozenset(article for article, score in scores.items() if score >= best - 1e-9)


# --- what answers it --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pool:
    """Options that answer a query, with the place of each among all candidates, and the weights of their words."""

    options: list[Option]
    indexes: list[int]
    weights: Mapping[str, float]


def _pool(
    plain: Sequence[Option], given: Sources, offered: Material, asked: _Asked, story_of: Mapping[str, str]
) -> _Pool:
    answers = [_answer(*pair, given, asked) for pair in zip(offered.candidates, offered.words, strict=True)]
    indexes = [at for at, answer in enumerate(answers) if answer > 0] or list(range(len(plain)))
    masses = sorted(sum(offered.weights[word] for word in sorted(plain[at].words)) for at in indexes)
    middle = masses[len(masses) // 2] if masses else 0.0
    tags = {at: _tags(offered.candidates[at].article, story_of) for at in indexes}
    weights = dict(offered.weights)
    for day, story in tags.values():
        weights |= {day: _NEW_DAY * middle, story: _NEW_STORY * middle}
    return _Pool(
        [
            replace(plain[at], words=plain[at].words | set(tags[at]), quality=plain[at].quality * (answers[at] or 1.0))
            for at in indexes
        ],
        indexes,
        weights,
    )


def _answer(candidate: Candidate, said: Words, given: Sources, asked: _Asked) -> float:
    """How well an excerpt answers, 0 to 1: 0 unless all words are in it or its article's title, and one in itself."""
    title = given.titles[candidate.article.id]
    told = [not asked.forms[word].isdisjoint(said) for word in asked.words]
    titled = [not asked.forms[word].isdisjoint(title) for word in asked.words]
    if not any(told) or not all(one or other for one, other in zip(told, titled, strict=True)):
        return 0.0
    worth = sum(asked.rarity[word] * (1.0 if one else _BY_TITLE) for word, one in zip(asked.words, told, strict=True))
    return worth / sum(asked.rarity.values())


def _tags(article: Article, story_of: Mapping[str, str]) -> tuple[str, str]:
    day = f"{article.published.at:%Y-%m-%d}" if article.published.at else "undated"
    return f"{SILENT}day {day}", f"{SILENT}story {story_of.get(article.id, article.id)}"


def _in_time(given: Sources, story_of: Mapping[str, str]) -> Iterable[str]:
    """The stories of the articles that answer, by the time of the first of each."""
    return dict.fromkeys(story_of.get(article.id, article.id) for article in given.articles)


def _story_line(story: str, known: Sequence[Article], given: Sources, story_of: Mapping[str, str]) -> StoryLine:
    """Name a story after all its articles; count those that answer."""

    def within(articles: Iterable[Article]) -> Sources:
        return sources(_within(articles, story, story_of), given.lineages, given.owner)

    return StoryLine(story, headline(within(known)), within(given.articles).counts)
