"""The headline is a sober title that says what happened; the traps in data/headlines.jsonl are passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from story_builders import article, copies_of_one_text

from newsfold.digests.headline import faults, headline
from newsfold.digests.sources import sources
from newsfold.model import Article, Headline

CASES = [json.loads(line) for line in (Path(__file__).parent / "data/headlines.jsonl").read_text("utf-8").splitlines()]
SOBER = "Ferry hits pier in Orrin, 40 taken to hospital"


def headline_among(*articles: Article) -> Headline:
    return headline(sources(articles, []))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_each_title_has_the_fault_that_the_table_says(case: dict[str, str | None]) -> None:
    """A trap has the fault it is listed for, perhaps among others; a sober title has none."""
    found = faults(str(case["title"]))
    assert case["fault"] in found if case["fault"] else found == ()


@pytest.mark.parametrize("trap", [case["title"] for case in CASES if case["fault"]])
def test_a_trap_is_passed_over_even_where_most_outlets_print_it(trap: str) -> None:
    """One sober title is taken before a trap that three outlets have."""
    traps = [article(trap, outlet=f"Outlet {number}") for number in range(3)]
    assert headline_among(*traps, article(SOBER, outlet="Velmar Weekly", hours=9)).text == SOBER


def test_where_all_titles_are_traps_one_of_them_is_taken() -> None:
    """A story is never without a headline as long as there is a title."""
    assert headline_among(article("Will the ferry ever sail again?")).text == "Will the ferry ever sail again?"


def test_the_title_that_says_what_most_say_is_taken() -> None:
    """What several outlets have in their titles is what happened; a side of it is not the headline."""
    chosen = headline_among(
        article("Norvane shares fall at stock exchange of Velmar", outlet="A"),
        article("Ferry hits pier in Orrin, dozens hurt", outlet="B"),
        article("Dozens hurt as Norvane ferry hits pier of Orrin", outlet="C"),
        article("Ferry hits Orrin pier at dawn", outlet="D"),
    )
    assert chosen.outlet != "A"


def test_copies_of_one_text_do_not_outvote_others() -> None:
    """Five copies of a wire text are one account; two others that agree outweigh them."""
    copies = [article("Norvane shares plunge at Velmar exchange", outlet=f"Copy {number}") for number in range(5)]
    own = [
        article("Ferry hits pier in Orrin harbour", outlet="A", hours=1),
        article("Ferry hits pier of Orrin, dozens hurt", outlet="B", hours=2),
    ]
    assert headline(sources([*copies, *own], [copies_of_one_text(copies)])).outlet in {"A", "B"}


def test_the_headline_is_in_the_language_of_most_articles() -> None:
    """A title in another language is not taken, however fitting."""
    chosen = headline_among(
        article("Ferry hits pier in Orrin, 40 taken to hospital", outlet="A", lang="en"),
        article("Fähre rammt Pier in Orrin", outlet="B", lang="de"),
        article("Vierzig Verletzte nach Unfall im Hafen von Orrin", outlet="C", lang="de"),
    )
    assert chosen.lang == "de"


def test_of_two_equal_titles_the_earlier_is_taken() -> None:
    """The same words at two outlets: who had them first is named."""
    late, early = article(SOBER, outlet="Late", hours=5), article(SOBER, outlet="Early", hours=1)
    assert headline_among(late, early) == Headline(SOBER, early.id, "Early", None, "en")


def test_a_story_without_titles_is_headed_by_no_words() -> None:
    """Where no article has a title the headline is empty and names the first article."""
    first = article("", "A ferry hit the pier of Orrin on Monday morning.")
    assert headline_among(first) == Headline("", first.id, "Orrin Post", None, "en")


@given(st.text())
def test_any_title_is_judged_without_an_error(title: str) -> None:
    """Whatever a title holds, its faults can be named, and the headline is all of it, the space around included."""
    assert headline_among(article(title)).text == title
    assert isinstance(faults(title), tuple)
