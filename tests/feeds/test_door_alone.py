"""There is one door to the network: no other module can open a connection, and what goes through the door cannot go where it
may not."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import newsfold

SOURCE = Path(newsfold.__file__).parent
ROOT = Path(__file__).resolve().parent.parent.parent
DOOR = "newsfold.feeds.fetching"

# Whatever of the standard library or of others can connect to somewhere.
CONNECTS = {
    *(
        "aiohttp",
        "httpx",
        "httpx2",
        "httpcore",
        "httpcore2",
        "requests",
        "urllib3",
        "niquests",
        "pycurl",
        "h11",
        "websockets",
        "anyio",
    ),
    *(
        "socket",
        "ssl",
        "asyncio",
        "urllib.request",
        "http.client",
        "smtplib",
        "poplib",
        "imaplib",
        "ftplib",
        "xmlrpc",
        "socketserver",
    ),
    *(
        "multiprocessing.connection",
        "multiprocessing.managers",
        "telnetlib",
        "nntplib",
        "trafilatura.downloads",
        "curl_cffi",
    ),
}
LISTENS = {
    ("newsfold.app.web.listening", "socket"),
    ("newsfold.app.web.threads", "anyio"),
    ("newsfold.app.web.threads", "anyio.CapacityLimiter"),
    ("newsfold.app.web.threads", "anyio.to_thread"),
    ("newsfold.app.web.threads", "anyio.to_thread.current_default_thread_limiter"),
    ("newsfold.app.web.api.events", "anyio"),
}
"""The server, which listens and connects nowhere: it bounds its threads, and waits without one for each who listens to events."""


def imported(file: Path) -> set[str]:
    """The modules that a file names in its imports, wherever they stand in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def test_no_other_module_can_open_a_connection() -> None:
    """A guard in one way out is none where there is a second."""
    opened = {
        (module, name)
        for file in sorted(SOURCE.rglob("*.py"))
        if not (module := ".".join(file.relative_to(SOURCE.parent).with_suffix("").parts)).startswith(f"{DOOR}.")
        for name in imported(file)
        if any(name == one or name.startswith(f"{one}.") for one in CONNECTS)
    }
    assert opened == LISTENS


def test_within_the_door_one_module_makes_sockets() -> None:
    """So there is one place to look at."""
    makers = {file.stem for file in (SOURCE / "feeds" / "fetching").glob("*.py") if "socket" in imported(file)}
    assert makers == {"sockets"}


def test_the_door_is_loaded_by_who_fetches() -> None:
    """Reading files opens no door, and waits for no library of the network."""
    code = "import sys, newsfold.feeds; from newsfold.app.cli import newsfold as n; [*n.commands.values()]; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"aiohttp", "yarl", "brotli", "protego", DOOR} & set(done.stdout.split())


def test_nothing_is_connected_to_where_it_may_not() -> None:
    """More than 200 ways of writing addresses and of redirecting to them, each with a canary behind it, in a network namespace."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "prove_network.py"), "--short"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 3:
        pytest.skip(f"NOT RUN: 600 cases of refused addresses. {done.stderr.strip()}")
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["cases"] >= 200
    assert said["wrong"] == 0
