"""A name has one spelling for comparing, whichever way an outlet writes it, and ordinary words keep their own."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streams import article

from newsfold.stories import features
from newsfold.stories.features import View
from newsfold.stories.spellings import one_spelling
from newsfold.text.tokens import terms


def compared(text: str, lang: str | None = "en") -> list[str]:
    """The terms of a text as grouping compares them."""
    return [one_spelling(term, lang) for term in terms(text, lang)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kyiv", "Kiev"),
        ("Beijing", "Peking"),
        ("Türkiye", "Turkey"),
        ("Zelensky", "Zelenskyy"),
        ("Zelensky's", "Zelenskiy's"),
        ("Mohammed", "Muhammad"),
        ("Gaddafi", "Qadhafi"),
        ("al-Qaeda", "al-Qaida"),
        ("Volkonsky", "Volkonskiy"),
        ("Dragovitsch", "Dragovich"),
        ("Khalandri", "Kalandri"),
        ("Daniya", "Danija"),
    ],
)
def test_a_name_in_two_spellings_is_one(one: str, other: str) -> None:
    """By the table where it is known, by rules where it is not."""
    assert compared(one) == compared(other) != []


@pytest.mark.parametrize(
    ("lang", "there", "english"),
    [
        ("de", "Kiew", "Kyiv"),
        ("de", "Moskau", "Moscow"),
        ("de", "Österreich", "Austria"),
        ("de", "Selenskyj", "Zelensky"),
        ("fr", "Moscou", "Moscow"),
        ("fr", "Allemagne", "Germany"),
        ("es", "Moscú", "Moscow"),
        ("pl", "Kijów", "Kyiv"),
        ("cs", "Moskva", "Moscow"),
        ("ru", "в Москве", "Moscow"),
        ("uk", "Київ", "Kyiv"),
        ("el", "Μόσχα", "Moscow"),
        ("ar", "موسكو", "Moscow"),
        ("he", "מוסקבה", "Moscow"),
        ("zh", "德国", "Germany"),
        ("no", "Moskva", "Moscow"),
    ],
)
def test_a_place_has_one_name_in_all_languages(lang: str, there: str, english: str) -> None:
    """Those of one word, as CLDR knows them."""
    assert compared(there, lang) == compared(english)


@pytest.mark.parametrize(
    "text",
    [
        "rate police bitter letter winner yellow shutter satellite vaccine school ghost khaki queen quake sky risky novice papaya",
        "Comey Biden Trump Houston Rogers Matthew Andrew Whitaker Maddow Madoff",
        "212 4.75 2026 US",
        "",
    ],
)
def test_what_is_spelled_in_one_way_stays_as_it_is(text: str) -> None:
    """Ordinary words, names that no rule is for, figures."""
    assert compared(text) == terms(text, "en")


def test_a_stem_that_little_is_left_of_is_no_place() -> None:
    """Indonesian stems "Bermuda" to "young", Russian "Киев" to two letters."""
    assert compared("Bermuda", "id") == terms("Bermuda", "id")
    assert compared("muda", "id") == terms("muda", "id")
    assert compared("Киев", "ru") == terms("Киев", "ru")


@pytest.mark.parametrize("lang", ["xx", "", None, "zz-ZZ", "vi"])
def test_languages_without_names_of_places_leave_terms_alone(lang: str | None) -> None:
    """A code that nobody knows is no error; in Vietnamese the accents are part of the word."""
    assert one_spelling("velmar", lang) == "velmar"


def test_an_article_has_the_one_spelling_in_every_view() -> None:
    """Title, opening, names and places alike."""
    found = features(
        article("a", "Fire broke out in Kiev on Monday, and Kyiv has one depot.", title="Kiev depot burns")
    )
    assert "kiev" not in found.terms
    row = found.weights[found.terms.index("kyiv")]
    assert all(row[view] > 0 for view in (View.WHOLE, View.TITLE, View.OPENING, View.NAMES, View.PLACES))


def test_no_spelling_in_the_table_stands_twice() -> None:
    """Else the last row would win in silence; and every spelling is one word."""
    table = tomllib.loads((files("newsfold.stories") / "spellings.toml").read_text("utf-8"))
    rows = [(name, other) for part in table.values() for name, others in part.items() for other in (name, *others)]
    found = [terms(other, "en") for _, other in rows]
    assert all(len(one) == 1 for one in found)
    owners: dict[str, set[str]] = {}
    for (name, _), (term,) in zip(rows, found, strict=True):
        owners.setdefault(term, set()).add(name)
    assert {term: names for term, names in owners.items() if len(names) > 1} == {}


@given(st.text(max_size=30), st.sampled_from(["en", "de", "ru", "vi", "zh", None]))
def test_one_spelling_is_the_end_of_it(term: str, lang: str | None) -> None:
    """Nothing goes astray by being looked up twice in English, and no term becomes empty."""
    once = one_spelling(term, lang)
    assert bool(once) == bool(term)
    assert one_spelling(one_spelling(once)) == one_spelling(once)
