"""The part of the Google Reader API that programs which read feeds ask for: who asks, what is there, and what was read.

It follows what NetNewsWire, newsboat, Reeder and Capy send, as FreshRSS and Miniflux answer it. Who asks is told by the header
that logging in gives, never by a cookie, so that no other site can ask in a reader's name.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from newsfold import pages
from newsfold.app.web.access import NOBODY, READS, Visitor, address_of, from_elsewhere
from newsfold.app.web.answers import JSON, TEXT, desk_of
from newsfold.app.web.feedsout import base_of
from newsfold.app.web.readerquery import Asked, listed, said_of
from newsfold.engine.streams import Stream, StreamItem, Streams
from newsfold.pages import readerform as form

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

# A client that marks everything as read at once sends some ten thousand ids.
MOST_FIELDS: Final = 20_000
_SUBSCRIBED_ELSEWHERE: Final = "What is subscribed to is changed on the server's own pages.\n"


@dataclass(frozen=True, slots=True)
class Call:
    """One request: who asks, with what, of what."""

    request: Request
    visitor: Visitor
    asked: Asked
    streams: Streams


def routes() -> list[Route]:
    """`/accounts/ClientLogin`, `/reader/api/0/...` and `/reader/atom/...`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    both = ["GET", "POST"]
    reading = [Route(f"/reader/api/0/{name}", _reading(answer), methods=both) for name, answer in _READING.items()]
    changing = [
        Route(f"/reader/api/0/{name}", _changing(answer), methods=["POST"]) for name, answer in _CHANGING.items()
    ]
    return [
        Route("/accounts/ClientLogin", _log_in, methods=both),
        *reading,
        *changing,
        Route("/reader/api/0/stream/contents/{stream:path}", _reading(_contents), methods=both),
        Route("/reader/atom/{stream:path}", _reading(_atom)),
        Route("/reader/ping", _reading(_ping)),
    ]


# --- who asks ---------------------------------------------------------------------------------------------------------


async def _log_in(request: Request) -> Response:
    from starlette.concurrency import run_in_threadpool  # noqa: PLC0415 - only the server needs a web framework

    return await run_in_threadpool(_logged_in, request, await _asked(request))


def _logged_in(request: Request, asked: Asked) -> Response:
    """Give the header's secret for the password: a token's own where that was given as one, else that of a new session."""
    gate, address, given = request.state.gate, address_of(request), asked["Passwd"]
    if gate.of_token(given).is_in:
        return _secret(given)
    if desk_of(request).password is None:
        return _secret("local")
    if gate.waits(address):
        return _text("Error=CaptchaRequired\n", 403)
    return _secret(gate.begin()[0]) if gate.knows(given, address) else _text("Error=BadAuthentication\n", 403)


def _secret(secret: str) -> Response:
    return _text(f"SID={secret}\nLSID={secret}\nAuth={secret}\n")


def _visitor(request: Request) -> Visitor:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "googlelogin" and desk_of(request).password is not None:
        secret = given.strip().removeprefix("auth=")
        gate = request.state.gate
        return next((one for one in (gate.of_token(secret), gate.of_session(secret)) if one.is_in), NOBODY)
    found: Visitor = request.state.visitor
    return found if scheme or found.by == "local" else NOBODY


# --- how each is answered ---------------------------------------------------------------------------------------------

_Answering = Callable[[Call], "Response"]
_Handler = Callable[["Request"], Awaitable["Response"]]


def _reading(answer: _Answering) -> _Handler:
    return _guarded(answer, "read")


def _changing(answer: _Answering) -> _Handler:
    return _guarded(answer, "change")


