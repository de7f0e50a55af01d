"""What an operator corrected, and how what is shown differs from how articles were grouped. Each function is one step of `Store`.

`membership` and `redirects` are the grouping's; `shown`, `leads` and `hidden` hold what differs, and are empty where nothing does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Table, delete, func, insert, select, union

from newsfold.model import Change, Correction, Overlay, Signature
from newsfold.store.chunks import chunks
from newsfold.store.schema import articles, corrections, decisions, hidden, leads, membership, redirects, shown
from newsfold.store.values import JOINING, MERGING, change_of, change_values, reason_of, signature_of, signature_values

shown_in: ColumnElement[str] = func.coalesce(shown.c.story, membership.c.story)
"""The story that an article of `placements` is shown in."""

placements: FromClause = membership.outerjoin(shown, shown.c.article == membership.c.article)
"""Every article that is in a story, with the one that it was grouped into and the one that it is shown in."""


def of_story(story_id: str) -> ColumnElement[bool]:
    """What is true of the articles of `placements` that are shown in a story; databases answer it by their indexes."""
    grouped_there = select(membership.c.article).where(membership.c.story == story_id)
    put_there = select(shown.c.article).where(shown.c.story == story_id)
    return membership.c.article.in_(union(grouped_there, put_there)) & (shown_in == story_id)


def record(connection: Connection, change: Change, signed: Signature) -> Correction:
    row = {**change_values(change), **signature_values(signed)}
    number = connection.execute(insert(corrections), row).inserted_primary_key
    if number is None:
        raise ValueError("the database gave no number")
    return Correction(int(number[0]), change, signed)


def all_corrections(connection: Connection) -> list[Correction]:
    rows = connection.execute(select(corrections).order_by(corrections.c.seq))
    return [Correction(int(row.seq), change_of(row.kind, row.change), signature_of(row)) for row in rows]


# --- how it is shown ---


def save(connection: Connection, overlay: Overlay) -> None:
    """Keep how what is shown differs, in the place of what was kept; only rows that changed are written."""
    before = overlay_of(connection)
    _replace(connection, shown, ("article", "story"), before.stories.items(), overlay.stories.items())
    _replace(connection, leads, ("old", "new"), before.leads.items(), overlay.leads.items())
    _replace(connection, hidden, ("article",), ((one,) for one in before.hidden), ((one,) for one in overlay.hidden))


def _replace(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    before: Iterable[tuple[str, ...]],
    after: Iterable[tuple[str, ...]],
) -> None:
    old, new = set(before), set(after)
    for some in chunks(sorted(row[0] for row in old - new)):
        connection.execute(delete(table).where(table.c[columns[0]].in_(some)))
    if added := sorted(new - old):
        connection.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in added])


def overlay_of(connection: Connection) -> Overlay:
    stories = {row.article: row.story for row in connection.execute(select(shown))}
    led = {row.old: row.new for row in connection.execute(select(leads))}
    return Overlay(stories, led, frozenset(connection.scalars(select(hidden.c.article))))


def living(connection: Connection, story_id: str) -> str:
    """The id itself, or the one that it leads to."""
    for table in (leads, redirects):
        found = connection.scalar(select(table.c.new).where(table.c.old == story_id))
        if found is not None:
            return str(found)
    return story_id


def leading_to(connection: Connection, story_id: str) -> list[str]:
    """The ids that lead to a story, its own first."""
    corrected = set(connection.scalars(select(leads.c.old).where(leads.c.new == story_id)))
    overruled = select(leads.c.old)
    grouped = select(redirects.c.old).where(redirects.c.new == story_id, redirects.c.old.not_in(overruled))
    return list(dict.fromkeys([story_id, *sorted(corrected | set(connection.scalars(grouped)))]))


# --- how it was grouped ---


def grouped(connection: Connection) -> dict[str, str]:
    query = select(membership.c.article, membership.c.story)
    query = query.join(articles, articles.c.id == membership.c.article).order_by(articles.c.seq)
    return {row.article: row.story for row in connection.execute(query)}


def mergers(connection: Connection) -> dict[str, str]:
    query = select(decisions.c.other, decisions.c.story).where(decisions.c.kind == MERGING)
    return {row.other: row.story for row in connection.execute(query.order_by(decisions.c.seq))}


def nearest(connection: Connection, article_ids: Collection[str]) -> dict[str, str]:
    """The article that each of these joined when it last joined a story."""
    found: dict[str, str] = {}
    for some in chunks(sorted(article_ids)):
        query = select(decisions).where(decisions.c.kind == JOINING, decisions.c.article.in_(some))
        for row in connection.execute(query.order_by(decisions.c.seq)):
            reason: Any = reason_of(row.kind, row.reason)
            found[reason.article] = reason.nearest
    return found


def publishers(connection: Connection) -> dict[str, tuple[str, str | None]]:
    """The outlet and the address of every article, by its id."""
    query = select(articles.c.id, articles.c.outlet, articles.c.url).order_by(articles.c.seq)
    return {row.id: (row.outlet, row.url) for row in connection.execute(query)}
