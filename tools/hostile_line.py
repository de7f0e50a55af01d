"""Takes invented news through the real line: servers on loopback, `newsfold import`, `fetch` and `ingest`; then serves it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from hostile_sources import Served, feeds, opml, records, site_of

from newsfold.model import StoredWords
from newsfold.store import open_store

# Each string comes in by a feed, and one of so many by a record too: the line takes most of the time that there is.
RECORDED_EVERY: Final = 4
_ALLOW: Final = ("--allow", "127.0.0.0/8")
# Where nobody listens: subscriptions of these names are listed, and never fetched.
_NOBODY: Final = "https://nobody{}.example/feed"
_TOKEN: Final = re.compile(r'name="token" value="(\w+)"')


@dataclass(frozen=True, slots=True)
class Said:
    """What a command wrote."""

    out: bytes
    beside: bytes
    status: int

    @property
    def value(self) -> Any:
        return json.loads(self.out)


@dataclass
class Line:
    """A folder with a store, and what was done to it. `books` are the ledgers of each way in."""

    folder: Path
    strings: Sequence[str]
    fed: tuple[Served, ...] = ()
    books: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    said: dict[str, Said] = field(default_factory=dict)

    def newsfold(self, *words: str, **settings: str) -> Said:
        """Run a command on the store, as its user would; what it says is kept to be looked at."""
        command = [sys.executable, "-m", "newsfold", *words, "--store", "news.db"]
        found = subprocess.run(  # noqa: S603 - our own command
            command, cwd=self.folder, capture_output=True, check=False, env={**os.environ, **settings}
        )
        said = Said(found.stdout, found.stderr, found.returncode)
        self.said[" ".join(words[:4])] = said
        if found.returncode > 1:
            raise RuntimeError(f"{words[:3]} ended with {found.returncode}: {found.stderr.decode()[-2000:]}")
        return said

    def words(self) -> Iterator[StoredWords]:
        """Every revision that is stored."""
        with open_store(str(self.folder / "news.db")) as store:
            yield from store.stored_words()


def brought(folder: Path, strings: Sequence[str], *more: str) -> Line:
    """Bring strings into a new store by each way in, with `more` options of the line; where that was done, it is not done again."""
    line, books = Line(folder, strings, tuple(feeds(strings))), folder / "books.json"
    if books.exists():
        line.books = json.loads(books.read_text("utf-8"))
        return line
    with _serving(line.fed) as port:
        served = [
            (f"http://{one.host}:{port}/feed", site_of(one.entries[0].number), one.entries[0].string)
            for one in line.fed
        ]
        (folder / "served.opml").write_bytes(opml(served))
        line.newsfold("import", "served.opml")
        line.books["feeds"] = line.newsfold("fetch", "--all", *_ALLOW, "--json", *more).value["ledger"]
    (folder / "records.jsonl").write_bytes(records(strings[::RECORDED_EVERY]))
    line.books["records"] = line.newsfold("ingest", "records.jsonl", "--json", *more).value["ledger"]
    named = [(_NOBODY.format(number), string, string) for number, string in enumerate(strings)]
    (folder / "named.opml").write_bytes(opml(named))
    line.newsfold("import", "named.opml")
    books.write_text(json.dumps(line.books), "utf-8")
    return line


@contextmanager
def _serving(fed: Sequence[Served]) -> Iterator[int]:
    """Serve every feed under the address of its host; the port that they share."""
    by_host = {one.host: one for one in fed}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = by_host[self.headers["host"].partition(":")[0]]
            self.send_response(200)
            self.send_header("content-type", found.kind)
            self.send_header("content-length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


# --- reading it -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of a store as a real server gives them. `base` ends with a "/"."""

    base: str

    def got(self, path: str, data: bytes | None = None, kind: str = "application/json") -> bytes:
        """What is answered, whatever its status."""
        headers = {"content-type": kind} if data is not None else {}
        try:
            with urlopen(Request(self.base + path, data, headers)) as answer:  # noqa: S310 - of this tool's own server
                return bytes(answer.read())
        except HTTPError as refused:
            return refused.read()

    def value(self, path: str) -> Any:
        return json.loads(self.got(f"api/v1/{path}"))

    def every(self, name: str) -> Iterator[Any]:
        """All of a list, page after page."""
        following = "?limit=200"
        while following:
            page = self.value(f"{name}{following}")
            yield from page["days" if name == "editions" else name]
            following = page["next"]

    def token(self) -> str:
        """What forms carry."""
        found = _TOKEN.search(self.got("settings").decode())
        if found is None:
            raise RuntimeError("no form has a token")
        return found[1]

    def form(self, act: str, /, **fields: str) -> bytes:
        """Send a form."""
        data = urlencode({"token": self.token(), **fields}, errors="replace").encode()
        return self.got(f"do/{act}", data, "application/x-www-form-urlencoded")


@contextmanager
def reading(line: Line) -> Iterator[Site]:
    """Serve the store."""
    command = [sys.executable, "-m", "newsfold", "serve", "--store", "news.db", "--port", "0"]
    with subprocess.Popen(command, cwd=line.folder, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        try:
            yield Site(_announced(process))
        finally:
            process.terminate()


def _announced(process: subprocess.Popen[str]) -> str:
    said = []
    for one in process.stderr or ():
        said.append(one)
        if found := re.search(r"http://[^\s]+/", one):
            threading.Thread(target=lambda: [*(process.stderr or ())], daemon=True).start()  # so that it is never full
            return found[0]
    raise RuntimeError(f"the server does not serve: {''.join(said)}")
