"""One request and its answer. A redirect is an answer like any other here; `following` follows it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Final

import aiohttp
from yarl import URL

from newsfold.feeds.fetching.access import Access
from newsfold.feeds.fetching.decompress import ACCEPTED, Body, Damaged, TooLarge
from newsfold.feeds.fetching.failing import EXPECTED, Failed, failed
from newsfold.feeds.fetching.places import LARGE, Place
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
    """How far a request has come, for the sentence that is said when its time is up."""

    sent: bool = False
    answered: bool = False
    body: Body | None = None

    def sentence(self, host: str, seconds: float) -> str:
        """What happened within the deadline."""
        if self.body:
            return f"{host} had sent {self.body.size:,} bytes after {seconds:g} s, and not ended"
        return f"{host} {'did not answer' if self.sent else 'could not be reached'} within {seconds:g} s"


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
    """What is asked for. With `cut` only so many bytes of the body are taken, and the rest is no fault."""

    at: URL
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
        request.at, headers=_headers(request, access), allow_redirects=False, trace_request_ctx=progress
    )
    try:
        async with asked as response:
            progress.answered = True
            success = 200 <= response.status < 300
            if response.status == _PARTIAL:
                raise Failed("bad-answer", f"{host} sent a part of the document, which was not asked for")
            body = await _body(response, request, access, place, progress) if success else b""
            if not success:
                response.close()
            return _answer(response, body)
    except TimeoutError:
        raise
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
    encodings = ",".join(response.headers.getall("Content-Encoding", ()))
    progress.body = body = Body(encodings, most)
    try:
        async for chunk in response.content.iter_any():
            for _ in body.feed(chunk):
                if body.size > LARGE:
                    await place.grow()
                await asyncio.sleep(0)  # a bomb must not hold up the others
    except TooLarge:
        if request.cut is None:
            raise
        return body.so_far()
    return body.whole()


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
