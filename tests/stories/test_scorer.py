"""The scorer that comes with the package: more evidence never makes one event less probable, and people can read it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from graph_builders import by_words
from hypothesis import given
from hypothesis import strategies as st

from newsfold.stories.arrays import Floats
from newsfold.stories.decide import WIDTH
from newsfold.stories.evidence import DIRECTION, OF_WORDS, Evidence
from newsfold.stories.scorer import Scorer, shipped

KINDS: list[Evidence] = list(OF_WORDS)
DIRECTED = [kind for kind in OF_WORDS if DIRECTION.get(kind, 1)]
seen = st.lists(st.floats(0, 6, width=32), min_size=len(KINDS), max_size=len(KINDS))


def row(values: list[float]) -> Floats:
    return np.array([values], dtype=np.float32)


@given(seen, st.sampled_from(DIRECTED), st.floats(0.0, 6, width=32))
def test_more_evidence_never_makes_one_event_less_probable(values: list[float], kind: Evidence, more: float) -> None:
    """Whatever else is seen; more days between never make it more probable."""
    scorer, raised = shipped(), list(values)
    raised[KINDS.index(kind)] += more
    rise = scorer.log_odds(row(raised))[0] - scorer.log_odds(row(values))[0]
    assert rise * DIRECTION.get(kind, 1) >= -1e-4, "less than what rounding does"
    fall = scorer.probability(row(values))[0] - scorer.probability(row(raised))[0]
    assert fall * DIRECTION.get(kind, 1) <= 1e-4


def test_every_weight_has_the_sign_of_its_evidence() -> None:
    """So it holds for all evidence there can be, and not only for what was tried."""
    scorer = shipped()
    directions = np.array([DIRECTION.get(kind, 1) for kind in OF_WORDS])
    assert (scorer.inner * scorer.outer * directions[:, None] >= 0).all()
    assert (scorer.scale > 0).all()


def test_without_any_evidence_two_articles_are_not_of_one_event() -> None:
    """With much of all of it they are: two articles of thirty words, of the same hour."""
    none = {Evidence.DAYS: 0.0, Evidence.UNDATED: 0.0, Evidence.LENGTH: np.log(31.0)}
    much = none | {kind: 1.0 for kind in KINDS if kind not in none} | {Evidence.SHARED: 4.0}
    rows = [[values.get(kind, 0.0) for kind in KINDS] for values in (none, much)]
    unlike, like = shipped().probability(np.array(rows, dtype=np.float32)).tolist()
    assert unlike < WIDTH.needed < like


@given(st.lists(st.lists(st.floats(-1e6, 1e6, width=32), min_size=len(KINDS), max_size=len(KINDS)), max_size=4))
def test_a_probability_is_between_0_and_1(rows: list[list[float]]) -> None:
    """Whatever the evidence, one for each pair, in the order of the odds."""
    values = np.array(rows, dtype=np.float32).reshape(-1, len(KINDS))
    found = shipped().probability(values)
    assert found.dtype == np.float32
    assert found.shape == (len(rows),)
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found[np.argsort(shipped().log_odds(values))]) >= 0).all()


def test_even_odds_are_a_probability_of_one_half() -> None:
    """And the odds turn where the scorer says so."""
    words = np.zeros((3, len(KINDS)), dtype=np.float32)
    words[:, KINDS.index(Evidence.WHOLE)] = [0.2, 0.4, 0.6]
    less, even, more = by_words(half=0.4).probability(words).tolist()
    assert less < even < more
    assert even == pytest.approx(0.5)


def test_a_scorer_written_as_json_and_read_again_is_the_same() -> None:
    """What was rounded to be read stays as it is, and says the same of any pair."""
    value = shipped().as_value()
    again = Scorer.from_value(json.loads(json.dumps(value)))
    assert again.as_value() == value
    evidence = np.random.default_rng(5).uniform(0, 3, (50, len(KINDS))).astype(np.float32)
    assert np.allclose(again.probability(evidence), shipped().probability(evidence), atol=1e-3)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([str(kind) for kind in KINDS[1:]], id="one too few"),
        pytest.param([*map(str, KINDS), "weather"], id="one too many"),
        pytest.param([str(kind) for kind in reversed(KINDS)], id="another order"),
    ],
)
def test_a_scorer_for_other_evidence_is_refused(other: list[str]) -> None:
    """Its weights would be given to what they were not made for."""
    with pytest.raises(ValueError, match="other evidence"):
        Scorer.from_value(shipped().as_value() | {"evidence": other})


def test_the_shipped_scorer_is_read_once() -> None:
    """However many groupers there are."""
    assert shipped() is shipped()
