"""Scores `newsfold cluster`, with its one default setting, on every labelled set, and checks the floors.

    python -m evals.grouping [--shared ../shared] [--sets NAME...] [--json] [--raise]

A line below the table counts the hard cases (evals.near_misses) that come out as labelled; tests/stories keeps the list of those
that do not. Exit status: 0 all floors hold, 1 a figure is below its floor, 2 the shared data are missing (what needs none is run
anyway).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from evals import cases, children, floors, near_misses
from evals.cases import CASES, ROOT, Case, Prepared
from evals.children import Cost
from evals.scores import Scores, score
from newsfold.stories import Embedder
from newsfold.stories.static_model import load

SHARED: Final = ROOT.parent / "shared"
_LEGEND: Final = (
    "B3: BCubed. mixed: groups of more than one story; split: stories in more than one group; largest: group, and gold story;\n"
    "seconds: wall time of the whole command; art./s: all articles grouped, per second of it; MB: peak memory of all its processes."
)


@dataclass(frozen=True, slots=True)
class Result:
    """How the command did on one set, and on which data. `grouped` counts all articles that it grouped, labelled or not."""

    name: str
    scores: Scores
    cost: Cost
    grouped: int
    data: dict[str, str]

    @property
    def figures(self) -> dict[str, float]:
        """The figures that may have a floor."""
        return {"bcubed_f1": self.scores.bcubed.f1, "pair_f1": self.scores.pairs.f1}


def measure(
    case: Case, shared: Path, run: Callable[..., Cost], workers: int = 2, embedder: str | None = None
) -> Result:
    """Group one set and score it. `run` runs `newsfold` with the arguments it gets, and says what that cost."""
    with tempfile.TemporaryDirectory() as name:
        prepared = cases.prepare(case, shared, Path(name), run)
        cost, grouping = group(prepared, Path(name), run, workers, embedder)
    return Result(case.name, score(prepared.gold, grouping), cost, len(grouping), cases.digests_of(case, shared))


def group(
    prepared: Prepared, folder: Path, run: Callable[..., Cost], workers: int = 2, embedder: str | None = None
) -> tuple[Cost, dict[str, str]]:
    """Run the command on a prepared set; give its cost and each article's group."""
    out = folder / "clusters.jsonl"
    meaning = ["--embedder", embedder] if embedder else []
    cost = run("cluster", "--workers", str(workers), *meaning, *prepared.sources, "-o", str(out))
    return cost, {line["id"]: line["cluster"] for line in cases.read(out)}


def table(results: Sequence[Result]) -> str:
    """Lay results out as one table, a line a set, under a line of heads."""
    rows = [list(_cells(results[0])), *(list(_cells(result).values()) for result in results)] if results else []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows)


def _cells(result: Result) -> dict[str, str]:
    scores, cost = result.scores, result.cost
    return {
        "set": result.name,
        "articles": str(scores.articles),
        "B3 P": f"{scores.bcubed.precision:.4f}",
        "B3 R": f"{scores.bcubed.recall:.4f}",
        "B3 F1": f"{scores.bcubed.f1:.4f}",
        "pair F1": f"{scores.pairs.f1:.4f}",
        "mixed": str(scores.mixed),
        "split": str(scores.split),
        "exact/of": f"{scores.exact}/{scores.stories_of_two}",
        "largest": str(scores.largest_group),
        "gold": str(scores.largest_story),
        "seconds": f"{cost.wall:.2f}",
        "art./s": f"{result.grouped / cost.wall:.0f}",
        "MB": f"{cost.peak:.0f}",
    }


def near_misses_line(count: int, right: Mapping[str, int]) -> str:
    """Say how many of the hard cases come out as labelled, in each way of grouping them."""
    return f"near misses: {count} cases; as labelled " + ", ".join(f"{number} {way}" for way, number in right.items())


def near_misses_right(embedder: Embedder | None = None) -> tuple[int, dict[str, int]]:
    """Group the hard cases: how many there are, and how many come out as labelled in each way of grouping them."""
    hard = near_misses.load()
    return len(hard), {way: len(hard) - len(wrong) for way, wrong in near_misses.faults(hard, embedder).items()}


def failures(results: Iterable[Result], pinned: floors.Floors) -> list[str]:
    """Say in one line each what is wrong with the results: figures below a floor, other data, articles not grouped."""
    found: list[str] = []
    for result in results:
        section = pinned.get(result.name, floors.Section())
        found += floors.failures(result.name, section, result.figures, result.data)
        if result.scores.missing:
            found.append(f"{result.name}: {result.scores.missing} labelled articles did not come out of the command")
    return found


def as_value(result: Result) -> dict[str, Any]:
    """Give a result as JSON: every score by name, with both F1 beside them, and what it cost."""
    return {
        "set": result.name,
        **asdict(result.scores),
        **result.figures,
        "grouped": result.grouped,
        **asdict(result.cost),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation and give the exit status."""
    asked = _parser().parse_args(arguments)
    chosen = [case for case in CASES if case.name in asked.sets]
    missing = [case.name for case in chosen if case.shared and not (asked.shared / "bench").is_dir()]
    results = [
        measure(case, asked.shared, children.newsfold, asked.workers, asked.embedder)
        for case in chosen
        if case.name not in missing
    ]
    pinned = floors.load() if not asked.embedder else {}
    if asked.pin and not asked.embedder:
        reached = {
            one.name: floors.raised(pinned[one.name], one.figures, one.data) for one in results if one.name in pinned
        }
        pinned |= reached
        floors.save(pinned)
    failed = failures(results, pinned)
    hard, right = near_misses_right(load(asked.embedder) if asked.embedder else None)
    if asked.json:
        of_hard = {"cases": hard, **right}
        value = {"sets": [as_value(result) for result in results], "near_misses": of_hard, "failures": failed}
        print(json.dumps(value, indent=2))
    else:
        print(f"{table(results)}\n{near_misses_line(hard, right)}\n{_LEGEND}")
    return conclude(failed, missing, asked.shared)


def conclude(failed: Sequence[str], missing: Sequence[str], shared: Path) -> int:
    """Tell what failed and what could not be run, on standard error, and give the exit status."""
    for line in failed:
        print(f"FAILED: {line}", file=sys.stderr)
    if missing:
        print(f"NOT RUN: {', '.join(missing)}: the shared data are not at {shared} (--shared)", file=sys.stderr)
    if failed:
        return 1
    return 2 if missing else 0


def _parser() -> argparse.ArgumentParser:
    names = [case.name for case in CASES]
    parser = argparse.ArgumentParser(prog="evals.grouping", description="Score newsfold cluster on labelled sets.")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of the shared data")
    parser.add_argument(
        "--sets", nargs="+", choices=names, default=names, metavar="NAME", help=f"of {', '.join(names)}"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes that the command uses")
    parser.add_argument("--embedder", metavar="FOLDER", help="with vectors of meaning; no floors are checked")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument("--raise", dest="pin", action="store_true", help="raise the floors to what is measured now")
    return parser


if __name__ == "__main__":
    sys.exit(main())
