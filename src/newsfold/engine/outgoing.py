"""Makes the feeds out of what a store holds: the edition, a story, a search, what is followed. For several threads.

What was made is remembered until anything that is shown changes. Nothing is written but, once, the name in the feeds' ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import Final
from urllib.parse import quote

from newsfold.engine.archive import Archive
from newsfold.engine.recent import Recent
from newsfold.engine.searching import Answer
from newsfold.errors import NotFound
from newsfold.model import Follow, Summary, Within
from newsfold.pages import Entry, OutFeed, Places, Tags, Told
from newsfold.pages.outgoing import by_story, headed, matter_of, newest_first, story_entry
from newsfold.store import Store

# Entries of a feed: two editions, or what a reader that asks once a day should not miss, in some 300 kB at the most.
MOST: Final = 60
# Editions that the feed of the edition tells: whoever asks in the morning has not seen the evening.
EDITIONS: Final = 2
# Feeds that are remembered, of some 100 kB each.
_REMEMBERED: Final = 64
_AUTHORITY: Final = "authority"

# What makes a feed other than another, and the state of the store that it was made of.
_Key = tuple[int, str, str, str]


def authority_of(store: Store, proposed: str) -> str:
    """The name in the ids of a store's feeds: the first that was ever proposed."""
    # Who only reads it does not wait for a writer.
    return store.settled_once(_AUTHORITY) or store.settle_once(_AUTHORITY, proposed)


class FeedsOut:
    """The feeds of a store. `base` is everywhere the absolute address of the top of the pages, with a "/" at its end.

    `authority` is the name in ids, as in RFC 4151; the store keeps the first that it was ever given, so that ids never change.
    """

    def __init__(self, archive: Archive, store: Store, authority: str) -> None:
        self._archive = archive
        self._store = store
        self._proposed = authority
        self._tags: Tags | None = None
        self._made = Recent[_Key, OutFeed](_REMEMBERED)

    @property
    def zone(self) -> tzinfo:
        """Where its readers are."""
        return self._archive.zone

    @property
    def tags(self) -> Tags:
        """The ids."""
        if self._tags is None:
            self._tags = Tags(authority_of(self._store, self._proposed))
        return self._tags

    def edition(self, base: str, editions: int = EDITIONS, most: int = MOST) -> OutFeed:
        """The stories of the last editions, an entry each."""
        return self._remembered("edition", f"{editions} {most}", base, lambda: self._edition(base, editions, most))

    def stories(self, story_ids: Iterable[str], base: str) -> tuple[Entry, ...]:
        """Some stories, an entry each; those that there are not are left out."""
        return tuple(self._of_stories(story_ids, base))

    def story(self, story_id: str, base: str) -> OutFeed | None:
        """What one story consists of, or the one that it was merged into; None where there is none."""
        digest = self._archive.digest(story_id)
        if digest is None:
            return None
        places = Places(up=base, files=False)
        page = places.story(digest.id)
        entries = matter_of(digest, self.tags, page)
        return OutFeed(self.tags.story(digest.id), digest.headline.text, entries, places.feed(digest.id), page)

    def search(self, query: str, base: str) -> OutFeed:
        """The stories with the latest articles that answer a query. One that asks for no word raises UsageError."""
        return self._remembered("search", query, base, lambda: self._search(query, base))

    def follow(self, follow_id: str, base: str) -> OutFeed:
        """The latest of what is followed. An unknown id raises NotFound."""
        follow = next((one for one in self._store.follows() if one.id == follow_id), None)
        if follow is None:
            raise NotFound("nothing is followed under this id", resource=follow_id)
        return self._remembered("follow", follow_id, base, lambda: self._follow(follow, base))

    # --- how ---

    def _remembered(self, kind: str, what: str, base: str, make: Callable[[], OutFeed]) -> OutFeed:
        return self._made.get((self._archive.version(), kind, what, base), make)

    def _edition(self, base: str, editions: int, most: int) -> OutFeed:
        stories: dict[str, Summary] = {}
        for day in self._archive.days(most=editions):
            edition = self._archive.edition(day)
            if edition:
                stories |= {one.id: one for one in (*edition.stories, *edition.alone) if one.id not in stories}
        entries = newest_first(self._of_stories(stories, base), most)
        return OutFeed(self.tags.of("edition"), "Newsfold", entries, f"{base}feeds/edition.atom", base)

    def _of_stories(self, story_ids: Iterable[str], base: str) -> Iterable[Entry]:
        places = Places(up=base, files=False)
        for story_id in story_ids:
            digest = self._archive.digest(story_id)
            if digest:
                yield story_entry(digest, self._archive.updated(digest.id), self.tags, places.story(digest.id))

    def _search(self, query: str, base: str) -> OutFeed:
        answer = self._answer(query)
        typed = quote(query.encode("utf-8", "replace"), safe="")
        address, page = f"{base}feeds/search.atom?q={typed}", f"{base}search?q={typed}"
        return OutFeed(self.tags.of("search", query), query, self._answering(answer, base), address, page)

    def _answer(self, query: str) -> Answer:
        return self._archive.search(query, Within(newest_first=True))

    def _answering(self, answer: Answer, base: str) -> tuple[Entry, ...]:
        told = by_story(answer.digest, self._whole) if answer.digest else {}
        places = Places(up=base, files=False)
        return newest_first(
            (
                headed(
                    found.story.id,
                    found.headline,
                    told.get(found.story.id) or self._whole(found.story.id),
                    self.tags,
                    self._archive.updated(found.story.id),
                    places.story(found.story.id),
                )
                for found in answer.stories
            ),
            MOST,
        )

    def _whole(self, story_id: str) -> tuple[Told, ...]:
        digest = self._archive.digest(story_id)
        return tuple(map(Told.of, digest.excerpts)) if digest else ()

    def _follow(self, follow: Follow, base: str) -> OutFeed:
        name, address = self.tags.of("follow", follow.id), f"{base}feeds/follow/{follow.id}.atom"
        if follow.query is not None:
            entries = self._answering(self._answer(follow.query), base)
            return OutFeed(name, follow.query, entries, address, base)
        found = self.story(follow.story or "", base)
        return OutFeed(name, found.title, found.entries, address, found.page) if found else OutFeed(name, follow.what)
