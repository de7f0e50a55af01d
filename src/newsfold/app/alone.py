"""One process at a time fetches into a store, so that no feed is asked twice by a `run` and a `fetch` beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsfold.errors import StoreError


@contextmanager
def alone(store: str) -> Iterator[None]:
    """Fetch alone into a store; StoreError where another process does. The lock ends with its process, however that ends.

    A system without such locks cannot fetch: two processes would ask every feed twice, and nobody would notice.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, where all that does not fetch may run
    except ImportError as error:
        raise StoreError("fetching needs locks of files, which this system does not have", resource=store) from error
    path = Path(f"{store}.fetching")
    try:
        lock = path.open("ab")
    except OSError as error:
        raise StoreError("there can be no such file", resource=str(path)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError("another newsfold is fetching into it (`run` or `fetch`)", resource=store) from error
        yield
