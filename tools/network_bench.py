"""What fetching costs: a thousand feeds that have not changed, two hundred of them hostile, and bombs. On loopback only.

    python tools/network_bench.py

Times are also given as ratios, since a busy machine makes everything slower: of the feeds to a bare exchange of the same bytes, which
is what merely talking to the server costs, and of the good feeds to the same ones when no feed is hostile.
"""

from __future__ import annotations

import asyncio
import json
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Final

from newsfold.feeds.fetching import Access, fetch
from newsfold.feeds.fetching.sockets import AddressInfo
from newsfold.model import Validators, Wanted

FEEDS: Final = 1000
EVERY: Final = 5  # one in so many is hostile
BOMBS: Final = ("gzip", "br", "gzip,gzip", "br,gzip")
HARM: Final = (
    *("stall", "drip-headers", "drip-body", "interim", "endless", "endless-headers", "spiral", "circle/a", "silent", "tls"),
    *(f"bomb/{kinds}" for kinds in BOMBS),
)
ACCESS: Final = Access(allow=("127.0.0.0/8",))
SERVER: Final = Path(__file__).with_name("hostile_server.py")
MIB: Final = 1024 * 1024


def loopback(_host: str, port: int) -> list[AddressInfo]:
    """A name server by which every name is this machine."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


@contextmanager
def serving(*bombs: str) -> Iterator[int]:
    """A server in a process of its own, with these bombs made ready; its port."""
    command = [sys.executable, str(SERVER), *bombs]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603
        assert running.stdout
        assert running.stdin
        yield int(running.stdout.readline())
        running.stdin.close()


def good(port: int, number: int, path: str = "status/304") -> Wanted:
    """A feed that has not changed."""
    return Wanted(f"http://n{number}.test:{port}/{path}", Validators('"v1"', "Tue, 03 Mar 2026 08:00:00 GMT"))


def bad(port: int, number: int) -> Wanted:
    """A feed that means harm, of one kind after the other."""
    kind = HARM[number // EVERY % len(HARM)]
    return Wanted(f"https://n{number}.test:{port}/" if kind == "tls" else f"http://n{number}.test:{port}/{kind}")


def seconds_for(wanted: Sequence[Wanted], awaited: int) -> float:
    """How long until so many feeds have not changed. The rest is dropped."""
    began, came = time.perf_counter(), 0
    answers = fetch(wanted, ACCESS, look_up=loopback)
    for fetched in answers:
        came += fetched.status in {304, 200}
        if came == awaited:
            break
    took = time.perf_counter() - began
    answers.close()  # type: ignore[attr-defined]
    assert came == awaited
    return took


def bare(port: int) -> float:
    """How long a thousand bare exchanges take: connect, send, read, close."""
    request = b"GET /status/304 HTTP/1.1\r\nHost: n.test\r\nIf-None-Match: \"v1\"\r\n\r\n"

    async def one(places: asyncio.Semaphore) -> None:
        async with places:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            await reader.readuntil(b"\r\n\r\n")
            writer.close()

    async def all_of_them() -> None:
        places = asyncio.Semaphore(ACCESS.at_once)
        await asyncio.gather(*(one(places) for _ in range(FEEDS)))

    began = time.perf_counter()
    asyncio.run(all_of_them())
    return time.perf_counter() - began


def in_turn(times: int, *measures: Callable[[], float]) -> list[float]:
    """The medians of several measures that are taken in turn, so that a busy moment meets all of them."""
    taken = [[measure() for measure in measures] for _ in range(times)]
    return [median(column) for column in zip(*taken, strict=True)]


def unchanged(port: int) -> None:
    """A thousand feeds, all 304."""
    wanted = [good(port, number) for number in range(FEEDS)]
    floor, took = in_turn(5, lambda: bare(port), lambda: seconds_for(wanted, FEEDS))
    print(f"{FEEDS} feeds, all 304: {took:.2f} s, {took / floor:.1f} times a bare exchange ({floor:.2f} s)")


def neighbours(port: int, path: str, what: str) -> None:
    """Two hundred hostile feeds among a thousand, and how the other eight hundred fare."""
    harmless = [good(port, number, path) for number in range(FEEDS)]
    mixed = [bad(port, number) if number % EVERY == 0 else good(port, number, path) for number in range(FEEDS)]
    alone = [one for number, one in enumerate(harmless) if number % EVERY]
    rest = len(alone)
    clean, hostile, only = in_turn(
        5, lambda: seconds_for(harmless, FEEDS), lambda: seconds_for(mixed, rest), lambda: seconds_for(alone, rest)
    )
    print(
        f"{what}: {rest} good among {FEEDS - rest} hostile {hostile:.2f} s; all {FEEDS} good {clean:.2f} s "
        f"(ratio {hostile / clean:.2f}); the {rest} alone {only:.2f} s (ratio {hostile / only:.2f})"
    )


def peak(kinds: str, port: int) -> None:
    """In a process of its own: memory and time that one fetch costs, after an ordinary one has loaded what all need."""
    list(fetch([good(port, 0, "packed/br,gzip")], ACCESS, look_up=loopback))
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    [fetched] = fetch([Wanted(f"http://bomb.test:{port}/bomb/{kinds}")], ACCESS, look_up=loopback)
    took = time.perf_counter() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert fetched.failure
    print(json.dumps({"mib": grown / 1024, "seconds": took, "reason": fetched.failure.reason}))


def bombs(port: int) -> None:
    """1 GiB of nothing, compressed in each way."""
    for kinds in BOMBS:
        command = [sys.executable, __file__, "--bomb", kinds, str(port)]
        runs = [json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(3)]  # noqa: S603
        worst, took = max(run["mib"] for run in runs), median(run["seconds"] for run in runs)
        print(f"bomb of 1 GiB, {kinds}: {runs[0]['reason']}, +{worst:.0f} MiB, {took:.2f} s")


def main() -> None:
    """Measure, and print a line for each figure."""
    if sys.argv[1:2] == ["--bomb"]:
        peak(sys.argv[2], int(sys.argv[3]))
        return
    with serving(*BOMBS) as port:
        unchanged(port)
        neighbours(port, "status/304", "answers at once")
        neighbours(port, "slow-status/0.2/304", "answers after 0.2 s")
        bombs(port)


if __name__ == "__main__":
    main()
