"""The charts of a story's coverage: every article is in one bar, bars stay on their grid, and the numbers are told in words too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import ferry, listed, topic

from newsfold.model import Article, Coverage, Date, DateQuality, Digest, Lineage, Member, Revision
from newsfold.pages import standalone_page, story_page
from newsfold.pages.charts import Row, _bars, by_teller, over_time

START = datetime(2026, 3, 2, 6, 40, tzinfo=UTC)


def told_at(*dates: Date, copies: int = 0) -> Digest:
    """A story of one article for each date, each of its own outlet; the last few ran the first one's text."""
    pieces = [
        listed(Article(f"a{number}", f"Outlet {number}", Revision("r", "A ferry", "", published=date)), f"l{number}")
        for number, date in enumerate(dates)
    ]
    members = tuple(Member(one.id, "copy", 1.0) for one in pieces[len(pieces) - copies :])
    wire = Lineage("l", "a0", (Member("a0", "origin", 1.0), *members))
    return replace(ferry(), articles=tuple(pieces), lineages=(wire,))


def exactly(*hours: float) -> list[Date]:
    """Exact times, so many hours after the first report."""
    return [Date("x", START + timedelta(hours=hour), "exact") for hour in hours]


def test_hours_are_told_apart_where_a_day_is_short() -> None:
    """Four reports within three hours: bars of an hour, empty hours between them, the copy on top of the others."""
    figure = over_time(told_at(*exactly(0, 0.2, 2.5, 2.6), copies=1))
    assert figure
    assert [(step.label, step.own, step.shared) for step in figure.steps] == [
        ("2 March 2026, 06:00 UTC", 2, 0),
        ("2 March 2026, 09:00 UTC", 1, 1),
    ]
    assert [(bar.x, bar.y, bar.height, bar.own) for bar in figure.bars] == [
        (0, 0, 100, True),
        (30, 50, 50, True),
        (30, 0, 50, False),
    ]
    assert (figure.start, figure.end) == ("2 March 2026, 06:00 UTC", "2 March 2026, 10:00 UTC")
    assert figure.sentence == (
        "4 articles from 2 March 2026, 06:00 UTC to 2 March 2026, 10:00 UTC. "
        "The most in 1 hour came from 2 March 2026, 06:00 UTC on: 2."
    )


@pytest.mark.parametrize("quality", ["day", "no-zone"])
def test_a_day_without_an_hour_is_never_drawn_at_midnight(quality: DateQuality) -> None:
    """Where one date is of a day alone or of no zone, all bars are of days; an undated article is counted beside them."""
    day = Date("2026-03-04", datetime(2026, 3, 4, tzinfo=UTC), quality)
    figure = over_time(told_at(*exactly(0, 30), day, Date()))
    assert figure
    assert figure.every == 24
    assert [step.label for step in figure.steps] == ["2 March 2026", "3 March 2026", "4 March 2026"]
    assert figure.end == "4 March 2026"
    assert figure.sentence.endswith("1 article undated.")


def test_what_came_out_at_once_or_has_no_date_is_not_drawn() -> None:
    """One bar says nothing, and two no more than the first time and the last."""
    assert over_time(told_at(*exactly(0, 0.1, 0.2))) is None
    assert over_time(told_at(*exactly(0, 30))) is None
    assert over_time(told_at(Date(), Date())) is None
    assert over_time(told_at()) is None


@given(st.lists(st.integers(0, 60 * 24 * 10000), min_size=1, max_size=60), st.integers(0, 5))
def test_every_dated_article_is_in_one_bar_on_the_grid(minutes: list[int], copies: int) -> None:
    """Whatever the times: no more than a phone can show, none off the grid, none lost."""
    digest = told_at(*exactly(*(minute / 60 for minute in minutes)), copies=min(copies, len(minutes) - 1))
    figure = over_time(digest)
    if figure is None:
        return
    assert sum(step.own + step.shared for step in figure.steps) == len(minutes)
    assert sum(step.shared for step in figure.steps) == min(copies, len(minutes) - 1)
    assert figure.width <= 400
    for bar in figure.bars:
        assert 0 <= bar.x < bar.x + bar.width <= figure.width
        assert 0 <= bar.y < bar.y + bar.height <= figure.height


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(1, 3000))
def test_one_among_thousands_can_be_seen(own: int, shared: int, more: int) -> None:
    """A bar is at least a hundredth of the chart, and two on each other are no higher than it."""
    bars = list(_bars(0, own, shared, own + shared + more))
    assert [bar.own for bar in bars] == [True] * bool(own) + [False] * bool(shared)
    assert all(bar.height >= 1 and bar.y >= 0 for bar in bars)
    assert not bars or bars[0].y + bars[0].height == 100


def test_groups_are_shown_in_their_order_and_the_silent_ones_are_named() -> None:
    """The operator's groups, each with its outlets; a copy within a group is told as one."""
    groups = (
        Coverage("Wires", ("Northern Wire", "Orrin Today"), 2),
        Coverage("State media"),
        Coverage("Island press", ("Vale Weekly",), 1),
    )
    figure = by_teller(replace(ferry(), coverage=groups))
    assert figure
    assert figure.rows == (
        Row("Wires", 1, 1, ("Northern Wire", "Orrin Today")),
        Row("State media", 0, 0),
        Row("Island press", 1, 0, ("Vale Weekly",)),
    )
    assert (figure.grouped, figure.most, figure.silent) == (True, 2, ("State media",))


def test_without_groups_the_outlets_are_shown_those_with_most_first() -> None:
    """Of many outlets the first twelve; the others are counted. Where each has as many, no chart is drawn."""
    digest = told_at(*exactly(*range(14)), copies=1)
    again = replace(digest.articles[13], id="again")
    figure = by_teller(replace(digest, articles=(*digest.articles, again)))
    assert figure
    assert (len(figure.rows), figure.left, figure.grouped) == (12, 2, False)
    assert figure.rows[:2] == (Row("Outlet 13", 1, 1), Row("Outlet 0", 1, 0))
    assert by_teller(digest) is None
    assert by_teller(told_at(*exactly(0))) is None


def test_a_chart_is_told_in_words_in_bars_and_in_a_table() -> None:
    """The picture has a name and a description; two stories on one page have no id twice."""
    tree = lxml.html.document_fromstring(story_page(ferry()))
    [picture] = tree.xpath('//svg[@role="img"]')
    named = [tree.get_element_by_id(one).text_content() for one in picture.get("aria-labelledby").split()]
    assert named == ["Articles over time", tree.xpath("string(//figure[@class='chart']/figcaption)")]
    rows = tree.xpath('//details[@class="numbers"]//tbody/tr')
    assert sum(int(cell.text_content()) for row in rows for cell in row.xpath("./td")) == 11
    page = lxml.html.document_fromstring(standalone_page([ferry(), topic(), ferry()]))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
