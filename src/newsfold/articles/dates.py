"""Dates as feeds, pages and records write them -> instants in UTC with how sure they are.

Read are RFC 822 and 2822, ISO 8601 and RFC 3339, bare dates and the common malformations of these. What could mean two
days is not read at all, a number of seconds is not either (there is no telling what it counts), and no clock is asked.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from newsfold.model import Date, DateQuality

# Before and after these years a date is a mistake of a machine: 0001 and 1899 are zeros, 44798 counts milliseconds.
FIRST_YEAR = 1900
LAST_YEAR = 2100
# What programs write for "no date".
ZEROS = frozenset({datetime(1970, 1, 1, tzinfo=UTC), datetime(1900, 1, 1, tzinfo=UTC)})

MAX_OFFSET = timedelta(hours=14)
MAX_LENGTH = 100

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}

# Hours east of Greenwich. A name that means several zones (IST, BST, AST) is left out, and its dates have no zone,
# unless RFC 822 defines it (EST, CST).
ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8,
    "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "sast": 2, "cat": 2, "eat": 3, "pkt": 5,
    "wib": 7, "ict": 7, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip

_TIME = r"""
    (?P<hour>\d{1,2}) : (?P<minute>\d{2}) (?: : (?P<second>\d{2}) (?:[.,]\d{1,9})? )?
    (?:\s*(?P<half>[ap])\.?m\b\.?)?
"""
_ZONE = r"""
    (?:UTC|GMT|UT)? (?P<offset>[+-]\d{1,2} (?: :?\d{2})? ) (?: \s*\([^()]*\) )?
    | (?P<zone>[A-Za-z]{1,5}) (?: \s*\([^()]*\) )?
"""
_TAIL = rf"(?: \s*(?:[T,]|\bat\b)?\s* {_TIME} (?: \s*(?:{_ZONE}) )? )?"
_DAY_NAME = r"(?: (?:mon|tue|wed|thu|fri|sat|sun)[a-z]* \.?,? \s+ )?"
_MONTH_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"

FORMS = tuple(
    re.compile(form, re.VERBOSE | re.IGNORECASE | re.ASCII)
    for form in (
        # 2026-03-02T06:40:00Z, 2026-03-02 06:40, 2026-03-02, 2026/03/02
        rf"(?P<year>\d{{4}}) (?P<sep>[-/.]) (?P<month>\d{{1,2}}) (?P=sep) (?P<day>\d{{1,2}}) {_TAIL}",
        # 20260302T064000Z, 20260302
        r"(?P<year>(?:19|20)\d{2}) (?P<month>\d{2}) (?P<day>\d{2})"
        rf"(?: T (?P<hour>\d{{2}}) (?P<minute>\d{{2}}) (?P<second>\d{{2}})? (?P<half>$^)? (?: {_ZONE} )? )?",
        # Mon, 02 Mar 2026 06:40:00 GMT; 2 March 2026; 02-Mar-26 06:40
        rf"{_DAY_NAME} (?P<day>\d{{1,2}}) (?:st|nd|rd|th)? [\s-]+ {_MONTH_NAME} ,? [\s-]+ (?P<year>\d{{4}}|\d\d)"
        rf"{_TAIL}",
        # March 2, 2026 6:40 am EST; Mon Mar 02 2026 06:40:00 GMT+0100 (CET)
        rf"{_DAY_NAME} {_MONTH_NAME} \s+ (?P<day>\d{{1,2}}) (?:st|nd|rd|th)? (?:,\s*|\s+) (?P<year>\d{{4}}) {_TAIL}",
        # Mon Mar  2 06:40:00 UTC 2026 (asctime)
        rf"{_DAY_NAME} {_MONTH_NAME} \s+ (?P<day>\d{{1,2}}) \s+ {_TIME} (?: \s+ (?:{_ZONE}) )? \s+ (?P<year>\d{{4}})",
    )
)


def read(raw: str | None) -> Date:
    """Read a date as it was received; `raw` is kept. A time without a zone is taken as UTC and says so.

    >>> read("Mon, 02 Mar 2026 07:40:00 +0100").iso, read("2026-03-02").iso, read("1764000000").quality
    ('2026-03-02T06:40:00Z', '2026-03-02', 'unreadable')
    """
    if raw is None or not raw.strip():
        return Date()
    text = " ".join(raw.split())
    matches = (form.fullmatch(text) for form in FORMS) if len(text) <= MAX_LENGTH else ()
    found = next((match for match in matches if match), None)
    at, quality = _instant(found.groupdict()) if found else (None, "unreadable")
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR or at in ZEROS:
        return Date(raw, None, "unreadable")
    return Date(raw, at, quality)


def _instant(part: dict[str, str | None]) -> tuple[datetime | None, DateQuality]:
    """The instant that the parts of a date make, and its quality; none where there is no such day or hour."""
    quality, zone = _zone(part)
    if part.get("hour") is None:
        quality, zone = "day", UTC
    try:
        local = datetime(
            _year(part["year"] or ""),
            MONTHS[(part["name"] or "").lower()] if part.get("name") else int(part["month"] or 0),
            int(part["day"] or 0),
            _hour(part),
            int(part.get("minute") or 0),
            min(int(part.get("second") or 0), 59),  # a leap second has no place of its own
            tzinfo=zone,
        )
        return local.astimezone(UTC), quality
    except (ValueError, KeyError, OverflowError):
        return None, "unreadable"


def _year(written: str) -> int:
    """RFC 2822, 4.3: two digits are 1950 to 2049."""
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 50 else 1900)


def _hour(part: dict[str, str | None]) -> int:
    """The hour of the day: one o'clock p.m. is 13. "13 p.m." is -1, which no day has."""
    hour, half = int(part.get("hour") or 0), (part.get("half") or "").lower()
    if not half:
        return hour
    return hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else -1


def _zone(part: dict[str, str | None]) -> tuple[DateQuality, timezone]:
    if part.get("offset"):
        sign, digits = (part["offset"] or "")[0], (part["offset"] or "")[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        if offset <= MAX_OFFSET and int(minutes) < 60:
            return "exact", timezone(-offset if sign == "-" else offset)
        return "no-zone", UTC
    hours_east = ZONES.get((part.get("zone") or "").lower())
    return ("no-zone", UTC) if hours_east is None else ("exact", timezone(timedelta(hours=hours_east)))
