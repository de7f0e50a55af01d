"""Merging stories adds up how far they agree; counting anew gives the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsfold.stories import decide
from newsfold.stories.arrays import Ints
from newsfold.stories.between import Between

STORIES = 6
ARTICLES = 12
Values = dict[tuple[int, int], float]
values = st.dictionaries(
    st.tuples(st.integers(0, ARTICLES - 1), st.integers(0, ARTICLES - 1)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(1, 16).map(lambda n: n / 16),  # sums of sixteenths are exact, so equal means equal
    max_size=30,
)
stories = st.lists(st.integers(0, STORIES - 1), min_size=ARTICLES, max_size=ARTICLES).map(np.array)
# For each story the one that it is merged into: itself, or an older one, which may be merged in its turn.
mergers = st.tuples(*(st.integers(0, story) for story in range(STORIES))).map(np.array)


def between(probability: Values, story: Ints) -> Between:
    """Sum up the probabilities of pairs of articles, each once, by the stories that they are in."""
    pairs = np.array(sorted(probability), dtype=np.int64).reshape(-1, 2)
    each = np.array([probability[pair] for pair in sorted(probability)], dtype=np.float64)
    return Between.of(story[pairs[:, 0]], story[pairs[:, 1]], each, np.bincount(story, minlength=STORIES))


def assert_same(one: Between, other: Between) -> None:
    for name in ("older", "younger", "total", "inside", "sizes"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


@given(values, stories, mergers)
def test_adding_up_equals_counting_anew(probability: Values, story: Ints, into: Ints) -> None:
    """After mergers every sum is what it would be had the merged stories been one from the start."""
    assert_same(between(probability, story).after(into), between(probability, into[story]))


@given(values, stories, mergers, mergers)
def test_mergers_can_be_added_up_one_after_the_other(probability: Values, story: Ints, first: Ints, then: Ints) -> None:
    """Or all at once."""
    assert_same(between(probability, story).after(first).after(then), between(probability, story).after(then[first]))


@given(values, stories)
def test_every_pair_of_articles_is_counted_once(probability: Values, story: Ints) -> None:
    """Inside a story or between two, the older one first and no two stories twice."""
    found = between(probability, story)
    assert found.inside.sum() + found.total.sum() == sum(probability.values())
    assert (found.older < found.younger).all()
    assert len(set(zip(found.older.tolist(), found.younger.tolist(), strict=True))) == len(found.total)
    assert found.sizes.sum() == ARTICLES


def test_which_article_of_a_pair_is_named_first_makes_no_difference() -> None:
    """Two stories are one pair from either side."""
    one, other, sizes = np.array([0, 1, 1]), np.array([1, 0, 2]), np.array([2, 2, 1])
    each = np.array([0.5, 0.25, 1.0])
    assert_same(Between.of(one, other, each, sizes), Between.of(other, one, each, sizes))
    assert Between.of(one, other, each, sizes).total.tolist() == [0.75, 1.0]


def test_stories_agree_by_what_their_pairs_sum_up_to() -> None:
    """As `decide.agreement` has it; pairs that were not found count as nothing."""
    found = between({(0, 2): 1.0, (1, 2): 0.5, (0, 1): 0.75}, np.array([0, 0, 1] + [5] * 9))
    assert np.allclose(found.agreements(), decide.agreement(np.array([1.5]), np.array([2]), np.array([1])))
    assert found.agreements().tolist() == [0.75]
    assert found.coherence().tolist() == [0.75, 1, 1, 1, 1, 0]


def test_stories_without_anything_in_common_are_no_pair() -> None:
    """No pairs of stories, and nothing inside of them, before mergers and after."""
    nothing = between({}, np.array([0, 0, 1]))
    for found in (nothing, nothing.after(np.zeros(STORIES, dtype=np.int64))):
        assert (len(found.total), found.inside.tolist()) == (0, [0] * STORIES)
