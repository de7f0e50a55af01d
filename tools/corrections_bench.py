"""Times what corrections cost a store: one command on a large store, and what they add to keeping a grouping.

    python tools/corrections_bench.py [ARTICLES]

The store lies in memory and holds articles of one sentence in stories of ten, grouped as they are named. Times are medians of five
in seconds; how the machine was loaded shows in them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

from newsfold.engine import corrections
from newsfold.engine.ingest import compose
from newsfold.engine.overlay import redrawn, seen_in
from newsfold.model import Article, Date, Join, New, Reason, Revision, Signature, revision_id
from newsfold.store import MEMORY, Store, open_store

IN_A_STORY = 10
SIGNED = Signature("bench", datetime(2026, 3, 2, tzinfo=UTC))


def articles(count: int) -> Iterator[Article]:
    for number in range(count):
        title, text = f"Ferry {number} sails", f"The ferry {number} sailed from Velmar."
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
        revision = Revision(revision_id(title, text), title, text, "en", Date(at.isoformat(), at, "exact"))
        yield Article(f"a{number}", f"Outlet {number % 200}", revision, f"https://o{number % 200}.example/{number}")


def fill(store: Store, count: int) -> None:
    """Keep articles in stories, each joined to the one before it."""
    placed = {f"a{number}": f"s{number // IN_A_STORY}" for number in range(count)}
    reasons: list[Reason] = [
        Join(f"a{number}", f"s{number // IN_A_STORY}", 0.9, f"a{number - 1}")
        if number % IN_A_STORY
        else New(f"a{number}", f"s{number // IN_A_STORY}")
        for number in range(count)
    ]
    with store.transaction():
        store.add_articles(articles(count))
        store.save_grouping(placed, reasons)


def timed(step: Callable[[int], object]) -> float:
    """Give the median of five runs; each gets its number."""
    spent = []
    for number in range(5):
        begun = perf_counter()
        step(number)
        spent.append(perf_counter() - begun)
    return median(spent)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with open_store(MEMORY) as store:
        fill(store, count)
        compose(store)
        grouped = store.grouped()
        print(f"{count} articles, {count // IN_A_STORY} stories")
        print(f"what is seen, without corrections  {timed(lambda _: seen_in(grouped, store.overlay())):.3f}")
        print(f"drawn anew, without corrections    {timed(lambda _: redrawn(store, grouped)):.3f}")
        print(f"merge    {timed(lambda n: corrections.merge(store, f's{n}', f's{n + 50}', SIGNED)):.3f}")
        print(f"split    {timed(lambda n: corrections.split(store, f's{n}', [f'a{10 * n + 1}'], SIGNED)):.3f}")
        print(f"hide     {timed(lambda n: corrections.hide(store, f'Outlet {n}', SIGNED)):.3f}")
        for number in range(100):
            corrections.merge(store, f"s{100 + number}", f"s{300 + number}", SIGNED)
        with store.transaction():
            print(f"drawn anew, with 115 corrections   {timed(lambda _: redrawn(store, grouped)):.3f}")


if __name__ == "__main__":
    main()
