"""A web server on loopback that does what servers on the internet do to a fetcher: well, badly, and on purpose.

What it does is in the path that is asked for: see `_ROUTES`. The tests run it in a thread, `network_bench.py` in a process. It
keeps every request as it came, byte for byte.
"""

from __future__ import annotations

import asyncio
import gzip
import ssl
import struct
import sys
import threading
import time
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Final, Self

import brotli

FEED: Final = (
    b"<rss version='2.0'><channel><title>Orrin Post</title><item><title>Ferry stopped</title></item></channel></rss>"
)
GIB: Final = 1024**3
_GZIP_HEADER: Final = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_BLOCK: Final = 1024 * 1024
_FOREVER: Final = 3600.0

Writer = asyncio.StreamWriter
Route = Callable[[Writer, str], Awaitable[None]]


@dataclass(slots=True)
class Seen:
    """What came in: the heads of all requests, and how many connections there were at once at most."""

    heads: list[bytes] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    connections: int = 0
    now: int = 0
    peak: int = 0

    @property
    def paths(self) -> list[str]:
        """The addresses that were asked for, in order."""
        return [head.split(b" ", 2)[1].decode() for head in self.heads]


class Hostile:
    """The server, in a thread of its own, while the block lasts: `url` is where it is. With `context` it speaks TLS."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, context: ssl.SSLContext | None = None) -> None:
        self.seen = Seen()
        self.host = host
        self.port = port
        self._context = context
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        """Its address, without a path."""
        return f"http{'s' if self._context else ''}://{self.host}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, self.host, self.port, ssl=self._context, backlog=4096)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        self.seen.connections += 1
        self.seen.now += 1
        self.seen.peak = max(self.seen.peak, self.seen.now)
        try:
            while await self._answer(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the fetcher has had enough
        except asyncio.CancelledError:
            pass
        finally:
            self.seen.now -= 1
            writer.transport.abort() if writer.transport.is_closing() else writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: Writer) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        self.seen.heads.append(head)
        self.seen.times.append(time.monotonic())
        path = head.split(b" ", 2)[1].decode()
        _, name, *rest = path.split("/", 2)
        route = _ROUTES.get(name.split("?")[0], _missing)
        await route(writer, rest[0] if rest else "")
        await writer.drain()
        return route in _KEEP_OPEN


def answer(status: int, headers: str = "", body: bytes = b"", length: int | None = None) -> bytes:
    """An answer as it goes over the wire, with its true length unless another is given."""
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status} Said\r\n{headers}Content-Length: {size}\r\n\r\n".encode("latin-1") + body


async def _feed(writer: Writer, _rest: str) -> None:
    head = 'Content-Type: application/rss+xml\r\nETag: "v1"\r\nLast-Modified: Tue, 03 Mar 2026 08:00:00 GMT\r\n'
    writer.write(answer(200, head + "Cache-Control: max-age=600\r\nSet-Cookie: who=you\r\n", FEED))


async def _status(writer: Writer, rest: str) -> None:
    """/status/429/120: that status, with a Retry-After. A 304 has no body, whatever it says."""
    status, _, wait = rest.partition("/")
    headers = f"Retry-After: {wait}\r\n" if wait else ""
    writer.write(answer(int(status), headers, b"" if status in {"304", "204"} else b"no feed"))


async def _to(writer: Writer, rest: str) -> None:
    """/to/302/URL: a redirect there."""
    status, _, url = rest.partition("/")
    writer.write(answer(int(status), f"Location: {url}\r\nSet-Cookie: who=you\r\n"))


async def _hops(writer: Writer, rest: str) -> None:
    """/hops/3: three redirects, then the feed."""
    await (_to(writer, f"301//hops/{int(rest) - 1}") if int(rest) else _feed(writer, ""))


async def _spiral(writer: Writer, rest: str) -> None:
    await _to(writer, f"302//spiral/{int(rest or 0) + 1}")


async def _circle(writer: Writer, rest: str) -> None:
    await _to(writer, "302//circle/b" if rest == "a" else "302//circle/a")


async def _nowhere(writer: Writer, _rest: str) -> None:
    writer.write(answer(302))


async def _stall(_writer: Writer, _rest: str) -> None:
    await asyncio.sleep(_FOREVER)


async def _drip(writer: Writer, data: bytes, pause: float = 0.05) -> None:
    while True:
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(pause)


async def _drip_headers(writer: Writer, _rest: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    await _drip(writer, b"a")


async def _drip_body(writer: Writer, _rest: str) -> None:
    writer.write(answer(200, length=100_000))
    await _drip(writer, b"a")


async def _interim(writer: Writer, _rest: str) -> None:
    await _drip(writer, b"HTTP/1.1 102 Processing\r\n\r\n", 0.001)


async def _endless(writer: Writer, _rest: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    await _drip(writer, b"10000\r\n" + bytes(0x10000) + b"\r\n", 0)


async def _endless_headers(writer: Writer, _rest: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await _drip(writer, b"X-More: more\r\n" * 100, 0)


async def _huge_header(writer: Writer, _rest: str) -> None:
    writer.write(answer(200, f"X-Huge: {'a' * 1_000_000}\r\n", FEED))


async def _odd_validators(writer: Writer, _rest: str) -> None:
    writer.write(answer(200, f'ETag: "{"e" * 2000}"\r\nLast-Modified: \xe9t\xe9\r\n', FEED))


async def _short(writer: Writer, _rest: str) -> None:
    writer.write(answer(200, body=FEED, length=len(FEED) + 10))


async def _long(writer: Writer, _rest: str) -> None:
    writer.write(answer(200, body=FEED, length=len(FEED) - 10))


async def _announced(writer: Writer, _rest: str) -> None:
    writer.write(answer(200, length=GIB))
    await asyncio.sleep(_FOREVER)


async def _bad_chunks(writer: Writer, _rest: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nno chunk\r\n0\r\n\r\n")


async def _cut_chunks(writer: Writer, _rest: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nonly this")


async def _no_http(writer: Writer, _rest: str) -> None:
    writer.write(b"ICY 200 OK\r\nicy-name: radio\r\n\r\n" + bytes(1000))


async def _silent(_writer: Writer, _rest: str) -> None:
    return


async def _part(writer: Writer, _rest: str) -> None:
    writer.write(answer(206, "Content-Range: bytes 0-9/100\r\n", FEED[:10]))


async def _packed(writer: Writer, rest: str) -> None:
    """/packed/gzip: the feed, compressed that way; /packed/br,gzip both ways."""
    body = FEED
    for kind in rest.split(","):
        body = compressed(kind, body)
    writer.write(answer(200, f"Content-Encoding: {rest}\r\n", body))


async def _cut_packed(writer: Writer, rest: str) -> None:
    writer.write(answer(200, f"Content-Encoding: {rest}\r\n", compressed(rest, FEED)[:-10]))


async def _unpacked(writer: Writer, rest: str) -> None:
    """/unpacked/gzip: the feed as it is, said to be compressed that way."""
    writer.write(answer(200, f"Content-Encoding: {rest}\r\n", FEED))


async def _bomb(writer: Writer, rest: str) -> None:
    """/bomb/gzip, /bomb/br, /bomb/gzip,gzip, /bomb/br,gzip: 1 GiB of nothing."""
    writer.write(answer(200, f"Content-Encoding: {rest}\r\n", bomb(rest)))


async def _sized(writer: Writer, rest: str) -> None:
    """/sized/1000: a body of so many bytes."""
    writer.write(answer(200, body=bytes(int(rest))))


async def _slow(writer: Writer, rest: str) -> None:
    """/slow/0.1: the feed, after so many seconds."""
    await asyncio.sleep(float(rest))
    await _feed(writer, "")


async def _missing(writer: Writer, _rest: str) -> None:
    writer.write(answer(404))


_ROUTES: dict[str, Route] = {
    "feed": _feed,
    "status": _status,
    "to": _to,
    "hops": _hops,
    "spiral": _spiral,
    "circle": _circle,
    "nowhere": _nowhere,
    "stall": _stall,
    "drip-headers": _drip_headers,
    "drip-body": _drip_body,
    "interim": _interim,
    "endless": _endless,
    "endless-headers": _endless_headers,
    "huge-header": _huge_header,
    "odd-validators": _odd_validators,
    "short": _short,
    "long": _long,
    "announced": _announced,
    "bad-chunks": _bad_chunks,
    "cut-chunks": _cut_chunks,
    "no-http": _no_http,
    "silent": _silent,
    "part": _part,
    "packed": _packed,
    "cut-packed": _cut_packed,
    "unpacked": _unpacked,
    "bomb": _bomb,
    "sized": _sized,
    "slow": _slow,
}
_KEEP_OPEN = frozenset({_feed, _status, _to, _hops, _spiral, _circle, _packed, _slow, _sized, _missing})


def compressed(kind: str, data: bytes) -> bytes:
    """Data as a server sends it that compresses: "raw" is deflate without zlib's header."""
    if kind == "br":
        return bytes(brotli.compress(data))
    if kind == "gzip":
        return gzip.compress(data)
    return zlib.compress(data)


