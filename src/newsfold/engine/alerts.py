"""Sends out what is new for what is followed to an address, each article once that was taken.

An address that does not take it is tried again in the next round, and then less and less often: `untaken` decides when, and the
store remembers it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from newsfold.engine.following import news
from newsfold.model import Failure, Follow, News, Owner, Untaken, voice
from newsfold.store import Store

Send = Callable[[News], Failure | None]
"""Sends the news of one follow to its address; a failure where that did not take it."""

# After the second failure in a row, doubled with each one after it. A receiver that is started anew is back by then.
FIRST_WAIT: Final = timedelta(minutes=10)
LONGEST_WAIT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Alerts:
    """What was sent, what was not taken and why, and what was not tried again yet; all of it is sent with what is new later."""

    sent: tuple[News, ...] = ()
    failed: tuple[tuple[Follow, Failure], ...] = ()
    waiting: tuple[Follow, ...] = ()


def alert(store: Store, send: Send, now: datetime, owner: Owner = voice) -> Alerts:
    """Send what is new for everything that is followed to an address; where nothing is new nothing is sent."""
    sent: list[News] = []
    failed: list[tuple[Follow, Failure]] = []
    waiting: list[Follow] = []
    for follow in store.follows():
        if follow.to is None:
            continue
        if follow.untaken and follow.untaken.until > now:
            waiting.append(follow)
            continue
        told = news(store, follow, owner)
        failure = send(told) if told.stories else None
        if failure:
            store.follow_untaken(follow.id, untaken(follow.untaken, failure, now))
            failed.append((follow, failure))
            continue
        if told.upto != follow.seen or follow.untaken:
            store.tell_follow(follow.id, told.upto)
        if told.stories:
            sent.append(told)
    return Alerts(tuple(sent), tuple(failed), tuple(waiting))


def untaken(before: Untaken | None, failure: Failure, now: datetime) -> Untaken:
    """Decide when an address is tried again: at once after its first failure, after ten minutes, twenty, and so on to a day."""
    count = before.count + 1 if before else 1
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(count - 2, 10)) if count > 1 else timedelta(0)
    return Untaken(failure.reason, failure.detail, count, before.since if before else now, now + wait)
