"""Reads figures in digits: where they stand, whether they count or measure something, and what they are worth.

Part of `newsfold.text.numbers`, which adds magnitudes and units. Figures that are ordinals, dates, years, times of day,
scores, versions or parts of names ("B-52", "No. 12") are passed over: compared as amounts they would make conflicts
where none are.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from newsfold.text import quantities as tables
from newsfold.text.folding import fold
from newsfold.text.scripts import UNSPACED


class Figure(NamedTuple):
    """A figure at start to end, with the sign or money sign before it; `value` is None where two readings are
    possible."""

    start: int
    end: int
    value: float | None
    money: str


_FIGURE: Final = re.compile(
    rf"(?P<minus>(?<![^\s(\[])[-−])?"
    rf"(?P<money>(?:\b(?:US|AU?|CA?|HK|NZ|S))?[{tables.CURRENCY_SIGNS}][ \u00a0]?|\bR[ps]\.?[ \u00a0]?)?"
    r"(?P<digits>\d+(?:[.,'’\u00a0\u202f\u2009]\d+)*)(?P<fraction>[¼½¾⅓⅔⅛])?"
)
# "12 300" where a language writes so: never more than three digits first, and threes behind.
_SPACED: Final = re.compile(r"(?<!\d )\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?(?![\d.,]*\d)")
# A name, a version, a score or a date runs on into the figure; "No. 12" is a name as well.
_NO_AMOUNT_AFTER: Final = re.compile(
    rf"(?:[^\W_][-‐‑]|(?![{UNSPACED}])[^\W\d]|[\d#№/:第]|\d[.,–]|\b(?:Nos?|nos?|Nr|núm|Nº)\.? )$"
)
_RANGE_BEFORE: Final = re.compile(r"(?:^|[\s($€£])\d+[-‐‑]$")
_RUNS_ON: Final = re.compile(r"[-‐‑]\d")
_NO_AMOUNT_BEFORE: Final = re.compile(
    r"[:/]\d|-\d+[-/]\d|[.,]?(?:st|nd|rd|th|er|e)\b|[ºª°](?!\s?[CF])|[年月日号號時时分回第]"
    r"|[ \u00a0]?(?:[ap]\.?m\b|o['’]clock|Uhr\b|WIB\b|h\b)"
)
# Letters right behind a figure that are a unit or a magnitude; any others make it a name ("5G").
_LETTERS_BEHIND: Final = re.compile(
    r"(?:km/?h|kmh|kph|mph|km²?|kg|cm|mm|m²|[mktbg]|[kMGT]Wh?|[MGT]B|ft|lbs?|ha|[bmt]n|mln|million|billion|th|p)(?![^\W_])"
)
_CASED: Final = re.compile(r"[^\W\d_]")
_LAST_WORD: Final = re.compile(r"([^\W\d_]+)\.?[ \u00a0](?:de )?$")
_NEXT_WORD: Final = re.compile(r"\.?[ \u00a0](?:de )?([^\W\d_]+)")
_YEARS: Final = range(1900, 2100)
_YEAR_WORDS: Final = frozenset(["thang", "ngay", "nam", "tanggal", "tahun", "ano", "jahr", "year"])
# What is counted in thousands, so that "2000 people" is no year.
_COUNTED_WORDS: Final = """people persons soldiers troops homes houses families jobs deaths dead cases miles km
    kilometers kilometres meters metres euros euro dollars dollar percent personas muertos heridos menschen personen
    tote soldaten kilometer prozent orang nguoi personnes morts pessoas persone"""
_COUNTED: Final = frozenset(_COUNTED_WORDS.split())
_SMALL_NO_MONTH: Final = frozenset(["may", "march", "mars", "dec", "sep", "mar"])
_GERMAN_ORDINAL: Final = re.compile(r"\b(?:der|die|das|den|dem|des|am|im|vom|zum|zur|beim)\s$", re.IGNORECASE)
_POINT_AND_WORD: Final = re.compile(r"\.\s[^\W\d_]")
_SPACES_IN_FIGURE: Final = re.compile(r"['’ \u00a0\u202f\u2009]")
_SEPARATOR: Final = re.compile(r"[.,]")
# As much text around a figure as any rule has to see.
_NEAR: Final = 24


def figures(text: str, lang: str | None) -> Iterator[Figure]:
    """Yield the figures in digits that count or measure something, in order."""
    spaced = {found.start(): found for found in _SPACED.finditer(text)} if lang in tables.SPACE_GROUPS else {}
    done = 0
    for match in _FIGURE.finditer(text):
        first = match.start("digits")
        wider = spaced.get(first)
        end = wider.end() if wider else match.end()
        if match.start() < done:
            continue
        done = end
        digits = wider[0] if wider else match["digits"]
        # A sign or money before it makes an amount of anything that is one figure.
        stated = match.start() < first
        before, after = text[max(match.start() - _NEAR, 0) : match.start()], text[end : end + _NEAR]
        if _is_amount(before, after, digits) and (stated or not _is_date_or_rank(before, after, digits, lang)):
            yield Figure(match.start(), end, _signed(_value(digits, lang), match), _currency(match["money"] or ""))


def _signed(value: float | None, match: re.Match[str]) -> float | None:
    if value is None:
        return None
    value += unicodedata.numeric(match["fraction"]) if match["fraction"] else 0.0
    return -value if match["minus"] else value


def _currency(money: str) -> str:
    """Name the currency of a sign: US dollars are "$", others keep their country ("A$")."""
    return money.strip(" \u00a0.").removeprefix("US")


def _is_amount(before: str, after: str, digits: str) -> bool:
    return not _runs_on(before, after) and not _is_version(digits)


def _is_date_or_rank(before: str, after: str, digits: str, lang: str | None) -> bool:
    return _is_day(before, after, digits) or _is_year(before, after, digits) or _is_ordinal(before, after, lang)


def _runs_on(before: str, after: str) -> bool:
    """Whether letters, slashes, colons or dashes make the figure part of a name, a date, a time or a score."""
    if _NO_AMOUNT_AFTER.search(before) and not (_RANGE_BEFORE.search(before) and not _RUNS_ON.match(after)):
        return True
    if _NO_AMOUNT_BEFORE.match(after):
        return True
    letter = after[:1]
    return bool(_CASED.match(letter)) and letter.lower() != letter.upper() and not _LETTERS_BEHIND.match(after)


def _is_version(digits: str) -> bool:
    """Whether a figure has more separators than an amount can: "3.5.1", but not "1,200,300" or "1,00,000"."""
    inner = _SEPARATOR.split(digits)[1:-1]
    return bool(inner) and any(len(part) not in (2, 3) for part in inner)


def _is_day(before: str, after: str, digits: str) -> bool:
    if len(digits) > 2:
        return False
    following, previous = _NEXT_WORD.match(after), _LAST_WORD.search(before)
    if following and _is_month(following[1]):
        return True
    return bool(previous and (_is_month(previous[1]) or fold(previous[1]) in _YEAR_WORDS))


def _is_month(word: str) -> bool:
    """Whether a word is a month; the small "may", "mars" and "march" of running English are not."""
    return fold(word) in tables.MONTHS and (word[0].isupper() or fold(word) not in _SMALL_NO_MONTH)


def _is_year(before: str, after: str, digits: str) -> bool:
    if len(digits) != 4 or not digits.isdigit() or int(digits) not in _YEARS:
        return False
    following, previous = _NEXT_WORD.match(after), _LAST_WORD.search(before)
    if previous and fold(previous[1]) in _YEAR_WORDS:
        return True
    counted = following is not None and fold(following[1]) in _COUNTED
    return not counted and after.lstrip()[:1] not in {"%", *tables.CURRENCY_SIGNS}


def _is_ordinal(before: str, after: str, lang: str | None) -> bool:
    return lang == "de" and bool(_POINT_AND_WORD.match(after)) and bool(_GERMAN_ORDINAL.search(before))


def _value(digits: str, lang: str | None) -> float | None:
    """Read a figure by the separators of its language; None where both readings are possible."""
    plain = _SPACES_IN_FIGURE.sub("", digits)
    marks = _SEPARATOR.findall(plain)
    if len(set(marks)) == 2:
        whole, _, decimals = plain.rpartition(marks[-1])
        return _finite(f"{_SEPARATOR.sub('', whole)}.{decimals}") if marks.count(marks[-1]) == 1 else None
    if len(marks) != 1:
        return _finite(_SEPARATOR.sub("", plain))
    whole, mark, rest = plain.partition(marks[0])
    if len(rest) != 3 or len(whole) > 3 or float(whole) == 0:
        return _finite(f"{whole}.{rest}")
    if lang is None:
        return None
    decimal = lang not in tables.BOTH_DECIMALS and (mark == ".") == (lang in tables.POINT_IS_DECIMAL)
    return _finite(f"{whole}.{rest}" if decimal else whole + rest)


def _finite(digits: str) -> float | None:
    value = float(digits)
    return value if math.isfinite(value) else None
