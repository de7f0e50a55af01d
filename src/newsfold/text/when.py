"""Resolves a date expression against the day on which it was said.

An anchor is the local day of the article, and the neighbouring days that it may also be. Weeks are Monday to Sunday (ISO 8601); a
number of units ago is as precise as the unit ("two weeks ago" is a week, "two years ago" a year), as in TIMEX3.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from newsfold.model import When
from newsfold.text.dateforms import (
    Between,
    DateExpression,
    Day,
    Form,
    Hours,
    Month,
    Shifted,
    Since,
    Tense,
    Weekday,
    Year,
)

# A date without a year whose nearest reading is no further away than this is hardly ever of another year.
_NEAR_DAYS: Final = 120
_HALF_YEAR: Final = 183
_WEEKS_AROUND: Final = 5
_LEAP: Final = range(-8, 9)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that "today" is in an article, in its own place. `hour` is its local hour where known.

    `others` are days that it may be as well, where the article's time is known in UTC only and midnight is near. `east`: the
    hours that its clock is east of Greenwich, where known.
    """

    day: date
    hour: int | None = None
    others: tuple[date, ...] = ()
    east: float | None = None


class _Span(NamedTuple):
    """From `start` to `end`, written as precisely as known; `unsure` says that there is another reading."""

    start: str
    end: str
    unsure: bool = False


def resolve(expression: DateExpression, anchor: Anchor | None) -> When | None:
    """Say which time an expression means; None where it names no day that there is, or needs an anchor and has none.

    >>> from newsfold.text.dates import date_expressions
    >>> [found] = date_expressions("The dam broke on Friday.", "en")
    >>> resolve(found, Anchor(date(2026, 3, 4)))
    When(start='2026-02-27', end='2026-02-27', ambiguous=False)
    """
    days: tuple[date | None, ...] = (anchor.day, *anchor.others) if anchor else (None,)
    if _is_wide(expression.form):
        days = days[:1]
    try:
        spans = [_resolved(expression, day, anchor) for day in days]
    except (ValueError, OverflowError):  # a day that no calendar has: 31 April, the year 0
        return None
    if spans[0] is None:
        return None
    unsure = spans[0].unsure or any(span is None or span[:2] != spans[0][:2] for span in spans)
    unsure = unsure or (expression.form == Shifted("day", 0, 0) and expression.contested)
    return When(spans[0].start, spans[0].end, unsure)


def _is_wide(form: Form) -> bool:
    """Whether a day more or less is nothing to what is said: "since 2019", "about ten days ago"."""
    return isinstance(form, Since) or (isinstance(form, Shifted) and form.low != form.high)


def _resolved(expression: DateExpression, today: date | None, anchor: Anchor | None) -> _Span | None:
    span = _span(expression.form, expression, today, anchor)
    if span is None or expression.hours is None:
        return span
    return _with_hours(span, expression.hours, anchor, eve=isinstance(expression.form, Weekday) and expression.form.eve)


def _span(form: Form, said: DateExpression, today: date | None, anchor: Anchor | None) -> _Span | None:
    match form:
        case Year(year):
            return _Span(f"{year:04}", f"{year:04}")
        case Day(month, day, int() as year):
            return _known_day(form, date(year, month, day))
        case Month(month, int() as year):
            return _Span(f"{year:04}-{month:02}", f"{year:04}-{month:02}")
        case Between(first, last):
            return _between(first, last, said, today, anchor)
    return None if today is None else _seen_from(form, said, today, anchor)


def _seen_from(form: Form, said: DateExpression, today: date, anchor: Anchor | None) -> _Span | None:
    match form:
        case Weekday():
            return _weekday(form, said, today)
        case Day():
            return _day(form, said, today)
        case Month():
            return _month(form, said, today)
        case Shifted():
            return _shifted(form, today, anchor)
        case Since(first):
            begun = _span(first, replace(said, tense="past"), today, anchor)
            return (
                _Span(begun.start, today.isoformat(), begun.unsure)
                if begun and begun.start <= today.isoformat()
                else None
            )
        case _:
            return None


def _one(day: date, unsure: bool = False) -> _Span:
    return _Span(day.isoformat(), day.isoformat(), unsure)


