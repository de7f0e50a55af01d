"""Times by the clock of those who read: told on pages, in text and in charts, and never where a program reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import edited_ferry, ferry, listed

from newsfold.model import Article, Date, DateQuality, Digest, Edition, Pruned, Revision
from newsfold.pages import as_json, as_markdown, as_text, build, standalone_page, story_page, summarise
from newsfold.pages.charts import over_time
from newsfold.pages.html import find_page
from newsfold.pages.labels import between, instant, when
from newsfold.pages.letter import letter_html, letter_of, letter_text
from newsfold.pages.places import Places

BERLIN, KOLKATA, ANGELES = (ZoneInfo(name) for name in ("Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles"))
EAST = Places(up="../", files=False, zone=KOLKATA)


def dated(at: str, quality: DateQuality = "exact") -> Date:
    return Date(at, datetime.fromisoformat(at).replace(tzinfo=UTC), quality)


def told_at(*dates: Date) -> Digest:
    """A story of one article for each date, each of its own outlet."""
    pieces = (
        Article(f"a{n}", f"Outlet {n}", Revision("r", "A ferry", "", published=one)) for n, one in enumerate(dates)
    )
    return replace(ferry(), articles=tuple(listed(one, f"l{one.id}") for one in pieces), lineages=())


# --- labels -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "zone", "label"),
    [
        (dated("2026-03-02T06:40"), UTC, "2 March 2026, 06:40 UTC"),
        (dated("2026-03-02T06:40"), BERLIN, "2 March 2026, 07:40 UTC+1"),
        (dated("2026-07-02T06:40"), BERLIN, "2 July 2026, 08:40 UTC+2"),
        (dated("2026-03-02T20:40"), KOLKATA, "3 March 2026, 02:10 UTC+5:30"),
        (dated("2026-03-02T06:40"), ANGELES, "1 March 2026, 22:40 UTC−8"),
        (dated("2026-03-02T06:40"), ZoneInfo("Europe/London"), "2 March 2026, 06:40 UTC"),
        (dated("2026-03-02", "day"), ANGELES, "2 March 2026"),
        (dated("2026-03-02T06:40", "no-zone"), KOLKATA, "2 March 2026, 06:40 (no time zone given)"),
        (Date(), KOLKATA, "undated"),
    ],
)
def test_a_time_is_told_by_the_clock_of_the_zone(date: Date, zone: ZoneInfo, label: str) -> None:
    """With how far that is from UTC; what came without a zone is told as it came."""
    assert when(date, zone) == label


@pytest.mark.parametrize(
    ("first", "last", "zone", "label"),
    [
        ("2026-03-02T18:00", "2026-03-02T19:00", KOLKATA, "2 March 2026, 23:30 to 3 March 2026, 00:30 UTC+5:30"),
        ("2026-03-02T23:00", "2026-03-03T05:00", ANGELES, "2 March 2026, 15:00 to 21:00 UTC−8"),
        ("2026-03-29T00:30", "2026-03-29T03:30", BERLIN, "29 March 2026, 01:30 UTC+1 to 05:30 UTC+2"),
        ("2026-10-25T00:30", "2026-10-25T01:10", BERLIN, "25 October 2026, 02:30 UTC+2 to 02:10 UTC+1"),
    ],
)
def test_a_stretch_of_time_names_each_clock_that_it_is_told_by(
    first: str, last: str, zone: ZoneInfo, label: str
) -> None:
    """Once where it is one; twice where clocks were changed in between."""
    assert between(dated(first), dated(last), zone) == label


def test_a_stretch_with_a_date_of_no_zone_does_not_lend_it_one() -> None:
    """The day and the clock of each end are told as they are, the earlier day first."""
    loose, sharp = dated("2026-03-02T06:40", "no-zone"), dated("2026-03-02T08:30")
    assert between(loose, sharp, BERLIN) == "2 March 2026, 06:40 (no time zone given) to 09:30 UTC+1"
    assert between(loose, sharp) == "2 March 2026, 06:40 (no time zone given) to 08:30 UTC"
    bare, late = dated("2026-03-02", "day"), dated("2026-03-02T03:30")
    assert between(bare, late, ANGELES) == "1 March 2026, 19:30 UTC−8 to 2 March 2026"
    assert between(bare, dated("2026-03-02"), ANGELES) == "1 March 2026, 16:00 UTC−8 to 2 March 2026"


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59), timezones=st.just(UTC)))
def test_no_moment_is_beyond_a_clock(at: datetime) -> None:
    """At the ends of time, where a zone has none, it is told by that of UTC."""
    assert all(instant(at, zone).partition(" UTC")[1] for zone in (UTC, BERLIN, KOLKATA, ANGELES))


# --- pages ------------------------------------------------------------------------------------------------------------


def test_a_page_tells_times_in_its_zone_and_programs_those_of_utc() -> None:
    """Every word for people is of the reader's clock; every `datetime` is what it was."""
    here, there = (
        lxml.html.fromstring(story_page(ferry(), places=one)) for one in (Places(up="../", files=False), EAST)
    )
    assert [one.get("datetime") for one in there.iter("time")] == [one.get("datetime") for one in here.iter("time")]
    told = [one.text for one in there.iter("time")]
    assert told != [one.text for one in here.iter("time")]
    words = " ".join(there.itertext()).replace("UTC+5:30", "")
    assert "UTC" not in words
    assert "UTC+5:30" in " ".join(there.itertext())


