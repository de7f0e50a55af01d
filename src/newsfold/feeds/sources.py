"""Sources -> items: files, folders and the standard input, each read by the adapter of its format.

Subscription lists of one read come first, as they name outlets; everything else follows in the order given, a folder in
the order of its paths. Whatever cannot be read is one rejection that names it, and everything else goes on. This is the
only module that opens files; fetching will come in behind the same seam.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from newsfold.feeds import records
from newsfold.feeds.dispatch import ADAPTERS, sniff
from newsfold.feeds.limits import MAX_FILE, SNIFF
from newsfold.model import Feed, Item, Rejected

GZIP = b"\x1f\x8b"
UNREADABLE = (OSError, EOFError, zlib.error)  # gzip.BadGzipFile is an OSError


@dataclass(frozen=True, slots=True)
class _Place:
    """Something that can be opened: a path, or else a stream that is open already. `once`: and not a second time."""

    name: str
    path: Path | None = None
    stream: BinaryIO | None = None
    once: bool = False

    def open(self) -> AbstractContextManager[BinaryIO]:
        if self.path is None:
            return contextlib.nullcontext(self.stream or io.BytesIO())
        return self.path.open("rb")


def read(
    sources: Sequence[str], stdin: BinaryIO | None = None, *, group_by: str | None = None
) -> Iterator[Item | Feed | Rejected]:
    """Read sources: paths of files and folders, or "-" for `stdin`; any file may be gzipped.

    `group_by` names the key of article records whose value becomes an item's group. A source that is not there, a file
    that cannot be read, is over a limit, or is in no known format is one `Rejected`. Nothing is read before the first
    value is asked for, and JSONL is read line by line.
    """
    later: list[_Place | Rejected] = []
    for place in _places(sources, stdin):
        if isinstance(place, Rejected) or place.once or not _is_subscription_list(place):
            later.append(place)
        else:
            yield from _read_place(place, group_by)
    for place in later:
        if isinstance(place, Rejected):
            yield place
        else:
            yield from _read_place(place, group_by)


def _places(sources: Sequence[str], stdin: BinaryIO | None) -> Iterator[_Place | Rejected]:
    for source in sources:
        if source == "-":
            yield _Place("-", stream=stdin, once=True)
        elif source.lower().startswith(("http://", "https://", "feed:")):
            yield Rejected(source, "network", "files are read here; `newsfold add` subscribes to a feed")
        else:
            yield from _paths(source)


def _paths(source: str) -> Iterator[_Place | Rejected]:
    path = Path(source)
    try:
        if path.is_dir():
            yield from (_Place(str(below), below) for below in _files(path))
        elif path.is_file():
            yield _Place(source, path)
        elif path.exists():
            # a named pipe, as a shell's <(command) gives: it can be read once
            yield _Place(source, path, once=True)
        else:
            yield Rejected(source, "not-found", "there is no such file or folder")
    except OSError as error:
        yield Rejected(source, "unreadable", _plain(error))


def _files(folder: Path) -> Iterator[Path]:
    """Files of a folder and of those in it, in the order of their paths, without hidden ones.

    No link is followed: one that leads outside must not be, and what one that stays inside leads to is read anyway.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path


def _is_subscription_list(place: _Place) -> bool:
    try:
        with place.open() as raw:
            return sniff(_head(_unpacked(raw))[0]) == "opml"
    except UNREADABLE:
        return False  # it is opened again in its turn, and rejected then


def _read_place(place: _Place, group_by: str | None) -> Iterator[Item | Feed | Rejected]:
    try:
        with place.open() as raw:
            yield from _read_stream(_unpacked(raw), place.name, group_by)
    except UNREADABLE as error:
        yield Rejected(place.name, "unreadable", _plain(error))


def _read_stream(stream: BinaryIO, name: str, group_by: str | None) -> Iterator[Item | Feed | Rejected]:
    head, whole = _head(stream)
    form = sniff(head, name)
    if form == "empty":
        yield Rejected(name, "empty-file", "there is nothing in it")
    elif form == "unknown":
        yield Rejected(name, "unknown-format", "it is no feed, subscription list, page or article record")
    elif form == "records":
        yield from records.read(whole, name, group_by)
    else:
        data = whole.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            yield Rejected(name, "too-large", f"a file is read up to {MAX_FILE:,} bytes")
        else:
            yield from ADAPTERS[form](data, name)


def _unpacked(raw: BinaryIO) -> BinaryIO:
    head, whole = _head(raw)
    return cast("BinaryIO", gzip.GzipFile(fileobj=whole)) if head.startswith(GZIP) else whole


def _head(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream of all its bytes."""
    head = _read_up_to(stream, SNIFF)
    return head, cast("BinaryIO", io.BufferedReader(_Rejoined(head, stream), SNIFF))


def _read_up_to(stream: BinaryIO, size: int) -> bytes:
    """Read `size` bytes, or what there is: a pipe hands out less at a time than it is asked for."""
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


class _Rejoined(io.RawIOBase):
    """Bytes that were already read, followed by the rest of the stream that they were read from."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        piece, self._head = self._head[: len(view)], self._head[len(view) :]
        piece = piece or self._rest.read(len(view))
        view[: len(piece)] = piece
        return len(piece)


def _plain(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error) or type(error).__name__
