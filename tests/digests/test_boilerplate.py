"""Furniture of a page is told from reporting: the table in data/boilerplate.jsonl is the specification."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.digests.boilerplate import boilerplate

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "data/boilerplate.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_each_sentence_is_of_the_kind_that_the_table_says(case: dict[str, str | None]) -> None:
    """Furniture is named by its kind; a sentence that reports something, however like furniture it begins, passes."""
    assert boilerplate(str(case["text"])) == case["kind"]


def test_capitals_and_accents_do_not_matter() -> None:
    """A label is known in whatever case and with whatever accents it is typed."""
    assert [boilerplate(text) for text in ("SUSCRIBETE AHORA", "suscríbete ahora")] == ["newsletter", "newsletter"]


@given(st.text())
def test_any_text_is_judged_without_an_error(text: str) -> None:
    """Whatever the page holds, the answer is a kind or none."""
    assert boilerplate(text) is None or text
