"""Answers a query from a store: the articles whose words answer, their stories, and the query's own digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from newsfold.engine.groups import NO_GROUPS, Groups
from newsfold.engine.line import in_time
from newsfold.engine.newsroom import Asked, Newsroom
from newsfold.errors import UsageError
from newsfold.model import Digest, Found, Headline, Owner, Search, Story, Summary, Within, voice
from newsfold.store import Store
from newsfold.text.forms import forms_of, front_of, of_one_stem
from newsfold.text.queries import Query, read_query

# A digest of ten excerpts is chosen among the articles that answer best; all are counted. A hundred full articles take a second.
CONSIDERED: Final = 100
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

    `considered` of them, the best, are what digest and stories are made of; they were the best of `ranked`, which are all, or the
    newest of very many. Where nothing answers, there is no digest.
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
) -> Answer:
    """Answer a query; one that asks for no word raises UsageError. What came in and was not indexed yet is indexed first.

    Words count in any form and order, "words in marks" word for word, and articles with a -word are left out.
    """
    store.index()
    return answer(store, typed, within, asked, owner, groups)


def answer(
    store: Store,
    typed: str,
    within: Within | None = None,
    asked: Asked | None = None,
    owner: Owner = voice,
    groups: Groups = NO_GROUPS,
) -> Answer:
    """Answer a query as `search` does, out of what is indexed: for readers beside whom somebody writes, who indexes."""
    query = read_query(typed)
    if query.is_empty:
        raise UsageError("asks for no word", resource=f'the query "{typed}"')
    with store.snapshot():
        found = _found(store, query, within or Within())
        membership = store.stories_of(found.articles) if found.articles else {}
        hidden = store.overlay().hidden
        answering = tuple(one for one in found.articles if one in membership and one not in hidden)
        if not answering:
            return Answer(typed, None, (), 0, 0)
        room = _room(store, answering, membership, owner, groups)
        summaries = store.summaries([story.id for story in room.stories])
    digest = room.topic(_words(query), asked)
    return Answer(
        typed,
        _headed(replace(digest, query=typed), summaries) if digest else None,
        tuple(_line(room, story, summaries.get(story.id)) for story in room.stories),
        found.total,
        len(answering),
        found.ranked,
    )


def _words(query: Query) -> str:
    return " ".join((*query.words, *(word for phrase in query.phrases for word in phrase)))


def _room(
    store: Store, answering: Sequence[str], membership: Mapping[str, str], owner: Owner, groups: Groups
) -> Newsroom:
    """Bring together what answers and no more: the other articles of large stories are many."""
    articles = {article.id: article for article in store.articles(answering)}
    of_story: dict[str, list[str]] = {membership[one]: [] for one in answering}
    for article in in_time(articles.values()):
        of_story[membership[article.id]].append(article.id)
    stories = (Story(story, tuple(members)) for story, members in of_story.items())
    return Newsroom(articles, tuple(stories), tuple(store.lineages(answering)), owner, groups)


def _headed(digest: Digest, summaries: Mapping[str, Summary]) -> Digest:
    """Call the stories of a query's digest what they are called in their own."""
    lines = (
        replace(line, headline=summaries[line.id].headline) if line.id in summaries else line for line in digest.stories
    )
    return replace(digest, stories=tuple(lines))


def _line(room: Newsroom, story: Story, summary: Summary | None) -> StoryFound:
    return StoryFound(story, summary.headline if summary else room.headline(story), len(story.articles), summary)


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
