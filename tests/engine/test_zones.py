"""Days of a reader's own: every moment is in one of them, whatever clocks do; and what is counted by days is counted by theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from newsdesk import DIVERS, GOATS, record, take_in

from newsfold.engine.archive import Archive
from newsfold.engine.line import within
from newsfold.engine.mailing import DailyMail, Mailed, day_at, letter_for
from newsfold.engine.outgoing import FeedsOut
from newsfold.engine.streams import is_read
from newsfold.model import Article, Date, Item, Revision, Within, bounds, day_of, hands, last_of
from newsfold.store import MEMORY, Store, open_store

BERLIN, KOLKATA, ANGELES = (ZoneInfo(name) for name in ("Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles"))
APIA, KIRITIMATI, PAGO = (ZoneInfo(name) for name in ("Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago"))
# Clocks are put back a minute after midnight there, and forward at midnight.
ST_JOHNS, SAO_PAULO = ZoneInfo("America/St_Johns"), ZoneInfo("America/Sao_Paulo")
ZONES = tuple(ZoneInfo(name) for name in sorted(available_timezones()))
MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999), timezones=st.just(UTC))
LEAST = timedelta(microseconds=1)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


def as_dated(item: Item, published: str) -> Item:
    return replace(item, published=published)


def told_on(archive: Archive, day: date) -> list[str]:
    """The articles of the stories of a day."""
    edition = archive.edition(day)
    assert edition is not None
    return sorted(one.headline.article for one in (*edition.stories, *edition.alone))


# --- bounds -----------------------------------------------------------------------------------------------------------


@example(datetime(1, 1, 1, tzinfo=UTC), ANGELES)
@example(datetime(1, 1, 1, 3, tzinfo=UTC), KIRITIMATI)
@example(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), KIRITIMATI)
@example(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), ANGELES)
@example(datetime(2010, 11, 7, 2, 30, 30, tzinfo=UTC), ST_JOHNS)
@example(datetime(2011, 12, 30, 10, tzinfo=UTC), APIA)
@given(MOMENTS, st.sampled_from(ZONES))
def test_every_moment_is_in_exactly_one_day(at: datetime, zone: ZoneInfo) -> None:
    """That which it is said to be in, and neither of the days beside it."""
    day = day_of(at, zone)
    days = [one for step in (-2, -1, 0, 1, 2) if (one := _beside(day, step))]
    is_last = at == datetime.max.replace(tzinfo=UTC)  # which no bound is behind
    assert [one for one in days if _is_in(at, one, zone)] == ([] if is_last else [day])


@given(st.dates(date(1, 1, 3), date(9999, 12, 29)), st.sampled_from(ZONES))
def test_days_follow_each_other_without_a_gap(day: date, zone: ZoneInfo) -> None:
    """The end of a day is the beginning of the next; a day begins at its own midnight, and its last moment is in it."""
    begin, end = (one.astimezone(UTC) for one in bounds(day, zone))
    assert begin <= end == bounds(day + timedelta(days=1), zone)[0].astimezone(UTC)
    assert hands(bounds(day, zone)[0]) == datetime.combine(day, time.min, UTC)
    assert last_of(day, zone).astimezone(UTC) < end
    assert begin == end or end - last_of(day, zone).astimezone(UTC) == LEAST


@given(MOMENTS)
def test_days_of_utc_are_what_they_always_were(at: datetime) -> None:
    day = day_of(at, UTC)
    assert (day, last_of(day, UTC)) == (at.date(), datetime.combine(at.date(), time.max, UTC))
    assert bounds(day, UTC)[0] == datetime.combine(at.date(), time.min, UTC)


def _beside(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _is_in(at: datetime, day: date, zone: ZoneInfo) -> bool:
    begin, end = bounds(day, zone)
    return begin.astimezone(UTC) <= at < end.astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (BERLIN, date(2026, 3, 29), 23),
        (BERLIN, date(2026, 10, 25), 25),
        (ANGELES, date(2026, 3, 8), 23),
        (KOLKATA, date(2026, 3, 29), 24),
        (SAO_PAULO, date(2018, 11, 4), 23),
        (SAO_PAULO, date(2018, 2, 17), 25),
        (ST_JOHNS, date(2010, 11, 6), 25),
        (APIA, date(2011, 12, 30), 0),
        (APIA, date(2011, 12, 29), 24),
    ],
    ids=str,
)
def test_a_day_is_as_long_as_the_clocks_there_made_it(zone: ZoneInfo, day: date, hours: int) -> None:
    """Also where they are changed at midnight, and where a day was left out to come to the other side of the date line."""
    begin, end = bounds(day, zone)
    assert end.timestamp() - begin.timestamp() == hours * 3600


def test_one_moment_is_two_days_apart_across_the_date_line() -> None:
    at = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
    assert (day_of(at, KIRITIMATI), day_of(at, PAGO)) == (date(2026, 3, 3), date(2026, 3, 1))


# --- editions ---------------------------------------------------------------------------------------------------------


def test_an_edition_is_cut_at_the_readers_midnights(store: Store) -> None:
    """So are its neighbours, the list of days, the feed and the letter."""
    take_in(store, record("a", hour=6), record("g", GOATS, title="Goats", hour=20))
    here, there = Archive(store), Archive(store, zone=KOLKATA)
    assert (here.days(), there.days()) == ((date(2026, 3, 2),), (date(2026, 3, 3), date(2026, 3, 2)))
    assert (told_on(here, date(2026, 3, 2)), told_on(there, date(2026, 3, 2))) == (["a", "g"], ["a"])
    latest = there.edition()
    assert latest is not None
    assert (latest.day, latest.previous, latest.next) == (date(2026, 3, 3), date(2026, 3, 2), None)
    feed = FeedsOut(there, store, "orrin.example,2026").edition("https://orrin.example/", editions=1)
    assert [entry.title for entry in feed.entries] == ["Goats"]
    letter = letter_for(there, None, None)
    assert letter is not None
    assert (letter.day, letter.zone) == (date(2026, 3, 3), KOLKATA)


@pytest.mark.parametrize("zone", [KOLKATA, ANGELES, KIRITIMATI, PAGO, SAO_PAULO], ids=str)
def test_a_day_without_an_hour_is_the_same_day_everywhere(zone: ZoneInfo, store: Store) -> None:
    """An article of a bare date is in the edition of that date, wherever it is read, beside those of exact times."""
    take_in(
        store,
        as_dated(record("bare", GOATS, title="Goats"), "2026-03-02"),
        as_dated(record("loose", DIVERS, title="Divers"), "2026-03-04T23:30:00"),
    )
    archive = Archive(store, zone=zone)
    assert archive.days() == (date(2026, 3, 4), date(2026, 3, 2))
    assert told_on(archive, date(2026, 3, 2)) == ["bare"]
    edition = archive.edition(date(2026, 3, 3))
    assert edition is not None
    assert (edition.stories, edition.alone) == ((), ())
    assert (edition.previous, edition.next) == (date(2026, 3, 2), date(2026, 3, 4))


def test_the_next_day_is_found_whichever_way_its_articles_are_dated(store: Store) -> None:
    """In the west a bare date is ahead of the hours of its own day in UTC, and must not hide the day before."""
    take_in(
        store,
        as_dated(record("bare", GOATS, title="Goats"), "2026-03-02"),
        as_dated(record("late", DIVERS, title="Divers"), "2026-03-02T07:00:00Z"),
    )
    archive = Archive(store, zone=ANGELES)
    assert archive.days() == (date(2026, 3, 2), date(2026, 3, 1))
    assert (told_on(archive, date(2026, 3, 1)), told_on(archive, date(2026, 3, 2))) == (["late"], ["bare"])
    edition = archive.edition(date(2026, 3, 1))
    assert edition is not None
    assert (edition.previous, edition.next) == (None, date(2026, 3, 2))


def test_a_zone_that_is_utc_in_winter_has_days_of_its_own_in_summer(store: Store) -> None:
    """London, asked from a winter's day: half past eleven without a zone is no time of the next day."""
    take_in(store, as_dated(record("loose", GOATS, title="Goats"), "2026-07-02T23:30:00"))
    archive = Archive(store, zone=ZoneInfo("Europe/London"))
    assert (archive.days(), told_on(archive, date(2026, 7, 2))) == ((date(2026, 7, 2),), ["loose"])
    winter = archive.edition(date(2026, 12, 24))
    assert winter is not None
    assert winter.previous == date(2026, 7, 2)


