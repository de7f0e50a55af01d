"""Finds names by their capitals: runs of capitalised words, with the small words that join them.

A capital that grammar explains (a sentence begins, a line is set in capitals, a German noun) counts only where the text
itself confirms the name elsewhere. Scripts without capitals have no names here; Latin names within them are found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple, Self

from newsfold.model import Range
from newsfold.text import namewords as table
from newsfold.text.folding import fold
from newsfold.text.language import primary
from newsfold.text.scripts import marks
from newsfold.text.stopwords import OWN_LISTS, short

_LINE: Final = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_POSSESSIVE: Final = re.compile(r"['’][sS]?$")
_LAST_PART: Final = re.compile(r"[-‐‑'’](\w*)$")
_POINTED_WORD: Final = re.compile(r"([^\W\d_]+)\.\s*$")
_DATELINE: Final = re.compile(r"\)\s*[-–—]\s*$")
# "L'Élysée", "Dell'Orto": cut where a French or Italian article stands; "D'Angelo" and "O'Hara" are whole names.
_ELISION: Final = re.compile(r"(?:L|Qu|Dell|All|Nell|Sull|Dall)['’](?=\w)")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_BEFORE: Final = re.compile(r"([^\s\"'“‘„«»(\[¿¡]?)[\s\"'“‘„«»(\[¿¡]*$")
_WORD_BEFORE: Final = re.compile(r"([\w.,]+)\s$")
# A line is set in capitals if so many of its longer words have one, and it has so many of them.
_TITLE_CASE: Final = 0.8
_FEWEST_IN_TITLE: Final = 4
# As much before a word as any rule has to see.
_NEAR: Final = 30


class _Capital(NamedTuple):
    """A capitalised word. `ends` says that a name cannot go on behind it; `initial` that grammar explains its
    capital."""

    start: int
    end: int
    word: str
    initial: bool
    ends: bool

    @property
    def key(self) -> str:
        return fold(self.word)


_Run = tuple[_Capital, ...]


def names(text: str, lang: str | None = None) -> list[Range]:
    """Find the names of a text, in order, never overlapping; titles before them ("Gov.") and possessives stay outside.

    A lone capitalised word that opens a sentence is a name only if it stands with its capital inside another sentence.
    In a line set in capitals, as many headlines are, only names that ordinary lines have as well are found. In German a
    lone noun is a name only if it is part of a longer name, an acronym, or recurs without ever having an article.

    >>> text = "Talks began when Gov. Lina Moor of the Port of Velmar met J. K. Hale. Moor's aides left."
    >>> [name.of(text) for name in names(text, "en")]
    ['Lina Moor of the Port of Velmar', 'J. K. Hale', 'Moor']
    """
    language = primary(lang) or "en"
    plain, titles = _runs_by_line(text, language)
    known = _Known.of(plain, text, language)
    found = [run for run in (known.confirmed(run) for run in plain) if run]
    # A person named in full is known by the last name alone.
    accepted = frozenset(tuple(word.key for word in part) for run in found for part in (run, run[-1:]))
    found += [part for run in titles for part in _parts_known(run, accepted)]
    return sorted(Range(run[0].start, run[-1].end) for run in found)


# --- capitals and runs ----------------------------------------------------------------------------------------------


def _runs_by_line(text: str, lang: str) -> tuple[list[_Run], list[_Run]]:
    """Return the runs of ordinary lines and those of lines set in capitals."""
    plain: list[_Run] = []
    titles: list[_Run] = []
    for line in _LINE.finditer(text):
        capitals = [_capital(text, match, line.start()) for match in _capitalised().finditer(text, *line.span())]
        if not capitals:
            continue
        long = sum(len(capital.word) >= 4 for capital in capitals)
        is_title = _FEWEST_IN_TITLE <= long >= _TITLE_CASE * len(_LONG_WORD.findall(line[0])) and not line[0].endswith(
            "."
        )
        (titles if is_title and lang != "de" else plain).extend(_runs(text, capitals, lang))
    return plain, titles


@cache
def _capitalised() -> re.Pattern[str]:
    """Match a capitalised word: "Moor", "O'Hara", "al-Sabri", "U.S.", the initial "J."; not the tail of "anti-Moor"."""
    upper = "".join(c for c in map(chr, range(0x10000)) if c.isupper() or c.istitle())
    rest = rf"(?:\w|{marks().pattern})*"
    word = rf"[{upper}]{rest}(?:['’‐‑-][^\W\d_]{rest})*"
    pointed = rf"[{upper}](?:\.[{upper}])+\b\.?|[{upper}]\.(?=[ \u00a0]?[{upper}])"
    return re.compile(
        rf"(?<!\w)(?<!\w[-‐‑])(?<!\w[^\Wu]['’])(?:(?:[AaEe]l|A[dnrst]|a[dnrst]|[Aa]sh)-)?(?:{pointed}|{word})"
    )


def _capital(text: str, match: re.Match[str], line: int) -> _Capital:
    start, word = match.start(), match[0]
    if elision := _ELISION.match(word):
        start, word = start + elision.end(), word[elision.end() :]
    whole = len(word)
    word = _POSSESSIVE.sub("", word)
    while (tail := _LAST_PART.search(word)) and not tail[1][:1].isupper():
        word = word[: tail.start()]
    before = _BEFORE.search(text, max(line, start - _NEAR), match.start())
    return _Capital(start, start + len(word), word, _opens_sentence(text, before, match.start()), len(word) < whole)


def _opens_sentence(text: str, before: re.Match[str] | None, start: int) -> bool:
    if before is None:
        return False
    mark, near = before[1], text[max(start - _NEAR, 0) : start]
    if not mark or near[-1] in '“„«"‘¿¡':
        return True
    if mark in ".!?…:•*|":
        # A point behind a title or an initial ends nothing.
        word = _POINTED_WORD.search(near)
        return not (word and (word[1] in table.TITLES or word[1] in table.SAINTS or len(word[1]) == 1))
    return mark in "-–—" and bool(_DATELINE.search(near))


def _runs(text: str, capitals: Sequence[_Capital], lang: str) -> Iterator[_Run]:
    run: list[_Capital] = []
    for capital in capitals:
        apart = capital.word in table.TITLES or capital.key in table.DATES
        if run and (apart or not _joined(text, run, capital)):
            yield from _without_openers(run, lang)
            run = []
        if not apart:
            run.append(capital)
    yield from _without_openers(run, lang)


def _joined(text: str, run: Sequence[_Capital], capital: _Capital) -> bool:
    """Whether a capitalised word goes on a run: behind a space, a joint, or the point of "St."."""
    last, gap = run[-1], text[run[-1].end : capital.start]
    if last.ends or gap.isspace():
        return not last.ends and "\n" not in gap
    between = gap.strip(" \u00a0")
    if between == ".":
        return last.word in table.SAINTS
    if gap[:1].isspace() and between in {"and", "and the", "y", "et", "und"}:
        return run[0].word in table.SAINTS or table.PAIRS.get(last.key) == capital.key
    return gap[:1].isspace() and between.replace("’", "'") in table.JOINTS


def _without_openers(run: Sequence[_Capital], lang: str) -> Iterator[_Run]:
    """Cut the function words off the front of a run: "The White House", "In Orrin"; what is left has earned its
    capital."""
    function_words = short(lang) if lang in OWN_LISTS else short("en")
    measures = table.GERMAN_MEASURES if lang == "de" else frozenset()
    cut = 0
    while (
        cut < len(run) and not _is_acronym(run[cut].word) and run[cut].word.casefold() in function_words | table.OPENERS
    ):
        cut += 1
    kept = run[cut:]
    while kept and kept[-1].key in measures:
        kept = kept[:-1]
    while kept and kept[0].key in measures:
        kept = kept[1:]
    if kept:
        yield tuple(kept)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


# --- what the text itself confirms ----------------------------------------------------------------------------------


class _Known(NamedTuple):
    """What the ordinary lines of a text say of its words: seen small, seen with a capital that nothing else explains,
    seen in a run of several words, and, for German, recurring without an article."""

    small: frozenset[str]
    capital: frozenset[str]
    in_runs: frozenset[str]
    steady: frozenset[str]
    lang: str

    @classmethod
    def of(cls, runs: Sequence[_Run], text: str, lang: str) -> Self:
        words = [word for run in runs for word in run]
        return cls(
            small=frozenset(word for word in _LONG_WORD.findall(text) if word[0].islower()),
            capital=frozenset(word.key for word in words if not word.initial),
            in_runs=frozenset(word.key for run in runs if len(run) > 1 for word in run),
            steady=_steady(runs, text) if lang == "de" else frozenset(),
            lang=lang,
        )

    def confirmed(self, run: _Run) -> _Run | None:
        """Return the run as far as it is a name, or None."""
        if len(run) > 1 and run[0].initial and run[0].word.casefold() in self.small:
            run = run[1:]
        if len(run) > 1:
            return run
        return run if self._is_name_alone(run[0]) else None

    def _is_name_alone(self, word: _Capital) -> bool:
        if len(word.word.strip(".")) < 2 or (word.key in table.MAYBE_DATES and word.key not in self.in_runs):
            return False
        if _is_acronym(word.word):
            return True
        if self.lang == "de":
            return word.key in self.in_runs or word.key in self.steady
        if not word.initial:
            return True
        return word.key in self.capital or (word.ends and word.word.casefold() not in self.small)


def _steady(runs: Sequence[_Run], text: str) -> frozenset[str]:
    """Return the lone German words that recur and never stand behind an article, an adjective or a figure."""
    seen: Counter[str] = Counter()
    common: set[str] = set()
    for run in runs:
        word = run[0]
        before = _WORD_BEFORE.search(text[max(word.start - _NEAR, 0) : word.start])
        previous = before[1] if before else ""
        is_adjective = previous.islower() and previous.endswith(("e", "en", "er", "es", "em"))
        if previous.casefold() in table.GERMAN_DETERMINERS or is_adjective or previous[:1].isdigit():
            common.add(word.key)
        seen[word.key] += len(run) == 1
    return frozenset(key for key, count in seen.items() if count > 1 and key not in common)


def _parts_known(run: _Run, accepted: frozenset[tuple[str, ...]]) -> Iterator[_Run]:
    """Yield the parts of a run that are known names, the longest first from the left."""
    start = 0
    while start < len(run):
        keys = [word.key for word in run[start:]]
        length = next((n for n in range(len(keys), 0, -1) if tuple(keys[:n]) in accepted), 0)
        if length:
            yield run[start : start + length]
        start += length or 1
