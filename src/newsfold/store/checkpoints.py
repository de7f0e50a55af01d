"""The checkpoint from which grouping goes on: one at a time, in parts, as databases bound what one value holds."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from newsfold.model import Checkpoint
from newsfold.store.schema import checkpoints

# SQLite takes up to 1 GB a value and so does PostgreSQL, which wants several times as much memory for one.
PART: Final = 32 * 1024 * 1024


def save(connection: Connection, checkpoint: Checkpoint) -> None:
    drop(connection)
    for part, begin in enumerate(range(0, max(len(checkpoint.data), 1), PART)):
        data = checkpoint.data[begin : begin + PART]
        connection.execute(insert(checkpoints), {"part": part, "made_by": checkpoint.made_by, "data": data})


def drop(connection: Connection) -> None:
    connection.execute(delete(checkpoints))


def one(connection: Connection) -> Checkpoint | None:
    query = select(checkpoints.c.made_by, checkpoints.c.data).order_by(checkpoints.c.part)
    parts = connection.execute(query).all()
    return Checkpoint(parts[0].made_by, b"".join(part.data for part in parts)) if parts else None
