"""For any string at all: ranges are in bounds, in order, apart and not empty, and the same when asked twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsfold.model import Range
from newsfold.text import detect, fold, names, numbers, quotations, sentences, terms, words
from newsfold.text.quotations import MARKS, edges

LANGUAGES = st.sampled_from([None, "en", "de", "es", "fr", "vi", "bn", "ja", "th", "xx"])
# Any characters, lone surrogates among them, and the stuff that the rules look at, thickly mixed.
ANYTHING = st.text(st.characters(exclude_categories=()))
PIECES = st.sampled_from(
    [
        *(
            [
                "Mr.",
                "U.S.",
                "p.m.",
                "Moor",
                "Velmar",
                "the",
                "“",
                "”",
                '"',
                "'",
                "’",
                "‘",
                "„",
                "«",
                "»",
                "「",
                "」",
                ".",
                "!",
                "।",
                "12",
                "1,200",
                "3.5",
                "%",
                "$",
                "million",
                "twenty",
                "-",
                "–",
                "de",
                "al-",
                "of",
            ]
        ),
        *(
            [
                "。",
                "と",
                "St.",
                "٣",
                "১২",
                "İ",
                "ß",
                "ǅ",
                "万",
                "'s",
                "No.",
                "May",
                "I",
                "(",
                ")",
                "…",
                "com",
                "😀",
                "/",
                ":",
                "2025",
                "Dec",
                "3/4",
                "-5",
                "one",
                "y",
                "treinta",
                "dos",
                "mil",
                "d'",
                "Prozent",
            ]
        ),
        *(" ", "\n", "\u0301", "\u200d", "\ud800", "\x00", "\u2028", "\u00a0", "\x1c", "\ufeff"),
    ]
)
TEXT = ANYTHING | st.lists(PIECES, max_size=30).map("".join) | st.lists(PIECES, max_size=20).map(" ".join)

RANGES: dict[str, Callable[[str, str | None], Sequence[Range]]] = {
    "sentences": sentences,
    "words": lambda text, lang: words(text),
    "names": names,
    "numbers": lambda text, lang: [number.range for number in numbers(text, lang)],
    "quotations": lambda text, lang: [found.outer for found in quotations(text)],
    "inner quotations": lambda text, lang: [found.inner for found in quotations(text)],
}


@pytest.mark.parametrize("name", RANGES)
@settings(max_examples=300, deadline=None)
@given(text=TEXT, lang=LANGUAGES)
@example(text="\ud800. A \x00. 𝒳", lang="en")
@example(text="''", lang=None)
@example(text="'''' and ''so''", lang="en")
def test_ranges_never_leave_the_text(name: str, text: str, lang: str | None) -> None:
    """Each range is a stretch of the text, in order, after the one before; each slice is what a second call finds."""
    found = RANGES[name](text, lang)
    borders = [place for one in found for place in one]
    assert borders == sorted(borders)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.of(text) == one.of(text).strip() for one in found)
    assert RANGES[name](text, lang) == found


@settings(max_examples=300, deadline=None)
@given(text=TEXT, lang=LANGUAGES)
def test_sentences_hold_everything_but_space(text: str, lang: str | None) -> None:
    """No character is lost between two sentences, and no sentence runs over a line."""
    found = sentences(text, lang)
    assert "".join("".join(one.of(text).split()) for one in found) == "".join(text.split())
    assert all(len(one.of(text).splitlines()) == 1 for one in found)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="“”‘’\"'„«» \n.,-(ab5é", max_size=40))
def test_edges_are_those_of_the_quotations(text: str) -> None:
    """The short way and the long one agree wherever marks stand, and with marks inside words left out or not."""
    marks = [place for place, character in enumerate(text) if character in MARKS]
    outer = [edge for found in quotations(text, marks) for edge in found.outer]
    assert edges(text, marks) == outer


@given(text=TEXT, lang=LANGUAGES)
def test_quotations_hold_their_words_and_no_line_ends(text: str, lang: str | None) -> None:
    """The inner range lies within the outer, behind the opening mark."""
    for found in quotations(text):
        assert found.outer.start < found.inner.start
        assert found.inner.end <= found.outer.end
        assert len(found.outer.of(text).splitlines()) == 1


@settings(max_examples=300, deadline=None)
@given(text=TEXT, lang=LANGUAGES)
def test_keys_are_stable(text: str, lang: str | None) -> None:
    """Folding twice changes nothing, and terms are never empty and always the same."""
    assert fold(fold(text)) == fold(text)
    found = terms(text, lang)
    assert all(found)
    assert terms(text, lang) == found


@settings(max_examples=100, deadline=None)
@given(text=TEXT, declared=LANGUAGES)
def test_a_language_is_two_letters_or_nothing(text: str, declared: str | None) -> None:
    """Whatever the text."""
    found = detect(text, declared)
    assert found is None or (len(found) == 2 and found.islower())
    assert detect(text, declared) == found
