"""Programs that read feeds by the Google Reader API: they log in, list, read and mark; Debian's newsboat does so for real."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from asking import Answer, asked

from newsfold.app.web import Desk, make_app
from newsfold.app.web.access import hashed
from newsfold.engine.archive import Archive
from newsfold.engine.following import begin
from newsfold.engine.ingest import ingest
from newsfold.engine.outgoing import FeedsOut
from newsfold.model import Item, Mark, Token
from newsfold.store import MEMORY, Store, open_store

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PASSWORD = "velvet harbour"  # noqa: S105 - of a server that lives for one test
SECRET = "s3cret-of-a-token"  # noqa: S105 - the same
READ, STARRED = "user/-/state/com.google/read", "user/-/state/com.google/starred"
ALL = "user/-/state/com.google/reading-list"
WORDS = {
    "harbour": "The ferry Silver Tern sank off Velmar on Monday with 212 people aboard, the coast guard said.",
    "green": "Greenfield crowned the heaviest goat of its annual fair, a brown one named Marigold, before 300 visitors.",
    "bank": "The central bank of Astrava raised its key rate to four percent and surprised every economist there.",
}
TITLES = {"harbour": "Ferry sinks off Velmar", "green": "A goat is crowned", "bank": "Astrava's rate rises & <stays>"}


def item(name: str, hour: int) -> Item:
    return Item(
        source="week.jsonl",
        kind="record",
        id=name,
        url=f"https://{name}.example/story",
        title=TITLES[name],
        body=WORDS[name],
        published=f"2026-03-02T{hour:02d}:00:00Z",
        lang="en",
    )


def fill(store: Store) -> None:
    ingest(store, [item(name, hour) for hour, name in enumerate(WORDS, 8)], on_reject=lambda _: None)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        fill(opened)
        yield opened


@dataclass
class Client:
    """A client that is logged in."""

    desk: Desk
    auth: str = ""

    def ask(self, path: str, fields: Sequence[tuple[str, str]] = (), **headers: str) -> Answer:
        given = {"authorization": f"GoogleLogin auth={self.auth}"} if self.auth else {}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = urlencode(fields).encode()
        return asked(make_app(self.desk), path, "POST" if fields else "GET", headers=given, body=body)

    def json(self, path: str, fields: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
        answer = self.ask(f"/reader/api/0/{path}", fields)
        assert answer.status == 200, answer.text
        value: dict[str, Any] = json.loads(answer.body)
        return value

    def titles(self, path: str) -> list[str]:
        return [one["title"] for one in self.json(f"stream/contents/{path}")["items"]]

    def unread(self) -> dict[str, int]:
        return {one["id"]: one["count"] for one in self.json("unread-count?output=json")["unreadcounts"]}

    def ids(self, query: str = "") -> list[str]:
        return [one["id"] for one in self.json(f"stream/items/ids?s={ALL}&n=100{query}")["itemRefs"]]

    def edit(self, *fields: tuple[str, str]) -> str:
        return self.ask("/reader/api/0/edit-tag", [*fields, ("T", "x")]).text


@pytest.fixture
def desk(store: Store) -> Desk:
    archive = Archive(store)
    feeds = FeedsOut(archive, store, "news.orrin.example,2026")
    return Desk(archive, store, password=PASSWORD, now=lambda: NOON, archive=archive, feeds=feeds)


@pytest.fixture
def client(desk: Desk) -> Client:
    return logged_in(desk, PASSWORD)


def logged_in(desk: Desk, password: str) -> Client:
    answer = Client(desk).ask("/accounts/ClientLogin", [("Email", "reader"), ("Passwd", password)])
    auth = re.search(r"^Auth=(.+)$", answer.text, re.MULTILINE)
    return Client(desk, auth[1] if auth else "")


# --- who asks ---------------------------------------------------------------------------------------------------------


def test_only_who_logged_in_is_answered(desk: Desk) -> None:
    """By the password, or by a token in its place; a wrong one is told so, and too many of them wait."""
    assert Client(desk).ask("/reader/api/0/subscription/list").status == 401
    assert Client(desk, "wrong").ask("/reader/api/0/user-info").status == 401
    assert logged_in(desk, "wrong").auth == ""
    assert logged_in(desk, PASSWORD).ask("/reader/api/0/user-info").status == 200
    assert desk.store is not None
    desk.store.add_token(Token("t1", "phone", ("read",), NOON), hashed(SECRET))
    reader = logged_in(desk, SECRET)
    assert reader.ask("/reader/api/0/user-info").status == 200
    assert reader.ask("/reader/api/0/edit-tag", [("i", "1"), ("a", READ)]).status == 403


def test_wrong_passwords_have_to_wait(desk: Desk) -> None:
    app = make_app(desk)
    body = urlencode({"Email": "reader", "Passwd": "wrong"}).encode()
    answers = [asked(app, "/accounts/ClientLogin", "POST", body=body) for _ in range(6)]
    assert {one.status for one in answers} == {403}
    assert answers[-1].text == "Error=CaptchaRequired\n"


def test_a_browsers_cookie_opens_nothing_here(desk: Desk, client: Client) -> None:
    """Nor does another site reach a server that asks for no password: it could mark what its visitor reads."""
    assert Client(desk).ask("/reader/api/0/user-info", cookie=f"newsfold={client.auth}").status == 401
    own = Client(replace(desk, password=None))
    assert own.ask("/reader/api/0/user-info").status == 200
    fields = [("i", "1"), ("a", READ)]
    assert own.ask("/reader/api/0/edit-tag", fields, sec_fetch_site="cross-site").status == 403
    assert own.ask("/reader/api/0/edit-tag", fields).text == "OK"


# --- what is there ----------------------------------------------------------------------------------------------------


def test_the_edition_and_what_is_followed_are_subscriptions(client: Client, store: Store) -> None:
    follow = begin(store, query="goat")
    listed = client.json("subscription/list?output=json")["subscriptions"]
    assert [(one["id"], one["title"], one["categories"][0]["label"]) for one in listed] == [
        ("feed/edition", "Newsfold", "Newsfold"),
        (f"feed/{follow.id}", "goat", "Following"),
    ]
    assert [one["id"] for one in client.json("tag/list?output=json")["tags"]] == [
        STARRED,
        "user/-/label/Newsfold",
        "user/-/label/Following",
    ]
    assert client.titles("feed/edition?n=10") == [TITLES["bank"], TITLES["green"], TITLES["harbour"]]
    assert client.titles(f"feed%2F{follow.id}") == [TITLES["green"]]
    assert client.unread() == {
        "feed/edition": 3,
        f"feed/{follow.id}": 1,
        "user/-/label/Newsfold": 3,
        "user/-/label/Following": 1,
        ALL: 4,
    }


def test_an_item_is_a_story_with_its_excerpts(client: Client, store: Store) -> None:
    (told,) = client.json(f"stream/contents/{ALL}?n=1")["items"]
    assert WORDS["bank"] in told["summary"]["content"]
    story = store.stories_of(["bank"])["bank"]
    assert told["id"] == f"tag:google.com,2005:reader/item/{int(story[1:], 16):016x}"
    assert told["canonical"][0]["href"] == f"http://127.0.0.1:8000/story/{story}"
    assert (told["published"], told["author"]) == (1772445600, "bank.example")
    assert told["origin"]["streamId"] == "feed/edition"


def test_items_are_found_by_any_form_of_their_id(client: Client) -> None:
    """The long one, the short one, and the decimal one that lists of ids have."""
    number = int(client.ids()[0])
    for form in (f"tag:google.com,2005:reader/item/{number:016x}", f"{number:016x}", str(number)):
        (found,) = client.json("stream/items/contents", [("i", form)])["items"]
        assert found["title"] == TITLES["bank"]
    assert client.json("stream/items/contents", [("i", "none"), ("i", "7")])["items"] == []


def test_a_list_goes_on_where_it_ended(client: Client) -> None:
    for order, names in (("d", ["bank", "green", "harbour"]), ("o", ["harbour", "green", "bank"])):
        found: list[str] = []
        where = ""
        while True:
            page = client.json(f"stream/contents/{ALL}?n=1&r={order}&c={where}")
            found += [one["title"] for one in page["items"]]
            if not (where := page.get("continuation", "")):
                break
        assert found == [TITLES[name] for name in names]


def test_a_list_is_of_what_is_asked_for(client: Client) -> None:
    """From a time, up to one, without what is read, only what is starred."""
    ids = client.ids()
    eight = int(datetime(2026, 3, 2, 8, tzinfo=UTC).timestamp())
    assert client.ids(f"&ot={eight + 1}") == ids[:2]
    assert client.ids(f"&nt={eight}") == ids[2:]
    client.edit(("i", ids[0]), ("a", READ))
    client.edit(("i", ids[1]), ("a", STARRED))
    assert client.ids(f"&xt={READ}") == ids[1:]
    assert client.ids(f"&it={READ}") == ids[:1]
    assert [one["id"] for one in client.json(f"stream/items/ids?s={STARRED}")["itemRefs"]] == [ids[1]]


# --- what was read ----------------------------------------------------------------------------------------------------


def test_what_is_marked_is_marked_in_the_store_and_back(client: Client, store: Store) -> None:
    story, number = store.stories_of(["green"])["green"], client.ids()[1]
    follow = begin(store, query="goat")
    assert client.edit(("i", number), ("a", READ), ("r", "user/-/state/com.google/kept-unread")) == "OK"
    assert store.marks() == [Mark(story, "read", NOON)]
    assert (client.unread()["feed/edition"], client.unread()[f"feed/{follow.id}"]) == (2, 0)
    assert client.edit(("i", number), ("r", READ), ("a", "user/-/state/com.google/kept-unread")) == "OK"
    assert client.edit(("i", number), ("a", STARRED)) == "OK"
    assert store.marks() == [Mark(story, "star", NOON)]
    store.unmark(story, "star")
    store.mark(Mark(story, "read", NOON))
    assert client.unread()[ALL] == 2


def test_a_story_that_was_read_is_unread_on_the_day_that_it_has_something_new(client: Client, store: Store) -> None:
    story = store.stories_of(["green"])["green"]
    store.mark(Mark(story, "read", datetime(2026, 3, 1, 23, 59, tzinfo=UTC)))
    assert client.unread()[ALL] == 3
    store.mark(Mark(story, "read", datetime(2026, 3, 2, 0, 1, tzinfo=UTC)))
    assert client.unread()[ALL] == 2


def test_everything_up_to_a_moment_is_read_at_once(client: Client) -> None:
    nine = int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp() * 1_000_000)
    assert client.ask("/reader/api/0/mark-all-as-read", [("s", "feed/edition"), ("ts", str(nine))]).text == "OK"
    assert client.unread()["feed/edition"] == 1
    assert client.ask("/reader/api/0/mark-all-as-read", [("s", "user/-/label/Newsfold")]).text == "OK"
    assert client.unread()["feed/edition"] == 0


def test_subscriptions_are_not_changed_from_here(client: Client) -> None:
    assert client.ask("/reader/api/0/subscription/edit", [("ac", "subscribe"), ("s", "feed/x")]).status == 400


# --- newsboat ---------------------------------------------------------------------------------------------------------

NEWSBOAT = shutil.which("newsboat")
ABSENT = "NOT RUN: newsboat is not installed here (Debian: apt-get install newsboat)"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server of its own process on a store of three stories, with a password: its address and the store."""
    path = tmp_path / "news.db"
    with open_store(path) as opened:
        fill(opened)
    environment = os.environ | {"NEWSFOLD_SERVE_PASSWORD": PASSWORD}
    command = [sys.executable, "-m", "newsfold", "serve", "--store", str(path), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path) as server:
        assert server.stderr is not None
        said = next(line for line in server.stderr if line.startswith("reading at"))
        yield said.split()[-1].rstrip("/"), path
        server.terminate()


