"""Compares the choice of excerpts with the best there is: the same objective, solved exactly by HiGHS through SciPy.

    python -m evals.exact [--shared ../shared] [--stories 200] [--seconds 20] [--json]

The objective is the one that `newsfold.digests.choose` maximises, as a mixed integer programme. x: an option is shown; y: a word
is told by an option, and at most by one of those shown; z: two options are shown together, which costs what they repeat. What
holds for the choice holds here: at most as many as it shows, one of a voice, none that says the same as another, and no fewer
lineages than the choice has. The stories are real, of three outlets or more, with options of one tier, evenly spread over all
that are fit.
Exit status: 0 within the bound, 1 not, 2 the shared data are missing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Final

import numpy as np

from evals import story_sets
from evals.grouping import SHARED, conclude
from evals.story_sets import StorySet
from newsfold.digests.choose import Objective, Option, choose
from newsfold.digests.headline import headline
from newsfold.digests.material import material
from newsfold.digests.options import options
from newsfold.digests.sources import sources
from newsfold.text.tokens import terms

MOST: Final = 10
# What was asked for: the choice is within 2 % of the best, on the mean and so for each story.
LEAST: Final = 0.98
_FEW_OUTLETS: Final = 3
# A programme has a variable for every two options; beyond these many nothing is proved within the time.
_FEWEST_OPTIONS, _MOST_OPTIONS = 6, 160


@dataclass(frozen=True, slots=True)
class Compared:
    """One story: what the choice is worth, the best that was found, and the bound that none can be above."""

    story: str
    options: int
    chosen: float
    best: float
    bound: float
    proved: bool
    seconds: float

    @property
    def share(self) -> float:
        """The choice's share of the best value."""
        return self.chosen / max(self.best, self.chosen) if self.best > 0 else 1.0


@dataclass(frozen=True, slots=True)
class Problem:
    """The options of a story as they are given to `choose`."""

    story: str
    options: Sequence[Option]
    weights: dict[str, float]
    told: Sequence[str]


def problem(given: StorySet) -> Problem:
    """Prepare a story as its digest is composed."""
    known = sources(given.articles, given.lineages)
    offered, head = material(known), headline(known)
    told = terms(head.text, head.lang)
    return Problem(given.story.id, options(known, offered, head.text), dict(offered.weights), told)


def compared(one: Problem, seconds: float) -> Compared:
    """Choose, solve, and compare."""
    begun = time.perf_counter()
    objective = Objective(one.options, one.weights, one.told)
    chosen = [choice.index for choice in choose(one.options, one.weights, MOST, told=one.told)]
    took = time.perf_counter() - begun
    best, bound, proved = solve(objective, len(chosen), len(set(objective.lineages[chosen].tolist())), seconds)
    return Compared(one.story, len(one.options), objective.value(chosen), best, bound, proved, took)


