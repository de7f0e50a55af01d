"""The pages that a reader works with: whole without a script, forms only for who may use them, others' words as text alone."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import lxml.html
import pytest
from deskpages import DRAWN, PLACES, PLAIN, READING, frame_for_change

from newsfold.model import Edition
from newsfold.pages import Fetching, Frame, Sofar, edition_page, welcome_page

HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(1)>'{{ 7*7 }}"""


def parsed(body: bytes) -> Any:
    return lxml.html.document_fromstring(body.decode())


@pytest.mark.parametrize("name", DRAWN)
def test_every_page_has_one_heading_a_title_and_a_label_on_every_field(name: str) -> None:
    """Headings go down one step at a time; what can be pressed says what it does."""
    page = parsed(DRAWN[name](PLAIN, frame_for_change()))
    levels = [int(one.tag[1]) for one in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.xpath("//title")[0].text_content().endswith("Newsfold")
    fields = page.xpath("//input[not(@type='hidden')]|//select|//textarea")
    assert [one.attrib for one in fields if not one.xpath("ancestor::label") and "aria-label" not in one.attrib] == []
    assert all(one.text_content().strip() for one in page.xpath("//button"))


@pytest.mark.parametrize("name", DRAWN)
def test_who_may_change_nothing_sees_no_form_that_would(name: str) -> None:
    """But may search; and every form that changes something carries the token."""
    reading = parsed(DRAWN[name](PLAIN, READING))
    assert reading.xpath("//form[@method='post']") == []
    for form in parsed(DRAWN[name](PLAIN, frame_for_change())).xpath("//form[@method='post']"):
        assert form.xpath(".//input[@name='token']/@value") == ["token"]
        assert form.get("action").startswith(("do/", "logout"))


@pytest.mark.parametrize("name", DRAWN)
def test_words_of_others_are_text_whatever_they_hold(name: str) -> None:
    """The page has the elements that it has with plain words, and not one more."""
    plain, hostile = (parsed(DRAWN[name](words, frame_for_change(words))) for words in (PLAIN, HOSTILE))
    assert [one.tag for one in hostile.iter()] == [one.tag for one in plain.iter()]
    assert [sorted(one.attrib) for one in hostile.iter()] == [sorted(one.attrib) for one in plain.iter()]
    assert "49" not in hostile.text_content().replace(HOSTILE, "")


@pytest.mark.parametrize("name", DRAWN)
def test_lone_surrogates_and_control_characters_do_no_harm(name: str) -> None:
    """Wherever others' words stand."""
    assert DRAWN[name]("half \ud83d \x00 \x1b[2J \u202e", frame_for_change("\ud83d")).decode()


def test_an_edition_says_how_much_it_leaves_out_and_where_the_next_one_is() -> None:
    page = parsed(DRAWN["edition"](PLAIN, READING))
    ending = " ".join(page.xpath("//div[@class='ending']")[0].text_content().split())
    assert ending.startswith(
        "That is all for Monday, 2 March. 3 more stories were told that day, by fewer outlets; search finds"
    )
    assert page.xpath("//a[@rel]/@href") == ["edition/2026-03-01", "edition/2026-03-04"]


def test_an_edition_of_nothing_is_a_page() -> None:
    """Such as of a day before there were any."""
    page = parsed(edition_page(Edition(date(2026, 3, 2)), None, READING))
    assert "No story was told on this day." in page.text_content()


@pytest.mark.parametrize(
    ("sofar", "fetching", "again"),
    [
        (Sofar(), Fetching(True, True), False),
        (Sofar(3, 60), Fetching(True, True), True),
        (Sofar(60, 60, 400, 9), Fetching(True, True), False),
        (Sofar(0, 60), Fetching(False, True), False),
    ],
)
def test_the_first_page_loads_itself_again_only_while_something_is_coming(
    sofar: Sofar, fetching: Fetching, again: bool
) -> None:
    page = parsed(welcome_page((), sofar, Frame(PLACES, token="t"), fetching=fetching))  # noqa: S106 - of a page
    assert bool(page.xpath("//meta[@http-equiv='refresh']")) == again
