"""Puts requests to the web application itself, as a server would, without a socket; and keeps cookies as a browser would."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote, urlencode, urljoin, urlsplit

from starlette.types import ASGIApp

HERE = "http://127.0.0.1:8000/"


@dataclass
class Answer:
    """What came back for one request."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        return self.body.decode()


def asked(
    app: ASGIApp,
    path: str,
    method: str = "GET",
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    address: str = "127.0.0.1",
) -> Answer:
    """Put one request; `path` may have a query. The name asked for is 127.0.0.1 where no `host` is among the headers."""
    answer = Answer()
    parts = urlsplit(path)
    given = {"host": "127.0.0.1:8000", **(headers or {})}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "root_path": "",
        "query_string": parts.query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in given.items()],
        "client": (address, 4711),
    }
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode("latin-1") for name, value in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    async def put() -> None:
        await app(scope, receive, send)

    asyncio.run(put())
    return answer


class Browser:
    """Goes from page to page of an application: keeps cookies, sends forms with the token that their page gave."""

    def __init__(self, app: ASGIApp, *, address: str = "127.0.0.1") -> None:
        self._app = app
        self._address = address
        self.cookies: dict[str, str] = {}
        self.at = HERE

    def open(self, path: str, **headers: str) -> Answer:
        """Ask for a page, seen from the top, and follow where it leads."""
        return self._go("GET", urljoin(HERE, path), headers=headers)

    def send(self, path: str, fields: Mapping[str, str | list[str]], **headers: str) -> Answer:
        """Send a form, with the token of the page that is open, unless `fields` has one; follow where it leads."""
        given = {"token": self.token, **fields}
        more = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", **headers}
        return self._go("POST", urljoin(HERE, path), headers=more, body=urlencode(given, doseq=True).encode())

    @property
    def token(self) -> str:
        """The token of the forms on the page that is open; empty where it has none."""
        found = re.search(r'name="token" value="([^"]*)"', self.page)
        return found[1] if found else ""

    page = ""

    def _go(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            named["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = asked(self._app, path, method, headers=named, body=body, address=self._address)
        for morsel in SimpleCookie(answer.headers.get("set-cookie", "")).values():
            self.cookies[morsel.key] = morsel.value
        self.at = url
        if answer.status in (302, 303, 307):
            return self._go("GET", urljoin(url, answer.headers["location"]), headers={})
        self.page = answer.body.decode("utf-8", "replace")
        return answer
