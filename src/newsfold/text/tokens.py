"""Cuts a text into words with their ranges, and into terms: the keys by which texts are compared.

`terms` is the hot path of everything that compares articles, so each distinct token is worked out once in a process and
remembered; what is remembered is bounded, and forgetting it never changes a result.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Final

from newsfold.model import Range
from newsfold.text.folding import fold, fold_case
from newsfold.text.language import primary
from newsfold.text.scripts import UNSPACED, marks
from newsfold.text.stopwords import short

# ISO 639-1 to Snowball. Languages that are not here are compared by their unstemmed words.
_STEMMERS: Final = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
# 6,466 English articles (43 MB) have 90,088 distinct tokens; at some 200 bytes each, a full memory takes 50 MB.
_REMEMBERED: Final = 250_000
# Nothing longer is a word; remembering it would let a hostile page fill the memory.
_LONGEST_REMEMBERED: Final = 40
_APOSTROPHES: Final = "'’‘ʼ`"
# What stands before an apostrophe in French, Italian and Catalan is an article or a pronoun, never the word itself.
_ELIDING: Final = frozenset({"fr", "it", "ca"})
_THOUSANDS: Final = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*")
_UNSPACED_RUN: Final = re.compile(f"[{UNSPACED}]+")


@cache
def _pattern(*, hyphens: bool) -> re.Pattern[str]:
    """Build the pattern of a token, linear in the text.

    What may go on a word is one class of characters, so that most words cost one look at the next character: 30 MB/s, where
    alternatives for numbers, acronyms and words made it 3.
    """
    more = rf"\w*(?:{marks().pattern}+\w*)*"
    joints = _APOSTROPHES + ("‐‑-" if hyphens else "")
    inside = "|".join(
        (
            rf"(?<=[{joints}])[^\W\d_]{more}",
            r"(?<=\d[.,])\d+",  # "1,200", "3.5"
            r"(?<=\b[^\W\d_]\.)[^\W\d_]\b",  # "U.S", "p.m"
        )
    )
    return re.compile(rf"[^\W_]{more}(?:[.,{joints}](?:{inside}))*")


def words(text: str) -> list[Range]:
    """Find the words of a text, in order: letters, digits and marks, with apostrophes, hyphens and points inside.

    >>> text = "The U.S. paid 3.5 for Velmar's build-up."
    >>> [word.of(text) for word in words(text)]
    ['The', 'U.S', 'paid', '3.5', 'for', "Velmar's", 'build-up']
    """
    return [Range(*match.span()) for match in _pattern(hyphens=True).finditer(text)]


def terms(text: str, lang: str | None = None) -> list[str]:
    """List the content terms of a text in their order, repeated as often as they stand there, for comparing only.

    A term is a folded, stemmed word (Snowball; unstemmed in a language that is not known), a number without its
    thousands separators, or a pair of neighbouring characters in scripts without spaces. Function words are left out
    (`short`). Capitals decide where they can: "US" and "WHO" are terms, "us" and "who" are not.

    >>> terms("The ministers of Velmar's parties met in the U.S.", "en")
    ['minist', 'velmar', 'parti', 'met', 'us']
    >>> terms("马杜罗说", "zh")
    ['马杜', '杜罗', '罗说']
    """
    return list(filter(None, spelled(text, lang)[1]))


def spelled(text: str, lang: str | None = None) -> tuple[list[str], list[str]]:
    """List the tokens of a text as they stand there, and beside each its term: two lists of one length.

    A function word has the empty string for a term. In scripts without spaces each pair of characters comes with the run that
    it stands in, folded.

    >>> spelled("Velmar's parties met", "en")
    (["Velmar's", 'parties', 'met'], ['velmar', 'parti', 'met'])
    """
    term_of = _memory(primary(lang)).__getitem__
    found = _pattern(hyphens=False).findall(text)
    if not text.isascii() and _UNSPACED_RUN.search(text):
        spread = list(_spread(found, term_of))
        return [token for token, _ in spread], [term for _, term in spread]
    return found, list(map(term_of, found))


def _spread(tokens: list[str], term_of: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    for token in tokens:
        end = 0
        for run in _UNSPACED_RUN.finditer(token):
            if run.start() > end:
                yield token[end : run.start()], term_of(token[end : run.start()])
            folded = fold(run[0])
            yield from ((folded, pair) for pair in _bigrams(folded))
            end = run.end()
        if end < len(token):
            yield token[end:], term_of(token[end:])


def _bigrams(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for start in range(len(run) - 1):
        yield run[start : start + 2]


class _Memory(dict[str, str]):
    """From a token as it stands to its term, or to the empty string where it is none. Full, it starts afresh."""

    def __init__(self, work_out: Callable[[str], str]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, token: str) -> str:
        term = self._work_out(token)
        if len(token) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[sys.intern(token)] = sys.intern(term)
        return term


@lru_cache(maxsize=16)
def _memory(lang: str | None) -> _Memory:
    # Vietnamese accents make the word: AUC of same story against other .9977 with them, .9957 without (330 articles).
    key = fold_case if lang == "vi" else fold
    stops = frozenset(map(key, short(lang)))
    stem = _stemmer(lang)

    def work_out(token: str) -> str:
        if token[0].isdigit():
            return _number_key(token)
        if "." in token:
            return "" if token.islower() else key(token.replace(".", ""))
        folded = key(_without_elision(token, lang))
        if folded in stops:
            return folded if token.isupper() and len(token) > 1 else ""
        return stem(folded) if len(folded) > 1 else ""

    return _Memory(work_out)


def _stemmer(lang: str | None) -> Callable[[str], str]:
    if lang not in _STEMMERS:
        return str
    import Stemmer  # noqa: PLC0415 - a compiled library, not needed to split words

    stem: Callable[[str], str] = Stemmer.Stemmer(_STEMMERS[lang], 0).stemWord
    return stem


def _number_key(token: str) -> str:
    if _THOUSANDS.fullmatch(token):
        token = token.replace(",", "").replace(".", "")
    return fold(token.replace(",", "."))


def _without_elision(token: str, lang: str | None) -> str:
    """Cut what an apostrophe hangs on a word: "Velmar's", "l'homme"; elsewhere ("O'Hara") drop the apostrophe alone."""
    parts = re.split(f"[{_APOSTROPHES}]", token)
    if len(parts) == 1:
        return token
    if lang in _ELIDING:
        return parts[-1]
    if len(parts[-1]) <= 2 and len(parts[0]) > 1:
        # Contractions ("don't", "we'll") are in the list of function words with a straight apostrophe.
        whole = "'".join(parts)
        return whole if fold(whole) in short(lang) else "".join(parts[:-1])
    return "".join(parts)
