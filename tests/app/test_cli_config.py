"""`config show`, and that every command takes what files and the environment set."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from commandline import lines, record, run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nothing"))
    return tmp_path


def test_what_is_shown_can_be_read_again(folder: Path) -> None:
    """It is a file of settings, and says the same again."""
    (folder / "newsfold.toml").write_text('width = 0.5\n[network]\nallow = ["192.168.1.7"]\n[serve]\nport = 0\n')
    shown = run("config", "show").printed
    assert tomllib.loads(shown)["network"] == {"allow": ["192.168.1.7"]}
    (folder / "again.toml").write_text(shown)
    assert run("--config", folder / "again.toml", "config", "show").printed == shown.replace(
        'store = "newsfold.db"', f'store = "{folder / "newsfold.db"}"'
    )


def test_each_value_says_where_it_comes_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flag goes before the environment, that before the file, that before the default."""
    (folder / "newsfold.toml").write_text("width = 0.5\nexcerpts = 4\nworkers = 2\n")
    monkeypatch.setenv("NEWSFOLD_EXCERPTS", "5")
    monkeypatch.setenv("NEWSFOLD_WORKERS", "3")
    told = run("config", "show", "--origin", "--workers", 1).printed.splitlines()
    assert "width = 0.5  # file newsfold.toml" in told
    assert "excerpts = 5  # environment NEWSFOLD_EXCERPTS" in told
    assert "workers = 1  # flag --workers" in told
    assert "fold-domains = false  # default" in told
    shown = json.loads(run("config", "show", "--json").printed)
    assert (shown["workers"]["value"], shown["workers"]["origin"]) == (3, "environment")


def test_commands_take_what_a_file_sets(folder: Path) -> None:
    """The store, and how many excerpts; an option goes before it."""
    (folder / "newsfold.toml").write_text('store = "kept.db"\nexcerpts = 1\n')
    assert run("ingest", "-", stdin=lines(record("a"), record("b"))).status == 0
    assert (folder / "kept.db").exists()
    (listed,) = json.loads(run("stories", "--json").printed)["stories"]
    (shown,) = run("show", listed["id"], "--json").stories
    assert len(shown["excerpts"]) == 1
    assert run("stories", "--store", "other.db").status == 3


def test_a_wrong_file_stops_every_command_and_is_named(folder: Path) -> None:
    """Before anything is done; the help can still be read."""
    (folder / "newsfold.toml").write_text("stroe = 1\n")
    ran = run("stories")
    assert (ran.status, ran.told) == (2, ['newsfold.toml: there is no setting "stroe"; did you mean "store"?'])
    assert run("--help").status == 0
    assert run("--config", folder / "none.toml", "stories").status == 2
