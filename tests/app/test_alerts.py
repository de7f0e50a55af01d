"""What is followed goes out to an address: through the guarded door, once, and again only where it was not taken."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from commandline import lines, naming, record, run

LATE = lines(record("late", "The ferry's owner, Pellar Line, stopped all sailings to Corrow on Monday.", hour=7))


class Hook:
    """An address of the web that keeps what is posted to it, and answers with a status."""

    def __init__(self, status: int = 204) -> None:
        self.status = status
        self.taken: list[dict[str, Any]] = []


@contextmanager
def listening(hook: Hook) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if hook.status == 204:
                hook.taken.append(body)
            self.send_response(hook.status)
            self.send_header("location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook?key=1"
        server.shutdown()


@contextmanager
def relay() -> Iterator[tuple[int, list[str]]]:
    """A mail relay that takes everything, without TLS."""
    letters: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 relay\r\n")
            while line := self.rfile.readline().decode().strip():
                if line.upper() == "DATA":
                    self.wfile.write(b"354 go on\r\n")
                    letter = iter(self.rfile.readline, b".\r\n")
                    letters.append(b"".join(letter).decode())
                self.wfile.write(b"221 bye\r\n" if line.upper() == "QUIT" else b"250 yes\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], letters
        server.shutdown()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    run("ingest", "-", "--store", path, stdin=lines(record("a")))
    return path


def follow(store: Path, to: str) -> None:
    assert run("follow", "ferry", "--to", to, "--store", store).status == 0
    run("ingest", "-", "--store", store, stdin=LATE)


def test_news_is_posted_once(store: Path) -> None:
    hook = Hook()
    with listening(hook) as address:
        follow(store, address)
        ran = run("alert", "--store", store, "--allow", "127.0.0.1")
        assert (ran.status, ran.told) == (0, ["newsfold: 1 new articles sent to 1 addresses"])
        assert run("alert", "--store", store, "--allow", "127.0.0.1").told == []
    (posted,) = hook.taken
    assert posted["follow"]["query"] == "ferry"
    assert [one["id"] for story in posted["stories"] for one in story["articles"]] == ["late"]


@pytest.mark.parametrize("status", [500, 302])
def test_what_is_not_taken_is_sent_again(store: Path, status: int) -> None:
    """A redirect has taken nothing, and is not followed."""
    hook = Hook(status)
    with listening(hook) as address:
        follow(store, address)
        ran = run("alert", "--store", store, "--allow", "127.0.0.1")
        assert (ran.status, len(naming(ran.told, f"127.0.0.1 answered {status}"))) == (1, 1)
        hook.status = 204
        assert run("alert", "--store", store, "--allow", "127.0.0.1").status == 0
    assert len(hook.taken) == 1


def test_an_address_that_is_not_public_is_refused_and_the_line_that_allows_it_is_told(store: Path) -> None:
    hook = Hook()
    with listening(hook) as address:
        follow(store, address)
        ran = run("alert", "--store", store)
    assert ran.status == 1
    assert naming(ran.told, 'allow = ["127.0.0.1"]')
    assert hook.taken == []


def test_news_is_mailed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with relay() as (port, letters):
        monkeypatch.setenv("NEWSFOLD_MAIL_RELAY", f"smtp://127.0.0.1:{port}")
        monkeypatch.setenv("NEWSFOLD_MAIL_FROM", "newsfold@orrin.example")
        follow(store, "mailto:ines@orrin.example")
        assert run("alert", "--store", store, "--allow", "127.0.0.1").status == 0
    (letter,) = letters
    assert "To: ines@orrin.example" in letter
    assert "Subject: ferry: 1 new" in letter
    assert "Ferry lost: late  Late, 2 March 2026, 07:00 UTC" in letter


def test_a_password_goes_over_tls_only(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with relay() as (port, letters):
        monkeypatch.setenv("NEWSFOLD_MAIL_RELAY", f"smtp://ines:secret@127.0.0.1:{port}")
        monkeypatch.setenv("NEWSFOLD_MAIL_FROM", "newsfold@orrin.example")
        follow(store, "mailto:ines@orrin.example")
        ran = run("alert", "--store", store, "--allow", "127.0.0.1")
    assert (ran.status, letters) == (1, [])
    assert naming(ran.told, "offers no TLS")
    assert not naming(ran.told, "secret")


def test_without_a_relay_mail_waits_and_says_so(store: Path) -> None:
    follow(store, "mailto:ines@orrin.example")
    assert naming(run("alert", "--store", store).told, "there is no mail relay")


@pytest.mark.parametrize("to", ["ines@orrin.example", "mailto:ines", "mailto:a@b.example,c@d.example", "javascript:x"])
def test_what_is_nothing_to_send_to_is_refused_by_name(store: Path, to: str) -> None:
    ran = run("follow", "ferry", "--to", to, "--store", store)
    assert (ran.status, len(naming(ran.told, "is nothing to send to"))) == (2, 1)


def test_what_goes_elsewhere_is_not_told_here(store: Path) -> None:
    """`news` without ids is what a reader is told who looks."""
    run("follow", "ferry", "--to", "mailto:ines@orrin.example", "--store", store)
    assert run("news", "--store", store).told == ["newsfold: 0 articles new for 0 followed"]
