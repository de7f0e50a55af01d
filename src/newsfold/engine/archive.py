"""Reads a store as a newsroom: stories, lineages and digests of everything that was ingested. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from newsfold.engine.newsroom import Asked, Newsroom
from newsfold.errors import NotFound
from newsfold.model import Digest, Lineage, Owner, Pruned, Story, voice
from newsfold.store import Store

# Everything that a digest is made of: the story, the revision of each article, the lineages.
_Material = tuple[Story, tuple[str, ...], tuple[Lineage, ...]]


def newsroom(store: Store, owner: Owner = voice) -> Newsroom:
    """Bring everything that a store holds together, with current words. `owner` says which outlets count as one account."""
    # In this order, as another process may be writing: what is read first never names what is not there later.
    stories = tuple(store.stories())
    lineages = tuple(store.lineages())
    return Newsroom({article.id: article for article in store.articles()}, stories, lineages, owner)


def newsroom_of(store: Store, story_ids: Iterable[str], owner: Owner = voice) -> Newsroom:
    """Bring together what a store holds of some stories, or of those that they were merged into; unknown ones raise NotFound."""
    stories = tuple(store.story(one) for one in story_ids)
    members = [article for story in stories for article in story.articles]
    lineages = tuple(store.lineages(members))
    return Newsroom({article.id: article for article in store.articles(members)}, stories, lineages, owner)


class Archive:
    """Digests for whoever reads the store while it grows: as the store is now, and composed again only where it changed."""

    def __init__(self, store: Store, owner: Owner = voice) -> None:
        self._store = store
        self._owner = owner
        self._seen: tuple[int, ...] = ()
        self._ranked: list[Digest] = []
        self._composed: dict[str, tuple[_Material, Digest]] = {}

    def digest(self, story_id: str) -> Digest | None:
        """Give the digest of a story, or of the one that it was merged into; None where there never was one of this id."""
        try:
            room = newsroom_of(self._store, [story_id], self._owner)
        except NotFound:
            return None
        return room.digest(room.stories[0])

    def pruned(self, story_id: str) -> Pruned | None:
        """Say what is kept of a story whose words were removed; None where they were not."""
        return self._store.pruned(story_id)

    def ranked(self) -> list[Digest]:
        """Give the digests of all stories, the first first."""
        # Whatever changes shows in one of these: items taken in, words let go, or what is still to be done.
        ledger = self._store.ledger()
        waiting = len(self._store.ungrouped()), len(self._store.undigested())
        seen = (ledger.seen, sum(ledger.pruned.values()), *waiting)
        if seen != self._seen:
            room = newsroom(self._store, self._owner)
            self._ranked = [self._current(room, story) for story in room.ranked()]
            self._composed = {digest.id: self._composed[digest.id] for digest in self._ranked}
            self._seen = seen
        return self._ranked

    def _current(self, room: Newsroom, story: Story) -> Digest:
        material = (story, tuple(room.articles[one].revision.id for one in story.articles), room.lineages_of(story))
        kept = self._composed.get(story.id)
        if kept is None or kept[0] != material:
            kept = self._composed[story.id] = (material, room.digest(story, Asked(details=False, evidence=False)))
        return kept[1]
