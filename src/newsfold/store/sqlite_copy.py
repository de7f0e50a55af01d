"""Copies of a SQLite store: made while others write, proved before they get their name, and put in another's place.

A copy is one file that needs no other beside it. It is written under a name of its own and gets the one that was asked for when it
has been read back; so what stands under that name is whole, whatever happens meanwhile.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from newsfold.errors import StoreError, UsageError
from newsfold.store.contents import Contents
from newsfold.store.failures import DAMAGED, store_error
from newsfold.store.schema import INDEX_TABLES

ROWS_AT_ONCE = 200
"""Rows that are hashed together: half a megabyte of usual articles, which other threads need not wait for."""

BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a file that is open, or that was left without being closed."""


def read_only(path: Path) -> sqlite3.Connection:
    """Open a file for reading: nothing is made where there is none, and nothing beside it where that cannot be written."""
    where = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = _connected(where)
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except sqlite3.OperationalError:
        # A file in write-ahead mode in a folder that is read-only, as on a disk of backups: nobody is writing it.
        log = path.with_name(path.name + BESIDE[0])
        if os.access(path.parent, os.W_OK) or not path.exists() or log.exists():
            connection.close()
            raise
        connection.close()
        connection = _connected(f"{where}&immutable=1")
    except (sqlite3.Error, UnicodeDecodeError):
        connection.close()
        raise
    return connection


def _connected(where: str) -> sqlite3.Connection:
    connection = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=False)
    connection.text_factory = decoded
    return connection


def decoded(stored: bytes) -> str:
    """Decode stored text. Bytes that are no UTF-8 are damage, and must come through for `verify` to name where they stand.

    `ExactText` stores no surrogates, so these are told from any that was given.
    """
    return stored.decode("utf-8", "surrogateescape")


@contextmanager
def errors_of(path: Path | str) -> Iterator[None]:
    """Raise what SQLite says of a file inside the block as a StoreError that names it."""
    try:
        yield
    except sqlite3.Error as error:
        raise store_error(error, str(path)) from error
    except UnicodeDecodeError as error:  # what SQLite says of a damaged schema quotes it, and Python cannot read that
        raise StoreError(DAMAGED, resource=str(path)) from error


@contextmanager
def one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all that is read inside be of one moment; inside a transaction it is so already."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


# --- what is in it ----------------------------------------------------------------------------------------------------


def contents(connection: sqlite3.Connection) -> Contents:
    """Count and hash everything in a database, as one moment has it if the connection is in a transaction."""
    made = hashlib.sha256()
    rows: dict[str, int] = {}
    for table in tables(connection):
        try:
            with _texts_as(connection, str):
                begun = made.copy()
                rows[table] = _hash(connection, table, begun)
        except sqlite3.OperationalError:  # text that is no UTF-8; what else it may be comes again
            with _texts_as(connection, decoded):
                begun = made.copy()
                rows[table] = _hash(connection, table, begun)
        made = begun
    return Contents(rows, made.hexdigest())


@contextmanager
def _texts_as(connection: sqlite3.Connection, factory: Callable[[bytes], str]) -> Iterator[None]:
    """Have texts decoded by this; `str` itself takes a third of the time of a function, and no bytes that are no UTF-8."""
    before, connection.text_factory = connection.text_factory, factory
    try:
        yield
    finally:
        connection.text_factory = before


def _hash(connection: sqlite3.Connection, table: str, made: Any) -> int:
    """Add a table to a hash; the number of its rows."""
    found = connection.execute(f'SELECT rowid, * FROM "{table}" ORDER BY rowid')  # noqa: S608 - from the schema
    # Names of columns and not the SQL that made them, in which constraints stand in any order.
    made.update(_bytes((table, *(column[0] for column in found.description))))
    count = 0
    while some := found.fetchmany(ROWS_AT_ONCE):
        made.update(b"".join(map(_bytes, some)))
        count += len(some)
    return count


def _bytes(row: tuple[Any, ...]) -> bytes:
    """A row so that no two look the same. Version 2 of the format is fixed, and has nothing in it but the values."""
    return marshal.dumps(row, 2)


