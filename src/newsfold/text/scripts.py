"""Names the writing systems in a text, by ranges of code points, and the languages that use each.

Only what the other modules ask: which script a text is mostly in, and which characters are written without spaces.
Ranges follow the Unicode Character Database (Scripts.txt), cut to the blocks that news is written in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

# Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, kana, bopomofo, Han, Hangul. Korean does put
# spaces, but its particles hang on the words, so that bigrams compare better there too (as in Lucene's CJK analyzer).
UNSPACED: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0eae\u0eb0-\u0ec6\u0edc-\u0edf\u1000-\u103f\u1050-\u109d\u1100-\u11ff\u1780-\u17d3"
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)

# A script and the ISO 639-1 languages that are written in it, as far as they tell scripts apart. Latin is everything
# else.
_SCRIPTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "Greek": ("\u0370-\u03ff\u1f00-\u1fff", ("el",)),
    "Cyrillic": ("\u0400-\u052f", ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "tg", "mn", "tt", "ba", "cv", "os")),
    "Armenian": ("\u0530-\u058f", ("hy",)),
    "Hebrew": ("\u0590-\u05ff\ufb1d-\ufb4f", ("he", "yi")),
    "Arabic": (
        "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
        ("ar", "fa", "ur", "ps", "ku", "ug", "sd", "ks"),
    ),
    "Devanagari": ("\u0900-\u097f", ("hi", "mr", "ne", "sa")),
    "Bengali": ("\u0980-\u09ff", ("bn", "as")),
    "Gurmukhi": ("\u0a00-\u0a7f", ("pa",)),
    "Gujarati": ("\u0a80-\u0aff", ("gu",)),
    "Oriya": ("\u0b00-\u0b7f", ("or",)),
    "Tamil": ("\u0b80-\u0bff", ("ta",)),
    "Telugu": ("\u0c00-\u0c7f", ("te",)),
    "Kannada": ("\u0c80-\u0cff", ("kn",)),
    "Malayalam": ("\u0d00-\u0d7f", ("ml",)),
    "Sinhala": ("\u0d80-\u0dff", ("si",)),
    "Thai": ("\u0e00-\u0e7f", ("th",)),
    "Lao": ("\u0e80-\u0eff", ("lo",)),
    "Tibetan": ("\u0f00-\u0fff", ("bo", "dz")),
    "Myanmar": ("\u1000-\u109f", ("my",)),
    "Georgian": ("\u10a0-\u10ff\u1c90-\u1cbf", ("ka",)),
    "Hangul": ("\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3", ("ko",)),
    "Ethiopic": ("\u1200-\u139f", ("am", "ti")),
    "Khmer": ("\u1780-\u17ff", ("km",)),
    "Kana": ("\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f", ("ja",)),
    "Han": ("\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", ("zh", "ja")),
}
# Serbian and a few others are written in either script, so Latin text does not rule them out.
_ALSO_LATIN: Final = frozenset({"sr", "ku", "tt", "kk", "ky", "tg", "mn"})
# Japanese mixes: kana is grammar, so that a text with one kana to twenty Han characters is Japanese already.
_KANA_SHARE: Final = 0.05


@cache
def _members(script: str) -> re.Pattern[str]:
    return re.compile(f"[{_SCRIPTS[script][0]}]")


@cache
def marks() -> re.Pattern[str]:
    """Match the combining marks and joiners that belong to a word although `\\w` lacks them.

    Without them every Hindi or Bengali word would fall to pieces at its vowel signs. Marks beyond the basic plane
    belong to scripts that no news is written in, and one of them would make the class 10 times slower (`re` then lists
    its ranges).
    """
    found = [c for c in map(chr, range(0x300, 0x10000)) if unicodedata.category(c)[0] == "M"]
    return re.compile(f"[\u200c\u200d{''.join(found)}]")


def script_of(text: str) -> str | None:
    """Name the script that most letters of a text are in ("Latin", "Cyrillic", "Han"...); None without any letter.

    >>> script_of("Orrin votes"), script_of("Выборы"), script_of("12:30")
    ('Latin', 'Cyrillic', None)
    """
    letters = sum(map(str.isalpha, text))
    if text.isascii():
        return "Latin" if letters else None
    counts = {script: found for script in _SCRIPTS if (found := len(_members(script).findall(text)))}
    kana, han = counts.get("Kana", 0), counts.get("Han", 0)
    if kana > _KANA_SHARE * han:
        counts["Kana"] = kana + han
    counts["Latin"] = max(letters - sum(counts.values()) + (kana > _KANA_SHARE * han) * han, 0)
    best = max(counts, key=lambda script: counts[script])
    return best if counts[best] else None


def languages_of(script: str) -> tuple[str, ...]:
    """List the languages written in a script, the most common first; empty for Latin, which too many are written in."""
    return _SCRIPTS[script][1] if script in _SCRIPTS else ()


def written_in(lang: str, script: str) -> bool:
    """Whether a language can be written in a script.

    >>> written_in("bn", "Latin"), written_in("bn", "Bengali"), written_in("sr", "Latin")
    (False, True, True)
    """
    if script in _SCRIPTS:
        return lang in _SCRIPTS[script][1]
    return lang in _ALSO_LATIN or not any(lang in languages for _, languages in _SCRIPTS.values())
