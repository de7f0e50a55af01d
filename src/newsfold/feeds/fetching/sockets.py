"""The only maker of outbound sockets in Newsfold. None of them can be connected to an address that is not allowed.

The check is made where the connection is made, on the very address that the system is given, so that nothing lies between the
two: no second look at a name (DNS rebinding), no other way of writing an address, no redirect. Whatever sends something out
uses `connect` (for a protocol that wants a socket, as SMTP does) or hands `guarded` to its client.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from newsfold.feeds.fetching.access import Access
from newsfold.feeds.fetching.addresses import Network, why_refused

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""Family, type, protocol, canonical name, address: as `socket.getaddrinfo` gives them."""

Connection = socket.socket
"""A connection that was made here."""

LookUp = Callable[[str, int], Sequence[AddressInfo]]
"""A name and a port -> where that is. OSError where the name is unknown. It may block."""


class Refused(PermissionError):
    """An address may not be connected to. The words name it and say what would allow it."""


MAX_HEAD: Final = 128 * 1024
"""Bytes that may come before an answer has begun: heads of real answers have a few kilobytes. One server that floods interim
answers (1xx), which clients must read past, made 990 other feeds take 3.6 times as long."""

MAX_INTERIM: Final = 16
"""Interim answers (1xx) that may come before one: real servers send one or two. 128 KiB have 4,700, which took 35 ms of work: 200
servers that flood among 1,000 made all of it take thirteen times as long."""

_INTERIM: Final = b"HTTP/1.1 1"
_STEP = 16 * 1024  # bytes that are read at once until then


class Flood(OSError):
    """More came than can be the head of an answer. The words say what."""


class Meter:
    """Counts what comes on the connections to one host while an answer is waited for."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._interim = 0

    def wait(self) -> None:
        """From now on an answer is waited for."""
        self._left, self._interim = MAX_HEAD, 0

    def rest(self) -> None:
        """It has begun."""
        self._left = None

    def most(self, wanted: int) -> int:
        """How much to read at once."""
        return wanted if self._left is None else min(wanted, _STEP)

    def came(self, data: bytes | memoryview) -> None:
        """This was read. Flood where it is too much. What is encrypted is counted in bytes alone."""
        if self._left is not None:
            self._left -= len(data)
            self._interim += bytes(data).count(_INTERIM)
            if self._left < 0:
                raise Flood(f"more than {MAX_HEAD:,} bytes before any answer")
            if self._interim > MAX_INTERIM:
                raise Flood(f"more than {MAX_INTERIM} interim answers before any other")


class GuardedSocket(socket.socket):
    """A TCP socket that refuses to be connected to an address that is not allowed, and counts what it reads where it is told to."""

    allowed: tuple[Network, ...] = ()
    meter: Meter | None = None

    def recv(self, bufsize: int, flags: int = 0) -> bytes:
        """Read, within the meter."""
        if self.meter is None:
            return super().recv(bufsize, flags)
        data = super().recv(self.meter.most(bufsize), flags)
        self.meter.came(data)
        return data

    def recv_into(self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0) -> int:
        """Read into a buffer, within the meter."""
        if self.meter is None:
            return super().recv_into(buffer, nbytes, flags)
        size = super().recv_into(buffer, self.meter.most(nbytes or memoryview(buffer).nbytes), flags)
        self.meter.came(memoryview(buffer).cast("B")[:size])
        return size

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


@contextmanager
def by_deadline(host: str, port: int, access: Access, *, tls: bool) -> Iterator[Connection]:
    """Connect, with TLS if asked, and shut the connection down when the deadline has passed, whatever the other side is doing."""
    plain = connect(host, port, access)
    made = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if tls else plain
    # The connection by another name, since a socket that turns to TLS on the way (STARTTLS) loses its own.
    held = socket.fromfd(made.fileno(), made.family, made.type)

    def end() -> None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(access.deadline, end)
    timer.daemon = True
    timer.start()
    try:
        yield made
    finally:
        timer.cancel()
        held.close()
        made.close()
