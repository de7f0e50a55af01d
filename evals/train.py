"""Trains the scorer that comes with the package, on the shared labelled sets, and writes it with where it came from.

    python -m evals.train [--shared ../shared] [-o src/newsfold/stories/scorer.json]
    python -m evals.train --embedder FOLDER -o src/newsfold/stories/scorer_semantic.json

Every set counts the same, however many pairs it has: half for the pairs of its whole stream, half for those of small streams of
its stories (`evals.labelled.small_streams`). Every pair comes once as it is and once without dates, so that the scorer neither
lives by the clock nor fails without it. The network is the mean of one small network for each set, trained on all the other
sets (bagging, Breiman 1996, by set): it does better than one network on a set that no part of it has seen.

How well the probabilities are calibrated is measured on pairs held out by story and written into the file. Exit status: 0
written, 2 the shared data are missing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from evals import labelled, monotone
from evals.cases import ROOT
from evals.grouping import SHARED, conclude
from evals.labelled import FOLDS, TRAINED_ON, Evidenced, Labelled, LabelledPairs
from evals.monotone import Numbers
from newsfold.engine.pool import Processes
from newsfold.stories.arrays import Flags, Floats
from newsfold.stories.evidence import DIRECTION, Evidence
from newsfold.stories.scorer import Scorer
from newsfold.stories.static_model import load

SCORER: Final = ROOT / "src" / "newsfold" / "stories" / "scorer.json"
# Of the whole stream of a set, and of its small streams.
PAIRS_OF_WHOLE: Final = 15_000
PAIRS_OF_SMALL: Final = 10_000
# So many networks of each kind: what one owes to its first weights is averaged out.
SEEDS: Final = 3
DRAWN_BY: Final = 0
# An expected error of calibration from which a Platt step is folded in.
TOLERATED: Final = 0.02
BINS: Final = 10


class Material(NamedTuple):
    """What is trained on: rows (pairs x evidence), whether each pair is of one story, and how much it counts."""

    rows: Numbers
    same: Flags
    weights: Numbers


class Bin(NamedTuple):
    """The pairs whose probability lies in one tenth: their share of all, their mean probability, what is observed of them."""

    share: float
    expected: float
    observed: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far probabilities are what they say. `error`: expected calibration error; `brier`: mean squared error (Brier 1950)."""

    bins: tuple[Bin, ...]
    error: float
    brier: float


# --- training --------------------------------------------------------------------------------------------------------


def drawn(its: Evidenced) -> Evidenced:
    """Draw as many pairs of a set as are trained on."""
    return Evidenced(its.whole.sample(PAIRS_OF_WHOLE, DRAWN_BY), its.small.sample(PAIRS_OF_SMALL, DRAWN_BY))


