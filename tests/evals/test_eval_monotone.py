"""The trainer learns what the evidence says, and never that more of it says less."""

from __future__ import annotations

import numpy as np
import pytest

from evals import monotone
from evals.monotone import Numbers
from newsfold.stories.arrays import Flags

FOR, AGAINST, EITHER = 1, -1, 0
DIRECTION = [FOR, AGAINST, EITHER]


def rows_and_labels(turned: bool = False) -> tuple[Numbers, Flags, Numbers]:
    """Pairs of one story have more of the first column than of the second; turned, the labels say the opposite."""
    rows = np.random.default_rng(7).uniform(0, 1, (20_000, 3))
    same = rows[:, 0] > rows[:, 1]
    return rows, ~same if turned else same, np.ones(len(rows))


def test_what_can_be_told_apart_is_learnt() -> None:
    """Few pairs are on the wrong side, all of them near the border."""
    rows, same, weights = rows_and_labels()
    odds = monotone.fit(rows, same, weights, DIRECTION, seed=0).log_odds(rows.astype(np.float32))
    assert np.mean((odds > 0) == same) > 0.97


@pytest.mark.parametrize("turned", [False, True], ids=["true labels", "labels that say the opposite"])
def test_more_evidence_never_speaks_against(turned: bool) -> None:
    """Nor does less of what speaks against, whatever the labels say; only a column that may do either does."""
    rows, same, weights = rows_and_labels(turned)
    scorer = monotone.fit(rows, same, weights, DIRECTION, seed=0)
    assert (scorer.inner[0] >= 0).all()
    assert (scorer.inner[1] <= 0).all()
    assert (scorer.outer >= 0).all()
    some = rows[:500].astype(np.float32)
    for step in (0.01, 0.5, 10):
        more = scorer.log_odds(some + np.array([step, 0, 0], dtype=np.float32)) - scorer.log_odds(some)
        less = scorer.log_odds(some + np.array([0, step, 0], dtype=np.float32)) - scorer.log_odds(some)
        assert more.min() > -1e-4
        assert less.max() < 1e-4


def test_a_free_column_may_speak_for_and_against() -> None:
    """What only tells how to read the rest is not held to a direction."""
    rows, _, weights = rows_and_labels()
    middle = np.abs(rows[:, 2] - 0.5) < 0.25
    odds = monotone.fit(rows, middle, weights, DIRECTION, seed=0).log_odds(
        np.array([[0.5, 0.5, 0.0], [0.5, 0.5, 0.5], [0.5, 0.5, 1.0]], dtype=np.float32)
    )
    assert odds[0] < odds[1] > odds[2]


def test_the_same_seed_gives_the_same_network() -> None:
    """And another one another."""
    rows, same, weights = rows_and_labels()
    one, again, other = (monotone.fit(rows, same, weights, DIRECTION, seed) for seed in (1, 1, 2))
    assert one.inner.tobytes() == again.inner.tobytes()
    assert one.bias == again.bias
    assert one.inner.tobytes() != other.inner.tobytes()


def test_a_column_of_one_value_does_no_harm() -> None:
    """A scale of 0 would make every probability not a number."""
    rows, same, weights = rows_and_labels()
    rows[:, 2] = 0.25
    scorer = monotone.fit(rows, same, weights, DIRECTION, seed=0)
    assert scorer.scale[2] == 1
    assert np.isfinite(scorer.probability(rows.astype(np.float32))).all()


def test_joined_networks_give_the_mean_of_their_log_odds() -> None:
    """One network to ship, as sure as the several are together, though each was trained on rows of another centre and scale."""
    rows, same, weights = rows_and_labels()
    some_rows = [rows, rows * [0.5, 0.5, 3] + [0.1, 0.1, -1]]
    several = [monotone.fit(seen, same, weights, DIRECTION, seed) for seed, seen in enumerate(some_rows)]
    some = rows[:100].astype(np.float32)
    mean = np.mean([one.log_odds(some) for one in several], axis=0)
    assert monotone.joined(several).log_odds(some) == pytest.approx(mean, abs=1e-4)


def test_a_platt_step_finds_what_the_odds_should_have_been() -> None:
    """Odds that say twice as much as is true, and one too many, are halved and shifted back; the step goes into the network."""
    chance = np.random.default_rng(3)
    true = chance.normal(0, 2, 50_000)
    same = chance.uniform(size=len(true)) < 1 / (1 + np.exp(-true))
    slope, shift = monotone.platt(2 * true + 1, same, np.ones(len(true)))
    assert (slope, shift) == pytest.approx((0.5, -0.5), abs=0.03)
    rows, wanted, weights = rows_and_labels()
    scorer, some = monotone.fit(rows, wanted, weights, DIRECTION, seed=0), rows[:100].astype(np.float32)
    stepped = monotone.recalibrated(scorer, slope, shift)
    assert stepped.log_odds(some) == pytest.approx(slope * scorer.log_odds(some) + shift, abs=1e-4)


def test_no_platt_step_turns_the_evidence_round() -> None:
    """A network that speaks the wrong way is not mended by it."""
    rows, same, weights = rows_and_labels()
    with pytest.raises(ValueError, match="slope -1"):
        monotone.recalibrated(monotone.fit(rows, same, weights, DIRECTION, seed=0), -1.0, 0.0)
