"""Finds the date expressions of a text where they stand, and what each one says: "last Friday", "am 3. März", "hace tres días".

What the expression means on the article's day is for `newsfold.text.when` to say. Durations ("for three days"), ages, what is told
from another day ("two days later") and what has a weekday for a name ("Black Friday") are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from newsfold.model import Range
from newsfold.text.dateforms import Between, DateExpression, Day, Form, Month, Shifted, Since, Weekday, Year
from newsfold.text.dategrammar import pattern, read
from newsfold.text.datereader import Found, Reader
from newsfold.text.datewords import has_dates, language, tokens
from newsfold.text.tenses import tense_at

_SINCE_FORMS: Final = (Weekday, Day, Month, Year, Shifted)
_JOINED_FORMS: Final = (Weekday, Day, Month, Year)


def date_expressions(text: str, lang: str | None) -> list[DateExpression]:
    """Find the date expressions of a text, in order and apart; none in a language without a table.

    >>> text = "The dam broke on Friday; the minister resigned two days ago."
    >>> [found.range.of(text) for found in date_expressions(text, "en")]
    ['Friday', 'two days ago']
    """
    tables_of = language(lang)
    if tables_of is None or not has_dates(text, tables_of):
        return []
    reader = Reader(text, tokens(text, tables_of), tables_of)
    kinds = "".join(token.kind for token in reader.tokens)
    single = [
        found
        for match in pattern(reader.flag("numbered_months")).finditer(kinds)
        if (found := read(reader, match)) is not None
    ]
    return [_finished(reader, found) for found in _joined(reader, single)]


def _joined(reader: Reader, single: Sequence[Found]) -> Iterator[Found]:
    """Make "Friday to Sunday" one expression, and put "since" to what follows it."""
    waiting: Found | None = None
    for found in single:
        if waiting is None:
            waiting = found
        elif dated := _dated(reader, waiting, found):
            waiting = dated
        elif _are_ends(reader, waiting, found):
            waiting = Found(waiting.first, found.last, Between(waiting.form, found.form))
        else:
            yield _with_since(reader, waiting)
            waiting = found
    if waiting is not None:
        yield _with_since(reader, waiting)


def _are_ends(reader: Reader, one: Found, other: Found) -> bool:
    between = "".join(map(reader.kind, range(one.last, other.first)))
    if type(one.form) is not type(other.form) or not isinstance(one.form, _JOINED_FORMS) or one.hours or other.hours:
        return False
    if between in {"~", "~t", "~P"}:
        return True
    before = reader.kind(one.first - 1) + reader.kind(one.first - 2)
    return between in {"&", "&t"} and (before[0] == "B" or (before[0] == "t" and before[1] == "B"))


def _dated(reader: Reader, one: Found, other: Found) -> Found | None:
    """Put a weekday and the date that follows it together: "Friday, February 19", "próximo jueves 8 de enero"."""
    if not isinstance(one.form, Weekday) or not isinstance(other.form, Day):
        return None
    if "".join(map(reader.kind, range(one.last, other.first))) not in {"", ",", "t", ",t"}:
        return None
    form = replace(other.form, weekday=one.form.day)
    return Found(one.first, other.last, form, one.hours or other.hours)


def _with_since(reader: Reader, found: Found) -> Found:
    at = found.first - 1 - (reader.kind(found.first - 1) == "t")
    if reader.kind(at) != "F" or not isinstance(found.form, _SINCE_FORMS) or found.hours:
        return found
    return Found(at, found.last, Since(found.form))


def _finished(reader: Reader, found: Found) -> DateExpression:
    """Work out the range of what was found, and the tense where it matters."""
    first, last, form, hours = found
    tense, contested = None, False
    if _hangs_on_tense(form):
        tense, contested = tense_at(reader.text, reader.tokens, first, last, reader.tables)
    if isinstance(form, Since) and tense == "future" and reader.flag("since_may_begin"):
        first, form = first + 1 + (reader.kind(first + 1) == "t"), form.first
    if reader.raw(last) in {"'", "’"} and reader.raw(last + 1) == "s":
        contested = contested or tense == "future"
    if isinstance(form, Day) and reader.kind(first - 1) == "t" and reader.raw(last)[:1].islower():
        tense = None  # "the September 11 attacks": the verb tells of something else
    if tense == "future" and reader.key(last - 1) in reader.tables.lists.get("either_night", ()):
        form = Shifted("day", 0, 0)
    if form == Shifted("day", 0, 0) and not hours:
        contested = contested or tense is None  # "today" is the day, and nowadays
    where = Range(reader.tokens[first].range.start, reader.tokens[last - 1].range.end)
    return DateExpression(where, form, hours, tense, contested, _is_end(reader, first))


def _hangs_on_tense(form: Form) -> bool:
    """Whether a verb can change what is meant: not where the year is said, nor in "last month"."""
    match form:
        case Year() | Day(year=int()) | Month(year=int()):
            return False
        case Shifted(unit, low):
            return unit == "day" and low in {-1, 0}
        case _:
            return True


def _is_end(reader: Reader, first: int) -> bool:
    """Whether "until" stands before an expression, an article between them or not."""
    until = reader.tables.lists.get("until", frozenset())
    at = first - 1 - (reader.kind(first - 1) in "tP")
    return reader.key(at) in until or reader.key(first - 1) in until
