"""The grammar of date expressions, one for all languages: patterns over the kinds of tokens, and what each of them says.

The kinds are listed in `newsfold.text.datewords`, the words in dates.toml. The first pattern that matches at a token is taken; a
function of the same name below reads what it matched, or says that it is no date after all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Final

from newsfold.text.dateforms import Between, Day, Form, Hours, Month, Shift, Shifted, Weekday, Year
from newsfold.text.datereader import Found, Reader
from newsfold.text.tenses import tense_at

# An amount that is called rough is meant this wide: "about 10 days ago" is 8 to 12.
_ROUGH: Final = 0.2
_FEW: Final = (2, 6)
_UNSTATED: Final = (1, 30)
_MONTH: Final = r"(?:M|m\.?)"
_YEAR_BEHIND: Final = r"(?:,?[Ot]?y(?![NU]))?"
_PART: Final = r"(?:[PO~t]{0,2}[Qg])"
_CLOCK: Final = r"(?:,?[PA~E]{0,2}t?(?:Cx?h?|[cd]x|(?<=[PA~Et])[cd]h|(?<=A)c)Z?)"
_WEEKDAY_BEFORE: Final = r"(?:[Ww]\.?,?P?t?)?"
_PATTERNS: Final = {
    "day_to_day": rf"[do]\.?~t?[do]\.?O?{_MONTH}{_YEAR_BEHIND}|(?<=B)t?[do]\.?&t?[do]\.?O?{_MONTH}{_YEAR_BEHIND}",
    "month_day_to_day": rf"{_MONTH}[do]~[do]{_YEAR_BEHIND}",
    "year_to_year": r"(?<=[vF])y~y|(?<=B)y&y",
    "after_unit": r"U[Dy]",
    "day_month": rf"{_WEEKDAY_BEFORE}[do]\.?O?t?{_MONTH}(?:[sp]|{_YEAR_BEHIND})",
    "month_day": rf"{_WEEKDAY_BEFORE}{_MONTH}t?[do](?!\d){_YEAR_BEHIND}",
    "figures": rf"{_WEEKDAY_BEFORE}D",
    "dotted": rf"{_WEEKDAY_BEFORE}(?<=[PtFv~,(])[ck]\.",
    "nights": r"QOt?W~O?t?W|Q[BI]t?W&t?W",
    "eve": r"V[tP]?[SW]?W?",
    "part_of": r"Q[OPt]{1,2}[Ss]?[WR]",
    "clock_of": r"E?(?:Cx?|[cd]x)Z?[,PO]{0,2}[Ss]?[WR]",
    "weekday": rf"(?:e[PO]?t?)?[Ssq]?W(?:[sp]|,?SU|\(d\)|,?\([D/]\)|,?t?d(?![hxUN]|\.?[Ot]?[Ot]?[Mm]))?{_PART}?{_CLOCK}?",
    "relative": rf"(?:e[PO]?)?R{_PART}?{_CLOCK}?",
    "this_part": rf"[Ss][Qg]{_CLOCK}?",
    "tomorrow": rf"g{_PART}?{_CLOCK}?",
    "month": r"(?:e[Ot~]{0,2})?[Ss]?(?:M(?:[sp]|,?[Ot]?y(?![NU])|SU)?|m\.?y(?![NU]))",
    "ago": r"E?(?:N?f|[dnN])?E?[Uh][Gp]|HE?(?:N?f|[dnN])?E?[Uh]",
    "unit": r"(?:e[Ot]?)?(?:q|[Ss])U(?!O)|U[sp]",
    "ahead": r"[Ii]E?[dnN][Uh](?!~)",
    "year": r"(?<=[viAFe])y(?![NU~])|(?<=e[Ot~])y(?![NU~])|(?<=[vi]t)y(?![NU])|(?<=[viUt]U)y(?![NU])|(?<![\d.,~])y(?![NU~])",
}
# Where every figure says what it counts: "ngày 3 tháng 1 năm 2026", "sáng 3/1", "hôm 3-1".
_NUMBERED: Final = r"(?:W,?)?[Pt]?(?:QU?|U)(?:d,?Ud(?:,?Uy)?|/|D|y|d~d(?!~)|d)"
# What stands before a month that stands alone.
_BEFORE_MONTH: Final = frozenset("ivFeSsO~BAPU&")
# So many tokens before "in two years" a ranking ("the third strike") makes it no time to come.
_RANKED_REACH: Final = 10


@cache
def pattern(numbered: bool) -> re.Pattern[str]:
    """Put the patterns together; `numbered` for languages that number their months."""
    patterns = {"numbered": _NUMBERED, **_PATTERNS} if numbered else _PATTERNS
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items()))


def read(reader: Reader, match: re.Match[str]) -> Found | None:
    """Read what a pattern matched; None where it is no date."""
    first, last = match.span()
    return _BUILDERS[match.lastgroup or ""](reader, first, last)


def _numbers(reader: Reader, first: int, last: int) -> list[int]:
    return [token.value for token in reader.within(first, last, "do")]


def _first_value(reader: Reader, first: int, last: int, kinds: str) -> int | None:
    found = reader.within(first, last, kinds)
    return found[0].value if found else None


def _month_at(reader: Reader, first: int, last: int) -> int | None:
    """The month among some tokens, where it has the capital that it should have."""
    at = next((at for at in range(first, last) if reader.kind(at) in "Mm"), None)
    if at is None or (reader.flag("capitals") and not reader.raw(at)[0].isupper()):
        return None
    return int(reader.tokens[at].value)


def _weekday_value(reader: Reader, first: int, last: int) -> int | None:
    found = reader.within(first, last, "Ww")
    if not found:
        return None
    value = found[0].value
    return int(value[0] if isinstance(value, tuple) else value)


def _day_to_day(reader: Reader, first: int, last: int) -> Found | None:
    month, year = _month_at(reader, first, last), _first_value(reader, first, last, "y")
    one, other = _numbers(reader, first, last)
    if month is None or one >= other:
        return None
    return reader.trimmed(first, last, Between(Day(month, one, year), Day(month, other, year)))


def _month_day_to_day(reader: Reader, first: int, last: int) -> Found | None:
    return _day_to_day(reader, first, last) if reader.flag("month_first") else None


def _year_to_year(reader: Reader, first: int, last: int) -> Found | None:
    one, other = (token.value for token in reader.within(first, last, "y"))
    return reader.trimmed(first, last, Between(Year(one), Year(other))) if one < other else None


def _day_month(reader: Reader, first: int, last: int) -> Found | None:
    month, days = _month_at(reader, first, last), _numbers(reader, first, last)
    if month is None or not _has_room(reader, first):
        return None
    if reader.within(first, last, "sp"):
        return reader.trimmed(first, last - 1, Day(month, days[0]))
    return reader.trimmed(
        first, last, Day(month, days[0], _first_value(reader, first, last, "y"), _weekday_value(reader, first, last))
    )


def _month_day(reader: Reader, first: int, last: int) -> Found | None:
    if reader.flag("month_first"):
        return _day_month(reader, first, last)
    month = next(at for at in range(first, last) if reader.kind(at) in "Mm")
    return _month(reader, month, month + 1) if reader.kind(month) == "M" else None


def _has_room(reader: Reader, first: int) -> bool:
    """Whether a figure is a date's own, and not the end of "20-30 May"."""
    return not (reader.kind(first) in "do" and reader.raw(first - 1) in {"-", "–", "/", "$", "€"})


