"""Puts the application together, and listens until told to stop."""

from __future__ import annotations

import ipaddress
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final

from newsfold.app.web import (
    api,
    behind,
    doing,
    feeds,
    feedsout,
    following,
    login,
    operating,
    outlets,
    proofs,
    readerapi,
    reading,
    searching,
    settling,
    telling,
    unsubscribing,
    welcome,
)
from newsfold.app.web.access import Gate
from newsfold.app.web.answers import message
from newsfold.app.web.bodies import BoundedBodies
from newsfold.app.web.desk import Desk
from newsfold.app.web.doorkeeper import Doorkeeper
from newsfold.app.web.headers import LOCAL_NAMES, KnownHosts, SecurityHeaders
from newsfold.app.web.noting import Noting
from newsfold.app.web.threads import FewThreads, Lanes, be_ready_to_answer
from newsfold.errors import UsageError

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from uvicorn import Server

LOOPBACK: Final = "127.0.0.1"
_STOP_SECONDS = 5  # for answers under way when the server is told to stop; a page takes milliseconds

# Each gives its routes, more special ones first, and may offer pages to the navigation and to stories (`Places.offered`).
MODULES: Final = (
    login,
    operating,
    api,
    feedsout,
    readerapi,
    unsubscribing,
    doing,
    welcome,
    searching,
    outlets,
    feeds,
    following,
    settling,
    behind,
    proofs,
    telling,
    reading,
)


def make_app(desk: Desk) -> Starlette:
    """Make the web application of all modules' routes, behind the doorkeeper."""
    from starlette.applications import Starlette  # noqa: PLC0415 - only the server needs a web framework
    from starlette.middleware import Middleware  # noqa: PLC0415 - the same

    app = Starlette(
        routes=[route for module in MODULES for route in module.routes()],
        middleware=[
            Middleware(FewThreads),
            Middleware(SecurityHeaders),
            Middleware(KnownHosts, names=_names(desk)),
            Middleware(BoundedBodies),
            Middleware(Doorkeeper, gate=Gate(desk)),
        ],
        exception_handlers={404: _missing, 405: _refused},
    )
    app.state.desk = desk
    app.state.lanes = Lanes()
    app.state.noting = Noting(desk.store) if desk.store else None
    offered: list[frozenset[str]] = [getattr(module, "OFFERS", frozenset()) for module in MODULES]
    app.state.offered = (
        frozenset().union(*offered) if desk.store else frozenset()
    )  # pages of a store that is not there are not
    return app


def _names(desk: Desk) -> frozenset[str]:
    """The names that the server answers to: any where a password is asked for and no name is set."""
    return frozenset() if desk.password is not None and not desk.hosts else LOCAL_NAMES | frozenset(desk.hosts)


def serve(
    desk: Desk,
    *,
    host: str = LOOPBACK,
    port: int = 8000,
    announce: Callable[[str], None] | None = None,
    stopper: Callable[[Callable[[], None]], None] | None = None,
    shared: int | None = None,
    beside: Callable[[int], AbstractContextManager[None]] | None = None,
) -> None:
    """Serve until told to stop by SIGINT or SIGTERM, then finish the answers under way and return.

    `announce` is called once with the address, when connections are accepted; port 0 takes a free one. `stopper` is given once
    what another thread may call to stop the server. `shared` is the file descriptor of a socket that another process listens on
    too, in the place of host and port; `beside` is given that of this one, for others to share it while this one serves. Raises
    `UsageError` where nothing can listen there, and where others than this machine could come in without a password.
    """
    from uvicorn import Config, Server  # noqa: PLC0415 - only the server needs a server

    _check_alone(desk, host)
    app = make_app(desk)
    config = Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    server = Server(config)
    app.state.stopping = lambda: server.should_exit  # what answers without end asks whether to go on
    with (
        _listen(host, port) if shared is None else socket.socket(fileno=shared) as listening,
        _stopped_by_signals(server),
        beside(listening.fileno()) if beside else nullcontext(),
    ):
        if stopper:
            stopper(lambda: setattr(server, "should_exit", True))
        if announce:
            announce(_address(host, listening))
        be_ready_to_answer()
        server.run(sockets=[listening])


def _check_alone(desk: Desk, host: str) -> None:
    if desk.password is None and not _is_loopback(host):
        sentence = "others could read and change everything; set a password first: NEWSFOLD_SERVE_PASSWORD_FILE=FILE"
        raise UsageError(sentence, resource=f"listening on {host}")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# --- what no route answers --------------------------------------------------------------------------------------------


async def _missing(request: Request, _: Exception) -> Response:
    sentence = "Nothing is kept under this address. A story that was here may have been removed."
    return message(request, "There is no such page", sentence, 404)


async def _refused(request: Request, error: Exception) -> Response:
    response = message(request, "This cannot be done here", "This address does not take requests of this kind.", 405)
    allowed = (getattr(error, "headers", None) or {}).get("Allow", "GET, HEAD")
    response.headers["allow"] = ", ".join(sorted(allowed.split(", ")))
    return response


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
