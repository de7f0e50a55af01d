"""A text -> hashes of every five words in a row that stand outside its quotations: the evidence that texts are one text.

Each distinct word is folded and hashed once in a process; the rest is arithmetic on arrays that wraps around at 64 bits.
The hashes are the same in every process and on every machine, so they may be compared, stored and partitioned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import xxhash

from newsfold.text.folding import fold
from newsfold.text.quotations import quotations
from newsfold.text.scripts import UNSPACED, marks

Hashes = npt.NDArray[np.uint64]

# Five words are in two texts by chance only as a set phrase (Broder et al. 1997 use from 4 to 10). A Vietnamese syllable, which
# stands between spaces there, says less than a word, and a character less than that: with five syllables the openings of
# official news ("Prime Minister ... chairs the meeting of ...") looked like copies of each other.
WORDS: Final = 5
SYLLABLES: Final = 8
CHARACTERS: Final = 10
# As in `text.tokens`: a day of 10,000 English articles has about 120,000 distinct words.
_REMEMBERED: Final = 250_000
_LONGEST_REMEMBERED: Final = 40
# An odd multiplier of random bits (the golden ratio times 2^64), so that the order of the words counts.
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")


class Shingles(NamedTuple):
    """The hashes of a text in its order: of what it tells itself, and of what touches a direct quotation."""

    told: Hashes
    quoted: Hashes


def shingles(text: str, lang: str | None = None) -> Shingles:
    """Hash every five words in a row.

    Independent accounts share what was said, so quoted words are no evidence, nor are the words that lead across their
    edges ("... recovery yet, Oyle said"). A word is a run of letters, digits and marks: punctuation and hyphens, which
    copy desks change, make no difference. A text mostly in a script without spaces gives ten characters in a row, Vietnamese
    (`lang` "vi") eight syllables.

    >>> [len(hashes) for hashes in shingles('Officials said "the dam above Velmar will hold" on Monday.')]
    [0, 6]
    """
    pattern, width = _reading(text, lang)
    pieces = [pattern.findall(piece) for piece in _pieces(text)]
    lengths = [len(piece) for piece in pieces]
    hashes = np.fromiter(map(_word_hashes().__getitem__, chain.from_iterable(pieces)), np.uint64, sum(lengths))
    if len(hashes) < width:
        return Shingles(hashes[:0], hashes[:0])
    piece_of = np.repeat(np.arange(len(pieces)), lengths)
    first, last = piece_of[: len(hashes) - width + 1], piece_of[width - 1 :]
    told: npt.NDArray[np.bool_] = (first == last) & (first % 2 == 0)
    rolled = _roll(hashes, width)
    return Shingles(rolled[told], rolled[~told])


def title_key(title: str, lang: str | None = None) -> str:
    """Fold a title to its words, for comparing whole titles; empty where it has fewer than a shingle, as too many share such.

    >>> title_key("Velmar’s dam “will hold”, says port"), title_key("Weather today")
    ('velmar s dam will hold says port', '')
    """
    pattern, width = _reading(title, lang)
    words = pattern.findall(fold(title))
    return " ".join(words) if len(words) >= width else ""


def _pieces(text: str) -> Iterator[str]:
    """Cut a text at its quotations: every second piece is one."""
    here = 0
    for found in quotations(text):
        yield text[here : found.outer.start]
        yield text[found.outer.start : found.outer.end]
        here = found.outer.end
    yield text[here:]


def _reading(text: str, lang: str | None) -> tuple[re.Pattern[str], int]:
    """Say what a word of this text is and how many of them make a shingle."""
    width = SYLLABLES if lang == "vi" else WORDS
    if text.isascii():
        return _pattern(unspaced=False, marked=False), width
    marked = marks().search(text) is not None
    if not _UNSPACED.search(text):
        return _pattern(unspaced=False, marked=marked), width
    pattern = _pattern(unspaced=True, marked=marked)
    words = pattern.findall(text)
    mostly = 2 * sum(map(bool, map(_UNSPACED.match, words))) > len(words)
    return pattern, CHARACTERS if mostly else width


@cache
def _pattern(*, unspaced: bool, marked: bool) -> re.Pattern[str]:
    """Build the pattern of a word: what slows it down is in it only where the text has any."""
    letter = rf"(?:\w|{marks().pattern})" if marked else r"\w"
    return re.compile(rf"[{UNSPACED}]|(?:(?![{UNSPACED}]){letter})+" if unspaced else f"{letter}+")


def _roll(words: Hashes, width: int) -> Hashes:
    """Combine each `width` hashes in a row into one: a polynomial of them, modulo 2^64."""
    count = len(words) - width + 1
    rolled = words[:count].copy()
    for offset in range(1, width):
        rolled *= _MULTIPLIER
        rolled += words[offset : offset + count]
    return rolled


class _WordHashes(dict[str, int]):
    """From a word as it stands to the hash of its folded form. Full, it starts afresh."""

    def __missing__(self, word: str) -> int:
        hashed = xxhash.xxh3_64_intdigest(fold(word).encode("utf-8", "surrogatepass"))
        if len(word) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = hashed
        return hashed


@cache
def _word_hashes() -> _WordHashes:
    return _WordHashes()
