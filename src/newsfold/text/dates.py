"""Finds the date expressions of a text where they stand, and what each one says: "last Friday", "am 3. März", "hace tres días".

Patterns over the kinds of tokens (`newsfold.text.datewords`), one list for all languages, whose words are in dates.toml. What the
expression means on the article's day is for `newsfold.text.when` to say. Durations ("for three days"), ages, what is told from
another day ("two days later") and what has a weekday for a name ("Black Friday") are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from newsfold.model import Range
from newsfold.text.dateforms import Between, DateExpression, Day, Form, Hours, Month, Shifted, Since, Weekday, Year
from newsfold.text.datewords import Language, Token, language, tokens
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
# What stands around an expression without being part of it.
_FILLERS: Final = frozenset("tPOvAi~,.(")
# What stands before a month that stands alone.
_BEFORE_MONTH: Final = frozenset("ivFeSsO~BAPU&")
_OPENS: Final = frozenset('.!?:…“"«„([–—-\n*•')
_RANKED_REACH: Final = 10
_SINCE_FORMS: Final = (Weekday, Day, Month, Year, Shifted)
_JOINED_FORMS: Final = (Weekday, Day, Month, Year)


class _Found(NamedTuple):
    """What a pattern matched: tokens first to last (exclusive), and what they say."""

    first: int
    last: int
    form: Form
    hours: Hours | None = None


# Where every figure says what it counts: "ngày 3 tháng 1 năm 2026", "sáng 3/1", "hôm 3-1".
_NUMBERED: Final = r"(?:W,?)?[Pt]?(?:QU?|U)(?:d,?Ud(?:,?Uy)?|/|D|y|d~d(?!~)|d)"


@cache
def _pattern(numbered: bool) -> re.Pattern[str]:
    patterns = {"numbered": _NUMBERED, **_PATTERNS} if numbered else _PATTERNS
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items()))


def date_expressions(text: str, lang: str | None) -> list[DateExpression]:
    """Find the date expressions of a text, in order and apart; none in a language without a table.

    >>> text = "The dam broke on Friday; the minister resigned two days ago."
    >>> [found.range.of(text) for found in date_expressions(text, "en")]
    ['Friday', 'two days ago']
    """
    tables_of = language(lang)
    if tables_of is None:
        return []
    found_tokens = tokens(text, tables_of)
    kinds = "".join(token.kind for token in found_tokens)
    reader = _Reader(text, found_tokens, tables_of)
    single = [
        found
        for match in _pattern(reader.flag("numbered_months")).finditer(kinds)
        if (found := reader.read(match)) is not None
    ]
    return [reader.finished(found) for found in reader.joined(single)]


class _Reader:
    """Reads what the patterns match in one text."""

    def __init__(self, text: str, found: Sequence[Token], tables_of: Language) -> None:
        self.text, self.tokens, self.tables = text, found, tables_of

    def read(self, match: re.Match[str]) -> _Found | None:
        first, last = match.span()
        build: Callable[[_Reader, int, int], _Found | None] = _BUILDERS[match.lastgroup or ""]
        return build(self, first, last)

    def kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else "\n"

    def key(self, at: int) -> str:
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def raw(self, at: int) -> str:
        return self.tokens[at].range.of(self.text) if 0 <= at < len(self.tokens) else ""

    def flag(self, name: str) -> bool:
        return name in self.tables.flags

    def within(self, first: int, last: int, kinds: str) -> list[Token]:
        """The tokens of some kinds, in order."""
        return [token for token in self.tokens[first:last] if token.kind in kinds]

    def is_plural(self, at: int) -> bool:
        """Whether a unit is one of several: "past years", "années 2000"."""
        return self.kind(at) == "U" and self.key(at) in self.tables.lists.get("plural_units", frozenset())

    def opens(self, at: int) -> bool:
        """Whether a sentence, a quotation or a line begins at a token."""
        return at == 0 or self.kind(at - 1) == "\n" or self.raw(at - 1)[-1:] in _OPENS

    def is_word_for_time(self, at: int) -> bool:
        """Whether a weekday or a month has the capital that it has in its language, and no other."""
        capital = self.raw(at)[:1].isupper()
        return capital if self.flag("capitals") else not capital or self.opens(at)

    def is_name(self, first: int, last: int) -> bool:
        """Whether a weekday is part of a name: "Black Friday", "the Sunday Times", "Friday Night Lights"."""
        before, after = (
            self.tables.lists.get("names_before", frozenset()),
            self.tables.lists.get("names_after", frozenset()),
        )
        if any(" ".join(map(self.key, range(first - n, first))) in before for n in (1, 2)):
            return True
        if any(" ".join(map(self.key, range(last, last + n))) in after for n in (1, 2)):
            return True
        followed = self.kind(last) == "_" and self.raw(last)[:1].isupper()
        if not self.flag("capitals"):
            return self.raw(first)[0].isupper() and followed
        if self.flag("month_first") and followed and (self.opens(first) or self.key(first - 1) == "by"):
            return True
        return self.kind(last - 1) == "Q" and self.raw(last - 1)[0].isupper() and self.raw(last)[:1].isupper()

    # --- joining and finishing ------------------------------------------------------------------------------------

    def joined(self, single: Sequence[_Found]) -> Iterator[_Found]:
        """Make "Friday to Sunday" one expression, and put "since" to what follows it."""
        waiting: _Found | None = None
        for found in single:
            if waiting is None:
                waiting = found
            elif dated := self._dated(waiting, found):
                waiting = dated
            elif self._are_ends(waiting, found):
                waiting = _Found(waiting.first, found.last, Between(waiting.form, found.form))
            else:
                yield self._since(waiting)
                waiting = found
        if waiting is not None:
            yield self._since(waiting)

    def _are_ends(self, one: _Found, other: _Found) -> bool:
        between = "".join(map(self.kind, range(one.last, other.first)))
        if (
            type(one.form) is not type(other.form)
            or not isinstance(one.form, _JOINED_FORMS)
            or one.hours
            or other.hours
        ):
            return False
        if between in {"~", "~t", "~P"}:
            return True
        before = self.kind(one.first - 1) + self.kind(one.first - 2)
        return between in {"&", "&t"} and (before[0] == "B" or (before[0] == "t" and before[1] == "B"))

    def _dated(self, one: _Found, other: _Found) -> _Found | None:
        """Put a weekday and the date that follows it together: "Friday, February 19", "próximo jueves 8 de enero"."""
        if not isinstance(one.form, Weekday) or not isinstance(other.form, Day):
            return None
        if "".join(map(self.kind, range(one.last, other.first))) not in {"", ",", "t", ",t"}:
            return None
        form = replace(other.form, weekday=one.form.day)
        return _Found(one.first, other.last, form, one.hours or other.hours)

    def _since(self, found: _Found) -> _Found:
        at = found.first - 1 - (self.kind(found.first - 1) == "t")
        if self.kind(at) != "F" or not isinstance(found.form, _SINCE_FORMS) or found.hours:
            return found
        return _Found(at, found.last, Since(found.form))

    def finished(self, found: _Found) -> DateExpression:
        """Work out the tense and the range of what was found."""
        first, last, form, hours = found
        tense, contested = tense_at(self.text, self.tokens, first, last, self.tables)
        if isinstance(form, Since) and tense == "future" and self.flag("since_may_begin"):
            first, form = first + 1 + (self.kind(first + 1) == "t"), form.first
        if self.raw(last) in {"'", "’"} and self.raw(last + 1) == "s":
            contested = contested or tense == "future"
        if isinstance(form, Day) and self.kind(first - 1) == "t" and self.raw(last)[:1].islower():
            tense = None  # "the September 11 attacks": the verb tells of something else
        if form == Shifted("day", 0, 0) and not hours:
            contested = contested or tense is None  # "today" is the day, and nowadays
        where = Range(self.tokens[first].range.start, self.tokens[last - 1].range.end)
        return DateExpression(where, form, hours, tense, contested, self._is_end(first))

    def _is_end(self, first: int) -> bool:
        """Whether "until" stands before an expression, an article between them or not."""
        until = self.tables.lists.get("until", frozenset())
        at = first - 1 - (self.kind(first - 1) in "tP")
        return self.key(at) in until or self.key(first - 1) in until

    def trimmed(self, first: int, last: int, form: Form | None, hours: Hours | None = None) -> _Found | None:
        """Leave the fillers at the ends out of what is marked."""
        if form is None:
            return None
        while first < last and self.kind(first) in _FILLERS:
            first += 1
        while first < last and self.kind(last - 1) in _FILLERS and self.raw(last - 1) != ")":
            last -= 1
        return _Found(first, last, form, hours) if first < last else None

    def hours(self, first: int, last: int) -> Hours | None:
        """Read the part of a day or the time among some tokens."""
        clocks = [at for at in range(first, last) if self.kind(at) in "Ccd" and self._is_clock(at, first)]
        parts = [self.tokens[at] for at in range(first, last) if self.kind(at) in "Qg"]
        if clocks:
            return self._time(clocks[-1])
        if not parts:
            return None
        value = (5, 11) if parts[-1].kind == "g" else parts[-1].value
        return Hours(*value)

    def _is_clock(self, at: int, first: int) -> bool:
        if self.kind(at) == "C" or self.kind(at + 1) in "xh":
            return True
        return self.kind(at) == "c" and at > first

    def _time(self, at: int) -> Hours | None:
        value = self.tokens[at].value
        hour, minute = value if isinstance(value, tuple) else (value, None)
        half = self.kind(at + 1) == "x" and self.tokens[at + 1].value
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        zone = next((self.tokens[n] for n in (at + 1, at + 2) if self.kind(n) == "Z"), None)
        return Hours(hour, hour, minute, zone.value if zone else None, zone is not None)


# --- what the patterns say ----------------------------------------------------------------------------------------------


def _numbers(reader: _Reader, first: int, last: int) -> list[int]:
    return [token.value for token in reader.within(first, last, "do")]


def _first_value(reader: _Reader, first: int, last: int, kinds: str) -> int | None:
    found = reader.within(first, last, kinds)
    return found[0].value if found else None


def _month_at(reader: _Reader, first: int, last: int) -> int | None:
    """The month among some tokens, where it has the capital that it should have."""
    at = next((at for at in range(first, last) if reader.kind(at) in "Mm"), None)
    if at is None or (reader.flag("capitals") and not reader.raw(at)[0].isupper()):
        return None
    return int(reader.tokens[at].value)


def _weekday_value(reader: _Reader, first: int, last: int) -> int | None:
    found = reader.within(first, last, "Ww")
    if not found:
        return None
    value = found[0].value
    return int(value[0] if isinstance(value, tuple) else value)


def _day_to_day(reader: _Reader, first: int, last: int) -> _Found | None:
    month, year = _month_at(reader, first, last), _first_value(reader, first, last, "y")
    one, other = _numbers(reader, first, last)
    if month is None or one >= other:
        return None
    return reader.trimmed(first, last, Between(Day(month, one, year), Day(month, other, year)))


def _month_day_to_day(reader: _Reader, first: int, last: int) -> _Found | None:
    return _day_to_day(reader, first, last) if reader.flag("month_first") else None


def _year_to_year(reader: _Reader, first: int, last: int) -> _Found | None:
    one, other = (token.value for token in reader.within(first, last, "y"))
    return reader.trimmed(first, last, Between(Year(one), Year(other))) if one < other else None


def _day_month(reader: _Reader, first: int, last: int) -> _Found | None:
    month, days = _month_at(reader, first, last), _numbers(reader, first, last)
    if month is None or not _has_room(reader, first):
        return None
    if reader.within(first, last, "sp"):
        return reader.trimmed(first, last - 1, Day(month, days[0]))
    return reader.trimmed(
        first, last, Day(month, days[0], _first_value(reader, first, last, "y"), _weekday_value(reader, first, last))
    )


def _month_day(reader: _Reader, first: int, last: int) -> _Found | None:
    if reader.flag("month_first"):
        return _day_month(reader, first, last)
    month = next(at for at in range(first, last) if reader.kind(at) in "Mm")
    return _month(reader, month, month + 1) if reader.kind(month) == "M" else None


def _has_room(reader: _Reader, first: int) -> bool:
    """Whether a figure is a date's own, and not the end of "20-30 May"."""
    return not (reader.kind(first) in "do" and reader.raw(first - 1) in {"-", "–", "/", "$", "€"})


