"""A text -> hashes of every five words in a row that stand outside its quotations: the evidence that texts are one text.

All is arithmetic on arrays that wraps around at 64 bits. The hashes are the same in every process and on every machine, so they
may be compared, stored and partitioned.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from newsfold.copies.words import Hashes, Words, words
from newsfold.text.folding import fold
from newsfold.text.quotations import edges

# Five words are in two texts by chance only as a set phrase (Broder et al. 1997 use from 4 to 10). A Vietnamese syllable, which
# stands between spaces there, says less than a word, and a character less than that: with five syllables the openings of
# official news ("Prime Minister ... chairs the meeting of ...") looked like copies of each other.
WORDS: Final = 5
SYLLABLES: Final = 8
CHARACTERS: Final = 10
# Three words are the least that a headline says ("Goats crowned in Velmar" has four); two outlets have to share several before one
# counts.
TITLE_WORDS: Final = 3
_WORD: Final = re.compile(r"\w+")
# An odd multiplier of random bits (the golden ratio times 2^64), so that the order of the words counts.
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)


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
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    found = words(text)
    wide = width(found, lang)
    count = len(found.hashes) - wide + 1
    if count <= 0:
        return Shingles(found.hashes[:0], found.hashes[:0])
    hashes = rolled(found.hashes, wide)
    own = told(text, found, wide)
    return Shingles(hashes[own], hashes[~own])


def told(text: str, found: Words, length: int) -> npt.NDArray[np.bool_]:
    """Say of every `length` words in a row whether they stand outside the quotations of their text."""
    quoted = np.array(edges(text, found.quotes.tolist()), dtype=np.int64)
    piece = np.searchsorted(quoted, found.begin, side="right")
    count = max(len(piece) - length + 1, 0)
    outside: npt.NDArray[np.bool_] = (piece[:count] == piece[length - 1 :]) & (piece[:count] % 2 == 0)
    return outside


def title_key(title: str, lang: str | None = None) -> str:
    """Fold a title to its words, for comparing whole titles; empty where it has too few of them, as too many share such.

    >>> title_key("Velmar’s dam “will hold”, says port"), title_key("Weather today")
    ('velmar s dam will hold says port', '')
    """
    folded = fold(title)
    if folded.isascii():  # as most are once they are folded; for so few words the arrays take ten times as long
        plain = _WORD.findall(folded)
        return " ".join(plain) if len(plain) >= (SYLLABLES if lang == "vi" else TITLE_WORDS) else ""
    found = words(folded)
    wide = width(found, lang)
    if len(found.hashes) < (TITLE_WORDS if wide == WORDS else wide):
        return ""
    return " ".join(folded[begin:end] for begin, end in zip(found.begin.tolist(), found.end.tolist(), strict=True))


def width(found: Words, lang: str | None) -> int:
    """Say how many words of a text make a shingle."""
    if 2 * found.alone > len(found.hashes):
        return CHARACTERS
    return SYLLABLES if lang == "vi" else WORDS


def rolled(words: Hashes, width: int) -> Hashes:
    """Combine each `width` hashes in a row into one: a polynomial of them, modulo 2^64."""
    count = len(words) - width + 1
    rolled = words[:count].copy()
    for offset in range(1, width):
        rolled *= _MULTIPLIER
        rolled += words[offset : offset + count]
    return rolled
