"""Scores grouping on stories that the scorer has not seen: held out by fold, by set, and against the shipped scorer.

    python -m evals.held_out [--shared ../shared] [--sets NAME...] [--json] [--raise]

Three rows a set. `shipped`: the scorer of the package, which was trained on this very set. `stories out`: for each of five folds
of the set's stories (of ecbplus: of its topics, as a topic is two events of one kind) a scorer is trained on all pairs in which
no article is of a story of that fold, the other sets whole; the whole set is grouped with it, and only the fold's articles are
scored. `set out`: the scorer is trained on the other sets alone, and on none that shares a file with this one. All are trained
as the shipped scorer is (`evals.train`); what is left out is left out of the small streams too. Without the set hidden, its
articles that have no label still are the company in the small streams of the other sets: no pair of theirs is trained on.

How folds are pooled: every figure is a sum over articles, so each article brings its part from the grouping by the scorer that
has not seen its story. Its BCubed shares are those of its whole group in that grouping, with articles of other folds in it, and
of a pair it brings a half. So five times the same grouping pooled is that grouping scored, and the rows can be compared. `pair
F1 in` counts only the pairs inside a fold: there a false pair of two folds, which are four in five, goes unseen.

Also checked: that the order within an hour changes next to nothing (the largest change of BCubed F1 in three shuffles; undated
articles stay where they are), and that the same order gives the same bytes. Evidence is collected once a set: it does not
depend on the scorer. Exit status as of evals.grouping.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from evals import floors, labelled, train
from evals.grouping import SHARED, conclude
from evals.labelled import FOLDS, TRAINED_ON, Evidenced, Labelled
from evals.scores import Quality, score
from newsfold.stories.embedder import Embedder
from newsfold.stories.features import Features
from newsfold.stories.grouper import Grouper
from newsfold.stories.scorer import Scorer, shipped
from newsfold.stories.static_model import load

SHUFFLES: Final = 3
ORDER_LIMIT: Final = 0.005
# Trainings end a little differently on other processors, and one fold is decided by few large stories.
MARGIN: Final = 0.01
_SECTION: Final = "held_out_"


@dataclass(frozen=True, slots=True)
class Figures:
    """How folds, pooled, compare with the gold stories; as `evals.scores.Scores`, but for `inside`: pairs inside a fold.

    `mixed` is rounded: an article brings as much of a mixed group as it is of it.
    """

    bcubed: Quality
    pairs: Quality
    inside: Quality
    mixed: int
    split: int
    largest_group: int
    largest_story: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A set with all the scorers that it is to be grouped by. `folds[k]` has not seen fold k."""

    labelled: Labelled
    shipped: Scorer
    folds: tuple[Scorer, ...]
    others: Scorer


@dataclass(frozen=True, slots=True)
class Result:
    """How a set did. `order`: the largest change of BCubed F1 by another order; `repeats`: the same order gave the same."""

    name: str
    articles: int
    shipped: Figures
    folds: Figures
    others: Figures
    order: float
    repeats: bool
    data: Mapping[str, str]

    @property
    def rows(self) -> dict[str, Figures]:
        """The three ways of scoring, as people call them."""
        return {"shipped": self.shipped, "stories out": self.folds, "set out": self.others}

    @property
    def figures(self) -> dict[str, float]:
        """The figures that may have a floor."""
        return {
            f"{way}_{name}": quality.f1
            for way, row in (("stories_out", self.folds), ("set_out", self.others))
            for name, quality in (("bcubed_f1", row.bcubed), ("pair_f1", row.pairs))
        }


# --- what is scored --------------------------------------------------------------------------------------------------


