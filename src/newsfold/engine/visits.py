"""Decides what counts as a visit of a story, so that what is new since the one before can be told. Pure: no clock, no store."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from newsfold.model import Visited

# Who comes back within this time is still on the same visit: a page that is loaded again goes on saying what was new on it.
# Web analytics have used half an hour for a session since the nineties.
LASTS: Final = timedelta(minutes=30)
# A look so soon after the last changes nothing that is worth writing down.
WORTH_KEEPING: Final = timedelta(minutes=1)


def looked(story: str, kept: Visited | None, now: datetime) -> Visited:
    """Say how a reader has looked at a story who looks at it now. `before`, of the visit before, is what "new since" counts from.

    >>> from datetime import UTC
    >>> monday = datetime(2026, 3, 2, 8, tzinfo=UTC)
    >>> first = looked("s1", None, monday)
    >>> looked("s1", first, monday + timedelta(minutes=10)).before is None
    True
    >>> looked("s1", first, monday + timedelta(hours=1)).before == monday
    True
    """
    if kept is None:
        return Visited(story, now)
    if now - kept.at < LASTS:
        return Visited(story, max(now, kept.at), kept.before)
    return Visited(story, now, kept.at)


def is_news(kept: Visited | None, looked: Visited) -> bool:
    """Whether a look is worth keeping beside what is kept: it begins a visit, or is a while after the last."""
    return kept is None or looked.before != kept.before or looked.at - kept.at >= WORTH_KEEPING
