"""Reads a store as a newsroom: stories, lineages and digests of everything that was ingested. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsfold.engine.corrected import NOTHING, told
from newsfold.engine.groups import NO_GROUPS, Groups
from newsfold.engine.newsroom import Newsroom
from newsfold.errors import NotFound
from newsfold.model import Article, Corrected, Owner, Story, voice
from newsfold.store import Store


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
