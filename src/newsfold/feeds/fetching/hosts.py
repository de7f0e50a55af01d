"""One connection a host: whoever wants to ask one waits for a turn. A host that fails, or asks to be left alone, is left alone."""

from __future__ import annotations

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from newsfold.feeds.fetching.access import Access
from newsfold.feeds.fetching.exchange import tracing
from newsfold.feeds.fetching.failing import Failed
from newsfold.feeds.fetching.sockets import AddressInfo, LookUp, guarded, looked_up, permitted

GIVEN_UP_AFTER: Final = 3
"""Failures in a row to get any answer from a host, after which its other addresses are not asked: each would cost a whole
deadline."""

# Headers: aiohttp's own bounds are 8 KiB and 128, which content policies of real sites exceed.
_MOST_FIELD = 32 * 1024
_MOST_FIELDS = 256


class Resolver(AbstractResolver):
    """Names -> the addresses of them that may be connected to. Refused where that is none; the socket is asked once more."""

    def __init__(self, access: Access, look_up: LookUp) -> None:
        self._access = access
        self._look_up = look_up

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:  # noqa: ARG002 - aiohttp's
        """Look up and sift."""
        found = permitted(await looked_up(host, port, self._look_up), self._access)
        return [_resolved(host, port, info) for info in found]

    async def close(self) -> None:
        """Nothing is held."""


def _resolved(host: str, port: int, info: AddressInfo) -> ResolveResult:
    family, _, proto, _, address = info
    return ResolveResult(hostname=host, host=str(address[0]), port=port, family=family, proto=proto, flags=0)


class Host:
    """One host, while somebody wants something from it."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.wanted = 0
        self.session: aiohttp.ClientSession | None = None
        self.free_at = 0.0
        self.failures = 0


class Hosts:
    """All hosts that are asked in one event loop, and the connections to them."""

    def __init__(self, access: Access, look_up: LookUp) -> None:
        self._access = access
        self._resolver = Resolver(access, look_up)
        self._tracing = tracing()
        self._hosts: defaultdict[str, Host] = defaultdict(Host)

    @asynccontextmanager
    async def turn(self, at: URL, gap: float = 0.0) -> AsyncIterator[aiohttp.ClientSession]:
        """Wait until nobody else is asking this host, and until `gap` seconds after the last time. Failed where it was given up.

        The connection stays open as long as somebody waits for the same host.
        """
        name = _name(at)
        host = self._hosts[name]
        host.wanted += 1
        try:
            async with host.lock:
                if host.failures >= GIVEN_UP_AFTER:
                    raise Failed("unreachable", f"{name} was not asked, since it failed {host.failures} times just now")
                await asyncio.sleep(host.free_at - asyncio.get_running_loop().time() if gap else 0)
                if host.session is None:
                    host.session = self._session()
                yield host.session
        finally:
            host.free_at = asyncio.get_running_loop().time() + gap
            host.wanted -= 1
            if not host.wanted and host.session:
                session, host.session = host.session, None
                await session.close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Verify certificates and names against the system's roots; HTTP/1.1 is the only protocol that is offered."""
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        return context

    def note(self, at: URL, *, answered: bool) -> None:
        """Remember whether a host gave any answer."""
        host = self._hosts[_name(at)]
        host.failures = 0 if answered else host.failures + 1

    def _session(self) -> aiohttp.ClientSession:
        def socket_for(info: AddressInfo) -> object:
            return guarded(info, self._access)

        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            use_dns_cache=False,  # whoever is asked again is looked up again
            socket_factory=socket_for,  # type: ignore[arg-type]
            ssl=self._tls,
            limit=1,
        )
        return aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),  # one deadline over everything: `following`
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # undone by `decompress`, with a bound
            trust_env=False,  # no proxy and no password from the environment
            trace_configs=[self._tracing],
            max_line_size=_MOST_FIELD,
            max_field_size=_MOST_FIELD,
            max_headers=_MOST_FIELDS,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        )


def _name(at: URL) -> str:
    """A host by one name, whether or not its address ends it with a dot."""
    return (at.host or "").rstrip(".")
