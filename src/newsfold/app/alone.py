"""One process at a time fetches into a store, so that no feed is asked twice by a `run` and a `fetch` beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsfold.errors import StoreError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no such locks
    fcntl = None  # type: ignore[assignment]


@contextmanager
def alone(store: str) -> Iterator[None]:
    """Fetch alone into a store; StoreError where another process does. The lock ends with its process, however that ends."""
    if fcntl is None:
        yield
        return
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
