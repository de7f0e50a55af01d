"""The few words on a page that are Newsfold's own: counts, times and names of roles.

Times are in fixed English and by the clock of the zone that is given, UTC unless one is, whatever the machine's locale or zone, so
that the same digest gives the same page. A time that came without a zone, and a day without a time, are told as they came.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from newsfold.model import Counts, Date, Member, When, hands, local

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

UNDATED = "undated"
_NO_ZONE = "no time zone given"


def number_of(number: int, noun: str, plural: str | None = None) -> str:
    """Say how many.

    >>> number_of(1, "outlet"), number_of(1200, "article"), number_of(2, "story", "stories")
    ('1 outlet', '1,200 articles', '2 stories')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def counts_line(counts: Counts) -> str:
    """Say what a story rests on.

    >>> counts_line(Counts(12, 9, 4))
    '12 articles, 9 outlets, 4 independent accounts'
    """
    return ", ".join(
        (
            number_of(counts.articles, "article"),
            number_of(counts.outlets, "outlet"),
            number_of(counts.accounts, "independent account"),
        )
    )


def outlet_name(outlet: str) -> str:
    """The outlet as it is called, "unknown outlet" where nothing is known."""
    return outlet or "unknown outlet"


def when(date: Date, zone: tzinfo = UTC) -> str:
    """Say a time: to the minute, to the day where only the day is known, "undated" where nothing is.

    >>> from datetime import UTC, datetime
    >>> when(Date("x", datetime(2026, 3, 2, 6, 40, tzinfo=UTC), "exact"))
    '2 March 2026, 06:40 UTC'
    """
    at = date.by(zone)
    if at is None:
        return UNDATED
    return day(at) if date.quality == "day" else f"{day(at)}, {_clock(date, at)}"


def between(first: Date, last: Date, zone: tzinfo = UTC) -> str:
    """Say a stretch of time, without repeating the day or the zone where it is one; "" where neither end is known.

    >>> from datetime import UTC, datetime
    >>> between(*(Date("x", datetime(2026, 3, 2, hour, 40, tzinfo=UTC), "exact") for hour in (6, 9)))
    '2 March 2026, 06:40 to 09:40 UTC'
    """
    start, end = first.by(zone), last.by(zone)
    if start is None or end is None:
        return "" if start is end else when(first if end is None else last, zone)
    if first.floating != last.floating and hands(end) < hands(start):
        # One came without a zone, and by the clock of this zone the other one comes first.
        return between(last, first, zone)
    whole_days, one_day = "day" in (first.quality, last.quality), day(start) == day(end)
    if (first.at == last.at and hands(start) == hands(end)) or (one_day and whole_days):
        return when(first, zone)
    one_clock = not whole_days and _zone(first, start) == _zone(last, end)
    begun = f"{day(start)}, {start:%H:%M}" if one_clock else when(first, zone)
    return f"{begun} to {_clock(last, end) if one_day else when(last, zone)}"


def day(at: date) -> str:
    """Say the day of a time, by its own clock.

    >>> day(date(2026, 3, 2))
    '2 March 2026'
    """
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def weekday(at: date, *, year: bool = True) -> str:
    """Say a day with its name.

    >>> weekday(date(2026, 3, 2)), weekday(date(2026, 3, 2), year=False)
    ('Monday, 2 March 2026', 'Monday, 2 March')
    """
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]}" + (f" {at.year}" if year else "")


def instant(at: datetime, zone: tzinfo = UTC) -> str:
    """Say a moment, to the minute.

    >>> instant(datetime(2026, 3, 2, 6, 40, 59, tzinfo=UTC))
    '2 March 2026, 06:40 UTC'
    """
    here = local(at, zone)
    return f"{day(here)}, {here:%H:%M} {clock_name(here)}"


