"""One connection a host: whoever wants to ask one waits for a turn. A host that fails, or asks to be left alone, is left alone."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from newsfold.feeds.fetching.access import Access
from newsfold.feeds.fetching.exchange import tracing
from newsfold.feeds.fetching.failing import Failed
from newsfold.feeds.fetching.lookups import LookUps
from newsfold.feeds.fetching.sockets import AddressInfo, GuardedSocket, LookUp, Meter, guarded, permitted

GIVEN_UP_AFTER: Final = 3
"""Failures in a row to get any answer from a host, after which its other addresses are not asked: each would cost a whole
deadline."""

# Headers: aiohttp's own bounds are 8 KiB and 128, which content policies of real sites exceed.
_MOST_FIELD = 32 * 1024
_MOST_FIELDS = 256


ROOTS: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Where OpenSSL is told by the environment to look for roots of trust."""


@cache
def secured(*_roots: str | None) -> ssl.SSLContext:
    """Verify certificates and names against the system's roots; HTTP/1.1 is the only protocol that is offered.

    The roots are read when they are first needed, which takes .05 s or more, and then kept as long as the process runs.
    """
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


class Resolver(AbstractResolver):
    """Names -> the addresses of them that may be connected to. Refused where that is none; the socket is asked once more."""

    def __init__(self, access: Access, look_ups: LookUps) -> None:
        self._access = access
        self._look_ups = look_ups

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:  # noqa: ARG002 - aiohttp's
        """Look up and sift."""
        found = permitted(await self._look_ups.ask(host, port), self._access)
        return [_resolved(host, port, info) for info in found]

    async def close(self) -> None:
        """Nothing is held here."""


def _resolved(host: str, port: int, info: AddressInfo) -> ResolveResult:
    family, _, proto, _, address = info
    return ResolveResult(hostname=host, host=str(address[0]), port=port, family=family, proto=proto, flags=0)


class Host:
    """One host, while somebody wants something from it."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.holders = 0
        self.session: aiohttp.ClientSession | None = None
        self.meter = Meter()
        self.left_at: float | None = None
        self.failures = 0


class Hosts:
    """All hosts that are asked in one event loop, and the connections to them."""

    def __init__(self, access: Access, look_up: LookUp) -> None:
        self._access = access
        self._look_ups = LookUps(look_up)
        self._resolver = Resolver(access, self._look_ups)
        self._tracing = tracing()
        self._hosts: defaultdict[str, Host] = defaultdict(Host)

    @asynccontextmanager
    async def turn(self, at: URL, gap: float = 0.0) -> AsyncIterator[aiohttp.ClientSession]:
        """Wait until nobody else is asking this host, and until `gap` seconds after the last time. Failed where it was given up."""
        async with self.held(at) as host, host.lock:
            if host.failures >= GIVEN_UP_AFTER:
                raise Failed(
                    "unreachable", f"{_name(at)} was not asked, since it failed {host.failures} times just now"
                )
            if gap and host.left_at is not None:
                await asyncio.sleep(host.left_at + gap - asyncio.get_running_loop().time())
            if host.session is None:
                host.session = self._session(host.meter)
            host.meter.wait()
            try:
                yield host.session
            finally:
                host.left_at = asyncio.get_running_loop().time()

    @asynccontextmanager
    async def held(self, at: URL) -> AsyncIterator[Host]:
        """Keep the connection to a host, where there is one, as long as anybody holds it."""
        host = self._hosts[_name(at)]
        host.holders += 1
        try:
            yield host
        finally:
            host.holders -= 1
            if not host.holders and host.session:
                session, host.session = host.session, None
                await session.close()

    def tls_for(self, at: URL) -> ssl.SSLContext | bool:
        """How a connection there is secured."""
        return secured(*map(os.environ.get, ROOTS)) if at.scheme == "https" else True

    def close(self) -> None:
        """Nothing more will be asked."""
        self._look_ups.close()

    def note(self, at: URL, *, answered: bool) -> None:
        """Remember whether a host gave any answer."""
        host = self._hosts[_name(at)]
        host.failures = 0 if answered else host.failures + 1

    def answered(self, at: URL) -> None:
        """The answer has begun."""
        self._hosts[_name(at)].meter.rest()

    def _session(self, meter: Meter) -> aiohttp.ClientSession:
        def socket_for(info: AddressInfo) -> GuardedSocket:
            made = guarded(info, self._access)
            made.meter = meter
            return made

        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            use_dns_cache=False,  # whoever is asked again is looked up again
            socket_factory=socket_for,
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