def tables(connection: sqlite3.Connection) -> list[str]:
    """The names of the tables that a program made, in order, without those of the index of words, which is made of the others."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    names = (name for (name,) in connection.execute(query).fetchall())
    return [name for name in names if not name.startswith(INDEX_TABLES)]


def faults(connection: sqlite3.Connection, most: int = 100) -> list[str]:
    """What SQLite finds wrong with a file, in its own words; none where it is sound."""
    found = [row[0] for row in connection.execute(f"PRAGMA integrity_check({most})")]
    told = [] if found == ["ok"] else [line for one in found for line in str(one).splitlines()]
    broken = connection.execute("PRAGMA foreign_key_check").fetchmany(most)
    return told + [f"row {row[1]} of {row[0]} names a row of {row[2]} that is not there" for row in broken]


# --- a copy -----------------------------------------------------------------------------------------------------------


def copy(connection: sqlite3.Connection, target: Path) -> Contents:
    """Copy a database into a new file, as one moment has it, and read the copy back. Whoever writes meanwhile is not held up."""
    if target.exists():
        raise UsageError("is there already; nothing is overwritten", resource=str(target))
    with _part_of(target) as part:
        with one_moment(connection):
            here = contents(connection)
            with errors_of(target):
                _write(connection, part)
        with errors_of(target):
            _prove(part, here)
        if target.exists():
            raise UsageError("is there already; nothing is overwritten", resource=str(target))
        part.replace(target)
        _sync(target.parent)
    return here


def _write(connection: sqlite3.Connection, part: Path) -> None:
    """Copy all pages at once: in steps, a writer in between would make it begin anew each time."""
    with closing(sqlite3.connect(part)) as there:
        there.execute("PRAGMA synchronous = OFF").fetchall()  # it is synced once, when all of it is there
        connection.backup(there, pages=-1)
        there.execute("PRAGMA journal_mode = DELETE").fetchall()  # so that the file needs none beside it
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _prove(part: Path, expected: Contents) -> None:
    with closing(read_only(part)) as connection:
        if wrong := faults(connection):
            raise StoreError(f"the copy is not sound: {wrong[0]}", resource=str(part))
        if contents(connection) != expected:
            raise StoreError("the copy does not hold the same rows", resource=str(part))


@contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """A name beside the target for a file that is not whole yet; gone afterwards. What the disk says of it is a StoreError."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
    except OSError as error:
        raise StoreError("cannot be written", resource=str(target)) from error
    finally:
        for ending in ("", "-journal", *BESIDE):
            with suppress(OSError):
                part.with_name(part.name + ending).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make a new name last through a loss of power, where folders can be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# --- in another's place -----------------------------------------------------------------------------------------------


def put_in_place(source: Path, target: Path, *, force: bool) -> tuple[Contents, Path | None]:
    """Copy a file to where a store is to be; with `force`, one that is there is kept beside it: what it holds, and where.

    Raises UsageError where there is one and no `force`, StoreError where another program has it open, or where the source is not
    sound. Both files are then as they were.
    """
    if target.exists() and not force:
        raise UsageError("is there already; --force keeps it beside the one that is restored", resource=str(target))
    with _part_of(target) as part:
        part.unlink(missing_ok=True)
        with errors_of(source), closing(_sound(source)) as connection:
            held = copy(connection, part)
        kept = _set_aside(target) if target.exists() else None
        part.replace(target)
        _sync(target.parent)
    return held, kept


def _sound(source: Path) -> sqlite3.Connection:
    connection = read_only(source)
    try:
        wrong = faults(connection)
    except sqlite3.Error:
        connection.close()
        raise
    if wrong:
        connection.close()
        raise StoreError(f"is damaged, and was not restored: {wrong[0]}", resource=str(source))
    return connection


def _set_aside(target: Path) -> Path:
    """Give a store another name, with what SQLite keeps beside it. The name itself is never without a file for a moment."""
    _close(target)
    kept = _free_name(target)
    log, index = (target.with_name(target.name + ending) for ending in BESIDE)
    if log.exists():  # it could not be brought in, as the file is damaged
        log.replace(kept.with_name(kept.name + BESIDE[0]))
    index.unlink(missing_ok=True)  # made anew from the log at any time
    try:
        os.link(target, kept)
    except OSError:  # not every file system has links
        target.replace(kept)
    return kept


def _close(target: Path) -> None:
    """Bring what is beside a file into it, and see that no other program has it open. One that is no database is left alone."""
    with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as connection:
        try:
            # Before the first look at the file: only so does SQLite take the whole file for itself in write-ahead mode too.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
                raise StoreError("another program has it open; stop that first", resource=str(target)) from None
        except sqlite3.DatabaseError:  # damaged, which may be why it is being replaced
            return


def _free_name(target: Path) -> Path:
    names = (target.with_name(f"{target.name}.before-{number}") for number in range(1, 10_000))
    for name in names:
        if not any(name.with_name(name.name + ending).exists() for ending in ("", *BESIDE)):
            return name
    raise UsageError("too many of its former files are kept beside it", resource=str(target))
