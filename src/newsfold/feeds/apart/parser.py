"""The processes that read, seen from here: handed bytes one at a time, ended when they take too long, and renewed.

What a process does when it is over a limit is no error here but a `Rejected` with the reason, and a new process takes its place
at the next request.
"""

from __future__ import annotations

import os
import queue
import select
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import newsfold
from newsfold.errors import NewsfoldError
from newsfold.feeds.apart import wire
from newsfold.feeds.apart.wire import Seen
from newsfold.model import Rejected

READER: Final = "newsfold.feeds.sources:read_bytes"
# Starting takes .35 s of processor time; on a machine that does much else it may take long.
STARTS_WITHIN: Final = 60.0
# As much as goes through a pipe at a time.
_PIECE: Final = 1024 * 1024
_BOOT: Final = (
    "import sys; from ast import literal_eval as read; *given, sys.path[:] = read(sys.argv[1]); "
    "from newsfold.feeds.apart.child import main; main(*given)"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one source may take, and how many sources a process reads before a fresh one takes its place.

    seconds: of processor time. wall: seconds in all, with waiting. memory: bytes of address space of the process, of which some
    41 MB are taken before it reads anything. spare: bytes of these that no source may need. Libraries that swallow a MemoryError
    and go on with less are found out by it, as long as they ask for less than that at once; 0: all of them tell.

    Of 5,496 test files of five other readers and 200 captured feeds the slowest takes .34 s.
    """

    seconds: float = 2.0
    wall: float = 10.0
    memory: int = 256 * 1024 * 1024
    sources: int = 500
    spare: int = 0


PAGES: Final = Limits(memory=384 * 1024 * 1024, spare=64 * 1024 * 1024)
"""For whole pages of the web: their libraries take 178 MB of address space (57 MB of memory) before they read anything. 439 pages,
one after the other, took 51 MB beside that at the most, and none more than .6 s. The longest string that a page can become has
60 MB (`tools/pages_apart.py`)."""


class Parser:
    """Reads sources in processes of their own, as many at once as there are processes; made to be used by several threads.

    Processes are started when they are first needed, and end with the block that the parser is used in.
    """

    def __init__(self, limits: Limits | None = None, *, processes: int = 1, reader: str = READER) -> None:
        """`reader` names the function that reads, as "module:function"; it takes bytes and the name of their source."""
        self._limits = limits or Limits()
        self._reader = reader
        self._processes = processes
        # The last in is the first out, so that a process that runs is taken before one is started.
        self._free: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(processes):
            self._free.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for _ in range(self._processes):
            child = self._free.get()
            if child is not None:
                child.end()

    def parse(self, body: bytes, source: str) -> list[Seen]:
        """Read one source, waiting for a free process: the values that are in it, or one `Rejected` with what went wrong.

        As when a file of these bytes is read by `newsfold.feeds.read`. Reasons of its own: "too-slow", "too-much-memory",
        "reader-failed".
        """
        child = self._free.get()
        try:
            if child is not None and not child.is_well():
                child.kill()
                child = None
            child = child or _Child(self._reader, self._limits)
            values = child.ask(body, source)
        except BaseException:
            # A process that was left in the middle of a request would answer it to the next one.
            if child is not None:
                child.kill()
            self._free.put(None)
            raise
        self._free.put(child if child.is_well() else None)
        return values

    def map(self, sources: Iterable[tuple[bytes, str]]) -> Iterator[list[Seen]]:
        """Read many sources, each given with its name, at once; what is in each comes in their order."""
        waiting = iter(sources)
        under_way: deque[Future[list[Seen]]] = deque()
        with ThreadPoolExecutor(self._processes) as threads:
            for body, source in waiting:
                under_way.append(threads.submit(self.parse, body, source))
                if len(under_way) > self._processes:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()


class _TooLongError(Exception):
    """The wall deadline has passed."""


class _GoneError(Exception):
    """The process has ended."""


class _Child:
    """One process that reads. Not for two threads at a time."""

    def __init__(self, reader: str, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.sources
        given = (reader, limits.seconds, limits.memory, limits.spare, _path())
        self._process = subprocess.Popen(  # noqa: S603 - this Python, and a constant
            [sys.executable, "-I", "-S", "-B", "-c", _BOOT, repr(given)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={},
            process_group=0,  # Ctrl-C at a terminal is for the program, which ends this process in its own time
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError
        self._into, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._into, False)
        os.set_blocking(self._out, False)
        self._start()

    def _start(self) -> None:
        try:
            answer = self._receive(1, time.monotonic() + STARTS_WITHIN)
        except (_TooLongError, _GoneError):
            answer = b""
        if answer != wire.READY:
            self.kill()
            raise NewsfoldError("the process that reads feeds does not start", resource=sys.executable)

    def is_well(self) -> bool:
        return self._process.poll() is None

    def ask(self, body: bytes, source: str) -> list[Seen]:
        self._left -= 1
        until = time.monotonic() + self._limits.wall
        try:
            self._send(wire.framed(source.encode("utf-8", "surrogatepass"), body), until)
            kind, stays, answer = self._answer(until)
            values = self._values(kind, answer, source)
        except _TooLongError:
            self.kill()
            return [Rejected(source, "too-slow", f"reading it took more than {self._limits.wall:g} seconds")]
        except _GoneError:
            return [self._ended(source)]
        except ValueError:
            self.kill()
            return [Rejected(source, "reader-failed", "the process that read it gave no answer")]
        if not (stays and self._left):
            self.end()
        return values

    def _values(self, kind: bytes, answer: bytes, source: str) -> list[Seen]:
        if kind == wire.VALUES:
            return wire.unpacked(answer)
        if kind == wire.NO_MEMORY:
            return [self._no_memory(source)]
        if kind == wire.FAILED:
            return [Rejected(source, "reader-failed", answer.decode("utf-8", "replace"))]
        raise ValueError("no kind of answer")

    def _no_memory(self, source: str) -> Rejected:
        most = (self._limits.memory - self._limits.spare) // 1024**2
        return Rejected(source, "too-much-memory", f"reading it took more than {most:,} MB")

    def _ended(self, source: str) -> Rejected:
        """Say why the process is gone."""
        self.kill()
        status = self._process.returncode
        if status == -signal.SIGPROF:
            seconds = self._limits.seconds
            return Rejected(source, "too-slow", f"reading it took more than {seconds:g} seconds of processor time")
        how = f"by {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
        return Rejected(source, "reader-failed", f"the process that read it ended {how}")

    def _answer(self, until: float) -> tuple[bytes, bool, bytes]:
        kind, stays = self._receive(1, until), self._receive(1, until) == wire.STAYS
        length = int.from_bytes(self._receive(wire.LENGTH, until))
        if length > self._limits.memory:
            raise ValueError("longer than the process can hold")
        return kind, stays, self._receive(length, until)

    def _send(self, data: bytes, until: float) -> None:
        left = memoryview(data)
        while left:
            self._wait(self._into, select.POLLOUT, until)
            try:
                left = left[os.write(self._into, left[:_PIECE]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError as error:
                raise _GoneError from error

    def _receive(self, length: int, until: float) -> bytes:
        pieces: list[bytes] = []
        while length:
            self._wait(self._out, select.POLLIN, until)
            try:
                piece = os.read(self._out, min(length, _PIECE))
            except BlockingIOError:
                continue
            if not piece:
                raise _GoneError
            pieces.append(piece)
            length -= len(piece)
        return b"".join(pieces)

    def _wait(self, pipe: int, event: int, until: float) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        left = until - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise _TooLongError

    def end(self) -> None:
        """End its input and with it the process; what does not end is killed."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(self._limits.wall)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self.kill()

    def kill(self) -> None:
        self._process.kill()  # does nothing to one that has ended and was waited for
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


def _path() -> list[str]:
    """Where Python looks for modules, without the folder that it happens to be in."""
    home = str(Path(newsfold.__file__).resolve().parent.parent)
    return [home, *(one for one in sys.path if one and Path(one).is_absolute() and one != home)]
