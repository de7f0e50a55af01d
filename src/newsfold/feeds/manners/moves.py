"""When a feed has moved for good, and at which host and port something is.

A redirect that says "for good" is believed when every answer for a week came from the same address and was a feed. A hotel's
log-in page, a maintenance page or a server set up wrong for a day changes no subscription.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final
from urllib.parse import urlsplit

from newsfold.model import FeedState, Fetched, Moved

MOVED_OVER: Final = timedelta(days=7)
FOR_GOOD: Final = frozenset({301, 308})

_PORTS: Final = {"http": 80, "https": 443}


def place_of(url: str) -> str:
    """The host and port of an address.

    >>> place_of("https://Harbour.example/feed")
    'harbour.example:443'
    """
    try:
        parts = urlsplit(url)
        return f"{(parts.hostname or '').lower()}:{parts.port or _PORTS.get(parts.scheme.lower(), 0)}"
    except ValueError:
        return url


def moved_after(state: FeedState, answer: Fetched, now: datetime) -> Moved | None:
    """Where a feed has been sent for good, and since when, after an answer that was a feed or "not modified".

    Only the redirects for good at the front count: what such a redirect leads to may lead on for the moment.
    """
    hops = list(takewhile(lambda hop: hop.status in FOR_GOOD, answer.hops))
    target = hops[-1].url if hops else None
    if target is None or target == state.url:
        return None
    before = state.moved
    return before if before and before.url == target else Moved(target, now)


def settled_address(state: FeedState, now: datetime) -> str | None:
    """The address that a feed has from now on, once it has been sent there for long enough."""
    moved = state.moved
    return moved.url if moved and now - moved.since >= MOVED_OVER else None
