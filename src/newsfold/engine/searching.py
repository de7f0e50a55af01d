"""Answers a query from a store: the articles whose words answer, their stories, and the query's own digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from newsfold.engine.newsroom import Asked
from newsfold.engine.rooms import newsroom_of
from newsfold.errors import UsageError
from newsfold.model import Digest, Found, Headline, Owner, Search, Story, Within, voice
from newsfold.store import Store
from newsfold.text.forms import forms_of, front_of, of_one_stem
from newsfold.text.queries import Query, read_query

# A digest of ten excerpts is chosen among the articles that answer best; all are counted. A hundred full articles take a second.
CONSIDERED: Final = 100
# Whose stems count where no language is asked for. All at once would find "part" for "parties", as its stem is that in French.
_LANGUAGES: Final = ("en",)


@dataclass(frozen=True, slots=True)
class StoryFound:
    """A story with articles that answer: its headline, and how many of them answer."""

    story: Story
    headline: Headline
    articles: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers a query: its digest, the stories of the best articles in the order of these, and how many articles answer.

    `considered` of them, the best, are what digest and stories are made of. Where nothing answers, there is no digest.
    """

    query: str
    digest: Digest | None
    stories: tuple[StoryFound, ...]
    articles: int
    considered: int


def search(
    store: Store, typed: str, within: Within | None = None, asked: Asked | None = None, owner: Owner = voice
) -> Answer:
    """Answer a query; one that asks for no word raises UsageError. What came in and was not indexed yet is indexed first.

    Words count in any form and order, "words in marks" word for word, and articles with a -word are left out.
    """
    query = read_query(typed)
    if query.is_empty:
        raise UsageError("asks for no word", resource=f'the query "{typed}"')
    found = matching(store, query, within or Within())
    if not found.articles:
        return Answer(typed, None, (), 0, 0)
    membership = store.stories_of(found.articles)
    hidden = store.overlay().hidden
    answering = tuple(one for one in found.articles if one in membership and one not in hidden)
    if not answering:
        return Answer(typed, None, (), 0, 0)
    counted = Counter(membership[one] for one in answering)
    room = newsroom_of(store, counted, owner)
    words = " ".join((*query.words, *(word for phrase in query.phrases for word in phrase)))
    digest = room.topic(words, asked, among=frozenset(answering))
    lines = [StoryFound(story, room.headline(story), counted[story.id]) for story in room.stories]
    digest = replace(digest, query=typed) if digest else None
    return Answer(typed, digest, tuple(lines), found.total, len(answering))


def matching(store: Store, query: Query, within: Within, most: int = CONSIDERED) -> Found:
    """Find the articles that answer, the best first."""
    store.index()
    words = tuple(_forms(store, word, within.languages or _LANGUAGES) for word in query.words)
    return store.find(Search(words, query.phrases, query.without, within), most)


def _forms(store: Store, word: str, languages: Sequence[str]) -> tuple[str, ...]:
    """Give the spellings in the store that are forms of a word; the word itself where there are none, which finds nothing."""
    near = store.spellings(front_of(word))
    return tuple(sorted(forms_of(word, languages, near) | of_one_stem(word, languages, near))) or (word,)
