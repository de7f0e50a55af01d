"""The labelled cases of data/*.jsonl are the specification of the text package; those marked "limit" are its known
limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsfold.text import names, numbers, quotations, sentences

DATA = Path(__file__).parent / "data"


def cases_of(name: str) -> list[Any]:
    """Read a table; a known limit is expected to fail, and shouts when it starts to pass."""
    rows = [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    limit = pytest.mark.xfail(strict=True, reason="a known limit")
    return [pytest.param(row, id=row["id"], marks=limit if row.get("limit") else ()) for row in rows]


@pytest.mark.parametrize("case", cases_of("sentences.jsonl"))
def test_a_text_falls_into_these_sentences(case: dict[str, Any]) -> None:
    """Each case holds the sentences as written, in order."""
    found = sentences(case["text"], case["lang"])
    assert [sentence.of(case["text"]) for sentence in found] == case["sentences"], case["reason"]


@pytest.mark.parametrize("case", cases_of("names.jsonl"))
def test_a_text_has_these_names(case: dict[str, Any]) -> None:
    """Each case holds the names as written, in order."""
    found = names(case["text"], case["lang"])
    assert [name.of(case["text"]) for name in found] == case["names"], case["reason"]


@pytest.mark.parametrize("case", cases_of("numbers.jsonl"))
def test_a_text_has_these_amounts(case: dict[str, Any]) -> None:
    """Each case holds the amounts as written, with value and unit."""
    found = numbers(case["text"], case["lang"])
    assert [[one.range.of(case["text"]), one.value, one.unit] for one in found] == case["numbers"], case["reason"]


@pytest.mark.parametrize("case", cases_of("quotations.jsonl"))
def test_a_text_has_these_quotations(case: dict[str, Any]) -> None:
    """Each case holds the quotations with their marks."""
    found = quotations(case["text"])
    assert [one.outer.of(case["text"]) for one in found] == case["quotations"], case["reason"]
