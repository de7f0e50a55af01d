"""Reads the word lists of conflicts.toml, and finds their phrases among the folded words of a sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from newsfold.text.folding import fold, fold_case
from newsfold.text.language import primary


def listed(text: str) -> frozenset[str]:
    """Cut a list of a table at its commas."""
    return frozenset(filter(None, (" ".join(part.split()) for part in text.split(","))))


class Found(NamedTuple):
    """A phrase that stands at words `start` to `end`, and what it is listed under."""

    start: int
    end: int
    label: str


class Phrases:
    """Phrases of one or more words, each under a label; the longest that begins at a word is found there."""

    def __init__(self, under: Mapping[str, str], lang: str = "", prefixes: str = "") -> None:
        key = fold_case if lang == "vi" else fold
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for label, text in under.items():
            for phrase in filter(None, (" ".join(part.split()) for part in text.split(","))):
                parts = tuple(map(key, phrase.split()))
                self._by_first.setdefault(parts[0], []).append((parts, label))
        for found in self._by_first.values():
            found.sort(key=lambda one: -len(one[0]))
        self.phrases = tuple(" ".join(parts) for found in self._by_first.values() for parts, _ in found)
        first = "|".join(map(re.escape, sorted(self._by_first))).replace("'", "['’]") or "(?!)"
        self._first = re.compile(rf"\b(?:{first})\b", re.IGNORECASE)
        self._prefixes = tuple(sorted(listed(prefixes)))

    def find(self, words: Sequence[str], start: int = 0, end: int | None = None) -> Iterator[Found]:
        """Yield the phrases that stand wholly within some words, in order; they may overlap."""
        last = len(words) if end is None else min(end, len(words))
        first = max(start, 0)
        # Most words of most sentences are in no list.
        if self._by_first.keys().isdisjoint(words[first:last]):
            return
        for place in range(first, last):
            for parts, label in self._by_first.get(words[place], ()):
                if place + len(parts) <= last and tuple(words[place : place + len(parts)]) == parts:
                    yield Found(place, place + len(parts), label)
                    break

    def may_be_in(self, text: str) -> bool:
        """Tell whether the first word of a phrase stands in a text as it is written; sooner done than cutting it into words."""
        return self._first.search(text) is not None

    def may_be_among(self, words: Set[str]) -> bool:
        """Tell whether the first word of a phrase is among some folded words."""
        return not self._by_first.keys().isdisjoint(words)

    def may_start(self, words: Sequence[str]) -> bool:
        """Tell whether the first word of a phrase, or a prefix, is among some words."""
        if not self._by_first.keys().isdisjoint(words):
            return True
        return bool(self._prefixes) and any(word.startswith(self._prefixes) for word in words)

    def has(self, words: Sequence[str], start: int = 0, end: int | None = None) -> bool:
        return next(self.find(words, start, end), None) is not None


_NONE = Phrases({})
_BOUNDS = ("at_least", "at_most", "about")
_SCOPES = ("past", "rates", "total")
_MOODS = ("supposed", "expected")
_NO_NAMES = ("weekdays", "months", "titles")


@dataclass(frozen=True)
class Words:
    """The lists of one language. A language without lists has empty ones, so nothing is found in it."""

    lang: str = ""
    counted: Phrases = _NONE
    before: Phrases = _NONE
    measured: Phrases = _NONE
    bounds: Phrases = _NONE
    scopes: Phrases = _NONE
    moods: Phrases = _NONE
    articles: Phrases = _NONE
    instead: Phrases = _NONE
    asked: Phrases = _NONE
    such: Phrases = _NONE
    nobody: Phrases = _NONE
    plain_prepositions: Phrases = _NONE
    charged: Phrases = _NONE
    culprit: Phrases = _NONE
    superlatives: Phrases = _NONE
    partial: Phrases = _NONE
    earlier: Phrases = _NONE
    says: Phrases = _NONE
    answers: Phrases = _NONE
    standing: Phrases = _NONE
    wrong: Phrases = _NONE
    according: Phrases = _NONE
    negations: Phrases = _NONE
    denials: Phrases = _NONE
    refusals: Phrases = _NONE
    pronouns: Phrases = _NONE
    backwards: Phrases = _NONE
    reports_that: Phrases = _NONE
    confirms: Phrases = _NONE
    nevers: Phrases = _NONE
    noes_back: Phrases = _NONE
    pointing: Phrases = _NONE
    related: Phrases = _NONE
    accusations: Phrases = _NONE
    charges: Phrases = _NONE
    reporting: Phrases = _NONE
    days: Phrases = _NONE
    sides: Phrases = _NONE
    opposites: Phrases = _NONE
    turning: Phrases = _NONE
    limbs: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    nots: frozenset[str] = frozenset()
    noes: frozenset[str] = frozenset()
    some: frozenset[str] = frozenset()
    supposing: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    glue: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    no_names: frozenset[str] = frozenset()
    lists: Mapping[str, Any] = field(default_factory=dict)


def words_of(lang: str | None) -> Words:
    """Give the lists of a language, given as any tag of it."""
    return _words(primary(lang) or "")


# The lists of a language that are read as they are called: each a list of phrases, a table of such lists, or a set
# of words.
_PHRASES = (
    "articles",
    "instead",
    "asked",
    "such",
    "plain_prepositions",
    "charged",
    "culprit",
    "superlatives",
    "partial",
    "earlier",
    "says",
    "answers",
    "standing",
    "wrong",
    "according",
    "negations",
    "denials",
    "refusals",
    "pronouns",
    "backwards",
    "reports_that",
    "confirms",
    "nevers",
    "pointing",
    "related",
    "accusations",
    "charges",
    "reporting",
)
_TABLES = ("counted", "before", "measured", "sides")
_SETS = ("limbs", "persons", "clauses", "joints", "nots", "noes", "some", "supposing", "unsaid", "plain", "glue")


@cache
def _words(lang: str) -> Words:
    lists = tables().get(lang)
    if not isinstance(lists, dict):
        return Words(lang)

    def of(*names: str) -> Phrases:
        return Phrases({name: lists.get(name, "") for name in names}, lang)

    read: dict[str, Any] = {name: of(name) for name in _PHRASES}
    read |= {name: Phrases(lists.get(name, {}), lang) for name in _TABLES}
    read |= {name: listed(lists.get(name, "")) for name in _SETS}
    return Words(
        lang=lang,
        bounds=of(*_BOUNDS),
        scopes=of(*_SCOPES),
        moods=of(*_MOODS),
        nobody=of("nobody", "no"),
        noes_back=of("denials", "contests", "differs"),
        days=_days(lists, lang),
        opposites=_opposites(lists, lang),
        turning=_turning(lists, lang),
        auxiliaries=listed(lists.get("auxiliaries", "")) | listed(lists.get("nots", "")),
        prefixes=tuple(sorted(listed(lists.get("prefixes", "")))),
        no_names=frozenset().union(*(listed(lists.get(name, "")) for name in _NO_NAMES)),
        lists=lists,
        **read,
    )


def _opposites(lists: Mapping[str, Any], lang: str) -> Phrases:
    """Label words by the pair they are of and the side they are on: "+damaged", "-damaged"."""
    pairs = {
        f"{sign}{pair}": words
        for sign, table in (("+", "so"), ("-", "not_so"))
        for pair, words in lists.get(table, {}).items()
    }
    return Phrases(pairs, lang)


def _turning(lists: Mapping[str, Any], lang: str) -> Phrases:
    """List what can make a statement one of what is not so; a word with a prefix is found by the prefix."""
    listed = {name: lists.get(name, "") for name in ("nots", "noes")} | lists.get("not_so", {})
    return Phrases(listed, lang, lists.get("prefixes", ""))


def _days(lists: Mapping[str, str], lang: str) -> Phrases:
    """Label days by what has to be worked out: "weekday 0" is Monday, "month 3" March, "day -1" yesterday."""
    labelled: dict[str, list[str]] = {}
    for kind, first in (("weekday", 0), ("month", 1)):
        for table in (f"{kind}s", f"{kind}s_short"):
            for number, word in enumerate(lists.get(table, "").split(","), first):
                labelled.setdefault(f"{kind} {number}", []).append(word.strip())
    for offset, table in ((0, "today"), (-1, "yesterday"), (1, "tomorrow")):
        labelled[f"day {offset}"] = lists.get(table, "").split(",")
    return Phrases({label: ",".join(found) for label, found in labelled.items()}, lang)


@cache
def tables() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("conflicts.toml").read_text("utf-8"))


@cache
def families(which: str) -> frozenset[str]:
    """Name the families that a list over all languages holds: "persons_families", "growing"."""
    return frozenset(part.strip() for part in tables()[which].split(","))