def clock_name(at: datetime) -> str:
    """Name the clock of a time by how far it is from UTC: short names, as IST and CST, mean several zones.

    >>> from datetime import timezone
    >>> [clock_name(datetime(2026, 3, 2, tzinfo=timezone(timedelta(minutes=east)))) for east in (0, 60, 330, -210)]
    ['UTC', 'UTC+1', 'UTC+5:30', 'UTC−3:30']
    """
    east = at.utcoffset() or timedelta()
    if not east:
        return "UTC"
    minutes, seconds = divmod(abs(east).seconds, 60)
    parts = f":{minutes % 60:02}" if minutes % 60 or seconds else ""
    parts += f":{seconds:02}" if seconds else ""
    return f"UTC{'−' if east < timedelta() else '+'}{minutes // 60}{parts}"


def length(seconds: int) -> str:
    """Say how long something takes, in whole minutes or hours.

    >>> length(900), length(3600), length(60)
    ('15 minutes', '1 hour', '1 minute')
    """
    minutes = max(1, timedelta(seconds=seconds) // timedelta(minutes=1))
    return number_of(minutes // 60, "hour") if minutes % 60 == 0 else number_of(minutes, "minute")


def closing(at: date, left_out: int) -> str:
    """Say that an edition ends here, and how much of its day was left out.

    >>> closing(date(2026, 3, 2), 1)
    "That is all for 2 March 2026. 1 more story of the day is left out. Every word quoted is an outlet's own."
    """
    verb = "is" if left_out == 1 else "are"
    more = f" {number_of(left_out, 'more story', 'more stories')} of the day {verb} left out." if left_out else ""
    return f"That is all for {day(at)}.{more} Every word quoted is an outlet's own."


def moment(when: When) -> str:
    """Say a time that a text gives, as precisely as it is known, in the local time of its article.

    >>> moment(When("2026-03-03", "2026-03-03")), moment(When("2026-03-03T17", "2026-03-03T23")), moment(When("2026-03", "2026-03"))
    ('3 March 2026', '3 March 2026, 17h to 23h', 'March 2026')
    >>> moment(When("2026-02-28", "2026-03-02"))
    '28 February 2026 to 2 March 2026'
    """
    start, _, from_hour = when.start.partition("T")
    end, _, to_hour = when.end.partition("T")
    if when.start == when.end:
        return f"{_part(start)}, {_hour(from_hour)}" if from_hour else _part(start)
    if start == end and from_hour and to_hour:
        return f"{_part(start)}, {_hour(from_hour)} to {_hour(to_hour)}"
    return f"{_part(start)} to {_part(end)}"


def _part(day: str) -> str:
    """Say a year, a month or a day that is written as ISO 8601."""
    year, *rest = day.split("-")
    month = _MONTHS[int(rest[0]) - 1] if rest else ""
    return " ".join(filter(None, (rest[1].lstrip("0") if len(rest) > 1 else "", month, year)))


def _hour(clock: str) -> str:
    return clock if ":" in clock else f"{int(clock)}h"


def machine_time(date: Date) -> str | None:
    """The time for a `datetime` attribute. Where the zone was not given none is claimed."""
    iso = date.iso
    return iso.removesuffix("Z") if iso and date.quality == "no-zone" else iso


def share(member: Member) -> str:
    """Say how an article stands to its lineage's origin; "" of one that stands alone and has a text.

    >>> share(Member("a", "rewrite", 0.43)), share(Member("b", "origin", 1.0))
    ('rewrite, 43% of its words shared', 'origin')
    >>> share(Member("c", "independent", 1.0, usable=False))
    'no usable text, headline only'
    """
    if member.role == "independent":
        return "" if member.usable else "no usable text, headline only"
    if member.role == "origin":
        return "origin"
    # Floored, so that "100%" is never said of a text that differs.
    return f"{member.role}, {int(member.shared * 100 + 1e-9)}% of its words shared"


def in_tree(member: Member, *, has_root: bool) -> str:
    """Say the same in a tree: where the original was not seen, the origin is only the first that ran it.

    >>> in_tree(Member("b", "origin", 1.0), has_root=False)
    'the first seen to run it'
    """
    return share(member) if has_root or member.role != "origin" else "the first seen to run it"


def _clock(date: Date, at: datetime) -> str:
    return f"{at.hour:02}:{at.minute:02}{_zone(date, at)}"


def _zone(date: Date, at: datetime) -> str:
    return f" ({_NO_ZONE})" if date.quality == "no-zone" else f" {clock_name(at)}"