def _figures(reader: _Reader, first: int, last: int) -> _Found | None:
    year, month, day, both = reader.within(first, last, "D")[0].value
    return reader.trimmed(first, last, Day(month, day, year, _weekday_value(reader, first, last), both))


def _dotted(reader: _Reader, first: int, last: int) -> _Found | None:
    """Read "03.01.", a day and a month; behind "um" it is a time and the end of a sentence."""
    day, month = reader.within(first, last, "ck")[0].value
    if not (reader.flag("dotted") and 1 <= month <= 12 and 1 <= day <= 31):
        return _weekday(reader, first, first + 1) if reader.kind(first) == "W" else None
    found = reader.trimmed(first, last, Day(month, day, None, _weekday_value(reader, first, last)))
    return found and found._replace(last=last)


def _numbered(reader: _Reader, first: int, last: int) -> _Found | None:
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


def _after_unit(reader: _Reader, first: int, last: int) -> _Found | None:
    """Read the year of "im Jahr 2021", "el año 2021"."""
    unit = next(at for at in range(first, last) if reader.kind(at) == "U")
    if reader.kind(last - 1) == "y" and reader.tokens[unit].value == "year" and not reader.is_plural(unit):
        return _Found(last - 1, last, Year(reader.tokens[last - 1].value))
    if reader.kind(last - 1) == "D":
        return _figures(reader, last - 1, last)
    return _weekday(reader, first, first + 1) if reader.kind(first) == "W" else None


