"""What fetching costs: a thousand feeds that have not changed, two hundred of them hostile, and bombs. On loopback only.

    python tools/network_bench.py

Times are also given as ratios, since a busy machine makes everything slower: of the feeds to a bare exchange of the same bytes,
which is what merely talking to the server costs, and of the good feeds to the same ones when no feed is hostile. In brackets
stand the seconds that this process worked, and their ratios.
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

from newsfold.feeds.fetching import Access, fetch
from newsfold.feeds.fetching.sockets import AddressInfo
from newsfold.feeds.manners import turns
from newsfold.model import FeedState, Validators, Wanted

FEEDS: Final = 1000
TIMES: Final = 5
EVERY: Final = 5  # one in so many is hostile
BOMBS: Final = ("gzip", "br", "gzip,gzip", "br,gzip")
HARM: Final = (
    *(
        "stall",
        "drip-headers",
        "drip-body",
        "interim",
        "flood",
        "endless",
        "endless-headers",
        "spiral",
        "circle/a",
        "silent",
        "tls",
    ),
    *(f"bomb/{kinds}" for kinds in BOMBS),
)
ACCESS: Final = Access(allow=("127.0.0.0/8",))
SERVER: Final = Path(__file__).with_name("hostile_server.py")


def loopback(_host: str, port: int) -> list[AddressInfo]:
    """A name server by which every name is this machine."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


@contextmanager
def serving(*bombs: str) -> Iterator[int]:
    """A server in a process of its own, with these bombs made ready; its port."""
    command = [
        "nice",
        "-n",
        "19" if bombs else "0",
        sys.executable,
        str(SERVER),
        *bombs,
    ]  # elsewhere, it would cost nothing here
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
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


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took: seconds on the clock, and seconds of this process's work, which a busy machine changes less."""

    clock: float
    work: float

    def __truediv__(self, other: Cost) -> Cost:
        return Cost(self.clock / other.clock, self.work / other.work)

    def __str__(self) -> str:
        return f"{self.clock:.2f} ({self.work:.2f})"


def cost(what: Callable[[], object]) -> Cost:
    """Measure once."""
    clock, work = time.perf_counter(), time.process_time()
    what()
    return Cost(time.perf_counter() - clock, time.process_time() - work)


def best(times: int, *measured: Callable[[], object]) -> list[Cost]:
    """The least that each took, of several times in turn: whatever else the machine does only ever adds."""
    costs = [[cost(what) for what in measured] for _ in range(times)]
    return [
        Cost(min(one.clock for one in column), min(one.work for one in column)) for column in zip(*costs, strict=True)
    ]


def take(wanted: Sequence[Wanted], awaited: int) -> None:
    """Fetch until so many feeds have not changed. The rest is dropped."""
    came = 0
    with closing(fetch(wanted, ACCESS, look_up=loopback)) as answers:  # type: ignore[type-var]
        for fetched in answers:
            came += fetched.status == 304
            if came == awaited:
                break
    assert came == awaited


def bare(port: int) -> None:
    """A thousand bare exchanges: connect, send, read, close."""
    request = b"GET /status/304 HTTP/1.1\r\nHost: n.test\r\n\r\n"

    async def one(places: asyncio.Semaphore) -> None:
        async with places:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            await reader.readuntil(b"\r\n\r\n")
            writer.close()

    async def all_of_them() -> None:
        places = asyncio.Semaphore(ACCESS.at_once)
        await asyncio.gather(*(one(places) for _ in range(FEEDS)))

    asyncio.run(all_of_them())


def unchanged(port: int) -> None:
    """A thousand feeds, all 304."""
    wanted = [good(port, number) for number in range(FEEDS)]
    floor, taken = best(TIMES, lambda: bare(port), lambda: take(wanted, FEEDS))
    print(f"{FEEDS} feeds, all 304: {taken} s, {taken / floor} times a bare exchange")


def neighbours(port: int, hostile_port: int, path: str, what: str) -> None:
    """Two hundred hostile feeds among a thousand, and how the other eight hundred fare, which have a server of their own."""
    harmless = [good(port, number, path) for number in range(FEEDS)]
    mixed = [good(port, number, path) if number % EVERY else bad(hostile_port, number) for number in range(FEEDS)]
    alone = [one for number, one in enumerate(harmless) if number % EVERY]
    rest = len(alone)
    clean, hostile, only = best(
        TIMES, lambda: take(harmless, FEEDS), lambda: take(mixed, rest), lambda: take(alone, rest)
    )
    print(f"{rest} good feeds that {what}: {only} s alone, {clean} s with {FEEDS - rest} more such feeds")
    print(f"    with {FEEDS - rest} hostile ones: {hostile} s, {hostile / clean} and {hostile / only} times as long")


def known(port: int, hostile_port: int, path: str) -> None:
    """The same, where the good ones answered well before: who asks in turns has the others wait."""
    before = datetime(2026, 3, 3, tzinfo=UTC)
    wanted = [good(port, number, path) if number % EVERY else bad(hostile_port, number) for number in range(FEEDS)]
    by_url = {one.url: one for one in wanted}
    states = [FeedState(one.url, succeeded=before if number % EVERY else None) for number, one in enumerate(wanted)]
    rest = sum(state.succeeded is not None for state in states)

    def in_turns() -> None:
        first = next(turns(states))
        take([by_url[state.url] for state in first], rest)

    alone = [one for number, one in enumerate(wanted) if number % EVERY]
    mixed, only = best(TIMES, in_turns, lambda: take(alone, rest))
    print(
        f"    with {FEEDS - rest} hostile ones, once the good are known: {mixed} s, {mixed / only} times as long as alone"
    )


def most_memory() -> int:
    """The most memory that this process had at once, in KiB. The system's own count would begin with what its parent had."""
    said = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in said.splitlines() if line.startswith("VmHWM"))


def peak(kinds: str, port: int) -> None:
    """In a process of its own: memory and time that one fetch costs, after an ordinary one has loaded what all need."""
    list(fetch([good(port, 0, "packed/br,gzip")], ACCESS, look_up=loopback))
    before, began = most_memory(), time.perf_counter()
    [fetched] = fetch([Wanted(f"http://bomb.test:{port}/bomb/{kinds}")], ACCESS, look_up=loopback)
    took = time.perf_counter() - began
    grown = most_memory() - before
    assert fetched.failure
    print(json.dumps({"mib": grown / 1024, "seconds": took, "reason": fetched.failure.reason}))


def bombs(port: int) -> None:
    """1 GiB of nothing, compressed in each way."""
    for kinds in BOMBS:
        command = [sys.executable, __file__, "--bomb", kinds, str(port)]
        runs = [
            json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(3)
        ]
        worst, took = max(run["mib"] for run in runs), median(run["seconds"] for run in runs)
        print(f"bomb of 1 GiB, {kinds}: {runs[0]['reason']}, +{worst:.0f} MiB, {took:.2f} s")


def main() -> None:
    """Measure, and print a line for each figure."""
    if sys.argv[1:2] == ["--bomb"]:
        peak(sys.argv[2], int(sys.argv[3]))
        return
    with serving() as port, serving(*BOMBS) as hostile_port:
        unchanged(port)
        for path, what in (("status/304", "answer at once"), ("slow-status/0.5/304", "answer after 0.5 s")):
            neighbours(port, hostile_port, path, what)
            known(port, hostile_port, path)
        bombs(hostile_port)


if __name__ == "__main__":
    main()
