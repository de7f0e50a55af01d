"""Conditions on when an article was published or told, by the bounds of a reader's days.

A date that came without a zone is of its own day everywhere, so it is compared with what the clock of a bound shows. In UTC that is
the bound itself, and nothing is looked up.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, false, func, select

from newsfold.model import FLOATING, hands, moment_of
from newsfold.store.schema import articles, revisions, tellings

# No two clocks on Earth are further apart.
_APART: Final = timedelta(days=2)
_CURRENT: Final = (articles.c.id == revisions.c.article) & (articles.c.current == revisions.c.id)
_FLOATS: Final = revisions.c.published_quality.in_(FLOATING)
# An article that says that it is of later than it came in is told when it did: that is a moment.
_TOLD_FLOATS: Final = func.coalesce(_FLOATS & (revisions.c.published_at == tellings.c.at), false())
_TOLD: Final = tellings.outerjoin(articles, articles.c.id == tellings.c.article).outerjoin(revisions, _CURRENT)


def iso(at: datetime) -> str:
    """Write a moment as moments are kept."""
    return at.astimezone(UTC).isoformat()


def shown(at: datetime) -> str:
    """Write what its own clock shows, as dates that came without a zone are kept."""
    return hands(at).isoformat()


def published(bound: datetime) -> ColumnElement[Any] | str:
    """What a revision's `published_at` is to be compared with."""
    return iso(bound) if iso(bound) == shown(bound) else case((_FLOATS, shown(bound)), else_=iso(bound))


def told_within(since: datetime, until: datetime) -> tuple[FromClause, ColumnElement[bool]]:
    """Where tellings are, and which are of a stretch: from `since` until before `until`."""
    at = tellings.c.at
    low, high = (iso(since), shown(since)), (iso(until), shown(until))
    near = and_(at >= min(low), at < max(high))  # which an index answers
    if low[0] == low[1] and high[0] == high[1]:
        return tellings, near
    return _TOLD, and_(near, at >= _told(since), at < _told(until))


def told_next(connection: Connection, moment: datetime, *, before: bool) -> datetime | None:
    """When the last article before a moment was told, or the first one from it on, in the zone of the moment."""
    if iso(moment) == shown(moment):
        found = _nearest(connection, iso(moment), before=before)
        return None if found is None else datetime.fromisoformat(found)
    # Whatever its kind, this one counts; a better one is near it, or between the two readings of the moment.
    pick = min if before else max
    sure = _nearest(connection, pick(iso(moment), shown(moment)), before=before)
    at, zone = tellings.c.at, moment.tzinfo or UTC
    best, reached = (func.max(at), at < _told(moment)) if before else (func.min(at), at >= _told(moment))
    query = select(_TOLD_FLOATS.label("floats"), best.label("at")).select_from(_TOLD)
    query = query.where(reached, *_near(moment, sure, before=before)).group_by(_TOLD_FLOATS)
    times = [_in_zone(datetime.fromisoformat(row.at), zone, row.floats) for row in connection.execute(query)]
    return (max if before else min)(times, key=hands, default=None)


def _in_zone(at: datetime, zone: tzinfo, floats: bool) -> datetime:
    return moment_of(at, zone) if floats else at.astimezone(zone)


def _told(bound: datetime) -> ColumnElement[Any]:
    return case((_TOLD_FLOATS, shown(bound)), else_=iso(bound))


def _nearest(connection: Connection, moment: str, *, before: bool) -> str | None:
    at = tellings.c.at
    query = select(func.max(at)).where(at < moment) if before else select(func.min(at)).where(at >= moment)
    found: str | None = connection.scalar(query)
    return found


def _near(moment: datetime, sure: str | None, *, before: bool) -> list[ColumnElement[bool]]:
    """What keeps the search near the moment, and near what was found."""
    at = tellings.c.at
    edge = (max if before else min)(iso(moment), shown(moment))
    bounds = [at < edge if before else at >= edge]
    if sure is not None:
        found = datetime.fromisoformat(sure)
        bounds.append(at >= iso(found - _APART) if before else at < iso(found + _APART))
    return bounds