def _figures(reader: Reader, first: int, last: int) -> Found | None:
    year, month, day, both = reader.within(first, last, "D")[0].value
    return reader.trimmed(first, last, Day(month, day, year, _weekday_value(reader, first, last), both))


def _dotted(reader: Reader, first: int, last: int) -> Found | None:
    """Read "03.01.", a day and a month; behind "um" it is a time and the end of a sentence."""
    day, month = reader.within(first, last, "ck")[0].value
    if not (reader.flag("dotted") and 1 <= month <= 12 and 1 <= day <= 31):
        return _weekday(reader, first, first + 1) if reader.kind(first) == "W" else None
    found = reader.trimmed(first, last, Day(month, day, None, _weekday_value(reader, first, last)))
    return found and found._replace(last=last)


def _numbered(reader: Reader, first: int, last: int) -> Found | None:
    """Read figures behind the words that say what they count; behind a part of a day they are a day and a month."""
    units = [token for token in reader.tokens[first:last] if token.kind in "QUd/yD"]
    parts = {unit.value: figure.value for unit, figure in pairwise(units) if unit.kind == "U"}
    days = [token.value for token in units if token.kind == "d"]
    if units[0].kind == "Q":
        parts.setdefault("day", units[-1].value)
    if len(days) == 2 and "month" not in parts:
        parts["day"] = (days[0], days[1])
    form = _counted(parts)
    hours = reader.hours(first, last) if units[0].kind == "Q" and isinstance(form, Day) else None
    return reader.trimmed(first, last, form, hours)


