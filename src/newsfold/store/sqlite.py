"""Opening a SQLite file as a store. PRAGMAs and paths are dealt with here and in the modules `sqlite_*` beside it, nowhere else.

A file is looked at before anything is done to it; only one that is ours, or empty, is touched. Its schema is then
brought up to date by the migrations, all in one transaction: a file is of the old schema or of the new one, never
between. An empty one gets today's schema at once.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import cast

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, insert, inspect, text
from sqlalchemy.pool import ConnectionPoolEntry

from newsfold.errors import StoreError, StoreVersionError
from newsfold.store import MEMORY, sqlite_copy
from newsfold.store.connected import WRITES
from newsfold.store.contents import Contents
from newsfold.store.failures import store_error, store_errors
from newsfold.store.migrations import HEAD, REVISIONS
from newsfold.store.schema import VERSION_TABLE, metadata, version
from newsfold.store.sql_store import SqlStore

SMALLEST = 512
"""Bytes in the smallest database there can be. SQLite takes a file of one byte for an empty one and overwrites it."""


class SqliteStore(SqlStore):
    """A `Store` in a SQLite file."""

    def back_up(self, target: str | Path) -> Contents:
        with self._reading() as connection, sqlite_copy.errors_of(self._resource):
            return sqlite_copy.copy(_driver(connection), Path(target))

    def contents(self) -> Contents:
        with self._reading() as connection, sqlite_copy.errors_of(self._resource):
            driver = _driver(connection)
            with sqlite_copy.one_moment(driver):
                return sqlite_copy.contents(driver)

    def compact(self) -> None:
        if self._resource == MEMORY:
            return
        raw = self._engine.raw_connection()
        try:
            with sqlite_copy.errors_of(self._resource):
                raw.cursor().execute("VACUUM")
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()

    def outdated(self) -> str | None:
        with self._reading() as connection:
            revision = _revision(connection, self._resource)
        return None if revision == HEAD else revision


def _driver(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def open_sqlite_to_read(path: Path) -> SqliteStore:
    """Open a file that is left as it is, schema included. See `newsfold.store.open_to_read`."""
    where = str(path)
    if not path.is_file():
        raise StoreError("there is no such store", resource=where)
    if 0 < path.stat().st_size < SMALLEST:
        raise StoreError("is not a Newsfold store", resource=where)
    engine = create_engine("sqlite://", creator=lambda: sqlite_copy.read_only(path), poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    try:
        with store_errors(where), engine.connect() as connection:
            if _revision(connection, where) is None:
                raise StoreError("is empty", resource=where)
    except BaseException:
        engine.dispose()
        raise
    return SqliteStore(engine, where)


def open_sqlite(path: str | Path, *, wait: float) -> SqliteStore:
    """Open the store in the file at `path`, or in memory where that is MEMORY. See `newsfold.store.open_store`."""
    where = str(path)
    if where != MEMORY:
        _check_path(Path(path))
    engine = _engine(where, wait)
    try:
        with store_errors(where):
            _bring_up_to_date(engine, where)
    except BaseException:
        engine.dispose()
        raise
    return SqliteStore(engine, where)


def _check_path(path: Path) -> None:
    """Refuse what SQLite would say of no more than "unable to open database file", or open for reading only."""
    try:
        trouble = _trouble(path)
    except OSError as error:
        raise StoreError("cannot be opened", resource=str(path)) from error
    if trouble:
        raise StoreError(trouble, resource=str(path))


def _trouble(path: Path) -> str:
    # `access` and not an attempt to open: closing a file drops this process's locks on it, those of SQLite included.
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder {folder}"
    if path.exists() and (trouble := _trouble_with_file(path)):
        return trouble
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"the folder {folder} is read-only, and a store needs to write beside its file"
    return ""


def _trouble_with_file(path: Path) -> str:
    if path.is_dir():
        return "is a folder, not a store"
    if not path.is_file():
        return "is not a file"
    if 0 < path.stat().st_size < SMALLEST:
        return "is not a Newsfold store"
    return "" if os.access(path, os.R_OK | os.W_OK) else "is read-only"


def _engine(where: str, wait: float) -> Engine:
    url = URL.create("sqlite", database=where)
    # A store in memory is gone with its connection, so there is one, and threads take turns.
    pool = {"pool_size": 1, "max_overflow": 0} if where == MEMORY else {}
    arguments = {"timeout": wait, "check_same_thread": False}
    engine = create_engine(url, connect_args=arguments, poolclass=QueuePool, pool_timeout=wait, **pool)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # sqlite3 would begin transactions by its own lights; `_begin` does
    connection.text_factory = sqlite_copy.decoded
    connection.execute("PRAGMA foreign_keys = ON")
    # NORMAL loses what was acknowledged when the power goes; FULL does not.
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    # A writer that begins as a reader can find at its first write that it is too late to become one, without any
    # waiting.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(engine: Engine, where: str) -> None:
    with engine.connect() as connection:
        revision = _revision(connection, where)
    if where != MEMORY:
        _use_wal(engine, where)
    if revision == HEAD:
        return
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        # Asked again now that no other can write: two programs may have found the same empty file.
        found = _revision(connection, where)
        if found is None:
            _create(connection)
        elif found != HEAD:
            _migrate(connection)


def _revision(connection: Connection, where: str) -> str | None:
    """The schema revision of a store; None for an empty file. What is not ours, or too new, raises."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if VERSION_TABLE not in tables:
        raise StoreError("is the database of another program, not a Newsfold store", resource=where)
    revision = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608 - a constant
    if revision not in REVISIONS:
        raise StoreVersionError(
            f"has schema revision {revision}, which this version of Newsfold does not know (it knows up to {HEAD}); "
            "a newer version wrote it",
            resource=where,
        )
    return str(revision)


def _use_wal(engine: Engine, where: str) -> None:
    # Readers go on while one writes. It stays with the file. Where the file system cannot share memory SQLite keeps its
    # rollback journal, which is as safe, so the answer does not matter.
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        raise store_error(error, where) from error
    finally:
        raw.close()


def _create(connection: Connection) -> None:
    """Make today's schema at once, which takes .015 s where the migrations take .2 to come to the same."""
    metadata.create_all(connection, checkfirst=False)
    version.create(connection)
    connection.execute(insert(version), {"version_num": HEAD})


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - .2 s to load, and wanted once in a store's life
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "newsfold.store:migrations")
    command.upgrade(config, "head")
