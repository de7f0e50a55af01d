"""Proves that nothing is connected to where it may not: every way of writing an address, on every way out, with a canary behind
each.

It makes a network namespace of its own, in which every address there is leads back to this machine, and listens at all of them.
One address of the internet is a web server that redirects; whatever else is connected to is a canary that has died. Nothing
leaves the namespace, which has no other interface than its loopback.

    python tools/prove_network.py            # every way out with every case
    python tools/prove_network.py --short    # each case once

The last line is a summary as JSON; the exit status is 1 when a canary died, and 3 where no namespace may be made.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from hostile_server import Hostile

from newsfold.feeds.fetching import Access, Refused, Robots, connect, fetch, fetch_pages
from newsfold.feeds.fetching.sockets import AddressInfo
from newsfold.model import Fetched, Wanted

NO_NAMESPACE: Final = 3
PUBLIC: Final = "93.184.215.14"  # in this namespace it is this machine, as everything is
PUBLIC_PORT: Final = 8080
CANARY_PORT: Final = 80
NOW: Final = datetime(2026, 3, 3, 8, tzinfo=UTC)

# Addresses as `getaddrinfo` or an operator writes them. One of each range that is not for single machines of the internet, its
# edges, and each way of carrying an IPv4 address in one of IPv6.
FOUR: Final = """
0.0.0.0 0.1.2.3 10.0.0.0 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.0.0.53 127.255.255.254
168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.17.0.1 172.31.255.255 192.0.0.1 192.0.0.9 192.0.0.170
192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 192.168.1.7 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
""".split()  # noqa: SIM905 - a list of fifty quoted words says less
SIX: Final = """
::1 :: fc00::1 fd00::1 fd00:ec2::254 fd20:ce::254 fe80::1 febf::1 fec0::1 ff02::1 ff0e::1 100::1 2001:db8::1 3fff::1 2001::1
2001:2::1 2001:10::1 2001:20::1 64:ff9b:1::1 64:ff9b:1:ffff:a00:1:: 4000::1 8000::1 5f00::1
""".split()  # noqa: SIM905
CARRIED: Final = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.7", "100.64.0.1", "168.63.129.16")

# What only a URL can say: hosts that a parser, a resolver or the system may turn into an address.
ODD_HOSTS: Final = (
    "localhost",
    "LOCALHOST",
    "localhost.",
    "127.1",
    "127.0.1",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7f.1",
    "0x7f.0x0.0x0.0x1",
    "0177.0.0.1",
    "0177.0.0.01",
    "127.0.0.1.",
    "127.000.000.001",
    "0",
    "0.0",
    "00000000",
    "4294967295",
    "2852039166",
    "0xa9fea9fe",
    "169.16689662",
    "0251.0376.0251.0376",
    "167772161",
    "0x0a000001",
    "１２７.０.０.１",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "⑯⑨.②⑤④.⑯⑨.②⑤④",
    "%31%32%37.0.0.1",
    "127.0.0.1%2f",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::1%25lo]",
    "[fe80::1%25lo]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
)
ODD_URLS: Final = (
    f"http://{PUBLIC}@127.0.0.1/",
    f"http://{PUBLIC}:80@127.0.0.1/",
    f"http://{PUBLIC}#@127.0.0.1/",
    f"http://127.0.0.1#@{PUBLIC}/",
    f"http://127.0.0.1?@{PUBLIC}/",
    f"http://127.0.0.1\\@{PUBLIC}/",
    f"http://{PUBLIC}\\@127.0.0.1/",
    "http:127.0.0.1/",
    "http:///127.0.0.1/",
    "http://\t127.0.0.1/",
    "http://127.0.0.1\t/",
    "http://127.0.0.1\r\nHost: x/",
    "http:\\\\127.0.0.1\\",
    "//127.0.0.1/",
    "\\\\127.0.0.1\\share",
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "gopher://127.0.0.1:80/_GET",
    "dict://127.0.0.1:80/info",
    "ftp://127.0.0.1:80/",
    "ldap://127.0.0.1:80/",
    "unix:///run/docker.sock",
    "http+unix://%2frun%2fdocker.sock/",
    "data:text/xml,<rss/>",
    "javascript:alert(1)",
    "jar:http://127.0.0.1!/",
    "tcp://127.0.0.1:80",
    "ws://127.0.0.1/",
)


@dataclass(slots=True)
class Canaries:
    """Listens at every address, and counts who connects. `died` are the addresses that were connected to."""

    died: list[str] = field(default_factory=list)
    _sockets: list[socket.socket] = field(default_factory=list)

    def listen(self, host: str, port: int) -> None:
        """Put one there."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen(1024)
        self._sockets.append(listener)
        threading.Thread(target=self._watch, args=(listener,), daemon=True).start()

    def _watch(self, listener: socket.socket) -> None:
        while True:
            connection, _ = listener.accept()
            at = str(connection.getsockname()[0])
            self.died += [at] if at != PUBLIC else []
            connection.close()


