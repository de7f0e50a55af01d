"""The only maker of outbound sockets in Newsfold. None of them can be connected to an address that is not allowed.

The check is made where the connection is made, on the very address that the system is given, so that nothing lies between the
two: no second look at a name (DNS rebinding), no other way of writing an address, no redirect. Whatever sends something out
uses `connect` (for a protocol that wants a socket, as SMTP does) or hands `guarded` to its client.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from newsfold.feeds.fetching.access import Access
from newsfold.feeds.fetching.addresses import Network, why_refused

AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""Family, type, protocol, canonical name, address: as `socket.getaddrinfo` gives them."""

LookUp = Callable[[str, int], Sequence[AddressInfo]]
"""A name and a port -> where that is. OSError where the name is unknown. It may block."""


class Refused(PermissionError):
    """An address may not be connected to. The words name it and say what would allow it."""


class GuardedSocket(socket.socket):
    """A TCP socket that refuses to be connected to an address that is not allowed."""

    allowed: tuple[Network, ...] = ()

    def connect(self, address: Any) -> None:
        """Connect, or raise Refused before anything is sent."""
        _check(address, self.allowed)
        super().connect(address)

    def connect_ex(self, address: Any) -> int:
        """Connect and give the system's error number, or raise Refused before anything is sent."""
        _check(address, self.allowed)
        return super().connect_ex(address)


def _check(address: Any, allowed: Sequence[Network]) -> None:
    host = address[0] if isinstance(address, tuple) else address
    reason = why_refused(str(host), allowed)
    if reason:
        raise Refused(reason)


def guarded(info: AddressInfo, access: Access) -> GuardedSocket:
    """Make a socket for one address, or raise Refused. It is not connected yet, and refuses any other address that is not allowed.

    The address is looked at here as well, since some event loops connect a socket without asking it.
    """
    family, _, proto, _, address = info
    _check(address, access.networks)
    made = GuardedSocket(family, socket.SOCK_STREAM, proto)
    made.allowed = access.networks
    return made


def look_up(host: str, port: int) -> Sequence[AddressInfo]:
    """Ask the system where a name leads, for TCP."""
    return [
        (int(family), int(kind), proto, name, address)
        for family, kind, proto, name, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ]


def permitted(found: Iterable[AddressInfo], access: Access) -> list[AddressInfo]:
    """Keep the addresses that may be connected to; Refused, about the first, where that is none of them."""
    kept: list[AddressInfo] = []
    reason: str | None = None
    for info in found:
        why = why_refused(str(info[4][0]), access.networks)
        reason = reason or why
        if why is None:
            kept.append(info)
    if not kept:
        raise Refused(reason) if reason else OSError("the name leads nowhere")
    return kept


def connect(
    host: str, port: int, access: Access, *, timeout: float | None = None, look_up: LookUp = look_up
) -> socket.socket:
    """Connect to the first address of a host that answers; Refused where none is allowed, OSError where none answers.

    `timeout` is in seconds, for each address and afterwards for each operation; the deadline of `access` where it is not given.
    """
    failed: OSError | None = None
    for info in permitted(look_up(host, port), access):
        made = guarded(info, access)
        made.settimeout(access.deadline if timeout is None else timeout)
        try:
            made.connect(info[4])
        except OSError as error:
            made.close()
            failed = failed or error
        else:
            return made
    raise failed or OSError("the name leads nowhere")


async def looked_up(host: str, port: int, look_up: LookUp) -> Sequence[AddressInfo]:
    """Look a name up in a thread of its own, so that a name server that hangs holds up nobody else, not even the end of the
    process.

    An executor would not do: its threads are few, and waited for at exit.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[AddressInfo]] = loop.create_future()

    def settle(found: Sequence[AddressInfo] | None, error: OSError | None) -> None:
        if not answer.done():
            answer.set_exception(error) if error else answer.set_result(found or ())

    def ask() -> None:
        found, failed = None, None
        try:
            found = look_up(host, port)
        except OSError as error:
            failed = error
        except UnicodeError:  # a label of a name that no name server knows: empty, or too long
            failed = OSError("the name is not one that can be looked up")
        with suppress(RuntimeError):  # nobody waits any more: the loop has ended
            loop.call_soon_threadsafe(settle, found, failed)

    threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
    return await answer
