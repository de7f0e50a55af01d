"""What is held out is held out, folds add up to what the whole would be, and another order is another order of the same."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled_builders import article, flat_scorer, hard_cases, made_up, names_in, set_of

from evals import floors, held_out, labelled
from evals.floors import Bound, Section
from evals.held_out import Figures, Plan, Result
from evals.labelled import FOLDS
from evals.scores import Quality, score
from newsfold.stories.scorer import shipped

PERFECT = Figures(Quality(1, 1), Quality(1, 1), Quality(1, 1), 0, 0, 3, 3)
HALF = Figures(Quality(0.5, 0.5), Quality(0.25, 0.25), Quality(1, 1), 1, 0, 4, 3)


def result(order: float = 0.0, repeats: bool = True, folds: Figures = PERFECT) -> Result:
    return Result("ferries", 3, PERFECT, folds, PERFECT, order, repeats, {"ferries": "abc"})


# --- pooling ---------------------------------------------------------------------------------------------------------


def test_folds_are_pooled_as_by_hand() -> None:
    """Fold 0 holds story x (a, b), fold 1 story y (c, d). The one grouping puts c with x, the other parts c and d."""
    gold = {"a": "x", "b": "x", "c": "y", "d": "y"}
    fold_of = {"a": 0, "b": 0, "c": 1, "d": 1}
    without_x = {"a": "1", "b": "1", "c": "1", "d": "2"}
    without_y = {"a": "1", "b": "1", "c": "3", "d": "4"}
    found = held_out.pooled(gold, fold_of, [without_x, without_y])
    assert found.bcubed.precision == pytest.approx((2 / 3 + 2 / 3 + 1 + 1) / 4)
    assert found.bcubed.recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    # a and b claim two pairs each and are right in one; c and d claim none; all four want one
    assert (found.pairs.precision, found.pairs.recall) == pytest.approx((2 / 4, 2 / 4))
    # inside the folds a and b are a pair, rightly, and c and d are missed
    assert found.inside == Quality(1.0, 0.5)
    assert (found.mixed, found.split, found.largest_group, found.largest_story) == (1, 1, 3, 2)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=40))
def test_the_same_grouping_for_every_fold_scores_as_it_does_whole(labels: list[tuple[int, int]]) -> None:
    """So figures that are pooled can be held against those of the shipped scorer."""
    gold = {f"a{number}": f"story {story}" for number, (story, _) in enumerate(labels)}
    grouping = {f"a{number}": f"group {group}" for number, (_, group) in enumerate(labels)}
    pooled, whole = held_out.pooled(gold, labelled.folds(gold), [grouping] * FOLDS), score(gold, grouping)
    assert pooled.bcubed.f1 == pytest.approx(whole.bcubed.f1)
    assert pooled.pairs.f1 == pytest.approx(whole.pairs.f1)
    assert (pooled.mixed, pooled.split) == (whole.mixed, whole.split)
    assert (pooled.largest_group, pooled.largest_story) == (whole.largest_group, whole.largest_story)


# --- what a scorer has seen ------------------------------------------------------------------------------------------


def test_no_scorer_has_seen_what_it_is_scored_on() -> None:
    """Five without a fold each, the other sets whole; the last without the set, and without any that shares a file with it."""
    pairs = [made_up(seed) for seed in (1, 2, 3)]
    sets = [
        set_of("floods", pairs[0], "rivers"),
        set_of("floods too", pairs[1], "rivers", "dams"),
        set_of("fires", pairs[2]),
    ]
    fold_of = labelled.folds_of(sets[0])
    *of_folds, others = held_out.recipes(sets, pairs, 0)
    for fold, recipe in enumerate(of_folds):
        seen = names_in(recipe)
        assert not seen & {one for one, its in fold_of.items() if its == fold}
        assert seen & fold_of.keys()
        assert names_in(pairs[1:]) <= seen
    assert len(of_folds) == FOLDS
    assert names_in(others) == names_in([pairs[2]])


# --- order -----------------------------------------------------------------------------------------------------------


@given(st.lists(st.none() | st.floats(0, 0.3, allow_nan=False), max_size=60), st.integers(0, 5))
def test_a_shuffle_keeps_the_articles_and_every_hour(days: list[float | None], seed: int) -> None:
    """The same articles, hour after hour as before; undated ones do not move."""
    stream = [
        article(str(number), day) for number, day in enumerate(sorted(days, key=lambda day: (day is None, day or 0)))
    ]
    other = held_out.shuffled(stream, seed)
    assert sorted(one.article for one in other) == sorted(one.article for one in stream)

    def hours(of: list[object]) -> list[object]:
        return [hour for hour, _ in groupby(of)]

    hour_of = [None if one.day is None else int(one.day * 24) for one in stream]
    assert [None if one.day is None else int(one.day * 24) for one in other] == hour_of
    assert hours(list(hour_of)) == hours([None if one.day is None else int(one.day * 24) for one in other])
    assert [one for one in other if one.day is None] == [one for one in stream if one.day is None]


def test_a_shuffle_shuffles_and_is_the_same_for_the_same_seed() -> None:
    """Twenty articles of one hour."""
    stream = [article(str(number), 10.01) for number in range(20)]
    one, again, other = (held_out.shuffled(stream, seed) for seed in (1, 1, 2))
    assert one == again
    assert one != stream
    assert one != other


# --- a set, and what is said of it -----------------------------------------------------------------------------------


def test_a_set_is_grouped_by_each_scorer_and_scored() -> None:
    """Here the scorers of the folds join nothing, and that without the set everything that was compared."""
    cases_ = hard_cases()
    found = held_out.measure(Plan(cases_, shipped(), (flat_scorer(-9.0),) * FOLDS, flat_scorer(9.0)))
    assert found.articles == len(cases_.gold)
    assert (found.folds.bcubed.precision, found.folds.largest_group) == (1, 1)
    assert found.others.largest_group > found.shipped.largest_group > 1
    assert found.repeats
    assert 0 <= found.order < 1


def test_what_is_wrong_is_said_with_the_set() -> None:
    """A figure below its floor, an order that matters, an order that does not repeat."""
    pinned = {"held_out_ferries": Section({"stories_out_pair_f1": Bound(floor=0.9)}, {"ferries": "abc"})}
    assert held_out.failures([result(order=0.005)], pinned) == []
    assert held_out.failures([result(order=0.006, repeats=False, folds=HALF)], pinned) == [
        "held_out_ferries: stories_out_pair_f1 0.2500 is below its floor 0.900",
        "held_out_ferries: another order within the hour changes bcubed_f1 by 0.0060, above 0.005",
        "held_out_ferries: the same articles in the same order were grouped in two ways",
    ]


def test_the_first_time_every_figure_gets_a_floor() -> None:
    """Less a margin; from then on floors rise only."""
    first = held_out.raised(result(folds=HALF), {})
    assert {name: bound.floor for name, bound in first.bounds.items()} == {
        "stories_out_bcubed_f1": 0.49,
        "stories_out_pair_f1": 0.24,
        "set_out_bcubed_f1": 0.99,
        "set_out_pair_f1": 0.99,
    }
    again = held_out.raised(result(), {"held_out_ferries": first})
    assert {bound.floor for bound in again.bounds.values()} == {0.99}
    assert held_out.raised(result(folds=HALF), {"held_out_ferries": again}) == again
    assert list(floors.failures("ferries", again, result().figures, result().data)) == []


def test_the_table_has_three_lines_a_set() -> None:
    """Shipped with what the order changes, then what was held out."""
    heads, *rows = list(held_out.table([result(folds=HALF)]))[:4]
    assert heads.split()[:2] == ["set", "scorer"]
    assert [row.split() for row in rows] == [
        ["ferries", "shipped", *["1.0000"] * 5, "0", "0", "3", "3", "0.0000"],
        ["ferries", "stories", "out", *["0.5000"] * 3, "0.2500", "1.0000", "1", "0", "4", "3"],
        ["ferries", "set", "out", *["1.0000"] * 5, "0", "0", "3", "3"],
    ]


def test_without_the_shared_data_nothing_is_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And that is no success."""
    assert held_out.main(["--shared", str(tmp_path / "nowhere"), "--sets", "gva"]) == 2
    assert capsys.readouterr().err.startswith("NOT RUN: gva: ")


def test_the_figures_can_be_printed_as_json() -> None:
    """By name."""
    assert json.loads(json.dumps(result().figures)) == {
        "stories_out_bcubed_f1": 1.0,
        "stories_out_pair_f1": 1.0,
        "set_out_bcubed_f1": 1.0,
        "set_out_pair_f1": 1.0,
    }
