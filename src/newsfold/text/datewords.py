"""Turns a text into tokens of the kinds that date expressions are made of: a weekday, a month, "ago", a figure, the rest.

Every token has one kind, which is a character, so that `newsfold.text.dates` can look for expressions with patterns over the
kinds of a text. The words are in dates.toml, by language; what is in no table is of the kind OTHER.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

from newsfold.model import Range
from newsfold.text import quantities
from newsfold.text.folding import fold, fold_case
from newsfold.text.language import primary
from newsfold.text.scripts import marks

OTHER: Final = "_"
# Kinds, as they stand in patterns: "W" weekday, "w" one that needs a number beside it, "M" month, "m" one that needs a number,
# "d" a figure of 1 to 31, "o" an ordinal of these, "y" a figure that may be a year, "n" any other whole figure, "N" a number word,
# "U" unit, "S" "last" and the like before the word, "s" before or behind it, "p" behind it, "q" before a weekday or weekend only,
# "G" "ago" behind, "H" before, "I" "in" of the future, "i" "in" that may be that, "v" what makes a figure a year, "F" since,
# "B" between, "&" and, "~" to, "t" the, "O" of, "P" on, "A" at, "E" about, "f" a few, "e" early or late, "R" a day seen from
# today, "g" a word for tomorrow and for morning, "Q" part of a day, "V" what makes a weekday the night before it, "D" a whole
# date in figures, "/" a day and a month or a month and a year in figures, "C" a clock time, "c" a figure that may be one, "k" any
# other with a point, "h" o'clock, "x" a.m. or p.m., "Z" a zone, "." "," "(" ")" themselves, "\n" a line's end.
_KIND_OF: Final = {
    "weekdays_short": "w",
    "numbers": "N",
    "tens": "N",
    "rolling": "q",
    "ago": "G",
    "ago_before": "H",
    "ahead": "I",
    "within": "i",
    "year_after": "v",
    "since": "F",
    "between": "B",
    "and": "&",
    "to": "~",
    "the": "t",
    "of": "O",
    "on": "P",
    "at": "A",
    "about": "E",
    "over": "E",
    "under": "E",
    "few": "f",
    "early": "e",
    "am": "x",
    "pm": "x",
    "eves": "V",
    "tomorrow_or_morning": "g",
}
# A word that is in two lists is of the kind that comes later here.
_ORDER: Final = (
    "year_after", "of", "on", "the", "at", "to", "and", "between", "within", "about", "over", "under", "few", "early", "numbers",
    "tens", "am", "pm", "ago", "ago_before", "ahead", "since", "eves", "tomorrow_or_morning", "weekdays_short", "rolling",
)  # fmt: skip
_WORD: Final = r"[^\W\d_]"
_FIGURES: Final = (
    r"\d{4}-\d\d?-\d\d?(?![\d-])",
    r"\d{1,2}(?:\.\d{1,2}\.|/\d{1,2}/|-\d{1,2}-)(?:\d{4}|\d\d)(?!\d)",
    r"\d{1,2}/\d{1,4}(?![\d/])",
    r"\d{1,2}(?::\d\d){1,2}(?!\d)",
    r"\d{1,2}h(?:\d\d)?(?!\w)",
    r"\d+(?:[.,]\d+)+",
    r"\d{1,2}(?:st|nd|rd|th|er|º|ª|°)(?!\w)",
    r"\d+",
)
_PARTS: Final = re.compile(r"(\d+)\D*(\d*)\D*(\d*)")
_DATE: Final = re.compile("|".join((r"\d{4}-\d\d?-\d\d?", r"\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)")))
_ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|ª|°)", re.IGNORECASE)
_YEARS: Final = range(1900, 2100)
_PUNCTUATION: Final = {",": ",", ".": ".", "(": "(", ")": ")", "\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n"}
_APOSTROPHES: Final = dict.fromkeys(map(ord, "’‘ʼ`"), "'")
_MORNING: Final = "5-11"
# Without one of these there is no date: all else stands beside them.
_CORE: Final = frozenset("WwMmURgQVDy/ckh")
_LONGEST_WORD: Final = 40
_REMEMBERED: Final = 50_000

Part = tuple[int, int]


class Kind(NamedTuple):
    """What a token is: one character, and what it is worth (the number of a weekday, the hours of a part of a day)."""

    kind: str
    value: Any = None


NOTHING: Final = Kind(OTHER)


class Token(NamedTuple):
    """A word, a figure, a sign or a phrase of the tables, with its key for comparing."""

    range: Range
    key: str
    kind: str
    value: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The tables of one language: `words` by key, `phrases` by the key of their first word, the longest first."""

    lang: str
    words: Mapping[str, Kind]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Kind], ...]]
    lists: Mapping[str, frozenset[str]]
    flags: frozenset[str]
    order: str
    west: int
    east: int
    key: Callable[[str], str]


