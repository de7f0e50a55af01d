"""How long it takes to back up, restore, look over and prune a store of so many articles, and how much memory.

    python tools/keeping_bench.py [ARTICLES]

Articles are made up, a story each three, so that what is measured is the store and not the grouping.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from newsfold.engine.doctor import examine
from newsfold.engine.retention import prune
from newsfold.model import Article, Date, Item, New, Revision, revision_id
from newsfold.store import Store, open_store, open_to_read, restore

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = [
    "ferry",
    "harbour",
    "Velmar",
    "Orrin",
    "council",
    "report",
    "storm",
    "vessel",
    "Keldonia",
    "said",
    "Monday",
    "bridge",
    "river",
    "market",
    "coast",
]
PORTION = 2_000


def made_up(number: int, chosen: random.Random) -> Article:
    """An article of some 300 words, five minutes after the one before."""
    text = " ".join(chosen.choices(WORDS, k=300))
    at = FIRST + timedelta(minutes=5 * number)
    words = Revision(
        revision_id(f"Report {number}", text), f"Report {number}", text, "en", Date(f"{at:%c}", at, "exact")
    )
    name = f"a{number}"
    return Article(name, f"outlet{number % 50}.example", words, f"https://outlet.example/{number}", (f"guid:{name}",))


def fill(store: Store, count: int) -> None:
    chosen = random.Random(5)  # noqa: S311 - the same words each time
    for first in range(0, count, PORTION):
        some = [made_up(number, chosen) for number in range(first, min(first + PORTION, count))]
        with store.transaction():
            store.add_articles(some)
            for article in some:
                item = Item("feed", "feed", guid=article.id, title=article.title, body=article.text)
                store.record_item(item, "stored", article.id)
            stories = {article.id: f"s{int(article.id[1:]) // 3}" for article in some}
            store.save_grouping(stories, [New(article, story) for article, story in stories.items()])


@contextmanager
def timed(what: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:28} {time.perf_counter() - begun:7.1f} s   {peak:6.0f} MB at the most so far")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as folder:
        path = Path(folder) / "news.db"
        with timed(f"filling, {count} articles"), open_store(path) as store:
            fill(store, count)
        print(f"{path.stat().st_size / 1e6:.0f} MB")
        with timed("backup --quick"), open_to_read(path) as store:
            store.back_up(Path(folder) / "copy.db")
        with timed("restore --quick"):
            restore(Path(folder) / "copy.db", Path(folder) / "new.db")
        with timed("doctor"):
            examine(str(path), free=10**12, now=FIRST)
        with timed("prune half"), open_store(path) as store:
            done = prune(store, now=FIRST + timedelta(minutes=5 * count), days=int(count * 5 / 60 / 24 / 2))
        print(f"{done.articles} articles in {len(done.stories)} stories went")
        with timed("prune --compact"), open_store(path) as store:
            store.compact()
        print(f"{path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