def pooled(gold: Mapping[str, str], fold_of: Mapping[str, int], groupings: Sequence[Mapping[str, str]]) -> Figures:
    """Score each article of `gold` by the grouping of its fold and add up. No story is in more than one fold."""
    stories = Counter(gold.values())
    sums: Counter[str] = Counter()
    groups_of: dict[str, set[str]] = {}
    largest = 0
    for fold, grouping in enumerate(groupings):
        groups = Counter(grouping[article] for article in gold)
        cells = Counter((grouping[article], story) for article, story in gold.items())
        stories_in = Counter(group for group, _ in cells)
        for article, story in gold.items():
            if fold_of[article] == fold:
                group = grouping[article]
                sums.update(_part(cells[group, story], groups[group], stories[story], stories_in[group]))
                groups_of.setdefault(story, set()).add(group)
                largest = max(largest, groups[group])
    within = {article: f"{fold} {groupings[fold][article]}" for article, fold in fold_of.items()}
    return Figures(
        bcubed=Quality(_share(sums["precision"], len(gold)), _share(sums["recall"], len(gold))),
        pairs=Quality(_share(sums["right"], sums["claimed"]), _share(sums["right"], sums["wanted"])),
        inside=score(gold, within).pairs,
        mixed=round(sums["mixed"]),
        split=sum(len(groups) > 1 for groups in groups_of.values()),
        largest_group=largest,
        largest_story=max(stories.values(), default=0),
    )


def _part(cell: int, group: int, story: int, stories_in: int) -> dict[str, Any]:
    """What one article brings; `cell`: the articles of its story in its group. Pairs are counted from both sides, for ratios."""
    return {
        "precision": cell / group,
        "recall": cell / story,
        "right": cell - 1,
        "claimed": group - 1,
        "wanted": story - 1,
        "mixed": (stories_in > 1) / group,
    }


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def shuffled(arrivals: Iterable[Features], seed: int) -> list[Features]:
    """Put articles of one hour into another order; undated ones stay where they are."""
    chance = random.Random(seed)  # noqa: S311 - the same for the same seed
    order: list[Features] = []
    for hour, together in groupby(arrivals, _hour):
        some = list(together)
        if hour is not None:
            chance.shuffle(some)
        order += some
    return order


