"""Every way out of a store beside the pages that everybody opens: searches, forms, feeds, clients, letters, files, the terminal.

Each gives what a browser is to draw of it, or a line that says what is wrong with it.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from aiosmtpd.controller import Controller
from hostile_line import Line, Site
from hostile_sources import opml
from lxml import etree
from markdown_it import MarkdownIt

# What a terminal would obey, or which turns round what follows: ECMA-48's controls, and Unicode's of direction.
OBEYED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f]")
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": True})
_BOUNDARY: Final = "newsfold-hostile-feeds"

# The kind, the address, the words to be read there, and a document where nobody serves it.
Drawn = tuple[str, str, tuple[str, ...], bytes | None]


@dataclass(frozen=True)
class Outside:
    """A store, its server, and what takes a sample of many things."""

    line: Line
    site: Site
    sample: Callable[[Sequence[Any]], Sequence[Any]]

    @property
    def strings(self) -> Sequence[str]:
        """A sample of the strings."""
        return self.sample(self.line.strings)

    @property
    def stories(self) -> Sequence[str]:
        """A sample of the stories."""
        return self.sample([one["id"] for one in self.site.every("stories")])


def outputs_of(outside: Outside) -> Iterator[Drawn | str]:
    """All of them."""
    for way in (_asked, _done, _feeds_out, _clients, _files, _printed, _posted):
        yield from way(outside)


def page(*bodies: str) -> bytes:
    """A page that shows HTML as a program does that reads feeds or mail, and leaves it as it is."""
    return f"<!doctype html><html><head></head><body>{'<hr>'.join(bodies)}</body></html>".encode("utf-8", "replace")


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


# --- the server's other pages -----------------------------------------------------------------------------------------


def _asked(outside: Outside) -> Iterator[Drawn | str]:
    """Searches for the strings, pages that are not there, and what is followed."""
    base = outside.site.base
    for one in outside.strings:
        yield "search", f"{base}search?q={_quoted(one)}&outlet={_quoted(one)}", (), None
        yield "search", f"{base}search?q={_quoted(one)}", (), None
        yield "message", f"{base}story/{_quoted(one)}", (), None
        outside.site.got("api/v1/follows", json.dumps({"query": one}).encode())
    yield "following", f"{base}following", tuple(one["query"] for one in _follows(outside)), None


def _follows(outside: Outside) -> list[dict[str, Any]]:
    return [one for one in outside.site.value("follows")["follows"] if one["query"]]


def _done(outside: Outside) -> Iterator[Drawn | str]:
    """Pages that say what a form did: an outlet hidden, a token made, subscriptions read line by line."""
    site = outside.site
    for one in outside.strings[:10]:
        yield "outlets", "hidden", (), site.form("hide", outlet=one, back="outlets")
        number = max(made["number"] for made in site.value("corrections")["corrections"])
        yield "settings", "undone", (), site.form("undo", number=str(number), back="settings")
        yield "settings", "token made", (), site.form("make-token", name=one, scope="read")
    yield "settings", f"{site.base}settings", (), None
    listed = opml([(one, one, one) for one in outside.strings])
    yield "feeds", "imported", (), _uploaded(site, listed)


def _uploaded(site: Site, listed: bytes) -> bytes:
    fields = (('name="token"', site.token().encode()), ('name="opml"; filename="a.opml"', listed))
    parts = [
        f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {name}\r\n\r\n".encode() + value for name, value in fields
    ]
    body = b"\r\n".join([*parts, f"--{_BOUNDARY}--\r\n".encode()])
    return site.got("do/import", body, f"multipart/form-data; boundary={_BOUNDARY}")


# --- for programs -----------------------------------------------------------------------------------------------------


def _feeds_out(outside: Outside) -> Iterator[Drawn | str]:
    """Feeds, each well-formed, opened as they are, and what is in them as a program shows it that reads feeds."""
    paths = ["edition", *(f"story/{one}" for one in outside.stories)]
    paths += [f"follow/{one['id']}" for one in _follows(outside)]
    paths += [f"search{{}}?q={_quoted(one)}" for one in outside.strings[:20]]
    for path in paths:
        named = path if "{}" in path else f"{path}{{}}"
        atom = outside.site.got(f"feeds/{named.format('.atom')}")
        if not atom.startswith(b"<?xml"):
            continue  # a query of no word
        yield "atom", path, (), atom
        contents = etree.fromstring(atom).iter(f"{_ATOM}content", f"{_ATOM}summary")
        yield "content", path, (), page(*(one.text or "" for one in contents if one.get("type") == "html"))
        items = json.loads(outside.site.got(f"feeds/{named.format('.json')}"))["items"]
        yield "content", path, (), page(*(one.get("content_html", "") for one in items))


def _clients(outside: Outside) -> Iterator[Drawn | str]:
    """What programs read that speak the Google Reader API: all of its items, and its lists."""
    for name in ("subscription/list", "tag/list", "unread-count"):
        json.loads(outside.site.got(f"reader/api/0/{name}?output=json"))
    following = ""
    while following is not None:
        more = f"&c={following}" if following else ""
        found = json.loads(
            outside.site.got(f"reader/api/0/stream/contents/user/-/state/com.google/reading-list?n=50{more}")
        )
        if found["items"]:
            yield "client", "reader api", (), page(*(one["summary"]["content"] for one in found["items"]))
        following = found.get("continuation")
    yield "atom", "reader atom", (), outside.site.got("reader/atom/user/-/state/com.google/reading-list?n=50")


# --- files, terminal, letters -----------------------------------------------------------------------------------------


def _files(outside: Outside) -> Iterator[Drawn | str]:
    """The site as files: front page, articles and search, and a sample of its stories and of searches in it."""
    outside.line.newsfold("build", "site")
    folder = (outside.line.folder / "site").resolve()
    for name in ("index", "articles"):
        yield f"file {name}", (folder / f"{name}.html").as_uri(), (), None
    for one in outside.stories:
        yield "file story", (folder / f"story/{one}.html").as_uri(), (), None
    for text in outside.strings:
        yield "file search", f"{(folder / 'search.html').as_uri()}?q={_quoted(text)}", (), None
    for feed in folder.glob("*.xml"):
        etree.parse(feed)
        yield "atom", feed.name, (), feed.read_bytes()


def _printed(outside: Outside) -> Iterator[Drawn | str]:
    """What commands print: nothing that a terminal obeys. Markdown is drawn by a program that lets HTML through."""
    line = outside.line
    for command in ("stories --top 100000", "feeds", "follow", "news", "verify", "corrections", "doctor"):
        line.newsfold(*command.split())
    line.newsfold("export", "out.opml")
    for story in outside.stories[:4]:
        for more in (("--format", "text"), ("--why",)):
            line.newsfold("show", story, *more)
        markdown = line.newsfold("show", story, "--format", "md").out.decode()
        yield "markdown", story, (), page(_MARKDOWN.render(markdown))
    for command, said in line.said.items():
        written = said.beside.decode() + ("" if said.out.lstrip()[:1] in (b"{", b"<") else said.out.decode())
        if found := OBEYED.search(written):
            yield f"{command}: a terminal would obey {found[0]!r}"


def _posted(outside: Outside) -> Iterator[Drawn | str]:
    """Editions as letters, taken by a relay: headers of one line, text that no terminal obeys, HTML as a browser draws it."""
    days = list(outside.site.every("editions"))
    outside.line.newsfold("edition", "--to", "reader@orrin.example")
    with _relay() as (port, taken):
        for day in outside.sample(days)[:5]:
            settings = {"NEWSFOLD_MAIL_RELAY": f"smtp://127.0.0.1:{port}", "NEWSFOLD_MAIL_FROM": "n@orrin.example"}
            outside.line.newsfold("edition", "--day", day, "--send", "--allow", "127.0.0.1", **settings)
    for raw in taken:
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        for part in letter.walk():
            text = part.get_content() if not part.is_multipart() else ""
            if part.get_content_type() == "text/html":
                yield "letter", str(letter["subject"]), (), text.encode()
            elif found := OBEYED.search(text.replace("\r\n", "\n") + str(letter["subject"])):
                yield f"letter: a terminal would obey {found[0]!r}"
    if not taken:
        yield "no letter came"


@contextmanager
def _relay() -> Iterator[tuple[int, list[bytes]]]:
    """A relay for mail on this machine: its port, and what it takes."""
    taken: list[bytes] = []

    class Office:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's own name
            taken.append(envelope.content)
            return "250 taken"

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Office(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port, taken
    finally:
        controller.stop()
