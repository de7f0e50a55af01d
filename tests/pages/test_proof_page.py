"""Prove it: the excerpt is marked in the whole stored text, to the character, and a difference is said and never smoothed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import COURIER, STORY, article, ferry

from newsfold.model import Excerpt, InPlace, StoredWords
from newsfold.pages import Places, proof_page
from newsfold.pages.words import for_markup

PLACES = Places(files=False)
ANY_TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("<>&\"'\r\n\t\x00 ")), min_size=1)


def proved(words: Excerpt, title: str, text: str, **more: Any) -> Any:
    """The page of an excerpt beside these stored words, as a tree."""
    proof = InPlace(words, StoredWords(words.article, words.span.revision, title, text), story=STORY, **more)
    page = proof_page(proof, places=PLACES, headline=ferry().headline)
    return lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))


def verdict(tree: Any) -> str:
    return str(tree.xpath('string(//*[contains(@class, "verdict")])'))


def test_a_reader_sees_the_words_in_their_article_and_where_they_came_from() -> None:
    """Outlet, times, place, revision, and a link to the words at the outlet."""
    seen = datetime(2026, 3, 2, 11, 20, tzinfo=UTC)
    tree = proved(ferry().excerpts[2], COURIER.title, COURIER.text, seen=seen, latest=False)
    assert verdict(tree) == (
        "The words are the stored ones, character for character, and what is stored is what came in."
    )
    assert [one.text_content() for one in tree.xpath('//*[contains(@class, "stored")]')] == [
        COURIER.title,
        COURIER.text,
    ]
    assert tree.xpath("string(//mark[@id='words'])") == ferry().excerpts[2].text
    assert [one.text_content() for one in tree.xpath('//dl[@class="evidence"]/dt')] == [
        "Outlet", "Original", "Published", "First seen", "Place", "Revision", "Article",
    ]  # fmt: skip
    told = " ".join(tree.xpath("string(//dl)").split())
    for said in ("The Orrin Courier", "11:05 UTC", "11:20 UTC", COURIER.revision.id, "was changed since"):
        assert said in told
    assert tree.xpath('//a[@class="onward"]/@href')[0].startswith(f"{COURIER.url}#:~:text=")
    assert tree.xpath('//a[.="Back to the story"]/@href') == [f"story/{STORY}"]


@settings(deadline=None)  # the first example also builds what the others reuse
@given(ANY_TEXT, ANY_TEXT, st.data())
def test_any_stored_text_comes_out_as_it_is(title: str, text: str, data: st.DataObject) -> None:
    """White space and all; what HTML cannot carry is a visible escape."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = article("a", "Orrin Today", title, text)
    words = Excerpt.of(piece, "text", start, end)
    tree = proved(words, title, text)
    shown = [one.text_content() for one in tree.xpath('//*[contains(@class, "stored")]')]
    assert shown == [for_markup(title), for_markup(text)]
    assert tree.xpath("string(//mark)") == for_markup(text[start:end])


def test_a_title_is_marked_in_the_title() -> None:
    """An excerpt of a headline alone."""
    words = ferry().excerpts[9]
    piece = next(one for one in ferry().articles if one.id == words.article)
    tree = proved(words, piece.title, "")
    assert tree.xpath("string(//*[@class='title stored']/mark)") == piece.title


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (COURIER.text.replace("January", "Januar"), "The words are not the stored ones."),
        (COURIER.text + " More.", "The words are the stored ones, but what is stored is not what came in."),
    ],
)
def test_a_difference_is_said(text: str, said: str) -> None:
    """Words that are not the stored ones, and a store that was written to by another hand."""
    assert verdict(proved(ferry().excerpts[2], COURIER.title, text)) == said


def test_an_article_without_an_address_has_no_link_to_it() -> None:
    """Nor one that is no web address."""
    piece = replace(article("a", "Orrin Today", "Ferries stop", "Some words."), url="javascript:alert(1)")
    words = Excerpt.of(piece, "text", 0, 4)
    proof = InPlace(words, StoredWords("a", piece.revision.id, piece.title, piece.text))
    page = proof_page(proof, places=PLACES)
    assert b"javascript:" not in page
    assert b"onward" not in page
    assert b"story/" not in page  # nor, as no story has it yet, one to a story
