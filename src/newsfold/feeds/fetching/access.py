"""How the network may be used: what the operator allows, and the bounds that every fetch is held to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from newsfold import __version__
from newsfold.errors import UsageError
from newsfold.feeds.fetching.addresses import Network, networks_of
from newsfold.feeds.limits import MAX_FILE

AGENT: Final = "Newsfold"
"""The name by which robots.txt knows this program."""

HOMEPAGE: Final = "https://newsfold.example/"
"""Where a server's operator reads who asks, until whoever runs Newsfold gives a page of their own (`Access.contact`)."""

DEADLINE: Final = 20.0
"""Seconds that one fetch may take, from looking up the name to the last byte, over all redirects. Miniflux allows the same."""

AT_ONCE: Final = 256
"""Fetches under way at most. Each costs a file descriptor, of which a process has often 1,024; with fewer, 200 servers that never
finish would hold every place for 20 s while the other feeds wait (`tools/network_bench.py`)."""


@dataclass(frozen=True, slots=True)
class Access:
    """What may be reached and at what cost.

    `allow` names addresses and networks beyond the public internet; one that cannot be read is a UsageError. `contact` is a URL
    that stands in the User-Agent. `most_bytes` counts a body with its compression undone.
    """

    allow: tuple[str, ...] = ()
    contact: str = HOMEPAGE
    deadline: float = DEADLINE
    most_bytes: int = MAX_FILE
    at_once: int = AT_ONCE
    networks: tuple[Network, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "networks", networks_of(self.allow))
        if not self.contact.isascii() or not self.contact.isprintable():
            raise UsageError("[network] contact takes a URL in plain letters", resource=repr(self.contact))

    @property
    def user_agent(self) -> str:
        """How Newsfold names itself: its version, and where to read who asks."""
        return f"{AGENT}/{__version__} (+{self.contact})"
