"""The time zone of those who read, by its name in the IANA database, and what is given as a day or a time of it."""

from __future__ import annotations

import difflib
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from newsfold.errors import UsageError
from newsfold.model import bounds

# Below the resolution of any time that is kept.
_LEAST: Final = timedelta(microseconds=1)


def zone_of(name: str) -> tzinfo:
    """Find a zone by its name; the system's database is asked first, then the one that comes along.

    >>> zone_of("Asia/Kolkata").utcoffset(datetime(2026, 3, 2))
    datetime.timedelta(seconds=19800)

    Raises: UsageError, naming what is no zone.
    """
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # none of the name; no name; a folder of the database
        near = difflib.get_close_matches(name, available_timezones(), n=1)
        hint = f'did you mean "{near[0]}"?' if near else "write a name of the IANA database, as Europe/Berlin"
        raise UsageError(f"is no time zone; {hint}", resource=f"zone {name}") from error


def begin_of(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day."""
    return bounds(day, zone)[0]


def end_of(day: date, zone: tzinfo) -> datetime:
    """The last moment of a day."""
    begin, end = bounds(day, zone)
    return max(begin, end - _LEAST)


def at_clock(at: datetime, zone: tzinfo) -> datetime:
    """The moment at which the clock of a zone shows what a time without a zone says, in UTC; the same at the ends of time."""
    try:
        return at.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return at.replace(tzinfo=UTC)
