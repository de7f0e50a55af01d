"""Finds the amounts of a text with their values and units, in digits and in small number words.

What cannot be read for certain has the value None, never a guess. `newsfold.text.figures` says what is an amount at
all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from newsfold.model import Range
from newsfold.text import quantities as tables
from newsfold.text.figures import Figure, figures
from newsfold.text.folding import fold, fold_case
from newsfold.text.language import primary
from newsfold.text.scripts import UNSPACED, marks
from newsfold.text.stopwords import OWN_LISTS, short


class Number(NamedTuple):
    """An amount. Its range holds the figure with its sign, its magnitude ("million") and the symbols at it ("$", "%").

    `value` is None where it cannot be told ("1.234" in an unknown language). `unit` is "%", a currency sign, or the
    folded noun that follows ("people", "km"); words that are units stand outside the range.
    """

    range: Range
    value: float | None
    unit: str | None


_SYMBOL: Final = re.compile(rf"[ \u00a0]?([%％٪{tables.CURRENCY_SIGNS}])")
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
# What may stand between a figure and the noun that it counts.
_BETWEEN: Final = frozenset(
    [
        "more",
        "other",
        "additional",
        "further",
        "new",
        "separate",
        "mehr",
        "weitere",
        "weiteren",
        "otros",
        "otras",
        "outros",
    ]
)
_OF: Final = frozenset(["of", "de", "des", "d", "di"])
# "three Velmarese soldiers": the noun stands behind the adjective of a country, which English writes with a capital.
_OF_A_COUNTRY: Final = re.compile(r"[A-Z]\w+(?:an|ese|ish|ch|i)")
_PART_OF: Final = re.compile(r"[- ](?:thirds?|quarters?|fifths?|sixths?|eighths?|tenths?|half|halves)\b")
# "One" is a figure only before what is counted: not in "one of them", "no one", "one day".
_ONE: Final = (
    r"one(?=[ -](?:hundred|thousand|million|billion|"
    r"person|man|woman|child|boy|girl|soldier|officer|victim|suspect|death|dead)\b)"
)


_ACCENTS: Final = {"de": {"u": "[uü]", "o": "[oö]"}, "es": {"e": "[eé]", "i": "[ií]", "o": "[oó]", "u": "[uú]"}}
# A range of amounts ("10-15 boats") has its unit behind it and grows; anything else of that shape is a score.
_DASHES: Final = frozenset("-–‐‑")
# "Article 51", "Flight 370": a figure without a unit behind a capital is a name.
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]+)[ \u00a0]$")
_NEAR: Final = 24
# What stands before a number word that opens a sentence.
_NO_NAME_BEFORE: Final = frozenset(".!?:…—–-•\n\r\u2028\u2029")
_QUOTES_AND_SPACES: Final = "\"'“‘„«» \u00a0"


def numbers(text: str, lang: str | None = None) -> list[Number]:
    """Find the amounts of a text in order, never overlapping; number words in English, German and Spanish only.

    >>> text = "It cost $3.5 million and left twelve dead, 4% of the 1,200 sailors."
    >>> [(found.range.of(text), found.value, found.unit) for found in numbers(text, "en")]
    [('$3.5 million', 3500000.0, '$'), ('twelve', 12.0, 'dead'), ('4%', 4.0, '%'), ('1,200', 1200.0, 'sailors')]
    """
    language = primary(lang)
    found = [_measured(text, figure, language) for figure in figures(text, language)]
    found += [_measured(text, figure, language) for figure in _in_words(text, language)]
    kept: list[Number] = []
    for number in sorted(found, key=lambda number: number.range):
        if kept and _is_score(text, kept[-1], number):
            kept.pop()
        elif not _is_named(text, number, language) and (not kept or number.range.start >= kept[-1].range.end):
            kept.append(number)
    return kept


def _is_named(text: str, number: Number, lang: str | None) -> bool:
    # German writes every noun with a capital, and its names have figures in digits.
    if lang == "de" and text[number.range.start].islower():
        return False
    before = _WORD_BEFORE.search(text[max(number.range.start - _NEAR, 0) : number.range.start])
    return number.unit is None and before is not None and before[1][0].isupper()


def _is_score(text: str, first: Number, second: Number) -> bool:
    if text[first.range.end : second.range.start] not in _DASHES:
        return False
    return second.unit is None or (first.value or 0.0) >= (second.value or 0.0)


def _in_words(text: str, lang: str | None) -> Iterator[Figure]:
    if lang is None or lang not in tables.WORDS:
        return
    values, ones = tables.WORDS[lang], tables.ONES.get(lang, {})
    for match in _number_words(lang).finditer(text):
        if _is_in_a_name(text, match.start()) or _PART_OF.match(text, match.end()):
            continue
        value = values.get(fold(match["ten"] or match["word"]), 1) + (ones[fold(match["one"])] if match["one"] else 0)
        yield Figure(match.start(), match.end(), float(value), "")


@cache
def _number_words(lang: str) -> re.Pattern[str]:
    """Build the pattern of a language's number words. The tables are folded; a text has the accents or has them not."""
    accents = str.maketrans(_ACCENTS.get(lang, {}))

    def any_of(words: Iterable[str]) -> str:
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        return "|".join(word.translate(accents).replace("ss", "(?:ss|ß)") for word in longest_first) or "(?!)"

    tens = {word for word, value in tables.WORDS[lang].items() if value >= 20 and value % 10 == 0}
    others = any_of(tables.WORDS[lang].keys() - tens) + (f"|{_ONE}" if lang == "en" else "")
    joint = " y " if lang == "es" else "[- ‐‑]"
    one = any_of(tables.ONES.get(lang, {}))
    return re.compile(rf"\b(?:(?P<ten>{any_of(tens)})(?:{joint}(?P<one>{one}))?|(?P<word>{others}))\b", re.IGNORECASE)


