"""Feeds out as files: they break no rule that the W3C's feed validator knows for such, whatever outlets wrote in them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import lxml.html
import pytest
from feedrules import MESSAGES, faults
from hypothesis import given
from hypothesis import strategies as st
from invented import edited_ferry, ferry, hostile, topic

from newsfold.model import Digest
from newsfold.pages import OutFeed, Tags, write_atom, write_json_feed
from newsfold.pages.outgoing import matter_of, story_entry

HERE = "https://news.orrin.example/"
AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
TAGS = Tags("news.orrin.example,2026-03-01")
ADDRESS = f"{HERE}feeds/edition.atom"


def edition_of(*digests: Digest) -> OutFeed:
    entries = tuple(story_entry(one, AT, TAGS, f"{HERE}story/{number}") for number, one in enumerate(digests))
    return OutFeed(TAGS.of("edition"), "Newsfold", entries, ADDRESS, HERE)


# --- the validator's rules --------------------------------------------------------------------------------------------

EXPECTED = re.compile(rb"Expect:\s*(!?)([A-Za-z0-9]+)(?:\{[^}]*element:([a-z]+))?")
# Cases of a message that is checked here. Those in which it is given or not as the validator's authors say; the others are of
# what our feeds never have: XHTML and MathML, elements of other namespaces, forms of Atom 0.3, HTML in base 64.
CASES, AGREED = 472, 426


def test_the_rules_find_what_the_validator_finds_in_its_own_cases(unpacked: Callable[[str], Path]) -> None:
    folder = unpacked("corpora/feedvalidator.tar.gz") / "feedvalidator" / "testcases" / "atom"
    checked = [result for path in sorted(folder.rglob("*.xml")) if (result := agrees(path.read_bytes()))]
    assert (len(checked), sum(agreed for _, agreed in checked)) >= (CASES, AGREED)
    assert len({name for name, agreed in checked if agreed}) >= 38


def agrees(document: bytes) -> tuple[str, bool] | None:
    """Which message a case is about, and whether ours is the same; None where it is about none of ours."""
    said = EXPECTED.search(document)
    if said is None or said[2].decode() not in MESSAGES:
        return None
    name, element = said[2].decode(), (said[3] or b"").decode()
    found = [one.split() for one in faults(document)]
    given = any(one[0] == name and (not said[1] or element in ("", *one[1:]) or one[1:] == []) for one in found)
    return name, given != bool(said[1])


# Only of outlets whose names have markup in them: a name cannot say that it has none.
UNAVOIDABLE = {"ContainsHTML", "ContainsEmail"}


@pytest.mark.parametrize("digest", [ferry(), edited_ferry(), hostile("<i>Ferry</i> & <script>alert(1)</script>")])
def test_a_feed_of_stories_and_one_of_a_story_break_no_rule(digest: Digest) -> None:
    assert faults(write_atom(edition_of(digest)), ADDRESS) <= UNAVOIDABLE
    own = OutFeed(TAGS.story(digest.id), digest.headline.text, matter_of(digest, TAGS, HERE), ADDRESS, HERE)
    assert faults(write_atom(own), ADDRESS) <= UNAVOIDABLE


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_whatever_an_outlet_wrote_no_rule_is_broken(words: str) -> None:
    """Nor does anything of it become markup: the only elements are ours."""
    feed = edition_of(hostile(words))
    assert faults(write_atom(feed), ADDRESS) <= UNAVOIDABLE
    (item,) = json.loads(write_json_feed(feed))["items"]
    html = lxml.html.fragment_fromstring(item["content_html"], create_parent="div")
    assert {element.tag for element in html.iter()} <= {"div", "blockquote", "p", "a", "span"}
    assert {name for element in html.iter() for name in element.attrib} <= {"href", "lang", "dir"}


# --- what is in them --------------------------------------------------------------------------------------------------


def test_an_entry_tells_every_excerpt_word_for_word_with_outlet_time_and_link() -> None:
    digest = ferry()
    (entry,) = feedparser.parse(write_atom(edition_of(digest))).entries
    html = lxml.html.fragment_fromstring(entry.content[0].value, create_parent="div")
    told = [element.text_content() for element in html.iter("blockquote")]
    assert len(told) == len(digest.excerpts)
    for excerpt, shown in zip(digest.excerpts, told, strict=True):
        assert excerpt.text in shown
    assert {a.get("href") for a in html.iter("a")} == {one.url for one in digest.excerpts}
    assert (entry.title, entry.updated, entry.link) == (digest.headline.text, "2026-03-03T09:30:00Z", f"{HERE}story/0")


def test_a_story_has_the_same_id_in_every_feed() -> None:
    atom = feedparser.parse(write_atom(edition_of(ferry())))
    (item,) = json.loads(write_json_feed(edition_of(ferry())))["items"]
    assert {atom.entries[0].id, item["id"]} == {f"tag:news.orrin.example,2026-03-01:story:{ferry().id}"}


def test_an_excerpt_keeps_its_id_where_its_article_is_changed_elsewhere() -> None:
    """It is of the words and of whose they are, not of where they stand."""
    ids = {entry.told[0].text: entry.id for entry in matter_of(ferry(), TAGS)}
    again = {entry.told[0].text: entry.id for entry in matter_of(edited_ferry(), TAGS)}
    assert ids
    assert all(again[words] == ids[words] for words in ids.keys() & again.keys())
    assert len(set(ids.values())) == len(ids)


def test_what_a_story_consists_of_comes_latest_first_under_the_titles_of_its_articles() -> None:
    entries = matter_of(ferry(), TAGS)
    assert [one.updated for one in entries] == sorted((one.updated for one in entries), reverse=True)
    assert {one.title for one in entries} <= {one.title for one in ferry().articles} | {ferry().headline.text}


def test_the_json_feed_proves_each_excerpt_by_its_span() -> None:
    feed = json.loads(write_json_feed(edition_of(ferry())))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["feed_url"], feed["home_page_url"]) == (ADDRESS, HERE)
    for excerpt, written in zip(ferry().excerpts, feed["items"][0]["_newsfold"]["excerpts"], strict=True):
        assert written["text"] == excerpt.text
        assert (written["revision"], written["span"]) == (
            excerpt.span.revision,
            [excerpt.span.start, excerpt.span.end],
        )


@pytest.mark.parametrize("digest", [ferry(), edited_ferry(), topic()])
def test_a_feed_of_ordinary_outlets_breaks_no_rule_at_all(digest: Digest) -> None:
    assert faults(write_atom(edition_of(digest)), ADDRESS) == set()


def test_an_address_with_characters_that_no_uri_has_is_written_with_their_codes() -> None:
    feed = OutFeed("tag:a.example,2026:x", "x", address="https://a.example/ö?q=100%&r=%C3", page="https://a.example/<")
    assert b'href="https://a.example/%C3%B6?q=100%25&amp;r=%C3"' in write_atom(feed)
    assert "InvalidLink" not in faults(write_atom(feed))
