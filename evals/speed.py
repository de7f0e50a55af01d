"""Times `newsfold cluster` against the reading floor, in pairs and in one run, and tells how its time grows with the input.

    python -m evals.speed [--shared ../shared] [--limit 6.0] [--runs 3] [--workers 2] [--json]

Exit status: 0 the ratio holds on full articles (`background`), 1 it is above the limit. The sample week, repeated, is timed
beside it and needs no shared data; its ratio is no figure to hold, for its articles are short, so that the floor, which grows
with the words, is low, and tell the same stories again and again, which is the most work that grouping can have.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

from evals import cases, children
from evals.cases import Record
from evals.children import Cost
from evals.grouping import SHARED

LIMIT: Final = 6.0
# About as many articles as `background` has. A repetition is two weeks later, so that its stories are other stories.
REPETITIONS: Final = 30
DAYS_BETWEEN: Final = 14
PART: Final = 4
BACKGROUND: Final = "background"


@dataclass(frozen=True, slots=True)
class Timing:
    """What one input took. Medians of the runs; `ratio` is the median over pairs of command and floor, one after the other.

    `growth`: the command's time on the whole over its time on the first quarter; 4 is linear, less has a fixed part.
    """

    name: str
    articles: int
    floor: Cost
    cluster: Cost
    ratio: float
    growth: float

    @property
    def rate(self) -> float:
        """Articles a second of the whole command."""
        return self.articles / self.cluster.wall


def time(path: Path, runs: int, workers: int) -> Timing:
    """Time one file of records, which lies unpacked on the disk so that neither side pays for the packing."""
    with path.open("rb") as lines:
        articles = sum(1 for _ in lines)
    part = path.with_name(f"part-of-{path.name}")
    with path.open("rb") as lines, part.open("wb") as first:
        first.writelines(islice(lines, articles // PART))
    pairs, parts = [], []
    for _ in range(runs):
        pairs.append((_floor(path), _cluster(path, workers)))
        parts.append(_cluster(part, workers))
    floor, cluster = (_middle(costs) for costs in zip(*pairs, strict=True))
    ratio = median(ours.wall / floor.wall for floor, ours in pairs)
    return Timing(path.stem, articles, floor, cluster, ratio, cluster.wall / _middle(parts).wall)


def _floor(path: Path) -> Cost:
    return children.run([sys.executable, str(Path(__file__).with_name("reading_floor.py")), str(path)])


def _cluster(path: Path, workers: int) -> Cost:
    return children.newsfold("cluster", "--workers", str(workers), str(path), "-o", str(path.with_suffix(".clusters")))


def _middle(costs: Sequence[Cost]) -> Cost:
    return Cost(*(median(figures) for figures in zip(*((one.wall, one.cpu, one.peak) for one in costs), strict=True)))


def repeated(records: Sequence[Record], times: int) -> list[Record]:
    """Repeat dated articles, each repetition its own articles of two weeks later than the one before."""
    return [
        {
            **record,
            "id": f"{record['id']}-{number}",
            "url": f"{record['url']}/{number}",
            "published": _later(record["published"], number * DAYS_BETWEEN),
        }
        for number in range(times)
        for record in records
    ]


def _later(published: str, days: int) -> str:
    return (datetime.fromisoformat(published) + timedelta(days=days)).isoformat()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurement and give the exit status."""
    asked = _parser().parse_args(arguments)
    background = asked.shared / "bench" / f"{BACKGROUND}.jsonl.gz"
    with tempfile.TemporaryDirectory() as name:
        files = _files(background, Path(name))
        timings = [time(path, asked.runs, asked.workers) for path in files]
    if asked.json:
        print(json.dumps([{**asdict(one), "rate": one.rate} for one in timings], indent=2))
    else:
        print("\n".join(map(_line, timings)))
    if not background.exists():
        print(f"NOT RUN: background: the shared data are not at {asked.shared} (--shared)", file=sys.stderr)
    slow = [one for one in timings if one.name == BACKGROUND and one.ratio > asked.limit]
    for one in slow:
        print(f"FAILED: {one.name}: {one.ratio:.2f} times the reading floor, above {asked.limit}", file=sys.stderr)
    return 1 if slow else 0


def _files(background: Path, folder: Path) -> list[Path]:
    """Unpack and write what is timed into a folder."""
    sample = cases.extract_sample(folder, children.newsfold)
    files = [cases.write(folder / "sample-repeated.jsonl", repeated(sample, REPETITIONS))]
    if background.exists():
        path = folder / f"{BACKGROUND}.jsonl"
        with gzip.open(background) as packed, path.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
        files.insert(0, path)
    return files


def _line(timing: Timing) -> str:
    return (
        f"{timing.name}: {timing.articles} articles\n"
        f"    reading floor    {_cost(timing.floor)}\n"
        f"    newsfold cluster {_cost(timing.cluster)}  {timing.rate:.0f} articles/s\n"
        f"    ratio {timing.ratio:.2f}; the whole takes {timing.growth:.2f} times its first quarter"
    )


def _cost(cost: Cost) -> str:
    return f"{cost.wall:7.2f} s wall  {cost.cpu:7.2f} s processor  {cost.peak:6.0f} MB"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="evals.speed", description="Time newsfold cluster against the reading floor.")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of the shared data")
    parser.add_argument("--limit", type=float, default=LIMIT, help="the ratio to the floor that is still good")
    parser.add_argument("--runs", type=int, default=3, help="pairs that the median is taken of")
    parser.add_argument("--workers", type=int, default=2, help="processes that the command uses")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
