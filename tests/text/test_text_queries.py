"""Queries as they are typed, and the forms of a word that answer them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.forms import forms_of
from newsfold.text.queries import Query, read_query


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Velmar ferry", Query(("velmar", "ferry"))),
        ("Velmar velmar VELMAR", Query(("velmar",))),
        ('ferry "stern door"', Query(("ferry",), (("stern", "door"),))),
        ("ferry „Silver Tern“ «Grüner Hafen»", Query(("ferry",), (("silver", "tern"), ("gruner", "hafen")))),
        ("ferry -insurers -“stern door”", Query(("ferry",), (), (("insurers",), ("stern", "door")))),
        ("build-up U.S.-led", Query((), (("build", "up"), ("us", "led")))),
        ('"ferry', Query(("ferry",))),
        ("渡轮 沉没了", Query(("渡轮",), (("沉没", "没了"),))),
    ],
)
def test_a_query_is_read_as_it_is_typed(typed: str, query: Query) -> None:
    assert read_query(typed) == query


@pytest.mark.parametrize("typed", ["", "  ", "-", "- --", '""', "-ferry", '-"stern door"', "!?"])
def test_what_names_no_word_asks_for_nothing(typed: str) -> None:
    assert read_query(typed).is_empty


@given(st.text())
def test_anything_that_is_typed_can_be_read(typed: str) -> None:
    read_query(typed)


@pytest.mark.parametrize(
    ("word", "forms", "others"),
    [
        ("velmar", ["velmar", "velmars", "velmarian"], ["velmont", "elmar"]),
        ("iran", ["iran", "iranian", "iranians"], ["irate", "iranxyz"]),
        ("contra", ["contra", "contras"], ["contract"]),
        ("un", ["un"], ["uns", "und"]),
    ],
)
def test_forms_of_a_word_differ_by_an_ending(word: str, forms: list[str], others: list[str]) -> None:
    assert forms_of(word, ["en"], [*forms, *others]) == set(forms)
