"""What counts as a visit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsfold.engine.visits import LASTS, is_news, looked
from newsfold.model import Visited

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


@given(st.lists(st.integers(0, 7200), min_size=1, max_size=30))
def test_a_visit_begins_after_half_an_hour_without_a_look_and_remembers_the_one_before(gaps: list[int]) -> None:
    """`before` is the last look of the visit before, whatever the looks within a visit."""
    kept: Visited | None = None
    now, before, last = MONDAY, None, None
    for gap in gaps:
        now += timedelta(seconds=gap)
        if last and now - last >= LASTS:
            before = last
        kept = looked("s1", kept, now)
        last = now
        assert kept == Visited("s1", now, before)


def test_a_clock_that_was_set_back_ends_no_visit() -> None:
    """The last look stays where it was."""
    kept = Visited("s1", MONDAY)
    assert looked("s1", kept, MONDAY - timedelta(days=1)) == kept


def test_a_look_right_after_another_is_not_worth_writing_down() -> None:
    """One that begins a visit is, and one a minute later."""
    kept = Visited("s1", MONDAY, MONDAY - timedelta(days=1))
    soon, later, next_visit = (looked("s1", kept, MONDAY + timedelta(seconds=some)) for some in (30, 90, 7200))
    assert [is_news(kept, one) for one in (soon, later, next_visit)] == [False, True, True]
    assert is_news(None, looked("s1", None, MONDAY))
