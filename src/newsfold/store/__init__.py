"""What Newsfold keeps: items as received, articles with every revision, stories, lineages, and the words that were
shown.

This package is the only door to SQL. `Store` is the seam: a Protocol whose invariants every implementation holds
(`tests/store/test_store_conformance.py` runs over all of them). `open_store` opens the one there is today, a SQLite
file. Importing this package loads no database library; opening a store does.
"""

from __future__ import annotations

from pathlib import Path

from newsfold.store.protocol import Outcome, Store

__all__ = ["MEMORY", "WAIT_SECONDS", "Outcome", "Store", "open_store"]

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