def _counted(parts: dict[str, object]) -> Form | None:
    """Say which day, month or year the figures make, by the words that they stand behind."""
    form: Form | None = None
    match parts:
        case {"day": (int() as given, int() as month, int() as day, bool())}:
            form = Day(month, day, given)
        case {"day": int() as day, "month": int() as month}:
            year = parts.get("year")
            form = Day(month, day, year if isinstance(year, int) else None)
        case {"day": (int() as day, int() as month)} if 1 <= month <= 12:
            form = Day(month, day)
        case {"month": (int() as month, int() as year)} if 1 <= month <= 12:
            form = Month(month, year)
        case {"month": int() as month} if month <= 12:
            form = Month(month)
        case {"year": int() as year} if year > 1000:
            form = Year(year)
    return form


def _after_unit(reader: Reader, first: int, last: int) -> Found | None:
    """Read the year of "im Jahr 2021", "el año 2021"."""
    unit = next(at for at in range(first, last) if reader.kind(at) == "U")
    if reader.kind(last - 1) == "y" and reader.tokens[unit].value == "year" and not reader.is_plural(unit):
        return Found(last - 1, last, Year(reader.tokens[last - 1].value))
    if reader.kind(last - 1) == "D":
        return _figures(reader, last - 1, last)
    return _weekday(reader, first, first + 1) if reader.kind(first) == "W" else None


def _nights(reader: Reader, first: int, last: int) -> Found | None:
    """Read "nuit de lundi à mardi": the night that begins on the first of two neighbouring days."""
    one, other = (token.value[0] for token in reader.within(first, last, "W"))
    return reader.trimmed(first, last, Weekday(one), Hours(18, 29)) if (one + 1) % 7 == other else None


def _eve(reader: Reader, first: int, last: int) -> Found | None:
    """Read "Nacht zum Mittwoch": the night before."""
    day = _weekday_value(reader, first, last)
    return None if day is None else reader.trimmed(first, last, Weekday(day, eve=True), Hours(18, 29))


def _part_of(reader: Reader, first: int, last: int) -> Found | None:
    inner = _weekday if reader.kind(last - 1) == "W" else _relative
    start = last - 1 - (reader.kind(last - 2) in "Ss")
    found = inner(reader, start, last)
    return found and reader.trimmed(first, last, found.form, found.hours or Hours(*reader.tokens[first].value))


def _clock_of(reader: Reader, first: int, last: int) -> Found | None:
    found = _part_of_clock(reader, last)
    return found and reader.trimmed(first, last, found.form, reader.hours(first, last - 1))


def _part_of_clock(reader: Reader, last: int) -> Found | None:
    start = last - 1 - (reader.kind(last - 2) in "Ss")
    return (_weekday if reader.kind(last - 1) == "W" else _relative)(reader, start, last)


def _weekday(reader: Reader, first: int, last: int) -> Found | None:
    at = next(at for at in range(first, last) if reader.kind(at) == "W")
    if not reader.is_word_for_time(at) or reader.is_name(first, last) or not _is_weekday(reader, first, last):
        return None
    day, part = reader.tokens[at].value
    behind = reader.kind(at + 1) if at + 1 < last else ""
    shifts = [token.value for token in reader.within(first, last, "Sspq")]
    weeks, number, end = None, None, last
    if reader.within(at + 1, last, "U"):
        weeks, shifts = _weeks(reader, at + 1, last), []
        if weeks is None:
            end = at + 1
    elif behind == "(" or (
        behind in ",td" and reader.within(at + 1, last, "d") and not _starts_clock(reader, at + 1, last)
    ):
        number, end = _day_alone(reader, at, last)
    shift = shifts[0] if shifts else None
    hours = (
        (Hours(*part) if part else None)
        if end != last
        else reader.hours(at + 1, last) or (Hours(*part) if part else None)
    )
    return reader.trimmed(first, end, Weekday(day, shift, weeks, number, _is_either(reader, shift)), hours)


def _is_either(reader: Reader, shift: Shift | None) -> bool:
    """Whether "last" or "next" may mean the one of this week or year or the one beyond, in this language."""
    return (shift == "last" and reader.flag("last_ambiguous")) or (shift == "next" and reader.flag("next_ambiguous"))


def _is_weekday(reader: Reader, first: int, last: int) -> bool:
    """Whether a weekday that is an ordinal as well ("thứ hai") stands where a time stands."""
    if "ordinal_weekdays" not in reader.tables.flags:
        return True
    return reader.kind(first - 1) in "PQFA~" or last - first > 1 or reader.kind(last) == "("


