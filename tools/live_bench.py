"""Times a round of `newsfold fetch` over many feeds of invented news: from the answers to stored and grouped articles.

    python tools/live_bench.py --feeds 1000 --entries 30 --loopback --no-digests

Every entry is new, in invented words that are as often as words are. Prints seconds, those
of all processors too, entries a second, and the most memory that this process held, and all together.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path

from processes import Watch

from newsfold.app.world import open_door
from newsfold.engine.answered import Told
from newsfold.engine.live import Door, Live, StopAsked
from newsfold.engine.pool import default_workers
from newsfold.model import Feed, Fetched, Validators, Wanted
from newsfold.store import open_store

CLOCK = time.perf_counter
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
# Entries of one event in many feeds, as in a day's news: so many feeds report each event, each in words of its own.
OUTLETS_AN_EVENT = 5
# Of a text of so many words, so many are those of its event.
WORDS, OWN_TO_THE_EVENT = 60, 20


SYLLABLES = [f"{consonant}{vowel}" for consonant in "bdfgklmnprstv" for vowel in "aeiou"]


class Standing:
    """A clock of the machine that nobody stops."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, until: datetime) -> None:
        raise NotImplementedError

    def stopped(self) -> bool:
        return False

    def stop(self) -> None: ...


def word(number: int) -> str:
    """A word that no language has, the same in every run."""
    found = ""
    while number or not found:
        number, rest = divmod(number, len(SYLLABLES))
        found += SYLLABLES[rest]
    return found + "nrls"[len(found) % 4]


def common(draw: random.Random) -> str:
    """A word as likely as words are: some often, most seldom."""
    return word(min(int(draw.paretovariate(0.7)), 20_000))


def event(number: int) -> list[str]:
    """The words of an event, names first."""
    draw = random.Random(number)  # noqa: S311 - the same news in every run
    names = [word(20_001 + draw.randrange(100_000)).title() for _ in range(5)]
    return [
        *names,
        str(draw.randrange(3, 900)),
        *(word(2_000 + draw.randrange(18_000)) for _ in range(OWN_TO_THE_EVENT - 6)),
    ]


def report(outlet: int, number: int) -> tuple[str, str]:
    """What an outlet tells of an event: a title and a text."""
    draw, told = random.Random(f"{outlet} {number}"), event(number)  # noqa: S311 - the same
    title = [told[0], draw.choice(told[6:]), common(draw), draw.choice(told[1:5]), draw.choice(told[6:])]
    text = [*told, *(common(draw) for _ in range(WORDS - len(told)))]
    draw.shuffle(text)
    sentences = [" ".join(text[first : first + 15]).capitalize() + "." for first in range(0, WORDS, 15)]
    return " ".join(title), " ".join(sentences)


def feed_of(number: int, entries: int) -> bytes:
    """A feed of an outlet: each of its events is reported by some others too, in its own words."""
    items = []
    for place in range(entries):
        title, text = report(number, (number // OUTLETS_AN_EVENT) * entries + place)
        at = NOW - timedelta(minutes=7 * place + number % 5)
        items.append(
            f"<item><title>{title}</title><link>https://outlet{number}.example/{place}</link>"
            f"<description>{text}</description>"
            f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        )
    head = f"<language>en</language><title>Outlet {number}</title>"
    return f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def played(feeds: int, entries: int) -> Door:
    """A door behind which nothing is fetched."""
    bodies = [feed_of(number, entries) for number in range(feeds)]

    def fetch(wanted: Iterable[Wanted]) -> Iterator[Fetched]:
        for one in wanted:
            body = bodies[int(one.url.split("outlet")[1].split(".")[0])]
            yield Fetched(one, one.url, 200, body, validators=Validators(f'"{sha256(body).hexdigest()}"'))

    return Door(fetch)


def loopback(feeds: int, entries: int) -> tuple[int, int]:
    """Serve the feeds from a process beside this one, at any address of this machine; gives the port and the process."""
    ready, said = Pipe(duplex=False)
    server = Process(target=_serve, args=(feeds, entries, said), daemon=True)
    server.start()
    return int(ready.recv()), server.pid or 0


def _serve(feeds: int, entries: int, said: Connection) -> None:
    bodies = [feed_of(number, entries) for number in range(feeds)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        body = bodies[int(path.strip("/"))]
        head = f'HTTP/1.1 200 OK\r\nETag: "{path}"\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n'
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1024)  # noqa: S104 - all of 127.0.0.0/8
        said.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=30)
    parser.add_argument("--workers", type=int, default=default_workers())
    parser.add_argument("--loopback", action="store_true", help="fetch for real, each feed from an address of its own")
    parser.add_argument("--no-digests", action="store_true", help="stop when all is stored and grouped")
    asked = parser.parse_args()
    steps: dict[str, tuple[float, float]] = {}
    port, server = loopback(asked.feeds, asked.entries) if asked.loopback else (0, 0)

    def address(number: int) -> str:
        return (
            f"http://127.1.{number // 250}.{number % 250 + 1}:{port}/{number}"
            if port
            else f"https://outlet{number}.example/rss"
        )

    def hear(step: str, _: int) -> None:
        steps[step] = CLOCK() - begun, time.process_time() - worked
        if step == "composing" and asked.no_digests:
            raise StopAsked

    door = open_door(["127.0.0.0/8"], Standing()) if port else nullcontext(played(asked.feeds, asked.entries))
    with tempfile.TemporaryDirectory() as folder, door as opened, open_store(Path(folder, "bench.db")) as store:
        with store.transaction():
            for number in range(asked.feeds):
                store.record_feed(Feed("bench", address(number)))
        begun, worked = CLOCK(), time.process_time()
        live = Live(store, opened, Standing(), told=Told(on_step=hear), workers=asked.workers)
        with Watch(frozenset({server})) as watch, suppress(StopAsked):
            live.round()
        seconds = CLOCK() - begun
        books, stories = store.ledger(), len(store.stories())
    print(
        f"{books}; difference {books.difference}; {stories} stories; {'fetched from loopback' if port else 'nothing fetched'}"
    )
    print(", ".join(f"{step} by {at:.1f} s ({here:.1f} of this process)" for step, (at, here) in steps.items()))
    print(
        f"{seconds:.1f} s ({watch.processor:.1f} of processors), {books.seen / seconds:,.0f} entries a second, "
        f"{watch.most_here:.0f} MB here, {watch.most_in_all:.0f} MB in all"
    )


if __name__ == "__main__":
    main()
