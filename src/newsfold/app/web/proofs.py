"""Proofs: words marked in the stored text, under an address that names article, revision, field and place (formats, "Span").

Such an address is of the same words for as long as the revision is kept, whatever a digest shows meanwhile. An address by the
number of an excerpt, as pages had before, leads to the words that have that number now.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from newsfold import pages
from newsfold.app.web.answers import HTML, answer, desk_of, message, places_of, see
from newsfold.engine.proving import in_place
from newsfold.errors import NotFound, WordsRemoved
from newsfold.model import Digest, Span

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from newsfold.store import Store

OFFERS: Final = frozenset({"proof"})
NOT_HERE: Final = "These words cannot be shown"
NO_ADDRESS: Final = "The address of a proof names an article, a revision, a field (text or title), a start and an end."
# A field has at most 1,048,576 code points (formats, "Article record").
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_REVISION: Final = re.compile(r"[0-9a-f]{32}")
# What an address calls an article is repeated only where it cannot be read as a sentence that somebody put into our mouth.
_NAME: Final = re.compile(r"[!-~]{1,80}")


def routes() -> list[Route]:
    """`/proof`, `/story/{id}/proof/{number}`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [Route("/proof", _words), Route("/story/{story:path}/proof/{number}", _numbered)]


def _words(request: Request) -> Response:
    store, given = _store(request), request.query_params
    article, span = given.get("article", ""), _span(given)
    if not article or span is None:
        return message(request, "This is no address of a proof", NO_ADDRESS, 400)
    try:
        digest = _digest(request, store, article)
        proof = in_place(store, article, span, digest)
    except NotFound as error:
        return message(request, NOT_HERE, _said(error, article), 410 if isinstance(error, WordsRemoved) else 404)
    # Between the two readings the article may have come into another story, whose headline this is not.
    headline = digest.headline if digest and digest.id == proof.story else None
    page = pages.proof_page(proof, places=places_of(request), headline=headline, kept=desk_of(request).kept)
    return answer(request, page, HTML)


def _numbered(request: Request) -> Response:
    """Lead on to the words that are an excerpt's number now: for now only, since a digest is composed anew."""
    from starlette.exceptions import HTTPException  # noqa: PLC0415 - only the server needs a web framework
    from starlette.responses import Response  # noqa: PLC0415 - the same

    _store(request)
    story, reader = request.path_params["story"], desk_of(request).reader
    digest, number = reader.digest(story), _count(request.path_params["number"])
    if digest is None:
        if gone := reader.pruned(story):
            return Response(pages.removed_page(gone, places=places_of(request)), 410, media_type=HTML)
        raise HTTPException(404)
    if number is None or not 1 <= number <= len(digest.excerpts):
        sentence = f"The story shows {pages.number_of(len(digest.excerpts), 'excerpt')} now, and none has this number."
        return message(request, NOT_HERE, sentence, 404)
    words, places = digest.excerpts[number - 1], places_of(request)
    return see(request, places.proof(words.article, words.span).removeprefix(places.up))


def _store(request: Request) -> Store:
    from starlette.exceptions import HTTPException  # noqa: PLC0415 - only the server needs a web framework

    store = desk_of(request).store
    if store is None:
        raise HTTPException(404)
    return store


def _digest(request: Request, store: Store, article: str) -> Digest | None:
    """The digest of the story that an article is in now, which may show the words."""
    story = store.stories_of([article]).get(article)
    return desk_of(request).reader.digest(story) if story else None


def _said(error: NotFound, article: str) -> str:
    named = error.resource if _NAME.fullmatch(article) else error.resource.replace(article, "of this address")
    return f"{named[:1].upper()}{named[1:]} {error.message}."


# --- an address -------------------------------------------------------------------------------------------------------


def _span(given: QueryParams) -> Span | None:
    """The place that an address names; None where it names none."""
    field, start, end = _field(given.get("field")), _count(given.get("start", "")), _count(given.get("end", ""))
    revision = given.get("revision", "")
    if not _REVISION.fullmatch(revision) or field is None or start is None or end is None:
        return None
    return Span(revision, field, start, end)


def _field(given: str | None) -> Literal["title", "text"] | None:
    match given:
        case "title" | "text":
            return given
        case _:
            return None


def _count(given: str) -> int | None:
    return int(given) if _NUMBER.fullmatch(given) else None