def _starts_clock(reader: Reader, first: int, last: int) -> bool:
    return any(reader.kind(at) == "d" and reader.kind(at + 1) in "xh" for at in range(first, last))


def _weeks(reader: Reader, first: int, last: int) -> int | None:
    shift, unit = (reader.within(first, last, kinds)[0].value for kinds in ("S", "U"))
    return {"last": -1, "this": 0, "next": 1, "coming": 1}[shift] if unit == "week" else None


def _day_alone(reader: Reader, at: int, last: int) -> tuple[int | None, int]:
    """Read the day of the month behind a weekday, "lunes 2" or "quarta-feira (4)", and where the expression ends."""
    inside = reader.within(at + 1, last, "d/D")
    if reader.kind(last - 1) == ")":
        value = inside[0].value
        return (value if isinstance(value, int) else value[0] if len(value) == 2 else value[2]), last
    follows = reader.kind(last)
    if reader.flag("day_alone") and (follows in "PviO&,.\n)tIBFA~" or not reader.raw(last)[:1].isalnum()):
        return inside[0].value, last
    return None, at + 1


def _relative(reader: Reader, first: int, last: int) -> Found | None:
    at = next(at for at in range(first, last) if reader.kind(at) == "R")
    offset, part = reader.tokens[at].value
    hours = reader.hours(at + 1, last) or (Hours(*part) if part else None)
    if (
        offset == 0
        and not hours
        and (reader.kind(at - 1) in "~v" or reader.key(at - 1) in reader.tables.lists.get("still", ()))
    ):
        return None  # "bis heute", "still today": to this day
    return reader.trimmed(first, last, Shifted("day", offset, offset), hours)


def _this_part(reader: Reader, first: int, last: int) -> Found | None:
    """Read "this morning" and "last night"; "the next morning" is told from another day."""
    offset = {"this": 0, "last": -1}.get(reader.tokens[first].value)
    if offset is None or reader.kind(first - 1) == "t":
        return None
    return reader.trimmed(first, last, Shifted("day", offset, offset), reader.hours(first + 1, last))


def _tomorrow(reader: Reader, first: int, last: int) -> Found | None:
    """Read the word that is tomorrow and morning: behind an article, or with a German capital, it is the morning of some day."""
    if reader.kind(first - 1) in "tPS" or (reader.raw(first)[0].isupper() and not reader.opens(first)):
        return None
    return reader.trimmed(first, last, Shifted("day", 1, 1), reader.hours(first + 1, last))


def _month(reader: Reader, first: int, last: int) -> Found | None:
    at = next(at for at in range(first, last) if reader.kind(at) in "Mm")
    year, month = _first_value(reader, first, last, "y"), _month_at(reader, at, at + 1)
    shifts = [token.value for token in reader.within(first, last, "Ssp")]
    if month is None or not reader.is_word_for_time(at):
        return None
    years = None
    if reader.within(at, last, "U"):
        years, shifts = _years(reader, at + 1, last), []
    if year is None and years is None and not shifts and not _stands_for_time(reader, first, at):
        return None
    shift = shifts[0] if shifts else None
    return reader.trimmed(first, last, Month(month, year, shift, years, _is_either(reader, shift)))


def _years(reader: Reader, first: int, last: int) -> int | None:
    shift, unit = (reader.within(first, last, kinds)[0].value for kinds in ("S", "U"))
    return {"last": -1, "this": 0, "next": 1, "coming": 1}[shift] if unit == "year" else None


def _stands_for_time(reader: Reader, first: int, at: int) -> bool:
    """Whether what is before a month without a number makes it a time; some months are names and verbs as well."""
    weak = reader.key(at) in reader.tables.lists.get("weak_months", frozenset())
    if weak and reader.raw(at + 1) in {"'", "’"}:
        return False  # "Mrs May's resignation"
    if first < at or reader.kind(first - 1) in _BEFORE_MONTH:
        return not (reader.flag("capitals") and reader.kind(at + 1) == "_" and reader.raw(at + 1)[:1].isupper())
    return (
        not weak and reader.flag("month_first") and reader.kind(first - 1) == "t" and reader.raw(at + 1)[:1].islower()
    )


def _ago(reader: Reader, first: int, last: int) -> Found | None:
    unit = reader.within(first, last, "Uh")[0].value
    if unit in {"decade", "weekend"} or (
        reader.kind(last - 1) == "p" and reader.key(last - 1) not in reader.tables.lists.get("ago", ())
    ):
        return _unit(reader, last - 2, last) if reader.kind(last - 1) == "p" else None
    if reader.kind(last - 1) == "p" and not reader.within(first, last, "dnNf"):
        return _unit(reader, last - 2, last)
    if reader.raw(first - 1) in {"-", "–"}:
        return None
    low, high, vague = _amount(reader, first, last)
    return Found(first, last, Shifted(unit, -high, -low, vague)) if high else None


