"""Reads a store as a newsroom: stories, lineages and digests of everything that was ingested. Writes nothing."""

from __future__ import annotations

from newsfold.engine.newsroom import Newsroom
from newsfold.errors import NotFound
from newsfold.model import Digest
from newsfold.store import Store


def newsroom(store: Store) -> Newsroom:
    """Bring everything that a store holds together, with current words."""
    return Newsroom(
        articles={article.id: article for article in store.articles()},
        stories=tuple(store.stories()),
        lineages=tuple(store.lineages()),
    )


class Archive:
    """Digests for whoever reads the store while it grows: made anew once something was taken in since the last look.

    Implements the `Reader` of the server.
    """

    def __init__(self, store: Store, *, excerpts: int = 10) -> None:
        self._store = store
        self._excerpts = excerpts
        self._seen = -1
        self._room = Newsroom({}, (), ())
        self._digests: dict[str, Digest] = {}

    def digest(self, story_id: str) -> Digest | None:
        """Give the digest of a story, or of the one that it was merged into; None where there never was one of this id."""
        room = self._current()
        try:
            story = room.story(self._store.story(story_id).id)
        except NotFound:
            return None
        if story.id not in self._digests:
            self._digests[story.id] = room.digest(story, excerpts=self._excerpts)
        return self._digests[story.id]

    def ranked(self) -> list[str]:
        """Give the ids of all stories, the first first."""
        return [story.id for story in self._current().ranked()]

    def _current(self) -> Newsroom:
        seen = self._store.ledger().seen
        if seen != self._seen:
            self._seen, self._room, self._digests = seen, newsroom(self._store), {}
        return self._room
