"""Several processes answer on one address: with one secret, started and ended together, and each can be lost."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsfold.store import open_store

SRC = Path(__file__).resolve().parents[2] / "src"
WAIT = 60.0
ASK = "from newsfold.app.servers import ask_for_haste; ask_for_haste()"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    open_store(path).close()
    return path


@contextmanager
def serving(store: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server of pages in processes of their own, and its port."""
    command = [sys.executable, "-m", "newsfold", "serve", "--store", str(store), "--port", "0", *options]
    env = os.environ | {"PYTHONPATH": str(SRC)}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            found = re.search(r":(\d+)/", process.stderr.readline())
            assert found
            yield process, int(found[1])
        finally:
            process.terminate()


def asked(port: int) -> tuple[int, str]:
    """A page by a connection of its own: its status, and the token of its forms."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
    connection.request("GET", "/settings")
    answer = connection.getresponse()
    token = re.search(r'name="token" value="([^"]+)"', answer.read().decode())
    connection.close()
    return answer.status, token[1] if token else ""


def children(pid: int) -> list[int]:
    """The processes that a process started to answer readers (Linux)."""
    started = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in started if b"--shares" in Path(f"/proc/{one}/cmdline").read_bytes()]


def is_gone(pid: int) -> bool:
    """Whether a process has ended, be it that nobody has asked how (Linux)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except OSError:
        return True


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def is_listening(pid: int) -> bool:
    """Whether a process waits for connections: it has opened what it waits by (Linux)."""
    return any("eventpoll" in str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir() if one.is_symlink())


needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="NOT RUN: how the processes stand is read from /proc")


@needs_proc
def test_forms_of_one_process_are_taken_by_the_other(store: Path) -> None:
    """Any may answer, with tokens made of one secret; when the first is told to stop, all end and nothing is said."""
    with serving(store, "--servers", "2") as (process, port):
        [other] = children(process.pid)
        until(lambda: is_listening(other))
        os.kill(process.pid, signal.SIGSTOP)  # so that the other answers
        try:
            theirs = asked(port)
        finally:
            os.kill(process.pid, signal.SIGCONT)
        os.kill(other, signal.SIGSTOP)
        try:
            ours = asked(port)
        finally:
            os.kill(other, signal.SIGCONT)
        assert theirs == ours
        assert (ours[0], bool(ours[1])) == (200, True)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=WAIT)
        assert (process.returncode, said) == (0, "")
        until(lambda: is_gone(other))


@needs_proc
def test_no_process_is_left_behind_by_one_that_was_killed(store: Path) -> None:
    with serving(store, "--servers", "2") as (process, _):
        [other] = children(process.pid)
        until(lambda: is_listening(other))
        process.kill()
        process.wait(WAIT)
        until(lambda: is_gone(other))


@needs_proc
def test_the_first_goes_on_without_one_that_was_lost_and_says_so(store: Path) -> None:
    with serving(store, "--servers", "2") as (process, port):
        [other] = children(process.pid)
        until(lambda: is_listening(other))
        os.kill(other, signal.SIGKILL)
        assert process.stderr is not None
        assert any("a process that answered readers ended" in line for line in process.stderr)
        assert asked(port)[0] == 200


def test_whoever_asks_for_haste_is_heard() -> None:
    """What a process says on its standard output reaches the loop of the first."""
    said = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, check=True, env=os.environ | {"PYTHONPATH": str(SRC)}
    )
    assert said.stdout == b"hurry\n"
