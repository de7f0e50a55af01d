"""Answers readers from several processes on one address: Python draws one page at a time in each.

The first process opens the socket; the others are started by the command line that it was started by, with the socket (`--shares`),
and accept connections from it too. They are given the secret of forms on their standard input, and serve until that ends, however
the first process ends. "hurry" on the standard output of one of them asks the loop of rounds in the first process to make haste.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from newsfold.app import output
from newsfold.engine.searcher import Searcher
from newsfold.errors import UsageError

if TYPE_CHECKING:
    from newsfold.app.web import Desk
    from newsfold.engine.searching import Answer
    from newsfold.model import Within

SHARES: Final = "--shares"
_HURRY: Final = b"hurry\n"
_INPUT: Final = 0  # the file descriptor of the standard input, 1 that of the output
# For answers under way, which take milliseconds, and for the interpreter to end.
_STOP_SECONDS: Final = 10


@dataclass(frozen=True)
class Serving:
    """How this process answers readers: with so many others beside it, or (`shared`, a file descriptor) as one of these."""

    others: int = 0
    shared: int | None = None
    secret: bytes = field(default_factory=secrets.token_bytes, repr=False)

    @property
    def is_first(self) -> bool:
        """Whether it opens the socket, and does once what is done once."""
        return self.shared is None

    def serve(
        self,
        desk: Desk,
        host: str,
        port: int,
        *,
        started: Callable[[Callable[[], None]], None] | None = None,
        hurry: Callable[[], None] | None = None,
    ) -> None:
        """Serve until told to stop. `started` is given what stops the server; `hurry` lets the loop of rounds make haste."""
        from newsfold.app import web  # noqa: PLC0415 - few commands need a web framework

        with _searcher(desk) as search:
            web.serve(
                replace(desk, search=search, secret=self.secret),
                host=host,
                port=port,
                announce=_announce if self.is_first else None,
                stopper=started if self.is_first else _stop_with_the_first,
                shared=self.shared,
                beside=partial(_others, self, hurry or _nothing) if self.others else None,
            )


def serving(count: int, shared: int | None) -> Serving:
    """Say how a process answers readers that is one of so many: the first, or one that shares its socket."""
    if shared is not None:
        return Serving(shared=shared, secret=os.read(_INPUT, secrets.DEFAULT_ENTROPY))
    if count > 1 and os.name != "posix":
        raise UsageError("only one process can answer readers on this system", resource=f"--servers {count}")
    return Serving(count - 1)


def ask_for_haste() -> None:
    """Ask the first process to let its loop make haste."""
    with suppress(OSError):  # it is going
        os.write(1, _HURRY)


@contextmanager
def _searcher(desk: Desk) -> Iterator[Callable[[str, Within], Answer] | None]:
    """What answers queries in a process beside this one; None where there is no file that it could open too."""
    if desk.archive is None or desk.file is None:
        yield None
        return
    with Searcher(desk.archive, desk.file) as searcher:
        yield searcher.search


def _announce(url: str) -> None:
    output.tell("listening", f"reading at {url}", about={"url": url})


@contextmanager
def _others(mine: Serving, hurry: Callable[[], None], socket: int) -> Iterator[None]:
    with ExitStack() as running:
        for _ in range(mine.others):
            running.enter_context(_another(socket, mine.secret, hurry))
        yield


@contextmanager
def _another(socket: int, secret: bytes, hurry: Callable[[], None]) -> Iterator[None]:
    command = [sys.executable, "-m", "newsfold", *sys.argv[1:], SHARES, str(socket)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, pass_fds=(socket,), **pipes) as process:  # type: ignore[call-overload]  # noqa: S603 - our own
        with suppress(OSError):  # it may have ended before it began, which is then told
            process.stdin.write(secret)
            process.stdin.flush()
        stopping = threading.Event()
        threading.Thread(target=_listen_to, args=(process, hurry, stopping), name="server", daemon=True).start()
        try:
            yield
        finally:
            stopping.set()
            with suppress(OSError):
                process.stdin.close()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _listen_to(process: subprocess.Popen[bytes], hurry: Callable[[], None], stopping: threading.Event) -> None:
    for line in process.stdout or ():
        if line == _HURRY:
            hurry()
    if process.wait() and not stopping.is_set():
        output.tell(
            "server-ended", "newsfold: a process that answered readers ended; the others go on", level="warning"
        )


def _nothing() -> None:
    """There is no loop that could make haste."""


def _stop_with_the_first(stop: Callable[[], None]) -> None:
    """Call `stop` once the first process is gone, or wants it."""

    def wait() -> None:
        os.read(_INPUT, 1)  # not `sys.stdin`, whose lock this thread would hold when the interpreter ends
        stop()

    threading.Thread(target=wait, name="first process", daemon=True).start()
