"""Sends out what is new for what is followed to an address, each article once that was taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newsfold.engine.following import news
from newsfold.model import Failure, Follow, News, Owner, voice
from newsfold.store import Store

Send = Callable[[News], Failure | None]
"""Sends the news of one follow to its address; a failure where that did not take it."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """What was sent, and what was not taken and why: it is sent with what is new the next time."""

    sent: tuple[News, ...]
    failed: tuple[tuple[Follow, Failure], ...]


def alert(store: Store, send: Send, owner: Owner = voice) -> Alerts:
    """Send what is new for everything that is followed to an address; where nothing is new nothing is sent."""
    sent: list[News] = []
    failed: list[tuple[Follow, Failure]] = []
    for follow in store.follows():
        if follow.to is None:
            continue
        told = news(store, follow, owner)
        failure = send(told) if told.stories else None
        if failure:
            failed.append((follow, failure))
            continue
        if told.upto != follow.seen:
            store.tell_follow(follow.id, told.upto)
        if told.stories:
            sent.append(told)
    return Alerts(tuple(sent), tuple(failed))