@cache
def bomb(kinds: str) -> bytes:
    """1 GiB of zeros, compressed once or twice, as `br,gzip`: first with br, then with gzip."""
    first, *rest = kinds.split(",")
    made = _big_gzip() if first == "gzip" else _big_brotli()
    for kind in rest:
        made = compressed(kind, made)
    return made


def _big_gzip() -> bytes:
    """After a full flush the same block is compressed to the same bytes, so one is made and repeated."""
    zeros, packer, check = bytes(_BLOCK), zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS), 0
    block = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(GIB // _BLOCK):
        check = zlib.crc32(zeros, check)
    return _GZIP_HEADER + block * (GIB // _BLOCK) + packer.flush() + struct.pack("<II", check, GIB)


def _big_brotli() -> bytes:
    """As with gzip, but from the second block on: the first says how large the window is."""
    packer = brotli.Compressor(quality=9)
    first, second = (packer.process(bytes(_BLOCK)) + packer.flush() for _ in range(2))
    return bytes(first + second * (GIB // _BLOCK - 1) + packer.finish())


def main() -> None:
    """Serve until the standard input is closed; the port is the first line that is printed. Arguments are bombs to make ready."""
    for kinds in sys.argv[1:]:
        bomb(kinds)
    with Hostile() as server:
        print(server.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
