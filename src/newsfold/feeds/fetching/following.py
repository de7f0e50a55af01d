"""Follows an address to its answer: over redirects, one turn at each host, within one deadline over all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from yarl import URL

from newsfold.feeds.fetching.access import Access
from newsfold.feeds.fetching.exchange import Answer, Progress, Request, exchange
from newsfold.feeds.fetching.failing import Failed
from newsfold.feeds.fetching.hosts import Hosts
from newsfold.feeds.fetching.places import Place, Places
from newsfold.feeds.fetching.redirects import FOLLOWED, address_of, next_address
from newsfold.feeds.fetching.sockets import LookUp
from newsfold.model import Fetched, Hop, Wanted

Permit = Callable[[URL], Awaitable[float]]
"""Asked before each address: gives the seconds to leave between two requests to its host, or raises Failed."""


async def always(_at: URL) -> float:
    """Permit whatever the user chose, as fast as its host answers."""
    return 0.0


@dataclass(slots=True)
class _Trail:
    """Where one fetch has been, and the seconds that it took. Waiting for a turn or a place is not counted: it is not the
    server's doing."""

    been: list[URL] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)
    spent: float = 0.0


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a fetch, and the place that it holds until somebody has taken it."""

    fetched: Fetched
    place: Place | None = None


class Client:
    """Fetches in one event loop, within one `Access`."""

    def __init__(self, access: Access, look_up: LookUp) -> None:
        self._access = access
        self._hosts = Hosts(access, look_up)
        self._places = Places(access.at_once)
        self._told_to_wait: dict[tuple[str | None, int | None], Answer] = {}

    async def fetch(self, wanted: Wanted, permit: Permit = always, *, cut: int | None = None) -> Brought:
        """Fetch; never raises for what a server, a name or an address does."""
        trail = _Trail()
        try:
            return await self._follow(wanted, trail, permit, cut)
        except Failed as error:
            url = trail.hops[-1].url if trail.hops else wanted.url
            return Brought(Fetched(wanted, url, hops=tuple(trail.hops), failure=error.failure))

    async def _follow(self, wanted: Wanted, trail: _Trail, permit: Permit, cut: int | None) -> Brought:
        at = address_of(wanted.url)
        while True:
            gap = await permit(at)
            answer, place = await self._ask(Request(at, wanted.validators, cut), trail, gap)
            if answer.status not in FOLLOWED:
                url = trail.hops[-1].url if trail.hops else wanted.url
                return Brought(_fetched(wanted, url, answer, trail), place)
            if place:
                place.release()
            trail.been.append(at.with_user(None))
            at = next_address(at, answer.location, trail.been)
            trail.hops.append(Hop(answer.status, str(at)))

    async def _ask(self, request: Request, trail: _Trail, gap: float) -> tuple[Answer, Place | None]:
        """Ask one host, in turn. A host that said "too many requests" just now is not asked: its answer stands."""
        origin = (request.at.host, request.at.port)
        async with self._hosts.turn(request.at, gap) as session:
            if origin in self._told_to_wait:
                return self._told_to_wait[origin], None
            place = await self._places.take()
            clock = asyncio.get_running_loop().time
            began, progress = clock(), Progress()
            try:
                async with asyncio.timeout(self._access.deadline - trail.spent):
                    answer = await exchange(session, request, self._access, place, progress)
            except TimeoutError as error:
                place.release()
                self._hosts.note(request.at, answered=progress.answered)
                sentence = progress.sentence(request.at.host or "", self._access.deadline)
                raise Failed("timeout", sentence) from error
            except BaseException as error:
                place.release()
                if isinstance(error, Failed):
                    self._hosts.note(request.at, answered=error.failure.reason not in {"unreachable", "tls"})
                raise
            finally:
                trail.spent += clock() - began
            self._hosts.note(request.at, answered=True)
            if answer.status == 429:
                self._told_to_wait[origin] = answer
            return answer, place


def _fetched(wanted: Wanted, url: str, answer: Answer, trail: _Trail) -> Fetched:
    return Fetched(
        wanted=wanted,
        url=url,
        status=answer.status,
        body=answer.body,
        content_type=answer.content_type,
        validators=answer.validators,
        hops=tuple(trail.hops),
        retry_after=answer.retry_after,
        cache_control=answer.cache_control,
        date=answer.date,
    )