def _amount(reader: Reader, first: int, last: int) -> tuple[int, int, bool]:
    """Read how many units, from and to, and whether that is a guess."""
    figures = reader.within(first, last, "dnN")
    if reader.within(first, last, "f"):
        return *_FEW, True
    if not figures:
        return *_UNSTATED, True
    value = figures[-1].value
    count, rough = value if isinstance(value, tuple) else (value, False)
    blurs = {token.value for token in reader.within(first, last, "E")} | ({"about"} if rough else set())
    spread = max(1, round(count * _ROUGH)) if blurs else 0
    low = count - (spread if blurs & {"about", "under"} else 0)
    high = count + (spread if blurs & {"about", "over"} else 0)
    return max(low, 0), (high if high < 10_000 else 0), False


def _unit(reader: Reader, first: int, last: int) -> Found | None:
    """Read "last month", "la semana pasada"; "the last week" is the seven days that end now, and passed over."""
    units = reader.within(first, last, "U")
    if not units:
        return None
    unit = units[0].value
    shift = reader.within(first, last, "Sspq")[0]
    if unit not in {"week", "month", "year", "weekend"} or (shift.kind == "q" and unit != "weekend"):
        return None
    if any(reader.is_plural(at) for at in range(first, last)):
        return None
    if shift.value == "last" and reader.flag("the_last_rolls") and reader.kind(first - 1) in "tB":
        return None
    count = {"last": -1, "this": 0, "next": 1, "coming": 1}[shift.value]
    return reader.trimmed(first, last, Shifted(unit, count, count))


def _ahead(reader: Reader, first: int, last: int) -> Found | None:
    """Read "in two weeks", which is also how long something takes: then no verb of the future is near."""
    unit = reader.within(first, last, "Uh")[0].value
    low, high, _ = _amount(reader, first, last)
    if unit in {"decade", "weekend"} or not high:
        return None
    if reader.kind(first) == "i" and not _is_ahead(reader, first, last):
        return None
    return Found(first, last, Shifted(unit, low, high))


def _is_ahead(reader: Reader, first: int, last: int) -> bool:
    """Whether "in two years" is a time to come: not in "the third strike in two years"."""
    ranked = reader.tables.lists.get("ranked", frozenset())
    before = {token.key for token in reader.tokens[max(0, first - _RANKED_REACH) : first]}
    return before.isdisjoint(ranked) and tense_at(reader.text, reader.tokens, first, last, reader.tables) == (
        "future",
        False,
    )


def _year(reader: Reader, first: int, last: int) -> Found | None:
    """Read a year that stands alone: behind a word that makes it one; in German without, where nothing is counted or named."""
    year = Year(reader.tokens[first].value)
    before = reader.kind(first - 1)
    if before in "viAF":
        return Found(first, last, year) if reader.raw(last)[:1] != "%" else None
    if before == "e" or (reader.kind(first - 2) == "e" and before in "Ot~"):
        start = first - 1 if before == "e" else first - 2
        return Found(start, last, year)
    if before == "U" and reader.tokens[first - 1].value == "year" and not reader.is_plural(first - 1):
        return Found(first, last, year)
    named = reader.raw(first - 1)[:1].isupper() and not reader.opens(first - 1)
    counted = not reader.raw(last)[:1].islower() and reader.kind(last) not in ".,\n)"
    if (
        reader.flag("bare_year")
        and before not in "do(~"
        and not named
        and not counted
        and not reader.raw(first - 1)[-1:].isdigit()
    ):
        return Found(first, last, year)
    return None


_BUILDERS: Final[dict[str, Callable[[Reader, int, int], Found | None]]] = {
    "day_to_day": _day_to_day,
    "month_day_to_day": _month_day_to_day,
    "year_to_year": _year_to_year,
    "numbered": _numbered,
    "after_unit": _after_unit,
    "day_month": _day_month,
    "month_day": _month_day,
    "figures": _figures,
    "dotted": _dotted,
    "nights": _nights,
    "eve": _eve,
    "part_of": _part_of,
    "clock_of": _clock_of,
    "weekday": _weekday,
    "relative": _relative,
    "this_part": _this_part,
    "tomorrow": _tomorrow,
    "month": _month,
    "ago": _ago,
    "unit": _unit,
    "ahead": _ahead,
    "year": _year,
}
