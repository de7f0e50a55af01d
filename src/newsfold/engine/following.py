"""What is new for what a reader follows, by the order in which it arrived: nothing that comes late is passed over.

Copies of what was there before are counted and not told one by one, and a story in which nothing else is new is not told at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from newsfold.engine.newsroom import Newsroom
from newsfold.engine.rooms import newsroom_of
from newsfold.engine.searching import matching
from newsfold.errors import NotFound, UsageError
from newsfold.model import Article, Follow, NewArticle, News, Owner, Story, StoryNews, Within, voice
from newsfold.store import Store
from newsfold.text.queries import read_query

# New articles of one follow that are told at once; who follows what is in everything is told the latest.
MOST: Final = 200
# Articles that a feed out is made of.
LATEST: Final = 60


def begin(store: Store, *, story: str | None = None, query: str | None = None, to: str | None = None) -> Follow:
    """Follow a story or a query from now on. What is followed already stays as it is.

    Raises NotFound for a story that there is not, UsageError for a query that asks for no word.
    """
    if story is None and read_query(query or "").is_empty:
        raise UsageError("asks for no word", resource=f'the query "{query}"')
    known = store.story(story).id if story else None
    follow = Follow.of(story=known, query=None if known else query, to=to, seen=store.last_arrived())
    store.add_follow(follow)
    return next(one for one in store.follows() if one.id == follow.id)


def news(store: Store, follow: Follow, owner: Owner = voice) -> News:
    """Give what is new for a follow; whoever tells it notes so with `Store.tell_follow`."""
    upto = store.last_arrived()
    if upto == follow.seen:
        return News(follow, (), upto)
    arrived = store.arrived_since(_candidates(store, follow, follow.seen), follow.seen)
    return News(follow, tuple(_by_story(store, arrived, owner)), upto)


def followed(store: Store) -> list[str]:
    """Give the stories that are followed by their ids; those that were merged away by the id of what they are in."""
    return [store.living(one.story) for one in store.follows() if one.story]


def latest(store: Store, follow: Follow, owner: Owner = voice) -> News:
    """Give the latest of what is followed, told or not, as a feed out shows it."""
    upto = store.last_arrived()
    found = dict.fromkeys(_candidates(store, follow, 0, LATEST), False)
    return News(follow, tuple(_by_story(store, found, owner)), upto)


def _candidates(store: Store, follow: Follow, after: int, most: int = MOST) -> Iterable[str]:
    if follow.query is not None:
        return matching(store, read_query(follow.query), Within(after=after, newest_first=True), most).articles
    try:
        return store.story(follow.story or "").articles[-most:]
    except NotFound:
        return ()  # every article of it is gone


def _by_story(store: Store, arrived: Mapping[str, bool], owner: Owner) -> list[StoryNews]:
    hidden = store.overlay().hidden
    story_of = store.stories_of(one for one in arrived if one not in hidden)
    room = newsroom_of(store, dict.fromkeys(story_of.values()), owner)
    told = [_of_story(room, story, arrived) for story in room.stories]
    return sorted((one for one in told if one.articles), key=_recency)


def _recency(told: StoryNews) -> tuple[float, str]:
    times = [one.published.at.timestamp() for one in told.articles if one.published.at]
    return -max(times, default=0.0), told.story


def _of_story(room: Newsroom, story: Story, arrived: Mapping[str, bool]) -> StoryNews:
    repeats = set(_repeats(room, story, arrived))
    fresh = [room.articles[one] for one in story.articles if one in arrived]
    told = tuple(_new(article, edited=arrived[article.id]) for article in fresh if article.id not in repeats)
    return StoryNews(story.id, room.headline(story), told, len(repeats))


def _repeats(room: Newsroom, story: Story, arrived: Mapping[str, bool]) -> Iterator[str]:
    """Give the new articles that have the text of one that is not new, or that is told before them."""
    for lineage in room.lineages_of(story):
        members = [member for member in lineage.members if member.article in room.articles]
        first = next((one for one in members if one.article not in arrived or arrived[one.article]), None)
        for member in members:
            if member.role == "copy" and member.article in arrived and member is not (first or members[0]):
                yield member.article


def _new(article: Article, *, edited: bool) -> NewArticle:
    return NewArticle(
        article.id, article.outlet, article.title, article.url, article.published, article.lang, edited=edited
    )