class Newsboat:
    """newsboat with a folder of its own, which speaks to a server as one of its kinds."""

    def __init__(self, folder: Path, address: str, kind: str) -> None:
        self.cache = folder / "cache.db"
        self._config = folder / "config"
        lines = (f'urls-source "{kind}"', f'{kind}-url "{address}"', f'{kind}-login "reader"')
        more = (
            f'{kind}-password "{PASSWORD}"',
            f'{kind}-flag-star "s"',
            f"{kind}-show-special-feeds no",
            "cleanup-on-quit no",
        )
        self._config.write_text("\n".join((*lines, *more)) + "\n")
        self._home = folder

    def _command(self, *command: str) -> list[str]:
        files = ["-C", str(self._config), "-c", str(self.cache), "-u", str(self._home / "urls")]
        # It goes on for ever where its terminal is gone, as when these tests are ended from outside: coreutils sees to it.
        return ["timeout", "--foreground", "--kill-after=5", "60", str(NEWSBOAT), *files, *command]

    def _environment(self, terminal: str) -> dict[str, str]:
        return {"HOME": str(self._home), "TERM": terminal, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}

    def reload(self) -> None:
        """Fetch everything, without a screen."""
        subprocess.run(
            self._command("-x", "reload"), check=True, capture_output=True, timeout=60, env=self._environment("dumb")
        )

    def press(self, *steps: tuple[str, str]) -> None:
        """Open it on a screen, and press keys: each once the screen shows what it waits for; then wait until it has ended."""
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        with subprocess.Popen(
            self._command(), stdin=its, stdout=its, stderr=its, env=self._environment("xterm"), start_new_session=True
        ) as boat:
            os.close(its)
            screen = _Screen(ours)
            try:
                for seen, keys in steps:
                    screen.wait_for(seen)
                    os.write(ours, keys.encode())
                screen.drain()
            except BaseException:
                os.killpg(boat.pid, signal.SIGKILL)
                raise
            finally:
                os.close(ours)
        assert boat.returncode == 0

    def items(self) -> dict[str, bool]:
        """The titles that it keeps, and whether each is unread."""
        with sqlite3.connect(self.cache) as cache:
            return {title: bool(unread) for title, unread in cache.execute("SELECT title, unread FROM rss_item")}


