"""A store that is kept live: what a round asks, takes in and remembers, with servers and a clock that are played."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from liveworld import (
    DAY,
    HOUR,
    MONDAY,
    HandClock,
    Newspaper,
    Web,
    http_date,
    rss,
    sent_on,
    served,
    status,
    unreachable,
    words,
)

from newsfold.engine.answered import Told
from newsfold.engine.live import Door, Live, StopAsked
from newsfold.feeds.manners import turns
from newsfold.feeds.manners.pace import SHORTEST
from newsfold.feeds.manners.turns import FULL_EVERY
from newsfold.model import Feed, FeedState, Fetched, Trouble, Validators, Wanted
from newsfold.store import MEMORY, Store, open_store

FEED = "https://harbourpost.example/rss"
FERRY = ("ferry", "Ferry sinks off Velmar", "The ferry Silver Tern sank off Velmar on Monday, the coast guard said.")
GOATS = ("goats", "Goat crowned", "Greenfield crowned the heaviest goat of its annual fair before 300 visitors.")
BANK = ("bank", "Rate raised", "The central bank of Astrava raised its key rate to four percent on Tuesday.")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


@pytest.fixture
def web() -> Web:
    return Web(HandClock())


def subscribed(store: Store, *urls: str) -> None:
    for url in urls:
        store.record_feed(Feed("outlets.opml", url))


def live(store: Store, web: Web, **more: object) -> Live:
    return Live(store, Door(web.fetch), web.clock, **more)  # type: ignore[arg-type]


def state_of(store: Store, url: str = FEED) -> FeedState:
    return next(one for one in store.feed_states() if one.url == url)


def test_what_a_feed_brings_is_stored_grouped_and_shown(store: Store, web: Web) -> None:
    """One round, from the answer to the digest."""
    subscribed(store, FEED)
    web.sites[FEED] = served(rss(FERRY, GOATS))
    done = live(store, web).round()
    assert (done.ledger.seen, done.ledger.stored, done.ledger.difference) == (2, 2, 0)
    assert done.outcomes == {"new": 1}
    assert len(done.stories) == len(store.stories()) == 2
    assert not store.undigested()


def test_the_second_request_asks_with_what_the_first_answer_gave(store: Store, web: Web) -> None:
    """And "not modified" brings nothing and is no failure."""
    subscribed(store, FEED)
    web.sites[FEED] = served(rss(FERRY))
    loop = live(store, web)
    loop.round()
    web.clock.time += 6 * HOUR
    done = loop.round()
    assert [one.conditional for one in web.asked] == [False, True]
    assert done.outcomes == {"not-modified": 1}
    assert store.ledger().seen == 1


def test_an_entry_that_comes_as_it_came_is_not_entered_again(store: Store, web: Web) -> None:
    """Only the new one is; the edited one is a revision."""
    subscribed(store, FEED)
    web.sites[FEED] = served(rss(FERRY, GOATS))
    loop = live(store, web)
    loop.round()
    web.clock.time += 6 * HOUR
    edited = (*GOATS[:2], f"{GOATS[2]} It weighs 140 kilograms.")
    web.sites[FEED] = served(rss(BANK, FERRY, edited))
    done = loop.round()
    assert (done.ledger.seen, done.known) == (2, 1)
    assert [record.new for record in store.fetches(FEED)] == [2, 1]
    assert store.ledger().difference == 0
    assert sorted(len(store.revisions(one.id)) for one in store.articles()) == [1, 1, 2]


def test_nothing_is_asked_before_it_is_due(store: Store, web: Web) -> None:
    """A second round a minute later asks nobody, also after a restart."""
    subscribed(store, FEED)
    web.sites[FEED] = served(rss(FERRY))
    live(store, web).round()
    web.clock.time += timedelta(minutes=1)
    assert live(store, web).round().asked == 0
    assert live(store, web).round(force=True).asked == 1


def test_a_crash_between_entries_and_state_costs_a_fetch_and_no_entry(store: Store, web: Web) -> None:
    """The power goes when the state is to be kept; the next round asks again, without conditions, and finds all known."""
    subscribed(store, FEED)
    web.sites[FEED] = served(rss(FERRY, GOATS))

    class PowerCutError(Exception):
        pass

    class Cut:
        def __getattr__(self, name: str) -> object:
            if name == "save_feed_state":
                raise PowerCutError
            return getattr(store, name)

    with suppress(PowerCutError):
        live(Cut(), web).round()  # type: ignore[arg-type]
    assert store.ledger().stored == 2
    assert state_of(store) == FeedState(FEED)
    done = live(store, web).round()
    assert [one.conditional for one in web.asked] == [False, False]
    assert (done.ledger.stored, done.ledger.merged) == (0, 2)
    assert len(list(store.articles())) == 2
    assert store.ledger().difference == 0


def test_a_failure_is_remembered_and_tried_ever_later(store: Store, web: Web) -> None:
    """And the first success forgets it."""
    subscribed(store, FEED)
    web.sites[FEED] = unreachable
    loop = live(store, web)
    waits = []
    for _ in range(4):
        loop.round()
        state = state_of(store)
        assert state.due
        waits.append((state.due - web.clock.time) / HOUR)
        web.clock.time = state.due
    assert waits == [1, 2, 4, 8]
    trouble = state_of(store).trouble
    assert trouble
    assert (trouble.reason, trouble.count, trouble.since) == ("unreachable", 4, MONDAY)
    web.sites[FEED] = served(rss(FERRY))
    loop.round()
    assert state_of(store).trouble is None


def test_a_page_in_the_place_of_a_feed_is_no_news_and_leaves_the_validators(store: Store, web: Web) -> None:
    """A log-in page comes in once, as a rejection."""
    subscribed(store, FEED)
    web.sites[FEED] = served(rss(FERRY))
    loop = live(store, web)
    loop.round()
    kept = state_of(store).validators
    web.sites[FEED] = served(b"<html><head><title>Welcome to the hotel</title></head><body>Log in</body></html>")
    for _ in range(3):
        web.clock.time += 2 * DAY
        done = loop.round()
        assert done.outcomes == {"failed": 1}
    assert state_of(store).validators == kept
    assert store.ledger().rejected == {"not-a-feed": 1}
    assert store.ledger().difference == 0


def test_a_host_that_asks_to_wait_is_left_alone_with_all_its_feeds(store: Store, web: Web) -> None:
    """Also in the round in which it says so, and when all feeds are asked for; another port is another host."""
    others = ["https://harbourpost.example/sport", "https://harbourpost.example:8443/rss"]
    subscribed(store, FEED, *others)
    web.sites |= dict.fromkeys((FEED, *others), status(503, "7200"))
    loop = live(store, web)
    loop.round()
    first = {one.url for one in web.asked}
    assert len(first) == 2
    assert others[1] in first
    web.clock.time += HOUR
    loop.round(force=True)
    assert len(web.asked) == 2
    web.clock.time += HOUR
    loop.round(force=True)
    assert len(web.asked) == 4


def test_a_feed_that_has_moved_for_a_week_gets_its_new_address(store: Store, web: Web) -> None:
    """Its state goes with it, and the list of fetches says so."""
    target = "https://news.harbourpost.example/rss"
    subscribed(store, FEED)
    web.sites[FEED] = sent_on(target, served(rss(FERRY)))
    web.sites[target] = served(rss(FERRY))
    loop = live(store, web)
    while web.clock.time < MONDAY + timedelta(days=9):
        loop.round()
        web.clock.time += 6 * HOUR
    assert [feed.url for feed in store.feeds()] == [target]
    assert state_of(store, target).succeeded
    moved = [record for record in store.fetches(target) if record.outcome == "moved"]
    assert len(moved) == 1
    assert moved[0].at - MONDAY >= timedelta(days=7)


@pytest.mark.parametrize(
    "answer", [served(b"<html><body>Log in</body></html>"), served(rss(FERRY))], ids=["page", "feed"]
)
def test_a_portal_that_answers_for_all_feeds_moves_none(store: Store, web: Web, answer: object) -> None:
    """Not even one that gives a feed."""
    urls = [f"https://outlet{number}.example/rss" for number in range(5)]
    subscribed(store, *urls)
    web.sites |= dict.fromkeys(urls, sent_on("https://portal.example/", answer))  # type: ignore[arg-type]
    loop = live(store, web)
    for _ in range(40):
        loop.round(force=True)
        web.clock.time += 6 * HOUR
    assert [feed.url for feed in store.feeds()] == urls


def test_a_feed_that_is_gone_is_paused_after_three_times_in_24_hours(store: Store, web: Web) -> None:
    """What it brought stays; adding it again would try it again."""
    subscribed(store, FEED)
    web.sites[FEED] = served(rss(FERRY))
    loop = live(store, web)
    loop.round()
    web.sites[FEED] = status(410)
    while web.clock.time < MONDAY + 5 * DAY:
        web.clock.time += HOUR
        loop.round()
    asked = web.of(FEED)[1:]
    assert len(asked) == 3
    assert asked[-1].at - asked[0].at >= DAY
    assert "410" in (state_of(store).paused or "")
    assert len(list(store.articles())) == 1


def test_no_overlap_with_the_last_answer_is_a_gap(store: Store, web: Web) -> None:
    """It is recorded, and the feed is asked more often from then on."""
    subscribed(store, FEED)
    web.sites[FEED] = Newspaper(HOUR / 10, listed=10)
    loop = live(store, web)
    loop.round()
    before = state_of(store).interval
    web.clock.time += DAY
    loop.round()
    (gap,) = store.gaps()
    assert (gap.url, gap.since, gap.until) == (FEED, MONDAY, MONDAY + DAY)
    assert state_of(store).interval < before


def test_a_last_modified_that_lies_ahead_is_not_asked_with(store: Store, web: Web) -> None:
    """Or the server would answer "not modified" until that day."""
    ahead = Validators(None, http_date(MONDAY + 5000 * DAY))

    def answer(wanted: Wanted, now: object) -> Fetched:
        if wanted.validators == ahead:
            return Fetched(wanted, wanted.url, 304)
        return Fetched(wanted, wanted.url, 200, rss(FERRY), validators=ahead)

    subscribed(store, FEED)
    web.sites[FEED] = answer
    loop = live(store, web)
    loop.round()
    web.clock.time += DAY
    loop.round()
    assert [one.conditional for one in web.asked] == [False, False]


def test_whole_articles_are_read_from_their_pages_where_that_was_asked_for(store: Store, web: Web) -> None:
    """The page's text becomes the article's; feeds of which nobody asked it are not followed."""
    told = " ".join(words("harbourpost", number) for number in range(8))
    page = f"<html><body><article><h1>{FERRY[1]}</h1><p>{FERRY[2]}</p><p>{told}</p></article></body></html>"
    web.sites[FEED] = served(rss((*FERRY[:2], f"{FERRY[2]} …")))
    web.sites["https://harbourpost.example/ferry"] = served(page.encode())
    subscribed(store, FEED)
    store.save_feed_state(FeedState(FEED, full_text=True))
    done = Live(store, Door(web.fetch, pages=web.fetch), web.clock).round()
    assert done.pages == 1
    (article,) = store.articles()
    assert "boats lay" in article.text
    assert store.ledger().difference == 0
    assert state_of(store).full_text


def test_a_round_that_is_told_to_stop_keeps_what_it_committed(store: Store, web: Web) -> None:
    """The rest is taken up by the next."""
    urls = [f"https://outlet{number}.example/rss" for number in range(120)]
    subscribed(store, *urls)

    def answer(wanted: Wanted, now: object) -> Fetched:
        if len(web.asked) == 70:
            web.clock.stop()
        name = wanted.url.split("/")[2]
        return Fetched(wanted, wanted.url, 200, rss((name, f"Report of {name}", words(name, len(name)))))

    web.sites |= dict.fromkeys(urls, answer)
    with pytest.raises(StopAsked):
        live(store, web).round()
    assert 0 < store.ledger().stored < 120
    assert sum(state.succeeded is not None for state in store.feed_states()) == store.ledger().stored
    web.clock = HandClock(web.clock.time)
    live(store, web).round()
    assert store.ledger().stored == len(list(store.articles())) == 120
    assert not store.ungrouped()
    assert store.ledger().difference == 0


def test_an_error_of_the_door_stops_the_round_loudly(store: Store, web: Web) -> None:
    """What nobody expected is not swallowed by the thread that fetches."""

    def broken(_: object) -> Iterator[Fetched]:
        raise OSError("no more files")
        yield

    subscribed(store, FEED)
    with pytest.raises(OSError, match="no more files"):
        Live(store, Door(broken), web.clock).round()


def test_turns_have_each_host_once() -> None:
    """Feeds of one host follow each other."""
    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1", "https://a.example:444/1"]
    dealt = [[one.url for one in turn] for turn in turns([FeedState(url) for url in urls])]
    assert dealt == [[urls[0], urls[2], urls[3]], [urls[1]]]


def test_those_that_are_known_to_answer_come_first_and_those_in_trouble_last() -> None:
    """In turns of their own, so that none of the first waits beside a server that hangs."""
    trouble = Trouble("timeout", "it hangs", 1, MONDAY)
    good, new, bad = (f"https://{name}.example/rss" for name in ("good", "new", "bad"))
    states = [FeedState(bad, succeeded=MONDAY, trouble=trouble), FeedState(new), FeedState(good, succeeded=MONDAY)]
    assert [[one.url for one in turn] for turn in turns(states)] == [[good], [new], [bad]]


# --- two weeks ---------------------------------------------------------------------------------------------------------


def test_two_weeks_of_twelve_outlets_are_fetched_with_good_manners(store: Store) -> None:
    """No poll is under its interval, none without conditions but the weekly ones, none extra after restarts; nothing is lost."""
    web = Web(HandClock())
    papers = {
        f"https://paper{number}.example/rss": Newspaper(timedelta(hours=2 + 5 * number), name=f"paper{number}")
        for number in range(8)
    }
    web.sites |= papers
    strict, shaky = "https://strict.example/rss", "https://shaky.example/rss"
    web.sites[strict] = served(rss(FERRY), cache_control="max-age=20000")
    waits: list[object] = []

    def refuses_at_times(wanted: Wanted, now: object) -> Fetched:
        if len(web.of(shaky)) % 5 == 3:
            waits.append(now)
            return status(429, "30000")(wanted, web.clock.now())
        return Newspaper(timedelta(hours=9), name="shaky")(wanted, web.clock.now())

    web.sites[shaky] = refuses_at_times
    subscribed(store, *papers, strict, shaky)
    for day in (1, 3, 8, 14):  # a restart after each
        web.clock = HandClock(web.clock.time, MONDAY + day * DAY)
        Live(store, Door(web.fetch), web.clock, group_every=timedelta(days=14)).run()
        assert store.ledger().difference == 0
    assert {one.url for one in web.asked} == {*papers, strict, shaky}
    for url in {one.url for one in web.asked}:
        asked = web.of(url)
        assert all(later.at - sooner.at >= timedelta(seconds=SHORTEST) for sooner, later in pairwise(asked))
        unconditional = [one.at for one in asked if not one.conditional]
        assert unconditional[0] == asked[0].at
        assert all(later - sooner >= FULL_EVERY for sooner, later in pairwise(unconditional))
        assert len(unconditional) <= 3
    strictly = web.of(strict)
    assert all(later.at - sooner.at >= timedelta(seconds=20000) for sooner, later in pairwise(strictly))
    for told in waits:
        assert not [one for one in web.of(shaky) if told < one.at < told + timedelta(seconds=30000)]  # type: ignore[operator]
    assert len(waits) >= 3
    for url, paper in papers.items():
        came = sum(
            article.outlet == "harbourpost.example" and f"/{paper.name}/" in (article.url or "")
            for article in store.articles()
        )
        last = web.of(url)[-1].at
        assert came == paper.written(last), url
    assert not store.gaps()


def test_a_state_says_nothing_that_its_store_does_not_give_back(store: Store) -> None:
    """What a round decided is there, equal, after a restart."""
    subscribed(store, FEED)
    state = replace(
        FeedState(FEED), due=MONDAY, validators=Validators('W/"\x00é"', None), prints=("a", "b"), full_text=True
    )
    store.save_feed_state(state)
    assert store.feed_states() == [state]


def test_many_entries_become_the_same_articles_wherever_they_are_built() -> None:
    """Beside the process that writes them or in it: all are kept, in one order. Nothing is grouped here, as that is the same."""

    def stop(step: str, _: int) -> None:
        if step == "grouping":
            raise StopAsked

    kept = []
    for workers in (1, 2):
        web = Web(HandClock())
        urls = [f"https://outlet{number}.example/rss" for number in range(10)]
        for number, url in enumerate(urls):
            told = [
                (f"{number}-{one}", f"Goat {one} of {number} wins", f"{GOATS[2]} It was {one}.") for one in range(30)
            ]
            web.sites[url] = served(rss(*told))
        with open_store(MEMORY) as store, suppress(StopAsked):
            subscribed(store, *urls)
            try:
                live(store, web, workers=workers, told=Told(on_step=stop)).round()
            finally:
                kept.append((list(store.articles()), store.ledger(), store.feed_states()))
    assert kept[0] == kept[1]
    assert (len(kept[0][0]), kept[0][1].difference) == (300, 0)