def _guarded(answer: _Answering, scope: Any) -> _Handler:
    async def handle(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool  # noqa: PLC0415 - only the server needs a web framework

        return await run_in_threadpool(_answered, request, await _asked(request), answer, scope)

    return handle


def _answered(request: Request, asked: Asked, answer: _Answering, scope: Any) -> Response:
    visitor, desk = _visitor(request), desk_of(request)
    if not visitor.is_in:
        refused = _text("Unauthorized\n", 401)
        refused.headers["www-authenticate"] = 'GoogleLogin realm="Newsfold", service="reader"'
        return refused
    if not visitor.may(scope) or (request.method not in READS and from_elsewhere(request)):
        return _text("Forbidden\n", 403)
    if desk.feeds is None or desk.store is None:
        return _text("There is no store here.\n", 404)
    return answer(Call(request, visitor, asked, Streams(desk.feeds, desk.store, base_of(request))))


async def _asked(request: Request) -> Asked:
    """Read what was asked, in the address and in the body, which not every client calls a form."""
    body = (await request.body()).decode("utf-8", "replace") if request.method == "POST" else ""
    query = request.scope["query_string"].decode("latin-1")
    try:
        pairs = [pair for text in (query, body) for pair in parse_qsl(text, True, max_num_fields=MOST_FIELDS)]
    except ValueError:
        pairs = []
    return Asked(tuple(pairs))


def _text(text: str, status: int = 200) -> Response:
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    return Response(text, status, media_type=TEXT, headers={"cache-control": "no-store"})


def _json(value: dict[str, Any]) -> Response:
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    written = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(written, media_type=JSON, headers={"cache-control": "no-store"})


# --- what is there ----------------------------------------------------------------------------------------------------


def _token(call: Call) -> Response:
    return _text(call.request.state.gate.form_token(call.visitor)[:57])


def _ping(_: Call) -> Response:
    return _text("OK")


def _user(_: Call) -> Response:
    return _json({"userId": "1", "userName": "newsfold", "userProfileId": "1", "userEmail": ""})


def _subscriptions(call: Call) -> Response:
    base = base_of(call.request)
    found = [
        {
            "id": stream.id,
            "title": stream.title,
            "categories": [{"id": f"{form.LABEL}{stream.folder}", "label": stream.folder}],
            "url": f"{base}feeds/{_feed_of(stream)}.atom",
            "htmlUrl": base,
            "iconUrl": "",
            "firstitemmsec": "0",
            "sortid": f"{number:08x}",
        }
        for number, stream in enumerate(call.streams.subscriptions())
    ]
    return _json({"subscriptions": found})


def _feed_of(stream: Stream) -> str:
    name = stream.id.removeprefix("feed/")
    return name if name == "edition" else f"follow/{name}"


def _tags(call: Call) -> Response:
    folders = dict.fromkeys(stream.folder for stream in call.streams.subscriptions())
    labels = [{"id": f"{form.LABEL}{folder}", "type": "folder"} for folder in folders]
    return _json({"tags": [{"id": form.STARRED}, *labels]})


def _counts(call: Call) -> Response:
    items = call.streams.items()
    streams = call.streams.subscriptions()
    kinds = [stream.id for stream in streams]
    kinds += [f"{form.LABEL}{folder}" for folder in dict.fromkeys(stream.folder for stream in streams)]
    counted = [_count(kind, items) for kind in (*kinds, form.READING_LIST)]
    return _json({"max": 1000, "unreadcounts": counted})


def _count(kind: str, items: list[StreamItem]) -> dict[str, Any]:
    unread = [item for item in items if not item.read and kind in said_of(item)]
    return {
        "id": kind,
        "count": len(unread),
        "newestItemTimestampUsec": str(max((item.place[0] for item in unread), default=0)),
    }


def _nothing(key: str) -> _Answering:
    return lambda _: _json({key: [] if key == "prefs" else {}})


def _ids(call: Call) -> Response:
    page = listed(call.streams, call.asked, call.asked["s"] or form.READING_LIST)
    refs = [
        {"id": str(item.number), "directStreamIds": [item.stream.id], "timestampUsec": str(item.place[0])}
        for item in page.items
    ]
    return _json({"itemRefs": refs} | page.more)


def _contents(call: Call) -> Response:
    stream = call.request.path_params.get("stream") or call.asked["s"] or form.READING_LIST
    page = listed(call.streams, call.asked, stream)
    return _json(_holding(call, stream, page.items) | page.more)


def _items(call: Call) -> Response:
    numbers = [number for given in call.asked.all("i") if (number := form.number_in(given)) is not None]
    return _json(_holding(call, form.READING_LIST, call.streams.of_numbers(numbers)))


def _holding(call: Call, stream: str, items: list[StreamItem]) -> dict[str, Any]:
    base = base_of(call.request)
    given = [
        form.reader_item(
            item.entry,
            item.number,
            item.place[0],
            {"streamId": item.stream.id, "title": item.stream.title, "htmlUrl": base},
            said_of(item),
        )
        for item in items
    ]
    updated = max((item.place[0] for item in items), default=0) // 1_000_000
    return {"direction": "ltr", "id": stream, "title": "Newsfold", "updated": updated, "items": given}


def _atom(call: Call) -> Response:
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    stream = call.request.path_params["stream"] or form.READING_LIST
    page = listed(call.streams, call.asked, stream)
    title = next((one.title for one in call.streams.subscriptions() if one.id == stream), "Newsfold")
    entries = tuple(form.as_read_in_a_client(item.entry, item.number, read=item.read) for item in page.items)
    feed = pages.OutFeed(f"tag:google.com,2005:reader/{stream}", title, entries, page=base_of(call.request))
    return Response(pages.write_atom(feed), media_type=pages.ATOM_TYPE, headers={"cache-control": "no-store"})


# --- what is changed --------------------------------------------------------------------------------------------------


def _edit(call: Call) -> Response:
    numbers = [number for given in call.asked.all("i") if (number := form.number_in(given)) is not None]
    now = desk_of(call.request).now()
    for kind, state in (("read", "read"), ("star", "starred")):
        if call.asked.names_state("a", state):
            call.streams.note(numbers, kind, now)
        elif call.asked.names_state("r", state) or (kind == "read" and call.asked.names_state("a", "kept-unread")):
            call.streams.note(numbers, kind, None)
    return _text("OK")


def _mark_all(call: Call) -> Response:
    stream = call.asked["s"] or form.READING_LIST
    until = call.asked.micros("ts")
    items = [item for item in call.streams.items() if not item.read and call.asked.is_of(item, stream)]
    numbers = [item.number for item in items if until is None or item.place[0] <= until]
    call.streams.note(numbers, "read", desk_of(call.request).now())
    return _text("OK")


def _refuse(_: Call) -> Response:
    return _text(_SUBSCRIBED_ELSEWHERE, 400)


_READING: Final[dict[str, _Answering]] = {
    "token": _token,
    "user-info": _user,
    "subscription/list": _subscriptions,
    "tag/list": _tags,
    "unread-count": _counts,
    "stream/items/ids": _ids,
    "stream/items/contents": _items,
    "stream/contents": _contents,
    "preference/list": _nothing("prefs"),
    "preference/stream/list": _nothing("streamprefs"),
}
_CHANGING: Final[dict[str, _Answering]] = {
    "edit-tag": _edit,
    "mark-all-as-read": _mark_all,
    **dict.fromkeys(("subscription/edit", "subscription/quickadd", "rename-tag", "disable-tag"), _refuse),
}
