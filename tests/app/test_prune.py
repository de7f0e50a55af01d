"""`prune`: what went is said, and the address of a story that went says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import DIVERS, GOATS, lines, naming, record, run

WEEK = lines(
    record("a"), record("b", DIVERS, hour=9), record("g", GOATS, title="Goats", published="2026-03-19T08:00:00Z")
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    assert run("ingest", "-", "--store", path, stdin=WEEK).status == 0
    return path


def test_everything_is_kept_unless_somebody_says_otherwise(store: Path) -> None:
    """And it says so."""
    ran = run("prune", "--store", store)
    assert (ran.status, ran.told) == (0, ["newsfold: everything is kept; --keep or [retention] days says for how long"])


def test_what_is_too_old_goes_and_is_said_to(store: Path, tmp_path: Path) -> None:
    """First what would go, then what went; everything that is left is proved."""
    asked = ("prune", "--store", store, "--keep", 10, "--today", "2026-03-20")
    said = run(*asked, "--dry-run").told[-1]
    assert said == "newsfold: 2 articles in 1 stories, older than 10 days, would lose their words"
    told = json.loads(run(*asked, "--compact", "--json").printed)
    assert (told["articles"], told["days"], told["needed"]) == (2, 10, 0)
    (story,) = told["stories"]
    assert run(*asked).told[-1] == "newsfold: 0 articles in 0 stories, older than 10 days, lost their words"
    assert run("verify", "--store", store).status == 0
    assert run("doctor", "--store", store).status == 0
    assert b"Silver Tern" not in store.read_bytes()
    ran = run("show", story, "--store", store)
    assert (ran.status, len(naming(ran.told, "is no longer kept. Its words were removed on 20 March 2026"))) == (2, 1)
    assert run("stories", "--store", store).told[-1].endswith("2 articles no longer kept (past-retention)")
    run("build", tmp_path / "site", "--store", store, "--keep", 10)
    assert "is no longer kept" in (tmp_path / "site" / "story" / f"{story}.html").read_text()
    assert "Kept: 10 days." in (tmp_path / "site" / "index.html").read_text()


def test_a_pruned_store_is_backed_up_and_salvaged_like_any(store: Path, tmp_path: Path) -> None:
    """What went is no damage."""
    run("prune", "--store", store, "--keep", 10, "--today", "2026-03-20")
    assert run("backup", tmp_path / "copy.db", "--store", store).status == 0
    ran = run("doctor", "--store", store, "--salvage", tmp_path / "saved.db")
    assert ran.told == [f"newsfold: {tmp_path / 'saved.db'} holds 3 articles; not readable: nothing"]
    assert (
        run("stories", "--store", tmp_path / "saved.db").told[-1].endswith("2 articles no longer kept (past-retention)")
    )
