"""Lists of stories, articles and outlets, page by page, and which digests are new. Each function is one step of `Store`."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, func, select

from newsfold.model import Article, ChangedStory, Within
from newsfold.store import articles as pieces
from newsfold.store import days
from newsfold.store.corrections import placements, shown_in
from newsfold.store.retention import not_pruned
from newsfold.store.schema import articles, digests, hidden, membership, revisions, stories

_CURRENT = (articles.c.id == revisions.c.article) & (articles.c.current == revisions.c.id)
_NOT_HIDDEN = articles.c.id.not_in(select(hidden.c.article))


def founded(connection: Connection, within: Within, before: int | None, most: int) -> list[tuple[int, str]]:
    members = placements.join(articles, articles.c.id == membership.c.article).join(revisions, _CURRENT)
    wanted = select(membership.c.article).select_from(members)
    wanted = wanted.where(shown_in == stories.c.id, _NOT_HIDDEN, *_limits(within)).correlate(stories)
    query = select(stories.c.seq, stories.c.id).where(wanted.exists())
    if before is not None:
        query = query.where(stories.c.seq < before)
    rows = connection.execute(query.order_by(stories.c.seq.desc()).limit(most))
    return [(row.seq, row.id) for row in rows]


def arrived(connection: Connection, within: Within, before: int | None, most: int) -> list[tuple[int, Article]]:
    query = select(articles.c.seq).select_from(articles.join(revisions, _CURRENT))
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
    query = select(digests.c.version, digests.c.story).where(digests.c.version > version, ~digests.c.stale)
    rows = connection.execute(query.order_by(digests.c.version).limit(most))
    return [ChangedStory(row.version, row.story) for row in rows]


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
