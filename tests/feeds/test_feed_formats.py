"""Golden pairs: each folder of data/ holds one source as received and what is read from it, value by value."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from newsfold.feeds import read
from newsfold.model import Feed, Item, Rejected

DATA = Path(__file__).parent / "data"
CASES = sorted(path.name for path in DATA.iterdir() if path.is_dir())


def as_data(values: Iterable[Item | Feed | Rejected]) -> list[dict[str, Any]]:
    """Values as JSON has them: their kind, and every field that is not at its default; of the source its name."""
    shown = []
    for value in values:
        defaults = {field.name: field.default for field in dataclasses.fields(value)}
        fields = {name: given for name, given in dataclasses.asdict(value).items() if given != defaults[name]}
        fields["source"] = Path(fields["source"]).name
        shown.append({"value": type(value).__name__, **fields})
    return json.loads(json.dumps(shown))  # type: ignore[no-any-return]


@pytest.mark.parametrize("case", CASES)
def test_a_source_of_each_format_is_read_value_by_value(case: str) -> None:
    """Every field of every entry, feed and rejection is as expected; NEWSFOLD_UPDATE=1 writes what is read instead."""
    [source] = (DATA / case).glob("input.*")
    found = as_data(read([str(source)]))
    expected = DATA / case / "expected.json"
    if os.environ.get("NEWSFOLD_UPDATE"):
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))
