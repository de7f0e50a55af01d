"""How much a store holds, as a few numbers that are quick to count: for those who watch it, every few seconds."""

from __future__ import annotations

from sqlalchemy import Connection, Select, distinct, func, select

from newsfold.store.contents import Tallies
from newsfold.store.corrections import placements, shown_in
from newsfold.store.groupings import waiting_for_a_story
from newsfold.store.quotations import waiting_for_a_digest
from newsfold.store.retention import not_pruned
from newsfold.store.schema import articles


def tally(connection: Connection) -> Tallies:
    """Count articles and stories, and what still waits. One step of `Store`."""
    in_stories = select(func.count(distinct(shown_in))).select_from(placements)
    kept = select(func.count()).select_from(articles).where(not_pruned(articles.c.id))
    return Tallies(
        connection.scalar(kept) or 0,
        connection.scalar(in_stories) or 0,
        _count(connection, waiting_for_a_story()),
        _count(connection, waiting_for_a_digest()),
    )


def _count(connection: Connection, rows: Select[tuple[str]]) -> int:
    return connection.scalar(select(func.count()).select_from(rows.subquery())) or 0
