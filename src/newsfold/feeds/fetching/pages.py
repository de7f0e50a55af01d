"""Fetches article pages as a guest does: by the site's robots.txt, one page at a time, with a pause between two."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from yarl import URL

from newsfold.feeds.fetching.access import Access
from newsfold.feeds.fetching.failing import Failed
from newsfold.feeds.fetching.feeds import bring_all
from newsfold.feeds.fetching.following import Client
from newsfold.feeds.fetching.robots import MAX_ROBOTS, Robots, Rules, rules_of
from newsfold.feeds.fetching.sockets import LookUp, look_up
from newsfold.feeds.fetching.stream import Deliver, taken
from newsfold.model import Fetched, Wanted

PAUSE: Final = 2.0
"""Seconds between two requests for pages of one host, or as many as its robots.txt asks for."""


def fetch_pages(
    wanted: Iterable[Wanted],
    access: Access,
    robots: Robots,
    now: datetime,
    *,
    pause: float = PAUSE,
    look_up: LookUp = look_up,
) -> Iterator[Fetched]:
    """Fetch pages, and yield what came in the order in which it came: exactly one `Fetched` for each.

    A page that its site's robots.txt keeps from programs fails with "refused", one whose site could not tell us with "unreachable".
    Each address that a redirect leads to is asked about as well. `now` says how old the rules in `robots` are.
    """
    asked = list(wanted)

    async def work(deliver: Deliver) -> None:
        client = Client(access, look_up)
        await bring_all(asked, client, _Guest(client, robots, now, pause).permit, deliver)

    return taken(work) if asked else iter(())


class _Guest:
    """Knows the rules of each site before it asks for a page there."""

    def __init__(self, client: Client, robots: Robots, now: datetime, pause: float) -> None:
        self._client = client
        self._robots = robots
        self._now = now
        self._pause = pause
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def permit(self, at: URL) -> float:
        """Seconds to leave between two requests there; Failed where the page is not to be fetched."""
        site = str(at.origin())
        async with self._asking[site]:
            rules = self._robots.fresh(site, self._now) or await self._ask(site)
        reason = rules.why_not(str(at.with_user(None)))
        if reason:
            raise Failed("unreachable" if rules.not_now else "refused", f"{at.host} {reason}")
        return max(self._pause, rules.delay)

    async def _ask(self, site: str) -> Rules:
        brought = await self._client.fetch(Wanted(f"{site}/robots.txt"), self._unhurried, cut=MAX_ROBOTS)
        if brought.place:
            brought.place.release()
        rules = rules_of(brought.fetched)
        self._robots.learn(site, rules, self._now)
        return rules

    async def _unhurried(self, _at: URL) -> float:
        return self._pause