@cache
def _pattern() -> re.Pattern[str]:
    word = rf"{_WORD}(?:{_WORD}|{marks().pattern})*"
    return re.compile(rf"{'|'.join(_FIGURES)}|[ap]\.m\b\.?|{word}|[\n\r\u2028\u2029]|[^\w\s]", re.IGNORECASE)


@cache
def tables() -> Mapping[str, Mapping[str, Any]]:
    """Read the tables of all languages."""
    return tomllib.loads(resources.files(__package__).joinpath("dates.toml").read_text("utf-8"))


@cache
def language(lang: str | None) -> Language | None:
    """Make the tables of a language ready; None for one that has none."""
    code = primary(lang)
    table = tables().get(code or "")
    if code is None or table is None:
        return None
    flags = frozenset(listed(table.get("flags", "")))
    key = fold_case if "fold_case" in flags else fold
    words: dict[str, Kind] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Kind]]] = {}
    for phrase, kind in _entries(code, table, flags):
        first, *rest = split(key(phrase))
        if rest:
            phrases.setdefault(first, []).append((tuple(rest), kind))
        else:
            words[first] = kind
    return Language(
        lang=code,
        words=words,
        phrases={
            first: tuple(sorted(_last_of(found), key=lambda one: -len(one[0]))) for first, found in phrases.items()
        },
        lists={name: frozenset(listed(text)) for name, text in table.items() if isinstance(text, str)},
        flags=flags,
        order=table["order"],
        west=table["west"],
        east=table["east"],
        key=key,
    )


def _last_of(found: Iterable[tuple[tuple[str, ...], Kind]]) -> Iterable[tuple[tuple[str, ...], Kind]]:
    return dict(found).items()


