"""Which addresses may be connected to: only those of the public internet, and those that the operator allows.

Pure: no name is looked up here and nothing is opened. `why_refused` is asked for the very address that a socket is about to be
connected to (see `sockets`), and answers None or a sentence with the line of configuration that would allow it.

The tables follow the IANA registries of special-purpose addresses (RFC 6890 and its updates). `ipaddress.is_global` is asked
too, but not alone: on Python 3.11 it is true for multicast, for IPv4 behind IPv6 (`::127.0.0.1`, `64:ff9b::7f00:1`,
`2002:7f00:1::`), for `192.88.99.1`, `192.0.0.9`, `fec0::1`, and for the address at which one cloud answers its guests with
their secrets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from newsfold.errors import UsageError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# What each range is for, as the refusal says it. The first that holds the address is named.
_SPECIAL: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), meaning)
    for network, meaning in (
        ("0.0.0.0/8", "this machine itself"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's inner network"),
        ("127.0.0.0/8", "this machine itself"),
        ("168.63.129.16/32", "a cloud's inner service"),
        ("169.254.0.0/16", "the local link, where clouds keep secrets"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "reserved for protocols"),
        ("192.0.2.0/24", "reserved for examples"),
        ("192.88.99.0/24", "an abandoned relay"),
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "reserved for tests of networks"),
        ("198.51.100.0/24", "reserved for examples"),
        ("203.0.113.0/24", "reserved for examples"),
        ("224.0.0.0/4", "for many receivers at once"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "this machine itself"),
        ("::1/128", "this machine itself"),
        ("64:ff9b:1::/48", "a private network behind a translator"),
        ("100::/64", "a place where everything is thrown away"),
        ("2001::/23", "reserved for protocols"),
        ("2001:db8::/32", "reserved for examples"),
        ("3fff::/20", "reserved for examples"),
        ("fc00::/7", "a private network"),
        ("fe80::/10", "the local link"),
        ("fec0::/10", "a private network of old"),
        ("ff00::/8", "for many receivers at once"),
    )
)
_GLOBAL_UNICAST = IPv6Network(
    "2000::/3"
)  # all of IPv6 that is given out for single machines of the internet (RFC 4291, 2.4)
_MAPPED = IPv6Network("::ffff:0:0/96")
_COMPATIBLE = IPv6Network("::/96")
_TRANSLATED = IPv6Network("64:ff9b::/96")  # the well-known prefix of NAT64 (RFC 6052)
_SIX_TO_FOUR = IPv6Network("2002::/16")
_TEREDO = IPv6Network("2001::/32")
_FOUR = 0xFFFFFFFF


def networks_of(allow: Sequence[str]) -> tuple[Network, ...]:
    """Read the operator's addresses and networks: `192.168.1.7`, `10.0.0.0/8`, `fd00::/8`. UsageError for what is neither.

    An IPv4 address that was written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address.
    """
    return tuple(_network(text) for text in allow)


def _network(text: str) -> Network:
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError as error:
        message = "[network] allow takes addresses and networks, as 192.168.1.7 or 10.0.0.0/8"
        raise UsageError(message, resource=repr(text)) from error
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        inner = IPv4Address(int(network.network_address) & _FOUR)
        return IPv4Network((inner, network.prefixlen - 96))
    return network


def why_refused(host: str, allowed: Sequence[Network] = ()) -> str | None:
    """Say why this address may not be connected to, and what would allow it; None for one that may.

    `host` is an address in the form that `getaddrinfo` gives, never a name: what is no address is refused.

    >>> why_refused("192.168.1.7")
    '192.168.1.7 is a private network; to allow it write allow = ["192.168.1.7"] under [network]'
    >>> why_refused("192.168.1.7", networks_of(["192.168.0.0/16"])) is None
    True
    >>> why_refused("64:ff9b::7f00:1")
    '64:ff9b::7f00:1 leads to 127.0.0.1, which is this machine itself; to allow it write allow = ["127.0.0.1"] under [network]'
    """
    try:
        address = ip_address(host)
    except ValueError:
        return f"{host!r} is no address"
    if isinstance(address, IPv6Address) and address.scope_id:
        address = IPv6Address(int(address))  # which interface it is on changes nothing
    for at in (*inner_addresses(address), *_own(address)):
        meaning = None if any(at in network for network in allowed) else _meaning(at)
        if meaning:
            what = f"is {meaning}" if at == address else f"leads to {at}, which is {meaning}"
            return f'{address} {what}; to allow it write allow = ["{at}"] under [network]'
    return None


def _own(address: Address) -> tuple[Address, ...]:
    """An address to be judged as itself: none where it is only a way of writing an IPv4 address."""
    stands_for_another = address in _MAPPED or address in _TRANSLATED
    return () if stands_for_another else (address,)


def _meaning(address: Address) -> str | None:
    """What an address is, where it is not one of a single machine of the internet."""
    for network, meaning in _SPECIAL:
        if address in network:
            return meaning
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return "no address of the internet"
    # Releases of Python differ in what they take 6to4 for; it is judged by the address that it carries.
    return None if address.is_global or address in _SIX_TO_FOUR else "no address of the internet"


def inner_addresses(address: Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 address carries: where a translator, a tunnel or this machine would send it on to.

    Mapped and compatible (RFC 4291, 2.5.5), NAT64 by the well-known prefix (RFC 6052), 6to4 (RFC 3056), and Teredo's server and
    client (RFC 4380). Translators with a prefix of their own cannot be told by the address.
    """
    if isinstance(address, IPv4Address):
        return
    number = int(address)
    if address in _MAPPED or address in _TRANSLATED or (address in _COMPATIBLE and number > 1):
        yield IPv4Address(number & _FOUR)
    if address in _SIX_TO_FOUR:
        yield IPv4Address((number >> 80) & _FOUR)
    if address in _TEREDO:
        yield IPv4Address((number >> 64) & _FOUR)
        yield IPv4Address((number & _FOUR) ^ _FOUR)
