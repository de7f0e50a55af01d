"""Lineages and their members. Each function is one step of `Store`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from newsfold.model import Lineage, Member
from newsfold.store.chunks import chunks, select_in
from newsfold.store.schema import lineage_members, lineages


def save(connection: Connection, given: Sequence[Lineage]) -> None:
    """Keep lineages in the place of all that share an article or an id with them."""
    articles = [member.article for lineage in given for member in lineage.members]
    _drop(connection, [lineage.id for lineage in given] + _holding(connection, articles))
    if given:
        connection.execute(insert(lineages), [_lineage_row(lineage) for lineage in given])
    if articles:
        connection.execute(insert(lineage_members), [row for lineage in given for row in _member_rows(lineage)])


def _lineage_row(lineage: Lineage) -> dict[str, object]:
    return {
        "id": lineage.id,
        "origin": lineage.origin,
        "credit": lineage.credit,
        "original_seen": lineage.original_seen,
    }


def _member_rows(lineage: Lineage) -> list[dict[str, object]]:
    return [
        {
            "article": member.article,
            "lineage": lineage.id,
            "position": position,
            "role": member.role,
            "shared": member.shared,
            "usable": member.usable,
        }
        for position, member in enumerate(lineage.members)
    ]


def _holding(connection: Connection, article_ids: Sequence[str]) -> list[str]:
    return select_in(connection, select(lineage_members.c.lineage), lineage_members.c.article, article_ids)


def _drop(connection: Connection, ids: Sequence[str]) -> None:
    for some in chunks(list(dict.fromkeys(ids))):
        connection.execute(delete(lineage_members).where(lineage_members.c.lineage.in_(some)))
        connection.execute(delete(lineages).where(lineages.c.id.in_(some)))


def seqs(connection: Connection, article_ids: Sequence[str] | None) -> list[int]:
    """The numbers of the lineages that hold one of these articles, or of all, in the order in which they were saved."""
    ids = None if article_ids is None else _holding(connection, article_ids)
    return sorted(select_in(connection, select(lineages.c.seq), lineages.c.id, ids))


def some(connection: Connection, numbers: Sequence[int]) -> list[Lineage]:
    """The lineages with these numbers, in order."""
    rows = connection.execute(select(lineages).where(lineages.c.seq.in_(numbers)).order_by(lineages.c.seq)).all()
    members: dict[str, list[Member]] = defaultdict(list)
    query = select(lineage_members).where(lineage_members.c.lineage.in_([row.id for row in rows]))
    for row in connection.execute(query.order_by(lineage_members.c.position)):
        members[row.lineage].append(Member(row.article, row.role, row.shared, row.usable))
    return [Lineage(row.id, row.origin, tuple(members[row.id]), row.credit, row.original_seen) for row in rows]
