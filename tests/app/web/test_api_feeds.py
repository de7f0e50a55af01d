"""Subscribing over the API: an address is looked at before it is subscribed to, as by the form of a page; servers are played."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from asking import Answer, asked
from liveworld import HandClock, Web, rss, sent_on, served, status, unreachable
from starlette.types import ASGIApp

from newsfold.app.web import Desk, Intake, make_app
from newsfold.app.web.api import PREFIX
from newsfold.engine.archive import Archive
from newsfold.engine.live import Door
from newsfold.store import MEMORY, Store, open_store

FEED = "https://harbourpost.example/rss"
FERRY = ("ferry", "Ferry sinks off Velmar", "The ferry Silver Tern sank off Velmar on Monday, the coast guard said.")
PAGE = b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss" title="All of it"></head></html>'


@pytest.fixture
def web() -> Web:
    feed = served(rss(FERRY))
    return Web(HandClock(), {FEED: feed, "https://old.example/rss": sent_on(FEED, feed)})


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


@pytest.fixture
def app(store: Store, web: Web) -> ASGIApp:
    intake = Intake(lambda: nullcontext(Door(web.fetch, pages=web.fetch)))
    return make_app(Desk(Archive(store), store, now=web.clock.now, intake=intake))


def subscribe(app: ASGIApp, url: str, **more: object) -> tuple[Answer, Any]:
    body = json.dumps({"url": url, **more}).encode()
    answer = asked(app, f"{PREFIX}/feeds", "POST", headers={"content-type": "application/json"}, body=body)
    return answer, json.loads(answer.body)


def test_what_is_in_a_new_feed_is_taken_in_at_once(app: ASGIApp, store: Store) -> None:
    """Under the name and in the folder that are asked for; once it is known it is not looked at again."""
    answer, told = subscribe(app, FEED, name="The Post", folder=["Coast"])
    assert (answer.status, told) == (201, {"outcome": "added", "url": FEED, "name": "The Post", "folder": ["Coast"]})
    assert [store.article(one).outlet for story in store.stories() for one in story.articles] == ["The Post"]
    assert subscribe(app, FEED)[1]["outcome"] == "known"
    assert subscribe(app, FEED, name="Post")[1] == {
        "outcome": "changed",
        "url": FEED,
        "name": "Post",
        "folder": ["Coast"],
    }


def test_an_address_that_leads_on_for_good_is_left_for_that_one(app: ASGIApp, store: Store) -> None:
    """Which may be known."""
    answer, told = subscribe(app, "https://old.example/rss")
    assert (answer.status, told["outcome"], told["url"]) == (201, "added", FEED)
    answer, told = subscribe(app, "https://old.example/rss")
    assert (answer.status, told["outcome"], told["url"]) == (200, "changed", FEED)
    assert [feed.url for feed in store.feeds()] == [FEED]


@pytest.mark.parametrize(
    ("answering", "detail", "declares"),
    [
        (
            served(PAGE),
            "this is a web page, and it names other addresses as its feeds",
            [{"url": FEED, "name": "All of it"}],
        ),
        (served(b"<html><title>Ferry</title></html>"), "this is a web page, and it names no feed", []),
        (status(404), "the server answered 404", []),
        (unreachable, "nothing answers there", []),
    ],
)
def test_what_is_no_feed_is_refused_with_what_is_there(
    app: ASGIApp, web: Web, store: Store, answering: Any, detail: str, declares: list[dict[str, str]]
) -> None:
    """As a problem that names the address, and the feeds that a page names. Nothing is subscribed to."""
    web.sites["https://harbourpost.example/"] = answering
    answer, problem = subscribe(app, "https://harbourpost.example/")
    assert (answer.status, answer.headers["content-type"]) == (409, "application/problem+json")
    assert (problem["code"], problem["type"]) == ("no-feed", "urn:newsfold:problem:no-feed")
    assert problem["detail"].startswith(f"https://harbourpost.example/: {detail}")
    assert (problem["url"], problem["feeds"]) == ("https://harbourpost.example/", declares)
    assert store.feeds() == []
