"""Takes up and ends subscriptions: looks at an address before it is subscribed to, and takes in lists of subscriptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from typing import Literal

from newsfold import feeds
from newsfold.engine.answered import SUCCESS, Books, Decided, Parse, Told, decided
from newsfold.engine.live import Fetcher
from newsfold.feeds import Channel
from newsfold.feeds.manners import FOR_GOOD
from newsfold.model import Feed, FeedState, Item, Ledger, Rejected, Wanted
from newsfold.store import Store

Entered = Literal["added", "changed", "known", "twice", "rejected"]


@dataclass(frozen=True, slots=True)
class Looked:
    """What is at an address: a feed (`decided` says what follows), a page and the feeds that it declares, or neither (`why`)."""

    url: str
    channel: Channel | None = None
    decided: Decided | None = None
    is_page: bool = False
    declares: tuple[Feed, ...] = ()
    why: str = ""

    @property
    def sentence(self) -> str:
        """Why there is no feed to subscribe to."""
        if not self.is_page:
            return self.why
        return f"this is a web page, and it names {'other addresses as its feeds' if self.declares else 'no feed'}"


def look(fetch: Fetcher, parse: Parse, state: FeedState, now: datetime) -> Looked:
    """Fetch an address once and say what is there. An address that leads elsewhere for good is left for that one."""
    answer = next(iter(fetch([Wanted(state.url)])), None)
    if answer is None:
        return Looked(state.url, why="there was no answer")
    for_good = list(takewhile(lambda hop: hop.status in FOR_GOOD, answer.hops))
    url = for_good[-1].url if for_good else state.url
    success = answer.failure is None and answer.status in SUCCESS
    if success and feeds.form_of(answer.body) == "page":
        return _page(url, list(parse(answer.body, answer.url)))
    found = decided(replace(state, url=url, body=""), replace(answer, hops=()), parse, now)
    if found.after.state.trouble:
        return Looked(url, why=found.after.state.trouble.detail)
    return Looked(url, feeds.channel_of(answer.body), found)


def _page(url: str, read: list[Item | Feed | Rejected]) -> Looked:
    """Say which feeds a page declares, or why that could not be read."""
    declares = tuple(one for one in read if isinstance(one, Feed))
    over = next((one for one in read if isinstance(one, Rejected) and one.reason != feeds.NOT_A_FEED), None)
    return Looked(url, why=over.detail) if over else Looked(url, is_page=True, declares=declares)


def subscribe(store: Store, feed: Feed, looked: Decided, told: Told) -> Ledger:
    """Keep a subscription with what its first fetch brought; group nothing yet."""
    store.record_feed(feed)
    books = Books(store, told)
    books.enter(looked)
    books.commit()
    return books.round().ledger


def enter(store: Store, received: Iterable[Item | Feed | Rejected]) -> list[tuple[Entered, Feed | Rejected]]:
    """Take in lists of subscriptions, all or nothing, and say of each line what became of it.

    The first line of an address counts. What a list does not say of a feed that is known stays as it is.
    """
    with store.transaction():
        known = {feed.url: feed for feed in store.feeds()}
        done: set[str] = set()
        return [_enter(store, one, known, done) for one in received if not isinstance(one, Item)]


def _enter(
    store: Store, one: Feed | Rejected, known: dict[str, Feed], done: set[str]
) -> tuple[Entered, Feed | Rejected]:
    if isinstance(one, Rejected):
        return "rejected", one
    if one.url in done:
        return "twice", one
    done.add(one.url)
    before = known.get(one.url)
    feed = one if before is None else _updated(before, one)
    if feed == before:
        return "known", feed
    store.record_feed(feed)
    return ("added" if before is None else "changed"), feed


def _updated(before: Feed, now: Feed) -> Feed:
    return replace(
        before, site=now.site or before.site, name=now.name or before.name, folder=now.folder or before.folder
    )
