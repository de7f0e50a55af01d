"""Looks at the file of a store without changing it: is it sound, of which schema, and what in it can be read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from newsfold.errors import StoreError
from newsfold.store.contents import Condition
from newsfold.store.migrations import HEAD
from newsfold.store.schema import VERSION_TABLE
from newsfold.store.sqlite_copy import errors_of, faults, read_only, tables


def condition(path: Path) -> Condition:
    """Look at a file. One that is not there, is no database, or is another program's raises StoreError."""
    if not path.is_file():
        raise StoreError("there is no such store", resource=str(path))
    with errors_of(path), closing(read_only(path)) as connection:
        there = tables(connection)
        if VERSION_TABLE not in there:
            raise StoreError("is not a Newsfold store", resource=str(path))
        return Condition(
            path.stat().st_size,
            _schema(connection),
            HEAD,
            tuple(_faults(connection)),
            tuple(table for table in there if not _readable(connection, table)),
        )


def _schema(connection: sqlite3.Connection) -> str | None:
    try:
        row = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()  # noqa: S608 - a constant
    except sqlite3.DatabaseError:
        return None
    return str(row[0]) if row else None


def _faults(connection: sqlite3.Connection) -> list[str]:
    try:
        return faults(connection)
    except sqlite3.DatabaseError as error:
        return [str(error)]


def _readable(connection: sqlite3.Connection, table: str) -> bool:
    try:
        for _ in connection.execute(f'SELECT * FROM "{table}" NOT INDEXED'):  # noqa: S608 - from the schema
            pass
    except sqlite3.DatabaseError:
        return False
    return True
