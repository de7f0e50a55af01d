"""What Newsfold keeps: items as received, articles with every revision, stories, lineages, and the words that were
shown.

This package is the only door to SQL. `Store` is the seam: a Protocol whose invariants every implementation holds
(`tests/store/test_store_conformance.py` runs over all of them). `open_store` opens the one there is today, a SQLite
file. Importing this package loads no database library; opening a store does.
"""

from __future__ import annotations

from pathlib import Path

from newsfold.store.contents import Condition, Contents, Salvaged, Tallies
from newsfold.store.protocol import Outcome, Store

__all__ = [
    "MEMORY",
    "WAIT_SECONDS",
    "Condition",
    "Contents",
    "Outcome",
    "Salvaged",
    "Store",
    "Tallies",
    "condition",
    "open_store",
    "open_to_read",
    "restore",
    "salvage",
]

MEMORY = ":memory:"
"""The path of a store that lives in memory and is gone when it is closed."""

WAIT_SECONDS = 10.0
"""How long to wait for another writer. Ingesting 500 articles holds the lock for well under a second."""


def open_store(path: str | Path, *, wait: float = WAIT_SECONDS) -> Store:
    """Open the store in the file at `path`, creating it or bringing its schema up to date first.

    `wait` is how many seconds to wait for another program that is writing before giving up. A path that is a folder,
    not a database, another program's database, read-only or on a full disk raises StoreError, a file by a newer
    Newsfold StoreVersionError; each names the path, and the file is then as it was.
    """
    from newsfold.store.sqlite import open_sqlite  # noqa: PLC0415 - SQLAlchemy takes .3 s to load

    return open_sqlite(path, wait=wait)


def open_to_read(path: str | Path) -> Store:
    """Open the store in the file at `path` and leave the file as it is, its schema too.

    One of an older schema can be copied and counted; what else is asked of it raises StoreError.
    """
    from newsfold.store.sqlite import open_sqlite_to_read  # noqa: PLC0415 - SQLAlchemy takes .3 s to load

    return open_sqlite_to_read(Path(path))


def restore(source: str | Path, target: str | Path, *, force: bool = False) -> tuple[Contents, Path | None]:
    """Put a copy of a backup in the place of a store; give what it holds, and where the store that was there is kept.

    A store that is there raises UsageError unless `force`; one that another program has open, or a source that is damaged or no
    store, StoreError. Nothing is changed then.
    """
    from newsfold.store.sqlite_copy import put_in_place  # noqa: PLC0415 - only here is it wanted

    with open_to_read(source):  # is it ours at all, and of a schema that is known?
        pass
    return put_in_place(Path(source), Path(target), force=force)


def condition(path: str | Path) -> Condition:
    """Look at the file of a store, all of it, and change nothing. What is no store raises StoreError."""
    from newsfold.store.sqlite_check import condition as look  # noqa: PLC0415 - SQLAlchemy takes .3 s to load

    return look(Path(path))


def salvage(source: str | Path, target: str | Path) -> Salvaged:
    """Copy what is readable of a damaged store into a new file; say what is lost. The damaged one is only read.

    A new file that is there already raises UsageError; a file of which not even the tables can be told, StoreError.
    """
    from newsfold.store.sqlite_salvage import salvage as save  # noqa: PLC0415 - SQLAlchemy takes .3 s to load

    return save(Path(source), Path(target))
