"""What commands say while they work, for programs: one JSON object a line, under keys that stay."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from commandline import Ran, run
from liveworld import MONDAY, HandClock, Web, rss, served

from newsfold.app import output
from newsfold.app.logs import as_json
from newsfold.app.world import World
from newsfold.engine.live import Door
from newsfold.model import Rejected

FEED, LEDGER = "https://harbourpost.example/rss", "https://ledger.example/rss"
FERRY = ("ferry", "Ferry sinks off Velmar", "The ferry Silver Tern sank off Velmar on Monday, the coast guard said.")
LIST = f'<opml version="2.0"><body><outline xmlUrl="{FEED}"/><outline xmlUrl="{LEDGER}"/></body></opml>'.encode()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with two subscriptions, one of which nobody serves."""
    path = tmp_path / "live.db"
    assert run("import", "-", "--store", path, stdin=LIST).status == 0
    return path


def fetched(store: Path, *arguments: object) -> Ran:
    """Fetch once, on a Monday at six."""
    web = Web(HandClock(), {FEED: served(rss(FERRY))})
    world = World(web.clock, lambda _allow, _clock: nullcontext(Door(web.fetch, pages=web.fetch)))
    return run("fetch", *arguments, "--store", store, world=world)


def events(ran: Ran) -> list[dict[str, Any]]:
    """What was said, each line a JSON object."""
    return [json.loads(line) for line in ran.told]


def test_a_round_is_told_in_json(store: Path) -> None:
    """When, how grave, what, the sentence that people would read, and what it is about; nothing but JSON."""
    ran = fetched(store, "--log", "json")
    assert (ran.status, ran.printed) == (0, "")
    told = events(ran)
    assert [(one["event"], one["level"]) for one in told] == [
        ("no-contact", "warning"),
        ("progress", "info"),
        ("fetch-failed", "warning"),
        ("round", "info"),
        ("books", "info"),
    ]
    assert all(list(one)[:4] == ["time", "level", "event", "message"] for one in told)
    assert {one["time"] for one in told} == {"2026-03-02T06:00:00.000Z"}
    failed, done, books = told[2:]
    assert (failed["feed"], failed["status"]) == (LEDGER, 404)
    assert (done["asked"], done["outcomes"]) == (2, {"failed": 1, "new": 1})
    assert (books["ledger"]["stored"], books["ledger"]["difference"], len(books["stories"])) == (1, 0, 1)


def test_the_sentences_are_those_that_people_read(store: Path) -> None:
    """So that what is found in a log can be looked up in the docs of either."""
    for_programs = [one["message"] for one in events(fetched(store, "--log", "json"))]
    assert len(for_programs) == 5
    store.unlink()
    assert run("import", "-", "--store", store, stdin=LIST).status == 0
    assert [line.removeprefix("newsfold: ") for line in fetched(store).told] == for_programs


def test_an_error_that_ends_the_command_is_an_event_too(tmp_path: Path) -> None:
    """With the code to search for, and the exit status that it always has."""
    ran = fetched(tmp_path / "none.db", "--log", "json")
    assert ran.status == 2
    (told,) = events(ran)
    assert (told["level"], told["event"], told["code"]) == ("error", "error", "nothing-usable")
    assert told["resource"] == str(tmp_path / "none.db")


def test_after_the_command_people_are_spoken_to_again(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The form is the command's own."""
    fetched(store, "--log", "json")
    output.say("newsfold: done")
    assert capsys.readouterr().err == "newsfold: done\n"


def test_what_cannot_be_used_is_told_by_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """Where it came from, and why; nothing of it steers a terminal or breaks the line."""
    with output.written_as(lambda event: as_json(event, MONDAY)):
        output.reject(Rejected("a\x9b31m\n.xml", "not-xml", "It is \ud800 none.", line=3))
    written = capsys.readouterr().err
    assert written.isascii()
    assert written.count("\n") == 1
    told = json.loads(written)
    assert (told["event"], told["level"], told["reason"], told["line"]) == ("rejected", "warning", "not-xml", 3)
    assert (told["source"], told["detail"]) == ("a\x9b31m\n.xml", "It is \ud800 none.")
