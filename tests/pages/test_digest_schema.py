"""Every digest that is written as JSON is as the published schema says, and the schema knows all that is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from invented import edited_ferry, ferry, topic
from jsonschema import Draft202012Validator

from newsfold.pages import as_json

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parent.parent.parent / "docs" / "digest.schema.json").read_text("utf-8")
)


def closed(value: Any) -> Any:
    """The same schema, but every object may have the keys that are named in it and no others."""
    if isinstance(value, list):
        return [closed(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {key: closed(one) for key, one in value.items()}
    return found | {"additionalProperties": False} if "properties" in found else found


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


def written() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(as_json([ferry(), topic(), edited_ferry()]))
    return value


def test_the_schema_is_one() -> None:
    """It holds to the draft that it names, and says which version it is."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:newsfold:digest:1"


def test_digests_are_as_the_schema_says() -> None:
    """A story's and a query's, with no key that the schema does not name; and so is a list of none."""
    assert faults(closed(SCHEMA), written()) == []
    assert faults(SCHEMA, json.loads(as_json([]))) == []


@pytest.mark.parametrize(
    ("where", "key", "wrong"),
    [
        ((), "counts", None),
        ((), "first", "yesterday"),
        (("excerpts", 0), "span", [3]),
        (("excerpts", 0), "text", ""),
        (("lineages", 0), "members", []),
        (("lineages", 0, "members", 0), "role", "author"),
        (("lineages", 0, "members", 0), "shared", 1.5),
        (("articles", 0), "lineage", 7),
    ],
)
def test_what_is_wrong_is_seen(where: tuple[str | int, ...], key: str, wrong: object) -> None:
    """One wrong value in a digest is a fault, and so is a key that is missing; another key is none."""
    for change in ({key: wrong}, None):
        value = written()
        place: Any = value["stories"][0]
        for step in where:
            place = place[step]
        place.update(change) if change else place.pop(key)
        assert faults(SCHEMA, value)
    assert faults(SCHEMA, {**written(), "later": 1}) == []
