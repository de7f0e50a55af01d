"""The time zone of those who read, by its name in the IANA database."""

from __future__ import annotations

import difflib
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from newsfold.errors import UsageError


def zone_of(name: str) -> tzinfo:
    """Find a zone by its name; the system's database is asked first, then the one that comes along.

    >>> zone_of("Asia/Kolkata")
    zoneinfo.ZoneInfo(key='Asia/Kolkata')

    Raises: UsageError, naming what is no zone.
    """
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # none of the name; no name; a folder of the database
        near = difflib.get_close_matches(name, available_timezones(), n=1)
        hint = f'did you mean "{near[0]}"?' if near else "write a name of the IANA database, as Europe/Berlin"
        raise UsageError(f"is no time zone; {hint}", resource=f"zone {name}") from None
