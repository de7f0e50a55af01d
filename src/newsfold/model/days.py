"""Days as readers have them: when one begins in a time zone, and in which one a moment is. Pure; zones are `datetime.tzinfo`s."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

_DAY: Final = timedelta(days=1)
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC)


def bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """When a day begins in a time zone, and when the next one does, in UTC: every moment is within the bounds of one day.

    A day that the zone left out is empty. The last day that there is has no next one, and ends with all time.

    >>> from zoneinfo import ZoneInfo
    >>> begin, end = bounds(date(2026, 3, 29), ZoneInfo("Europe/Berlin"))
    >>> (end - begin).total_seconds() / 3600
    23.0
    """
    return _begin(day, zone), _LAST if day == date.max else _begin(day + _DAY, zone)


def day_of(at: datetime, zone: tzinfo) -> date:
    """The day within whose bounds a moment is.

    >>> from zoneinfo import ZoneInfo
    >>> day_of(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), ZoneInfo("Europe/Berlin")).isoformat()
    '2026-03-02'
    """
    if zone is UTC:
        return at.astimezone(UTC).date()
    day = local(at, zone).date()
    return day if day == date.min or _begin(day, zone) <= at else day - _DAY


def local(at: datetime, zone: tzinfo) -> datetime:
    """A moment by the clock of a zone; at the ends of time, where that shows none, by UTC."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at.astimezone(UTC)


def _begin(day: date, zone: tzinfo) -> datetime:
    """The midnight with which a day begins; the later one of two where clocks were put back over it.

    Where they were put forward over it, `fold` 0 gives the moment at which they were, and 1 an earlier one.
    """
    midnight = datetime.combine(day, time.min, zone)
    try:
        return max(midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    except OverflowError:
        return _FIRST if day.year == date.min.year else _LAST
