"""Real feeds as they were captured over ten days, played by servers: nothing of them is lost, and nobody is pressed."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from liveworld import Answering, HandClock, Web, whole

from newsfold import feeds
from newsfold.engine.live import Door, Live
from newsfold.feeds.manners.pace import SHORTEST
from newsfold.model import Feed, Fetched, Item, Wanted
from newsfold.store import MEMORY, open_store

TWO_WEEKS = timedelta(days=14)


def captured(folder: Path) -> dict[str, list[tuple[datetime, bytes]]]:
    """What each feed was at which time, by an address of its own."""
    found: dict[str, list[tuple[datetime, bytes]]] = defaultdict(list)
    for path in sorted(folder.rglob("*.xml")):
        when, name = path.stem.split("_", 1)
        at = datetime.strptime(when, "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
        found[f"https://{name.replace('_', '-')}.example/rss"].append((at, path.read_bytes()))
    return found


def played(versions: list[tuple[datetime, bytes]]) -> Answering:
    """A server whose feed is the latest that was captured by then."""
    times = [at for at, _ in versions]

    def answer(wanted: Wanted, now: datetime) -> Fetched:
        return whole(wanted, versions[max(bisect_right(times, now) - 1, 0)][1])

    return answer


def test_two_weeks_of_captured_feeds(unpacked: Callable[[str], Path]) -> None:
    """The ledger's difference is 0, whole answers are asked for weekly alone, and every entry of what was served is an article."""
    versions = captured(unpacked("real/rss.tar.gz"))
    begin = min(at for found in versions.values() for at, _ in found)
    web = Web(HandClock(begin))
    web.sites |= {url: played(found) for url, found in versions.items()}
    with open_store(MEMORY) as store:
        for url in versions:
            store.record_feed(Feed("captured", url))
        for days in (3, 14):  # a restart after the third
            web.clock = HandClock(web.clock.time, begin + timedelta(days=days))
            Live(store, Door(web.fetch), web.clock, group_every=TWO_WEEKS).run()
            assert store.ledger().difference == 0
        for url, found in versions.items():
            asked = web.of(url)
            assert all(two.at - one.at >= timedelta(seconds=SHORTEST) for one, two in pairwise(asked))
            assert len([one for one in asked if not one.conditional]) <= 3
            served = {max(bisect_right([at for at, _ in found], one.at) - 1, 0) for one in asked}
            entries = [
                item for number in served for item in feeds.parse(found[number][1], url) if isinstance(item, Item)
            ]
            listed = {item.title for item in entries}
            assert listed <= {item.title for one in store.articles() for item in store.received(one.id)}, url
        assert store.ledger().stored > 500