def test_where_a_day_begins_at_one_a_bare_date_is_still_in_it(store: Store) -> None:
    """There was no midnight on that day."""
    take_in(store, as_dated(record("bare", GOATS, title="Goats"), "2018-11-04"))
    archive = Archive(store, zone=SAO_PAULO)
    assert (archive.days(), told_on(archive, date(2018, 11, 4))) == ((date(2018, 11, 4),), ["bare"])


PUBLISHED = st.one_of(
    st.dates(date(2018, 10, 20), date(2018, 11, 20)).map(lambda day: day.isoformat()),
    st.datetimes(datetime(2018, 10, 20), datetime(2018, 11, 20)).map(lambda at: at.isoformat(timespec="seconds") + "Z"),
)


@settings(max_examples=12)
@given(st.lists(PUBLISHED, min_size=1, max_size=6), st.sampled_from([BERLIN, KOLKATA, ANGELES, SAO_PAULO, APIA, PAGO]))
def test_every_article_is_in_the_edition_of_one_day(published: list[str], zone: ZoneInfo) -> None:
    """None is lost between two days and none is in both; each day names the next that has any."""
    with open_store(MEMORY) as store:
        for number, at in enumerate(published):
            shelve(store, f"s{number}", at)
        days = sorted({_day(at, zone) for at in published})
        counted = [sum(one.rank.articles for one in store.daily(*bounds(day, zone))) for day in days]
        assert counted == [sum(_day(at, zone) == day for at in published) for day in days]
        archive = Archive(store, zone=zone)
        assert archive.days() == tuple(reversed(days))
        found = [archive.edition(day) for day in days]
        assert [one.next for one in found if one] == [*days[1:], None]
        assert [one.previous for one in found if one] == [None, *days[:-1]]


