"""Turns text into keys for comparing: without case, without accents, with compatibility forms undone.

A key is never shown and carries no offsets: "Nicolás" and "NICOLAS" have one key, and neither is the other's spelling.
"""

from __future__ import annotations

import re
import unicodedata

# Accents go; signs that are letters of their own stay: Indic vowels and virama, kana voicing, and the breve that makes
# Cyrillic й and ў. Without the exceptions "बिल" and "बल", or "が" and "か", would have one key.
_ACCENTS = re.compile(
    r"[\u0300-\u0305\u0307-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]|(?<![иИуУ])\u0306"
)
# Letters with a stroke or a ligature, which Unicode does not decompose although people type them without it.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


def fold(text: str) -> str:
    """Fold text to a key: compatibility decomposition, no accents, casefolded, recomposed. Folding twice changes
    nothing.

    Follows the order of Unicode's toNFKC_Casefold (The Unicode Standard, 3.13), with the accents taken out between.

    >>> fold("Nicolás MADURO"), fold("Łódź"), fold("Straße")
    ('nicolas maduro', 'lodz', 'strasse')
    """
    if text.isascii():
        return text.lower()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    # Casefolding can bring back what was taken out ("İ" gives an i with a dot above), so it is taken out again.
    again = _ACCENTS.sub("", unicodedata.normalize("NFKD", bare)).translate(_PLAIN)
    return unicodedata.normalize("NFC", again)


def fold_case(text: str) -> str:
    """Fold case and composition only: for Vietnamese, where the accents are what tells one word from another.

    >>> fold_case("Bán") == fold_case("Bạn")
    False
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