def written_hosts() -> list[str]:
    """Every address as it stands in a URL, and the odd ways of writing one."""
    return [*FOUR, *(f"[{address}]" for address in [*SIX, *carrying()]), *ODD_HOSTS]


def carrying() -> list[str]:
    """Addresses of IPv6 that lead to one of IPv4: mapped, compatible, NAT64, 6to4, and Teredo's client."""
    made: list[str] = []
    for address in CARRIED:
        a, b, c, d = (int(part) for part in address.split("."))
        high, low = f"{a:02x}{b:02x}", f"{c:02x}{d:02x}"
        hidden = f"{(a << 8 | b) ^ 0xFFFF:x}:{(c << 8 | d) ^ 0xFFFF:x}"
        made += [
            f"::ffff:{address}",
            f"::{address}",
            f"64:ff9b::{address}",
            f"2002:{high}:{low}::1",
            f"2001:0:5db8:d70e::{hidden}",
        ]
    return made


@dataclass(slots=True)
class Names:
    """Names of `.test`, each of which leads where its number says; what is an address already is left to the system."""

    at: list[Sequence[str]]
    asked: dict[str, int] = field(default_factory=dict)

    def look_up(self, host: str, port: int) -> list[AddressInfo]:
        """As a name server would. A name that begins with "flip" leads to the internet first, and elsewhere from then on."""
        if not host.endswith(".test"):
            return [
                (int(f), int(k), p, n, a) for f, k, p, n, a in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            ]
        kind, number = host.removesuffix(".test").split("-")
        times = self.asked[host] = self.asked.get(host, 0) + 1
        found = [PUBLIC] if kind == "flip" and times == 1 else self.at[int(number)]
        return [_info(address, port) for address in found]


def _info(address: str, port: int) -> AddressInfo:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))


