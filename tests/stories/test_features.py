"""What grouping reads out of one article: its terms, seen in several views, and its day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streams import BANK, FERRY, MONDAY, article

from newsfold.model import Article
from newsfold.stories import Features, features, lead
from newsfold.stories.features import LEAD_CHARACTERS, OPENING_CHARACTERS, View


def weight(found: Features, view: View, term: str) -> float:
    """How much a term counts in a view; 0 where it is not there."""
    return float(found.weights[found.terms.index(term), view]) if term in found.terms else 0.0


def seen(found: Features, view: View) -> set[str]:
    return {term for term in found.terms if weight(found, view, term)}


def long_text(end: str) -> str:
    """Three sentences: one within the opening, one behind it, one behind the lead."""
    filler = "then some more was said of it "
    opening = "A tanker ran aground. " + filler * (OPENING_CHARACTERS // len(filler))
    middle = "The harbour was closed. " + filler * (LEAD_CHARACTERS // len(filler))
    return opening + middle + end


def test_the_terms_are_those_of_title_and_lead() -> None:
    """Each once, in their order, with a weight in the whole text; what stands far below in a long text is not looked at."""
    found = features(article("a", long_text("A volcano erupted."), title="Orrin"))
    assert {"orrin", "tanker", "harbour"} <= set(found.terms)
    assert not {"volcano", "erupt"} & set(found.terms)
    assert len(found.terms) == len(set(found.terms))
    assert seen(found, View.WHOLE) == set(found.terms)
    assert found.weights.shape == (len(found.terms), len(View))


def test_the_lead_may_stand_for_the_text() -> None:
    """It is all that is read, so it is all that has to travel or to stay in memory."""
    whole = article("a", long_text("A volcano erupted."), title="Orrin")
    short = replace(whole, revision=replace(whole.revision, text=lead(whole.text)))
    assert len(short.text) < len(whole.text)
    one, other = features(whole), features(short)
    assert (one.terms, one.weights.tolist()) == (other.terms, other.weights.tolist())


def test_the_opening_is_the_title_and_the_first_sentences() -> None:
    """And the title is the title."""
    found = features(article("a", long_text(""), title="Orrin"))
    assert seen(found, View.TITLE) == {"orrin"}
    assert {"orrin", "tanker"} <= seen(found, View.OPENING)
    assert "harbour" not in seen(found, View.OPENING)


@pytest.mark.parametrize("at", range(OPENING_CHARACTERS - 12, OPENING_CHARACTERS + 3))
def test_no_word_is_cut_in_two_where_the_opening_ends(at: int) -> None:
    """It belongs to the opening or to what comes after."""
    found = features(article("a", "so " * (at // 3) + " " * (at % 3) + "lighthouse stood there"))
    assert {term for term in found.terms if term.startswith("l")} == {"lighthous"}


def test_no_word_is_cut_in_two_where_the_lead_ends() -> None:
    """What is left of it is no word of the article."""
    found = features(article("a", "so " * ((LEAD_CHARACTERS - 5) // 3) + " lighthouse stood there"))
    assert {term for term in found.terms if term.startswith("l")} <= {"lighthous"}


def test_what_is_said_more_often_counts_more_but_not_as_many_times_more() -> None:
    """The tenth time a word is said adds less than the second."""
    found = features(article("a", "ferry " * 10 + "wreck wreck diver and then no more was said"))
    once, twice, often = (weight(found, View.WHOLE, term) for term in ("diver", "wreck", "ferri"))
    assert once < twice < often < 10 * once
    assert often - twice < 8 * (twice - once)


def test_names_and_figures_count_more_than_other_words() -> None:
    """They tell one event from another of its kind."""
    found = features(article("a", "the coast guard said that near Velmar some 212 were aboard, and all were found"))
    assert (
        weight(found, View.WHOLE, "velmar") == weight(found, View.WHOLE, "212") > weight(found, View.WHOLE, "coast") > 0
    )


def test_names_are_what_stands_with_a_capital() -> None:
    """Not figures, which have a view of their own, and not words with a small letter."""
    found = features(article("a", BANK))
    assert {"astrava", "milena", "dorst", "orrin"} <= seen(found, View.NAMES)
    assert not {"bank", "rate", "4.75"} & seen(found, View.NAMES)
    assert seen(found, View.NUMBERS) == {"4.75"}


def test_capitals_say_nothing_where_all_words_have_them() -> None:
    """A title in title case, or a text in a script without capitals, has no names that could be told by them."""
    assert seen(features(article("a", "", title="Silver Tern Ferry Sinks Off Velmar Coast")), View.NAMES) == set()
    assert seen(features(article("a", "", title="Ferry sinks off the coast of Velmar")), View.NAMES) == {
        "ferri",
        "velmar",
    }


def test_full_names_are_two_capitalised_words_in_a_row() -> None:
    """Together they are a term of their own, beside the words; a longer name is all its neighbours."""
    found = features(article("a", "The mayor of Dorne, Milena Ada Dorst-Kell, said so; a spokesman for Orrin did not"))
    assert seen(found, View.FULL_NAMES) == {"milena ada", "ada dorst", "dorst kell"}
    assert {"milena", "dorn"} <= seen(found, View.WHOLE)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("полиция задержала двух мужчин после пожара", id="another-script"),
        pytest.param("Il a dit que cela a été élu à égalité", id="accents"),
    ],
)
def test_small_letters_make_no_full_names(text: str) -> None:
    """Whatever the script, and with whatever accent."""
    assert seen(features(article("a", text)), View.FULL_NAMES) == set()


def test_a_small_letter_with_an_accent_is_no_capital() -> None:
    """Nor does it make a name in another script."""
    found = features(article("a", "Le gouvernement de Velmar prépare les élections dans toutes les communes du pays"))
    assert not {term for term in seen(found, View.NAMES) if term.startswith("elec")}


def test_places_are_the_names_behind_words_of_place() -> None:
    """In, at, near and their like in other languages."""
    found = features(
        article("a", "Milena Dorst said in Orrin that a ship had sunk near San Tarro with 212 aboard in 2026")
    )
    assert seen(found, View.PLACES) == {"orrin", "san", "tarro"}
    german = features(article("a", "Die Polizei nahm in Velmar und aus Dorne kommend zwei Verdächtige fest"))
    assert {"velmar", "dorn"} & seen(german, View.PLACES)


def test_the_day_is_counted_in_days_since_1970() -> None:
    """Hours are parts of a day; an undated article has none."""
    monday, later = features(article("a")).day, features(article("b", days=1.25)).day
    assert monday is not None
    assert later is not None
    assert monday == MONDAY.timestamp() / 86_400
    assert later - monday == 1.25
    assert features(article("c", days=None)).day is None


def test_an_article_without_words_has_no_terms() -> None:
    """And still its id, its day and its views."""
    found = features(article("a", "", title="..."))
    assert (found.article, found.terms, found.weights.shape) == ("a", (), (0, len(View)))
    assert found.day is not None


def any_article(title: str, text: str) -> Article:
    return article("a", text, title=title)


@given(st.text(max_size=80), st.text(max_size=600) | st.just(FERRY * 20))
def test_any_words_can_be_read(title: str, text: str) -> None:
    """Every weight is a number of 1 or more, or 0 for what is not there; the views agree with each other."""
    found = features(any_article(title, text))
    assert found.weights.dtype == np.float32
    assert np.isfinite(found.weights).all()
    assert ((found.weights == 0) | (found.weights >= 1)).all()
    assert len(set(found.terms)) == len(found.terms)
    assert seen(found, View.TITLE) <= seen(found, View.OPENING) <= seen(found, View.WHOLE)
    assert seen(found, View.WHOLE) | seen(found, View.FULL_NAMES) == set(found.terms)
    assert not seen(found, View.WHOLE) & seen(found, View.FULL_NAMES)
    assert not seen(found, View.NAMES) & seen(found, View.NUMBERS)
    assert {term[0].isdigit() for term in seen(found, View.NUMBERS)} <= {True}


@given(st.text(max_size=200))
def test_the_same_article_has_the_same_features(text: str) -> None:
    """Whichever process reads it."""
    one, again = features(any_article("", text)), features(any_article("", text))
    assert (one.terms, one.weights.tolist()) == (again.terms, again.weights.tolist())
