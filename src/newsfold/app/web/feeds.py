"""The page of the feeds, and its forms: add, import, remove, read whole articles, fetch now; and the list as OPML."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from newsfold import feeds, pages
from newsfold.app.subscriptions import web_address
from newsfold.app.web.answers import answer, desk_of
from newsfold.app.web.changes import Form, changing
from newsfold.app.web.doing import store_of
from newsfold.app.web.framing import frame_of, lead, page
from newsfold.app.web.taking import take_up
from newsfold.engine.adding import Wish, hasten, read_whole
from newsfold.engine.subscribe import Entered, Looked, enter
from newsfold.errors import NotFound, UsageError
from newsfold.model import Feed, FeedState, Item, Ledger, Rejected
from newsfold.pages import AskedFeeds, Choice, FeedLine, Fetching, ListedLine

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from newsfold.app.web.desk import Desk

OFFERS: Final = frozenset({"feeds"})
OPML: Final = "text/x-opml; charset=utf-8"
# Times in which entries may have been missed that the page lists, the latest.
_GAPS: Final = 50


def routes() -> list[Route]:
    """`/feeds`, `/feeds.opml`, and where its forms are sent."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    acts = {"add": _add, "import": _import, "remove": _remove, "full-text": _full_text, "fetch": _fetch}
    return [
        Route("/feeds", _feeds),
        Route("/feeds.opml", _opml),
        *(Route(f"/do/{name}", changing(act), methods=["POST"]) for name, act in acts.items()),
    ]


def fetching_of(desk: Desk) -> Fetching:
    """How this server fetches."""
    return Fetching(by_itself=desk.intake.wake is not None, can_add=desk.intake.open_door is not None)


# --- reading ----------------------------------------------------------------------------------------------------------


def _feeds(request: Request) -> Response:
    return _drawn(request, AskedFeeds())


def _drawn(request: Request, asked: AskedFeeds, *, said: str = "") -> Response:
    desk, store = desk_of(request), desk_of(request).store
    subscribed = {feed.url: feed for feed in store.feeds()} if store else {}
    gaps = store.gaps() if store else []
    missed = {url: sum(gap.url == url for gap in gaps) for url in subscribed}
    states = store.feed_states() if store else []
    lines = [_line(desk, subscribed[one.url], one, missed[one.url]) for one in states if one.url in subscribed]
    ledger = store.ledger() if store else Ledger()
    frame = frame_of(request, said=said)
    latest = gaps[: -_GAPS - 1 : -1]
    return page(request, pages.feeds_page(lines, ledger, latest, frame, asked=asked, fetching=fetching_of(desk)))


def _line(desk: Desk, feed: Feed, state: FeedState, gaps: int) -> FeedLine:
    now = desk.now()
    found = feeds.health(state, now)
    return FeedLine(
        url=feed.url,
        name=feed.name or state.title or feed.url,
        condition=found.condition,
        sentence=found.sentence,
        action=found.action,
        site=feed.site,
        folder=feed.folder,
        fetched=state.fetched,
        next=None if state.paused else max(state.due or now, now),
        interval=state.interval,
        gaps=gaps,
        full_text=state.full_text,
    )


def _opml(request: Request) -> Response:
    store = desk_of(request).store
    found = answer(request, feeds.write_opml(store.feeds() if store else []), OPML)
    found.headers["content-disposition"] = 'attachment; filename="newsfold.opml"'
    return found


# --- changing ---------------------------------------------------------------------------------------------------------


def _add(request: Request, form: Form) -> Response:
    """Subscribe to an address that is a feed; of a page, show the feeds that it names; else say what is there."""
    try:
        address = web_address(form["url"])
    except UsageError as error:
        return _drawn(request, AskedFeeds(form["url"], f"{error.message}."))
    done = take_up(desk_of(request), store_of(request), address, Wish(form["outlet"] or None))
    if done.feed is None:
        return _drawn(request, _instead(form["url"], done.looked))
    return lead(request, "feeds", said="added")


def _instead(typed: str, looked: Looked) -> AskedFeeds:
    if looked.declares:
        return AskedFeeds(typed, choices=tuple(Choice(one.url, one.name) for one in looked.declares))
    return AskedFeeds(typed, f"{looked.sentence}.")


def _import(request: Request, form: Form) -> Response:
    """Take in a list of subscriptions, and say of each line what became of it."""
    desk, store = desk_of(request), store_of(request)
    given = form.files.get("opml", b"")
    received = (
        [one for one in feeds.read(["-"], BytesIO(given)) if not isinstance(one, Item)] if _is_list(given) else []
    )
    if not any(isinstance(one, Feed) for one in received):
        why = next(
            (one.detail for one in received if isinstance(one, Rejected)), "the file is no list of subscriptions"
        )
        return _drawn(request, AskedFeeds(trouble=f"{why}."))
    entered = enter(store, received)
    if desk.intake.wake:
        desk.intake.wake()
    lines = tuple(_listed(word, one) for word, one in entered)
    return _drawn(request, AskedFeeds(entered=lines))


def _is_list(given: bytes) -> bool:
    return feeds.form_of(given) == "opml"


def _listed(word: Entered, one: Feed | Rejected) -> ListedLine:
    if isinstance(one, Rejected):
        where = f"line {one.line}" if one.line is not None else "an entry"
        return ListedLine(word, where, one.detail)
    return ListedLine(word, f"{one.name}: {one.url}" if one.name else one.url)


def _remove(request: Request, form: Form) -> Response:
    store = store_of(request)
    with store.transaction():
        gone = store.remove_feed(form["url"])
    if not gone:
        raise NotFound("there is no such subscription", resource=form["url"])
    return lead(request, "feeds", said="removed")


def _full_text(request: Request, form: Form) -> Response:
    on = bool(form["on"])
    read_whole(store_of(request), form["url"], on=on)
    return lead(request, "feeds", said="full-text" if on else "feed-text")


def _fetch(request: Request, form: Form) -> Response:
    """Let the rounds of this process fetch a subscription now, or all."""
    desk = desk_of(request)
    if desk.intake.wake is None:
        raise UsageError("nothing is fetched by this server; `newsfold fetch` does it once", resource="feeds")
    hasten(store_of(request), desk.now(), form.all("url"))
    desk.intake.wake()
    return lead(request, "feeds", said="fetching")