def listed(text: str) -> list[str]:
    """List the phrases of a table: parted by commas, a comma never being one itself."""
    return [" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip()]


def split(phrase: str) -> list[str]:
    """Split a phrase into the keys of its tokens, as a text is split."""
    return [found[0] for found in _pattern().finditer(phrase)]


def _entries(lang: str, table: Mapping[str, Any], flags: frozenset[str]) -> Iterator[tuple[str, Kind]]:
    """List the phrases of a language with what they are; of two that are equal the later one holds."""
    for name in _ORDER:
        for number, phrase in enumerate(listed(table.get(name, ""))):
            yield from _entry(name, number, phrase)
    for place, kind in (("before", "S"), ("around", "s"), ("after", "p")):
        for shift, phrases in table.get(place, {}).items():
            yield from ((phrase, Kind(kind, shift)) for phrase in listed(phrases))
    for name, phrases in table.get("units", {}).items():
        yield from ((phrase, Kind("U", name)) for phrase in listed(phrases))
    yield from _months(lang)
    yield from _days(table, flags)
    # "deux heures" is an amount and a time: patterns take either where it can be
    yield from ((phrase, Kind("h", "hour")) for phrase in listed(table.get("oclock", "")))


def _entry(name: str, number: int, phrase: str) -> Iterator[tuple[str, Kind]]:
    kind = _KIND_OF[name]
    if name in {"numbers", "tens"}:
        word, _, value = phrase.rpartition(" ")
        yield word, Kind(kind, (int(value), name == "tens"))
    elif name == "weekdays_short":
        yield from ((one, Kind(kind, number)) for one in phrase.split("/"))
    elif name == "rolling":
        yield phrase, Kind(kind, "last")
    else:
        yield phrase, Kind(kind, name)


def _months(lang: str) -> Iterator[tuple[str, Kind]]:
    for word, value in quantities.WORDS.get(lang, {}).items():
        yield word, Kind("N", (value, False))
    for number, names in enumerate(quantities.MONTHS_OF.get(lang, ()), 1):
        for name in reversed(names):
            full = name == names[0] or len(name) > len("sept")
            yield name, Kind("M" if full else "m", number)


def _days(table: Mapping[str, Any], flags: frozenset[str]) -> Iterator[tuple[str, Kind]]:
    for offset, phrases in table.get("days", {}).items():
        yield from ((phrase, Kind("R", (int(offset), None))) for phrase in listed(phrases))
    for hours, phrases in table.get("part_days", {}).items():
        offset, _, part = hours.partition(" ")
        yield from ((phrase, Kind("R", (int(offset), _hours(part)))) for phrase in listed(phrases))
    for hours, phrases in table.get("parts", {}).items():
        yield from ((phrase, Kind("Q", _hours(hours))) for phrase in listed(phrases))
    for zone in listed(table.get("zones", "")):
        name, _, east = zone.rpartition(" ")
        known = east.lstrip("-").isdigit()
        yield (name, Kind("Z", int(east))) if known else (zone, Kind("Z", None))
    for number, names in enumerate(listed(table["weekdays"])):
        for name in names.split("/"):
            yield name, Kind("W", (number, None))
            if "joined_parts" in flags:
                for hours, phrases in [*table["parts"].items(), (_MORNING, table.get("tomorrow_or_morning", ""))]:
                    yield from ((name + part, Kind("W", (number, _hours(hours)))) for part in listed(phrases))


def _hours(text: str) -> Part:
    first, _, last = text.partition("-")
    return int(first), int(last)


def has_dates(text: str, tables_of: Language) -> bool:
    """Whether any word or figure of a text can be the core of a date: nine sentences of ten have none, which is quickly seen."""
    known = _memory(tables_of)
    return any(known[raw].core for raw in _pattern().findall(text))


def tokens(text: str, tables_of: Language) -> list[Token]:
    """Cut a text into tokens, phrases of the tables being one; linear in the text."""
    known = _memory(tables_of)
    plain = [(match.start(), match.end(), known[match[0]]) for match in _pattern().finditer(text)]
    return list(_joined(plain, tables_of))


class _Word(NamedTuple):
    """A token by itself: its key, and what it is; `opens` says that a phrase may begin with it, `core` that a date may."""

    key: str
    kind: Kind
    opens: bool = False
    figure: bool = False
    core: bool = False


_LONG: Final = _Word("", NOTHING)
_Plain = list[tuple[int, int, _Word]]


class _Memory(dict[str, _Word]):
    """From a token as it stands to what it is. Full, it starts afresh."""

    def __init__(self, tables_of: Language) -> None:
        super().__init__()
        self._tables = tables_of

    def __missing__(self, raw: str) -> _Word:
        if len(raw) > _LONGEST_WORD:
            return _LONG
        if len(self) >= _REMEMBERED:
            self.clear()
        self[raw] = word = _worked_out(raw, self._tables)
        return word


@cache
def _memory(tables_of: Language) -> _Memory:
    return _Memory(tables_of)


def _joined(plain: _Plain, tables_of: Language) -> Iterator[Token]:
    at = 0
    while at < len(plain):
        start, end, word = plain[at]
        kind, length = word.kind, 1
        key = word.key
        if word.opens:
            length, kind = _phrase(plain, at, tables_of)
            if length > 1:
                end = plain[at + length - 1][1]
                key = " ".join(one.key for _, _, one in plain[at : at + length])
        elif word.figure and (_hangs_on(plain, at) or _is_decade(plain, at)):
            kind = NOTHING
        yield Token(Range(start, end), key, *kind)
        at += length


def _hangs_on(plain: _Plain, at: int) -> bool:
    """Whether a figure hangs on a word: "F16"."""
    return at > 0 and plain[at - 1][1] == plain[at][0] and plain[at - 1][2].key[-1:].isalnum()


def _is_decade(plain: _Plain, at: int) -> bool:
    """Whether letters hang on four figures: "the 1990s", "in den 1990er Jahren"."""
    if plain[at][2].kind.kind != "y" or at + 1 == len(plain):
        return False
    return plain[at + 1][0] == plain[at][1] and plain[at + 1][2].key[:1].isalpha()


def _phrase(plain: _Plain, at: int, tables_of: Language) -> tuple[int, Kind]:
    word = plain[at][2]
    for rest, kind in tables_of.phrases[word.key]:
        if all(at + n < len(plain) and plain[at + n][2].key == key for n, key in enumerate(rest, 1)):
            return 1 + len(rest), kind
    return 1, word.kind


def _worked_out(raw: str, tables_of: Language) -> _Word:
    key = tables_of.key(raw.translate(_APOSTROPHES))
    if raw[0].isdecimal():
        figure = _figure(raw, tables_of)
        return _Word(key, figure, figure=True, core=figure.kind in _CORE)
    kind = tables_of.words.get(key) or Kind(_PUNCTUATION.get(raw, OTHER))
    phrases = tables_of.phrases.get(key, ())
    core = kind.kind in _CORE or any(one.kind in _CORE for _, one in phrases)
    return _Word(key, kind, opens=bool(phrases), core=core)


def _figure(raw: str, tables_of: Language) -> Kind:
    first, second, third = (int(part) if part else 0 for part in _PARTS.match(raw).groups())  # type: ignore[union-attr]
    if raw.isdecimal():
        return _whole(raw)
    if _ORDINAL.fullmatch(raw):
        return Kind("o", first) if 1 <= first <= 31 else NOTHING
    if ":" in raw or "h" in raw.lower():
        return Kind("C", (first, second if len(raw) > 3 else None)) if _is_time(first, second) else NOTHING
    return _parted(raw, (first, second, third), tables_of)


def _parted(raw: str, parts: tuple[int, int, int], tables_of: Language) -> Kind:
    """Read a figure with points, slashes or hyphens in it."""
    first, second, third = parts
    if third and _DATE.fullmatch(raw):
        return _date(raw, (first, second, third), tables_of)
    if "/" in raw:
        return Kind("/", (first, second))
    minutes = raw.partition(".")[2]
    if 1 <= len(minutes) <= 2 and raw[-3:].count(",") == 0:
        return Kind("c" if len(minutes) == 2 and _is_time(first, second) else "k", (first, second))
    return NOTHING


def _is_time(hour: int, minute: int) -> bool:
    return hour <= 24 and minute < 60


def _whole(raw: str) -> Kind:
    value = int(raw) if len(raw) <= 6 else -1
    if len(raw) <= 2 and 1 <= value <= 31:
        return Kind("d", value)
    return Kind("y" if len(raw) == 4 and value in _YEARS else "n", value)


def _date(raw: str, parts: tuple[int, int, int], tables_of: Language) -> Kind:
    """Read a date in figures as (year, month, day, whether day and month may be the other way about)."""
    first, second, third = parts
    if len(raw.partition("-")[0]) == 4:
        year, month, day, both = first, second, third, False
    else:
        year = third if third > 99 or not third else third + (2000 if third < 50 else 1900)
        day, month = (second, first) if "month_first" in tables_of.flags else (first, second)
        both = tables_of.order == "both" and "." not in raw and max(first, second) <= 12 and first != second
        if month > 12 >= day and tables_of.order == "both":
            day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31) or (year and year not in _YEARS):
        return NOTHING
    return Kind("D", (year or None, month, day, both))
