"""Merging stories adds their likeness up; counting anew gives the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsfold.stories.between import Between
from newsfold.stories.decide import Ints

STORIES = 6
Pair = tuple[int, int, float]
pairs = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(1, 16).map(lambda n: n / 16),  # sums of sixteenths are exact, so equal means equal
    max_size=30,
)


def between(alike: dict[tuple[int, int], float], story: Ints) -> Between:
    """Sum up the likeness of pairs of articles, seen from both sides, by the stories that they are in."""
    sides = [(a, b, v) for (a, b), v in sorted(alike.items())] + [(b, a, v) for (a, b), v in sorted(alike.items())]
    one = np.array([story[a] for a, _, _ in sides], dtype=np.int64)
    other = np.array([story[b] for _, b, _ in sides], dtype=np.int64)
    value = np.array([v for _, _, v in sides], dtype=np.float64)
    return Between.of(one, other, value, np.bincount(story, minlength=STORIES).astype(np.int64))


@given(pairs, st.lists(st.integers(0, STORIES - 1), min_size=12, max_size=12), st.integers(1, STORIES - 1))
def test_adding_up_equals_counting_anew(alike: dict[tuple[int, int], float], stories: list[int], absorbed: int) -> None:
    """After a merger every sum is what it would be had the two been one story from the start."""
    story = np.array(stories, dtype=np.int64)
    into = np.arange(STORIES)
    into[absorbed] = absorbed - 1
    added, anew = between(alike, story).after(into), between(alike, into[story])
    for name in ("older", "younger", "total", "inside", "sizes"):
        assert np.array_equal(getattr(added, name), getattr(anew, name)), name


def test_stories_without_anything_in_common_are_no_pair() -> None:
    """Nothing alike: no pairs, and inside each story only the articles themselves."""
    nothing = between({}, np.array([0, 0, 1]))
    assert (len(nothing.total), nothing.inside.tolist()) == (0, [2, 1, 0, 0, 0, 0])
