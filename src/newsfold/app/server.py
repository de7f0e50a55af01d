"""The local web server of `newsfold serve`: the pages of what is stored, for reading on this machine.

It only reads, and keeps no session. Pages link relatively, so it also works behind a proxy in a subfolder.
"""

from __future__ import annotations

import hashlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from newsfold import pages
from newsfold.errors import UsageError
from newsfold.model import Digest, Pruned
from newsfold.pages import Places, Summary

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send
    from uvicorn import Server

LOOPBACK = "127.0.0.1"
_STOP_SECONDS = 5  # for answers under way when the server is told to stop; a page takes milliseconds

_HTML = "text/html; charset=utf-8"
_JSON = "application/json; charset=utf-8"
_CSS = "text/css; charset=utf-8"

# frame-ancestors, base-uri and form-action do not fall back to default-src; the first has no effect inside a page.
_SECURITY = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Reader(Protocol):
    """What the server reads from. It is called from one thread, the one that serves, and one call at a time.

    A story that was merged away answers with the digest of the story that took it up, whose `id` then differs from the
    one asked for; an id that never was answers None.
    """

    def stories(self) -> Sequence[Summary]:
        """What the front page lists, in its order. Only the first needs its `lead`."""
        ...

    def digest(self, story: str) -> Digest | None:
        """The digest of a story, or of the story that it was merged into."""
        ...

    def pruned(self, story: str) -> Pruned | None:
        """When and why the words of a story were removed; None where they were not, or where there never was one."""
        ...


def make_app(reader: Reader, *, kept: int | None = None) -> Starlette:
    """Make the web application: `/`, `/story/{id}`, `/story/{id}.json`, `/style.css`, `/healthz`; GET and HEAD only.

    `kept` is for how many days articles are kept, 0 for ever, which the pages say; None says nothing.
    """
    from starlette.applications import Starlette  # noqa: PLC0415 - only `serve` needs a web framework
    from starlette.middleware import Middleware  # noqa: PLC0415 - the same
    from starlette.routing import Route  # noqa: PLC0415 - the same

    app = Starlette(
        routes=[
            Route("/", _front),
            Route("/story/{story:path}.json", _data),
            Route("/story/{story:path}", _story),
            Route("/style.css", _style),
            Route("/healthz", _health),
        ],
        middleware=[Middleware(_SecurityHeaders)],
        exception_handlers={404: _missing, 405: _refused},
    )
    app.state.reader = reader
    app.state.kept = kept
    return app


def serve(
    reader: Reader,
    *,
    host: str = LOOPBACK,
    port: int = 8000,
    announce: Callable[[str], None] | None = None,
    kept: int | None = None,
    stopper: Callable[[Callable[[], None]], None] | None = None,
) -> None:
    """Serve until told to stop by SIGINT or SIGTERM, then finish the answers under way and return.

    `announce` is called once with the address, when connections are accepted; port 0 takes a free one. `stopper` is given
    once what another thread may call to stop the server. Raises `UsageError` where nothing can listen there.
    """
    from uvicorn import Config, Server  # noqa: PLC0415 - only `serve` needs a server

    config = Config(
        make_app(reader, kept=kept),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    server = Server(config)
    with _listen(host, port) as listening, _stopped_by_signals(server):
        if stopper:
            stopper(lambda: setattr(server, "should_exit", True))
        if announce:
            announce(_address(host, listening))
        server.run(sockets=[listening])


# --- the pages ------------------------------------------------------------------------------------------------------


async def _front(request: Request) -> Response:
    state = request.app.state
    page = pages.front_page(state.reader.stories(), places=Places(files=False), kept=state.kept)
    return _answer(request, page, _HTML)


async def _story(request: Request) -> Response:
    kept = request.app.state.kept
    return _of_digest(
        request, lambda digest: pages.story_page(digest, places=_inner(request), kept=kept), _HTML, ending=""
    )


async def _data(request: Request) -> Response:
    return _of_digest(request, lambda digest: pages.as_json([digest]).encode(), _JSON, ending=".json")


async def _style(request: Request) -> Response:
    return _answer(request, pages.style_sheet(), _CSS)


async def _health(request: Request) -> Response:
    return _answer(request, b"ok\n", "text/plain; charset=utf-8")


async def _missing(request: Request, _: Exception) -> Response:
    title = "There is no such page"
    sentence = "Nothing is kept under this address. A story that was here may have been removed."
    return _message(request, title, sentence, 404)


async def _refused(request: Request, _: Exception) -> Response:
    response = _message(request, "This page can only be read", "The server answers GET and HEAD requests.", 405)
    response.headers["allow"] = "GET, HEAD"
    return response


def _message(request: Request, title: str, sentence: str, status: int) -> Response:
    from starlette.responses import Response  # noqa: PLC0415 - only `serve` needs a web framework

    page = pages.message_page(title, sentence, places=_inner(request))
    return Response(page, status, media_type=_HTML)


def _of_digest(request: Request, write: Callable[[Digest], bytes], media_type: str, *, ending: str) -> Response:
    """Answer with a digest, or lead on to the story it became: for now only, since stories can be split again."""
    from starlette.exceptions import HTTPException  # noqa: PLC0415 - only `serve` needs a web framework
    from starlette.responses import Response  # noqa: PLC0415 - the same

    asked = request.path_params["story"]
    digest = request.app.state.reader.digest(asked)
    if digest is None:
        if gone := request.app.state.reader.pruned(asked):
            page = pages.removed_json(gone).encode() if ending else pages.removed_page(gone, places=_inner(request))
            return Response(page, 410, media_type=media_type)
        raise HTTPException(404)
    if digest.id != asked:
        places = _inner(request)
        target = places.data(digest.id) if ending else places.story(digest.id)
        return Response(status_code=307, headers={"location": target})
    return _answer(request, write(digest), media_type)


def _inner(request: Request) -> Places:
    """The way up from the page that was asked for: one "../" for each folder that its address is in."""
    depth = request.scope["path"].removeprefix(request.scope.get("root_path", "")).count("/") - 1
    return Places(up="../" * depth, files=False)


def _answer(request: Request, body: bytes, media_type: str) -> Response:
    """Answer with a body, or with 304 where the client says that it has this very one."""
    from starlette.responses import Response  # noqa: PLC0415 - only `serve` needs a web framework

    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _has(condition: str, tag: str) -> bool:
    """Whether an If-None-Match header names the tag; compared weakly, as RFC 9110, 13.1.2, asks."""
    known = {one.strip().removeprefix("W/") for one in condition.split(",")}
    return "*" in known or tag in known


class _SecurityHeaders:
    """Put the security headers on every answer, those of errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.encode(), value.encode()) for name, value in _SECURITY.items()]
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


# --- listening ------------------------------------------------------------------------------------------------------


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise UsageError("nothing can listen there", resource=f"{host}:{port}") from error


def _address(host: str, listening: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listening.getsockname()[1]}/"


@contextmanager
def _stopped_by_signals(server: Server) -> Iterator[None]:
    """Let a signal stop the server and nothing more.

    Uvicorn, once it has stopped, raises the signal again under the handlers that it found, which would end the process
    before its caller could close the store. Only the main thread may set handlers; in another there is none to replace.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: Any) -> None:
        server.should_exit = True

    kept = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
