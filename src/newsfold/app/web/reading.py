"""The pages that are read: the front page, the stories, and what they are drawn with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from newsfold import pages
from newsfold.app.web.answers import CSS, HTML, JSON, SCRIPT, answer, desk_of, places_of
from newsfold.model import Digest

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def routes() -> list[Route]:
    """`/`, `/story/{id}`, `/story/{id}.json`, `/style.css`, `/newsfold.js`. Plain functions run in the pool of threads."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [
        Route("/", _front),
        Route("/story/{story:path}.json", _data),
        Route("/story/{story:path}", _story),
        Route("/style.css", _style),
        Route("/newsfold.js", _script),
    ]


def _front(request: Request) -> Response:
    desk = desk_of(request)
    page = pages.front_page(desk.reader.stories(), places=places_of(request), kept=desk.kept)
    return answer(request, page, HTML)


def _story(request: Request) -> Response:
    def write(digest: Digest) -> bytes:
        return pages.story_page(digest, places=places_of(request), kept=desk_of(request).kept)

    return _of_digest(request, write, HTML, ending="")


def _data(request: Request) -> Response:
    return _of_digest(request, lambda digest: pages.as_json([digest]).encode(), JSON, ending=".json")


async def _style(request: Request) -> Response:
    return answer(request, pages.style_sheet(), CSS)


async def _script(request: Request) -> Response:
    return answer(request, pages.script(), SCRIPT)


def _of_digest(request: Request, write: Callable[[Digest], bytes], media_type: str, *, ending: str) -> Response:
    """Answer with a digest, or lead on to the story it became: for now only, since stories can be split again."""
    from starlette.exceptions import HTTPException  # noqa: PLC0415 - only the server needs a web framework
    from starlette.responses import Response  # noqa: PLC0415 - the same

    asked, reader = request.path_params["story"], desk_of(request).reader
    digest = reader.digest(asked)
    if digest is None:
        if gone := reader.pruned(asked):
            page = pages.removed_json(gone).encode() if ending else pages.removed_page(gone, places=places_of(request))
            return Response(page, 410, media_type=media_type)
        raise HTTPException(404)
    if digest.id != asked:
        places = places_of(request)
        target = places.data(digest.id) if ending else places.story(digest.id)
        return Response(status_code=307, headers={"location": target})
    return answer(request, write(digest), media_type)
