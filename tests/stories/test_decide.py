"""The decisions themselves, by number."""

from __future__ import annotations

import numpy as np
from graph_builders import numbers
from hypothesis import given
from hypothesis import strategies as st

from newsfold.stories import decide
from newsfold.stories.arrays import Sums

sizes = st.integers(0, 4 * decide.COMPANY)
totals = st.floats(0, 1000)


def agreed(total: float, one: int, other: int) -> float:
    return float(decide.agreement(np.array([total]), numbers(one), numbers(other))[0])


def coherent(inside: float, size: int) -> float:
    return float(decide.coherence(np.array([inside]), numbers(size))[0])


def stories(*agreements: float) -> Sums:
    return np.array(agreements, dtype=np.float64)


# --- agreement ------------------------------------------------------------------------------------------------------


@given(totals, totals, sizes, sizes)
def test_agreement_is_between_0_and_1_and_grows_with_what_agrees(
    total: float, more: float, one: int, other: int
) -> None:
    """Whichever of the two groups is named first."""
    assert 0 <= agreed(total, one, other) <= agreed(total + more, one, other) <= 1
    assert agreed(total, one, other) == agreed(total, other, one)


@given(st.integers(1, decide.COMPANY), st.integers(1, decide.COMPANY), st.floats(0, 1))
def test_groups_agree_at_least_as_their_pairs_do_on_average(one: int, other: int, probability: float) -> None:
    """Two articles just as much, groups somewhat more: an article of a story need not be like all the others."""
    found = agreed(probability * one * other, one, other)
    assert (
        probability - 1e-9
        <= found
        <= min(1.0, probability * max(one, other) / decide.expected(np.array([max(one, other)]))[0] + 1e-9)
    )


def test_of_a_large_story_an_article_has_to_agree_with_some_company_only() -> None:
    """More of it that it has nothing to do with take nothing away; in a small story they do."""
    company = float(decide.COMPANY)
    assert agreed(company, 1, 40 * decide.COMPANY) == agreed(company, 1, 50 * decide.COMPANY) == 1
    assert decide.expected(np.array([1, 10**6])).tolist() == [1, decide.COMPANY]
    assert agreed(company / 2, 1, 50 * decide.COMPANY) == 0.5
    assert agreed(1, 1, 1) > agreed(1, 1, 2) > agreed(1, 1, decide.COMPANY)


def test_every_article_of_the_smaller_group_has_to_agree() -> None:
    """One that agrees wholly with a large story does not bring in the others of its own."""
    assert agreed(float(decide.COMPANY), 4, 50 * decide.COMPANY) == 0.25


def test_nobody_agrees_with_an_empty_group() -> None:
    """It is a number all the same."""
    assert agreed(0.0, 1, 0) == agreed(0.0, 0, 0) == 0


# --- coherence ------------------------------------------------------------------------------------------------------


def test_a_lone_article_agrees_wholly_with_itself() -> None:
    """It is never loose, and neither is a story that has lost all its articles."""
    assert coherent(0.0, 1) == coherent(0.0, 0) == 1
    assert not decide.loose(stories(1.0)).any()


@given(st.integers(2, 4 * decide.COMPANY), st.floats(0, 1))
def test_coherence_is_between_0_and_1_and_at_least_the_mean_over_all_pairs(size: int, probability: float) -> None:
    """A story need not be alike throughout, the less the larger it is; a small one is as coherent as its pairs are probable."""
    pairs = size * (size - 1) / 2
    found = coherent(probability * pairs, size)
    assert probability - 1e-9 <= found <= 1
    if size <= decide.ALL_OF + 1:
        assert np.isclose(found, probability)
    assert coherent(0.0, size) == 0


def test_stories_that_agree_less_than_it_takes_to_be_one_are_loose() -> None:
    """What has just been enough to make one story of two does not at once call for a look."""
    assert decide.loose(stories(decide.WIDTH - 0.01, decide.WIDTH, 1.0)).tolist() == [True, False, False]


# --- decisions ------------------------------------------------------------------------------------------------------


def test_the_best_story_is_the_one_that_an_article_agrees_with_most() -> None:
    """Ties go to the older story; where there is none, there is no number."""
    assert decide.best(stories(0.1, 0.3, 0.3)) == (1, 0.3)
    assert decide.best(stories()) == (-1, 0.0)


def test_an_article_goes_in_at_one_threshold_and_out_at_a_lower_one() -> None:
    """Between the two it stays where it is, so that weighing words anew does not send it in and out."""
    out = decide.NO_LONGER * decide.WIDTH
    between = (decide.WIDTH + out) / 2
    assert decide.joins(decide.WIDTH)
    assert not decide.joins(between)
    assert not decide.leaves(between)
    assert decide.leaves(out - 0.001)


def test_an_article_moves_only_to_a_story_that_would_take_it() -> None:
    """To agree more with another story is not enough; it must be enough to join it."""
    enough = decide.WIDTH
    assert decide.better(0, stories(0.0, enough, enough - 0.01)) == 1
    assert decide.better(0, stories(0.0, enough - 0.01, 0.0)) == -1


def test_an_article_moves_only_for_a_story_that_it_clearly_agrees_with_more() -> None:
    """Else it would go to and fro between two stories that it could be in."""
    own = decide.WIDTH
    assert decide.better(1, stories(own + decide.MOVES_FOR / 2, own, 0.0)) == -1
    assert decide.better(1, stories(own + 1.01 * decide.MOVES_FOR, own, 0.0)) == 0
    assert decide.better(2, stories(0.8, 0.9, 0.0)) == 1


def test_an_article_does_not_move_to_the_story_that_it_is_in() -> None:
    """Its own is never the better one, and to ask changes nothing."""
    agreements = stories(0.2, 0.9)
    assert decide.better(1, agreements) == -1
    assert agreements.tolist() == [0.2, 0.9]