def test_every_form_for_people_tells_times_in_the_zone() -> None:
    """Text, Markdown, a page that stands alone; what is new, what was changed, the axes of charts."""
    digest = replace(edited_ferry(), since=datetime(2026, 3, 2, 20, tzinfo=UTC))
    forms = (
        as_text(digest, zone=KOLKATA),
        as_markdown(digest, zone=KOLKATA),
        standalone_page([digest], KOLKATA).decode(),
    )
    for form in forms:
        assert "3 March 2026, 01:30 UTC+5:30" in form.replace("\\", "")
        assert " UTC" not in form.replace("UTC+5:30", "").replace("\n", " ")
    assert "2 March 2026, 20:00 UTC" in as_text(digest)


def test_a_site_tells_times_in_its_zone_and_keeps_its_data() -> None:
    """Pages and what its search shows; JSON and feeds stay as they are."""
    here, there = dict(build([ferry()])), dict(build([ferry()], zone=KOLKATA))
    assert {name for name in here if here[name] != there[name]} == {
        "articles.html",
        "index.html",
        f"story/{ferry().id}.html",
        "search/stories-0.js",
    }
    assert b"UTC+5:30" in there["search/stories-0.js"]
    assert as_json([ferry()]).encode() == there[f"story/{ferry().id}.json"]


def test_headlines_are_listed_under_the_readers_days() -> None:
    """A bare date under its own."""
    stories = [
        replace(summarise(ferry()), last=last) for last in (dated("2026-03-02T20:00"), dated("2026-03-02", "day"))
    ]
    assert _days(find_page(stories, places=Places(zone=KOLKATA))) == ["3 March 2026", "2 March 2026"]
    assert _days(find_page(stories, places=Places(zone=ANGELES))) == ["2 March 2026"]


def _days(page: bytes) -> list[str]:
    return [str(one.text) for one in lxml.html.fromstring(page).iter("h2")]


def test_a_letter_tells_times_in_its_zone() -> None:
    digest = ferry()
    edition = Edition(date(2026, 3, 2), (summarise(digest),))
    letter = letter_of(edition, {digest.id: digest}, None, KOLKATA)
    for form in (letter_text(letter), letter_html(letter)):
        assert "UTC+5:30" in form
        assert " UTC" not in form.replace("UTC+5:30", "")


def test_a_story_that_went_says_so_in_the_readers_days() -> None:
    at = datetime(2026, 3, 2, 20, tzinfo=UTC)
    gone = Pruned("s1", at, 7, at, 3, 2, at - timedelta(days=9), at - timedelta(days=8))
    assert "removed on 2 March 2026" in gone.sentence
    assert "removed on 3 March 2026" in gone.sentence_in(KOLKATA)


# --- charts -----------------------------------------------------------------------------------------------------------


def test_hours_of_a_chart_are_those_of_the_zone() -> None:
    """Counted from its midnight, so that a step of hours begins at a full hour there."""
    figure = over_time(told_at(*(dated(f"2026-03-02T{hour}") for hour in ("06:40", "06:50", "09:10"))), KOLKATA)
    assert figure
    assert [step.label for step in figure.steps] == ["2 March 2026, 12:00 UTC+5:30", "2 March 2026, 14:00 UTC+5:30"]
    assert (figure.start, figure.end) == ("2 March 2026, 12:00 UTC+5:30", "2 March 2026, 15:00 UTC+5:30")


def test_hours_of_a_chart_are_as_long_where_clocks_are_changed() -> None:
    """Three hours after the clock was one hour ahead are three hours, with the new clock's name."""
    figure = over_time(told_at(*(dated(f"2026-03-29T0{hour}:10") for hour in (0, 0, 1, 2))), BERLIN)
    assert figure
    assert [(step.label, step.own) for step in figure.steps] == [
        ("29 March 2026, 01:00 UTC+1", 2),
        ("29 March 2026, 03:00 UTC+2", 1),
        ("29 March 2026, 04:00 UTC+2", 1),
    ]


def test_days_of_a_chart_are_the_readers_days_and_a_bare_date_is_its_own() -> None:
    """Where one article has no hour all are counted by days."""
    dates = dated("2026-03-02", "day"), dated("2026-03-02T05:00"), dated("2026-03-03T07:00"), dated("2026-03-03T09:00")
    figure = over_time(told_at(*dates), ANGELES)
    assert figure
    assert [(step.label, step.own) for step in figure.steps] == [
        ("1 March 2026", 1),
        ("2 March 2026", 2),
        ("3 March 2026", 1),
    ]


DATES = st.builds(
    Date,
    st.just("x"),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(["exact", "exact", "day", "no-zone"]),
)


@given(st.lists(DATES, min_size=3, max_size=30), st.sampled_from([UTC, BERLIN, KOLKATA, ANGELES]))
def test_every_article_is_in_one_bar_of_its_zones_chart(dates: list[Date], zone: ZoneInfo) -> None:
    """And all bars are on the grid."""
    figure = over_time(told_at(*dates), zone)
    if figure:
        assert sum(step.own + step.shared for step in figure.steps) == len(dates)
        assert all(0 <= bar.x < figure.width for bar in figure.bars)
        assert len({bar.x for bar in figure.bars}) <= 41
