"""Where nobody at all can be reached it is our own network, and no feed is blamed for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from liveworld import HOUR, MONDAY, HandClock, Web, rss, served, status, unreachable, words

from newsfold.engine.doctor import examine
from newsfold.engine.live import Door, Live
from newsfold.feeds.manners.offline import AGAIN
from newsfold.model import Feed, FeedState
from newsfold.store import Store, open_store

URLS = [f"https://outlet{number}.example/rss" for number in range(4)]
DAY = 24 * HOUR


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "live.db")


@pytest.fixture
def store(path: str) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


@pytest.fixture
def web(store: Store) -> Web:
    """Four feeds that came in well."""
    found = Web(HandClock())
    for number, url in enumerate(URLS):
        store.record_feed(Feed("outlets.opml", url))
        found.sites[url] = served(rss((f"n{number}", f"Report {number}", words("post", number))))
    Live(store, Door(found.fetch), found.clock).round()
    found.clock.time += DAY
    return found


def states(store: Store) -> list[FeedState]:
    return store.feed_states()


def test_a_round_that_reaches_nobody_is_counted_against_no_feed(store: Store, web: Web, path: str) -> None:
    """They are asked again soon, the doctor says so in one sentence, and says it no longer once the network is back."""
    before = states(store)
    up = dict(web.sites)
    web.sites |= dict.fromkeys(URLS, unreachable)
    done = Live(store, Door(web.fetch), web.clock).round()
    assert done.is_offline
    assert states(store) == [replace(state, due=web.clock.time + AGAIN) for state in before]
    wrong = [one for one in examine(path, free=10**12, now=web.clock.time) if not one.ok]
    assert [(one.subject, one.action) for one in wrong] == [
        ("network", "look whether this machine is online and can look up names")
    ]
    assert wrong[0].said.startswith("was down at 2026-03-03 06:00 UTC, as none of 4 feeds could be reached")
    web.sites, web.clock.time = up, web.clock.time + HOUR
    assert not Live(store, Door(web.fetch), web.clock).round().is_offline
    assert not [one for one in examine(path, free=10**12, now=web.clock.time) if not one.ok]


def test_one_answer_of_any_kind_makes_the_others_failures_their_own(store: Store, web: Web) -> None:
    """Also that of a server that is broken: the network is there."""
    web.sites |= {**dict.fromkeys(URLS, unreachable), URLS[2]: status(500)}
    done = Live(store, Door(web.fetch), web.clock).round()
    assert not done.is_offline
    assert all(state.trouble and state.trouble.count == 1 for state in states(store))


def test_one_host_alone_may_be_down(store: Store, web: Web) -> None:
    """A round of one feed says nothing of our network."""
    web.sites |= dict.fromkeys(URLS, unreachable)
    Live(store, Door(web.fetch), web.clock).ask(states(store)[:1])
    assert [state.trouble is not None for state in states(store)] == [True, False, False, False]


def test_feeds_that_have_long_been_down_are_no_sign_of_it(store: Store, web: Web) -> None:
    """They fail together because they are asked together."""
    for state in states(store):
        store.save_feed_state(replace(state, succeeded=None))
    web.sites |= dict.fromkeys(URLS, unreachable)
    assert not Live(store, Door(web.fetch), web.clock).round().is_offline
    assert all(state.trouble for state in states(store))


def test_feeds_in_trouble_are_asked_after_the_others(store: Store, web: Web) -> None:
    """A server that hangs or floods is then nobody's neighbour."""
    web.sites[URLS[0]] = status(500)
    Live(store, Door(web.fetch), web.clock).round()
    web.asked.clear()
    Live(store, Door(web.fetch), web.clock).round(force=True)
    assert [one.url for one in web.asked][-1] == URLS[0]
    assert len(web.asked) == 4
    assert web.clock.time == MONDAY + DAY
