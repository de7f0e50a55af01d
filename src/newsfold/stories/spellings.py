"""Gives one spelling to a name that outlets spell differently: "Kiev" and "Kyiv", "Moskau" and "Moscow".

Three sources, the surest first: what countries and large cities are called in each language (Unicode's CLDR, by way of Babel), a
table of names in the news that newsrooms spell in several ways (spellings.toml), and rules for what transliteration does to any
name (after Steinberger et al., "JRC-Names", RANLP 2011, of whose rules only those are taken that leave ordinary words alone). What
comes out is for comparing; nothing of it is ever shown as an outlet's word. Accents are `newsfold.text.folding`'s affair.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from babel import Locale, UnknownLocaleError

from newsfold.stories.prior import share
from newsfold.text.folding import fold
from newsfold.text.language import primary
from newsfold.text.tokens import terms

# A stem of two or three letters ("ang" for Angola) may be a stem of anything, unless it is the name itself ("Rom").
_SHORTEST: Final = 4
# Stemming may cut the beginning too: in Indonesian "Bermuda" becomes "muda". So many letters have to be the name's own.
_OWN_LETTERS: Final = 3
# As many as tokens are remembered in a process (`newsfold.text.tokens`); forgetting never changes a result.
_REMEMBERED: Final = 250_000
# Names of fewer letters than this are too like other words for rules.
_SHORTEST_FOR_RULES: Final = 5
# In Vietnamese accents make the word, and its terms keep them.
_WITHOUT_RULES: Final = frozenset({"vi"})
_RULES: Final = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"^([kgd])h(?=[aeiou])", r"\1"),  # Khalil, Kalil; Ghani, Gani; Dhaher, Daher
        (r"^q(?!u)", "k"),  # Qandil, Kandil
        (r"sk[iy][iyj]*$", "ski"),  # Malinovsky, Malinovskiy, Malinovskyj
        (r"(?<=[a-z]{2})([oe])[vw]i(?:tsch|tch|cz)$", r"\1vich"),  # Petrovitch, Petrowitsch, Petrovich
        (r"(?:[iy][yj]|(?<=[lnr])[yj])a$", "ia"),  # Mariya, Marija, Maria; Sonja, Sonya, Sonia
    )
)


def one_spelling(term: str, lang: str | None = None) -> str:
    """Give the term under which a name's spellings are compared, or the term itself.

    A term is as `newsfold.text.tokens.terms` gives it, folded and stemmed, and `lang` the language of its text (ISO 639-1 or None).
    What comes out is in the form of an English term. An ordinary word stays as it is: rules touch no term that the prior
    knows, and make none that it knows.

    >>> one_spelling("kiev", "en"), one_spelling("moskau", "de"), one_spelling("zelenskiy"), one_spelling("rate", "en")
    ('kyiv', 'moscow', 'zelenski', 'rate')
    """
    return _memory(primary(lang))[term]


def spellings(terms: Iterable[str], lang: str | None = None) -> list[str]:
    """Give `one_spelling` of each of some terms of one language: a look-up each, as every word of every article is asked for."""
    return list(map(_memory(primary(lang)).__getitem__, terms))


class _Memory(dict[str, str]):
    """From a term of a language to its one spelling. Full, it starts afresh."""

    def __init__(self, lang: str | None) -> None:
        super().__init__()
        self._lang = lang

    def __missing__(self, term: str) -> str:
        found = _unified(term, self._lang)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[term] = found
        return found


@lru_cache(maxsize=16)
def _memory(lang: str | None) -> _Memory:
    return _Memory(lang)


def _unified(term: str, lang: str | None) -> str:
    if term.isdigit():
        return term
    known = _abroad(lang).get(term, term)
    known = _table(lang).get(known) or _table("en").get(known, known)
    is_known = known != term or known in _names()
    return known if is_known or lang in _WITHOUT_RULES else _by_rules(term)


def _by_rules(term: str) -> str:
    if len(term) < _SHORTEST_FOR_RULES or not (term.isascii() and term.isalpha()) or share(term):
        return term
    key = term
    for pattern, instead in _RULES:
        key = pattern.sub(instead, key)
    return term if share(key) else key


@cache
def _table(lang: str | None) -> Mapping[str, str]:
    """Give the rows of spellings.toml, each spelling in the form that it has as a term of a language."""
    rows = tomllib.loads(resources.files(__package__).joinpath("spellings.toml").read_text("utf-8"))
    return {
        term: target
        for part in rows.values()
        for name, others in part.items()
        if (target := _only_term(name, "en"))
        for other in (name, *others)
        if (term := _only_term(other, lang)) and term != target
    }


@cache
def _names() -> frozenset[str]:
    """Give the names under which the spellings of the table are compared."""
    return frozenset(_table("en").values())


@cache
def _abroad(lang: str | None) -> Mapping[str, str]:
    """Map what places are called in a language to what they are called in English, both as terms.

    A place whose name is of several words in either language is left out, and a language that CLDR does not know has none.
    """
    if lang in (None, "en"):
        return {}
    try:
        there = dict(_places(Locale.parse(lang)))
    except (UnknownLocaleError, ValueError):
        return {}
    english = dict(_places(Locale("en")))
    found: dict[str, str] = {}
    for place, name in sorted(there.items()):
        term, target = _only_term(name, lang), _only_term(english.get(place) or _city_of(place), "en")
        if term and target and term != target:
            found.setdefault(term, target)
    return found


def _places(locale: Locale) -> Iterator[tuple[str, str]]:
    """List countries by their codes (ISO 3166) and the cities after which time zones are named, by the zones."""
    yield from ((code, name) for code, name in locale.territories.items() if len(code) == 2 and code.isalpha())
    yield from ((zone, names["city"]) for zone, names in locale.time_zones.items() if "city" in names)


def _city_of(place: str) -> str:
    """Read an English name out of a time zone's, which CLDR does not repeat where it is the same; empty for a country."""
    return place.rpartition("/")[2].replace("_", " ") if "/" in place else ""


def _only_term(name: str, lang: str | None) -> str | None:
    """Give the term of a name of one word; None where there are more, or too little of the name is left in it."""
    folded, found = fold(name), terms(name, lang)
    if len(found) != 1 or " " in folded:
        return None
    is_whole = found[0] == folded
    is_most = len(found[0]) >= _SHORTEST and found[0][:_OWN_LETTERS] == folded[:_OWN_LETTERS]
    return found[0] if is_whole or is_most else None