def _nights(reader: _Reader, first: int, last: int) -> _Found | None:
    """Read "nuit de lundi à mardi": the night that begins on the first of two neighbouring days."""
    one, other = (token.value[0] for token in reader.within(first, last, "W"))
    return reader.trimmed(first, last, Weekday(one), Hours(18, 29)) if (one + 1) % 7 == other else None


def _eve(reader: _Reader, first: int, last: int) -> _Found | None:
    """Read "Nacht zum Mittwoch": the night before."""
    day = _weekday_value(reader, first, last)
    return None if day is None else reader.trimmed(first, last, Weekday(day, eve=True), Hours(18, 29))


def _part_of(reader: _Reader, first: int, last: int) -> _Found | None:
    inner = _weekday if reader.kind(last - 1) == "W" else _relative
    start = last - 1 - (reader.kind(last - 2) in "Ss")
    found = inner(reader, start, last)
    return found and reader.trimmed(first, last, found.form, found.hours or Hours(*reader.tokens[first].value))


def _clock_of(reader: _Reader, first: int, last: int) -> _Found | None:
    found = _part_of_clock(reader, last)
    return found and reader.trimmed(first, last, found.form, reader.hours(first, last - 1))


def _part_of_clock(reader: _Reader, last: int) -> _Found | None:
    start = last - 1 - (reader.kind(last - 2) in "Ss")
    return (_weekday if reader.kind(last - 1) == "W" else _relative)(reader, start, last)


