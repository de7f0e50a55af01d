"""One request and its answer. A redirect is an answer like any other here; `following` follows it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Final

import aiohttp
from yarl import URL

from newsfold.feeds.fetching.access import Access
from newsfold.feeds.fetching.decompress import ACCEPTED, DENSE, Body, Damaged, TooDense, TooLarge
from newsfold.feeds.fetching.failing import EXPECTED, Failed, failed
from newsfold.feeds.fetching.places import LARGE, LONG, Place
from newsfold.model import Validators

# Whole feeds and pages. What is no success is not read; a part (206) was not asked for.
_PARTIAL = 206
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "text/html;q=0.8, */*;q=0.5"
)

NONE: Final = Validators()

MAX_VALIDATOR: Final = 1024
"""Letters of a validator that is kept, and sent with every later request. Entity tags are some 30 long."""


@dataclass(slots=True)
class Progress:
    """How far a request has come, for the sentence that is said when its time is up, and the time itself."""

    limit: asyncio.Timeout
    sent: bool = False
    answered: bool = False
    came: int = 0

    def sentence(self, host: str, seconds: float) -> str:
        """What happened within the deadline."""
        if self.came:
            return f"{host} had sent {self.came:,} bytes after {seconds:g} s, and not ended"
        if self.answered:
            return f"{host} began an answer, and sent nothing more within {seconds:g} s"
        return f"{host} {'did not answer' if self.sent else 'could not be reached'} within {seconds:g} s"

    async def uncounted(self, wait: Awaitable[None]) -> None:
        """Wait for others of ours, which is not the server's doing and is not counted."""
        until, clock = self.limit.when(), asyncio.get_running_loop().time
        if until is None or self.limit.expired():
            await wait
            return
        self.limit.reschedule(None)
        began = clock()
        try:
            await wait
        finally:
            self.limit.reschedule(until + clock() - began)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `location` where it said to go elsewhere."""

    status: int
    body: bytes = b""
    location: str | None = None
    content_type: str | None = None
    validators: Validators = NONE
    retry_after: str | None = None
    cache_control: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, and whom to tell that an answer has begun. With `cut` only so many bytes of the body are taken, and
    the rest is no fault."""

    at: URL
    tls: ssl.SSLContext | bool
    answered: Callable[[], None]
    validators: Validators = NONE
    cut: int | None = None


def tracing() -> aiohttp.TraceConfig:
    """Have a session note in the `Progress` of each request when it was sent."""

    async def sent(_session: aiohttp.ClientSession, context: SimpleNamespace, _what: object) -> None:
        context.trace_request_ctx.sent = True

    config = aiohttp.TraceConfig()
    config.on_request_headers_sent.append(sent)
    return config


async def exchange(
    session: aiohttp.ClientSession, request: Request, access: Access, place: Place, progress: Progress
) -> Answer:
    """Ask, and take the answer. Failed for whatever is none; there is no deadline here."""
    host = request.at.host or ""
    asked = session.get(
        request.at,
        headers=_headers(request, access),
        allow_redirects=False,
        ssl=request.tls,
        trace_request_ctx=progress,
    )
    try:
        async with asked as response:
            progress.answered = True
            request.answered()
            success = 200 <= response.status < 300
            if response.status == _PARTIAL:
                raise Failed("bad-answer", f"{host} sent a part of the document, which was not asked for")
            body = await _body(response, request, access, place, progress) if success else b""
            if not success:
                response.close()
            return _answer(response, body)
    except TimeoutError:
        raise
    except TooDense as error:
        raise Failed(
            "too-large", f"{host} sent a body that is over {DENSE} times as large without compression"
        ) from error
    except TooLarge as error:
        raise Failed(
            "too-large", f"{host} sent more than {access.most_bytes:,} bytes, counted without compression"
        ) from error
    except Damaged as error:
        raise Failed("bad-answer", f"{host}: {error}") from error
    except EXPECTED as error:
        raise failed(error, host) from error


def _headers(request: Request, access: Access) -> dict[str, str]:
    headers = {"User-Agent": access.user_agent, "Accept": _ACCEPT, "Accept-Encoding": ACCEPTED}
    if request.validators.etag:
        headers["If-None-Match"] = request.validators.etag
    if request.validators.last_modified:
        headers["If-Modified-Since"] = request.validators.last_modified
    return headers


async def _body(
    response: aiohttp.ClientResponse, request: Request, access: Access, place: Place, progress: Progress
) -> bytes:
    most = access.most_bytes if request.cut is None else request.cut
    if request.cut is None and (response.content_length or 0) > most:
        raise TooLarge
    body = Body(",".join(response.headers.getall("Content-Encoding", ())), most)
    try:
        if body.costs_at_once:
            await _at_once(response, body, most, place, progress)
        else:
            async for chunk in response.content.iter_any():
                progress.came += len(chunk)
                await _go_on(body, body.feed(chunk), place, progress)
    except TooLarge:
        if request.cut is None:
            raise
        return body.so_far()
    return body.whole()


async def _at_once(response: aiohttp.ClientResponse, body: Body, most: int, place: Place, progress: Progress) -> None:
    """Wait for all of a body before any of it is undone, so that few are being undone at a time, and none waits for its server."""
    held: list[bytes] = []
    async for chunk in response.content.iter_any():
        progress.came += len(chunk)
        held.append(chunk)
        if progress.came > most:
            break
        if progress.came > LARGE:
            await progress.uncounted(place.grow())
    await progress.uncounted(place.grow())
    await progress.uncounted(place.give_way())
    pieces = (None for chunk in held for _ in body.feed(chunk))
    await progress.uncounted(place.apart(partial(_begin, body, pieces)))
    await _go_on(body, pieces, place, progress)
    if body.size <= LARGE:
        place.shrink()


def _begin(body: Body, pieces: Iterator[None]) -> None:
    """Undo what is not large, or the beginning of what is: in the first piece a window of 16 MiB may be undone, which takes 5 ms,
    and 100 where its memory is new."""
    for _ in pieces:
        if body.size > LARGE:
            return


async def _go_on(body: Body, pieces: Iterator[None], place: Place, progress: Progress) -> None:
    for _ in pieces:
        if body.size > LARGE:
            await progress.uncounted(place.grow())
        if body.size > LONG:
            await progress.uncounted(place.give_way())


def _answer(response: aiohttp.ClientResponse, body: bytes) -> Answer:
    def one(name: str, most: int | None = None) -> str | None:
        """A header's value as it came; None for one that is too long, or in letters that could not be sent back as they were."""
        values = response.headers.getall(name, ())
        value = ", ".join(values) if name == "Cache-Control" else next(iter(values), "")
        return value if value and value.isprintable() and (most is None or len(value) <= most) else None

    return Answer(
        status=response.status,
        body=body,
        location=one("Location"),
        content_type=one("Content-Type"),
        validators=Validators(one("ETag", MAX_VALIDATOR), one("Last-Modified", MAX_VALIDATOR)),
        retry_after=one("Retry-After"),
        cache_control=one("Cache-Control"),
        date=one("Date"),
    )
