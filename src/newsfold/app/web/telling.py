"""A story: its page, with what is new since the reader's last visit, and its data."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Final, NoReturn

from newsfold import pages
from newsfold.app.web.answers import HTML, JSON, answer, desk_of, places_of
from newsfold.app.web.behind import controls_of, is_followed
from newsfold.app.web.framing import frame_of, page
from newsfold.app.web.noting import Noting
from newsfold.engine import visits
from newsfold.model import Digest

if TYPE_CHECKING:
    from starlette.background import BackgroundTask
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

# A page of 40 kB takes .4 ms, and .1 to be there again.
_QUICKLY: Final = 1


def routes() -> list[Route]:
    """`/story/{id}`, `/story/{id}.json`. Plain functions run in the pool of threads."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [
        Route("/story/{story:path}.json", _data),
        Route("/story/{story:path}", _story),
    ]


def _data(request: Request) -> Response:
    def write(digest: Digest) -> Response:
        return answer(request, pages.as_json([digest]).encode(), JSON)

    return _of_digest(request, write, ending=".json")


def _story(request: Request) -> Response:
    store = desk_of(request).store
    with store.snapshot() if store else nullcontext():  # a page shows one moment, and asks for it by one connection
        return _told(request)


def _told(request: Request) -> Response:
    desk, asked = desk_of(request), request.path_params["story"]
    since, noted = _visit(request)
    frame = frame_of(request)
    followed = frame.token is not None and desk.store is not None and is_followed(desk.store, asked)

    def draw(digest: Digest) -> bytes:
        controls = controls_of(request, followed=followed)
        return pages.story_page(digest, places=frame.places, kept=frame.kept, controls=controls, notice=frame.notice)

    def write(body: bytes) -> Response:
        found = page(request, body) if frame.token else answer(request, body, HTML)
        found.background = noted
        return found

    if named := desk.reader.named(asked, since):
        drawn = desk.drawn.get((named, frame, followed), lambda: zlib.compress(draw(_there(request, since)), _QUICKLY))
        return write(zlib.decompress(drawn))
    return _of_digest(request, lambda digest: write(draw(digest)), since=since)


def _there(request: Request, since: datetime | None) -> Digest:
    digest = desk_of(request).reader.digest(request.path_params["story"], since)
    return digest or _gone()


def _gone() -> NoReturn:
    from starlette.exceptions import HTTPException  # noqa: PLC0415 - only the server needs a web framework

    raise HTTPException(404)


# --- the digest -------------------------------------------------------------------------------------------------------


def _of_digest(
    request: Request, write: Callable[[Digest], Response], *, ending: str = "", since: datetime | None = None
) -> Response:
    """Answer with a digest, or lead on to the story it became: for now only, since stories can be split again."""
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    asked, reader = request.path_params["story"], desk_of(request).reader
    digest = reader.digest(asked, since)
    if digest is None:
        if gone := reader.pruned(asked):
            body = pages.removed_json(gone).encode() if ending else pages.removed_page(gone, places=places_of(request))
            return Response(body, 410, media_type=JSON if ending else HTML)
        _gone()
    if digest.id != asked:
        places, query = places_of(request), f"?{request.url.query}" if request.url.query else ""
        there = (places.data(digest.id) if ending else places.story(digest.id)) + query
        return Response(status_code=307, headers={"location": there})
    return write(digest)


# --- what a reader is told and offered --------------------------------------------------------------------------------


def _visit(request: Request) -> tuple[datetime | None, BackgroundTask | None]:
    """When the reader was here last, and what notes that he is here now, once the page is sent: a writer may have to wait.

    Programs do not visit.
    """
    from starlette.background import BackgroundTask  # noqa: PLC0415 - only the server needs a web framework

    desk = desk_of(request)
    if desk.store is None or request.state.visitor.token is not None:
        return None, None
    noting: Noting = request.app.state.noting
    story = desk.store.living(request.path_params["story"])
    kept = noting.visited(story)
    looked = visits.looked(story, kept, desk.now())
    counts = _is_look(request) and visits.is_news(kept, looked)

    if not counts:
        return looked.before, None
    noting.note(looked)
    return looked.before, BackgroundTask(request.app.state.lanes.writing.run, noting.write)


def _is_look(request: Request) -> bool:
    """Whether a page is asked for to be looked at: whole, not ahead, and not as a picture or the like in a page of another site."""
    asked = request.headers
    ahead = "prefetch" in asked.get("sec-purpose", "") + asked.get("purpose", "")
    return request.method == "GET" and not ahead and asked.get("sec-fetch-dest", "document") == "document"
