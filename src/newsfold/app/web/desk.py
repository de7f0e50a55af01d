"""What handlers work with: the reading of digests, the store, the clock, and what the operator set."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from newsfold.model import Digest, Pruned
from newsfold.pages import Summary
from newsfold.store import Store


class Reader(Protocol):
    """What pages are read from. It is called from several threads.

    A story that was merged away answers with the digest of the story that took it up, whose `id` then differs from the
    one asked for; an id that never was answers None.
    """

    def stories(self) -> Sequence[Summary]:
        """What the front page lists, in its order. Only the first needs its `lead`."""
        ...

    def digest(self, story: str) -> Digest | None:
        """The digest of a story, or of the story that it was merged into."""
        ...

    def pruned(self, story: str) -> Pruned | None:
        """When and why the words of a story were removed; None where they were not, or where there never was one."""
        ...


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """Everything that a handler is given.

    store: None where only `reader` is there, and nothing can be changed. kept: for how many days articles are kept, 0 for ever,
    which pages say; None says nothing. password: what those who ask must know; None asks for none, and is for this machine alone.
    hosts: names beside the machine's own under which the server is asked. secret: what forms' tokens are made with; a new one at
    each start makes the forms of pages that were open before invalid, which they then say. file: the store's, whose size and disk
    are watched. rounds_since: when this process began to fetch; None where it only serves.
    """

    reader: Reader
    store: Store | None = None
    kept: int | None = None
    password: str | None = None
    hosts: tuple[str, ...] = ()
    now: Callable[[], datetime] = _now
    file: Path | None = None
    rounds_since: datetime | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
