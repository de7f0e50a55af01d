"""What speaks for two articles telling of one event, as numbers of which more never speaks against."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from graph_builders import UNKNOWN, alike, every_pair, spread_of
from hypothesis import given
from hypothesis import strategies as st

from newsfold.stories.arrays import Floats
from newsfold.stories.evidence import DIRECTION, Evidence, evidence
from newsfold.stories.graph import Measure, Pairs
from newsfold.stories.neighbours import Neighbours

ARTICLES = 5
KINDS = list(Evidence)
NEIGHBOURS = Neighbours.of(alike(every_pair(range(ARTICLES), 0.3)), ARTICLES)


def says(measure: Measure) -> set[Evidence]:
    """What is said by a measure: the evidence of its name, and for the bare cosine how it compares with the nearest."""
    return {Evidence.NEAREST, Evidence.NEAR} if measure == Measure.COSINE else {Evidence[measure.name]}


def measured(values: list[float]) -> Pairs:
    """Every pair of the articles, with the same measures."""
    pairs = alike(every_pair(range(ARTICLES), 0.3))
    return replace(pairs, measures=np.tile(np.array(values, dtype=np.float32), (len(pairs), 1)))


def seen(values: list[float], neighbours: Neighbours = NEIGHBOURS) -> Floats:
    return evidence(measured(values), neighbours, spread_of(ARTICLES))


@pytest.mark.parametrize("measure", list(Measure), ids=lambda measure: measure.name)
@given(st.lists(st.floats(-0.5, 3, width=16), min_size=len(Measure), max_size=len(Measure)), st.floats(0.001, 5))
def test_more_of_a_measure_is_more_of_the_evidence_that_it_makes(
    measure: Measure, values: list[float], more: float
) -> None:
    """It never becomes less, and nothing else changes."""
    values[Measure.DAYS] = abs(values[Measure.DAYS])
    raised = [value + more * (place == measure) for place, value in enumerate(values)]
    before, after = seen(values), seen(raised)
    changed = {KINDS[column] for column in np.flatnonzero((before != after).any(axis=0)).tolist()}
    assert (after >= before).all()
    assert changed <= says(measure)


def test_neighbours_that_bring_two_articles_closer_are_evidence() -> None:
    """The more alike the articles around a pair, the more their words speak for it."""
    through = [KINDS.index(kind) for kind in (Evidence.THROUGH_NEIGHBOURS, Evidence.OPENINGS_THROUGH_NEIGHBOURS)]
    rising = [
        seen([0.3] * len(Measure), Neighbours.of(alike(every_pair(range(ARTICLES), like)), ARTICLES))[:, through]
        for like in (0.1, 0.3, 0.6)
    ]
    assert (rising[0] < rising[1]).all()
    assert (rising[1] < rising[2]).all()


def test_to_be_as_near_as_the_nearest_is_evidence() -> None:
    """The same cosine says more where others are far than where others are nearer still."""
    far, near = (Neighbours.of(alike(every_pair(range(ARTICLES), like)), ARTICLES) for like in (0.2, 0.8))
    column = KINDS.index(Evidence.NEAREST)
    assert (seen([0.2] * len(Measure), far)[:, column] > seen([0.2] * len(Measure), near)[:, column]).all()


def test_a_missing_date_is_said_and_is_no_distance() -> None:
    """An undated pair is not days apart; a dated one is not undated."""
    undated, apart = [0.3] * len(Measure), [0.3] * len(Measure)
    undated[Measure.DAYS], apart[Measure.DAYS] = UNKNOWN, 4.0
    columns = [KINDS.index(Evidence.DAYS), KINDS.index(Evidence.UNDATED)]
    assert seen(undated)[0, columns].tolist() == [0, 1]
    assert seen(apart)[0, columns[0]] > 0
    assert seen(apart)[0, columns[1]] == 0


def test_evidence_is_a_number_for_every_pair_and_kind() -> None:
    """Finite, never below nothing, also where an article has no neighbours and a measure is below what is ordinary."""
    measures = [-1.0] * len(Measure)
    measures[Measure.TITLES_APART] = measures[Measure.NUMBERS_APART] = 0.0  # shares, which are never below nothing
    found = seen(measures, Neighbours.of(Pairs.none(), ARTICLES))
    assert found.dtype == np.float32
    assert found.shape == (10, len(Evidence))
    assert np.isfinite(found).all()
    assert found.min() >= 0
    assert evidence(Pairs.none(), NEIGHBOURS, spread_of(ARTICLES)).shape == (0, len(Evidence))


def test_what_speaks_against_is_time_and_what_one_has_alone() -> None:
    """Everything else speaks for one event or says only how to read the rest."""
    against = {Evidence.DAYS, Evidence.TITLES_APART, Evidence.NUMBERS_APART}
    assert {kind for kind, direction in DIRECTION.items() if direction < 0} == against
    assert set(DIRECTION.values()) <= {-1, 0, 1}