def _known_day(form: Day, day: date) -> _Span:
    wrong = form.weekday is not None and form.weekday != day.weekday()
    return _one(day, form.both or wrong)


def _with_hours(span: _Span, hours: Hours, anchor: Anchor | None, *, eve: bool) -> _Span:
    if span.start != span.end or len(span.start) != len("2026-03-04"):
        return span
    day = date.fromisoformat(span.start) - timedelta(days=eve)
    moment = datetime(day.year, day.month, day.day) + timedelta(hours=hours.first)
    unsure = span.unsure
    if hours.zoned:
        if hours.east is not None and anchor and anchor.east is not None:
            moment += timedelta(hours=anchor.east - hours.east)
        else:
            unsure = True
    end = moment + timedelta(hours=hours.last - hours.first)
    if hours.minute is None:
        return _Span(f"{moment:%Y-%m-%dT%H}", f"{end:%Y-%m-%dT%H}", unsure)
    at = f"{moment:%Y-%m-%dT%H}:{hours.minute:02}"
    return _Span(at, at, unsure)


# --- weekdays -------------------------------------------------------------------------------------------------------


def _weekday(form: Weekday, said: DateExpression, today: date) -> _Span:
    if form.weeks is not None:
        return _one(today + timedelta(days=form.day - today.weekday() + 7 * form.weeks))
    found = _numbered(form, today) if form.number is not None else None
    return _one(found) if found else _shifted_weekday(form, said, today)


def _shifted_weekday(form: Weekday, said: DateExpression, today: date) -> _Span:
    behind = (today.weekday() - form.day) % 7
    past, ahead = today - timedelta(days=behind), today + timedelta(days=-behind % 7)
    match form.shift:
        case "last":
            day = past if behind else past - timedelta(days=7)
            return _one(day, form.either_shift and _same_week(day, today))
        case "next" if form.either_shift:
            day = ahead if behind else ahead + timedelta(days=7)
            same = _same_week(day, today)
            return _one(day + timedelta(days=7 * same), same or (day - today).days == 1)
        case "next" | "coming":
            return _one(ahead if behind else ahead + timedelta(days=7))
        case shift:
            return _by_tense(said, past, ahead, default=ahead if shift == "this" else past)


def _same_week(one: date, other: date) -> bool:
    return one.isocalendar()[:2] == other.isocalendar()[:2]


def _by_tense(said: DateExpression, past: date, ahead: date, default: date) -> _Span:
    """Take the day that the tense asks for; a day that is today is both."""
    if past == ahead:
        return _one(past)
    chosen = {"past": past, "future": ahead, None: default}[said.tense]
    return _one(chosen, said.contested or said.tense is None)


def _numbered(form: Weekday, today: date) -> date | None:
    """Find the nearest day that is this weekday and this day of a month, within some weeks."""
    near = today + timedelta(days=form.day - today.weekday())
    found = [
        day
        for weeks in range(-_WEEKS_AROUND, _WEEKS_AROUND + 1)
        if (day := near + timedelta(weeks=weeks)).day == form.number
    ]
    return min(found, key=lambda day: abs((day - today).days), default=None)


# --- days and months without a year ---------------------------------------------------------------------------------


def _day(form: Day, said: DateExpression, today: date) -> _Span | None:
    """Find the year of a day: the nearest that fits the tense; where the other way is nearer, say so."""
    if form.day > calendar.monthrange(2024, form.month)[1]:
        return None
    years = [today.year + n for n in _LEAP if form.day <= calendar.monthrange(today.year + n, form.month)[1]]
    days = [date(year, form.month, form.day) for year in years]
    if form.weekday is not None:
        same = [day for day in days if day.weekday() == form.weekday and abs((day - today).days) < 2 * _HALF_YEAR]
        if same:
            return _one(_nearest(same, today))
    chosen, unsure = _by_distance(days, said.tense, today, lambda day: (day - today).days)
    return _one(chosen, unsure or form.both or form.weekday is not None)


def _nearest(days: Iterable[date], today: date) -> date:
    return min(days, key=lambda day: (abs((day - today).days), day))


