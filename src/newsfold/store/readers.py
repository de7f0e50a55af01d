"""Sessions, tokens, visits and marks: each function is one step of `Readers`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

from sqlalchemy import Connection, Table, delete, insert, select

from newsfold.model import Mark, Scope, Token, Visited
from newsfold.store.chunks import chunks
from newsfold.store.schema import marks, sessions, tokens, visits
from newsfold.store.values import Row, Values


def begin_session(connection: Connection, secret_hash: str, until: datetime) -> None:
    _replace(connection, sessions, {"hash": secret_hash}, {"until": _written(until)})


def session(connection: Connection, secret_hash: str) -> datetime | None:
    until = connection.scalar(select(sessions.c.until).where(sessions.c.hash == secret_hash))
    return datetime.fromisoformat(until) if until else None


def end_session(connection: Connection, secret_hash: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.hash == secret_hash))


def end_sessions(connection: Connection, before: datetime) -> None:
    connection.execute(delete(sessions).where(sessions.c.until < _written(before)))


def add_token(connection: Connection, token: Token, secret_hash: str) -> None:
    values = {"id": token.id, "name": token.name, "scopes": " ".join(token.scopes), "made": _written(token.made)}
    connection.execute(insert(tokens), values | {"hash": secret_hash})


def all_tokens(connection: Connection) -> list[Token]:
    return [_token(row) for row in connection.execute(select(tokens).order_by(tokens.c.seq))]


def token(connection: Connection, secret_hash: str) -> Token | None:
    row = connection.execute(select(tokens).where(tokens.c.hash == secret_hash)).first()
    return _token(row) if row else None


def _token(row: Row) -> Token:
    scopes = tuple(cast("Scope", word) for word in row.scopes.split())
    return Token(row.id, row.name, scopes, datetime.fromisoformat(row.made))


def remove_token(connection: Connection, token_id: str) -> bool:
    return connection.execute(delete(tokens).where(tokens.c.id == token_id)).rowcount > 0


def visited(connection: Connection, story_id: str) -> Visited | None:
    row = connection.execute(select(visits).where(visits.c.story == story_id)).first()
    if row is None:
        return None
    before = datetime.fromisoformat(row.before) if row.before else None
    return Visited(row.story, datetime.fromisoformat(row.at), before)


def save_visit(connection: Connection, visit: Visited) -> None:
    times = {"at": _written(visit.at), "before": _written(visit.before) if visit.before else None}
    _replace(connection, visits, {"story": visit.story}, times)


def put_mark(connection: Connection, mark: Mark) -> None:
    _replace(connection, marks, {"story": mark.story, "kind": mark.kind}, {"at": _written(mark.at)})


def remove_mark(connection: Connection, story_id: str, kind: str) -> None:
    connection.execute(delete(marks).where(marks.c.story == story_id, marks.c.kind == kind))


def some_marks(connection: Connection, story_ids: Sequence[str] | None) -> list[Mark]:
    query = select(marks)
    found = (
        [row for some in chunks(story_ids) for row in connection.execute(query.where(marks.c.story.in_(some)))]
        if story_ids is not None
        else list(connection.execute(query))
    )
    read = (Mark(row.story, row.kind, datetime.fromisoformat(row.at)) for row in found)
    return sorted(read, key=lambda mark: (mark.at, mark.story, mark.kind))


def _replace(connection: Connection, table: Table, key: Values, values: Values) -> None:
    """Write a row in place of the one of the same key."""
    connection.execute(delete(table).where(*(table.c[name] == value for name, value in key.items())))
    connection.execute(insert(table), {**key, **values})


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
