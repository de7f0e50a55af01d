"""Prove that hostile strings in every field of every page run nothing in a real browser, with its policy off and on.

Each string fills every field of every value that a page function takes (`hostile_values`). A page must then have the elements and
attributes that it has for harmless words, no more; its links must be links of the web or our own; and nothing may run: no script
of a page's, no dialog, no request to anywhere. Pages are put together by the dozen, each whole, so that what breaks out of one is
seen. `--strings` names folders or files of strings, one a line.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import pkgutil
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from chromium import Tab, browser, find
from hostile_values import Filler
from markdown_it import MarkdownIt

from newsfold import pages
from newsfold.app.web.headers import SECURITY
from newsfold.pages import letter

# One's own words, and an address that may be linked: between them a page draws all that it can draw.
HARMLESS: Final = (
    "Ferries stop at six",
    "https://orrin.example/a",
    "en",
    "https://orrin.example/" + "a" * 3000,
    "2 < 3 & so on",
)
# Strings a document: as many as a browser lays out in a moment.
TOGETHER: Final = 50
HOOK: Final = """
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'eval', 'fetch', 'postMessage'])
    window[name] = () => { (window.__ran ??= []).push(name) };
"""
LOOK: Final = r"""(() => {
    const seen = new Set(), links = new Set();
    const addresses = /^(href|src|action|formaction|cite|data|srcdoc|xlink:href|poster|background|ping)$/;
    for (const one of document.querySelectorAll('*')) {
        seen.add(one.localName);
        for (const {name, value} of one.attributes) {
            seen.add(one.localName + ' ' + name);
            if (addresses.test(name)) links.add(value.trim());
        }
    }
    const odd = [...links].filter(link => /^[a-z][a-z0-9+.-]*:/i.test(link) && !/^https?:/i.test(link));
    return {seen: [...seen], links: odd, ran: window.__ran ?? []};
})()"""
_HEAD: Final = re.compile(rb"<head>(.*?)</head>\s*<body[^>]*>(.*)</body>", re.DOTALL)
# What is the same on every page, and would only be drawn again.
_META: Final = re.compile(rb"<meta [^>]*>|<script [^>]*></script>|<link [^>]*>|<style>.*?</style>", re.DOTALL)
# What takes no word of anybody's: the name of a template, the file name of a page, and an index that is no page.
_OF_OURS: Final = ("framed", "moved_page", "rendered", "script")
_KINDS: Final = {b"<all>": "application/xml", b"[{": "application/json"}
_DECLARATION: Final = re.compile(rb"^<\?xml[^>]*\?>")


@dataclass
class Found:
    """What a browser showed of documents."""

    documents: int = 0
    strings: int = 0
    wrong: list[str] = field(default_factory=list)


Page = Callable[[str], bytes]


def outputs() -> dict[str, Page]:
    """Every form in which digests leave Newsfold as something that a browser draws, each a function of one string."""
    found: dict[str, Page] = {}
    for module in pkgutil.iter_modules(pages.__path__, f"{pages.__name__}."):
        for name, function in vars(importlib.import_module(module.name)).items():
            is_ours = inspect.isfunction(function) and function.__module__ == module.name and not name.startswith("_")
            if (
                is_ours
                and inspect.signature(function).return_annotation == "bytes"
                and inspect.signature(function).parameters
            ):
                found[name] = partial(_filled, function)
    for name in _OF_OURS:
        found.pop(name)
    return found | {"as_markdown": _markdown, "letter": _letter}


def _filled(function: Callable[..., bytes], text: str) -> bytes:
    return bytes(Filler(text).call(function))


def _letter(text: str) -> bytes:
    """An edition by e-mail, as a program that reads mail draws it."""
    return str(Filler(text).call(letter.letter_html)).encode("utf-8", "replace")


def _markdown(text: str) -> bytes:
    """Markdown as a renderer draws it that leaves HTML in it as it is."""
    body = MarkdownIt("commonmark", {"html": True}).render(Filler(text).call(pages.as_markdown))
    return f"<!doctype html><html><head></head><body>{body}</body></html>".encode("utf-8", "replace")


def strings_of(places: Iterable[Path]) -> list[str]:
    """Every line of these files, or of the text files in these folders, once, the blank ones left out."""
    files = [one for place in places for one in (sorted(place.rglob("*.txt")) if place.is_dir() else [place])]
    lines = (line.rstrip(b"\r") for one in files for line in one.read_bytes().split(b"\n"))
    return list(dict.fromkeys(line.decode("utf-8", "replace") for line in lines if line.strip()))


def together(made: Sequence[bytes]) -> bytes:
    """Pages in one document, head and body of each behind those of the other; feeds in one element."""
    if made[0].startswith(b"{"):
        return b"[" + b",".join(made) + b"]"
    if made[0].startswith(b"<?xml"):
        return b"<all>" + b"".join(_DECLARATION.sub(b"", one) for one in made) + b"</all>"
    parts = [_META.sub(b"", head) + body for head, body in (_HEAD.search(one).groups() for one in made)]  # type: ignore[union-attr]
    return b'<!doctype html><html><head><meta charset="utf-8"></head><body>' + b"".join(parts) + b"</body></html>"


# --- the browser ------------------------------------------------------------------------------------------------------


class _Shelf(BaseHTTPRequestHandler):
    """Serves the one document that is looked at, and nothing else: what else is asked for is what a string asked for."""

    document: tuple[bytes, str] = (b"", "text/html")
    policy = True
    asked: Final[list[str]] = []

    def do_GET(self) -> None:
        body, kind = type(self).document if self.path.startswith("/document") else (b"", "text/plain")
        if not self.path.startswith("/document"):
            type(self).asked.append(self.path)
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        if type(self).policy:
            self.send_header("content-security-policy", SECURITY["content-security-policy"])
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def shelf() -> Iterator[str]:
    """A server of documents on this machine: its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Shelf) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


