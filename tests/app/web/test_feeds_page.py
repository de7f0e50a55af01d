"""The page of the feeds and the first page: adding, importing, looking after, and beginning; with servers that are played."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from asking import Browser, asked
from liveworld import DAY, HandClock, Web, rss, served, status

from newsfold import feeds
from newsfold.app.web import Desk, Intake, make_app
from newsfold.engine.archive import Archive
from newsfold.engine.live import Door, Live
from newsfold.model import Feed
from newsfold.store import MEMORY, Store, open_store

FEED = "https://harbourpost.example/rss"
FERRY = ("ferry", "Ferry sinks off Velmar", "The ferry Silver Tern sank off Velmar on Monday, the coast guard said.")
GOATS = ("goats", "Goat crowned", "Greenfield crowned the heaviest goat of its annual fair before 300 visitors.")
OPML = """<opml version="2.0"><body><outline text="Coast">
    <outline type="rss" text="Harbour Post" xmlUrl="https://harbourpost.example/rss"/>
    <outline type="rss" text="Twice" xmlUrl="https://harbourpost.example/rss"/>
    <outline type="rss" text="No address"/></outline>
    <outline type="rss" text="Ledger" xmlUrl="https://ledger.example/rss"/></body></opml>"""


@pytest.fixture
def web() -> Web:
    return Web(HandClock(), {FEED: served(rss(FERRY, GOATS))})


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


class Bell:
    """Counts how often the rounds were woken."""

    def __init__(self) -> None:
        self.rung = 0

    def __call__(self) -> None:
        self.rung += 1


@pytest.fixture
def door(web: Web) -> Door:
    return Door(web.fetch, pages=web.fetch)


@pytest.fixture
def desk(store: Store, web: Web, door: Door) -> Desk:
    """A server without rounds of its own."""
    return Desk(Archive(store), store, now=web.clock.now, intake=Intake(lambda: nullcontext(door)))


@pytest.fixture
def reader(desk: Desk) -> Browser:
    return Browser(make_app(desk))


def words(page: str) -> str:
    [main] = lxml.html.document_fromstring(page).xpath("//main")
    return " ".join(main.text_content().split())


def send_file(app: Any, reader: Browser, name: str, content: bytes) -> str:
    """Send a form with a file, as a browser does; gives the page."""
    edge = "----edge"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="token"\r\n\r\n{reader.token}\r\n'
    head += f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="mine.opml"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
    headers = {"content-type": f"multipart/form-data; boundary={edge}", "sec-fetch-site": "same-origin"}
    answer = asked(app, "/do/import", "POST", headers=headers, body=body)
    assert answer.status == 200
    return answer.text


# --- adding -------------------------------------------------------------------------------------------------------------


def test_a_feed_that_is_added_is_fetched_at_once_and_its_stories_are_there(reader: Browser, store: Store) -> None:
    """Where nothing else would fetch it."""
    reader.open("/feeds")
    page = reader.send("/do/add", {"url": "harbourpost.example/rss", "outlet": "The Post"}).text
    assert "The feed is subscribed to, and what is in it was taken in." in words(page)
    assert "1 subscription, all well" in words(page)
    assert "2 items seen = 2 stored + 0 merged + 0 rejected. Not accounted for: 0." in words(page)
    assert [feed.name for feed in store.feeds()] == ["The Post"]
    assert "Ferry sinks off Velmar" in reader.open("/").text


def test_the_address_of_a_site_shows_its_feeds_to_choose(reader: Browser, web: Web, store: Store) -> None:
    """Nothing is subscribed to until one of them is chosen."""
    link = '<link rel="alternate" type="application/rss+xml" href="/rss" title="<b>All & more</b>">'
    web.sites["https://harbourpost.example"] = served(f"<html><head>{link}</head></html>".encode())
    reader.open("/feeds")
    page = reader.send("/do/add", {"url": "harbourpost.example"}).text
    assert "This is a web page. It names one feed: <b>All & more</b> https://harbourpost.example/rss" in words(page)
    assert store.feeds() == []
    reader.send("/do/add", {"url": FEED})
    assert [feed.url for feed in store.feeds()] == [FEED]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://nobody.example", "the server answered 404"),
        ("ftp://harbourpost.example", "is no address of the web"),
        ("<script>alert(1)</script>", "alert(1)"),
    ],
)
def test_what_is_no_feed_is_said_on_the_page(reader: Browser, url: str, why: str) -> None:
    """With what was typed, to be mended."""
    reader.open("/feeds")
    answer = reader.send("/do/add", {"url": url})
    page = lxml.html.document_fromstring(answer.text)
    [alert] = page.xpath("//*[@role='alert']")
    assert (answer.status, why in alert.text_content()) == (200, True)
    assert page.xpath("//input[@name='url']/@value") == [url]


def test_a_server_with_rounds_wakes_them(desk: Desk, web: Web, door: Door, store: Store) -> None:
    """What is added is in at once and grouped by the round; what is imported is fetched by it."""
    bell = Bell()
    intake = Intake(lambda: nullcontext(door), bell)
    app = make_app(replace(desk, intake=intake))
    reader = Browser(app)
    reader.open("/feeds")
    reader.send("/do/add", {"url": FEED})
    assert (bell.rung, len(store.ungrouped())) == (1, 2)
    send_file(app, reader, "opml", OPML.encode())
    assert bell.rung == 2
    reader.send("/do/fetch", {"url": FEED})
    assert (bell.rung, "It is fetched in the next round" in reader.page) == (3, True)
    live = Live(store, door, web.clock)
    assert live.round(most=10).asked == 2


# --- importing ----------------------------------------------------------------------------------------------------------


def test_a_list_is_taken_in_line_by_line(desk: Desk, store: Store) -> None:
    """Each line says what became of it; twice is as once; the list that is given out is the same."""
    app = make_app(desk)
    reader = Browser(app)
    reader.open("/feeds")
    said = words(send_file(app, reader, "opml", OPML.encode()))
    assert "2 added, 1 twice, 1 rejected" in said
    assert "newsfold fetch" in said
    reader.open("/feeds")
    assert "2 known, 1 twice, 1 rejected" in words(send_file(app, reader, "opml", OPML.encode()))
    given = asked(app, "/feeds.opml")
    assert given.headers["content-disposition"] == 'attachment; filename="newsfold.opml"'
    assert given.body == feeds.write_opml(store.feeds())


@pytest.mark.parametrize(
    "content", [b"", b"no list", rss(FERRY), b"<opml", b"\x1f\x8b\x08", b"<html></html>", b"{}", b"\x00" * 100]
)
def test_a_file_that_is_no_list_is_said_to_be_none(desk: Desk, store: Store, content: bytes) -> None:
    """And nothing is subscribed to."""
    app = make_app(desk)
    reader = Browser(app)
    reader.open("/feeds")
    assert 'role="alert"' in send_file(app, reader, "opml", content)
    assert (store.feeds(), store.ledger().seen) == ([], 0)


# --- looking after ------------------------------------------------------------------------------------------------------


def test_a_feed_in_trouble_comes_first_and_says_what_to_do(reader: Browser, web: Web, store: Store, door: Door) -> None:
    """In one sentence, with one action."""
    store.record_feed(Feed("list", "https://a.example/rss", name="Well"))
    store.record_feed(Feed("list", FEED, name="Ill"))
    web.sites["https://a.example/rss"] = served(rss(GOATS))
    web.sites[FEED] = status(500)
    for _ in range(3):
        Live(store, door, web.clock).round(force=True)
        web.clock.time += DAY
    page = lxml.html.document_fromstring(reader.open("/feeds").text)
    assert [one.text_content() for one in page.xpath("//ul[contains(@class, 'feeds')]//h3")] == ["Ill", "Well"]
    [state] = page.xpath("//li[@class='unwell']//p[@class='state']")
    said = " ".join(state.text_content().split())
    assert said.startswith("failing: 3 fetches since 2026-03-02")
    assert said.endswith("What to do: open the address in a browser and look what it says.")
    assert "2 subscriptions, 1 well" in words(reader.page)


def test_a_feed_is_read_whole_and_removed(reader: Browser, store: Store) -> None:
    """Its articles stay."""
    reader.open("/feeds")
    reader.send("/do/add", {"url": FEED})
    reader.send("/do/full-text", {"url": FEED, "on": "yes"})
    assert "the whole article is read" in words(reader.page)
    reader.send("/do/full-text", {"url": FEED, "on": ""})
    assert not store.feed_states()[0].full_text
    reader.send("/do/remove", {"url": FEED})
    assert "There is no subscription yet." in words(reader.page)
    assert len(store.membership()) == 2


# --- beginning ----------------------------------------------------------------------------------------------------------


def test_an_empty_store_says_how_to_begin(reader: Browser) -> None:
    """Four ways, each a plain form with a label on every field."""
    page = lxml.html.document_fromstring(reader.open("/").text)
    assert page.xpath("//h1/text()") == ["Whose news do you want to read?"]
    assert [one.rsplit("/", 1)[1] for one in page.xpath("//main//form/@action")] == [
        "import",
        "add",
        "starter",
        "sample",
    ]
    assert len(page.xpath("//main//form//*[self::input[not(@type='hidden')] or self::select][ancestor::label]")) == 3


def test_a_list_of_a_language_is_subscribed_to_and_the_page_counts_what_comes_in(desk: Desk, store: Store) -> None:
    """It loads itself again while rounds fetch, and says what to do where none do."""
    reader = Browser(make_app(replace(desk, intake=Intake(None, Bell()))))
    reader.open("/")
    page = reader.send("/do/starter", {"language": "de"}).text
    count = len(store.feeds())
    assert f"0 of {count} feeds in, 0 articles, 0 stories so far. This page looks again by itself." in words(page)
    assert lxml.html.document_fromstring(page).xpath("//meta[@http-equiv='refresh']/@content") == ["5"]
    still = Browser(make_app(desk)).open("/").text
    assert "newsfold fetch fetches them once" in words(still)
    assert "refresh" not in still
