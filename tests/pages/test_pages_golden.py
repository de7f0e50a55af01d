"""One invented digest in every form, compared to the byte with files that a person has read.

`NEWSFOLD_UPDATE_GOLDEN=1 pytest tests/pages/test_pages_golden.py` writes them anew and fails, so that the change is
read.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from invented import ferry, topic

from newsfold.pages import as_json, as_markdown, as_text, front_page, story_page, summarise

DATA = Path(__file__).parent / "data"

FORMS: dict[str, Callable[[], bytes]] = {
    "ferry.txt": lambda: as_text(ferry(), width=80).encode(),
    "ferry.md": lambda: as_markdown(ferry()).encode(),
    "ferry.json": lambda: as_json([ferry()]).encode(),
    "ferry.html": lambda: story_page(ferry()),
    "front.html": lambda: front_page([summarise(ferry()), summarise(topic())]),
    "topic.txt": lambda: as_text(topic(), width=80).encode(),
    "topic.md": lambda: as_markdown(topic()).encode(),
    "topic.json": lambda: as_json([topic()]).encode(),
    "topic.html": lambda: story_page(topic()),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_digest_is_written_as_it_was_last_read_by_a_person(name: str) -> None:
    """Every form of the invented digest equals its golden file, byte for byte."""
    made = FORMS[name]()
    if os.environ.get("NEWSFOLD_UPDATE_GOLDEN"):
        (DATA / name).write_bytes(made)
        pytest.fail(f"{name} was written anew: read the difference, then run without NEWSFOLD_UPDATE_GOLDEN")
    assert made.decode() == (DATA / name).read_bytes().decode()


@pytest.mark.parametrize("name", FORMS)
def test_the_same_digest_gives_the_same_bytes(name: str) -> None:
    """No clock, no chance and no order of a set shows in a page."""
    assert FORMS[name]() == FORMS[name]()
