"""Every page is one that people can use who see it large, dark, narrow, from right to left, by its colours' names, or not at all.

axe-core looks at each in a real Chromium with all folds open; here at each width, in one theme or the other.
`make accessibility` looks at the demo's own pages on every screen.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from accessibility import axe, look
from chromium import Tab
from deskpages import DRAWN, PLAIN, frame_for_change
from invented import COURIER, HEADLINE_ONLY, REWRITE, STORY, VALE, WIRE, edited_ferry, ferry, right_to_left, topic

from newsfold.model import Coverage, Digest, InPlace, Join, Merge, New, StoredWords, Veto
from newsfold.pages import (
    Controls,
    Places,
    correct_page,
    front_page,
    message_page,
    proof_page,
    script,
    standalone_page,
    story_page,
    style_sheet,
    summarise,
    why_page,
)

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("axe_core")]


@pytest.fixture(scope="module")
def axe_core() -> None:
    """axe-core's source; missing, it fails where it must be there and is skipped loudly elsewhere."""
    try:
        axe()
    except ModuleNotFoundError:
        missing = "axe-core is not installed (make .venv/.dev), so no page was held against WCAG"
        if os.environ.get("CI") or os.environ.get("NEWSFOLD_REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)


OFFERED = frozenset({"search", "outlets", "feeds", "following", "settings", "why", "proof"})
TOP = Places(files=False, offered=OFFERED)
BELOW = Places(up="../", files=False, offered=OFFERED)


def covered() -> Digest:
    """A story with everything: edits, and three groups of which one is silent."""
    groups = (
        Coverage("Broadcasters", ("Strait Radio",), 1),
        Coverage("State media"),
        Coverage("Island press", ("Vale Weekly", "The Orrin Courier"), 2),
    )
    return replace(edited_ferry(), coverage=groups)


def reasons() -> bytes:
    told = (
        New(WIRE.id, "s7f3a1c"),
        Join(COURIER.id, "s7f3a1c", 0.9, WIRE.id, ("ferri",), ("halmar",), ("vale",), ("41",), 0.2, 0.97),
        Veto(VALE.id, "s7f3a1c", "s90b2de", REWRITE.id, "names", ("vale",), ("orrin",), 0.3),
        Merge("s7f3a1c", "s0", 0.5),
    )
    return why_page(ferry(), told, {one.id: one for one in (WIRE, COURIER, VALE, REWRITE)}, places=BELOW)


def proof() -> bytes:
    words = ferry().excerpts[2]
    stored = StoredWords(COURIER.id, COURIER.revision.id, COURIER.title, COURIER.text)
    seen = datetime(2026, 3, 2, 11, 20, tzinfo=UTC)
    proved = InPlace(words, stored, seen, latest=False, story=STORY)
    return proof_page(proved, places=BELOW, headline=ferry().headline)


PAGES: dict[str, Callable[[], bytes]] = {
    "front": lambda: front_page([summarise(one) for one in (ferry(), topic(), right_to_left())], places=TOP),
    "nothing": lambda: front_page([], places=TOP),
    "story": lambda: story_page(covered(), places=BELOW, kept=30, controls=Controls("t")),
    "topic": lambda: story_page(topic(), places=BELOW),
    "right to left": lambda: story_page(right_to_left(), places=BELOW, controls=Controls("t", followed=True)),
    "correct": lambda: correct_page(covered(), Controls("t", others={"s9": HEADLINE_ONLY}), places=BELOW),
    "two on one page": lambda: standalone_page([ferry(), right_to_left()]),
    "why": reasons,
    "proof": proof,
    "message": lambda: message_page("There is no such page", "Nothing is kept under this address.", places=BELOW),
} | {name: partial(drawn, PLAIN, frame_for_change()) for name, drawn in DRAWN.items()}


@pytest.mark.parametrize("name", PAGES)
def test_no_fault_is_found_on_any_screen(tab: Tab, tmp_path: Path, name: str) -> None:
    """WCAG 2.2 AA and good practice; nothing is wider than a screen of 320 px."""
    (tmp_path / "below").mkdir()
    page = tmp_path / "below" / "page.html"
    page.write_bytes(PAGES[name]())
    for folder in (tmp_path, page.parent):
        (folder / "style.css").write_bytes(style_sheet())
        (folder / "newsfold.js").write_bytes(script())
    seen = list(look(tab, page.as_uri(), quick=True))
    assert [fault for one in seen for fault in one.faults] == []
    assert min(one.rules for one in seen) > 20, "axe-core did not look"


def test_a_fault_would_be_found(tab: Tab, tmp_path: Path) -> None:
    """What looks at the pages is not blind: pale words, a field without a name, and a picture that is too wide."""
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><html lang=en><title>A</title><main><h1 style='color:#ccc;background:#fff'>Pale</h1><input>"
        "<div style='width:2000px'>wide</div></main>",
        encoding="utf-8",
    )
    [narrow, *_] = look(tab, page.as_uri(), quick=True)
    assert {fault.partition(":")[0] for fault in narrow.faults} >= {
        "color-contrast",
        "label",
        "wider than its screen",
    }
