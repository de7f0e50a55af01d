"""Days as readers have them: when one begins in a time zone, and in which one a moment is. Pure; zones are `datetime.tzinfo`s.

A date that came without a zone is of its own day everywhere. It is kept as if its clock were that of UTC, and compared with the
bounds of a day by what their own clock shows (`hands`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

_DAY: Final = timedelta(days=1)
# Finer than any time that is kept.
_LEAST: Final = timedelta(microseconds=1)
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC)


def bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """When a day begins in a time zone, and when the next one does: every moment is within the bounds of one day.

    Both are midnights of the zone, whatever its clock did then. A day that the zone left out is empty. The first day that there is
    begins with all time, and the last one ends with it.

    >>> from zoneinfo import ZoneInfo
    >>> begin, end = bounds(date(2026, 3, 29), ZoneInfo("Europe/Berlin"))
    >>> (end.timestamp() - begin.timestamp()) / 3600
    23.0
    """
    return _begin(day, zone), _LAST if day == date.max else _begin(day + _DAY, zone)


def last_of(day: date, zone: tzinfo) -> datetime:
    """The last moment of a day in a time zone; of one that the zone left out, the last before it."""
    last, (_, end) = moment_of(datetime.combine(day, time.max), zone), bounds(day, zone)
    next_day = end.astimezone(UTC)  # two times of one zone would be compared by their clock
    return last if last < next_day or day == date.max else next_day - _LEAST


def day_of(at: datetime, zone: tzinfo) -> date:
    """The day within whose bounds a moment is.

    >>> from zoneinfo import ZoneInfo
    >>> day_of(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), ZoneInfo("Europe/Berlin")).isoformat()
    '2026-03-02'
    """
    moment = at.astimezone(UTC)  # the same
    if zone is UTC:
        return moment.date()
    day = local(moment, zone).date()
    return day if _begin(day, zone) <= moment else day - _DAY


def local(at: datetime, zone: tzinfo) -> datetime:
    """A moment by the clock of a zone; at the ends of time, where that shows none, by UTC."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at.astimezone(UTC)


def hands(at: datetime) -> datetime:
    """What the clock of a moment's own zone shows, as a date that came without a zone is kept."""
    return at.replace(tzinfo=UTC, fold=0)


def moment_of(shown: datetime, zone: tzinfo) -> datetime:
    """The last moment at which the clock of a zone shows a time; where it was put forward over it, the reading from before that."""
    try:
        return max((shown.replace(tzinfo=zone, fold=fold) for fold in (0, 1)), key=lambda at: at.astimezone(UTC))
    except OverflowError:
        return _FIRST if shown.year == date.min.year else _LAST


def _begin(day: date, zone: tzinfo) -> datetime:
    return _FIRST if day == date.min else moment_of(datetime.combine(day, time.min), zone)