def _hour(features: Features) -> int | None:
    return None if features.day is None else int(features.day * 24 // 1)


# --- one set ---------------------------------------------------------------------------------------------------------


def measure(plan: Plan) -> Result:
    """Group one set by every scorer and score it."""
    one = plan.labelled
    fold_of = labelled.folds_of(one)
    as_shipped, once = grouped(one.features, plan.shipped)
    _, again = grouped(one.features, plan.shipped)
    base = _whole(one, fold_of, as_shipped)
    others = [grouped(shuffled(one.features, seed), plan.shipped)[0] for seed in range(SHUFFLES)]
    return Result(
        name=one.name,
        articles=len(one.gold),
        shipped=base,
        folds=pooled(one.gold, fold_of, [grouped(one.features, scorer)[0] for scorer in plan.folds]),
        others=_whole(one, fold_of, grouped(one.features, plan.others)[0]),
        order=max(abs(score(one.gold, other).bcubed.f1 - base.bcubed.f1) for other in others),
        repeats=once == again,
        data=one.data,
    )


def grouped(arrivals: Iterable[Features], scorer: Scorer) -> tuple[dict[str, str], bytes]:
    """Group articles in this order: the group of each, and all that the Grouper says of it, as bytes."""
    grouper = Grouper(scorer)
    reasons = grouper.add(arrivals) + grouper.end_round()
    found = grouper.stories()
    return found, json.dumps([list(found.items()), list(map(repr, reasons))]).encode()


def _whole(one: Labelled, fold_of: Mapping[str, int], grouping: Mapping[str, str]) -> Figures:
    return pooled(one.gold, fold_of, [grouping] * FOLDS)


# --- all sets --------------------------------------------------------------------------------------------------------


def recipes(sets: Sequence[Labelled], pairs: Sequence[Evidenced], number: int) -> Iterator[list[Evidenced]]:
    """Yield what to train the scorers of a set on: one for each fold of it, without that fold, and last one without the set."""
    fold_of = labelled.folds_of(sets[number])
    drawn = {place: train.drawn(its) for place, its in enumerate(pairs)}
    for fold in range(FOLDS):
        yield list((drawn | {number: train.drawn(pairs[number].outside(fold, fold_of))}).values())
    yield [drawn[place] for place, other in enumerate(sets) if not other.data.keys() & sets[number].data.keys()]


def evaluate(names: Sequence[str], shared: Path, workers: int, embedder: Embedder | None = None) -> list[Result]:
    """Train all scorers and measure the sets of these names. Every set is read, as the others are trained on."""
    with labelled.processes(workers) as processes:
        sets, pairs = labelled.load_all(shared, processes, embedder)
        asked = [number for number, one in enumerate(sets) if one.name in names]
        wanted = (recipe for number in asked for recipe in recipes(sets, pairs, number))
        scorers = processes.map(train.trained, wanted, chunk=1)
        now = shipped(semantic=embedder is not None)
        plans = [_plan(sets[number], now, scorers) for number in asked]
        return list(processes.map(measure, plans, chunk=1))


def _plan(one: Labelled, now: Scorer, scorers: Iterator[Scorer]) -> Plan:
    return Plan(one, now, tuple(next(scorers) for _ in range(FOLDS)), next(scorers))


# --- what is said about it -------------------------------------------------------------------------------------------


def table(results: Iterable[Result]) -> Iterator[str]:
    """Lay results out: three lines a set under a line of heads, then what another order changes."""
    yield (
        f"{'set':12}{'scorer':13}{'B3 P':>8}{'B3 R':>8}{'B3 F1':>8}{'pair F1':>9}{'pair F1 in':>12}"
        f"{'mixed':>7}{'split':>7}{'largest':>9}{'gold':>6}{'order':>8}"
    )
    for result in results:
        for way, row in result.rows.items():
            order = f"{result.order:8.4f}" if way == "shipped" else ""
            yield (
                f"{result.name:12}{way:13}{row.bcubed.precision:8.4f}{row.bcubed.recall:8.4f}{row.bcubed.f1:8.4f}"
                f"{row.pairs.f1:9.4f}{row.inside.f1:12.4f}{row.mixed:7}{row.split:7}{row.largest_group:9}"
                f"{row.largest_story:6}{order}"
            )
    yield (
        "shipped: trained on this set too; stories out: by a scorer that has not seen the article's story; set out: nor this set\n"
        f"pair F1 in: of pairs inside one of {FOLDS} folds; order: largest change of B3 F1 when articles of one hour change places"
    )


def failures(results: Iterable[Result], pinned: floors.Floors) -> list[str]:
    """Say in one line each what is wrong with the results."""
    found: list[str] = []
    for one in results:
        name = _SECTION + one.name
        found += floors.failures(name, pinned.get(name, floors.Section()), one.figures, one.data)
        if one.order > ORDER_LIMIT:
            found.append(
                f"{name}: another order within the hour changes bcubed_f1 by {one.order:.4f}, above {ORDER_LIMIT}"
            )
        if not one.repeats:
            found.append(f"{name}: the same articles in the same order were grouped in two ways")
    return found


def raised(result: Result, pinned: floors.Floors) -> floors.Section:
    """Pin what a set reached; every figure has a floor from the first time on."""
    unbound = floors.Section(dict.fromkeys(result.figures, floors.Bound()))
    section = pinned.get(_SECTION + result.name, unbound)
    return floors.raised(section, result.figures, result.data, MARGIN)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation and give the exit status."""
    asked = _parser().parse_args(arguments)
    if not (asked.shared / "bench").is_dir():
        return conclude([], asked.sets, asked.shared)
    results = evaluate(asked.sets, asked.shared, asked.workers, load(asked.embedder) if asked.embedder else None)
    pinned = floors.load() if not asked.embedder else {}
    if asked.pin and not asked.embedder:
        pinned |= {_SECTION + one.name: raised(one, pinned) for one in results}
        floors.save(pinned)
    failed = failures(results, pinned)
    if asked.json:
        print(json.dumps({"sets": [{**asdict(one), **one.figures} for one in results], "failures": failed}, indent=2))
    else:
        print("\n".join(table(results)))
    return conclude(failed, [], asked.shared)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="evals.held_out", description="Score grouping on what was held out.")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of the shared data")
    parser.add_argument("--sets", nargs="+", choices=TRAINED_ON, default=list(TRAINED_ON), metavar="NAME")
    parser.add_argument("--workers", type=int, default=2, help="processes that are used")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument("--embedder", metavar="FOLDER", help="with vectors of meaning; no floors are checked")
    parser.add_argument("--raise", dest="pin", action="store_true", help="raise the floors to what is measured now")
    return parser


if __name__ == "__main__":
    sys.exit(main())
