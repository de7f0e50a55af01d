"""An address that takes nothing is tried less and less often, and nothing that is new for it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from newsdesk import DIVERS, FERRY, record, take_in

from newsfold.engine.alerts import alert, untaken
from newsfold.engine.doctor import examine
from newsfold.engine.following import begin
from newsfold.errors import NotFound
from newsfold.model import Failure, News, Untaken
from newsfold.store import MEMORY, Store, open_store

MORNING = datetime(2026, 3, 2, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DOWN = Failure("unreachable", "hooks.example cannot be reached")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        take_in(opened, record("post", FERRY))
        begin(opened, query="ferry", to="https://hooks.example/a")
        take_in(opened, record("star", DIVERS, hour=9))
        yield opened


class Receiver:
    """Takes nothing until it is up."""

    def __init__(self) -> None:
        self.up = False
        self.tried: list[News] = []

    def __call__(self, news: News) -> Failure | None:
        self.tried.append(news)
        return None if self.up else DOWN


def waits(*, until: int) -> list[timedelta]:
    """What lies between a try and the next, one failure after the other."""
    found, state = [], None
    for _ in range(until):
        state = untaken(state, DOWN, MORNING)
        found.append(state.until - MORNING)
    return found


def test_the_wait_doubles_and_is_a_day_at_the_most() -> None:
    """The first failure is tried again at once, as a receiver may just have been started anew."""
    minutes = [wait / MINUTE for wait in waits(until=12)]
    assert minutes == [0, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440]


def test_a_receiver_that_is_down_for_a_week_is_tried_some_sixteen_times(store: Store) -> None:
    """Of ten thousand rounds; what was new all the while goes out once when it is back."""
    receiver, now = Receiver(), MORNING
    while now < MORNING + timedelta(days=7):
        alert(store, receiver, now)
        now += MINUTE
    assert 14 <= len(receiver.tried) <= 18
    receiver.up = True
    done = [alert(store, receiver, now + MINUTE * step) for step in range(0, 1500, 10)]
    assert sum(len(one.sent) for one in done) == 1
    assert [article.id for story in receiver.tried[-1].stories for article in story.articles] == ["star"]
    [follow] = store.follows()
    assert follow.untaken is None


def test_what_waits_is_told_with_the_reason(store: Store) -> None:
    """With the time of the next try."""
    receiver = Receiver()
    alert(store, receiver, MORNING)
    alert(store, receiver, MORNING + MINUTE)
    done = alert(store, receiver, MORNING + 2 * MINUTE)
    assert (len(receiver.tried), done.sent, done.failed) == (2, (), ())
    [follow] = done.waiting
    assert follow.untaken == Untaken(DOWN.reason, DOWN.detail, 2, MORNING, MORNING + 11 * MINUTE)
    assert store.follows() == [follow]


def test_an_unknown_follow_cannot_be_untaken(store: Store) -> None:
    with pytest.raises(NotFound):
        store.follow_untaken("f000000000000", untaken(None, DOWN, MORNING))


def test_the_doctor_names_an_address_that_takes_nothing(tmp_path: object) -> None:
    """With what to do; one failure is nothing."""
    path = f"{tmp_path}/news.db"
    with open_store(path) as store:
        take_in(store, record("post", FERRY))
        follow = begin(store, query="ferry", to="https://hooks.example/a")
        first = untaken(None, DOWN, MORNING)
        store.follow_untaken(follow.id, first)
        assert not [one for one in examine(path, free=10**12, now=MORNING) if not one.ok]
        store.follow_untaken(follow.id, untaken(first, DOWN, MORNING))
    [wrong] = [one for one in examine(path, free=10**12, now=MORNING) if not one.ok]
    assert wrong.subject == f"follow {follow.id}"
    assert "2 letters to https://hooks.example/a" in wrong.said
    assert follow.id in wrong.action
