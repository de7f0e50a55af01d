"""Proves what a store shows: every stretch against the stored words, and these against their hashes. Writes nothing."""

from __future__ import annotations

from newsfold import digests
from newsfold.digests import Proof
from newsfold.store import Store


def prove(store: Store, story_id: str | None = None) -> list[Proof]:
    """Prove every stretch that the store shows, or that one story shows, and the revisions that they stand in.

    The id of a story that was merged away proves the one that took it in; an unknown one raises NotFound.
    """
    found = store.story(story_id) if story_id else None
    quoted = store.quoted(found.id if found else None)
    return list(digests.verify(quoted, store.stored_words(found.articles if found else None)))
