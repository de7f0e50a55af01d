"""Cuts a text into sentences with their ranges: sentencex proposes the breaks, and the rules here take back the false
ones.

Its misses were counted on 600 articles: they are breaks too many, after an abbreviation ("5 p.m. / Monday", "the U.K. /
Office"), before a small letter, and before a closing mark that was left behind. Where a rule may err it joins: a
sentence too long is shown whole, one cut in two would put half a sentence on a page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from newsfold.model import Range
from newsfold.text.abbreviations import BEFORE_A_NUMBER, INSIDE, before_a_name
from newsfold.text.language import primary
from newsfold.text.quotations import closed, quotations
from newsfold.text.stopwords import short

_LINE: Final = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
# sentencex is quadratic in opening marks that are never closed: 0.3 s for 80,000 characters, so 30 s for 800,000.
_LONGEST_LINE: Final = 20_000
_OWN_BREAK: Final = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+|[。！？।॥۔؟።։]+[”’」』)）]*\s*")
# As much before a break as any rule has to see.
_TAIL: Final = 60
# Straight marks are paired off over so much text before a break; no quotation in a newspaper is longer.
_LOOK_BACK: Final = 2_000

_WORD: Final = re.compile(r"[^\W_]")
_LAST_TOKEN: Final = re.compile(r"([^\s(\[{“‘„«\"'¿¡—–/]+)\.\s*$")
_POINTED: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_TIME_OF_DAY: Final = re.compile(r"[ap]\.m", re.IGNORECASE)
_AFTER_TIME_OF_DAY: Final = re.compile(
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thur?s?|Fri|Sat(?:ur)?|Sun)(?:day)?s?|Jan|Feb|March|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec"
    r"|[A-Z]{1,4}T\b|UTC|Eastern|Central|Pacific|Mountain|\d)",
)
_STRAY: Final = re.compile(r"[”’»」』)\]\"']+(?=\s|$)")
_ENUMERATOR: Final = re.compile(r"\s*\(?(?:\d{1,3}|[A-Za-z])[.)]\s*$")
_OPENING: Final = re.compile(r"[\s“‘„«‹»\"'(\[¿¡—–-]*")
_ADDRESS: Final = re.compile(r"https?:|www\.|[@#]|\S+\.\S*/|\S+\.(?:com|org|net)\b|\w[A-Z]")
# "Dorne, 4 mar (Istmo).- El ...": the point and the dash of a Spanish or an Italian dateline.
_DATELINE_GOES_ON: Final = re.compile(r"\.[-–—]")
_LONGEST_DATELINE: Final = 100
_REST_OF_A_DOMAIN: Final = re.compile(r"(?:com|org|net|gov|edu|co|info|io|tv)\b", re.IGNORECASE)
_NO_CASE_STOP: Final = frozenset("。！？।॥۔؟።։")
# A German ordinal is a figure with a point: "der 2. Mann", "am 3. Oktober".
_ORDINAL: Final = re.compile(
    r"(?:\b(?:der|die|das|den|dem|des|am|im|vom|zum|zur|beim|ab|bis|seit)\s+\d{1,2}\.\s*$)", re.IGNORECASE
)
_AFTER_ORDINAL: Final = re.compile(r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Jahrhundert|Platz|Klasse)")
_FIGURE_END: Final = re.compile(r"(?<![\d.,])\d{1,2}\.\s*$")
_QUOTE_ENDS: Final = frozenset("」』”")
_JAPANESE_QUOTED: Final = re.compile(r"(?:と|って|などと)")
# A capital after these is a letter, not an initial.
_LETTERED: Final = frozenset(
    ["Plan", "Vitamin", "Group", "Class", "Type", "Grade", "Schedule", "Hepatitis", "Part", "And"]
)
# What opens sentences without being a function word; after "U.S." these start anew, other capitals go on ("U.S. /
# Army").
_STARTERS: Final = frozenset(
    [
        "also",
        "but",
        "earlier",
        "finally",
        "however",
        "later",
        "meanwhile",
        "now",
        "still",
        "then",
        "yesterday",
        "today",
        "last",
    ]
)


def sentences(text: str, lang: str | None = None) -> list[Range]:
    """Find the sentences of a text: in order, trimmed, none empty, and nothing but space between them.

    A newline always ends a sentence; a break never falls inside a quotation that is closed on its line; a dateline
    ("Dec 1 (Agency) - ") stays with what follows. `lang` is a language tag; without one the rules of English and of any
    script's own full stops hold. Any string is taken, lone surrogates and all.

    >>> text = "Gov. Moor spoke at 5 p.m. Monday. She left."
    >>> [sentence.of(text) for sentence in sentences(text, "en")]
    ['Gov. Moor spoke at 5 p.m. Monday.', 'She left.']
    """
    language = primary(lang) or "en"
    readable = _SURROGATE.sub("\ufffd", text)
    return [sentence for line in _LINE.finditer(readable) for sentence in _in_line(line[0], line.start(), language)]


def _in_line(line: str, offset: int, lang: str) -> Iterator[Range]:
    for start, end in _pieces(line, lang):
        words = line[start:end]
        kept = words.strip()
        if kept:
            first = offset + start + len(words) - len(words.lstrip())
            yield Range(first, first + len(kept))


def _pieces(line: str, lang: str) -> Iterator[tuple[int, int]]:
    breaks = _proposed(line, lang)
    whole = [found.outer for found in quotations(line) if closed(found)] if breaks else []
    start, word = 0, _next_word(line, 0)
    for at, following in pairwise([*breaks, len(line)]):
        after = _past_stray_marks(line, start, at)
        has_words = word < after < following and _WORD.search(line, after, following)
        if not has_words or _is_inside(after, whole) or _is_false(line, Range(start, after), lang):
            continue
        yield start, after
        start, word = after, _next_word(line, after)
    yield start, len(line)


def _next_word(line: str, start: int) -> int:
    found = _WORD.search(line, start)
    return found.start() if found else len(line)


def _is_inside(at: int, whole: Sequence[Range]) -> bool:
    """Whether a place is inside one of some ranges, which are in order and apart."""
    before = bisect_left(whole, at, key=lambda found: found.start) - 1
    return before >= 0 and at < whole[before].end


def _proposed(line: str, lang: str) -> list[int]:
    """List the places inside a line where a sentence may end, as sentencex sees it."""
    if len(line) > _LONGEST_LINE:
        return _plain_breaks(line)
    from sentencex import get_sentence_boundaries  # noqa: PLC0415 - a compiled library, not needed to import the package

    try:
        found = [boundary["end_index"] for boundary in get_sentence_boundaries(lang, line)]
    except BaseException as error:
        # A panic in Rust arrives as a PanicException, which cannot be imported and derives from BaseException.
        if type(error).__name__ != "PanicException":
            raise
        return _plain_breaks(line)
    return [end for end in found if end < len(line)]


def _plain_breaks(line: str) -> list[int]:
    return [match.end() for match in _OWN_BREAK.finditer(line) if match.end() < len(line)]


def _past_stray_marks(line: str, start: int, at: int) -> int:
    """Move a break behind the closing marks that it would leave to the next sentence."""
    stray = _STRAY.match(line, at)
    if not stray or (stray[0][0] == '"' and line.count('"', max(start, at - _LOOK_BACK), at) % 2 == 0):
        return at
    return stray.end()


def _is_false(line: str, piece: Range, lang: str) -> bool:
    """Whether the break at the end of a piece cuts a sentence in two."""
    at = piece.end
    before = line[max(piece.start, at - _TAIL) : at]
    first = _OPENING.match(line, at).end()  # type: ignore[union-attr]  # it matches the empty string
    after = line[first : first + _TAIL]
    return (
        _goes_on_small(before, after)
        or (piece.end - piece.start <= _TAIL and _ENUMERATOR.fullmatch(before) is not None)
        or _ends_short(before, after, lang)
        or _ends_in_figure(before, after, lang)
        or (before.rstrip()[-1:] in _QUOTE_ENDS and _JAPANESE_QUOTED.match(after) is not None)
        or (piece.start == 0 and at <= _LONGEST_DATELINE and _DATELINE_GOES_ON.match(line, at - 1) is not None)
        or (before.endswith(".") and _REST_OF_A_DOMAIN.match(after) is not None)
    )


def _goes_on_small(before: str, after: str) -> bool:
    """Whether what follows begins with a small letter, and is no web address or name like "iBox"."""
    return after[:1].islower() and before.rstrip()[-1:] not in _NO_CASE_STOP and not _ADDRESS.match(after)


def _ends_short(before: str, after: str, lang: str) -> bool:
    """Whether the break falls after an abbreviation or an initial that what follows belongs to."""
    token = _LAST_TOKEN.search(before)
    if not token:
        return False
    short_form = token[1]
    if short_form in before_a_name(lang) or short_form in INSIDE:
        return True
    if short_form in BEFORE_A_NUMBER:
        return after[:1].isdigit()
    if _TIME_OF_DAY.fullmatch(short_form):
        return bool(_AFTER_TIME_OF_DAY.match(after))
    if _POINTED.fullmatch(short_form) or _is_initial(short_form, before[: token.start()], lang):
        return not _starts_anew(after, lang)
    return False


def _is_initial(token: str, before: str, lang: str) -> bool:
    """Whether a single capital is the initial of a name: not in "Plan B.", nor in "she and I."."""
    if len(token) != 1 or not token.isupper():
        return False
    previous = before.split()[-1:]
    alone = not previous or previous[0].endswith((".", ":"))
    return alone or (previous[0][:1].isupper() and not (lang == "en" and previous[0] in _LETTERED))


def _starts_anew(after: str, lang: str) -> bool:
    word = re.match(r"[^\W\d_]+(?:['’][^\W\d_]+)*", after)
    if not word or not word[0][0].isupper():
        return not word and not after[:1].isdigit()
    key = word[0].casefold().replace("’", "'")
    return key in short(lang) or key.partition("'")[0] in short(lang) or key in _STARTERS


def _ends_in_figure(before: str, after: str, lang: str) -> bool:
    """Whether the break falls after a German ordinal."""
    if lang != "de" or not _FIGURE_END.search(before):
        return False
    return bool(_ORDINAL.search(before) or _AFTER_ORDINAL.match(after))
