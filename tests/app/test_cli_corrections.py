"""The commands by which an operator corrects a store: what they do, what they say, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from commandline import DIVERS, GOATS, lines, naming, record, run

WEEK = lines(record("a"), record("b", DIVERS, hour=9), record("g", GOATS, title="Heaviest goat crowned"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The path of a store with a story of two articles, a and b, and one of g."""
    path = tmp_path / "news.db"
    assert run("ingest", "-", "--store", path, stdin=WEEK).status == 0
    return path


def listed(store: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("stories", "--store", store, "--json").printed)["stories"]
    return found


def ids(store: Path) -> list[str]:
    return [str(one["id"]) for one in listed(store)]


def test_a_merger_is_made_told_listed_and_undone(store: Path) -> None:
    """In sentences and as data, with who made it and why; the pages say when, and neither who nor why."""
    ferry, goats = ids(store)
    ran = run("merge", goats, ferry, "--store", store, "--by", "Ines", "--reason", "one ferry")
    assert (ran.status, ran.printed) == (0, "")
    assert ran.told == [f"newsfold: correction 1: {goats} is merged into {ferry}"]
    (shown,) = run("show", goats, "--store", store, "--json").stories
    (corrected,) = shown["corrections"]
    assert (corrected["kind"], corrected["stories"], corrected["holds"]) == ("merge", [ferry, goats], True)
    for form in ("text", "md", "html"):
        page = run("show", goats, "--store", store, "--format", form).printed
        assert "Merged by the operator on " in page
        assert "Ines" not in page
        assert "one ferry" not in page
    why = run("show", ferry, "--store", store, "--why").printed.splitlines()
    assert why[-1].startswith("1     Merged by the operator on ")
    decisions = json.loads(run("show", ferry, "--store", store, "--why", "--json").printed)["decisions"]
    assert (decisions[-1]["decision"], decisions[-1]["number"]) == ("correction", 1)
    assert json.loads(run("undo", 1, "--store", store, "--json").printed)["undoes"] == 1
    assert ids(store) == [ferry, goats]
    printed = run("corrections", "--store", store).printed.splitlines()
    assert printed[0].endswith(f"{goats} is merged into {ferry}  by Ines: one ferry  (undone by 2)")
    data = json.loads(run("corrections", "--store", store, "--json").printed)["corrections"]
    assert [(one["number"], one["kind"], one["undone_by"]) for one in data] == [(1, "merge", 2), (2, "undo", None)]
    assert (data[0]["by"], data[0]["why"], data[0]["articles"]) == ("Ines", "one ferry", ["a", "b", "g"])


def test_a_story_is_split_pinned_and_an_outlet_hidden(store: Path) -> None:
    """Each says what it did, and all that is shown is proved."""
    ferry, goats = ids(store)
    assert run("pin", ferry, "b", "--store", store).told == [f"newsfold: correction 1: the title of b heads {ferry}"]
    assert listed(store)[0]["headline"]["article"] == "b"
    ran = run("split", ferry, "b", "--store", store)
    (into,) = set(ids(store)) - {ferry, goats}
    assert ran.told == [f"newsfold: correction 2: 1 article of {ferry} is {into} now"]
    printed = run("show", ferry, "--store", store).printed
    assert "but its article is in this story no longer" in " ".join(printed.split())
    assert run("hide", "g.example", "--store", store).told == ['newsfold: correction 3: "g.example" is hidden']
    assert set(ids(store)) == {ferry, into}
    ran = run("show", goats, "--store", store)
    assert (ran.status, ran.told) == (2, [f"story {goats}: is hidden, as the outlets of all its articles are"])
    assert (
        run("show", goats, "--store", store, "--why")
        .printed.splitlines()[-1]
        .startswith("3     1 article of g.example")
    )
    assert run("verify", "--store", store).status == 0


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (["merge", "STORY", "s-nowhere"], "s-nowhere"),
        (["merge", "STORY", "STORY"], "one story already"),
        (["split", "STORY", "g"], "article g"),
        (["split", "STORY", "a", "b"], "all of its articles"),
        (["pin", "STORY", "g"], "article g"),
        (["hide", "Nobody"], 'outlet "Nobody"'),
        (["undo", "1"], "correction 1"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_status_2(command: list[str], named: str, store: Path) -> None:
    """Nothing is recorded."""
    ferry = ids(store)[0]
    ran = run(*(ferry if word == "STORY" else word for word in command), "--store", store)
    assert (ran.status, ran.printed, len(ran.told), len(naming(ran.told, named))) == (2, "", 1, 1)
    assert json.loads(run("corrections", "--store", store, "--json").printed) == {"corrections": []}


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """As for all commands that read one."""
    assert run("undo", 1, "--store", tmp_path / "no.db").status == 3
    assert not (tmp_path / "no.db").exists()


# --- groups -----------------------------------------------------------------------------------------------------------


def test_pages_say_which_groups_cover_a_story_and_which_are_silent(store: Path, tmp_path: Path) -> None:
    """In every form, in the order in which they were declared; without a declaration nothing is said."""
    groups = tmp_path / "groups.toml"
    groups.write_text('[groups]\n"Harbour *towns*" = ["A", "b.example"]\nInland = ["Sorria Today"]\n', "utf-8")
    ferry, _ = ids(store)
    (shown,) = run("show", ferry, "--store", store, "--groups", groups, "--json").stories
    assert shown["groups"] == [
        {"group": "Harbour *towns*", "outlets": ["A", "B"], "articles": 2},
        {"group": "Inland", "outlets": [], "articles": 0},
    ]
    for form, line in (
        ("text", "Harbour *towns*: A, B (2 articles)"),
        ("md", "- Harbour \\*towns\\*: A, B (2 articles)"),
    ):
        page = run("digest", "-", "--groups", groups, "--top", 1, "--format", form, stdin=WEEK).printed
        assert line in page.splitlines()
        assert "Inland: silent" in page
    assert run("build", tmp_path / "site", "--store", store, "--groups", groups).status == 0
    for page in (
        run("show", ferry, "--store", store, "--groups", groups, "--format", "html").printed,
        (tmp_path / "site" / "story" / f"{ferry}.html").read_text("utf-8"),
    ):
        rows = [row.text_content().split() for row in lxml.html.document_fromstring(page.encode()).xpath("//tr")]
        assert ["Inland", "silent"] in [row[:2] for row in rows]
    assert "groups" not in run("show", ferry, "--store", store, "--json").stories[0]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[groups", "cannot be read"),
        ("[owners]\na = ['b']", "no table [groups]"),
        ("[groups]\nInland = 'Sorria'", '"Inland"'),
        ("[groups]\nInland = ['']", '"Inland"'),
    ],
)
def test_a_file_of_groups_that_is_none_is_named(text: str, named: str, store: Path, tmp_path: Path) -> None:
    """With what is wrong in it, and status 2."""
    path = tmp_path / "groups.toml"
    path.write_text(text, "utf-8")
    ran = run("show", "s1", "--store", store, "--groups", path)
    assert (ran.status, len(naming(naming(ran.told, named), str(path)))) == (2, 1)
