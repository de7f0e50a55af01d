"""Times `newsfold cluster`: against the reading floor, in pairs and in one run, and on a stream that grows.

    python -m evals.speed [--shared ../shared] [--limit 3.0] [--runs 3] [--workers 2] [--json]
                          [--curve 1000 10000 100000] [--per-day 400] [--skip-curve]

Exit status: 0 all limits hold, 1 one is broken: the ratio to the floor on full articles (`background` and `allsides`, the two
files as they are), the cost of an article in the longest stream over that in the next shorter one, or a peak of memory.

The sample week, repeated, is timed beside it and needs no shared data; its ratio is no figure to hold, for its articles are
short, so that the floor, which grows with the words, is low, and tell the same stories again and again, which is the most work
that grouping can have.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import chain, count, islice
from pathlib import Path
from statistics import median
from typing import Any, Final

from evals import cases, children
from evals.cases import Record
from evals.children import Cost
from evals.grouping import SHARED

# How many times what the floor takes `newsfold cluster` may take on full articles, with two workers.
LIMIT: Final = 3.0
# How many times the cost of an article in the next shorter stream an article of the longest may cost.
GROWTH_LIMIT: Final = 1.3
# In MB of 10^6 bytes, all processes together. The full texts of 100,000 articles alone are 618 as UTF-8, and 1,188 as strings of
# Python, which give every character of a text two bytes for one typographic quotation mark in it.
MEMORY_LIMIT: Final = 1500
SIZES: Final = (1_000, 10_000, 100_000)
# More full articles than 40 outlets gave in a captured stream (295 of 2,170 a day), so that 10,000 are 25 days and fill the window
# of 21. Denser, the 1,523 days of the files would have to be told again before what was told the last time has faded, and words
# that are no names would join what should be two stories.
PER_DAY: Final = 400

FULL: Final = ("background", "allsides")
FULL_NAME: Final = " + ".join(FULL)
# About as many articles as `background` has. A repetition is two weeks later, so that its stories are other stories.
REPETITIONS: Final = 30
DAYS_BETWEEN: Final = 14

_VOWELS: Final = "aeiouy"
_CONSONANTS: Final = "bcdfghjklmnpqrstvwxz"
# One letter is the pronoun "I", or half of "U.S.".
_CAPITALISED: Final = re.compile(r"\b[A-Z]\w+")
_WITHIN_A_SENTENCE: Final = re.compile(r"(?<=[a-z,] )[A-Z]\w+")
_UNCAPITALISED: Final = re.compile(r"\b[a-z]\w+")


@dataclass(frozen=True, slots=True)
class Timing:
    """What one input took. Medians of the runs; `ratio` is the median over pairs of command and floor, one after the other."""

    name: str
    articles: int
    floor: Cost
    cluster: Cost
    ratio: float

    @property
    def rate(self) -> float:
        """Articles a second of the whole command."""
        return self.articles / self.cluster.wall


@dataclass(frozen=True, slots=True)
class Point:
    """What the first so many articles of the growing stream took, in one run."""

    articles: int
    cost: Cost

    @property
    def each(self) -> float:
        """Milliseconds of wall time an article, the start of the program and of its processes included."""
        return 1000 * self.cost.wall / self.articles


# --- what is timed ---------------------------------------------------------------------------------------------------


def time(name: str, paths: Sequence[Path], runs: int, workers: int) -> Timing:
    """Time files of records, which lie unpacked on the disk so that neither side pays for the packing."""
    pairs = [(_floor(paths), _cluster(paths, workers)) for _ in range(runs)]
    floor, cluster = (_middle(costs) for costs in zip(*pairs, strict=True))
    ratio = median(ours.wall / floor.wall for floor, ours in pairs)
    return Timing(name, sum(map(_lines, paths)), floor, cluster, ratio)


def curve(records: Sequence[Record], sizes: Iterable[int], per_day: float, workers: int, folder: Path) -> list[Point]:
    """Time one stream as it grows, in a file in the folder: its first so many articles for each size, the shortest first."""
    points: list[Point] = []
    growing, path, written = stream(records, per_day), folder / "growing.jsonl", 0
    with path.open("w", encoding="utf-8") as lines:
        for size in sorted(set(sizes)):
            lines.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in islice(growing, size - written))
            lines.flush()
            written = size
            points.append(Point(size, _cluster([path], workers)))
    return points


def _floor(paths: Sequence[Path]) -> Cost:
    return children.run([sys.executable, str(Path(__file__).with_name("reading_floor.py")), *map(str, paths)])


def _cluster(paths: Sequence[Path], workers: int) -> Cost:
    out = paths[0].with_suffix(".clusters")
    return children.newsfold("cluster", "--workers", str(workers), *map(str, paths), "-o", str(out))


def _middle(costs: Sequence[Cost]) -> Cost:
    return Cost(*(median(figures) for figures in zip(*((one.wall, one.cpu, one.peak) for one in costs), strict=True)))


def _lines(path: Path) -> int:
    with path.open("rb") as lines:
        return sum(1 for _ in lines)


# --- repetitions -----------------------------------------------------------------------------------------------------


def repeated(records: Sequence[Record], times: int) -> list[Record]:
    """Repeat dated articles, each repetition its own articles of two weeks later than the one before."""
    return [_again(record, number, number * DAYS_BETWEEN) for number in range(times) for record in records]


def stream(records: Iterable[Record], per_day: float) -> Iterator[Record]:
    """Make of dated articles a stream without end in the order of time (published, then id), about `per_day` a day.

    The days of the records form a ring. As many tellers as the density takes walk it at the same time, evenly apart, one day
    a day, and each tells what it passes as its own articles and in its own names. So what is days apart in the records is as
    many days apart in the stream, and new words keep coming. Undated records are left out.
    """
    dated = [record for record in records if record["published"]]
    names = names_in(dated)
    first = min(map(_date, dated))
    on_day: dict[int, list[Record]] = defaultdict(list)
    for record in dated:
        on_day[(_date(record) - first).days].append(record)
    ring = max(on_day) + 1
    tellers = max(1, round(per_day * ring / len(dated)))
    for today in count():
        told = []
        for teller in range(tellers):
            round_, day = divmod(teller * ring // tellers + today, ring)
            number = round_ * tellers + teller
            told += [_retold(record, number, today - day, names) for record in on_day.get(day, ())]
        yield from sorted(told, key=lambda record: (record["published"], record["id"]))


def names_in(records: Iterable[Record]) -> frozenset[str]:
    """Find the words, lower-cased, that stand with a capital within a sentence more often than without one anywhere."""
    capitals: Counter[str] = Counter()
    for record in records:
        text = record["text"] or ""
        capitals.update(word.lower() for word in _WITHIN_A_SENTENCE.findall(text))
        capitals.subtract(_UNCAPITALISED.findall(text))
    return frozenset(word for word, more in capitals.items() if more > 0)


def _retold(record: Record, number: int, days: int, names: frozenset[str]) -> Record:
    letters = _letters(number)

    def rename(word: re.Match[str]) -> str:
        return word[0].translate(letters) if word[0].lower() in names else word[0]

    words = {key: _CAPITALISED.sub(rename, record[key] or "") for key in ("title", "text")}
    return {**_again(record, number, days), **words}


@cache
def _letters(number: int) -> dict[int, int]:
    """Put another letter for every letter, a vowel for a vowel: other names of the same length, as easy to say as before."""
    chance = random.Random(number)  # noqa: S311 - the same for the same number
    table: dict[int, int] = {}
    for kind in (_VOWELS, _CONSONANTS):
        order = "".join(chance.sample(kind, len(kind)))
        following = order[1:] + order[:1]
        table |= str.maketrans(order + order.upper(), following + following.upper())
    return table


def _again(record: Record, number: int, days: int) -> Record:
    return {
        **record,
        "id": f"{record['id']}-{number}",
        "url": f"{record['url']}/{number}",
        "published": _later(record["published"], days),
    }


def _later(published: str, days: int) -> str:
    """Shift a day or a time, which stays what it is: where a record tells no hour, its repetition tells none."""
    read = date if len(published) == len("2026-03-02") else datetime
    return (read.fromisoformat(published) + timedelta(days=days)).isoformat()


def _date(record: Record) -> date:
    return datetime.fromisoformat(record["published"]).date()


# --- what is said about it -------------------------------------------------------------------------------------------


def failures(timings: Iterable[Timing], points: Sequence[Point], limit: float) -> list[str]:
    """Say in one line each which limits are broken. `points` ascend; with less than two there is no growth to judge."""
    found = [
        f"{one.name}: {one.ratio:.2f} times the reading floor, above {limit}"
        for one in timings
        if one.name == FULL_NAME and one.ratio > limit
    ]
    found += [
        f"{one.articles} articles: {one.cost.peak:.0f} MB, above {MEMORY_LIMIT}"
        for one in points
        if one.cost.peak > MEMORY_LIMIT
    ]
    if len(points) > 1 and (growth := points[-1].each / points[-2].each) > GROWTH_LIMIT:
        longest, shorter = points[-1].articles, points[-2].articles
        found.append(
            f"{longest} articles: each costs {growth:.2f} times what it does among {shorter}, above {GROWTH_LIMIT}"
        )
    return found


def table(points: Sequence[Point], per_day: float) -> str:
    """Lay the curve out, a line a size, with each cost of an article over that in the longest stream but one."""
    base = points[-2:][0]
    heads = f"{'articles':>10}{'days':>7}{'seconds':>10}{'processor':>11}{'ms each':>9}{'MB':>7}  of {base.articles}'s"
    lines = [
        f"{one.articles:>10}{one.articles / per_day:>7.1f}{one.cost.wall:>10.2f}{one.cost.cpu:>11.2f}{one.each:>9.3f}"
        f"{one.cost.peak:>7.0f}  {one.each / base.each:.2f}"
        for one in points
    ]
    return "\n".join(
        (
            f"growth: {FULL_NAME}, told again and again in other names, about {per_day:g} articles a day; one run each",
            heads,
            *lines,
            "    seconds: wall time of the whole command, so that the start of the program and of its processes, about a second,",
            "    is in every line and weighs on the short ones; MB: peak memory of all its processes",
        )
    )


def as_value(timings: Iterable[Timing], points: Sequence[Point], per_day: float, failed: list[str]) -> dict[str, Any]:
    """Give everything that was measured as JSON."""
    return {
        "timings": [{**asdict(one), "rate": one.rate} for one in timings],
        "curve": [
            {
                "articles": one.articles,
                **asdict(one.cost),
                "ms_each": one.each,
                "growth": one.each / points[-2:][0].each,
            }
            for one in points
        ],
        "per_day": per_day,
        "failures": failed,
    }


def _line(timing: Timing) -> str:
    return (
        f"{timing.name}: {timing.articles} articles\n"
        f"    reading floor    {_cost(timing.floor)}\n"
        f"    newsfold cluster {_cost(timing.cluster)}  {timing.rate:.0f} articles/s\n"
        f"    ratio {timing.ratio:.2f}"
    )


def _cost(cost: Cost) -> str:
    return f"{cost.wall:7.2f} s wall  {cost.cpu:7.2f} s processor  {cost.peak:6.0f} MB"


# --- the command -----------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurement and give the exit status."""
    asked = _parser().parse_args(arguments)
    packed = [asked.shared / "bench" / f"{name}.jsonl.gz" for name in FULL]
    there = all(path.exists() for path in packed)
    points: list[Point] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        timings = [
            time(name, paths, asked.runs, asked.workers) for name, paths in _inputs(packed if there else [], folder)
        ]
        if there and not asked.skip_curve:
            records = list(chain.from_iterable(map(cases.read, packed)))
            points = curve(records, asked.curve, asked.per_day, asked.workers, folder)
    failed = failures(timings, points, asked.limit)
    if asked.json:
        print(json.dumps(as_value(timings, points, asked.per_day, failed), indent=2))
    else:
        print("\n".join([*map(_line, timings), *([table(points, asked.per_day)] if points else [])]))
    return _conclude(failed, there, asked.shared)


