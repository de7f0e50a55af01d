"""What came in and what became of it: items, the ledger, subscriptions. Each function is one step of `Store`."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update

from newsfold.model import Feed, Item, Ledger, Rejected
from newsfold.store.protocol import Outcome
from newsfold.store.retention import counts as pruned_counts
from newsfold.store.schema import feeds, items
from newsfold.store.values import Values, feed_of, feed_values, item_of, item_values


def item_row(item: Item | Rejected, outcome: Outcome, article_id: str | None, reason: str | Rejected) -> Values:
    """The row of one item seen. Pure: rows are gathered and written together."""
    why = item if isinstance(item, Rejected) else reason
    word, detail = (why.reason, why.detail) if isinstance(why, Rejected) else (why, "")
    return {**item_values(item), "outcome": outcome, "reason": word, "detail": detail, "article": article_id}


def add_items(connection: Connection, rows: list[Values]) -> None:
    if rows:
        connection.execute(insert(items), rows)


def items_of(connection: Connection, article_id: str) -> list[Item]:
    query = select(items.c.raw).where(items.c.article == article_id).order_by(items.c.seq)
    return [item_of(raw) for raw in connection.scalars(query)]


def ledger(connection: Connection) -> Ledger:
    # The total is counted by itself and not added up: it is what the others are held against.
    seen = connection.scalar(select(func.count()).select_from(items)) or 0
    counts = connection.execute(
        select(items.c.outcome, items.c.reason, func.count().label("n"))
        .group_by(items.c.outcome, items.c.reason)
        .order_by(func.min(items.c.seq))
    ).all()
    stored, merged = (sum(row.n for row in counts if row.outcome == outcome) for outcome in ("stored", "merged"))
    rejected = {row.reason: row.n for row in counts if row.outcome == "rejected"}
    return Ledger(seen, stored, merged, rejected, pruned_counts(connection))


def put_feed(connection: Connection, feed: Feed) -> None:
    if not connection.execute(update(feeds).where(feeds.c.url == feed.url).values(feed_values(feed))).rowcount:
        connection.execute(insert(feeds), feed_values(feed))


def all_feeds(connection: Connection) -> list[Feed]:
    return [feed_of(row) for row in connection.execute(select(feeds).order_by(feeds.c.seq))]
