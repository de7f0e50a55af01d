"""docs/api.md has the endpoints that there are, the codes of problems, and the tools of assistants; the schema is one."""

from __future__ import annotations

from pathlib import Path

from api_table import PAGE, page_with

import newsfold
from newsfold.app.web.api import problems

ROOT = Path(__file__).resolve().parent.parent


def test_the_table_of_endpoints_is_that_of_the_description() -> None:
    """`python tools/api_table.py` writes it."""
    text = PAGE.read_text("utf-8")
    assert page_with(text) == text
    assert text.count("\n| GET |") > 15


def test_every_code_of_a_problem_is_documented() -> None:
    """Those of the errors that can come up in the API, and those of its own."""
    text = PAGE.read_text("utf-8")
    codes = {code for code, _ in problems._SAID.values()} - {"in-conflict"}
    assert [code for code in codes | {"store-failed", "failed", "not-found"} if f"`{code}`" not in text] == []


def test_the_schema_of_digests_is_the_one_that_is_shipped() -> None:
    """docs/digest.schema.json is a copy of src/newsfold/pages/digest.schema.json, for those who read the docs: copy it again."""
    shipped = Path(newsfold.__file__).parent / "pages" / "digest.schema.json"
    assert (ROOT / "docs" / "digest.schema.json").read_bytes() == shipped.read_bytes()


def test_every_tool_of_the_assistants_server_is_documented() -> None:
    """By its name, in the table."""
    from newsfold.app import assistant  # noqa: PLC0415 - the SDK takes a second to load

    text = PAGE.read_text("utf-8")
    names = ("stories", "digest", "search", "articles", "article", "prove", "prove_words", "words_at")
    assert [name for name in names if not hasattr(assistant._Desk, name) or f"`{name}`" not in text] == []
