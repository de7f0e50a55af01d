"""Conditions on when an article was published or told, by the bounds of a reader's days.

A date that came without a zone is of its own day everywhere, so it is compared with what the clock of a bound shows. In UTC that is
the bound itself, and nothing is looked up.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, false, func, select

from newsfold.model import FLOATING, hands, moment_of
from newsfold.store.schema import IS_CURRENT, articles, revisions, tellings

# No clock is further from that of UTC.
_DAY: Final = timedelta(days=1)
_FLOATS: Final = revisions.c.published_quality.in_(FLOATING)
# An article that says that it is of later than it came in is told when it did: that is a moment.
_TOLD_FLOATS: Final = func.coalesce(_FLOATS & (revisions.c.published_at == tellings.c.at), false())
_TOLD: Final = tellings.outerjoin(articles, articles.c.id == tellings.c.article).outerjoin(revisions, IS_CURRENT)


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
    zone = moment.tzinfo or UTC
    if zone is UTC:
        return _nearest(connection, iso(moment), before=before)
    # Whatever its kind this one counts, and none that is further off by a day can be nearer.
    sure = _nearest(connection, (min if before else max)(iso(moment), shown(moment)), before=before)
    reach = None if sure is None else iso(sure - _DAY if before else sure + _DAY)
    exact = _nearest(connection, iso(moment), reach, ~_TOLD_FLOATS, before=before)
    nearer = reach if exact is None else shown(exact.astimezone(zone))
    floating = _nearest(connection, shown(moment), nearer, _TOLD_FLOATS, before=before)
    if floating is not None:
        return moment_of(floating, zone)
    return None if exact is None else exact.astimezone(zone)


def _nearest(
    connection: Connection,
    edge: str,
    reach: str | None = None,
    kind: ColumnElement[bool] | None = None,
    *,
    before: bool,
) -> datetime | None:
    """The last time before an edge that is not before `reach`, or the first one from it on that is not after; of a kind, or any."""
    at = tellings.c.at
    query = select(at).where(at < edge if before else at >= edge).order_by(at.desc() if before else at).limit(1)
    if reach is not None:
        query = query.where(at >= reach if before else at <= reach)
    if kind is not None:
        query = query.select_from(_TOLD).where(kind)
    found = connection.scalar(query)
    return None if found is None else datetime.fromisoformat(found)


def _told(bound: datetime) -> ColumnElement[Any]:
    return case((_TOLD_FLOATS, shown(bound)), else_=iso(bound))