def solve(objective: Objective, most: int, lineages: int, seconds: float) -> tuple[float, float, bool]:
    """Find the best value of at most so many options of at least so many lineages: value, upper bound, whether it is proved."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - only this evaluation needs it
    from scipy.sparse import coo_array  # noqa: PLC0415

    programme = _Programme(objective, most, lineages)
    rows, columns, values = zip(*programme.cells, strict=True)
    matrix = coo_array((values, (rows, columns)), shape=(len(programme.upper), len(programme.cost)))
    found = milp(
        programme.cost,
        integrality=np.array(programme.integral),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix.tocsr(), ub=np.array(programme.upper)),
        options={"time_limit": seconds, "mip_rel_gap": 1e-4},
    )
    if found.x is None:
        return 0.0, float("inf"), False
    shown = [at for at in range(len(objective.quality)) if found.x[at] > 0.5]
    return objective.value(shown), -float(found.mip_dual_bound), found.status == 0


class _Programme:
    """The programme in the form that the solver takes: minimise cost, rows at most `upper`."""

    def __init__(self, objective: Objective, most: int, lineages: int) -> None:
        count = len(objective.quality)
        self.cost: list[float] = [0.0] * count
        self.integral: list[int] = [1] * count
        self.cells: list[tuple[int, int, float]] = []
        self.upper: list[float] = []
        self._row([(at, 1.0) for at in range(count)], most)
        for members in _groups(objective.voices.tolist()):
            self._row([(at, 1.0) for at in members], 1)
        self._lineages(objective, lineages)
        self._words(objective)
        self._pairs(objective)

    def _variable(self, cost: float) -> int:
        self.cost.append(cost)
        self.integral.append(0)
        return len(self.cost) - 1

    def _row(self, cells: Iterable[tuple[int, float]], upper: float) -> None:
        self.cells += [(len(self.upper), column, value) for column, value in cells]
        self.upper.append(upper)

    def _lineages(self, objective: Objective, least: int) -> None:
        speaking = []
        for members in _groups(objective.lineages.tolist()):
            speaks = self._variable(0.0)
            self._row([(speaks, 1.0), *((at, -1.0) for at in members)], 0)
            speaking.append(speaks)
        self._row([(one, -1.0) for one in speaking], -least)

    def _words(self, objective: Objective) -> None:
        tellers: dict[int, list[int]] = {}
        for option, row in enumerate(objective.rows):
            for word in row.tolist():
                if objective.weights[word] > 0:
                    tellers.setdefault(word, []).append(option)
        for word, members in sorted(tellers.items()):
            told = []
            for option in members:
                told.append(self._variable(-float(objective.weights[word] * objective.quality[option])))
                self._row([(told[-1], 1.0), (option, -1.0)], 0)
            self._row([(one, 1.0) for one in told], 1)

    def _pairs(self, objective: Objective) -> None:
        for one, other in combinations(range(len(objective.quality)), 2):
            if objective.voices[one] == objective.voices[other]:
                continue
            loss, same = (column[other] for column in objective.repeats(one))
            if same:
                self._row([(one, 1.0), (other, 1.0)], 1)
            elif loss > 0:
                self._row([(one, 1.0), (other, 1.0), (self._variable(float(loss)), -1.0)], 1)


def _groups(labels: Sequence[int]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for at, label in enumerate(labels):
        groups.setdefault(label, []).append(at)
    return list(groups.values())


def chosen_stories(found: Sequence[StorySet], most: int) -> Iterator[Problem]:
    """Take so many stories, evenly spread over all that are fit."""
    fit = [one for one in found if one.outlets >= _FEW_OUTLETS]
    problems = [one for one in map(problem, fit) if _FEWEST_OPTIONS <= len(one.options) <= _MOST_OPTIONS]
    single = [one for one in problems if len({option.tier for option in one.options}) == 1]
    step = max(len(single) // most, 1)
    yield from single[::step][:most]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison and give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.exact", description="Compare the choice with the best.")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of the shared data")
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20, help="how long the solver may take for one story")
    parser.add_argument("--json", action="store_true", help="print JSON, a value a story")
    asked = parser.parse_args(arguments)
    if not (asked.shared / "real").is_dir():
        return conclude([], ["exact"], asked.shared)
    with tempfile.TemporaryDirectory() as folder:
        found = story_sets.real(asked.shared, Path(folder))
    results = [compared(one, asked.seconds) for one in chosen_stories(found, asked.stories)]
    print(
        json.dumps([asdict(one) | {"share": one.share} for one in results], indent=1) if asked.json else told(results)
    )
    mean = fmean(one.share for one in results)
    return conclude([f"exact: {mean:.4f} of the best is below {LEAST}"] if mean < LEAST else [], [], asked.shared)


def told(results: Sequence[Compared]) -> str:
    """Say how near the choice comes, and how sure that is."""
    shares = sorted(one.share for one in results)
    proved = [one for one in results if one.proved]
    return (
        f"{len(results)} stories, {len(proved)} solved to the optimum; share of the best: mean {fmean(shares):.4f}, "
        f"worst {shares[0]:.4f}, {sum(one < LEAST for one in shares)} below {LEAST}, "
        f"{sum(one > 1 - 1e-6 for one in shares)} the best itself; of the bound: "
        f"mean {fmean(min(one.chosen / one.bound, 1.0) for one in results):.4f}; "
        f"options at most {max(one.options for one in results)}; "
        f"choosing takes {1000 * fmean(one.seconds for one in results):.1f} ms on the mean"
    )


if __name__ == "__main__":
    sys.exit(main())
