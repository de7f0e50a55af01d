"""Fetches the addresses that the user chose."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence

from newsfold.feeds.fetching.access import Access
from newsfold.feeds.fetching.following import Client, Permit, always
from newsfold.feeds.fetching.sockets import LookUp, look_up
from newsfold.feeds.fetching.stream import Deliver, taken
from newsfold.model import Fetched, Wanted


def fetch(wanted: Iterable[Wanted], access: Access, *, look_up: LookUp = look_up) -> Iterator[Fetched]:
    """Fetch them all at once, within the bounds of `access`, and yield what came in the order in which it came.

    Each wanted address gives exactly one `Fetched`; nothing that a server does raises. robots.txt is not asked: these addresses
    were chosen by the user. Addresses of one host are asked one after the other; when it says 429 (too many requests) that is
    the answer of the others too, and when three of them in a row get no answer the others are not asked. Names are looked up by
    `look_up`.
    """
    asked = list(wanted)

    async def work(deliver: Deliver) -> None:
        await bring_all(asked, Client(access, look_up), always, deliver)

    return taken(work) if asked else iter(())


async def bring_all(wanted: Sequence[Wanted], client: Client, permit: Permit, deliver: Deliver) -> None:
    """Fetch in this event loop, and hand over each as it comes."""

    async def bring(one: Wanted) -> None:
        deliver(await client.fetch(one, permit))

    async with asyncio.TaskGroup() as group:
        for one in wanted:
            group.create_task(bring(one))
