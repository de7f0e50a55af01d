"""What handlers work with: the reading of digests, the store, the clock, and what the operator set."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Final, Protocol

from newsfold.engine.archive import Archive
from newsfold.engine.groups import NO_GROUPS, Groups
from newsfold.engine.ingest import Settings
from newsfold.engine.live import Door
from newsfold.engine.outgoing import FeedsOut
from newsfold.engine.recent import Recent
from newsfold.engine.searching import Answer
from newsfold.model import Digest, Edition, Owner, Pruned, Within, voice
from newsfold.pages import Setting
from newsfold.store import Store

# Pages of some 40 kB, of which deflating leaves a fifth: 16 MB.
DRAWN: Final = 2_000


class Reader(Protocol):
    """What pages are read from. It is called from several threads.

    A story that was merged away answers with the digest of the story that took it up, whose `id` then differs from the
    one asked for; an id that never was answers None.
    """

    def edition(self, day: date | None = None) -> Edition | None:
        """The stories of a day, of the last that has any where none is said; None where nothing was ever told."""
        ...

    def digest(self, story: str, since: datetime | None = None) -> Digest | None:
        """The digest of a story, or of the one that it was merged into; with what is new `since` a reader's last visit."""
        ...

    def named(self, story: str, since: datetime | None = None) -> Hashable:
        """What names the digest that `digest` gives: a page that was drawn of it is still right. None where nothing does."""
        ...

    def search(self, typed: str, within: Within | None = None) -> Answer:
        """What answers a query; one that asks for no word raises UsageError."""
        ...

    def pruned(self, story: str) -> Pruned | None:
        """When and why the words of a story were removed; None where they were not, or where there never was one."""
        ...


@dataclass(frozen=True)
class Intake:
    """How a server takes in what its pages are asked to: through which door, grouped how, one after the other.

    open_door: opens the door to the network; None where nothing is fetched. wake: tells the loop of rounds in this process that
    there is something to fetch or to group; None where there is no loop, and who takes in groups at once.
    """

    open_door: Callable[[], AbstractContextManager[Door]] | None = None
    wake: Callable[[], None] | None = None
    settings: Settings | None = None
    one_at_a_time: threading.Lock = field(default_factory=threading.Lock, repr=False)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """Everything that a handler is given.

    store: None where only `reader` is there, and nothing can be changed. kept: for how many days articles are kept, 0 for ever,
    which pages say; None says nothing. password: what those who ask must know; None asks for none, and is for this machine alone.
    hosts: names beside the machine's own under which the server is asked. secret: what forms' tokens are made with; a new one at
    each start makes the forms of pages that were open before invalid, which they then say. owner, groups: whose outlets are one
    account, and groups of outlets that were declared. operator: who signs what is corrected here. settings: what is set, as it is
    shown. archive: what lists and digests are read from as values; None where only `reader` is there. feeds: what
    feeds out are made by. url: the address at which the top of the pages is found from outside, with a "/" at its end; None says
    what was asked for. file: the store's, whose size and disk are watched. rounds_since: when this process began to fetch; None
    where it only serves. zone: where the readers are. search: what answers queries in the place of `reader`. drawn: the pages of
    stories that were drawn last, deflated.
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
    owner: Owner = voice
    groups: Groups = NO_GROUPS
    operator: str = "web"
    settings: Sequence[Setting] = ()
    intake: Intake = field(default_factory=Intake)
    archive: Archive | None = None
    feeds: FeedsOut | None = None
    url: str | None = None
    zone: tzinfo = UTC
    search: Callable[[str, Within], Answer] | None = None
    drawn: Recent[object, bytes] = field(default_factory=lambda: Recent(DRAWN), repr=False)
