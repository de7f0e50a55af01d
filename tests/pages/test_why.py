"""Why articles are together, in plain words: each decision is told from this story's side, with what spoke for it."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import COURIER, REWRITE, STORY, VALE, WIRE, ferry, hostile

from newsfold.model import Join, Merge, Move, New, Reason, Veto
from newsfold.pages import Places, why_page
from newsfold.pages.why import steps
from newsfold.pages.words import for_markup

ARTICLES = {piece.id: piece for piece in (WIRE, COURIER, REWRITE, VALE)}
PLACES = Places(up="../../", files=False)
ANY = st.text(st.characters(), max_size=20)


def told(*reasons: Reason) -> list[tuple[str, str, str | None]]:
    """What is said of decisions about the ferry."""
    return [(step.done, step.why, step.elsewhere) for step in steps(STORY, reasons, ARTICLES)]


def test_how_a_story_came_about_is_told_in_its_order() -> None:
    """Begun, joined, and another one taken in, which began for itself."""
    assert told(
        New(WIRE.id, STORY),
        New(COURIER.id, "s2", 0.27),
        Join(REWRITE.id, STORY, 0.96, WIRE.id, days=0.04, probability=0.999),
        Merge(STORY, "s2", 0.46),
    ) == [
        ("Began this story", "No story before it was like it.", None),
        ("Began a story that was taken in later", "No story before it was like enough: the best agreed by 27%.", None),
        (
            "Joined this story",
            "It agrees with that story by 96%, and with the article nearest to it by 99%; the two came out within the hour.",
            None,
        ),
        ("Another story was taken in", "The articles of the two agree by 46%.", "s2"),
    ]


@pytest.mark.parametrize(
    ("reason", "done", "elsewhere"),
    [
        (Veto(VALE.id, STORY, "s9", WIRE.id, "names", (), ()), "Began this story, apart from another", "s9"),
        (Veto(VALE.id, "s9", STORY, WIRE.id, "names", (), ()), "Was kept out of this story", "s9"),
        (Move(VALE.id, STORY, "s9", 0.6), "Came from another story", "s9"),
        (Move(VALE.id, "s9", STORY, 0.6), "Left for another story", "s9"),
        (Move(VALE.id, STORY, "s9", 0.1, founded=True), "Left its story, and began this story", "s9"),
        (Move(VALE.id, "s9", STORY, 0.1, founded=True), "Left its story, and began one of its own", "s9"),
        (Join(VALE.id, "s9", 0.9, WIRE.id), "Joined another story", None),
    ],
)
def test_what_has_two_sides_is_told_from_this_one(reason: Reason, done: str, elsewhere: str | None) -> None:
    """One decision reads otherwise on the pages of the two stories that it is about."""
    [(said, _, other)] = told(reason)
    assert (said, other) == (done, elsewhere)


def test_two_stories_that_were_kept_apart_at_first_lead_nowhere_else() -> None:
    """Both are this one now, so no link is made to a story that is not there."""
    apart, _ = told(Veto(COURIER.id, "s2", STORY, WIRE.id, "numbers", ("41",), ("3",)), Merge(STORY, "s2", 0.5))
    assert apart[0] == "Was kept apart at first, and began a story that was taken in later"
    assert "the figures are others" in apart[1]
    assert apart[2] is None


def test_titles_are_words_of_outlets_and_terms_are_not() -> None:
    """A title links to its article; terms stand outside the elements of outlets' words."""
    joined = Join(COURIER.id, STORY, 0.9, WIRE.id, ("ferri", "crack"), ("halmar",), (), ("41",), 1.22, 0.97)
    tree = lxml.html.document_fromstring(why_page(ferry(), [joined], ARTICLES, places=PLACES))
    words = [one.text_content() for one in tree.xpath('//ol[@class="steps"]//*[@class="words"]')]
    assert words == [COURIER.title, WIRE.title]
    evidence = [one.text_content() for one in tree.xpath('//dl[@class="evidence"]/*')]
    assert evidence[2:] == ["Words in both", "ferri, crack", "Names in both", "halmar", "Figures in both", "41"]
    assert tree.xpath('//a[.="Back to the story"]/@href') == [f"../../story/{STORY}"]


def test_an_article_that_is_no_longer_there_goes_unnamed() -> None:
    """The decision is told all the same."""
    page = why_page(ferry(), [New("gone", STORY)], {}, places=PLACES)
    assert b"Began this story" in page
    assert b"No decision is recorded" in why_page(ferry(), [], {}, places=PLACES)


@given(ANY, ANY)
def test_no_word_of_a_decision_becomes_markup(text: str, other: str) -> None:
    """Whatever ids, titles and terms hold."""
    reasons = (
        Join("a", text, 0.5, "a", (text,), (other,)),
        Merge(text, other, 0.1),
        Veto("a", other, text, "a", text, (), ()),
    )
    tree = lxml.html.document_fromstring(
        why_page(hostile(text or "x"), reasons, {"a": WIRE}, places=PLACES),
        parser=lxml.html.HTMLParser(encoding="utf-8"),
    )
    assert len(tree.xpath('//ol[@class="steps"]/li')) == 3
    assert {one.tag for one in tree.xpath('//ol[@class="steps"]//*')} <= {
        "li", "p", "a", "span", "bdi", "time", "dl", "dt", "dd",
    }  # fmt: skip
    assert for_markup(text).strip() in tree.text_content() or not text.strip()
