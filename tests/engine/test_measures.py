"""What a store is measured by, and when it is not fit to serve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from newsdesk import FERRY, GOATS, record

from newsfold.engine.ingest import ingest
from newsfold.engine.measures import STALLED, measure, unready
from newsfold.model import Feed, FeedState, Rejected, Trouble
from newsfold.store import MEMORY, Store, Tallies, open_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ROOM = 10**12


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store."""
    with open_store(MEMORY) as opened:
        yield opened


def subscribed(store: Store, *states: FeedState) -> None:
    """Keep subscriptions, and how their last fetch went."""
    for state in states:
        store.record_feed(Feed("opml", state.url))
        store.save_feed_state(state)


def test_articles_stories_and_the_books_are_counted(store: Store) -> None:
    """What came in, what became of it, and what is left to be done."""
    ingest(
        store,
        [record("a"), record("a"), record("b", GOATS, title="Goat crowned"), Rejected("x", "not-xml", "No.")],
        on_reject=lambda _: None,
    )
    store.drop_digests([store.stories()[0].id])
    found = measure(store, NOON, 4096)
    assert found.tallies == Tallies(articles=2, stories=2, ungrouped=0, undigested=1)
    assert (found.ledger.stored, found.ledger.merged, found.ledger.rejected) == (2, 1, {"not-xml": 1})
    assert (found.ledger.difference, found.size) == (0, 4096)


def test_an_empty_store_has_every_condition_of_a_feed_at_nought(store: Store) -> None:
    """So that a graph has its lines from the first day."""
    found = measure(store, NOON)
    assert found.feeds == {"new": 0, "good": 0, "waiting": 0, "failing": 0, "paused": 0}
    assert (found.due, found.lag, found.fetched, found.changed) == (0, timedelta(0), None, None)
    assert found.tallies == Tallies(0, 0, 0, 0)


def test_feeds_are_counted_by_how_they_do_and_the_longest_wait_is_the_lag(store: Store) -> None:
    """One that was never asked is due, and has kept nobody waiting yet."""
    trouble = Trouble("timeout", "It hangs.", 5, NOON - 90 * MINUTE)
    subscribed(
        store,
        FeedState("https://a.example/rss"),
        FeedState(
            "https://b.example/rss", due=NOON - 7 * MINUTE, fetched=NOON - 67 * MINUTE, changed=NOON - 3000 * MINUTE
        ),
        FeedState("https://c.example/rss", due=NOON + 7 * MINUTE, fetched=NOON - 53 * MINUTE, trouble=trouble),
        FeedState("https://d.example/rss", fetched=NOON - 99 * MINUTE, paused="it is gone"),
    )
    found = measure(store, NOON)
    assert found.feeds == {"new": 1, "good": 1, "waiting": 0, "failing": 1, "paused": 1}
    assert (found.due, found.lag) == (2, 7 * MINUTE)
    assert (found.fetched, found.changed) == (NOON - 53 * MINUTE, NOON - 3000 * MINUTE)


# --- readiness --------------------------------------------------------------------------------------------------------


def test_a_store_that_is_served_and_not_fetched_into_is_fit(store: Store) -> None:
    """However long ago its feeds were asked: that is somebody else's to do."""
    ingest(store, [record("a", FERRY)], on_reject=lambda _: None)
    subscribed(store, FeedState("https://a.example/rss", due=NOON - 9000 * MINUTE, fetched=NOON - 9999 * MINUTE))
    assert unready(store, NOON, free=ROOM) == {}
    assert unready(store, NOON, free=None) == {}


def test_a_full_disk_is_told(store: Store) -> None:
    """Before nothing can be written any more."""
    assert list(unready(store, NOON, free=99_999_999)) == ["disk"]


def test_a_store_that_cannot_be_read_is_told_without_saying_where_it_is() -> None:
    """Anybody may ask."""
    store = open_store(MEMORY)
    store.close()
    assert unready(store, NOON, free=ROOM) == {"store": "cannot be read; `newsfold doctor` says why"}


@pytest.mark.parametrize(
    ("due", "asked", "began", "fit"),
    [
        (-1, -60, -600, False),  # due, and nobody was asked for an hour
        (-1, -14, -600, True),  # a long round is under way
        (+1, -60, -600, True),  # nothing is due
        (-1, -600, -1, True),  # it has only just begun
        (-1, None, -600, False),  # it never asked anybody
        (-1, None, -1, True),
    ],
)
def test_a_loop_that_asks_nobody_though_feeds_are_due_is_told(
    store: Store, due: int, asked: int | None, began: int, *, fit: bool
) -> None:
    """In minutes before or after noon."""
    fetched = None if asked is None else NOON + asked * MINUTE
    subscribed(store, FeedState("https://a.example/rss", due=NOON + due * MINUTE, fetched=fetched))
    assert timedelta(minutes=14) < STALLED < timedelta(minutes=60)
    told = unready(store, NOON, free=ROOM, rounds_since=NOON + began * MINUTE)
    assert list(told) == ([] if fit else ["rounds"])
