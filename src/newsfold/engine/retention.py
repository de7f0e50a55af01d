"""What is kept and for how long: which stories' words may go, and what becomes of an item whose article's words are gone.

A story goes as a whole, when the newest of its articles is older than what is kept. It stays while anybody needs it: while one of
its articles is of a lineage with an article of a story that stays, where one of its articles is undated, as nobody knows then how
old it is, and where the caller says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from newsfold import articles
from newsfold.engine.following import followed
from newsfold.engine.known import Shelf
from newsfold.model import Article, Item, Story
from newsfold.store import Store

EVERYTHING: Final = 0
"""The number of days that stands for keeping everything."""

# Kept as a whole or not at all; a portion holds the writer's lock for well under a second.
STORIES_A_PORTION: Final = 200
PAST: Final = "past-retention"


@dataclass(frozen=True, slots=True)
class Pruning:
    """What went, or would go: the stories, how many articles, and how many old stories stay as something else needs them."""

    stories: tuple[str, ...]
    articles: int
    needed: int


def prune(store: Store, *, now: datetime, days: int, needed: Collection[str] = (), dry: bool = False) -> Pruning:
    """Remove the words of the stories that are older than `days` and that nothing needs. With `dry`, only say which.

    `needed` are ids of stories that stay, however old: those that somebody follows. 0 days keep everything.
    """
    if days == EVERYTHING:
        return Pruning((), 0, 0)
    before = now - timedelta(days=days)
    dates, stories = store.dates(), _as_grouped(store)
    story_of = {article: story.id for story in stories for article in story.articles}
    recent = {story.id for story in stories if not _is_old(story, dates, before)}
    shown = [one.articles for one in store.stories()]
    wanted = {story_of[article] for one in needed for article in store.story(one).articles}
    texts = [[member.article for member in lineage.members] for lineage in store.lineages()]
    stay = with_kin(recent | wanted, story_of, [*texts, *shown])
    go = [story for story in stories if story.id not in stay]
    if not dry:
        for first in range(0, len(go), STORIES_A_PORTION):
            portion = [story.id for story in go[first : first + STORIES_A_PORTION]]
            store.prune(portion, at=now, days=days, before=before)
    return Pruning(
        tuple(story.id for story in go),
        sum(len(story.articles) for story in go),
        len({story.id for story in stories} & stay - recent),
    )


class Daily:
    """Lets go once a day what is older than is kept, for whoever keeps a store live; what is followed stays."""

    def __init__(self, store: Store, days: int) -> None:
        self._store = store
        self._days = days
        self._done: datetime | None = None

    def at(self, now: datetime) -> None:
        """Prune, where that was not done within a day."""
        if self._done is None or now >= self._done + timedelta(days=1):
            prune(self._store, now=now, days=self._days, needed=followed(self._store))
            self._done = now


def _is_old(story: Story, dates: Mapping[str, datetime | None], before: datetime) -> bool:
    return all((at := dates.get(article)) is not None and at < before for article in story.articles)


def _as_grouped(store: Store) -> list[Story]:
    """Give the stories as grouping made them, which are what goes, whatever an operator made of them."""
    found: dict[str, list[str]] = defaultdict(list)
    for article, story in store.grouped().items():
        found[story].append(article)
    return [Story(story, tuple(articles)) for story, articles in found.items()]


def with_kin(stay: Iterable[str], story_of: Mapping[str, str], together: Iterable[Iterable[str]]) -> set[str]:
    """Add to the stories that stay all that have an article `together` with one of theirs, and all that have with those.

    Articles are together in a lineage, and where an operator shows them as one story. `story_of` is how they were grouped.
    """
    kin: dict[str, set[str]] = defaultdict(set)
    for articles_ in together:
        within = {story_of[article] for article in articles_ if article in story_of}
        for story in within:
            kin[story] |= within
    found, waiting = set(stay), list(stay)
    while waiting:
        new = kin.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


# --- items whose articles' words are gone -----------------------------------------------------------------------------


class Gone:
    """The articles whose words are gone, for whoever takes items in."""

    def __init__(self, store: Store, known: Shelf) -> None:
        """`known` is asked for articles: what waits to be written to the store is there too."""
        self._shelf = known
        self._before = store.pruned_among()

    def of(self, seen: Article) -> str | None:
        """Find the article that this one is, where its words are gone and this is no newer than they were.

        What is dated later is other matter under the same key. What is undated is that article where its words are.
        """
        if not self._before:
            return None
        for known in self._known(seen):
            before = self._before.get(known.id)
            if before is not None and self._is_past(seen, known, before):
                return known.id
        return None

    def _is_past(self, seen: Article, known: Article, before: datetime) -> bool:
        dated = [at for at in (seen.revision.published.at, seen.revision.updated.at) if at is not None]
        if dated:
            return max(dated) < before
        return seen.revision.id in {revision.id for revision in self._shelf.revisions(known.id)}

    def _known(self, seen: Article) -> list[Article]:
        return list(self._shelf.find_articles(seen.keys).values()) or list(self._shelf.of_id(seen.id))

    def apart(self, seen: Article) -> Article:
        """Leave an article no key that belongs to one whose words are gone: each gets a name of its own, the same every time."""
        if not self._before:
            return seen
        owners = {key: article.id for key, article in self._shelf.find_articles(seen.keys).items()}
        taken = {key for key, owner in owners.items() if owner in self._before}
        if not taken and (owners or seen.id not in self._before):
            return seen
        keys = tuple(f"{key}+" if key in taken or not taken else key for key in seen.keys)
        return self.apart(articles.identified(replace(seen, keys=keys)))


def without_words(item: Item) -> Item:
    """Give what is kept of an item whose words are not."""
    return replace(item, title=None, body=None, summary=None, byline=None)