def _by_distance(
    days: list[date], tense: Tense | None, today: date, distance: Callable[[date], int]
) -> tuple[date, bool]:
    nearest = _nearest(days, today)
    if tense is None:
        return nearest, abs(distance(nearest)) > _NEAR_DAYS
    past = [day for day in days if distance(day) <= 0]
    ahead = [day for day in days if distance(day) >= 0]
    chosen = max(past) if tense == "past" else min(ahead)
    if chosen == nearest:
        return chosen, False
    return (chosen, True) if abs(distance(nearest)) > _NEAR_DAYS else (nearest, True)


def _month(form: Month, said: DateExpression, today: date) -> _Span | None:
    if form.years is not None:
        return _whole_month(today.year + form.years, form.month)
    here = today.year * 12 + today.month - 1
    behind = (here - (form.month - 1)) % 12
    past, ahead = here - behind, here + -behind % 12
    match form.shift:
        case "last":
            chosen, unsure = (past if behind else past - 12), form.either_shift and 0 < behind < today.month
        case "next":
            chosen, unsure = (ahead if behind else ahead + 12), form.either_shift and behind > today.month - 1
        case "coming":
            chosen, unsure = (ahead if behind else ahead + 12), False
        case "this":
            chosen, unsure = (today.year * 12 + form.month - 1), False
        case _:
            chosen, unsure = _month_by_tense(said, past, ahead, here)
    return _whole_month(chosen // 12, chosen % 12 + 1, unsure)


def _month_by_tense(said: DateExpression, past: int, ahead: int, here: int) -> tuple[int, bool]:
    if past == ahead:
        return past, False
    if said.tense is None:
        nearest = past if here - past <= ahead - here else ahead
        return nearest, True
    return (past if said.tense == "past" else ahead), said.contested


def _whole_month(year: int, month: int, unsure: bool = False) -> _Span:
    written = f"{date(year, month, 1):%Y-%m}"
    return _Span(written, written, unsure)


# --- units from now -------------------------------------------------------------------------------------------------


def _shifted(form: Shifted, today: date, anchor: Anchor | None) -> _Span | None:
    low, high = form.low, form.high
    match form.unit:
        case "day":
            return _Span(
                (today + timedelta(days=low)).isoformat(), (today + timedelta(days=high)).isoformat(), form.vague
            )
        case "week" | "weekend":
            monday = today - timedelta(days=today.weekday())
            start, end = monday + timedelta(weeks=low), monday + timedelta(weeks=high, days=6)
            if form.unit == "weekend":
                start += timedelta(days=5)
            return _Span(start.isoformat(), end.isoformat(), form.vague)
        case "month":
            here = today.year * 12 + today.month - 1
            first, last = (_whole_month((here + n) // 12, (here + n) % 12 + 1).start for n in (low, high))
            return _Span(first, last, form.vague)
        case "year":
            return _Span(
                date(today.year + low, 1, 1).isoformat()[:4], date(today.year + high, 1, 1).isoformat()[:4], form.vague
            )
        case "hour" | "minute":
            return _hours_from_now(form, today, anchor)
    return None


def _hours_from_now(form: Shifted, today: date, anchor: Anchor | None) -> _Span | None:
    if anchor is None or anchor.hour is None:
        return None
    now = datetime(today.year, today.month, today.day, anchor.hour)
    step = timedelta(hours=1) if form.unit == "hour" else timedelta(minutes=1)
    return _Span(f"{now + form.low * step:%Y-%m-%dT%H}", f"{now + form.high * step:%Y-%m-%dT%H}", form.vague)


def _between(first: Form, last: Form, said: DateExpression, today: date | None, anchor: Anchor | None) -> _Span | None:
    """From the first to the last, which is the next of its kind behind the first."""
    start = _span(first, said, today, anchor)
    if start is None:
        return None
    if isinstance(last, Weekday) and last.shift is None:
        begun = date.fromisoformat(start.start)
        return _Span(start.start, (begun + timedelta(days=(last.day - begun.weekday()) % 7)).isoformat(), start.unsure)
    end = _span(last, said, today, anchor)
    if end is None or end.end < start.start:
        return None
    return _Span(start.start, end.end, start.unsure or end.unsure)
