"""Subscriptions that a reader takes up: what rounds ask next, and news that comes with the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from liveworld import MONDAY, HandClock, Web, rss, served

from newsfold.engine.adding import Wish, add, hasten, read_whole, subscribe_to, take_sample
from newsfold.engine.live import Door
from newsfold.errors import NotFound
from newsfold.feeds import manners
from newsfold.model import Feed, FeedState, Held, Item
from newsfold.store import MEMORY, Store, open_store

FEED = "https://harbourpost.example/rss"
FERRY = ("ferry", "Ferry sinks off Velmar", "The ferry Silver Tern sank off Velmar on Monday, the coast guard said.")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


def state_of(store: Store, url: str = FEED) -> FeedState:
    return next(one for one in store.feed_states() if one.url == url)


def test_what_is_not_wished_stays_as_it_was(store: Store) -> None:
    """When a feed is added again."""
    web = Web(HandClock(), {FEED: served(rss(FERRY))})
    door = Door(web.fetch)
    add(store, door, FEED, MONDAY, Wish("The Post", ("Coast",), full_text=True))
    done = add(store, door, FEED, MONDAY)
    assert done.feed
    assert (done.feed.name, done.feed.folder) == ("The Post", ("Coast",))
    assert state_of(store).full_text
    assert len(store.ungrouped()) == 1


def test_what_is_hastened_is_due_now_unless_its_host_asked_to_be_left_alone(store: Store) -> None:
    """Neither is one that nobody named, nor one that is paused."""
    later = MONDAY + timedelta(hours=3)
    urls = {name: f"https://{name}.example/rss" for name in ("a", "b", "held", "paused", "new")}
    subscribe_to(store, [Feed("list", url) for url in urls.values()])
    for name in ("a", "b", "held", "paused"):
        store.save_feed_state(FeedState(urls[name], due=later, fetched=MONDAY))
    store.save_feed_state(replace(state_of(store, urls["held"]), held=Held(manners.place_of(urls["held"]), later)))
    store.save_feed_state(replace(state_of(store, urls["paused"]), paused="it is gone"))
    assert hasten(store, MONDAY, [urls["a"], urls["held"], urls["paused"]]) == 1
    assert {one.url for one in manners.due(store.feed_states(), MONDAY)} == {urls["a"], urls["new"]}
    assert hasten(store, MONDAY) == 3
    assert {one.url for one in manners.due(store.feed_states(), MONDAY)} == {urls["a"], urls["b"], urls["new"]}


def test_a_feed_that_is_not_there_cannot_be_read_whole(store: Store) -> None:
    with pytest.raises(NotFound):
        read_whole(store, FEED, on=True)


def test_a_list_is_subscribed_to_once(store: Store) -> None:
    """What is known already is not new."""
    listed = [Feed("list", FEED), Feed("list", "https://b.example/rss")]
    assert [len(subscribe_to(store, some)) for some in (listed[:1], listed, listed)] == [1, 1, 0]


def test_bundled_news_is_grouped_under_the_names_of_its_list_and_leaves_no_subscription(store: Store) -> None:
    """A subscription of the reader's own stays."""
    store.record_feed(Feed("list", "https://own.example/rss"))
    feed = Feed("outlets.opml", FEED, site="https://harbourpost.example/", name="The Harbour Post")
    piece = Item(
        "week.xml", "feed", guid="1", url="https://harbourpost.example/1", title=FERRY[1], body=FERRY[2], feed=FEED
    )
    take_sample(store, [feed, piece])
    assert [one.url for one in store.feeds()] == ["https://own.example/rss"]
    assert [one.outlet for one in store.articles()] == ["The Harbour Post"]
    assert len(store.stories()) == 1
    assert store.undigested() == []
