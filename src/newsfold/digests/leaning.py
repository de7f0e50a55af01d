"""Tells whether a sentence leans on the one before it: "He said", "But the mayor", "That vote", a quote of nobody.

Such a sentence is understood only beside its neighbour, so it is never shown alone. The word lists are in leaning.toml,
for English, German, Spanish, French and Vietnamese; of other languages only what needs no words is seen (quotation
marks, a small letter in front).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from newsfold.text.folding import fold, fold_case

# "...", he said: the words are somebody's, and whose they are is told above.
_SPEAKER_ABOVE: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"""(?<=[\w.,!?…])["”’'»“]\s*,?\s*(?:(?:he|she|they|it|we|i)\b|(?:said|added|told) (?:he|she|they)\b)"""
    ),
    "de": re.compile(r"""(?<=[\w.,!?…])["”“«»]\s*,?\s*(?:\w+ )?(?:\w+te?|hiess|schrieb|sprach|rief) (?:er|sie|es)\b"""),
    "es": re.compile(
        r"""(?<=[\w.,!?…])["”»]\s*,?\s*(?:agreg|anadi|dij|senal|afirm|sostuv|indic|explic|asegur|subray|recalc|insisti|coment|apunt"""
        r"""|conclu|manifest|advirti|precis|detall)(?:o|io|uyo)\b\s*(?:[.,;:]|$|(?:en|durante|tras|al|a) )"""
    ),
}
# "Das zeigt", "Die haben es": an article that a verb follows is a pronoun. German nouns have capitals, and adjectives behind
# an article end in -e or -n; of the words in -t, -d or -ß that are no verbs the usual ones are named.
_ARTICLE_ALONE = re.compile(
    r"(?:Der|Die|Das) (?!(?:fast|erst|sonst|meist|oft|mit|seit|nicht|weit|rund|dort|selbst|jetzt|zuletzt|derzeit|bereits|längst"
    r"|einst|höchst|äußerst|damit|somit|\w+weit|und|während|wohl|laut|samt|bald|gut)\b)[a-zäöü]+[tdß]\b"
)
_OPENING_MARKS = "\"'“”„‟‘‚«»‹›([–—-•*· "
_QUOTES = '"“„«‟'
_ALL_QUOTED = re.compile(r"""["“„«‟][^"“”„«»‟]*["”“»]\W*$""")
_WORD = re.compile(r"[\w'’]+")
_LONGEST_OPENING = 3  # words of the longest phrase in the lists


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of one language; empty for one that has none."""

    openings: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    demonstratives: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    pointers: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()


@cache
def _words() -> Mapping[str, _Words]:
    lists = tomllib.loads(resources.files(__package__).joinpath("leaning.toml").read_text("utf-8"))
    return {lang: _Words(**{name: _listed(text) for name, text in named.items()}) for lang, named in lists.items()}


def _listed(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


def leans(sentence: str, lang: str | None = None) -> bool:
    """Tell whether a sentence needs the one before it; in a language without word lists its marks alone decide.

    >>> [leans(said, "en") for said in ("But the mayor refused.", "This week the mayor refused.", "“No,” she said.")]
    [True, False, True]
    """
    bare = sentence.lstrip(_OPENING_MARKS)
    if not bare or _begins_small(bare) or _ALL_QUOTED.match(sentence):
        return True
    language = (lang or "")[:2]
    words = _words().get(language, _Words())
    if language == "de" and _ARTICLE_ALONE.match(bare):
        return True
    return _opens_backwards(_folded(bare[:80], language), words, sentence[0] in _QUOTES) or _speaker_is_above(
        sentence, language
    )


def _begins_small(bare: str) -> bool:
    """Tell whether a sentence begins inside another; a name like "iPhone" begins small and has a capital later."""
    return bare[0].islower() and bare.split(maxsplit=1)[0].lower() == bare.split(maxsplit=1)[0]


def _folded(bare: str, language: str) -> str:
    """Fold as the lists are folded: in Vietnamese the accents make the word ("họ" are they, "hồ" is a lake)."""
    return fold_case(bare) if language == "vi" else fold(bare)


def _opens_backwards(bare: str, words: _Words, quoted: bool) -> bool:
    first = _WORD.findall(bare.replace("’", "'"))[: _LONGEST_OPENING + 1]
    if not first or any(" ".join(first[:n]) in words.openings for n in range(1, _LONGEST_OPENING + 1)):
        return bool(first)
    if first[0] in words.own:
        return not quoted
    # "Officially they", "The picture they draw": nobody was named yet
    if not words.subjects.isdisjoint(first[1:3] if first[0] in words.articles else first[1:2]):
        return not quoted
    if first[0] in words.demonstratives:
        return words.times.isdisjoint(first[1:3])
    return first[0] in words.prepositions and not words.pointers.isdisjoint(first[1:3])


def _speaker_is_above(sentence: str, language: str) -> bool:
    pattern = _SPEAKER_ABOVE.get(language)
    return pattern is not None and pattern.search(fold(sentence)) is not None
