"""Subscriptions between two fetches, each function one step of `Subscribed`; and their states as JSON and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, replace
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Connection, delete, insert, select, update

from newsfold.model import FeedState, FetchRecord, Gap, Gone, Held, Hints, Moved, Trouble, Validators
from newsfold.store.chunks import chunks
from newsfold.store.schema import feed_states, feeds, fetches, gaps
from newsfold.store.subscribed import KEPT_FETCHES
from newsfold.store.values import Row, Values

# Fields of a state, and of what is in one, that are not JSON as they are.
_PARTS: Final[Mapping[str, type[Any]]] = {
    "validators": Validators,
    "hints": Hints,
    "trouble": Trouble,
    "gone": Gone,
    "held": Held,
    "moved": Moved,
}
_TIMES: Final = frozenset({"due", "fetched", "succeeded", "full", "changed", "since", "until"})


# --- states as JSON ----------------------------------------------------------------------------------------------------


def dumped(state: FeedState) -> str:
    """A state as compact JSON, without what is as in a fresh one."""
    return json.dumps(_plain(state), ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> dict[str, Any]:
    given = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
    return {name: _said(one) for name, (one, usual) in given.items() if usual is MISSING or one != usual}


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return _plain(value) if isinstance(value, tuple(_PARTS.values())) else value


def state_of(raw: str) -> FeedState:
    return cast("FeedState", _read(FeedState, json.loads(raw)))


def _read(kind: Callable[..., Any], given: Mapping[str, Any]) -> Any:
    """Make a value of what was dumped."""
    try:
        return kind(**{name: _value(name, value) for name, value in given.items()})
    except TypeError as error:
        raise ValueError(f"not a state of a feed: {error}") from error


def _value(name: str, value: Any) -> Any:
    if name in _PARTS:
        return _read(_PARTS[name], value)
    if name in _TIMES:
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


# --- states ------------------------------------------------------------------------------------------------------------


def states(connection: Connection) -> list[FeedState]:
    query = select(feeds.c.url, feed_states.c.state).outerjoin(feed_states, feed_states.c.url == feeds.c.url)
    rows = connection.execute(query.order_by(feeds.c.seq))
    return [FeedState(row.url) if row.state is None else state_of(row.state) for row in rows]


def save_state(connection: Connection, state: FeedState) -> None:
    if connection.scalar(select(feeds.c.seq).where(feeds.c.url == state.url)) is None:
        return
    row = {"url": state.url, "due": _iso(state.due), "paused": state.paused, "state": dumped(state)}
    if not connection.execute(update(feed_states).where(feed_states.c.url == state.url).values(row)).rowcount:
        connection.execute(insert(feed_states), row)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


# --- fetches and gaps --------------------------------------------------------------------------------------------------


def record(connection: Connection, fetch: FetchRecord) -> None:
    connection.execute(insert(fetches), _fetch_values(fetch))
    latest = select(fetches.c.seq).where(fetches.c.url == fetch.url).order_by(fetches.c.seq.desc())
    last = connection.scalar(latest.offset(KEPT_FETCHES).limit(1))
    if last is not None:
        connection.execute(delete(fetches).where(fetches.c.url == fetch.url, fetches.c.seq <= last))


def _fetch_values(fetch: FetchRecord) -> Values:
    given = {field.name: getattr(fetch, field.name) for field in fields(fetch)}
    return {**given, "at": fetch.at.isoformat()}


def _fetch_of(row: Row) -> FetchRecord:
    at = datetime.fromisoformat(row.at)
    return FetchRecord(row.url, at, row.outcome, row.status, row.entries, row.new, row.conditional, row.detail)


def of_feed(connection: Connection, url: str) -> list[FetchRecord]:
    query = select(fetches).where(fetches.c.url == url).order_by(fetches.c.seq)
    return [_fetch_of(row) for row in connection.execute(query)]


def record_gap(connection: Connection, gap: Gap) -> None:
    row = {"url": gap.url, "since": gap.since.isoformat(), "until": gap.until.isoformat()}
    connection.execute(insert(gaps), row)


def all_gaps(connection: Connection, urls: Iterable[str] | None) -> list[Gap]:
    wanted = [None] if urls is None else list(chunks(list(dict.fromkeys(urls))))
    query = select(gaps)
    rows = [
        row
        for some in wanted
        for row in connection.execute(query if some is None else query.where(gaps.c.url.in_(some)))
    ]
    rows.sort(key=lambda row: row.seq)
    return [Gap(row.url, datetime.fromisoformat(row.since), datetime.fromisoformat(row.until)) for row in rows]


# --- subscriptions -----------------------------------------------------------------------------------------------------


def move(connection: Connection, old: str, new: str) -> bool:
    known = set(connection.scalars(select(feeds.c.url).where(feeds.c.url.in_([old, new]))))
    if known != {old} or old == new:
        return False
    connection.execute(update(feeds).where(feeds.c.url == old).values(url=new))
    kept = connection.scalar(select(feed_states.c.state).where(feed_states.c.url == old))
    connection.execute(delete(feed_states).where(feed_states.c.url.in_([old, new])))
    if kept is not None:
        save_state(connection, replace(state_of(kept), url=new, moved=None))
    for table in (fetches, gaps):
        connection.execute(update(table).where(table.c.url == old).values(url=new))
    return True


def remove(connection: Connection, url: str) -> bool:
    found = connection.execute(delete(feeds).where(feeds.c.url == url)).rowcount
    for table in (feed_states, fetches):
        connection.execute(delete(table).where(table.c.url == url))
    return bool(found)
