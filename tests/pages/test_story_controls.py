"""What a reader who may change things finds on a story's page: plain forms, each with the token, to where each is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import lxml.html
import pytest
from invented import COURIER, STORY, VALE, edited_ferry, ferry, hostile, topic

from newsfold.model import Corrected, Correction, Digest, PinHeadline, Signature, Span
from newsfold.pages import Controls, Places, correct_page, standalone_page, story_page
from newsfold.pages.beside import sections

SERVED = Places(up="../", files=False, offered=frozenset({"why", "proof"}))
PINNED = Corrected(
    Correction(4, PinHeadline(STORY, COURIER.id), Signature("ines", datetime(2026, 3, 4, tzinfo=UTC))), (COURIER.id,)
)


def page(digest: Digest, controls: Controls | None, places: Places = SERVED) -> Any:
    return lxml.html.document_fromstring(story_page(digest, places=places, controls=controls))


def correcting(digest: Digest, controls: Controls) -> Any:
    return lxml.html.document_fromstring(correct_page(digest, controls, places=SERVED))


def forms(tree: Any) -> dict[str, dict[str, list[str]]]:
    """Where each form is sent, and what its fields may hold."""
    found: dict[str, dict[str, list[str]]] = {}
    for form in tree.xpath("//form"):
        assert form.get("method") == "post"
        fields = found.setdefault(form.get("action").removeprefix("../do/"), {})
        for field in form.xpath(".//input[@name] | .//select"):
            values = [one for one in field.xpath("./option/@value") if one] or [field.get("value") or ""]
            fields.setdefault(field.get("name"), []).extend(values)
    return found


def test_every_change_has_its_form_with_the_token() -> None:
    """Follow on the story's page; merge, split, pin, hide, undo on one of their own: fields by the names that are taken."""
    digest, controls = replace(ferry(), corrections=(PINNED,)), Controls("t0ken", others={"s9": VALE})
    story = page(digest, controls)
    assert story.xpath('//div[@class="tools"]/a/@href')[-1] == f"../story/{STORY}/correct"
    found = forms(story) | forms(correcting(digest, controls))
    ids = [one.id for one in digest.articles]
    back = f"/story/{STORY}"
    assert found == {
        "follow": {"token": ["t0ken"], "story": [STORY], "back": [back]},
        "merge": {"token": ["t0ken"] * 2, "story": [STORY] * 2, "into": ["", "s9"]},
        "split": {"token": ["t0ken"], "story": [STORY], "article": ids},
        "pin": {"token": ["t0ken"], "story": [STORY], "article": ids},
        "hide": {"token": ["t0ken"], "back": [back], "outlet": [one.outlet for one in digest.articles]},
        "undo": {"token": ["t0ken"], "number": ["4"], "back": [back]},
    }


def test_a_story_that_is_followed_can_be_left() -> None:
    """One button, which says what it does."""
    tree = page(ferry(), Controls("t", followed=True))
    assert next(iter(forms(tree))) == "unfollow"
    assert tree.xpath("string(//form//button)") == "Follow this story no longer"


@pytest.mark.parametrize(
    "made",
    [
        story_page(ferry()),
        story_page(ferry(), places=SERVED),
        story_page(topic(), places=SERVED, controls=Controls("t")),
        standalone_page([ferry()]),
    ],
)
def test_where_nothing_can_be_changed_there_is_no_form(made: bytes) -> None:
    """Files, readers who may only read, a search's digest, a page that stands alone."""
    assert b"<form" not in made
    assert b"/do/" not in made


def test_only_pages_that_are_there_are_linked() -> None:
    """Files have no proofs: they lead to the JSON, which has the place of every word."""
    served, filed = page(ferry(), None), page(ferry(), None, Places(up="../"))
    excerpts = [SERVED.proof(one.article, one.span) for one in ferry().excerpts]
    assert served.xpath('//figure[contains(@class, "excerpt")]//a[@class="prove"]/@href') == excerpts
    assert served.xpath('//div[@class="tools"]/a/@href') == [f"../story/{STORY}/why"]
    assert set(filed.xpath('//a[@class="prove"]/@href')) == {f"../story/{STORY}.json"}
    assert filed.xpath('//div[@class="tools"]') == []


def test_whatever_words_are_shown_have_a_proof() -> None:
    """Conflicts, figures, quotations, the timeline, names and edits too, each at the place in the revision that has its words."""
    digest = edited_ferry()
    linked = page(digest, None).xpath('//figure[contains(@class, "stretch")]//a[@class="prove"]/@href')
    shown = [block for section in sections(digest) for block in section.blocks]
    words = [told.words for block in shown for told in block.told]
    assert linked == [SERVED.proof(one.article, one.span) for one in words]
    older = [edit.before for edit in digest.edits if edit.before]
    assert older
    assert set(older) <= set(words)


def test_a_proof_is_addressed_by_its_place_and_not_by_a_number() -> None:
    """What an id holds stays in its parameter, and a query's digest has proofs as a story's has."""
    span = Span("0" * 32, "title", 3, 14)
    address = Places("../", files=False).proof("k/1?&#é", span)
    assert address == f"../proof?article=k%2F1%3F%26%23%C3%A9&revision={'0' * 32}&field=title&start=3&end=14"
    assert page(topic(), None).xpath('//a[@class="prove"]')


def test_the_navigation_names_the_pages_that_are_offered_and_where_one_is() -> None:
    """In one order, whatever the set's."""
    offered = frozenset({"settings", "search", "feeds", "why"})
    tree = page(ferry(), None, Places(up="../", files=False, offered=offered))
    assert [(one.text, one.get("href")) for one in tree.xpath("//nav/a")] == [
        ("Front page", "../"),
        ("Search", "../search"),
        ("Feeds", "../feeds"),
        ("Settings", "../settings"),
    ]
    assert tree.xpath('//form[@role="search"]/@action') == ["../search"]


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "' autofocus x='", "half \ud83d", "a\x00b"])
def test_hostile_names_stay_in_their_fields(text: str) -> None:
    """Ids, titles and outlets in forms make no markup."""
    digest = replace(hostile(text), query=None)
    harmless = replace(hostile("harmless"), query=None)
    for drawn in (page, correcting):
        shapes = [[(one.tag, *one.keys()) for one in drawn(it, Controls("t")).iter()] for it in (digest, harmless)]
        assert shapes[0] == shapes[1]
