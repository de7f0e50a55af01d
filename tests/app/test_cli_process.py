"""What only a whole process shows: pipes that close, streams that are not there or full, and the name of the store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
from commandline import DIVERS, FERRY, GOATS, feed, lines, record

MANY = lines(*(record(f"r{number:04d}", f"{FERRY} {number}") for number in range(1500)))


def shell(script: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a script of the shell in which `newsfold` is this package's."""
    return subprocess.run(
        ["bash", "-c", f'set -o pipefail; newsfold() {{ "{sys.executable}" -m newsfold "$@"; }}; {script}'],
        input=stdin,
        capture_output=True,
        env=os.environ | env,
        check=False,
    )


@pytest.mark.parametrize("command", ["cluster", "extract", "digest --top 9 --json"])
def test_a_reader_that_has_read_enough_is_no_error(command: str, tmp_path: Path) -> None:
    """`| head -1` ends the program without a word and with status 0."""
    (tmp_path / "many.jsonl").write_bytes(MANY)
    done = shell(f"newsfold {command} {tmp_path / 'many.jsonl'} --workers 1 | head -1")
    assert (done.returncode, done.stderr, done.stdout.count(b"\n")) == (0, b"", 1)


def test_work_goes_on_when_nobody_listens(tmp_path: Path) -> None:
    """Reports that nobody reads are no reason to leave an ingest half done."""
    store = tmp_path / "news.db"
    stdin = b"{broken\n" * 2000 + lines(record("a"), record("g", GOATS, title="Goats"))
    shell(f"(newsfold ingest - --store {store} 2>&1 >/dev/null) | head -1", stdin)
    listed = shell(f"newsfold stories --store {store}")
    assert listed.stderr == b"2 of 2 stories; 2002 seen = 2 stored + 0 merged + 2000 rejected (2000 not-json)\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="NOT RUN: there is no /dev/full here")
def test_a_full_disk_is_told_in_one_line() -> None:
    """What cannot be printed is named, and the status is 2."""
    done = shell("newsfold cluster - > /dev/full", lines(record("a")))
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert done.stderr.startswith(b"newsfold: error: standard output: cannot be written: ")


def test_without_a_standard_input_files_are_still_read(tmp_path: Path) -> None:
    """As in a job that runs by itself."""
    (tmp_path / "one.jsonl").write_bytes(lines(record("a")))
    done = shell(f"newsfold digest {tmp_path / 'one.jsonl'} --json <&-")
    assert (done.returncode, done.stderr) == (0, b"")
    empty = shell("newsfold digest - <&-")
    assert (empty.returncode, empty.stderr.count(b"Traceback")) == (2, 0)


def test_the_environment_names_the_store(tmp_path: Path) -> None:
    """NEWSFOLD_STORE stands in for --store."""
    store = str(tmp_path / "elsewhere.db")
    stdin = lines(record("a"), record("b", DIVERS, hour=9))
    assert shell("newsfold ingest - && newsfold verify", stdin, NEWSFOLD_STORE=store).returncode == 0
    assert Path(store).is_file()


@contextmanager
def one_feed_served() -> Iterator[tuple[str, list[str | None]]]:
    """A server on this machine with one feed: its address, and the If-None-Match of each request."""
    asked: list[str | None] = []

    class Feed(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("If-None-Match"))
            body = feed(("Ferry lost", FERRY), ("Goats", GOATS))
            self.send_response(200)
            self.send_header("ETag", '"one"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the same

    with ThreadingHTTPServer(("127.0.0.1", 0), Feed) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/rss", asked
        finally:
            server.shutdown()
            thread.join()


def test_running_fetches_groups_and_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """A real server and a real socket: what it brought is there after the stop, and a second start asks nobody."""
    store = str(tmp_path / "live.db")
    with one_feed_served() as (url, asked):
        opml = f'<opml version="2.0"><body><outline xmlUrl="{url}" text="Harbour Post"/></body></opml>'
        assert shell(f"newsfold import - --store {store}", opml.encode()).returncode == 0
        for number in (signal.SIGTERM, signal.SIGINT):
            running = subprocess.Popen(
                [sys.executable, "-m", "newsfold", "run", "--port", "0", "--allow", "127.0.0.1", "--store", store],
                stderr=subprocess.PIPE,
                text=True,
            )
            assert running.stderr
            if number == signal.SIGTERM:
                assert "servers that are asked read no address of yours" in running.stderr.readline()
            address = running.stderr.readline().removeprefix("reading at ").strip()
            if number == signal.SIGTERM:
                assert "1 of 1 feeds in, 2 articles" in running.stderr.readline()
            with urlopen(address) as answer:  # noqa: S310 - an address of this machine
                assert answer.status == 200
            running.send_signal(number)
            assert running.wait(30) == 0
            assert running.stderr.read().endswith("newsfold: stopped\n")
            running.stderr.close()
        assert asked == [None]
    assert shell(f"newsfold fetch --store {store}").returncode == 0
    assert b"2 stored" in shell(f"newsfold stories --store {store}").stderr
