"""Browsers that look at pages with hostile strings, and say what is in them, what ran and what was asked for.

Each process has two: one that does not keep to the pages' policy, and one that does. Work is handed out to processes in order and
comes back in order, so what is printed is the same for any number of them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.util import Finalize
from typing import Any, Final, TypeVar

from chromium import Tab, browser, find

from newsfold.app.web.headers import SECURITY

W = TypeVar("W")
D = TypeVar("D")

# Seconds for which a document is waited for. Where much else ran, dozens of pages in one took more than thirty.
PATIENCE: Final = 600.0
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
_KINDS: Final = {b"<all>": "application/xml", b"[{": "application/json"}
# What our pages load, a site of files its search and parts of its index besides; and what a browser asks for by itself.
_LOADED: Final = re.compile(r"/(style\.css|newsfold\.js|favicon\.ico|search\.js|search/[\w-]+\.js)$")


class _Shelf(BaseHTTPRequestHandler):
    """Serves the one document that is looked at, and nothing else."""

    document: tuple[bytes, str] = (b"", "text/html")
    policy = True

    def do_GET(self) -> None:
        body, kind = type(self).document if self.path.startswith("/document") else (b"", "text/plain")
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
        tab.watch()

    def look(self, document: bytes) -> dict[str, Any]:
        """Open a document, and tell its elements and attributes, its odd links, and what ran."""
        kind = next((kind for front, kind in _KINDS.items() if document.startswith(front)), "text/html; charset=utf-8")
        _Shelf.document = (document, kind)
        _Shelf.policy = self._policy
        self._number += 1
        return self.look_at(f"{self._base}/document/{self._number}")

    def look_at(self, url: str, wait: float = 0) -> dict[str, Any]:
        """Open an address, and tell the same of the page there, some seconds later where its own script draws it."""
        self._tab.requested.clear()
        self._tab.open(url)
        if self._tab.value("document.readyState") != "complete" or self._tab.value("location.href") == "about:blank":
            self._tab.wait_for_load()  # what was seen was the load of the page before
        if wait:
            self._tab.value(f"new Promise(done => setTimeout(done, {wait * 1000:.0f}))")
        seen: dict[str, Any] = self._tab.value(LOOK)
        seen["asked"] = [one for one in self._tab.requested if one != url and not _own(one, url)]
        return seen

    def value(self, expression: str) -> Any:
        """What an expression is on the page that is open."""
        return self._tab.value(expression)


def _own(asked: str, url: str) -> bool:
    """Whether an address is one that our pages load, from where they come themselves, or that a browser asks for by itself.

    Chromium draws XML and the fields of dates with images of its own that are "data:", which goes nowhere.
    """
    site = "/".join(url.split("/")[:3]) + "/"
    return asked.startswith("data:") or (asked.startswith(site) and bool(_LOADED.search(asked)))


@cache
def lookers() -> tuple[Looker, Looker]:
    """The two of this process, the one without the policy first. Their browsers end with the process."""
    chromium = find()
    if chromium is None:
        raise SystemExit("no Chromium is installed")
    stack = ExitStack()
    Finalize(None, stack.close, exitpriority=10)
    base = stack.enter_context(shelf())
    free, bound = (stack.enter_context(browser(chromium, PATIENCE)) for _ in range(2))
    return Looker(free, base, policy=False), Looker(bound, base, policy=True)


def done(work: Iterable[W], do: Callable[[W], D], jobs: int) -> Iterator[D]:
    """Do each piece of work in one of so many processes, or in this one; results come in the order of the work."""
    if jobs == 1:
        yield from map(do, work)
        return
    # Of what this process holds nothing is shared, no socket and no thread.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as processes:
        yield from processes.map(do, work)