def _day(published: str, zone: ZoneInfo) -> date:
    if published.endswith("Z"):
        return day_of(datetime.fromisoformat(published), zone)
    return date.fromisoformat(published)


def shelve(store: Store, story: str, published: str) -> None:
    """Keep a story of one article, and that it was told."""
    take_in(store, as_dated(record(story, f"{GOATS} It was {story}.", title=f"Goat {story}"), published))


# --- what else is counted by days -------------------------------------------------------------------------------------


def article_of(name: str, published: Date) -> Article:
    return Article(name, f"{name}.example", Revision("r", "A ferry", "", published=published))


@pytest.mark.parametrize(
    ("zone", "found"),
    [(UTC, ["bare", "noon"]), (ANGELES, ["bare", "late", "noon"]), (KOLKATA, ["bare", "eve", "noon"])],
)
def test_a_search_for_a_day_finds_what_was_published_on_it_there(
    zone: ZoneInfo, found: list[str], store: Store
) -> None:
    """In the store, in its lists and in what was read from files alike; a bare date is of its own day in all of them."""
    dates = {
        "bare": "2026-03-02",
        "noon": "2026-03-02T12:00:00Z",
        "late": "2026-03-03T07:59:00Z",
        "eve": "2026-03-01T18:31:00Z",
    }
    take_in(store, *(as_dated(record(name, f"{GOATS} {name}"), at) for name, at in dates.items()))
    day = date(2026, 3, 2)
    wanted = Within(bounds(day, zone)[0], last_of(day, zone))
    assert sorted(one.id for _, one in store.arrived(wanted)) == found
    answer = Archive(store, zone=zone).search("goat", wanted)
    assert answer.digest is not None
    assert sorted(one.id for one in answer.digest.articles) == found
    read = [store.article(name) for name in dates]
    assert sorted(one.id for one in within(read, wanted.since, wanted.until)) == found


def test_the_edition_goes_out_by_the_readers_clock() -> None:
    """At its time there, summer or winter, once a day also where an hour comes twice, with the day before it."""
    sent: list[tuple[date, str]] = []

    def send(day: date, now: datetime) -> Mailed:
        sent.append((day, now.isoformat()[:16]))
        return Mailed(day)

    daily = DailyMail(send, time(2, 30), zone=BERLIN)
    begin = datetime(2026, 10, 24, 0, 0, tzinfo=UTC)
    for step in range(3 * 144):
        daily.turn(begin + timedelta(minutes=10 * step))
    assert sent == [
        (date(2026, 10, 23), "2026-10-24T00:30"),
        (date(2026, 10, 24), "2026-10-25T00:30"),
        (date(2026, 10, 25), "2026-10-26T01:30"),
    ]
    assert day_at(datetime(2026, 3, 3, 1, 0, tzinfo=UTC), KOLKATA) == date(2026, 3, 2)


def test_what_was_read_is_new_on_the_readers_next_day() -> None:
    """In Kolkata that begins at half past six in the evening of UTC."""
    read, later = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (16, 19))
    assert (is_read(read, later), is_read(read, later, KOLKATA)) == (True, False)
