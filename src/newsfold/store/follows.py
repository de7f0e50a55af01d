"""What readers follow, and how far each was told. Each function is one step of `Store`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from newsfold.model import Follow, Untaken
from newsfold.store.chunks import chunks
from newsfold.store.schema import articles, follows, revisions


def put(connection: Connection, follow: Follow) -> bool:
    """Keep a follow; False where it is kept already, and stays as it is."""
    if connection.scalar(select(follows.c.seq).where(follows.c.id == follow.id)) is not None:
        return False
    values = {
        "untaken": _dumped(follow.untaken),
        "id": follow.id,
        "story": follow.story,
        "query": follow.query,
        "to": follow.to,
        "seen": follow.seen,
    }
    connection.execute(insert(follows), values)
    return True


def remove(connection: Connection, follow_id: str) -> bool:
    return connection.execute(delete(follows).where(follows.c.id == follow_id)).rowcount > 0


def all_follows(connection: Connection) -> list[Follow]:
    rows = connection.execute(select(follows).order_by(follows.c.seq))
    return [Follow(row.id, row.story, row.query, row.to, row.seen, _untaken(row.untaken)) for row in rows]


def _dumped(untaken: Untaken | None) -> str | None:
    """As JSON, so that what is no Unicode comes through as everywhere else in a store."""
    if untaken is None:
        return None
    times = {"since": untaken.since.isoformat(), "until": untaken.until.isoformat()}
    return json.dumps({"reason": untaken.reason, "detail": untaken.detail, "count": untaken.count} | times)


def _untaken(raw: str | None) -> Untaken | None:
    given = json.loads(raw) if raw else None
    times = {name: datetime.fromisoformat(given[name]) for name in ("since", "until")} if given else {}
    return Untaken(**(given | times)) if given else None


def not_taken(connection: Connection, follow_id: str, untaken: Untaken) -> bool:
    """Keep why the address of a follow takes nothing."""
    told = update(follows).where(follows.c.id == follow_id).values(untaken=_dumped(untaken))
    return connection.execute(told).rowcount > 0


def tell(connection: Connection, follow_id: str, upto: int) -> bool:
    """Note that a follow was told everything up to a revision, so its address took it; what was told is never untold."""
    told = update(follows).where(follows.c.id == follow_id)
    known = connection.execute(told.values(seen=func.max(follows.c.seen, upto), untaken=None)).rowcount
    return known > 0


def last_arrived(connection: Connection) -> int:
    return connection.scalar(select(func.coalesce(func.max(revisions.c.seq), 0))) or 0


def arrived_since(connection: Connection, article_ids: Sequence[str], seen: int) -> dict[str, bool]:
    """Say of these articles which have words that arrived after a revision: whether they had others before, by id."""
    every = revisions.alias()
    first = select(func.min(every.c.seq)).where(every.c.article == articles.c.id).scalar_subquery()
    query = (
        select(articles.c.id, first.label("first"))
        .join(revisions, (revisions.c.article == articles.c.id) & (revisions.c.id == articles.c.current))
        .where(revisions.c.seq > seen)
    )
    found: dict[str, bool] = {}
    for some in chunks(article_ids):
        found |= {row.id: row.first <= seen for row in connection.execute(query.where(articles.c.id.in_(some)))}
    return {one: found[one] for one in article_ids if one in found}
