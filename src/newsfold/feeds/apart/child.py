"""The process that reads: takes bytes from its standard input, and answers with the values that it read out of them.

It is started with what its reader is called and how much memory it may take. Before the first request everything is loaded that
reading may need, for after that it can open nothing: no file, no socket, no process. Processor time is measured for each request
by a timer whose signal ends the process, wherever it then is; memory is bounded for all of its life.
"""

from __future__ import annotations

import contextlib
import encodings
import gc
import importlib
import os
import pkgutil
import resource
import signal
import sys
from collections.abc import Callable, Iterable
from importlib.machinery import PathFinder
from pathlib import Path
from typing import BinaryIO, Final

from newsfold.feeds.apart import wire

Read = Callable[[bytes, str], Iterable[wire.Seen]]

# What loads everything that the adapters load only when they need it, and what their libraries do. A reader of something else
# than feeds names its own in its module.
_WARM_UP: Final = (
    b"<rss version='2.0'><channel><title>a</title><item><title>b</title><description>&lt;p&gt;c&lt;/p&gt;</description>"
    b"<pubDate>Mon, 02 Mar 2026 06:40:00 GMT</pubDate></item></channel></rss>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a</div></title>"
    b"<updated>2026-03-02T06:40:00Z</updated></entry></feed>",
    b"<rss><channel><item><title>a & b</title",
    b"<opml><body><outline xmlUrl='https://a.example/'/></body></opml>",
    b"<html><body>a</body></html>",
    b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "a", "content_text": "b"}]}',
    b'{"id": "a", "title": "b"}',
    b"\x1f\x8b",
)
_STATUS: Final = "/proc/self/status"
# Codecs of Windows, and none at all.
_NOT_HERE: Final = frozenset({"mbcs", "oem", "undefined"})


def main(reader: str, seconds: float, memory: int, spare: int) -> None:
    """Answer requests until the input ends. `reader` is "module:function"; `memory` and `spare` are in bytes of address space.

    A source that reaches into what is spare is over the limit, though there was memory for it.
    """
    for ignored in (signal.SIGINT, signal.SIGTERM):
        # Who ends the program ends its input, and with it this process; what is under way is read to its end.
        signal.signal(ignored, signal.SIG_IGN)
    module, _, name = reader.partition(":")
    read: Read = getattr(importlib.import_module(module), name)
    _load_all(read, getattr(sys.modules[module], "WARM_UP", _WARM_UP))
    held = _Held()
    _give_up(memory)
    taken, given = sys.stdin.buffer, sys.stdout.buffer
    given.write(wire.READY)
    given.flush()
    while (request := _request(taken)) is not None:
        kind, answer = _answer(read, *request, seconds)
        if spare and held.most() > memory - spare:
            kind, answer = wire.NO_MEMORY, b""
        # What one source leaves behind, the next one cannot have.
        stays = kind != wire.NO_MEMORY and held.now() < (held.at_first + memory) // 2
        given.write(kind + (wire.STAYS if stays else wire.LEAVES) + len(answer).to_bytes(wire.LENGTH))
        given.write(answer)
        given.flush()
        if not stays:
            break
    os._exit(0)  # nothing is left to be done, and to leave in good order takes some ms


def _load_all(read: Read, samples: Iterable[bytes]) -> None:
    """Load what reading loads when it is first needed: every codec, for any may be declared, and the adapters' libraries."""
    for found in pkgutil.iter_modules(encodings.__path__):
        if found.name not in _NOT_HERE:
            with contextlib.suppress(ImportError):
                importlib.import_module(f"encodings.{found.name}")
    for sample in samples:
        for _ in read(sample, ""):
            pass
    gc.collect()
    gc.freeze()


def _give_up(memory: int) -> None:
    """Give up the right to open, to write, to start, and to take more memory than so many bytes."""
    # feedparser asks for a module that is not there at each feed, and Python would list folders to look for it.
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not PathFinder]
    for which, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, 4),  # those that are open
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that has it lower already, or not at all
            resource.setrlimit(which, (most, most))


def _request(taken: BinaryIO) -> tuple[bytes, str] | None:
    """Read a request; None once there is none."""
    parts = []
    for _ in range(2):
        length = taken.read(wire.LENGTH)
        if len(length) < wire.LENGTH:
            return None
        parts.append(taken.read(int.from_bytes(length)))
    source, body = parts
    return body, source.decode("utf-8", "surrogatepass")


def _answer(read: Read, body: bytes, source: str, seconds: float) -> tuple[bytes, bytes]:
    # The signal's default action ends the process at once, also in the middle of a library's loop.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return wire.VALUES, wire.packed(read(body, source))
    except MemoryError:
        return wire.NO_MEMORY, b""
    except Exception as error:  # noqa: BLE001 - whatever a stranger's bytes bring about is told, and no more
        return wire.FAILED, f"{type(error).__name__}: {error}"[:200].encode("utf-8", "replace")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


class _Held:
    """How much address space this process holds and has held at the most, in bytes; 0 where the system does not say."""

    def __init__(self) -> None:
        # Opened once, as nothing can be opened later. What getrusage tells begins with what the parent held.
        self._file = os.open(_STATUS, os.O_RDONLY) if Path(_STATUS).exists() else None
        self.at_first = self.now()

    def now(self) -> int:
        return self._told(b"VmSize:")

    def most(self) -> int:
        return self._told(b"VmPeak:")

    def _told(self, name: bytes) -> int:
        said = b"" if self._file is None else os.pread(self._file, 4096, 0)
        return next((int(line.split()[1]) * 1024 for line in said.splitlines() if line.startswith(name)), 0)
