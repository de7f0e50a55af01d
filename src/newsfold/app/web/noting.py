"""Notes visits: what a reader looked at is known at once, and written together with what others looked at meanwhile.

Whoever writes may have to wait for another writer, so no page waits for it; and a commit to a disk takes as long for one visit as
for fifty.
"""

from __future__ import annotations

import threading
from contextlib import suppress

from newsfold.errors import StoreError
from newsfold.model import Visited
from newsfold.store import Store


class Noting:
    """The visits of a store that are kept, and those that are about to be. For several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._waiting: dict[str, Visited] = {}

    def visited(self, story: str) -> Visited | None:
        """The last visit of a story; None before the first."""
        with self._lock:
            waiting = self._waiting.get(story)
        return waiting or self._store.visited(story)

    def note(self, visit: Visited) -> None:
        """Note a visit, which `write` then writes."""
        with self._lock:
            self._waiting[visit.story] = visit

    def write(self) -> None:
        """Write all that was noted since the last time. Where somebody else keeps writing, it is noted with the next look."""
        with self._lock:
            visits = list(self._waiting.values())
        if visits:
            with suppress(StoreError), self._store.transaction():
                for visit in visits:
                    self._store.save_visit(visit)
        with self._lock:
            for visit in visits:
                if self._waiting.get(visit.story) is visit:
                    del self._waiting[visit.story]
