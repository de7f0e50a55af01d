"""The exact solver against sets that can be counted by hand, and the choice against the solver."""

from __future__ import annotations

import importlib.util
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.exact import Compared, Problem, compared, solve
from newsfold.digests.choose import Objective, Option

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("scipy") is None, reason="NOT RUN: scipy is not installed (pip install '.[evals]')"
)

WEIGHTS = {"ferry": 3.0, "pier": 2.0, "hurt": 2.0, "shares": 1.0, "strike": 1.0}


def option(voice: str, words: str, quality: float = 1.0) -> Option:
    return Option(voice, voice, frozenset(words.split()), quality)


def test_the_solver_finds_what_trying_all_sets_finds() -> None:
    """Of six options of three voices, two may be shown: the best pair of all that are allowed."""
    given_options = [
        option("A", "ferry pier"),
        option("A", "ferry hurt", 0.9),
        option("B", "ferry pier hurt", 0.8),
        option("B", "shares strike"),
        option("C", "hurt strike"),
        option("C", "ferry shares", 1.2),
    ]
    objective = Objective(given_options, WEIGHTS, ())
    pairs = [
        pair
        for pair in combinations(range(6), 2)
        if objective.voices[pair[0]] != objective.voices[pair[1]] and not objective.repeats(pair[0])[1][pair[1]]
    ]
    best, bound, proved = solve(objective, 2, 2, 10)
    assert proved
    assert best == pytest.approx(max(objective.value(pair) for pair in pairs))
    assert bound == pytest.approx(best, rel=1e-3)


OPTIONS = st.builds(
    option,
    st.sampled_from("ABCD"),
    st.lists(st.sampled_from(sorted(WEIGHTS)), min_size=1).map(" ".join),
    st.sampled_from([0.5, 1.0, 1.5]),
)


@settings(max_examples=25)
@given(st.lists(OPTIONS, min_size=1, max_size=10))
def test_nothing_that_is_chosen_is_worth_more_than_the_optimum(some: list[Option]) -> None:
    """Whatever the options, the solver's bound is not below the choice."""
    found = compared(Problem("s", some, WEIGHTS, ()), 10)
    assert found.chosen <= found.bound + 1e-3 * abs(found.bound) + 1e-6


def test_a_share_is_of_the_best_and_never_above_one() -> None:
    """A story of nothing is chosen perfectly."""
    assert Compared("s", 3, 9.0, 10.0, 10.0, True, 0.0).share == 0.9
    assert Compared("s", 3, 0.0, 0.0, 0.0, True, 0.0).share == 1.0