def _is_in_a_name(text: str, start: int) -> bool:
    """Whether a number word with a capital is part of a name ("the Seven Isles") or a German noun ("die Elf")."""
    if not text[start].isupper():
        return False
    before = text[max(start - 3, 0) : start].rstrip(_QUOTES_AND_SPACES)[-1:]
    return bool(before) and before not in _NO_NAME_BEFORE


# --- magnitudes and units -------------------------------------------------------------------------------------------


def _measured(text: str, figure: Figure, lang: str | None) -> Number:
    """Make a number of a figure: add the magnitudes and the symbol behind it, and find its unit."""
    value, end = figure.value, figure.end
    for _ in range(2):  # "two hundred thousand"
        factor, end = _magnitude(text, end, figure.money, lang)
        value = None if value is None else value * factor
    unit, end = (figure.money, end) if figure.money else _unit(text, end, lang)
    return Number(Range(figure.start, end), value if value is None or math.isfinite(value) else None, unit)


def _magnitude(text: str, end: int, money: str, lang: str | None) -> tuple[float, int]:
    """Read a magnitude behind a figure: its factor and its end, or 1 and where it would have begun."""
    table = tables.magnitudes(lang or "en")
    if _UNSPACED.match(text, end):
        return table.get(text[end], 1.0), end + (text[end] in table)
    word = _word().match(text, end)
    if not word:
        return 1.0, end
    pair = _word().match(text, word.end())
    if pair and (factor := table.get(fold(f"{word[1]} {pair[1]}"))):
        return factor, pair.end()
    key = fold(word[1])
    if money and word.start(1) == end and key in tables.MONEY_LETTERS:
        return tables.MONEY_LETTERS[key], word.end()
    return (table[key], word.end()) if key in table else (1.0, end)


@cache
def _word() -> re.Pattern[str]:
    """Match the word behind a figure, after a space or a hyphen or at once; French "d'" before it is no part of it."""
    rest = rf"(?:[^\W\d_]|{marks().pattern})*"
    return re.compile(rf"(?:[ \u00a0]|[-‐‑](?=[^\W\d_]))?(?:[dD]['’])?([^\W\d_]{rest}(?:['’-][^\W\d_]{rest})*)")


def _unit(text: str, end: int, lang: str | None) -> tuple[str | None, int]:
    """Find the unit behind a figure, and where the figure ends: behind a symbol, before a word."""
    if symbol := _SYMBOL.match(text, end):
        return ("%" if symbol[1] in "%％٪" else symbol[1]), symbol.end()
    if _UNSPACED.match(text, end):
        return _unspaced_unit(text, end), end
    words = _words_after(text, end)
    if words and (fold(words[0]) in tables.PERCENT or " ".join(map(fold, words[:2])) in tables.PERCENT_PAIRS):
        return "%", end
    return _noun(words, lang), end


def _unspaced_unit(text: str, end: int) -> str:
    after = text[end : end + 3]
    return next((sign for word, sign in tables.CURRENCY_UNSPACED.items() if after.startswith(word)), after[0])


def _words_after(text: str, end: int) -> list[str]:
    """Take up to three words behind a figure, within its phrase."""
    if text[end : end + 2] == ". " and text[max(end - 5, 0) : end].casefold().endswith(tables.ABBREVIATED):
        end += 1
    found: list[str] = []
    while len(found) < 3 and (word := _word().match(text, end)):
        found.append(word[1])
        end = word.end()
    return found


def _noun(words: list[str], lang: str | None) -> str | None:
    key = fold_case if lang == "vi" else fold
    for place, word in enumerate(words):
        plain = fold(word)
        if plain in tables.CURRENCY_WORDS:
            return tables.CURRENCY_WORDS[plain]
        passed_over = plain in _BETWEEN or (plain in _OF and place == 0) or _OF_A_COUNTRY.fullmatch(word)
        if passed_over and place + 1 < len(words):
            continue
        function_words = short(lang) if lang in OWN_LISTS else short("en")
        has_case_of_noun = lang == "de" or not word[0].isupper()
        return key(word) if has_case_of_noun and key(word) not in function_words else None
    return None
