"""Nothing but the public internet may be connected to, however an address is written, unless the operator allows it."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.errors import UsageError
from newsfold.feeds.fetching import Access, Refused, connect
from newsfold.feeds.fetching.addresses import inner_addresses, networks_of, why_refused
from newsfold.feeds.fetching.sockets import AddressInfo, GuardedSocket, guarded, permitted

WRONGLY_GLOBAL = (
    *("::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "224.0.0.1", "ff02::1", "fec0::1"),
    *("192.88.99.1", "192.0.0.9", "168.63.129.16"),
)


def info(address: str, port: int = 80) -> AddressInfo:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return (family, socket.SOCK_STREAM, 6, "", (address, port))


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_the_public_internet_is_open(address: str) -> None:
    """Also where it is written as IPv6, or reached over a translator."""
    assert why_refused(address) is None


@pytest.mark.parametrize("address", WRONGLY_GLOBAL)
def test_what_python_takes_for_global_is_refused(address: str) -> None:
    """On some version of Python `is_global` is true for each of these."""
    assert why_refused(address)


@given(st.ip_addresses())
def test_whatever_python_takes_for_not_global_is_refused(address: IPv4Address | IPv6Address) -> None:
    """But for an IPv4 address that is written as IPv6: that one is judged by itself."""
    inner = list(inner_addresses(address))
    if not inner and not address.is_global:
        assert why_refused(str(address))


@given(st.ip_addresses(v=4))
def test_an_address_that_is_carried_is_judged_by_itself(address: IPv4Address) -> None:
    """Mapped, translated and by 6to4; the sentence names what it leads to."""
    number = int(address)
    for six in (f"::ffff:{address}", f"64:ff9b::{address}", str(IPv6Address((0x2002 << 112) | (number << 80)))):
        assert (why_refused(six) is None) == (why_refused(str(address)) is None)
        assert why_refused(str(address)) is None or f'allow = ["{address}"]' in str(why_refused(six))


def test_both_ends_of_a_tunnel_are_found() -> None:
    """Teredo carries the server and the client, the latter with its bits turned (RFC 4380, 4)."""
    tunnel = ip_address("2001:0:4136:e378:8000:63bf:3fff:fdd2")
    assert list(map(str, inner_addresses(tunnel))) == ["65.54.227.120", "192.0.2.45"]


@pytest.mark.parametrize(
    "no_address", ["localhost", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "", "１２７.0.0.1", "127.0.0.1/8"]
)
def test_what_is_no_address_is_refused(no_address: str) -> None:
    """Whoever connects to it would look it up again, and might find something else."""
    assert str(why_refused(no_address)).endswith("is no address")


def test_a_refusal_names_the_address_and_the_line_that_allows_it() -> None:
    """Bridges on one's own network are legitimate, and the way to them is one line."""
    assert why_refused("192.168.1.7") == (
        '192.168.1.7 is a private network; to allow it write allow = ["192.168.1.7"] under [network]'
    )


def test_what_is_allowed_is_open_and_nothing_beside_it() -> None:
    """One address, a network, and either also where it is written as IPv6."""
    allowed = networks_of(["192.168.1.7", "10.0.0.0/8", " fd00::/8 ", "::ffff:172.16.0.0/108"])
    for address in ("192.168.1.7", "::ffff:192.168.1.7", "10.9.8.7", "fd12::1", "172.16.0.1", "fe80::1%3"):
        assert (why_refused(address, allowed) is None) == (not address.startswith("fe80"))
    assert why_refused("192.168.1.8", allowed)


def test_an_open_outside_does_not_open_what_it_carries() -> None:
    """A tunnel that is allowed leads to no private network."""
    assert why_refused("2002:7f00:1::", networks_of(["2002::/16"]))


@pytest.mark.parametrize("wrong", ["bridge.lan", "10.0.0.0/33", "", "10.0.0"])
def test_what_cannot_be_allowed_is_bad_usage(wrong: str) -> None:
    """By name, before anything is fetched."""
    with pytest.raises(UsageError, match="allow takes addresses"):
        Access(allow=(wrong,))


def test_a_name_keeps_only_the_addresses_that_are_open() -> None:
    """And is refused where it has none; the reason is about the first."""
    kept = permitted([info("10.0.0.1"), info("1.1.1.1"), info("::1")], Access())
    assert [found[4][0] for found in kept] == ["1.1.1.1"]
    with pytest.raises(Refused, match=r"10\.0\.0\.1 is a private network"):
        permitted([info("10.0.0.1"), info("::1")], Access())


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.1", "localhost"])
def test_no_socket_is_made_for_what_is_refused(address: str) -> None:
    """The last check, on the very address that would be connected to."""
    with pytest.raises(Refused):
        guarded(info(address), Access())


def test_a_socket_that_was_made_for_one_address_refuses_another() -> None:
    """Whoever holds it cannot turn it elsewhere."""
    with guarded(info("1.1.1.1"), Access()) as made, socket.create_server(("127.0.0.1", 0)) as listening:
        for connects in (made.connect, made.connect_ex):
            with pytest.raises(Refused):
                connects(listening.getsockname())
        with made.dup() as copy, pytest.raises(Refused):
            copy.connect(listening.getsockname())


def test_connecting_goes_through_the_same_guard() -> None:
    """What mail needs: a socket that is connected to what is allowed."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with pytest.raises(Refused, match=r"127\.0\.0\.1 is this machine itself"):
            connect("localhost", port, Access(), look_up=lambda host, port: [info("127.0.0.1", port)])
        with connect("127.0.0.1", port, Access(allow=("127.0.0.1",)), timeout=5) as made:
            assert isinstance(made, GuardedSocket)
            assert made.getpeername() == ("127.0.0.1", port)
    with pytest.raises(OSError, match="refused"):
        connect("127.0.0.1", port, Access(allow=("127.0.0.1",)), timeout=5)
