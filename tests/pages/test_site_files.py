"""What a site of files has besides its pages: feeds, the map of the site, addresses of its own where it is told them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from invented import article, at, digest_of, excerpt_of, ferry, hostile, topic
from lxml import etree, html

from newsfold.model import Date, Digest
from newsfold.pages import build, summarise
from newsfold.pages import sitemap as mapping
from newsfold.pages.sitefeeds import feed_files

BASE = "https://news.example/keldonia/"
NAMES = {"a": "http://www.w3.org/2005/Atom", "s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def story_of(number: int, last: Date) -> Digest:
    """A story of one article."""
    piece = article(f"a{number}", "Orrin Today", f"Swans {number}", "Some words.", published=last)
    return digest_of(piece, [excerpt_of(piece, "Some words.", story=f"s{number}")], story=f"s{number}")


def found(content: bytes, path: str) -> list[Any]:
    """What a path finds in an XML document."""
    result: list[Any] = etree.fromstring(content).xpath(path, namespaces=NAMES)
    return result


def pages_of(site: dict[str, bytes], attribute: str, rel: str) -> dict[str, str]:
    """The link of one kind that each page of a site has."""
    linked = {
        name: html.fromstring(content).xpath(f"//link[@rel='{rel}']/@{attribute}")
        for name, content in site.items()
        if name.endswith(".html")
    }
    return {name: links[0] for name, links in linked.items() if links}


# --- feeds ------------------------------------------------------------------------------------------------------------


def test_a_feed_of_the_site_lists_the_stories_with_the_latest_news_first() -> None:
    """At most fifty, in both formats, under the ids that stories keep."""
    times = [datetime(2026, 3, 1 + number % 28, number // 28, tzinfo=UTC) for number in range(60)]
    files = dict(feed_files([story_of(number, Date("", time, "exact")) for number, time in enumerate(times)]))
    latest = [f"tag:newsfold,2026:story:s{number}" for number in sorted(range(60), key=times.__getitem__, reverse=True)]
    assert found(files["feed.xml"], "//a:entry/a:id/text()") == latest[:50]
    assert [item["id"] for item in json.loads(files["feed.feed.json"])["items"]] == latest[:50]


def test_every_story_has_feeds_of_its_own() -> None:
    """Their one entry is the story, as new as its latest article, and tells its excerpts."""
    files = dict(feed_files([ferry(), topic()], BASE))
    feed = json.loads(files["story/s7f3a1c.feed.json"])
    (item,) = feed["items"]
    assert (feed["title"], feed["home_page_url"]) == (ferry().headline.text, BASE)
    assert feed["feed_url"] == f"{BASE}story/s7f3a1c.feed.json"
    assert (item["id"], item["url"]) == ("tag:newsfold,2026:story:s7f3a1c", f"{BASE}story/s7f3a1c.html")
    assert item["date_modified"] == ferry().last.iso
    told = html.fromstring(item["content_html"]).text_content()
    assert [one.text for one in ferry().excerpts if one.text.split("\n")[0] not in told] == []
    assert found(files["story/s7f3a1c.xml"], "//a:link[@rel='self']/@href") == [f"{BASE}story/s7f3a1c.xml"]


def test_ids_are_told_by_the_name_that_is_given() -> None:
    """In the feed of all stories and in each one's own, as Atom and as JSON."""
    site = dict(build([ferry()], authority="velmar.example,2026"))
    of_story = "tag:velmar.example,2026:story:s7f3a1c"
    for name in ("feed", "story/s7f3a1c"):
        assert found(site[f"{name}.xml"], "//a:entry/a:id/text()") == [of_story]
        assert [item["id"] for item in json.loads(site[f"{name}.feed.json"])["items"]] == [of_story]
    assert b"newsfold,2026" not in b"".join(site.values())


@pytest.mark.parametrize("text", ["", "</script>", "\x00\x1b\ud800", "]]>&<b>"])
def test_feeds_are_written_whatever_outlets_wrote(text: str) -> None:
    """As JSON and as XML that can be read; without the site's address they have none."""
    one = hostile(text or "x")
    one = one if text else replace(one, headline=replace(one.headline, text="", url=None), articles=())
    for base in (BASE, None):
        files = dict(feed_files([one], base))
        assert len(files) == 4
        for name, content in files.items():
            if name.endswith(".json"):
                (item,) = json.loads(content)["items"]
                assert item["id"].startswith("tag:newsfold,2026:story:")
            else:
                assert len(found(content, "//a:entry/a:title")) == 1


# --- addresses --------------------------------------------------------------------------------------------------------


def test_a_site_that_knows_its_address_says_it() -> None:
    """On each page as the one to cite, in the map, and in nothing else that links pages to each other."""
    site = dict(build([ferry(), topic()], base=BASE))
    assert pages_of(site, "href", "canonical") == {
        "story/s7f3a1c.html": f"{BASE}story/s7f3a1c.html",
        "story/id.topic-vale-ferry.a39d628ecc0e.html": f"{BASE}story/id.topic-vale-ferry.a39d628ecc0e.html",
        "index.html": BASE,
        "articles.html": f"{BASE}articles.html",
        "search.html": f"{BASE}search.html",
    }
    plain = dict(build([ferry(), topic()]))
    assert pages_of(plain, "href", "canonical") == {}
    assert set(site) - set(plain) == {"sitemap.xml"}
    for name, content in site.items():
        if name.endswith(".html"):
            links = html.fromstring(content).xpath("//a/@href")
            assert [link for link in links if link.startswith(BASE)] == []


def test_the_map_names_every_page_with_the_time_of_its_latest_article() -> None:
    """The day alone where no zone was given; nothing where no time is known."""
    zoneless = Date("2 March, 9:00", datetime(2026, 3, 2, 9, tzinfo=UTC), "no-zone")
    stories = [story_of(0, at(3, "10:30")), story_of(1, zoneless), story_of(2, Date())]
    ((name, content),) = mapping.sitemap_files([summarise(one) for one in stories], BASE)
    assert name == "sitemap.xml"
    listed = [
        (one.findtext("s:loc", None, NAMES), one.findtext("s:lastmod", None, NAMES))
        for one in etree.fromstring(content)
    ]
    assert listed == [
        (BASE, None),
        (f"{BASE}articles.html", None),
        (f"{BASE}story/s0.html", "2026-03-03T10:30:00Z"),
        (f"{BASE}story/s1.html", "2026-03-02"),
        (f"{BASE}story/s2.html", None),
    ]


def test_a_map_that_would_be_too_long_is_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the protocol has it: a list of maps, each within its bound, every page in one of them."""
    monkeypatch.setattr(mapping, "PAGES_A_FILE", 3)
    stories = [summarise(story_of(number, at(2, "09:00"))) for number in range(5)]
    files = dict(mapping.sitemap_files(stories, BASE))
    assert found(files["sitemap.xml"], "//s:sitemap/s:loc/text()") == [f"{BASE}sitemap-{n}.xml" for n in (1, 2, 3)]
    parts: Sequence[list[Any]] = [found(files[f"sitemap-{n}.xml"], "//s:url/s:loc/text()") for n in (1, 2, 3)]
    assert [len(part) for part in parts] == [3, 3, 1]
    assert len(set().union(*parts)) == 7


def test_a_site_is_the_same_each_time() -> None:
    """Byte for byte, and file by file in one order."""
    assert list(build([ferry(), topic()], base=BASE)) == list(build([ferry(), topic()], base=BASE))
