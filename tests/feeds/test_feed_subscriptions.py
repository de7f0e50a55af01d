"""Around a feed: what it says of itself, what a page declares, lists of subscriptions, and which entries are only a beginning."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold import feeds
from newsfold.feeds.opml import read as read_opml
from newsfold.model import Feed, FeedState, Hints, Item, Rejected, Trouble

NOW = datetime(2026, 3, 2, 6, 40, tzinfo=UTC)
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(
    lambda name: name.strip() == name
)
SUBSCRIPTIONS = st.lists(
    st.builds(
        Feed,
        source=st.just("a list"),
        url=st.integers(0, 99).map(lambda number: f"https://outlet{number}.example/rss?a=1&b=<2>"),
        site=st.none() | st.just("https://outlet.example/"),
        name=st.none() | NAMES,
        folder=st.lists(NAMES, max_size=3).map(tuple),
    ),
    unique_by=lambda feed: feed.url,
    min_size=1,
)


@given(SUBSCRIPTIONS)
def test_a_list_that_is_written_is_read_as_what_it_was(subscribed: list[Feed]) -> None:
    """Names, folders in folders, sites and addresses; those of one folder stand together."""
    read = list(read_opml(feeds.write_opml(subscribed), "a list"))
    assert sorted(map(repr, read)) == sorted(map(repr, subscribed))
    again = [feed for feed in read if isinstance(feed, Feed)]
    assert feeds.write_opml(again) == feeds.write_opml(subscribed)


def test_a_name_cannot_become_an_element_and_what_xml_cannot_hold_is_left_out() -> None:
    """The list is written by a serializer."""
    name = 'x"/><outline xmlUrl="https://evil.example/"/>]]>'
    (read,) = read_opml(feeds.write_opml([Feed("", "https://a.example/", None, name + "\x00\ud800")]), "list")
    assert isinstance(read, Feed)
    assert read.name == name


def test_a_feed_says_who_it_is_and_how_often_it_wants_to_be_asked() -> None:
    """The title of its picture and those of its entries are not its own."""
    said = feeds.channel_of(
        b'<?xml version="1.0"?><!-- made by hand --><rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        b"<channel><image><title>Logo</title></image><title> Harbour\n Post </title><link>https://harbourpost.example/</link>"
        b"<ttl>60</ttl><skipHours><hour>1</hour><hour>24</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
        b"<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>12</sy:updateFrequency>"
        b"<item><title>No</title><ttl>9</ttl></item></channel></rss>"
    )
    assert said == feeds.Channel("Harbour Post", "https://harbourpost.example/", Hints(7200, (0, 1), (6,)))


def test_atom_and_json_feeds_say_who_they_are_too() -> None:
    """Where Atom has the address of its site in an attribute."""
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://a.example/atom"/><title>A</title>'
        b'<link href="https://a.example/"/><entry><title>No</title></entry></feed>'
    )
    assert feeds.channel_of(atom) == feeds.Channel("A", "https://a.example/")
    assert (
        feeds.channel_of(b'{"version": "https://jsonfeed.org/version/1.1", "title": "J \\u00e9", "items": []}').title
        == "J é"
    )


@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"<rss><channel>{text}".encode("utf-8", "replace"))
)
def test_nothing_that_is_sent_breaks_what_looks_at_it(body: bytes) -> None:
    """Whatever comes is a feed's title, a page's feeds, or nothing."""
    feeds.channel_of(body)
    feeds.feeds_of(body, "https://a.example/")
    assert all(isinstance(one, Item | Feed | Rejected) for one in feeds.parse(body, "https://a.example/rss"))


def test_a_page_declares_its_feeds() -> None:
    """In its order, each once, made whole by the page's base; comments, scripts and other links declare nothing."""
    page = b"""<html><head><base href="https://harbourpost.example/en/">
        <link rel="stylesheet" type="text/css" href="a.css"> <link rel=alternate hreflang=de href="/de/">
        <!-- <link rel="alternate" type="application/rss+xml" href="old.xml"> -->
        <LINK REL="alternate home" TYPE="application/rss+xml; charset=utf-8" HREF="rss.xml" TITLE="All  news">
        <link rel="alternate" type="application/atom+xml" href="/atom.xml">
        <link rel="alternate" type="application/feed+json" href="javascript:alert(1)">
        <link rel="alternate" type="application/rss+xml" href="rss.xml"></head>"""
    assert [(one.url, one.name) for one in feeds.feeds_of(page, "https://harbourpost.example/")] == [
        ("https://harbourpost.example/en/rss.xml", "All news"),
        ("https://harbourpost.example/atom.xml", None),
    ]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"<!doctype html><html><head><title>Log in</title></head></html>", "it is a web page, not a feed"),
        (b"<opml version='2.0'><body/></opml>", "it is a subscription list, not a feed"),
        (b"", "the answer is empty"),
        (b'{"id": "a1", "title": "A record"}', "it is no feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "it is no feed"),
    ],
)
def test_what_is_no_feed_is_refused_in_its_place(body: bytes, detail: str) -> None:
    """Nothing of it is taken for news."""
    assert feeds.parse(body, "https://a.example/rss") == [Rejected("https://a.example/rss", "not-a-feed", detail)]


LONG = "The ferry turned back in high seas. " * 20


@pytest.mark.parametrize(
    ("words", "only_a_beginning"),
    [
        (LONG, False),
        (LONG + "Nobody was hurt…", True),
        (LONG + "The mayor said that [&#8230;]", True),
        (LONG + "The mayor said that [...]", True),
        (LONG + "The mayor said that... <a href='x'>Read the whole story</a>", True),
        (LONG + "He said ... and then went on to say a great deal more of it to all.", False),
        ("A lead and no more.", True),
    ],
)
def test_an_entry_that_is_only_a_beginning_is_told(words: str, only_a_beginning: bool) -> None:
    """Its words break off, or they are a lead."""
    item = Item("rss", "feed", url="https://a.example/1", body=words, body_markup="html")
    assert feeds.is_truncated(item) is only_a_beginning
    assert not feeds.is_truncated(Item("rss", "feed", body=words))


def test_every_reason_for_a_failure_has_one_thing_to_do() -> None:
    """In a sentence; the first failure in a row is none that anybody has to look after."""
    for reason in (
        "refused",
        "unreachable",
        "tls",
        "timeout",
        "too-large",
        "bad-answer",
        "redirects",
        "not-a-feed",
        "status",
    ):
        once, often = (
            FeedState("https://a.example/rss", trouble=Trouble(reason, "it broke", count, NOW)) for count in (1, 5)
        )
        assert feeds.health(once, NOW).ok
        assert not feeds.health(often, NOW).ok
        assert feeds.health(often, NOW).action
        assert "5 fetches since 2026-03-02 06:40 UTC failed: it broke" in feeds.health(often, NOW).sentence


def test_the_sample_list_comes_back_whole() -> None:
    """As anybody would try it first."""
    data = Path(feeds.__file__).parent.parent.joinpath("sample", "outlets.opml").read_bytes()
    subscribed = [feed for feed in read_opml(data, "list") if isinstance(feed, Feed)]
    assert list(read_opml(feeds.write_opml(subscribed), "list")) == subscribed
