"""Events of the API: what is new is told once to each listener, nothing is lost meanwhile, and the server's end ends them."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from commandline import DIVERS, FERRY, GOATS, lines, record, run

from newsfold.app.web import Desk, serve
from newsfold.app.web.api import PREFIX, events
from newsfold.engine.archive import Archive
from newsfold.store import open_store

SOON = 60.0  # seconds in which a busy machine gets anything done


class Listener:
    """A client that keeps a connection open and reads events as they come."""

    def __init__(self, server: str, query: str = "", **headers: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=SOON)
        self._connection.request("GET", f"{PREFIX}/events{query}", headers=headers)
        self.answer = self._connection.getresponse()

    def event(self) -> dict[str, str]:
        """The next event, or comment (under ""): its fields; nothing at the end."""
        fields: dict[str, str] = {}
        for line in iter(self.answer.readline, b""):
            if line == b"\n":
                break
            name, _, value = line.decode().rstrip("\n").partition(": ")
            fields[name] = value
        return fields

    def story(self, kind: str = "story") -> tuple[str, dict[str, Any]]:
        """The next event of a story: its id and what it tells."""
        while (event := self.event()).get("event") != kind:
            assert event, "the stream ended"
        return event["id"], json.loads(event["data"])

    def close(self) -> None:
        self.answer.close()
        self._connection.close()

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def served(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """A server of a store on a free port: its address, and what stops it."""
    found: list[str] = []
    stoppers: list[Callable[[], None]] = []
    listening = threading.Event()

    def announce(address: str) -> None:
        found.append(address)
        listening.set()

    with open_store(path) as store:
        archive = Archive(store)
        desk = Desk(archive, store, archive=archive)
        arguments = {"port": 0, "announce": announce, "stopper": stoppers.append}
        thread = threading.Thread(target=serve, args=(desk,), kwargs=arguments)
        thread.start()
        assert listening.wait(SOON)
        try:
            yield found[0], stoppers[0]
        finally:
            stoppers[0]()
            thread.join(SOON)
            assert not thread.is_alive()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    assert run("ingest", "-", "--store", path, stdin=lines(record("a", FERRY))).status == 0
    return path


def add(path: Path, *records: dict[str, object]) -> None:
    assert run("ingest", "-", "--store", path, stdin=lines(*records)).status == 0


def test_what_is_new_is_told_and_who_comes_back_misses_nothing(path: Path) -> None:
    """A listener hears of what changes; one that was away is told each story once, as it is now, and what came before is not."""
    with served(path) as (server, stop):
        with Listener(server) as listener:
            assert listener.answer.headers["content-type"] == "text/event-stream; charset=utf-8"
            first = listener.event()
            add(path, record("b", DIVERS, hour=9))
            number, ferry = listener.story()
        assert ferry["counts"] == {"articles": 2, "outlets": 2, "accounts": 2}
        assert int(number) > int(first["id"])
        add(path, record("g", GOATS, title="Heaviest goat crowned"))
        add(path, record("c", f"{DIVERS} They found a bell.", hour=10))
        with Listener(server, **{"Last-Event-ID": number}) as again, Listener(server, f"?after={number}") as other:
            told = {story["id"]: (at, story["counts"]) for at, story in (again.story(), again.story())}
            assert len(told) == 2
            assert told[ferry["id"]][1]["articles"] == 3
            assert all(int(at) > int(number) for at, _ in told.values())
            assert other.story()[1]["id"] in told
            stop()
            assert again.event() == {}


def test_the_end_of_a_story_is_told_with_the_one_that_took_it_up(path: Path) -> None:
    """To who listens and to who comes back, until a split has brought it back."""
    add(path, record("g", GOATS, title="Heaviest goat crowned"))
    with open_store(path) as store:
        one, other = (story.id for story in store.stories())
    with served(path) as (server, _):
        with Listener(server) as listener:
            begin = listener.event()["id"]
            assert run("merge", one, other, "--store", path).status == 0
            number, ended = listener.story("ended")
        with Listener(server, f"?after={begin}") as again:
            assert again.story("ended") == (number, ended)
            assert again.story()[1]["counts"]["articles"] == 2
        assert (ended["story"] in {one, other}, ended["into"] in {one, other} - {ended["story"]}) == (True, True)
        assert run("undo", "1", "--store", path).status == 0
        with Listener(server, f"?after={begin}") as later:
            assert {later.story()[1]["id"], later.story()[1]["id"]} == {one, other}


def test_listeners_are_bounded_and_silence_is_broken(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One too many is told to come back later; a comment keeps proxies from closing what is silent."""
    monkeypatch.setattr(events, "LISTENERS", 1)
    monkeypatch.setattr(events, "HEARTBEAT", 1.0)
    with served(path) as (server, _), Listener(server) as one:
        assert one.event()["retry"] == "3000"
        assert one.event() == {"": "still here"}
        with Listener(server) as other:
            assert (other.answer.status, other.answer.headers["retry-after"]) == (503, "5")
            assert json.loads(other.answer.read())["code"] == "not-now"


def test_a_listener_is_let_go_after_a_while(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes back by itself, and whether it may listen is looked at anew."""
    monkeypatch.setattr(events, "LONGEST", 0.0)
    with served(path) as (server, _), Listener(server) as listener:
        assert listener.event()["id"].isdigit()
        assert listener.event() == {}
