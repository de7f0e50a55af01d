"""Tells listeners of stories that are new or changed, and of those that ended, as server-sent events (HTML standard, 9.2).

The id of an event is the number of the change that it tells of; who comes back with the last one that it saw (`Last-Event-ID`) is
told everything after it, each story once, as it is now. A listener waits without a thread: anyio is imported here for that alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import anyio
from fastapi import APIRouter, Header, Query
from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from newsfold import pages
from newsfold.app.web.api.calls import Call, Here
from newsfold.app.web.api.problems import Busy
from newsfold.model import ChangedStory

router: Final = APIRouter(tags=["events"])

LISTENERS: Final = 64
"""Each asks the store once a second for one number: 64 of them are some milliseconds of work a second."""
EVERY: Final = 1.0
HEARTBEAT: Final = 15.0
"""The HTML standard advises a comment about every 15 seconds, against proxies that close what is silent."""
LONGEST: Final = 3600.0
"""Then the listener comes back, and whether it may still listen is looked at anew."""
AT_ONCE: Final = 100
_BACK_MS: Final = 3000

NUMBER: Final = "[0-9]{1,15}"
Number = Annotated[str, Query(pattern=f"^{NUMBER}$", description="Tell everything after this event.")]


@dataclass
class _Listening:
    count: int = 0


_listening: Final = _Listening()


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={
        200: {"description": "Events, without end.", "content": {"text/event-stream": {"schema": {"type": "string"}}}}
    },
)
async def events(
    here: Here,
    after: Number | None = None,
    last_event_id: Annotated[str | None, Header(description="What a browser sends that comes back.")] = None,
) -> Response:
    """Tell of stories that are new or changed (`story`) or ended (`ended`), from now on or after an event that was told before.

    The data of `ended` is `{"story", "into"}`: the id of the story that took it up, null where it was removed or hidden.
    """
    if _listening.count >= LISTENERS:
        raise Busy(f"There are {LISTENERS} listeners already.")
    known = last_event_id if last_event_id and re.fullmatch(NUMBER, last_event_id) else after
    begin = _begin(known, await run_in_threadpool(here.archive.version))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_told(here, begin), media_type="text/event-stream", headers=headers)


def _begin(known: str | None, now: int) -> int:
    """Tell where to begin. A number that was not reached yet is of another store, as before a backup was put back: tell all."""
    if known is None:
        return now
    return int(known) if int(known) <= now else 0


async def _told(here: Call, seen: int) -> AsyncIterator[bytes]:
    """Tell until the server stops, the listener goes, or it has listened for long enough."""
    if _listening.count >= LISTENERS:  # many can have come in at once
        return
    _listening.count += 1
    try:
        yield format_sse_event(comment="stories that are new or changed", retry=_BACK_MS, id=str(seen))
        version, silent, left = -1, 0.0, LONGEST
        while not here.request.state.stopping() and left > 0:
            now = await run_in_threadpool(here.archive.version)
            news = await run_in_threadpool(here.store.changed_since, seen, AT_ONCE) if now != version else ()
            # A full page may not have been all; otherwise the next look is worth it only when the number has moved.
            version = -1 if len(news) == AT_ONCE else now
            for event in await run_in_threadpool(_written, here, news):
                yield event
            seen = news[-1].number if news else seen
            silent = 0.0 if news else silent + EVERY
            if silent >= HEARTBEAT:
                silent = 0.0
                yield format_sse_event(comment="still here")
            left -= EVERY
            if version != -1:
                await anyio.sleep(EVERY)
    finally:
        _listening.count -= 1


def _written(here: Call, news: Sequence[ChangedStory]) -> list[bytes]:
    """Write an event for each story: what a list shows of it; of one that ended, where it went."""
    told = [(one, *_event(here, one)) for one in news]
    return [
        format_sse_event(event=event, id=str(one.number), data_str=_line(value)) for one, event, value in told if value
    ]


def _event(here: Call, one: ChangedStory) -> tuple[str, object]:
    if one.ended:
        return "ended", {"story": one.story, "into": one.into}
    summary = here.archive.summary(one.story)
    return "story", pages.listform.summary_value(summary) if summary else None


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)
