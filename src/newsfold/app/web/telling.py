"""A story: its page with what is new since the last visit, its data, why it is one story, and the proof of its excerpts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from newsfold import pages
from newsfold.app.web.answers import HTML, JSON, answer, desk_of, places_of
from newsfold.app.web.framing import frame_of, page
from newsfold.engine import visits
from newsfold.engine.proving import decided, in_place
from newsfold.errors import StoreError
from newsfold.model import Digest, StoryLine
from newsfold.pages import Controls

if TYPE_CHECKING:
    from starlette.background import BackgroundTask
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

OFFERS: Final = frozenset({"why", "proof"})
# Stories that a story can be merged with by a choice; any other by its id.
_OTHERS: Final = 40


def routes() -> list[Route]:
    """`/story/{id}`, `/story/{id}.json`, `/why/{id}`, `/proof/{id}/{number}`. Plain functions run in the pool of threads."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [
        Route("/story/{story:path}.json", _data),
        Route("/story/{story:path}", _story),
        Route("/why/{story:path}", _why),
        Route("/proof/{story:path}/{number:int}", _proof),
    ]


def _data(request: Request) -> Response:
    def write(digest: Digest) -> Response:
        return answer(request, pages.as_json([digest]).encode(), JSON)

    return _of_digest(request, write, ending=".json")


def _story(request: Request) -> Response:
    since, noted = _visit(request)

    def write(digest: Digest) -> Response:
        frame = frame_of(request)
        controls = _controls(request, digest, frame.token) if frame.token else None
        body = pages.story_page(digest, places=frame.places, kept=frame.kept, controls=controls, notice=frame.notice)
        found = page(request, body) if controls else answer(request, body, HTML)
        found.background = noted
        return found

    return _of_digest(request, write, since=since)


def _why(request: Request) -> Response:
    desk = desk_of(request)
    if desk.store is None:
        return _gone()
    made = decided(desk.store, desk.store.story(request.path_params["story"]).id)

    def write(digest: Digest) -> Response:
        body = pages.why_page(digest, made.reasons, made.articles, places=places_of(request), kept=desk.kept)
        return answer(request, body, HTML)

    return _of_digest(request, write)


def _proof(request: Request) -> Response:
    desk = desk_of(request)

    def write(digest: Digest) -> Response:
        found = in_place(desk.store, digest, request.path_params["number"]) if desk.store else None
        if found is None:
            return _gone()
        return answer(request, pages.proof_page(digest, found, places=places_of(request), kept=desk.kept), HTML)

    return _of_digest(request, write)


def _gone() -> Response:
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
        return _gone()
    if digest.id != asked:
        return Response(status_code=307, headers={"location": _elsewhere(request, digest.id, ending)})
    return write(digest)


def _elsewhere(request: Request, story: str, ending: str) -> str:
    """The same page of another story, with what was asked of this one."""
    places = places_of(request)
    folder = request.scope["path"].removeprefix(request.scope.get("root_path", "")).split("/")[1]
    if folder == "why":
        return places.why(story)
    if folder == "proof":
        return places.proof(story, request.path_params["number"])
    query = f"?{request.url.query}" if request.url.query else ""
    return (places.data(story) if ending else places.story(story)) + query


# --- what a reader is told and offered --------------------------------------------------------------------------------


def _visit(request: Request) -> tuple[datetime | None, BackgroundTask | None]:
    """When the reader was here last, and what notes that he is here now, once the page is sent: a writer may have to wait.

    Programs do not visit, nor does a browser that fetches a page ahead, or asks for its head alone.
    """
    from starlette.background import BackgroundTask  # noqa: PLC0415 - only the server needs a web framework

    desk, asked = desk_of(request), request.headers
    ahead = "prefetch" in asked.get("sec-purpose", "") + asked.get("purpose", "")
    if desk.store is None or request.state.visitor.token is not None:
        return None, None
    story = desk.store.living(request.path_params["story"])
    kept = desk.store.visited(story)
    looked = visits.looked(story, kept, desk.now())
    counts = request.method == "GET" and not ahead and visits.is_news(kept, looked)

    def note() -> None:
        try:
            if desk.store:
                desk.store.save_visit(looked)
        except StoreError:
            return  # who writes keeps others waiting too long, or the store is being closed: the next look is noted

    return looked.before, BackgroundTask(note) if counts else None


def _controls(request: Request, digest: Digest, token: str) -> Controls:
    desk = desk_of(request)
    assert desk.store is not None  # noqa: S101 - there is a token only where there is a store
    living = desk.store.living
    followed = any(one.story and not one.to and living(one.story) == digest.id for one in desk.store.follows())
    return Controls(token, followed, _others(request, digest))


def _others(request: Request, digest: Digest) -> tuple[StoryLine, ...]:
    """Stories of the day of a story's latest article, which it may be one with."""
    if digest.last.at is None:
        return ()
    edition = desk_of(request).reader.edition(digest.last.at.date())
    near = (*edition.stories, *edition.alone) if edition else ()
    lines = (StoryLine(one.id, one.headline, one.counts) for one in near if one.id != digest.id)
    return tuple(lines)[:_OTHERS]
