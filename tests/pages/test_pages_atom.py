"""News as an Atom feed: well-formed whatever is in it, with ids that stay."""

from __future__ import annotations

from datetime import UTC, datetime

import feedparser
import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from newsfold.model import Date, Follow, Headline, NewArticle, News, StoryNews
from newsfold.pages import as_atom

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def news(title: str = "Ferry sinks", url: str | None = "https://post.example/ferry", *, copies: int = 0) -> News:
    article = NewArticle("a", "Harbour Post", title, url, Date("x", AT, "exact"), "en", edited=True)
    story = StoryNews("s1", Headline(title, "a", "Harbour Post", url, "en"), (article,), copies)
    return News(Follow("f1", query="ferry"), (story,), 7)


def test_each_story_is_an_entry_under_its_own_id() -> None:
    feed = feedparser.parse(as_atom(news(copies=2)))
    (entry,) = feed.entries
    assert (feed.feed.id, entry.id) == ("tag:newsfold,2026:follow:f1", "tag:newsfold,2026:story:s1")
    assert (entry.title, entry.link, entry.updated) == (
        "Ferry sinks",
        "https://post.example/ferry",
        "2026-03-02T08:00:00Z",
    )
    told = lxml.html.fromstring(f"<div>{entry.content[0].value}</div>").text_content()
    assert "Harbour Post, 2 March 2026, 08:00 UTC, changed" in told
    assert "2 copies of what was there before" in entry.content[0].value


def test_a_feed_without_news_is_a_feed() -> None:
    feed = feedparser.parse(as_atom(News(Follow("f1", query="ferry"), (), 0)))
    assert (feed.bozo, feed.entries, feed.feed.title) == (False, [], "ferry")


def test_an_address_that_is_no_link_becomes_none() -> None:
    written = as_atom(news(url="javascript:alert(1)"))
    assert b"javascript" not in written
    assert b"<link" not in written


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_a_title_holds_the_feed_is_well_formed(title: str) -> None:
    assert not feedparser.parse(as_atom(news(title), link="https://a.example/f.atom")).bozo
