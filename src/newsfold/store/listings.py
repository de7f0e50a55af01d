"""Lists of stories, articles and outlets, page by page, and which digests are new. Each function is one step of `Store`."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, false, func, select, true, union_all

from newsfold.model import Article, ChangedStory, Within
from newsfold.store import articles as pieces
from newsfold.store import days
from newsfold.store.corrections import living, placements, shown_in
from newsfold.store.quotations import has_articles
from newsfold.store.retention import not_pruned
from newsfold.store.schema import IS_CURRENT, articles, digests, endings, hidden, membership, revisions, stories
from newsfold.store.values import Row

_NOT_HIDDEN = articles.c.id.not_in(select(hidden.c.article))


def founded(connection: Connection, within: Within, before: int | None, most: int) -> list[tuple[int, str]]:
    members = placements.join(articles, articles.c.id == membership.c.article).join(revisions, IS_CURRENT)
    wanted = select(membership.c.article).select_from(members)
    wanted = wanted.where(shown_in == stories.c.id, _NOT_HIDDEN, *_limits(within)).correlate(stories)
    query = select(stories.c.seq, stories.c.id).where(wanted.exists())
    if before is not None:
        query = query.where(stories.c.seq < before)
    rows = connection.execute(query.order_by(stories.c.seq.desc()).limit(most))
    return [(row.seq, row.id) for row in rows]


def arrived(connection: Connection, within: Within, before: int | None, most: int) -> list[tuple[int, Article]]:
    query = select(articles.c.seq).select_from(articles.join(revisions, IS_CURRENT))
    query = query.where(not_pruned(articles.c.id), _NOT_HIDDEN, *_limits(within))
    if before is not None:
        query = query.where(articles.c.seq < before)
    numbers = sorted(connection.scalars(query.order_by(articles.c.seq.desc()).limit(most)))
    return list(zip(numbers, pieces.some(connection, numbers), strict=True))[::-1]


def kept_by_outlet(connection: Connection) -> dict[str, int]:
    query = select(articles.c.outlet, func.count().label("kept")).where(not_pruned(articles.c.id), _NOT_HIDDEN)
    found = {row.outlet: row.kept for row in connection.execute(query.group_by(articles.c.outlet))}
    return {outlet: found[outlet] for outlet in sorted(found)}


def changed_since(connection: Connection, version: int, most: int) -> list[ChangedStory]:
    composed = select(digests.c.version.label("number"), digests.c.story, false().label("ended"))
    composed = composed.where(digests.c.version > version, ~digests.c.stale)
    # A story that has articles to show is only being composed anew.
    ended = select(endings.c.number, endings.c.story, true()).join(stories, stories.c.id == endings.c.story)
    ended = ended.where(endings.c.number > version, ~has_articles())
    rows = connection.execute(union_all(composed, ended).order_by("number").limit(most)).all()
    return [ChangedStory(row.number, row.story, row.ended, _into(connection, row)) for row in rows]


def _into(connection: Connection, row: Row) -> str | None:
    """The story that an ended one became part of; None where its words were removed, or all of it is hidden."""
    into = living(connection, row.story) if row.ended else row.story
    return None if into == row.story else into


def _limits(within: Within) -> Iterator[ColumnElement[bool]]:
    """What is wanted of an article and its current words."""
    if within.after:
        yield revisions.c.seq > within.after
    if within.since:
        yield revisions.c.published_at >= days.published(within.since)
    if within.until:
        yield revisions.c.published_at <= days.published(within.until)
    if within.outlets:
        yield articles.c.outlet.in_(within.outlets)
    if within.languages:
        yield revisions.c.lang.in_(within.languages)
