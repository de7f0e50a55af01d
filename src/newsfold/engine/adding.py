"""Takes up what a reader subscribes to on a page: by itself at once, or so that the next round fetches it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsfold.engine.answered import Decided, Told
from newsfold.engine.ingest import Settings, catch_up, take_in
from newsfold.engine.live import Door
from newsfold.engine.subscribe import Looked, look, subscribe
from newsfold.errors import NotFound
from newsfold.feeds import manners
from newsfold.model import Feed, FeedState, Item, Ledger, Rejected
from newsfold.store import Store


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader says of a subscription: what to call the outlet, the folder, whether whole articles are read. What is not said
    stays as it is.
    """

    name: str | None = None
    folder: tuple[str, ...] = ()
    full_text: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What came of an address: the subscription, what it brought and its books; `decided` is None where it is no feed."""

    looked: Looked
    decided: Decided | None = None
    feed: Feed | None = None
    ledger: Ledger = Ledger()


def add(
    store: Store, door: Door, address: str, now: datetime, wish: Wish | None = None, told: Told | None = None
) -> Added:
    """Look at an address, and subscribe where it is a feed; what it brought is taken in, and grouped by nobody yet."""
    wish = wish or Wish()
    known = {state.url: state for state in store.feed_states()}
    found = look(door.fetch, door.parse, known.get(address, FeedState(address)), now)
    if found.decided is None:
        return Added(found)
    before = next((feed for feed in store.feeds() if feed.url == found.url), Feed("added", found.url))
    site = (found.channel and found.channel.site) or before.site
    feed = replace(before, site=site, name=wish.name or before.name, folder=wish.folder or before.folder)
    after = found.decided.after
    state = replace(after.state, full_text=wish.full_text or after.state.full_text)
    decided = replace(found.decided, after=replace(after, state=state))
    return Added(found, decided, feed, subscribe(store, feed, decided, told or Told()))


def subscribe_to(store: Store, listed: Iterable[Feed]) -> list[Feed]:
    """Subscribe to the feeds of a list that are not known, and give them. Nothing is fetched."""
    with store.transaction():
        known = {feed.url for feed in store.feeds()}
        new = [feed for feed in listed if feed.url not in known]
        for feed in new:
            store.record_feed(feed)
    return new


def hasten(store: Store, now: datetime, urls: Sequence[str] = ()) -> int:
    """Let the next round fetch these subscriptions, all where none is named, and give their number.

    Those that are paused, and those whose host asked to be left alone, are not fetched any sooner.
    """
    with store.transaction():
        due = [one for one in manners.due(store.feed_states(), now, force=True) if not urls or one.url in urls]
        for state in due:
            if state.due:  # a new one is due at once as it is
                store.save_feed_state(replace(state, due=min(state.due, now)))
    return len(due)


def read_whole(store: Store, url: str, *, on: bool) -> None:
    """Let whole articles be read where a subscription gives only their beginning, or only what it gives. Unknown: NotFound."""
    with store.transaction():
        state = next((one for one in store.feed_states() if one.url == url), None)
        if state is None:
            raise NotFound("there is no such subscription", resource=url)
        store.save_feed_state(replace(state, full_text=on))


def take_sample(store: Store, received: Iterable[Item | Feed | Rejected], settings: Settings | None = None) -> None:
    """Take in bundled news and group it, and keep none of its subscriptions: there is no such server, and no round asks it."""
    with store.transaction():
        known = {feed.url for feed in store.feeds()}
        take_in(store, received, on_reject=lambda _rejected: None)
        for feed in store.feeds():
            if feed.url not in known:
                store.remove_feed(feed.url)
    catch_up(store, settings=settings)