def material(sets: Iterable[Evidenced]) -> Material:
    """Put sets together for training: every set with the same weight, half of it on small streams, every pair also undated."""
    parts = [part for its in sets for part in _parts(its)]
    return Material(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _parts(its: Evidenced) -> Iterator[Material]:
    filled = [pairs for pairs in (its.whole, its.small) if len(pairs)]
    for pairs in filled:
        weights = np.full(len(pairs), 1 / len(filled) / len(pairs))
        for rows in (pairs.rows, dateless(pairs.rows)):
            yield Material(rows.astype(np.float64), pairs.same, weights)


def dateless(rows: Floats) -> Floats:
    """Give the evidence of the same pairs had they no date."""
    columns = list(Evidence)
    without = rows.copy()
    without[:, columns.index(Evidence.DAYS)] = 0
    without[:, columns.index(Evidence.UNDATED)] = 1
    return without


def trained(sets: Sequence[Evidenced]) -> Scorer:
    """Train a scorer on sets that are drawn already: a network without each of them in turn, seeded by its place, joined."""
    columns = sets[0].whole.columns
    direction = [DIRECTION.get(one, 1) for one in columns]
    networks = [
        monotone.fit(*given, direction, seed * len(sets) + place)
        for place, given in enumerate(map(material, _one_left_out(sets)))
        for seed in range(SEEDS)
    ]
    return replace(monotone.joined(networks), columns=columns)


def _one_left_out(sets: Sequence[Evidenced]) -> Iterator[Sequence[Evidenced]]:
    """Yield the sets without each of them in turn; of one set nothing can be left out."""
    for left in range(len(sets)):
        yield [*sets[:left], *sets[left + 1 :]] or sets


# --- calibration -----------------------------------------------------------------------------------------------------


def held_out_odds(
    sets: Sequence[Evidenced], fold_of: Sequence[Mapping[str, int]], scorers: Sequence[Scorer]
) -> tuple[Numbers, Material]:
    """Give the log odds of every pair by the scorer that has not seen the fold of its later article; they go with the material.

    So a pair is judged once: a pair of two folds would otherwise count twice, and such pairs are mostly of two stories.
    """
    odds, judged = [], []
    for its, folds in zip(sets, fold_of, strict=True):
        everything = material([its])
        later = np.concatenate([np.tile(pairs.folds(folds)[0], 2) for pairs in (its.whole, its.small)])
        for fold, scorer in enumerate(scorers):
            part = Material(*(column[later == fold] for column in everything))
            odds.append(scorer.log_odds(part.rows.astype(np.float32)).astype(np.float64))
            judged.append(part)
    return np.concatenate(odds), Material(*(np.concatenate(column) for column in zip(*judged, strict=True)))


def calibration(odds: Numbers, same: Flags, weights: Numbers) -> Calibration:
    """Measure how far log odds are the odds observed, in ten bins of equal width (Naeini, Cooper & Hauskrecht 2015)."""
    probability = 1 / (1 + np.exp(-odds))
    place = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    mass, expected, observed = (
        np.bincount(place, weights * values, minlength=BINS) for values in (np.ones(len(odds)), probability, same)
    )
    filled = np.maximum(mass, 1e-12)
    bins = [Bin(*row) for row in zip(mass / mass.sum(), expected / filled, observed / filled, strict=True)]
    return Calibration(
        bins=tuple(bins),
        error=sum(one.share * abs(one.expected - one.observed) for one in bins),
        brier=float(np.average((probability - same) ** 2, weights=weights)),
    )


def calibrated(scorer: Scorer, odds: Numbers, held_out: Material) -> tuple[Scorer, Calibration, tuple[float, float]]:
    """Measure the calibration of a scorer by what was held out, and mend it with a Platt step where it is off.

    Returns the scorer to ship, its calibration, and slope and shift of the step: (1, 0) where none was needed.
    """
    found = calibration(odds, held_out.same, held_out.weights)
    if found.error <= TOLERATED:
        return scorer, found, (1.0, 0.0)
    slope, shift = monotone.platt(odds, held_out.same, held_out.weights)
    mended = calibration(slope * odds + shift, held_out.same, held_out.weights)
    return monotone.recalibrated(scorer, slope, shift), mended, (slope, shift)


# --- the file --------------------------------------------------------------------------------------------------------


def made(
    sets: Sequence[Labelled], pairs: Sequence[Evidenced], processes: Processes, vectors: str | None = None
) -> dict[str, Any]:
    """Train on sets, given with the evidence of their pairs, and give the file's content: the scorer and its provenance.

    vectors: whose vectors of meaning the evidence is of.
    """
    used = [drawn(one) for one in pairs]
    fold_of = [labelled.folds_of(one) for one in sets]
    without = (
        [drawn(its.outside(fold, folds)) for its, folds in zip(pairs, fold_of, strict=True)] for fold in range(FOLDS)
    )
    whole, *of_fold = processes.map(trained, chain([used], without), chunk=1)
    odds, held_out = held_out_odds(used, fold_of, of_fold)
    scorer, found, step = calibrated(whole, odds, held_out)
    provenance = {
        "made_by": f"evals/train.py with numpy {np.__version__}",
        **({"vectors": vectors} if vectors else {}),
        "networks": f"{SEEDS} for each set, trained on the other sets, seeded in their order; their log odds are averaged",
        "seeds": list(range(SEEDS * len(sets))),
        "pairs_drawn_by_seed": DRAWN_BY,
        "small_streams": _of_small_streams(),
        "weights": scorer.inner.size + scorer.offset.size + scorer.outer.size + 1,
        "platt": [round(value, 4) for value in step],
        "calibration": _rounded(found),
        "sets": {
            one.name: {"whole": _counted(its.whole), "small": _counted(its.small), "sha256": dict(one.data)}
            for one, its in zip(sets, used, strict=True)
        },
    }
    return {**scorer.as_value(), "provenance": provenance}


def _of_small_streams() -> dict[str, Any]:
    return {
        "a_set": labelled.SMALL_STREAMS,
        "drawn_by_seed": labelled.STREAMS_DRAWN_BY,
        "company_from": f"articles of {labelled.BACKGROUND} without a label",
        "company": list(labelled.COMPANY),
        "share_of_weight": 0.5,
    }


def _counted(pairs: LabelledPairs) -> dict[str, int]:
    return {"pairs": len(pairs), "positives": int(pairs.same.sum())}


def _rounded(found: Calibration) -> dict[str, Any]:
    return {
        "held_out_by": f"story, {FOLDS} folds",
        "expected_error": round(found.error, 4),
        "brier": round(found.brier, 4),
        "share_expected_observed": [[round(float(value), 4) for value in one] for one in found.bins],
    }


def written(value: Mapping[str, Any], indent: int = 0) -> str:
    """Write JSON for people: a line for each name, for each row of a table, and for each list of plain values.

    >>> print(written({"units": 2, "inner": [[0.5, 1.0], [2.0, 0.0]]}))
    {
     "units": 2,
     "inner": [
      [0.5, 1.0],
      [2.0, 0.0]
     ]
    }
    """
    lines = [f"{json.dumps(name)}: {_part(part, indent + 1)}" for name, part in value.items()]
    return _block("{", lines, "}", indent)


def _part(part: Any, indent: int) -> str:
    if isinstance(part, Mapping):
        return written(part, indent)
    if isinstance(part, list) and part and isinstance(part[0], list):
        return _block("[", [json.dumps(row) for row in part], "]", indent)
    return json.dumps(part, ensure_ascii=False)


def _block(opening: str, lines: Sequence[str], closing: str, indent: int) -> str:
    inside = ",\n".join(f"{' ' * (indent + 1)}{line}" for line in lines)
    return f"{opening}\n{inside}\n{' ' * indent}{closing}"


def table(value: Mapping[str, Any]) -> Iterator[str]:
    """Lay out what a scorer was trained on and how it is calibrated."""
    provenance = value["provenance"]
    yield f"{'set':12}{'pairs':>8}{'one story':>11}{'in small':>10}{'one story':>11}"
    for name, its in provenance["sets"].items():
        whole, small = its["whole"], its["small"]
        yield f"{name:12}{whole['pairs']:>8}{whole['positives']:>11}{small['pairs']:>10}{small['positives']:>11}"
    found = provenance["calibration"]
    yield f"\n{'probability':12}{'share':>8}{'expected':>10}{'observed':>10}"
    for number, (share, expected, observed) in enumerate(found["share_expected_observed"]):
        yield f"{number / BINS:.1f} to {(number + 1) / BINS:.1f}  {share:>8.4f}{expected:>10.4f}{observed:>10.4f}"
    slope, shift = provenance["platt"]
    step = "none" if (slope, shift) == (1, 0) else f"{slope:.4f} * odds + {shift:.4f}"
    yield f"held out by story: expected calibration error {found['expected_error']}, Brier {found['brier']}; Platt step: {step}"


# --- the command -----------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, write the file, and give the exit status."""
    parser = argparse.ArgumentParser(prog="evals.train", description="Train the scorer on the shared labelled sets.")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of the shared data")
    parser.add_argument("-o", "--out", type=Path, default=SCORER, help="the file to write")
    parser.add_argument(
        "--embedder", metavar="FOLDER", help="train on vectors of meaning too, of the model in this folder"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes that are used")
    asked = parser.parse_args(arguments)
    if not (asked.shared / "bench").is_dir():
        return conclude([], list(TRAINED_ON), asked.shared)
    with labelled.processes(asked.workers) as processes:
        embedder = load(asked.embedder) if asked.embedder else None
        sets, pairs = labelled.load_all(asked.shared, processes, embedder)
        value = made(sets, pairs, processes, embedder.name if embedder else None)
    asked.out.write_text(written(value) + "\n", encoding="utf-8")
    print("\n".join(table(value)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