class Proof:
    """Runs cases, and keeps what was not as it should be."""

    def __init__(self) -> None:
        self.canaries = Canaries()
        self.cases: dict[str, int] = {}
        self.wrong: list[str] = []
        self.access = Access(deadline=5)
        self.names = Names([[address] for address in [*FOUR, *SIX, *carrying()]])
        # What no honest name server says: something that is no address, and would be looked up again by who connects to it.
        self.names.at += [
            ["localhost"],
            ["127.1"],
            ["2130706433"],
            ["0x7f.1"],
            ["::ffff:127.0.0.1"],
            ["127.0.0.1", "::1"],
        ]

    def fetched(self, way: str, urls: Iterable[str], look: Callable[..., Any] | None = None) -> None:
        """None of these addresses may reach a canary, or give an answer that is not the internet's."""
        ask = look or (lambda wanted: fetch(wanted, self.access, look_up=self.names.look_up))
        asked = list(urls)
        died = len(self.canaries.died)
        results: list[Fetched] = list(ask(Wanted(url) for url in asked))
        self.cases[way] = self.cases.get(way, 0) + len(results)
        answered = [one for one in results if one.failure is None and urlsplit(one.url).hostname != PUBLIC]
        self.wrong += [f"{way}: {one.wanted.url} gave {one.status}" for one in answered]
        skipped = [one for one in results if one.failure and "was not asked" in one.failure.detail]
        self.wrong += [f"{way}: {one.wanted.url} was not tried" for one in skipped]
        self.wrong += [f"{way}: {len(asked)} asked, {len(results)} came"] if len(asked) != len(results) else []
        self.wrong += [f"{way}: a canary died at {address}" for address in self.canaries.died[died:]]

    def pages(self, wanted: Iterable[Wanted]) -> Iterable[Fetched]:
        """The way of article pages."""
        return fetch_pages(wanted, self.access, Robots(), NOW, pause=0, look_up=self.names.look_up)

    def sockets(self, hosts: Iterable[str]) -> None:
        """The way of whatever wants a socket: mail, say."""
        died = len(self.canaries.died)
        for host in hosts:
            self.cases["connect"] = self.cases.get("connect", 0) + 1
            try:
                connect(host.strip("[]"), CANARY_PORT, self.access, timeout=2, look_up=self.names.look_up).close()
                self.wrong.append(f"connect: {host} was connected to")
            except (Refused, OSError, UnicodeError):
                continue
        self.wrong += [f"connect: a canary died at {address}" for address in self.canaries.died[died:]]

    def expect(self, what: str, holds: bool) -> None:
        """A control: without these, a proof that nothing happened would prove nothing."""
        self.cases["controls"] = self.cases.get("controls", 0) + 1
        if not holds:
            self.wrong.append(f"control: {what}")


def named(kind: str, proof: Proof) -> list[str]:
    """A URL by name for each place that a name may lead to."""
    return [f"http://{kind}-{number}.test/" for number in range(len(proof.names.at))]


def prove(short: bool) -> Proof:
    """Run all cases in a namespace that is ours."""
    proof = Proof()
    for host, port in (
        ("0.0.0.0", CANARY_PORT),
        ("::", CANARY_PORT),
        ("127.0.0.1", PUBLIC_PORT),
        ("10.0.0.1", PUBLIC_PORT),
    ):
        proof.canaries.listen(host, port)
    literal = [f"http://{host}/" for host in written_hosts()]
    with Hostile(PUBLIC, PUBLIC_PORT) as server:
        controls(proof, server)
        targets = [*literal, *ODD_URLS]
        by_redirect = [f"{server.url}/to/302/{url}" for url in targets if url.isprintable()]
        proof.fetched("address", targets)
        proof.fetched("name", named("name", proof))
        proof.fetched("redirect", by_redirect)
        proof.sockets(written_hosts())
        rebinding(proof)
        if not short:
            long_form(proof, server, targets)
    return proof


def long_form(proof: Proof, server: Hostile, targets: Sequence[str]) -> None:
    """The same cases by every other way out: each status, redirects after redirects, pages, and what robots.txt leads to."""
    sent = [url for url in [*targets, *named("name", proof)] if url.isprintable()]
    for status in (301, 303, 307, 308):
        proof.fetched(f"redirect {status}", [f"{server.url}/to/{status}/{url}" for url in sent])
    proof.fetched("two redirects", [f"{server.url}/to/302/{server.url}/to/302/{url}" for url in sent])
    proof.fetched("redirect to a name", [f"{server.url}/to/302/{url}" for url in named("name", proof)])
    proof.fetched("page", targets, proof.pages)
    proof.fetched("page by name", named("name", proof), proof.pages)
    proof.fetched("page by redirect", [f"{server.url}/to/302/{url}" for url in sent], proof.pages)
    proof.sockets([url.removeprefix("http://").rstrip("/") for url in named("name", proof)])


