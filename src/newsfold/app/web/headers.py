"""What every answer carries, and which names the server answers to. Plain ASGI, so that nothing is copied on the way."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# frame-ancestors, base-uri and form-action do not fall back to default-src; the first has no effect inside a page.
SECURITY: Final = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# The names of this machine itself. A page of a stranger can make its own name lead here, but then the name is not one of these.
LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})


class SecurityHeaders:
    """Put the security headers on every answer, those of errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.encode(), value.encode()) for name, value in SECURITY.items()]
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


class KnownHosts:
    """Answer only to names that are the server's own, against DNS rebinding. No names at all means: answer to any."""

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._names and not self._is_ours(scope):
            from starlette.responses import PlainTextResponse  # noqa: PLC0415 - only the server needs a web framework

            text = "This server does not answer to that name; [serve] hosts in its settings lists those it does.\n"
            await PlainTextResponse(text, 421)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        return host_name(given) in self._names


def host_name(given: str) -> str:
    """The name in a Host header, without its port.

    >>> host_name("Localhost:8000"), host_name("[::1]:8000"), host_name("news.example")
    ('localhost', '[::1]', 'news.example')
    """
    name, mark, port = given.strip().lower().rpartition(":")
    return name if mark and port.isdigit() else given.strip().lower()
