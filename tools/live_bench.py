"""Times a round of `newsfold fetch` over many feeds of invented news: from the answers to stored and grouped articles.

    python tools/live_bench.py --feeds 1000 --entries 30

Every entry is new. Prints seconds, entries a second, and the most memory that this process and those beside it held.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from newsfold.engine.answered import Told
from newsfold.engine.live import Door, Live
from newsfold.engine.pool import default_workers
from newsfold.model import Feed, Fetched, Validators, Wanted
from newsfold.store import open_store

CLOCK = time.perf_counter
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PLACES = (
    "Velmar",
    "Dorne",
    "Orrin",
    "Sallow",
    "Brenta",
    "Greenfield",
    "Tresmontes",
    "Hohenried",
    "Penarroble",
    "Astrava",
)
WHO = (
    "the harbour master",
    "the coast guard",
    "the mayor",
    "the rail union",
    "the central bank",
    "the court",
    "the dairy",
)
WHAT = ("closed", "reopened", "searched", "rejected", "approved", "delayed", "sold", "flooded", "rebuilt", "counted")
THINGS = ("pier", "bridge", "tunnel", "ferry", "budget", "strike", "tram line", "milk recall", "ballot", "reservoir")
# Entries of one event in many feeds, as in a day's news: so many feeds report each event.
OUTLETS_AN_EVENT = 5


class Standing:
    """A clock of the machine that nobody stops."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, until: datetime) -> None:
        raise NotImplementedError

    def stopped(self) -> bool:
        return False

    def stop(self) -> None: ...


def event(number: int) -> tuple[str, str]:
    """The headline and the words of an event."""
    draw = random.Random(number)  # noqa: S311 - the same news in every run
    place, thing, verb, who = (draw.choice(some) for some in (PLACES, THINGS, WHAT, WHO))
    name = (
        f"{draw.choice('BDFGKLMNPRSTV')}{draw.choice('aeiou')}{draw.choice('lmnrst')}{draw.choice('aeiou')}{number:x}"
    )
    count = draw.randrange(3, 900)
    title = f"{name.title()} {thing} in {place} {verb}"
    text = (
        f"{who.capitalize()} {verb} the {name.title()} {thing} in {place} on Monday, after {count} people had complained. "
        f"A spokesman of {name.title()} said that {count + 7} more {thing}s would be looked at before the end of the week."
    )
    return title, text


def feed_of(number: int, entries: int) -> bytes:
    """A feed of an outlet: each of its events is reported by some others too, in its own words."""
    items = []
    for place in range(entries):
        title, text = event((number // OUTLETS_AN_EVENT) * entries + place)
        at = NOW - timedelta(minutes=7 * place + number % 5)
        items.append(
            f"<item><title>{title}: report {number}</title><link>https://outlet{number}.example/{place}</link>"
            f"<description>{text} Outlet {number} was told so by a reader.</description>"
            f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        )
    head = f"<language>en</language><title>Outlet {number}</title>"
    return f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def played(entries: int) -> Door:
    """A door behind which nothing is fetched: the feeds are made on the spot."""

    def fetch(wanted: Iterable[Wanted]) -> Iterator[Fetched]:
        for one in wanted:
            body = feed_of(int(one.url.split("outlet")[1].split(".")[0]), entries)
            yield Fetched(one, one.url, 200, body, validators=Validators(f'"{sha256(body).hexdigest()}"'))

    return Door(fetch)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=30)
    parser.add_argument("--workers", type=int, default=default_workers())
    asked = parser.parse_args()
    steps: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder, "bench.db")) as store:
        with store.transaction():
            for number in range(asked.feeds):
                store.record_feed(Feed("bench", f"https://outlet{number}.example/rss"))
        begun = CLOCK()
        told = Told(on_step=lambda step, _: steps.append((step, CLOCK() - begun)))
        live = Live(store, played(asked.entries), Standing(), told=told, workers=asked.workers)
        done = live.round()
        seconds = CLOCK() - begun
    last = dict(steps)
    print(f"{done.ledger}; {len(done.stories)} stories")
    print(", ".join(f"{step} by {at:.1f} s" for step, at in last.items()))
    most = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        f"{seconds:.1f} s, {done.ledger.seen / seconds:,.0f} entries a second, {most[0]:.0f} MB here, {most[1]:.0f} MB beside"
    )


if __name__ == "__main__":
    main()