class Looker:
    """Opens documents in a tab and says what is in them."""

    def __init__(self, tab: Tab, base: str, *, policy: bool) -> None:
        self._tab, self._base, self._policy = tab, base, policy
        self._number = 0
        tab.ask("Page.setBypassCSP", enabled=not policy)
        tab.ask("Page.addScriptToEvaluateOnNewDocument", source=HOOK)

    def look(self, document: bytes) -> dict[str, Any]:
        """Open a document, and tell its elements and attributes, its odd links, and what ran."""
        kind = next((kind for front, kind in _KINDS.items() if document.startswith(front)), "text/html; charset=utf-8")
        _Shelf.document = (document, kind)
        _Shelf.policy = self._policy
        _Shelf.asked.clear()
        self._number += 1
        self._tab.open(f"{self._base}/document/{self._number}")
        seen: dict[str, Any] = self._tab.value(LOOK)
        seen["asked"] = [one for one in _Shelf.asked if not _own(one)]
        return seen


def _own(path: str) -> bool:
    """Whether an address is one that our pages load, or that a browser asks for by itself."""
    return path.endswith(("/style.css", "/newsfold.js", "/favicon.ico"))


def prove(lookers: Sequence[Looker], page: Page, strings: Sequence[str], *, each: int = TOGETHER) -> Found:
    """Look at a page with each of the strings in it, some at a time; what is wrong is looked at again string by string."""
    allowed = {one for text in HARMLESS for one in lookers[0].look(together([page(text)] * 2))["seen"]}
    found = Found()
    for first in range(0, len(strings), each):
        made = {text: page(text) for text in strings[first : first + each]}
        whole = together(list(made.values()))
        for looker in lookers:
            found.documents += 1
            if not _fair(looker.look(whole), allowed):
                for text, document in made.items():
                    _judge(found, looker.look(together([document, document])), allowed, text)
        found.strings += len(made)
    return found


def _judge(found: Found, seen: dict[str, Any], allowed: set[str], text: str) -> None:
    found.documents += 1
    if not _fair(seen, allowed):
        extra = sorted(set(seen["seen"]) - allowed)
        told = {
            "string": text,
            "more": extra[:5],
            "links": seen["links"][:3],
            "ran": seen["ran"],
            "asked": seen["asked"],
        }
        found.wrong.append(json.dumps(told, ensure_ascii=False))


def _fair(seen: dict[str, Any], allowed: set[str]) -> bool:
    return not (set(seen["seen"]) - allowed or seen["links"] or seen["ran"] or seen["asked"])


def main() -> int:
    """Prove all of it, and print a line a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--strings", type=Path, nargs="+", required=True, help="folders or files of strings, one a line"
    )
    parser.add_argument("--every", type=int, default=1, help="take only each n-th string")
    parser.add_argument("--page", help="only this page function")
    given = parser.parse_args()
    chromium = find()
    if chromium is None:
        print("prove_xss: no Chromium is installed", file=sys.stderr)
        return 2
    strings = strings_of(given.strings)[:: given.every]
    wrong = 0
    with shelf() as base, browser(chromium) as free, browser(chromium) as bound:
        lookers = (Looker(free, base, policy=False), Looker(bound, base, policy=True))
        for name, page in outputs().items():
            if given.page in (None, name):
                found = prove(lookers, page, strings)
                wrong += len(found.wrong)
                print(
                    f"{name:20} {found.strings} strings, {found.documents} documents, {len(found.wrong)} wrong",
                    flush=True,
                )
                print(*(f"    {one[:400]}" for one in found.wrong[:5]), sep="\n", end="\n" if found.wrong else "")
    print(f"{len(strings)} strings, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
