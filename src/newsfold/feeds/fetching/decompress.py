"""A compressed body -> what was in it, with a bound on what comes out, not on what goes in.

A few kilobytes can hold a gigabyte. So no more than `PIECE` bytes are ever undone at once, the sum is held to a bound after
each piece, and every layer of a body that was compressed twice is counted. What does not end as it should is damage, never a
shorter body.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Final, Protocol

import brotli

PIECE: Final = 64 * 1024
"""Bytes that are undone at once."""

ACCEPTED: Final = "gzip, deflate, br"
"""What servers are told they may use. zstd is not named: no reader of it with a bound comes with Python before 3.14."""

MAX_LAYERS: Final = 2
"""Compressions on top of each other. Two are met where a server and a proxy before it both compress; more are made on purpose."""

MAX_MEMBERS: Final = 1_000
"""Pieces that a gzipped body is made of. Compressors that work in blocks make one of every 64 KiB, so 240 of the largest body
that is taken; a body of hundreds of thousands of empty ones is made to cost time. What follows the last is padding, and ignored
as browsers do."""

DENSE: Final = 200
"""Times that a body may be larger than what came over the wire, once it is larger than `DENSE_FROM`. Of 169 feeds of 20 kB and
more, captured and of other readers' tests, none is more than 13.4 times (brotli); zlib can make 1,030 of it, brotli 600,000."""

DENSE_FROM: Final = 1024 * 1024
"""Bytes. What is smaller costs little, however it is compressed."""

# So little is undone between two looks at how dense it is.
_SLICE = 4 * 1024
_NOT_UNDONE = frozenset({"compress", "x-compress", "zstd", "x-zstd", "dcb", "dcz", "pack200-gzip", "exi", "aes128gcm"})
_WRONG = "the body is not compressed as its headers say"
_CUT = "the body ends before its compression does"
_GZIP_MAGIC = b"\x1f\x8b"


class TooLarge(Exception):
    """More came out than is taken."""


class TooDense(TooLarge):
    """More came out than any document has for so few bytes."""


class Damaged(Exception):
    """What came is not what its headers say. The words say how, about "the body"."""


class Undoing(Protocol):
    """Undoes one compression, piece by piece."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take what came, give what it holds in pieces of about `PIECE` bytes. Damaged where it cannot be undone."""
        ...

    def end(self) -> None:
        """Nothing more comes: Damaged where something is missing."""
        ...


class _Zlib:
    """gzip (also several members in a row, RFC 1952, 2.2) and deflate (with or without zlib's header, RFC 9110, 8.4.1.2)."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._stream: zlib._Decompress | None = None  # None where one has yet to begin
        self._ended = 0  # streams that did
        self._held = b""  # of the next one, until it is long enough to tell what it is
        self._padding = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        data, self._held = self._held + data, b""
        while not self._padding:
            if self._stream is None and len(data) < 2:
                self._held = data
                return
            stream = self._stream = self._stream or self._begin(data)
            if stream is None:
                return
            piece = self._undo(stream, data)
            if piece:
                yield piece
            data = stream.unused_data if stream.eof else stream.unconsumed_tail
            if stream.eof:
                self._stream, self._ended = None, self._ended + 1
            elif not data and len(piece) < PIECE:
                return

    def _begin(self, data: bytes) -> zlib._Decompress | None:
        """Open the stream that data begins with; None where what follows the last is no other."""
        if self._ended and not (self._gzip and data.startswith(_GZIP_MAGIC)):
            self._padding = True
            return None
        if self._ended == MAX_MEMBERS:
            raise Damaged("the body is compressed in too many pieces")
        if self._gzip:
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        return zlib.decompressobj(zlib.MAX_WBITS if _has_header(data) else -zlib.MAX_WBITS)

    @staticmethod
    def _undo(stream: zlib._Decompress, data: bytes) -> bytes:
        try:
            return stream.decompress(data, PIECE)
        except zlib.error as error:
            raise Damaged(_WRONG) from error

    def end(self) -> None:
        if self._stream or (self._held and not self._ended):
            raise Damaged(_CUT)


def _has_header(data: bytes) -> bool:
    """Whether a deflated body begins as zlib's do (RFC 1950, 2.2)."""
    return data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0


class _Brotli:
    """Brotli (RFC 7932)."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        while not self._stream.is_finished():
            try:
                piece = self._stream.process(data, output_buffer_limit=PIECE)
            except brotli.error as error:
                raise Damaged(_WRONG) from error
            data = b""
            if piece:
                yield piece
            elif self._stream.can_accept_more_data():
                return

    def end(self) -> None:
        if self._begun and not self._stream.is_finished():
            raise Damaged(_CUT)


_KNOWN: dict[str, Callable[[], Undoing]] = {
    "gzip": lambda: _Zlib(gzip=True),
    "x-gzip": lambda: _Zlib(gzip=True),
    "deflate": lambda: _Zlib(gzip=False),
    "br": _Brotli,
}


class Body:
    """A body as it grows: fed with what comes over the wire, it holds what that means, up to a bound in bytes.

    `encodings` is the header Content-Encoding as it came. A word there that names no compression (`utf-8`, `none`) says
    nothing; one that cannot be undone is Damaged.
    """

    def __init__(self, encodings: str, most: int) -> None:
        self._layers = [_KNOWN[word]() for word in reversed(_compressions(encodings))]
        self._came = [0] * (len(self._layers) + 1)  # bytes on the wire, then after each layer
        self._most = most
        self._pieces: list[bytes] = []

    @property
    def costs_at_once(self) -> bool:
        """Whether the first piece may cost much: brotli undoes a window of up to 16 MiB before it gives any of it."""
        return any(isinstance(layer, _Brotli) for layer in self._layers)

    @property
    def size(self) -> int:
        """Bytes that were undone so far."""
        return self._came[-1]

    def feed(self, data: bytes) -> Iterator[None]:
        """Take what came, and stop after each piece, so that whoever feeds can let others have their turn. TooLarge over the
        bound, TooDense for what is no document."""
        for start in range(0, len(data), _SLICE if self._layers else max(1, len(data))):
            for piece in self._through(data[start : start + _SLICE] if self._layers else data, 0):
                self._pieces.append(piece)
                if self.size > max(DENSE_FROM, DENSE * self._came[0]):
                    raise TooDense
                yield

    def _through(self, data: bytes, layer: int) -> Iterator[bytes]:
        self._came[layer] += len(data)
        if self._came[layer] > self._most:
            raise TooLarge
        if layer == len(self._layers):
            yield data
            return
        for piece in self._layers[layer].feed(data):
            yield from self._through(piece, layer + 1)

    def so_far(self) -> bytes:
        """What came within the bound, whether or not there is more."""
        return b"".join(self._pieces)

    def whole(self) -> bytes:
        """All of it, once everything has come. Damaged where the compression has not ended."""
        for layer in self._layers:
            layer.end()
        return self.so_far()


def _compressions(encodings: str) -> list[str]:
    words = [word.strip().lower() for word in encodings.split(",")]
    for word in words:
        if word in _NOT_UNDONE:
            raise Damaged(f"the body is compressed with {word}, which was not asked for")
    known = [word for word in words if word in _KNOWN]
    if len(known) > MAX_LAYERS:
        raise Damaged(f"the body is compressed {len(known)} times over")
    return known
