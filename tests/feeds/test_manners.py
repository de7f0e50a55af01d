"""When feeds are asked, what they are asked with, and what follows from what they say: decided without a clock or a network."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.feeds.manners import Read, a_minute, after, asks, due, next_due
from newsfold.feeds.manners.entries import print_of, remembered, unseen
from newsfold.feeds.manners.headers import LONGEST_WAIT, max_age, wait_asked
from newsfold.feeds.manners.pace import LADDER, LONGEST, SHORTEST, allowed, interval_of, next_slot, share
from newsfold.feeds.manners.turns import A_MINUTE
from newsfold.model import FeedState, Fetched, Hints, Hop, Item, Rejected, Validators, Wanted

NOW = datetime(2026, 3, 2, 6, 40, tzinfo=UTC)
URL = "https://harbourpost.example/rss"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NONE = Validators()
TAG = Validators('"a"', "Mon, 02 Mar 2026 06:00:00 GMT")


def entry(number: int) -> Item:
    return Item(URL, "feed", guid=f"g{number}", url=f"https://harbourpost.example/{number}", title=f"Report {number}")


def known(*numbers: int, **more: object) -> FeedState:
    """A feed that was well at NOW, and listed these entries."""
    given = after(FeedState(URL), answered(200, validators=TAG), read(*numbers), NOW).state
    return replace(given, **more)  # type: ignore[arg-type]


def read(*numbers: int, **more: object) -> Read:
    return Read(f"body of {numbers}", [entry(number) for number in numbers], **more)  # type: ignore[arg-type]


def answered(status: int, asked: Validators = NONE, **more: object) -> Fetched:
    return Fetched(Wanted(URL, asked), URL, status, **more)  # type: ignore[arg-type]


def at(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


# --- Retry-After -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(seconds=120)),
        (" 120 ", timedelta(seconds=120)),
        (at(NOW + HOUR), HOUR),
        ("0", None),
        ("-5", None),
        (at(NOW - HOUR), None),
        ("315360000", LONGEST_WAIT),
        (at(NOW + 3650 * DAY), LONGEST_WAIT),
        ("9" * 5000, None),
        ("soon", None),
        ("", None),
        (None, None),
        ("1e3", None),
        ("١٢٠", None),
        ("Mon, 99 Mar 2026 25:00:00 GMT", None),
    ],
)
def test_retry_after_is_obeyed_within_bounds(said: str | None, wait: timedelta | None) -> None:
    """As seconds or a date; what is past, negative or garbage says nothing."""
    assert wait_asked(said, None, NOW) == wait


def test_a_date_is_taken_by_the_clock_of_the_server_that_says_it() -> None:
    """An hour is an hour, though its clock is a day behind."""
    assert wait_asked(at(NOW - DAY + HOUR), at(NOW - DAY), NOW) == HOUR


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_breaks_anything(some: str, other: str) -> None:
    """Whatever a server sends."""
    wait = wait_asked(some, other, NOW)
    assert wait is None or timedelta(0) < wait <= LONGEST_WAIT
    assert max_age(some) >= 0


@pytest.mark.parametrize("code", [429, 503, 500, 403])
def test_a_feed_waits_as_long_as_its_server_asks(code: int) -> None:
    """Whatever the status, and not shorter than its back-off either."""
    found = after(known(1), answered(code, retry_after="50000"), None, NOW)
    assert found.state.due == NOW + timedelta(seconds=50_000)
    assert found.state.held
    assert due([found.state], NOW + timedelta(seconds=49_999), force=True) == []
    assert due([found.state], NOW + timedelta(seconds=50_000)) == [found.state]
    assert next_due([found.state], NOW) == found.state.due


def test_too_many_requests_without_a_time_is_an_hour_at_least() -> None:
    """For a feed that is asked every quarter."""
    found = after(known(1, interval=900), answered(429), None, NOW)
    assert found.state.due == NOW + HOUR


# --- validators --------------------------------------------------------------------------------------------------------


def test_each_validator_is_that_of_the_latest_whole_answer() -> None:
    """A new tag beside an unchanged date is kept, and a tag that is not given any more is forgotten."""
    newer = Validators('"b"', TAG.last_modified)
    assert after(known(1), answered(200, validators=newer), read(1, 2), NOW + HOUR).state.validators == newer
    dated = Validators(None, TAG.last_modified)
    assert after(known(1), answered(200, validators=dated), read(1, 2), NOW + HOUR).state.validators == dated


def test_not_modified_may_bring_a_new_tag_and_keeps_the_rest() -> None:
    """RFC 9110, section 15.4.5."""
    found = after(known(1), answered(304, TAG, validators=Validators('"b"')), None, NOW + HOUR)
    assert found.state.validators == Validators('"b"', TAG.last_modified)


def test_not_modified_to_a_request_without_conditions_is_a_fault() -> None:
    """There is nothing that it could be the same as."""
    assert after(FeedState(URL), answered(304), None, NOW).record.outcome == "failed"


def test_no_failure_touches_what_hides_entries() -> None:
    """Neither an error nor a page in the place of the feed."""
    before = known(1, 2)
    page = Read("other", [refused := Rejected(URL, "not-a-feed", "it is a web page")], refused=refused)
    for answer, body in ((answered(500), None), (answered(200, validators=Validators('"x"')), page)):
        state = after(before, answer, body, NOW + HOUR).state
        assert (state.validators, state.body, state.keys) == (before.validators, before.body, before.keys)


def test_a_whole_answer_is_asked_for_once_a_week() -> None:
    """Whatever the validators say."""
    state = known(1)
    assert asks(state, NOW + 7 * DAY - MINUTE).validators == TAG
    assert asks(state, NOW + 7 * DAY).validators == Validators()


# --- how often ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("entries_a_day", "interval"), [(300, 900), (24, 1800), (6, 7200), (1, 28_800), (0, 86_400)])
def test_the_interval_follows_how_often_a_feed_changes(entries_a_day: float, interval: int) -> None:
    """Twice an entry, on a ladder, within bounds."""
    assert interval_of(entries_a_day / 24, LONGEST, 0) == interval


def test_the_interval_of_a_feed_finds_its_rate() -> None:
    """Four entries a day, from whatever it was first thought to be."""
    state, now = known(1), NOW
    for _ in range(100):
        state = after(
            state, answered(200), Read(str(now), [entry(n) for n in range((now - NOW) // (6 * HOUR) + 1)]), now
        ).state
        assert state.due
        now = state.due
    assert state.interval in (7200, 14_400)


@pytest.mark.parametrize("said", ["max-age=5400", "public, MAX-AGE=5400", 's-maxage=1, max-age="5400"'])
def test_what_a_server_asks_for_is_the_least(said: str) -> None:
    """Of a feed that changes every few minutes."""
    found = after(known(1, rate=20.0), answered(200, cache_control=said), read(1, 2), NOW + HOUR)
    assert found.state.interval == 5400


def test_a_year_that_a_server_asks_for_is_a_day() -> None:
    """The bounds hold for wishes too."""
    found = after(
        known(1, rate=20.0), answered(200, cache_control="max-age=31536000"), read(1, 2, hints=Hints(10**9)), NOW + HOUR
    )
    assert found.state.interval == LONGEST


def test_a_feed_is_not_asked_in_the_hours_and_days_that_it_names() -> None:
    """skipHours and skipDays, in UTC; one that names them all is not taken at its word."""
    assert allowed(NOW, Hints(hours=(6, 7))) == NOW.replace(hour=8, minute=0)
    assert allowed(NOW, Hints(days=(0,))) == (NOW + DAY).replace(hour=0, minute=0)
    assert allowed(NOW, Hints(hours=tuple(range(24)))) > NOW


def test_a_gap_halves_the_interval_whatever_the_feed_asks_for() -> None:
    """And it stays so until quiet weeks have passed."""
    before = known(*range(10), interval=7200)
    found = after(before, answered(200, cache_control="max-age=7200"), read(*range(50, 60)), NOW + 2 * HOUR)
    assert found.gap
    assert found.state.interval <= 3600
    quiet = after(found.state, answered(200, cache_control="max-age=7200"), read(*range(51, 61)), NOW + 3 * HOUR)
    assert not quiet.gap
    assert quiet.state.interval <= 3600
    later = after(quiet.state, answered(200), read(*range(51, 62)), NOW + 11 * DAY)
    assert later.state.longest >= 7200


def test_changed_ids_with_the_same_addresses_are_no_gap() -> None:
    """A server that makes up new guids at each request."""
    before = known(1, 2, 3)
    again = Read("again", [replace(entry(number), guid=f"new{number}") for number in (1, 2, 3)])
    found = after(before, answered(200), again, NOW + HOUR)
    assert found.gap is None
    assert found.record.outcome == "nothing-new"


@given(st.integers(0, 10**6), st.sampled_from(LADDER), st.integers(0, 10**9))
def test_no_poll_comes_before_its_interval_is_over(number: int, interval: int, seconds: int) -> None:
    """And none later than twice that."""
    now = datetime.fromtimestamp(seconds, UTC)
    wait = next_slot(f"https://outlet{number}.example/rss", now, interval) - now
    assert timedelta(seconds=interval) <= wait <= timedelta(seconds=2 * interval)


@given(st.integers(0, 10**6), st.sampled_from(LADDER), st.lists(st.integers(0, 90), min_size=20, max_size=20))
def test_polls_that_come_a_little_late_do_not_skip_their_place(number: int, interval: int, late: list[int]) -> None:
    """Of twenty at most three wait longer than the interval: one finds the place, the others when lateness has added up."""
    now, waits = NOW, []
    for seconds in late:
        then = next_slot(f"https://outlet{number}.example/rss", now, interval)
        waits.append(then - now)
        now = then + timedelta(seconds=seconds)
    assert sum(wait > timedelta(seconds=interval) for wait in waits) <= 1 + 20 * 90 // (interval // 4)


# --- a thousand feeds at once ------------------------------------------------------------------------------------------


def polls_of(states: list[FeedState], begin: datetime, hours: int) -> Counter[int]:
    """Play rounds of a minute over feeds that change every hour to every twelve; count the polls of each minute."""
    by_url = {state.url: state for state in states}
    minutes: Counter[int] = Counter()
    for minute in range(hours * 60):
        now = begin + minute * MINUTE
        known_now = list(by_url.values())
        for state in due(known_now, now, most=a_minute(known_now)):
            minutes[minute] += 1
            every = 60 * (1 + int(12 * share(state.url[::-1])))
            body = Read(str(minute), [entry(n) for n in range(minute // every + 1)])
            answer = Fetched(asks(state, now), state.url, 200)
            by_url[state.url] = after(state, answer, body, now).state
    return minutes


def test_a_thousand_feeds_that_are_imported_at_once_come_no_faster_than_three_times_the_mean() -> None:
    """In the first hours, in which all are new, and in the hours after."""
    feeds = [FeedState(f"https://outlet{number}.example/rss") for number in range(1000)]
    minutes = polls_of(feeds, NOW, 6)
    for first in range(0, 6 * 60, 180):
        hours = [minutes[minute] for minute in range(first, first + 180)]
        assert max(hours) <= 3 * sum(hours) / len(hours), first
    assert min(A_MINUTE, *(minutes[minute] for minute in range(20))) == A_MINUTE


def test_what_piled_up_over_a_night_is_worked_off_without_a_rush() -> None:
    """All feeds are overdue when the machine is started in the morning."""
    feeds = [
        known(0, url=f"https://outlet{number}.example/rss", due=NOW - HOUR, succeeded=NOW - 10 * HOUR)
        for number in range(1000)
    ]
    minutes = polls_of(feeds, NOW, 3)
    assert max(minutes.values()) <= 3 * sum(minutes.values()) / 180
    assert sum(minutes[minute] for minute in range(60)) >= 1000


def test_new_feeds_come_before_all_others() -> None:
    """Somebody waits for them."""
    late, new = known(1, due=NOW - DAY), FeedState("https://new.example/rss")
    assert [one.url for one in due([late, new], NOW, most=1)] == [new.url]


# --- addresses ---------------------------------------------------------------------------------------------------------


def moved(state: FeedState, target: str, now: datetime, *codes: int) -> FeedState | str:
    hops = tuple(Hop(code, target) for code in codes or (301,))
    found = after(state, answered(200, hops=hops), read(1, 2), now)
    return found.address or found.state


def test_an_address_is_changed_after_a_week_of_the_same_redirect() -> None:
    """Another target begins the week anew, and an answer without one ends it."""
    state = known(1)
    for day, target, address in ((0, "a", None), (6, "a", None), (6.9, "b", None), (8, "b", None), (14, "b", "b")):
        found = moved(state, f"https://{target}.example/rss", NOW + day * DAY)
        assert found == f"https://{address}.example/rss" if address else isinstance(found, FeedState)
        state = found if isinstance(found, FeedState) else state
    home = after(state, answered(200), read(1), NOW + 15 * DAY).state
    assert home.moved is None


def test_a_redirect_for_now_changes_nothing() -> None:
    """Neither 302 nor what stands behind one."""
    for code in (302, 303, 307):
        found = moved(known(1), "https://a.example/rss", NOW, code, 301)
        assert isinstance(found, FeedState)
        assert found.moved is None


# --- what was there before ---------------------------------------------------------------------------------------------


def test_an_entry_is_known_by_every_word_and_by_no_name_of_its_source() -> None:
    """The least difference is one; the file or address it came from is none."""
    state = known(1, 2)
    assert unseen([entry(1), entry(2)], state) == []
    assert unseen([replace(entry(1), source="elsewhere")], state) == []
    edited = replace(entry(2), body="It was a brown goat.")
    assert unseen([entry(1), edited, entry(3)], state) == [edited, entry(3)]


def test_what_was_listed_some_answers_ago_is_remembered_within_bounds() -> None:
    """Servers behind one name are not always of one mind."""
    prints: tuple[str, ...] = ()
    for number in range(100):
        prints = remembered([print_of(entry(number)), print_of(entry(number + 1))], prints)
        assert len(prints) <= 6
    assert print_of(entry(99)) in prints


def test_polls_of_a_feed_lie_apart() -> None:
    """However often it changes."""
    state, now, times = known(1), NOW, []
    for number in range(50):
        times.append(now)
        state = after(state, answered(200), read(*range(number * 40, number * 40 + 45)), now).state
        assert state.due
        now = state.due
    assert all(later - sooner >= timedelta(seconds=SHORTEST) for sooner, later in pairwise(times))