def controls(proof: Proof, server: Hostile) -> None:
    """The canaries live, the internet is there, and what the operator allows is reached."""
    for host in (
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.7",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
    ):
        with socket.create_connection((host, CANARY_PORT), timeout=2):
            pass
        proof.expect(f"a canary sings at {host}", _soon(lambda host=host: proof.canaries.died[-1:] == [host]))  # type: ignore[misc]
    [feed] = fetch([Wanted(f"{server.url}/feed")], proof.access)
    proof.expect("the internet answers", feed.status == 200)
    before = len(proof.canaries.died)
    list(fetch([Wanted("http://192.168.1.7/")], Access(allow=("192.168.1.7",), deadline=5)))
    proof.expect("what is allowed is reached", _soon(lambda: len(proof.canaries.died) > before))
    [refused] = fetch([Wanted("http://192.168.1.7/")], proof.access)
    said = refused.failure.detail if refused.failure else ""
    proof.expect("a refusal says what would allow it", 'allow = ["192.168.1.7"] under [network]' in said)


def _soon(true: Callable[[], bool]) -> bool:
    """Whether something becomes true within two seconds."""
    waited = threading.Event()
    return any(true() or waited.wait(0.01) for _ in range(200))


def rebinding(proof: Proof) -> None:
    """A name that leads to the internet when it is looked up first, and to a canary afterwards: the second look may not happen."""
    names = [f"flip-{number}.test" for number in range(len(proof.names.at))]
    died = len(proof.canaries.died)
    first = list(
        fetch(
            [Wanted(f"http://{name}:{PUBLIC_PORT}/feed") for name in names], proof.access, look_up=proof.names.look_up
        )
    )
    proof.expect("a name is looked up once for a connection", all(one.status == 200 for one in first))
    proof.expect("no name was looked up twice", all(proof.names.asked[name] == 1 for name in names))
    proof.fetched("rebinding", [f"http://{name}:{PUBLIC_PORT}/feed" for name in names])
    proof.wrong += [f"rebinding: a canary died at {address}" for address in proof.canaries.died[died:]]


def inside(arguments: Sequence[str]) -> int:
    """Start this again in a namespace of its own; its exit status, or NO_NAMESPACE."""
    unshare, ip = shutil.which("unshare"), shutil.which("ip")
    if not unshare or not ip:
        print("no namespace: unshare and ip (util-linux, iproute2) are needed", file=sys.stderr)
        return NO_NAMESPACE
    made = subprocess.run([unshare, "-rn", ip, "link", "set", "lo", "up"], capture_output=True, text=True, check=False)
    if made.returncode:
        print(f"no namespace may be made here: {made.stderr.strip()}", file=sys.stderr)
        return NO_NAMESPACE
    here = [unshare, "-rn", sys.executable, str(Path(__file__)), "--inside", *arguments]
    return subprocess.run(here, check=False, env=os.environ).returncode


def make_everything_local() -> None:
    """Have every address of both families lead to this namespace. Nothing is done where another interface than lo is there."""
    links = {name for _, name in socket.if_nameindex()}
    if links != {"lo"}:
        raise SystemExit(f"this is no namespace of its own: it has {', '.join(sorted(links))}")
    ip = shutil.which("ip") or "ip"
    for words in ("link set lo up", "route add local default dev lo", "-6 route add local default dev lo"):
        subprocess.run([ip, *words.split()], check=True)


def main() -> int:
    """Prove, and print what was tried."""
    reader = argparse.ArgumentParser(description="Prove that nothing is connected to where it may not.")
    reader.add_argument("--short", action="store_true", help="each case once, as the tests do")
    reader.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = reader.parse_args()
    if not chosen.inside:
        return inside(["--short"] if chosen.short else [])
    make_everything_local()
    proof = prove(chosen.short)
    for line in proof.wrong:
        print(line)
    for way, count in proof.cases.items():
        print(f"{way:20} {count:6}")
    print(json.dumps({"cases": sum(proof.cases.values()), "wrong": len(proof.wrong)}))
    return 1 if proof.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
