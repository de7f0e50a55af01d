"""A site has a page for every story id that ever was: those of stories that ended lead on to where they are told now."""

from __future__ import annotations

import json

import lxml.html
from invented import ferry

from newsfold import pages

OLD, OTHER = "s-ended", "s-nowhere"


def site(moved: dict[str, str]) -> dict[str, bytes]:
    return dict(pages.build([ferry()], moved=moved))


def test_the_page_of_a_story_that_ended_leads_to_the_one_it_is_in() -> None:
    """By itself, to a reader who waits, and to a program."""
    digest = ferry()
    files = site({OLD: digest.id})
    target = f"{pages.safe_name(digest.id)}.html"
    assert f"story/{target}" in files
    tree = lxml.html.fromstring(files[f"story/{OLD}.html"])
    assert tree.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={target}"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [target]
    assert tree.xpath("//main//a/@href") == [target]
    assert json.loads(files[f"story/{OLD}.json"]) == {"moved": {"story": OLD, "to": digest.id}}


def test_no_page_leads_to_one_that_is_not_there_or_takes_the_place_of_one() -> None:
    """As of a story all of whose articles are hidden."""
    digest = ferry()
    assert site({OTHER: "s-hidden", digest.id: digest.id}) == site({})
