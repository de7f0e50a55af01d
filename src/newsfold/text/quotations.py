"""Finds what stands between quotation marks, paragraph by paragraph, in the customs of many languages.

Only the outermost quotations are told, so they never overlap. A quotation that runs over several paragraphs opens each
of them with a mark and closes only the last; every paragraph of it is a quotation here. Marks that may be apostrophes,
feet or inches count only where they cannot be.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, islice, takewhile
from typing import Final, NamedTuple

from newsfold.model import Range

# What may close what opened. Where two are given, the custom differs by country („Berlin“, „Warszawa”) or is often
# mistyped.
_CLOSERS: Final[Mapping[str, str]] = {
    "“": "”",
    "”": "”",
    "„": "“”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    '"': '"',
    "'": "'",
}
_OTHER_KIND: Final[Mapping[str, str]] = {"“": '"', '"': "”"}
_SINGLE: Final = frozenset("‘‚'")
# These can open, close, or be an apostrophe; their neighbours decide. All others say by themselves what they do.
_EITHER: Final = frozenset("\"'‘’”»›")
_ALWAYS_CLOSING: Final = frozenset("”»«›‹」』")
_NESTING: Final = frozenset("«‹「『")
MARKS: Final = "".join(sorted({*_CLOSERS, *"".join(_CLOSERS.values())}))
"""Every character that may open or close a quotation."""
_MARKS: Final = re.compile(f"[{MARKS}]")
_BEFORE_A_WORD: Final = frozenset("([{<-–—―/¿¡:;,.…>=|\u200b\ufeff") | frozenset(_CLOSERS)
_AT_THE_END: Final = frozenset(",.!?…;")
# "‘90s", "'em", "‘tis": an apostrophe at the start of a word.
_CLIPPED: Final = re.compile(r"(?:\d\ds?|em|tis|twas|til|cause|bout|round|n)\b", re.IGNORECASE)
# More marks than this inside one quotation are not prose, and looking no further keeps the search linear.
_FURTHEST: Final = 60
# Two single straight marks for a double one, as archives and typesetters write it; to be read as one, at the same length.
_DOUBLED: Final = "''"
_AS_ONE: Final = '"\u2060'
_DEEPEST: Final = 4


class Quotation(NamedTuple):
    """A quotation with its marks (`outer`) and without them and the spaces inside them (`inner`).

    Where the closing mark is missing, both end with the paragraph.
    """

    outer: Range
    inner: Range


def quotations(text: str, marks: Sequence[int] | None = None) -> list[Quotation]:
    """Find the outermost quotations of a text, in order; a mark that is never closed quotes to the end of its
    paragraph.

    A single mark that is never closed is an apostrophe, unless it opens the paragraph. Two opening marks without a
    closing one between them leave the first unread: nobody can tell where its words end.

    `marks`: the places of all MARKS in the text, ascending, from one who has looked at every character already.
    Those inside a word may be missing. Two single straight marks are read as one double mark only where none are given.

    >>> text = "He called it “a quiet week” and the workers’ day."
    >>> [found.inner.of(text) for found in quotations(text)]
    ['a quiet week']
    """
    if marks is None:
        if _DOUBLED in text:
            found = (_with_doubled(one, text) for one in quotations(text.replace(_DOUBLED, _AS_ONE)))
            return [one for one in found if one.inner.start < one.inner.end]  # nothing stands in a mark alone
        marks = [mark.start() for mark in _MARKS.finditer(text)]
    if not marks:
        return []
    # Most paragraphs have no mark, so those that have are looked for from their marks.
    breaks = list(accumulate(map(len, text.splitlines(keepends=True)), initial=0))
    quoted: list[Quotation] = []
    index = 0
    while index < len(marks):
        place = bisect_right(breaks, marks[index])
        start, end = breaks[place - 1], breaks[place]
        following = bisect_left(marks, end, index)
        quoted += _in_paragraph(text, marks[index:following], start, end)
        index = following
    return quoted


def _with_doubled(found: Quotation, text: str) -> Quotation:
    """Give a quotation the second halves of its marks, where these are two single ones."""
    (start, end), (first, last) = found
    first += text.startswith(_DOUBLED, start)
    end += closed(found) and text.startswith(_DOUBLED, end - 1)
    return Quotation(Range(start, end), Range(first, last))


def edges(text: str, marks: Sequence[int]) -> list[int]:
    """List where the quotations of a text begin and end with their marks, one after the other: the `outer` of `quotations`.

    For one who asks of many places whether they are quoted. Most marks are a double one and the one that plainly closes it; they
    are read here at once, and only what is left of a paragraph from a doubtful mark on takes the long way.
    """
    if not marks:
        return []
    breaks = list(accumulate(map(len, text.splitlines(keepends=True)), initial=0))
    found: list[int] = []
    index, end = 0, -1
    while index < len(marks):
        at = marks[index]
        if at >= end:
            place = bisect_right(breaks, at)
            start, end = breaks[place - 1], breaks[place]
        closing = marks[index + 1] if index + 1 < len(marks) else end
        if closing < end and _is_plain(text, at, closing, start):
            if closing > at + 1:
                found += (at, closing + 1)
            index += 2
            continue
        following = bisect_left(marks, end, index)
        for quotation in _in_paragraph(text, marks[index:following], start, end):
            found += quotation.outer
        index = following
    return found


def _is_plain(text: str, at: int, closing: int, start: int) -> bool:
    """Whether a mark opens and the next one closes, whatever else is in their paragraph, which begins at `start`."""
    mark = text[at]
    if mark == "“":
        return text[closing] == "”" and not text[at + 1].isspace()
    if mark != '"' or text[closing] != '"' or text[at + 1].isspace() or text[closing - 1].isspace():
        return False
    before = text[at - 1] if at > start else " "
    return (before.isspace() or before in _BEFORE_A_WORD) and not text[closing + 1 : closing + 2].isalnum()


def closed(found: Quotation) -> bool:
    """Whether a quotation has its closing mark."""
    return found.outer.end > found.inner.end


def _in_paragraph(text: str, marks: Sequence[int], start: int, end: int) -> Iterator[Quotation]:
    end = start + len(text[start:end].rstrip())
    here = start
    for index, at in enumerate(marks):
        if at < here or not _opens(text, at, start, end):
            continue
        closing, reopened = _closing(text, marks[index : index + _FURTHEST], start, end)
        if closing is None:
            closing = _mistyped(text, marks[index : index + _FURTHEST])
        if closing is not None:
            inner, here = _trimmed(text, at + 1, closing), closing + 1
        elif reopened or (text[at] in _SINGLE and text[start:at].strip()):
            continue
        else:
            inner, here = _trimmed(text, at + 1, end), end
        if inner:
            yield Quotation(Range(at, here), inner)


def _opens(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    mark = text[at]
    if mark not in _CLOSERS or (after.isspace() and not before.isspace()):
        return False
    if mark not in _EITHER:
        return True
    if after.isspace() or not (before.isspace() or before in _BEFORE_A_WORD):
        return False
    return mark not in _SINGLE or not _CLIPPED.match(text, at + 1)


def _closing(text: str, marks: Sequence[int], start: int, end: int) -> tuple[int | None, bool]:
    """Find the mark that closes the first of some marks, and whether the same mark opens once more without being
    closed."""
    opening = text[marks[0]]
    depth, likely = 0, None
    for at in islice(marks, 1, None):
        if text[at] in _CLOSERS[opening] and _closes(text, at, end):
            if depth:
                depth -= 1
            elif likely is not None and text[at - 1] not in _AT_THE_END:
                continue
            elif text[at] == "’" and likely is None and _may_be_plural(text, at):
                likely = at
            else:
                return at, False
        elif text[at] == opening and _opens(text, at, start, end):
            if opening not in _NESTING or depth == _DEEPEST:
                return likely, True
            depth += 1
    return likely, depth > 0


def _mistyped(text: str, marks: Sequence[int]) -> int | None:
    """Find the mark of the other kind, curly or straight, that was typed where a double one should close: “Go," she said.

    There must be just one before the next that opens, and it must stand behind the stop or comma that ends what is said.
    """
    other = _OTHER_KIND.get(text[marks[0]])
    between = list(takewhile(lambda at: text[at] != "“", marks[1:]))
    doubles = [at for at in between if text[at] in '"”']
    if other is None or len(doubles) != 1:
        return None
    (at,) = doubles
    return at if text[at] == other and text[at - 1] in _AT_THE_END and not text[at + 1 : at + 2].isalnum() else None


def _closes(text: str, at: int, end: int) -> bool:
    if text[at] in _ALWAYS_CLOSING:
        return True
    after = text[at + 1 : min(at + 2, end)]
    return not text[at - 1].isspace() and (text[at] in "“‘" or not after.isalnum())


def _may_be_plural(text: str, at: int) -> bool:
    """Whether a closing single mark may be the apostrophe of "the workers’ day": it is, if the quotation closes
    later."""
    return text[at - 1] in "sS" and text[at + 1 : at + 2].isspace() and text[at + 2 : at + 3].islower()


def _trimmed(text: str, start: int, end: int) -> Range | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return Range(start, end) if start < end else None