def _weekday(reader: _Reader, first: int, last: int) -> _Found | None:
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
    either = (shift == "last" and reader.flag("last_ambiguous")) or (shift == "next" and reader.flag("next_ambiguous"))
    return reader.trimmed(first, end, Weekday(day, shift, weeks, number, either), hours)


def _is_weekday(reader: _Reader, first: int, last: int) -> bool:
    """Whether a weekday that is an ordinal as well ("thứ hai") stands where a time stands."""
    if "ordinal_weekdays" not in reader.tables.flags:
        return True
    return reader.kind(first - 1) in "PQFA~" or last - first > 1 or reader.kind(last) == "("


def _starts_clock(reader: _Reader, first: int, last: int) -> bool:
    return any(reader.kind(at) == "d" and reader.kind(at + 1) in "xh" for at in range(first, last))


def _weeks(reader: _Reader, first: int, last: int) -> int | None:
    shift, unit = (reader.within(first, last, kinds)[0].value for kinds in ("S", "U"))
    return {"last": -1, "this": 0, "next": 1, "coming": 1}[shift] if unit == "week" else None


def _day_alone(reader: _Reader, at: int, last: int) -> tuple[int | None, int]:
    """Read the day of the month behind a weekday, "lunes 2" or "quarta-feira (4)", and where the expression ends."""
    inside = reader.within(at + 1, last, "d/D")
    if reader.kind(last - 1) == ")":
        value = inside[0].value
        return (value if isinstance(value, int) else value[0] if len(value) == 2 else value[2]), last
    follows = reader.kind(last)
    if reader.flag("day_alone") and (follows in "PviO&,.\n)tIBFA~" or not reader.raw(last)[:1].isalnum()):
        return inside[0].value, last
    return None, at + 1


def _relative(reader: _Reader, first: int, last: int) -> _Found | None:
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


