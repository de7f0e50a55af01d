"""What is shipped is made the same way every time, says where it comes from, and means its probabilities."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from labelled_builders import flat_scorer, made_up, set_of

from evals import labelled, monotone, train
from evals.labelled import Evidenced, Labelled
from evals.train import Bin, Calibration, Material
from newsfold.engine.pool import Processes
from newsfold.stories.evidence import DIRECTION, OF_WORDS, Evidence
from newsfold.stories.scorer import Scorer


@pytest.fixture(scope="module")
def pairs() -> list[Evidenced]:
    return [made_up(1), made_up(2, pairs=400, small=200)]


@pytest.fixture(scope="module")
def sets(pairs: list[Evidenced]) -> list[Labelled]:
    return [set_of("floods", pairs[0], "rivers", "dams"), set_of("fires", pairs[1])]


def file_of(sets: list[Labelled], pairs: list[Evidenced]) -> str:
    with Processes(1) as here:
        return train.written(train.made(sets, pairs, here))


def test_the_same_sets_give_the_same_bytes(sets: list[Labelled], pairs: list[Evidenced]) -> None:
    """Whoever has the data can make the file again."""
    assert file_of(sets, pairs) == file_of(sets, pairs)


def test_the_file_is_the_scorer_that_was_trained(sets: list[Labelled], pairs: list[Evidenced]) -> None:
    """Read back it gives the same probabilities, but for what five decimals leave out."""
    value = json.loads(file_of(sets, pairs))
    trained, read = train.trained(pairs), Scorer.from_value(value)
    if value["provenance"]["platt"] == [1, 0]:
        assert read.probability(pairs[0].whole.rows) == pytest.approx(
            trained.probability(pairs[0].whole.rows), abs=1e-3
        )
    right = (read.probability(pairs[0].whole.rows) > 0.5) == pairs[0].whole.same
    assert right.mean() > 0.9


def test_the_file_says_where_it_comes_from(sets: list[Labelled], pairs: list[Evidenced]) -> None:
    """The data by their SHA-256, how many pairs of each, the seeds, the small streams, the program."""
    provenance = json.loads(file_of(sets, pairs))["provenance"]
    assert provenance["made_by"] == f"evals/train.py with numpy {np.__version__}"
    assert provenance["weights"] == (len(OF_WORDS) + 2) * 12 * train.SEEDS + 1
    assert provenance["seeds"] == list(range(2 * train.SEEDS))
    assert provenance["small_streams"] == {
        "a_set": 400,
        "drawn_by_seed": 7,
        "company_from": "articles of hidden without a label",
        "company": [0, 10, 40, 150],
        "share_of_weight": 0.5,
    }
    assert provenance["sets"] == {
        "floods": {
            "whole": {"pairs": 600, "positives": int(pairs[0].whole.same.sum())},
            "small": {"pairs": 300, "positives": int(pairs[0].small.same.sum())},
            "sha256": {"rivers": "sha of rivers", "dams": "sha of dams"},
        },
        "fires": {
            "whole": {"pairs": 400, "positives": int(pairs[1].whole.same.sum())},
            "small": {"pairs": 200, "positives": int(pairs[1].small.same.sum())},
            "sha256": {"fires": "sha of fires"},
        },
    }


def test_every_set_counts_the_same_and_every_pair_also_without_its_date(pairs: list[Evidenced]) -> None:
    """Half of a set is its small streams, however many pairs each has; a set of none is left out."""
    nothing = made_up(3).whole.sample(0, seed=0)
    made = train.material([*pairs, Evidenced(nothing, nothing)])
    assert len(made.rows) == 2 * (600 + 300 + 400 + 200)
    of_each = [part.sum() for part in np.split(made.weights, [1200, 1800, 2600])]
    assert of_each == pytest.approx([of_each[0]] * 4)
    columns = list(Evidence)
    undated = made.rows[600:1200]
    assert (undated[:, columns.index(Evidence.DAYS)] == 0).all()
    assert (undated[:, columns.index(Evidence.UNDATED)] == 1).all()
    assert (made.rows[:600] == pairs[0].whole.rows).all()


def test_a_set_without_small_streams_counts_no_less(pairs: list[Evidenced]) -> None:
    """Its whole stream then has all of its weight."""
    made = train.material([pairs[0], Evidenced(pairs[1].whole, pairs[1].whole.sample(0, seed=0))])
    assert made.weights[:1800].sum() == pytest.approx(made.weights[1800:].sum())


def test_the_network_is_the_mean_of_one_for_each_set_that_has_not_seen_it(pairs: list[Evidenced]) -> None:
    """Of two sets, each is trained on the other."""
    rows = pairs[0].whole.rows
    direction = [DIRECTION.get(one, 1) for one in OF_WORDS]
    expected = [
        monotone.fit(*train.material([other]), direction, seed=seed * 2 + place).log_odds(rows)
        for place, other in enumerate(reversed(pairs))
        for seed in range(train.SEEDS)
    ]
    assert train.trained(pairs).log_odds(rows) == pytest.approx(np.mean(expected, axis=0), abs=1e-3)


def test_calibration_is_counted_as_by_hand() -> None:
    """Four pairs: two of .25, one of them right; two of .75, of which the right one counts three times."""
    odds = np.log(np.array([1 / 3, 1 / 3, 3, 3]))
    found = train.calibration(odds, np.array([True, False, True, False]), np.array([1.0, 1.0, 3.0, 1.0]))
    filled = {place: one for place, one in enumerate(found.bins) if one.share}
    assert filled == {
        2: pytest.approx(Bin(2 / 6, 0.25, 0.5)),
        7: pytest.approx(Bin(4 / 6, 0.75, 0.75)),
    }
    assert found.error == pytest.approx(2 / 6 * 0.25)
    assert found.brier == pytest.approx((0.75**2 + 0.25**2 + 3 * 0.25**2 + 0.75**2) / 6)


def test_a_pair_is_judged_once_by_the_scorer_that_has_not_seen_its_later_article(pairs: list[Evidenced]) -> None:
    """Each scorer answers with the number of its fold."""
    fold_of = [labelled.folds({one: one.rpartition("-")[2] for one in its.whole.articles}) for its in pairs]
    odds, judged = train.held_out_odds(pairs, fold_of, [flat_scorer(fold) for fold in range(labelled.FOLDS)])
    expected = {
        (row.tobytes(), fold)
        for its, folds in zip(pairs, fold_of, strict=True)
        for part in (its.whole, its.small)
        for row, fold in zip(part.rows.astype(np.float64), part.folds(folds)[0].tolist(), strict=True)
    }
    assert len(odds) == len(judged.same) == 2 * (600 + 300 + 400 + 200)
    dated = {(row.tobytes(), int(found)) for row, found in zip(judged.rows, odds, strict=True)}
    assert expected <= dated


def test_a_scorer_that_is_off_is_mended_and_one_that_is_not_is_left() -> None:
    """Log odds that say twice what they should are halved in the network itself."""
    chance = np.random.default_rng(5)
    true = chance.normal(0, 2, 40_000)
    same = chance.uniform(size=len(true)) < 1 / (1 + np.exp(-true))
    held_out = Material(np.zeros((len(true), 0)), same, np.ones(len(true)))
    scorer = flat_scorer(4.0)
    mended, found, (slope, shift) = train.calibrated(scorer, 2 * true, held_out)
    assert (slope, shift) == pytest.approx((0.5, 0), abs=0.03)
    assert mended.bias == pytest.approx(4 * slope + shift)
    assert found.error < train.TOLERATED
    left, _, step = train.calibrated(scorer, true, held_out)
    assert (left, step) == (scorer, (1.0, 0.0))


def test_the_summary_names_every_set_and_every_bin(sets: list[Labelled], pairs: list[Evidenced]) -> None:
    """A line each."""
    lines = list(train.table(json.loads(file_of(sets, pairs))))
    assert [line.split() for line in lines[1:3]] == [
        ["floods", "600", str(pairs[0].whole.same.sum()), "300", str(pairs[0].small.same.sum())],
        ["fires", "400", str(pairs[1].whole.same.sum()), "200", str(pairs[1].small.same.sum())],
    ]
    assert sum(" to " in line for line in lines) == train.BINS
    assert isinstance(train.calibration(np.zeros(2), np.array([True, False]), np.ones(2)), Calibration)


def test_without_the_shared_data_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The scorer that is there stays."""
    out = tmp_path / "scorer.json"
    assert train.main(["--shared", str(tmp_path / "nowhere"), "-o", str(out)]) == 2
    assert not out.exists()
    assert capsys.readouterr().err.startswith("NOT RUN: hidden, ")
