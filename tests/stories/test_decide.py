"""The decisions themselves, by number."""

from __future__ import annotations

import numpy as np
import pytest
from graph_builders import numbers
from hypothesis import given
from hypothesis import strategies as st

from newsfold.stories import decide
from newsfold.stories.arrays import Sums
from newsfold.stories.decide import WIDTH, Width


def stories(*agreements: float) -> Sums:
    return np.array(agreements, dtype=np.float64)


# --- stories --------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10 * decide.COMPANY))
def test_the_company_grows_with_a_story_up_to_a_limit(size: int) -> None:
    """All of a small story, some of a larger one, and never more than a company."""
    here, larger = decide.expected(np.array([size, size + 1])).tolist()
    assert here <= larger <= decide.COMPANY
    assert here == size if size <= decide.ALL_OF else here < size


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(1, 9))
def test_groups_of_one_kind_do_not_ask_at_all(agreed: float, one: float, other: float, smaller: int) -> None:
    """Whatever they agree; a group too small to be of a kind asks as strongly as it agrees."""
    asked = float(decide.asks(stories(agreed), stories(one), stories(other), numbers(smaller))[0])
    apart = smaller >= decide.KIND and agreed < decide.AS_INSIDE * min(one, other)
    assert asked == (0.0 if apart else agreed)


def test_stories_that_agree_less_than_it_takes_to_be_one_are_loose() -> None:
    """What has just been enough to make one story of two does not at once call for a look."""
    assert WIDTH.loose(stories(WIDTH.needed - 0.01, WIDTH.needed, 1.0)).tolist() == [True, False, False]


# --- decisions ------------------------------------------------------------------------------------------------------


def test_the_best_story_is_the_one_that_an_article_agrees_with_most() -> None:
    """Ties go to the older story; where there is none, there is no number."""
    assert decide.best(stories(0.1, 0.3, 0.3)) == (1, 0.3)
    assert decide.best(stories()) == (-1, 0.0)


@pytest.mark.parametrize("width", [0, 1, -0.1, float("nan")])
def test_a_width_lies_between_0_and_1(width: float) -> None:
    """At either end there is nothing to decide."""
    with pytest.raises(ValueError, match="width"):
        Width(width)


def test_the_wider_a_story_the_less_is_needed() -> None:
    """To come in, and to stay."""
    narrow, wide = Width(0.1), Width(0.9)
    assert wide.needed < narrow.needed
    assert wide.joins(0.5)
    assert not narrow.joins(0.5)
    assert narrow.leaves(0.5)
    assert not wide.leaves(0.5)


def test_an_article_goes_in_at_one_threshold_and_out_at_a_lower_one() -> None:
    """Between the two it stays where it is, so that weighing words anew does not send it in and out."""
    out = decide.NO_LONGER * WIDTH.needed
    between = (WIDTH.needed + out) / 2
    assert WIDTH.joins(WIDTH.needed)
    assert not WIDTH.joins(between)
    assert not WIDTH.leaves(between)
    assert WIDTH.leaves(out - 0.001)


def test_an_article_moves_only_to_a_story_that_would_take_it() -> None:
    """To agree more with another story is not enough; it must be enough to join it."""
    enough = WIDTH.needed
    assert WIDTH.better(0, stories(0.0, enough, enough - 0.01)) == 1
    assert WIDTH.better(0, stories(0.0, enough - 0.01, 0.0)) == -1


def test_an_article_moves_only_for_a_story_that_it_clearly_agrees_with_more() -> None:
    """Else it would go to and fro between two stories that it could be in."""
    own = WIDTH.needed
    assert WIDTH.better(1, stories(own + decide.MOVES_FOR / 2, own, 0.0)) == -1
    assert WIDTH.better(1, stories(own + 1.01 * decide.MOVES_FOR, own, 0.0)) == 0
    assert WIDTH.better(2, stories(0.8, 0.9, 0.0)) == 1


def test_an_article_does_not_move_to_the_story_that_it_is_in() -> None:
    """Its own is never the better one, and to ask changes nothing."""
    agreements = stories(0.2, 0.9)
    assert WIDTH.better(1, agreements) == -1
    assert agreements.tolist() == [0.2, 0.9]
