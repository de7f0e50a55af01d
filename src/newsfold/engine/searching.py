"""Answers a query from a store: the articles whose words answer, their stories, and the query's own digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from newsfold.engine.groups import NO_GROUPS, Groups
from newsfold.engine.line import in_time
from newsfold.engine.newsroom import Asked, Newsroom
from newsfold.engine.rooms import newsroom_of
from newsfold.errors import UsageError
from newsfold.model import Digest, Found, Headline, Owner, Search, Story, Summary, Within, voice
from newsfold.store import Store
from newsfold.text.forms import forms_of, front_of, of_one_stem
from newsfold.text.queries import Query, read_query

# The stories of so many articles that answer best are listed.
CONSIDERED: Final = 100
# A query's digest is chosen among so many of these, each outlet's best first, as each speaks once at the most. About a name that 68
# articles of eleven outlets had, all of these gave ten excerpts, the best 30 three, and these 40 ten. A long article takes
# some 2 ms, and 4 more the first time.
DRAWN: Final = 40
# Whose stems count where no language is asked for. All at once would find "part" for "parties", as its stem is that in French.
_LANGUAGES: Final = ("en",)


@dataclass(frozen=True, slots=True)
class StoryFound:
    """A story with articles that answer: what a list shows of it, its headline, and how many of them answer.

    `story` has those that answer alone; `summary` is None where its digest is not kept yet.
    """

    story: Story
    headline: Headline
    articles: int
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers a query: its digest, the stories of the best articles in the order of these, and how many articles answer.

    Stories are those of the best CONSIDERED of them, and the digest is chosen among `considered` of these, the best of each outlet
    first. They were the best of `ranked`, which are all, or the newest of very many. Where nothing answers, there is no digest.
    """

    query: str
    digest: Digest | None
    stories: tuple[StoryFound, ...]
    articles: int
    considered: int
    ranked: int = 0


def search(
    store: Store,
    typed: str,
    within: Within | None = None,
    asked: Asked | None = None,
    owner: Owner = voice,
    groups: Groups = NO_GROUPS,
    *,
    indexes: bool = True,
) -> Answer:
    """Answer a query; one that asks for no word raises UsageError.

    Words count in any form and order, "words in marks" word for word, and articles with a -word are left out. What came in and was
    not indexed yet is indexed first, unless `indexes` is false: so read those beside whom somebody writes, who indexes.
    """
    if indexes:
        store.index()
    query = read_query(typed)
    if query.is_empty:
        raise UsageError("asks for no word", resource=f'the query "{typed}"')
    with store.snapshot():
        found = _found(store, query, within or Within())
        membership = store.stories_of(found.articles) if found.articles else {}
        hidden = store.overlay().hidden
        answering = {
            one: outlet
            for one, outlet in zip(found.articles, found.outlets, strict=True)
            if one in membership and one not in hidden
        }
        if not answering:
            return Answer(typed, None, (), 0, 0)
        room = _room(store, _drawn(answering), membership, owner, groups)
        lines = _lines(store, answering, membership)
    digest = room.topic(_words(query), asked)
    return Answer(
        typed,
        _headed(replace(digest, query=typed), lines) if digest else None,
        lines,
        found.total,
        len(room.articles),
        found.ranked,
    )


def _words(query: Query) -> str:
    return " ".join((*query.words, *(word for phrase in query.phrases for word in phrase)))


def _drawn(answering: Mapping[str, str]) -> list[str]:
    """Take the best article of every outlet, then the second best of each, and so on; given with their outlets, the best first."""
    told: Counter[str] = Counter()
    turns: list[tuple[int, str]] = []
    for article, outlet in answering.items():
        voice_ = outlet or article
        turns.append((told[voice_], article))
        told[voice_] += 1
    return [article for _, article in sorted(turns, key=lambda turn: turn[0])[:DRAWN]]


def _room(store: Store, drawn: Sequence[str], membership: Mapping[str, str], owner: Owner, groups: Groups) -> Newsroom:
    """Bring together what a digest is chosen among and no more: the other articles of large stories are many."""
    articles = {article.id: article for article in store.articles(drawn)}
    of_story: dict[str, list[str]] = {}
    for article in in_time(articles.values()):
        of_story.setdefault(membership[article.id], []).append(article.id)
    stories = (Story(story, tuple(members)) for story, members in of_story.items())
    return Newsroom(articles, tuple(stories), tuple(store.lineages(drawn)), owner, groups)


def _lines(store: Store, answering: Iterable[str], membership: Mapping[str, str]) -> tuple[StoryFound, ...]:
    """List the stories of articles in the order of these, each with those that answer, called as its digest calls it."""
    of_story: dict[str, list[str]] = {}
    for article in answering:
        of_story.setdefault(membership[article], []).append(article)
    summaries = store.summaries(of_story)
    called = {story: summary.headline for story, summary in summaries.items()}
    if waiting := [story for story in of_story if story not in called]:
        room = newsroom_of(store, waiting)
        called |= {story.id: room.headline(story) for story in room.stories}
    return tuple(
        StoryFound(Story(story, tuple(articles)), called[story], len(articles), summaries.get(story))
        for story, articles in of_story.items()
    )


def _headed(digest: Digest, lines: Iterable[StoryFound]) -> Digest:
    """Call the stories of a query's digest what they are called in their own."""
    called = {line.story.id: line.headline for line in lines}
    return replace(digest, stories=tuple(replace(line, headline=called[line.id]) for line in digest.stories))


def matching(store: Store, query: Query, within: Within, most: int = CONSIDERED) -> Found:
    """Find the articles that answer, the best first. What came in and was not indexed yet is indexed first."""
    store.index()
    return _found(store, query, within, most)


def _found(store: Store, query: Query, within: Within, most: int = CONSIDERED) -> Found:
    words = tuple(_forms(store, word, within.languages or _LANGUAGES) for word in query.words)
    return store.find(Search(words, query.phrases, query.without, within), most)


def _forms(store: Store, word: str, languages: Sequence[str]) -> tuple[str, ...]:
    """Give the spellings in the store that are forms of a word; the word itself where there are none, which finds nothing."""
    near = store.spellings(front_of(word))
    return tuple(sorted(forms_of(word, languages, near) | of_one_stem(word, languages, near))) or (word,)
