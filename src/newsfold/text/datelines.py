"""Says which day "today" is in an article: the day of its dateline where it has one, else the local day of its publication.

Published times are kept in UTC, and their raw strings often give no other zone. The local day is then the one in UTC; where an
outlet in that language may well have published it on the day before or after, that day is given beside it, for whoever resolves
dates to see whether it matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from newsfold.model import Date
from newsfold.text.dateforms import DateExpression, Day, Weekday
from newsfold.text.dates import date_expressions
from newsfold.text.datewords import language, listed, tables
from newsfold.text.when import Anchor, resolve

_LONGEST: Final = 160
# "ORRIN, March 4 (Agency) —", "Dec 1 (Agency) - ", "Dorne, 4 mar (Agency).-", "(Agency, 4 March) -": capitals before, a dash
# behind.
_WORD: Final = re.compile(r"[^\W_]+")
_MOST_WORDS: Final = 8
_SMALL: Final = frozenset(["de", "del", "la", "el", "of", "den", "am", "le", "il", "di"])
_BEHIND: Final = re.compile(r"[\s,.)]*(?:\([^()\n]{1,40}\))?[\s.,)]*[-–—:|]")
# A dateline is of the day of publication or shortly before; further away it is the date of something else.
_OLDEST: Final = 7
_NEWEST: Final = 1
_OFFSET: Final = re.compile(r"\d\s*(?:UTC|GMT)?([+-])(\d\d):?(\d\d)?\s*(?:\([^()]*\))?$")
_ZONE: Final = re.compile(r"\d\s*([A-Za-z]{2,5})$")
# Newsrooms publish between these hours of their own clock, mostly.
_FIRST_HOUR: Final = 6
_LAST_HOUR: Final = 22
_ANYWHERE: Final = (-6, 10)


def anchor_of(text: str, lang: str | None, published: Date) -> Anchor | None:
    """Say which day a text's relative dates are seen from; None where neither a dateline nor the date of publication tells.

    >>> from newsfold.model import Date
    >>> from datetime import UTC, datetime
    >>> at = Date("2026-03-04T09:30:00Z", datetime(2026, 3, 4, 9, 30, tzinfo=UTC), "exact")
    >>> anchor_of("ORRIN, March 3 (Istmo) - The dam held.", "en", at).day.isoformat()
    '2026-03-03'
    """
    seen = _published(published, lang)
    told = dateline(text, lang)
    if told is None:
        return seen
    days = resolve(told, seen)
    if days is None:
        return seen
    day = date.fromisoformat(days.start)
    if seen is None:
        return Anchor(day)
    if not -_OLDEST <= (day - seen.day).days <= _NEWEST:
        return seen
    return Anchor(day, seen.hour if day == seen.day else None, (), seen.east)


def dateline(text: str, lang: str | None) -> DateExpression | None:
    """Find the date in the line that says where and when a text was written, before its first sentence; None where there is none.

    >>> dateline("Dorne, 4 mar (Istmo).- El tribunal falló hoy.", "es").range
    Range(start=7, end=12)
    """
    start = text[:_LONGEST]
    for found in date_expressions(start, lang)[:1]:
        if not isinstance(found.form, Day | Weekday) or found.hours:
            return None
        if _is_place(start[: found.range.start]) and _BEHIND.match(start, found.range.end):
            return found
    return None


def _is_place(before: str) -> bool:
    """Whether nothing but capitals stand there, with small words between them."""
    found = _WORD.findall(before)
    return len(found) <= _MOST_WORDS and all(word[0].isupper() or word in _SMALL for word in found)


def _published(published: Date, lang: str | None) -> Anchor | None:
    if published.at is None:
        return None
    if published.quality == "day":
        return Anchor(published.at.date())
    east = _east(published.raw) if published.quality == "exact" else None
    if not east:
        one_zone = _zone_of(lang)
        if one_zone is None:
            return Anchor(published.at.date(), None, tuple(_days_elsewhere(published.at, lang)))
        east = one_zone
    local = published.at + timedelta(hours=east)
    return Anchor(local.date(), local.hour, (), east)


def _east(raw: str) -> float | None:
    """Read how far east of Greenwich a date's own clock is; none where it gives no zone."""
    offset = _OFFSET.search(raw.strip())
    if offset:
        hours = int(offset[2]) + int(offset[3] or 0) / 60
        return -hours if offset[1] == "-" else hours
    zone = _ZONE.search(raw.strip())
    return _zones().get(zone[1].lower()) if zone else None


@cache
def _zones() -> dict[str, int]:
    found = (zone.rpartition(" ") for table in tables().values() for zone in listed(table.get("zones", "")))
    return {name: int(east) for name, _, east in found if east.lstrip("-").isdigit()}


def _zone_of(lang: str | None) -> float | None:
    known = language(lang)
    return known.west if known and known.west == known.east else None


def _days_elsewhere(at: datetime, lang: str | None) -> Iterator[date]:
    """List the other days that it may have been where the outlet is, at an hour at which it publishes."""
    known = language(lang)
    west, east = (known.west, known.east) if known else _ANYWHERE
    for hours in (west, east):
        local = at + timedelta(hours=hours)
        if local.date() != at.date() and (hours < 0) == (local.date() < at.date()):
            nearest = _LAST_HOUR if hours < 0 else _FIRST_HOUR
            if (local.hour < nearest) if hours < 0 else (local.hour >= nearest):
                yield local.date()
