"""The forms that correct, follow and mark: each is read here, done by the engine, and leads on to where it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote, urlsplit

from newsfold.app.alerting import receiver
from newsfold.app.web.answers import desk_of
from newsfold.app.web.changes import Form, changing
from newsfold.app.web.framing import lead
from newsfold.engine import corrections, following
from newsfold.errors import NotFound, UsageError
from newsfold.model import Correction, Mark, MergeStories, Signature, SplitStory
from newsfold.pages import story_path

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from newsfold.store import Store

OFFERS: Final = frozenset({"changes"})
_MARKS: Final[dict[str, Literal["read", "star"]]] = {"read": "read", "star": "star"}
_DIGITS: Final = 9  # of a number that somebody typed; no store has as many corrections


def routes() -> list[Route]:
    """`/do/follow`, `/do/unfollow`, `/do/seen`, `/do/mark`, `/do/merge`, `/do/split`, `/do/pin`, `/do/hide`, `/do/undo`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    acts = {
        "follow": _follow,
        "unfollow": _unfollow,
        "seen": _seen,
        "mark": _mark,
        "merge": _merge,
        "split": _split,
        "pin": _pin,
        "hide": _hide,
        "undo": _undo,
    }
    return [Route(f"/do/{name}", changing(act), methods=["POST"]) for name, act in acts.items()]


def store_of(request: Request) -> Store:
    """The store to be changed; a server that only reads has none."""
    store = desk_of(request).store
    if store is None:
        raise UsageError("can be changed here", resource="nothing")
    return store


# --- following --------------------------------------------------------------------------------------------------------


def _follow(request: Request, form: Form) -> Response:
    to = receiver(form["to"]) if form["to"] else None
    story, query = form["story"] or None, form["query"] or None
    following.begin(store_of(request), story=story, query=None if story else query, to=to)
    return lead(request, form.back("following"), said="followed")


def _unfollow(request: Request, form: Form) -> Response:
    """End one follow by its id, or all that a story is followed by on this page: those that go to no address."""
    store = store_of(request)
    if form["follow"]:
        store.remove_follow(form["follow"])
    elif not (ids := _of_story(store, form["story"])):
        raise NotFound("is not followed", resource=f"story {form['story']}")
    else:
        with store.transaction():
            for one in ids:
                store.remove_follow(one)
    return lead(request, form.back("following"), said="unfollowed")


def _of_story(store: Store, story_id: str) -> list[str]:
    living = store.living(story_id)
    return [one.id for one in store.follows() if one.story and not one.to and store.living(one.story) == living]


def _seen(request: Request, form: Form) -> Response:
    """Note that what is new was seen, of one follow or of all: up to what the page showed, and not what came in since."""
    store, upto = store_of(request), _number(form["upto"])
    # what goes to an address is told there
    ids = [form["follow"]] if form["follow"] else [one.id for one in store.follows() if one.to is None]
    with store.transaction():
        for one in ids:
            store.tell_follow(one, min(upto, store.last_arrived()))
    return lead(request, form.back("following"), said="seen")


def _mark(request: Request, form: Form) -> Response:
    """Mark a story read or starred, or with `off` take the mark back."""
    store = store_of(request)
    kind = _MARKS.get(form["kind"])
    if kind is None:
        raise UsageError("is no mark; there are read and star", resource=form["kind"])
    story = store.story(form["story"]).id
    if form["off"]:
        store.unmark(story, kind)
    else:
        store.mark(Mark(story, kind, desk_of(request).now()))
    return lead(request, form.back(_place(story)))


# --- correcting -------------------------------------------------------------------------------------------------------


def _signed(request: Request, form: Form) -> Signature:
    desk = desk_of(request)
    return Signature(desk.operator, desk.now().replace(microsecond=0), form["why"])


def _merge(request: Request, form: Form) -> Response:
    made = corrections.merge(store_of(request), form["story"], _named(form["into"]), _signed(request, form))
    assert isinstance(made.change, MergeStories)  # noqa: S101 - what merging makes
    return _led(request, _place(made.change.kept), made)


def _named(given: str) -> str:
    """The id of a story by which it is named, or in the address of its page, which is what a reader has at hand.

    >>> _named("s1"), _named("http://127.0.0.1:8000/story/s1?said=followed")
    ('s1', 's1')
    """
    _, is_address, name = given.partition("/story/")
    return unquote(urlsplit(name).path) if is_address else given


def _split(request: Request, form: Form) -> Response:
    articles = form.all("article")
    if not articles:
        raise UsageError("choose the articles that are to be a story of their own", resource=f"story {form['story']}")
    made = corrections.split(store_of(request), form["story"], articles, _signed(request, form))
    assert isinstance(made.change, SplitStory)  # noqa: S101 - what splitting makes
    return _led(request, _place(made.change.into), made)


def _pin(request: Request, form: Form) -> Response:
    made = corrections.pin(store_of(request), form["story"], form["article"], _signed(request, form))
    return _led(request, _place(form["story"]), made)


def _hide(request: Request, form: Form) -> Response:
    made = corrections.hide(store_of(request), form["outlet"], _signed(request, form))
    return _led(request, _still(request, form.back("outlets"), "outlets"), made)


def _undo(request: Request, form: Form) -> Response:
    made = corrections.undo(store_of(request), _number(form["number"]), _signed(request, form))
    return _led(request, _still(request, form.back("settings"), "settings"), made)


def _led(request: Request, place: str, made: Correction) -> Response:
    return lead(request, place, done=made.number)


def _place(story: str) -> str:
    return story_path(story).lstrip("/")


def _still(request: Request, place: str, otherwise: str) -> str:
    """The page to go back to, unless it is that of a story that is there no longer: a correction can take it away."""
    folder, _, name = place.partition("/")
    if folder != "story" or desk_of(request).reader.digest(unquote(name)) is not None:
        return place
    return otherwise


def _number(given: str) -> int:
    if not given.isascii() or not given.isdigit() or len(given) > _DIGITS:
        raise UsageError("is no number", resource=f'"{given[:40]}"')
    return int(given)