def _inputs(packed: Iterable[Path], folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Unpack and write what is timed into a folder, each input when its turn comes."""
    if full := [_unpack(path, folder) for path in packed]:
        yield FULL_NAME, full
    sample = cases.extract_sample(folder, children.newsfold)
    yield "sample-repeated", [cases.write(folder / "sample-repeated.jsonl", repeated(sample, REPETITIONS))]


def _unpack(path: Path, folder: Path) -> Path:
    target = folder / path.stem
    with gzip.open(path) as packed, target.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    return target


def _conclude(failed: Iterable[str], there: bool, shared: Path) -> int:
    if not there:
        print(f"NOT RUN: {FULL_NAME}, growth: the shared data are not at {shared} (--shared)", file=sys.stderr)
    for line in failed:
        print(f"FAILED: {line}", file=sys.stderr)
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="evals.speed", description="Time newsfold cluster as its input grows.")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of the shared data")
    parser.add_argument("--limit", type=float, default=LIMIT, help="the ratio to the floor that is still good")
    parser.add_argument("--runs", type=int, default=3, help="pairs that the median is taken of")
    parser.add_argument("--workers", type=int, default=2, help="processes that the command uses")
    parser.add_argument(
        "--curve", type=int, nargs="+", default=SIZES, metavar="ARTICLES", help="lengths of the growing stream"
    )
    parser.add_argument("--per-day", type=float, default=PER_DAY, help="how dense the growing stream is")
    parser.add_argument("--skip-curve", action="store_true", help="leave the growing stream out")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
