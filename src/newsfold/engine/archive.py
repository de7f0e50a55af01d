"""Reads a store as a newsroom: stories, lineages and digests of everything that was ingested. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsfold.engine.corrected import NOTHING, Told, told
from newsfold.engine.groups import NO_GROUPS, Groups
from newsfold.engine.newsroom import Asked, Newsroom
from newsfold.errors import NotFound
from newsfold.model import Article, Corrected, Digest, Lineage, Owner, Pruned, Story, voice
from newsfold.store import Store

# Everything that a digest is made of: the story, the revision of each article, the lineages, what was corrected.
_Material = tuple[Story, tuple[str, ...], tuple[Lineage, ...], Told]


def newsroom(store: Store, owner: Owner = voice, groups: Groups = NO_GROUPS) -> Newsroom:
    """Bring everything that a store holds together, with current words. `owner` says which outlets count as one account."""
    # In this order, as another process may be writing: what is read first never names what is not there later.
    stories = tuple(store.stories())
    lineages = tuple(store.lineages())
    articles = {article.id: article for article in store.articles()}
    return _as_corrected(store, Newsroom(articles, stories, lineages, owner, groups, revisions=store.histories()))


def newsroom_of(store: Store, story_ids: Iterable[str], owner: Owner = voice, groups: Groups = NO_GROUPS) -> Newsroom:
    """Bring together what a store holds of some stories, or of those that they were merged into.

    Unknown ids raise NotFound, and so do those of stories all of whose articles are hidden.
    """
    stories = tuple(store.story(one) for one in story_ids)
    members = [article for story in stories for article in story.articles]
    lineages = tuple(store.lineages(members))
    articles = {article.id: article for article in store.articles(members)}
    room = _as_corrected(
        store, Newsroom(articles, stories, lineages, owner, groups, revisions=store.histories(members))
    )
    unseen = {story.id for story in stories} - {story.id for story in room.stories}
    if unseen:
        raise NotFound("is hidden, as the outlets of all its articles are", resource=f"story {min(unseen)}")
    return room


def corrected_of(store: Store, story: Story) -> tuple[Corrected, ...]:
    """Give what was corrected of a story, also where all of its articles are hidden."""
    articles = {article.id: article for article in store.articles(story.articles)}
    found = told([story], articles, store.overlay().hidden, store.corrections(), store.living)
    return found.get(story.id, NOTHING).corrections


def _as_corrected(store: Store, whole: Newsroom) -> Newsroom:
    """Leave out of a newsroom what is hidden, and let it know what was corrected."""
    corrections = store.corrections()
    if not corrections:
        return whole
    hidden = store.overlay().hidden
    shown: dict[str, Article] = {one: article for one, article in whole.articles.items() if one not in hidden}
    stories = (replace(story, articles=tuple(filter(shown.__contains__, story.articles))) for story in whole.stories)
    return replace(
        whole,
        articles=shown,
        stories=tuple(story for story in stories if story.articles),
        told=told(whole.stories, whole.articles, hidden, corrections, store.living),
    )


def moved(store: Store) -> dict[str, str]:
    """Give the ids of stories that ended, by the grouping or by the operator, with the ids of those that they are in."""
    here = {story.id for story in store.stories()}
    return {old: now for old in store.story_ids() if old not in here and (now := store.living(old)) != old}


class Archive:
    """Digests for whoever reads the store while it grows: as the store is now, and composed again only where it changed."""

    def __init__(self, store: Store, owner: Owner = voice, groups: Groups = NO_GROUPS) -> None:
        self._store = store
        self._owner = owner
        self._groups = groups
        self._seen: tuple[int, ...] = ()
        self._ranked: list[Digest] = []
        self._composed: dict[str, tuple[_Material, Digest]] = {}

    def digest(self, story_id: str) -> Digest | None:
        """Give the digest of a story, or of the one that it was merged into; None where there never was one of this id."""
        try:
            room = newsroom_of(self._store, [story_id], self._owner, self._groups)
        except NotFound:
            return None
        return room.digest(room.stories[0])

    def pruned(self, story_id: str) -> Pruned | None:
        """Say what is kept of a story whose words were removed; None where they were not."""
        return self._store.pruned(story_id)

    def ranked(self) -> list[Digest]:
        """Give the digests of all stories, the first first."""
        # Whatever changes shows in one of these: what came in, what was let go, what is still to be done, what was corrected.
        store, ledger = self._store, self._store.ledger()
        waiting = len(store.ungrouped()), len(store.undigested()), len(store.corrections())
        seen = (ledger.seen, sum(ledger.pruned.values()), *waiting)
        if seen != self._seen:
            room = newsroom(self._store, self._owner, self._groups)
            self._ranked = [self._current(room, story) for story in room.ranked()]
            self._composed = {digest.id: self._composed[digest.id] for digest in self._ranked}
            self._seen = seen
        return self._ranked

    def _current(self, room: Newsroom, story: Story) -> Digest:
        revisions = tuple(room.articles[one].revision.id for one in story.articles)
        material = (story, revisions, room.lineages_of(story), room.told.get(story.id, NOTHING))
        kept = self._composed.get(story.id)
        if kept is None or kept[0] != material:
            kept = self._composed[story.id] = (material, room.digest(story, Asked(details=False, evidence=False)))
        return kept[1]