class _Screen:
    """What a program has drawn on a terminal."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._drawn = ""

    def wait_for(self, words: str) -> None:
        """Wait until words are drawn that were not before."""
        end = time.monotonic() + 20
        while words not in self._drawn:
            assert time.monotonic() < end, f"{words} is not on the screen: {self._drawn[-2000:]}"
            self._more()
        self._drawn = ""

    def drain(self) -> None:
        """Read until the program ends, so that it never waits for its screen."""
        end = time.monotonic() + 20
        with suppress(OSError):
            while time.monotonic() < end:
                self._more()

    def _more(self) -> None:
        if select.select([self._terminal], [], [], 0.2)[0]:
            self._drawn += os.read(self._terminal, 4096).decode("utf-8", "replace")


@pytest.fixture(params=["feedhq", "freshrss"])
def boat(tmp_path: Path, request: pytest.FixtureRequest) -> Newsboat:
    """newsboat before a server, as it speaks to each kind of server of this API that it knows."""
    if NEWSBOAT is None:
        assert "NEWSFOLD_REQUIRE_BROWSER" not in os.environ, ABSENT
        pytest.skip(ABSENT)
    said = subprocess.run([NEWSBOAT, "-v"], check=True, capture_output=True, text=True).stdout
    version = re.search(r"newsboat (?:r)?(\d+)\.(\d+)", said)
    assert version
    if request.param == "freshrss" and tuple(map(int, version.groups())) < (2, 24):
        pytest.skip(f"NOT RUN: {version[0]} does not speak as to FreshRSS yet; it does as to FeedHQ")
    folder = tmp_path / "boat"
    folder.mkdir()
    address, _ = request.getfixturevalue("served")
    return Newsboat(folder, address, request.param)


def test_newsboat_reads_the_edition_and_what_is_read_goes_both_ways(boat: Newsboat, served: tuple[str, Path]) -> None:
    boat.reload()
    unread = dict.fromkeys(TITLES.values(), True)
    assert boat.items() == unread
    with open_store(served[1]) as store:
        green, bank = (store.stories_of([name])[name] for name in ("green", "bank"))
        store.mark(Mark(green, "read", datetime.now(UTC)))
        boat.reload()
        assert boat.items() == unread | {TITLES["green"]: False}
        # The latest story is the first of the list: ^E gives it flags, N has it read, A all of the list.
        into = ("Your feeds", "\r"), ("Articles in feed", "\x05"), ("Flags", "s\r"), ("updated", "N"), ("Toggling", "q")
        boat.press(*into, ("Your feeds", "q"))
        assert {(mark.story, mark.kind) for mark in store.marks()} == {(green, "read"), (bank, "read"), (bank, "star")}
        boat.press(("Your feeds", "A"), ("Marking", "q"))
        assert {mark.story for mark in store.marks() if mark.kind == "read"} == set(store.story_ids())
