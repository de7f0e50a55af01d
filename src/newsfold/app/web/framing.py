"""What is around a page for whoever asks: where it is, whether they may change things, and what was just done.

After a change a form leads on with `done` (the number of the correction that it made) or `said` (a word of SAID) behind the
address, so that the page it leads to can say so. Neither is taken at its word: a number is looked up, a word is one of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from newsfold import pages
from newsfold.app.web.answers import HTML, answer, desk_of, places_of, see
from newsfold.pages import Frame, Notice

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

SAID: Final = {
    "added": "The feed is subscribed to, and what is in it was taken in.",
    "ended": "The token is ended.",
    "fetching": "It is fetched in the next round, which begins now.",
    "followed": "It is followed from now on.",
    "full-text": "From now on whole articles are read, where the feed gives only their beginning.",
    "feed-text": "From now on only what the feed gives is read.",
    "removed": "It is not fetched any more. Its articles stay.",
    "sample": "This is the sample week. Every outlet and every event in it is invented.",
    "seen": "Nothing is new until something comes in.",
    "subscribed": "The feeds are subscribed to.",
    "unfollowed": "It is followed no longer. The articles stay.",
}


def token_of(request: Request) -> str | None:
    """What the forms of this page carry; None where whoever asks may change nothing."""
    visitor = request.state.visitor
    if desk_of(request).store is None or visitor.token is not None or not visitor.may("change"):
        return None
    token: str = request.state.gate.form_token(visitor)
    return token


def frame_of(request: Request, *, said: str = "") -> Frame:
    """The surroundings of a page. `said` is a word of SAID, in the place of the one in the address."""
    token = token_of(request)
    return Frame(places_of(request), desk_of(request).kept, token, _notice(request, token, said))


def _notice(request: Request, token: str | None, said: str) -> Notice | None:
    word = said or request.query_params.get("said", "")
    if word in SAID:
        return Notice(SAID[word])
    number, store = request.query_params.get("done", ""), desk_of(request).store
    if store is None or token is None or not number.isascii() or not number.isdigit():
        return None
    made = store.corrections()
    correction = next((one for one in made if one.number == int(number[:9])), None)
    if correction is None or correction is not made[-1]:
        return None  # something else was corrected since, and this is news no more
    back = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return Notice(pages.done(correction.change), correction.number, token, back)


def lead(request: Request, place: str, **why: str | int) -> Response:
    """Lead on to a page after a change, with what is to be said there."""
    there = quote(place.partition("#")[0], safe="/?&=%~+-._")
    mark = "&" if "?" in there else "?"
    return see(request, f"{there}{mark}{urlencode(why)}" if why else there)


def page(request: Request, body: bytes) -> Response:
    """Answer with a page that is drawn for whoever asks: it carries their forms, and no cache but their own may keep it."""
    found = answer(request, body, HTML, with_token=True)
    found.headers["cache-control"] = "private, no-cache"
    return found
