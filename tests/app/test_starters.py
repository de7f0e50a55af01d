"""The lists of feeds that come with the program: well formed, wide enough, and what the commands do with them."""

from __future__ import annotations

import json
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path

import pytest
from commandline import run
from lxml import etree

from newsfold import articles, feeds
from newsfold.app.starters import bundled
from newsfold.model import Feed

LANGUAGES = ["de", "en", "es", "fr", "it", "pt"]
ENOUGH = 15


@pytest.fixture(params=bundled(), ids=lambda path: path.name)
def listed(request: pytest.FixtureRequest) -> Traversable:
    found: Traversable = request.param
    return found


def read(path: Traversable) -> list[Feed]:
    return [one for one in feeds.read(["-"], BytesIO(path.read_bytes())) if isinstance(one, Feed)]


def test_there_are_six_languages() -> None:
    """Each has its list."""
    assert [path.name for path in bundled()] == [f"{language}.opml" for language in LANGUAGES]


def test_our_own_reader_finds_nothing_wrong(listed: Traversable) -> None:
    """Every outline is a feed, and nothing is rejected."""
    found = list(feeds.read(["-"], BytesIO(listed.read_bytes())))
    outlines = [one for one in etree.fromstring(listed.read_bytes()).iter("outline") if one.get("xmlUrl")]
    assert [type(one) for one in found] == [Feed] * len(outlines)


def test_the_outlets_are_many_and_distinct(listed: Traversable) -> None:
    """So many of one language that they report the same events; by registrable domain, and no feed twice."""
    found = read(listed)
    domains = [articles.domain(feed.site) for feed in found]
    assert len(set(domains)) == len(domains) >= ENOUGH
    assert None not in domains
    assert len({feed.url for feed in found}) == len(found)
    assert len({feed.name for feed in found}) == len(found)


def test_every_address_is_fetched_over_tls(listed: Traversable) -> None:
    """And every outline has all that other readers look for."""
    for outline in etree.fromstring(listed.read_bytes()).iter("outline"):
        if outline.get("xmlUrl"):
            assert outline.get("xmlUrl").startswith("https://")
            assert outline.get("htmlUrl").startswith("https://")
            assert outline.get("text") == outline.get("title") != ""
            assert (outline.get("type"), outline.get("category") in {"awesome-rss-feeds", "added"}) == ("rss", True)


def test_a_list_is_printed_as_it_is() -> None:
    """OPML that any reader takes; without a language the lists are listed."""
    (german,) = [path for path in bundled() if path.name == "de.opml"]
    assert run("starters", "de").printed.encode() == german.read_bytes()
    assert [line[:2] for line in run("starters").printed.splitlines()] == LANGUAGES
    shown = json.loads(run("starters", "--json").printed)["starters"]
    assert [one["language"] for one in shown] == LANGUAGES


def test_a_list_is_subscribed_to_once(tmp_path: Path) -> None:
    """Twice is once, and nothing is fetched."""
    store = tmp_path / "news.db"
    first = json.loads(run("starters", "pt", "--import", "--store", store, "--json").printed)
    again = json.loads(run("starters", "pt", "--import", "--store", store, "--json").printed)
    count = len(first["subscribed"])
    assert (first["known"], again["subscribed"], again["known"]) == (0, [], count)
    assert {tuple(one["folder"]) for one in first["subscribed"]} == {("Brasil",), ("Portugal",)}


def test_a_language_that_is_not_there_is_named() -> None:
    """With those that are."""
    ran = run("starters", "tlh")
    assert (ran.status, ran.told) == (2, ["tlh: there is no such list of feeds; there are de, en, es, fr, it, pt"])
    assert run("starters", "--import").status == 2