def _this_part(reader: _Reader, first: int, last: int) -> _Found | None:
    """Read "this morning" and "last night"; "the next morning" is told from another day."""
    offset = {"this": 0, "last": -1}.get(reader.tokens[first].value)
    if offset is None or reader.kind(first - 1) == "t":
        return None
    return reader.trimmed(first, last, Shifted("day", offset, offset), reader.hours(first + 1, last))


def _tomorrow(reader: _Reader, first: int, last: int) -> _Found | None:
    """Read the word that is tomorrow and morning: behind an article, or with a German capital, it is the morning of some day."""
    if reader.kind(first - 1) in "tPS" or (reader.raw(first)[0].isupper() and not reader.opens(first)):
        return None
    return reader.trimmed(first, last, Shifted("day", 1, 1), reader.hours(first + 1, last))


def _month(reader: _Reader, first: int, last: int) -> _Found | None:
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
    return reader.trimmed(first, last, Month(month, year, shifts[0] if shifts else None, years))


def _years(reader: _Reader, first: int, last: int) -> int | None:
    shift, unit = (reader.within(first, last, kinds)[0].value for kinds in ("S", "U"))
    return {"last": -1, "this": 0, "next": 1, "coming": 1}[shift] if unit == "year" else None


def _stands_for_time(reader: _Reader, first: int, at: int) -> bool:
    """Whether what is before a month without a number makes it a time; some months are names and verbs as well."""
    weak = reader.key(at) in reader.tables.lists.get("weak_months", frozenset())
    if weak and reader.raw(at + 1) in {"'", "’"}:
        return False  # "Mrs May's resignation"
    if first < at or reader.kind(first - 1) in _BEFORE_MONTH:
        return not (reader.flag("capitals") and reader.kind(at + 1) == "_" and reader.raw(at + 1)[:1].isupper())
    return (
        not weak and reader.flag("month_first") and reader.kind(first - 1) == "t" and reader.raw(at + 1)[:1].islower()
    )


def _ago(reader: _Reader, first: int, last: int) -> _Found | None:
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
    return _Found(first, last, Shifted(unit, -high, -low, vague)) if high else None


def _amount(reader: _Reader, first: int, last: int) -> tuple[int, int, bool]:
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


def _unit(reader: _Reader, first: int, last: int) -> _Found | None:
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


def _ahead(reader: _Reader, first: int, last: int) -> _Found | None:
    """Read "in two weeks", which is also how long something takes: then no verb of the future is near."""
    unit = reader.within(first, last, "Uh")[0].value
    low, high, _ = _amount(reader, first, last)
    if unit in {"decade", "weekend"} or not high:
        return None
    if reader.kind(first) == "i" and not _is_ahead(reader, first, last):
        return None
    return _Found(first, last, Shifted(unit, low, high))


def _is_ahead(reader: _Reader, first: int, last: int) -> bool:
    """Whether "in two years" is a time to come: not in "the third strike in two years"."""
    ranked = reader.tables.lists.get("ranked", frozenset())
    before = {token.key for token in reader.tokens[max(0, first - _RANKED_REACH) : first]}
    return before.isdisjoint(ranked) and tense_at(reader.text, reader.tokens, first, last, reader.tables) == (
        "future",
        False,
    )


def _year(reader: _Reader, first: int, last: int) -> _Found | None:
    """Read a year that stands alone: behind a word that makes it one; in German without, where nothing is counted or named."""
    year = Year(reader.tokens[first].value)
    before = reader.kind(first - 1)
    if before in "viAF":
        return _Found(first, last, year) if reader.raw(last)[:1] != "%" else None
    if before == "e" or (reader.kind(first - 2) == "e" and before in "Ot~"):
        start = first - 1 if before == "e" else first - 2
        return _Found(start, last, year)
    if before == "U" and reader.tokens[first - 1].value == "year" and not reader.is_plural(first - 1):
        return _Found(first, last, year)
    named = reader.raw(first - 1)[:1].isupper() and not reader.opens(first - 1)
    counted = not reader.raw(last)[:1].islower() and reader.kind(last) not in ".,\n)"
    if (
        reader.flag("bare_year")
        and before not in "do(~"
        and not named
        and not counted
        and not reader.raw(first - 1)[-1:].isdigit()
    ):
        return _Found(first, last, year)
    return None


_BUILDERS: Final[dict[str, Callable[[_Reader, int, int], _Found | None]]] = {
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
