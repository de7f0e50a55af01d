"""Cuts a text into sentences of pieces: stretches, a clause or less, that are reported speech as a whole or not at all.

A piece ends at punctuation, before a word that joins or subordinates, around what reports ("said"), and where a quotation
begins or ends. On labelled text 98 of 100 characters fall into pieces that are all of one kind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from newsfold.digests.attribution.words import CUE, Words, grammar, words_of
from newsfold.model import Range
from newsfold.text.language import primary
from newsfold.text.quotations import Quotation, quotations
from newsfold.text.sentences import sentences

_TOKEN: Final = re.compile(r"\w+(?:[.'’‑-]\w+)*|[^\w\s]")
# Marks that hold words together and end no piece.
_JOINING: Final = frozenset("'’‘-‑$€£#@&%/.")
# A sentence of more words is a list or a table, and nobody's speech.
_MOST_TOKENS: Final = 400


class Piece(NamedTuple):
    """Tokens `first` to `last` (exclusive) of a sentence; `grade` is the kind and grade of a cue in it, "" without one."""

    first: int
    last: int
    grade: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in tokens: where each stands in the text, its class, whether it stands in a quotation; and the pieces of them."""

    range: Range
    tokens: tuple[Range, ...]
    classes: tuple[str, ...]
    quoted: tuple[bool, ...]
    pieces: tuple[Piece, ...]

    def stretch(self, piece: Piece) -> Range:
        """Where a piece stands in the text, with the punctuation that closes it."""
        return Range(self.tokens[piece.first].start, self.tokens[piece.last - 1].end)


def in_pieces(
    text: str, lang: str | None, quoted: Sequence[Quotation] | None = None, *, direct: bool = False
) -> list[Sentence]:
    """Cut a text into its sentences, each in pieces. Sentences without a word are left out.

    quoted: the quotations of the text, from one who knows them. direct: only sentences with a quotation, those before and behind
    one; for one who asks for no other.
    """
    found = quotations(text) if quoted is None else quoted
    outer = [one.outer for one in found]
    tables = words_of(primary(lang))
    cut = sentences(text, lang)
    asked = _beside_quotations(cut, outer) if direct else cut
    return [one for stretch in asked if (one := _sentence(text, stretch, outer, tables)) is not None]


def _beside_quotations(cut: Sequence[Range], outer: Sequence[Range]) -> Iterator[Range]:
    ends = [one.end for one in outer]
    holds = []
    for one in cut:
        at = bisect_right(ends, one.start)
        holds.append(at < len(outer) and outer[at].start < one.end)
    for place, one in enumerate(cut):
        if any(holds[max(place - 1, 0) : place + 2]):
            yield one


def _sentence(text: str, stretch: Range, outer: Sequence[Range], tables: Words) -> Sentence | None:
    tokens = tuple(Range(*match.span()) for match in _TOKEN.finditer(text, *stretch))
    if not tokens or len(tokens) > _MOST_TOKENS:
        return None
    classes = tuple(tables.class_of(one.of(text)) for one in tokens)
    quoted = tuple(_inside(tokens, outer))
    return Sentence(stretch, tokens, classes, quoted, tuple(_pieces(classes, quoted)))


def _inside(tokens: Sequence[Range], outer: Sequence[Range]) -> Iterator[bool]:
    starts = [one.start for one in outer]
    for token in tokens:
        at = bisect_right(starts, token.start) - 1
        yield at >= 0 and token.start < outer[at].end


def _pieces(classes: Sequence[str], quoted: Sequence[bool]) -> Iterator[Piece]:
    first = 0
    for at in range(1, len(classes) + 1):
        if at == len(classes) or _ends_before(at, classes, quoted):
            yield Piece(first, at, "" if quoted[first] else _grade(classes[first:at]), quoted[first])
            first = at


def _grade(classes: Sequence[str]) -> str:
    return next((name[1:] for name in classes if name[0] == CUE), "")


def _ends_before(at: int, classes: Sequence[str], quoted: Sequence[bool]) -> bool:
    if quoted[at] != quoted[at - 1]:
        return True
    if quoted[at]:
        return False
    before, after = classes[at - 1], classes[at]
    if _is_mark(before):
        return before not in _JOINING
    if _is_mark(after):
        return False
    return (before[0] == CUE) != (after[0] == CUE) or after in grammar("openers") or before == "that"


def _is_mark(name: str) -> bool:
    return len(name) == 1 and not name.isalnum()
