"""Puts words into classes by what they do in reported speech: what reports, what joins, who, and all others.

The classes have the same names in every language; the tables are in words.toml, and the English table of what reports in
cues.json, counted on labelled text.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

from newsfold.text.folding import fold

# The first letter of the class of a word that reports; its grade stands behind it.
CUE: Final = "C"
_NUMBER, _CAPITAL, _OTHER = "9", "N", "w"
_ROLES: Final = ("people", "offices", "papers", "titles", "vague")
_REMEMBERED: Final = 100_000


@dataclass(frozen=True)
class Words:
    """The tables of one language: class of a function word, kind and grade of a word that reports, class of an ending, roles."""

    classes: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    endings: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    capitals: bool = True
    _memory: dict[str, str] = field(default_factory=dict)

    def class_of(self, token: str) -> str:
        """Name the class of a token; a mark is its own class."""
        known = self._memory.get(token)
        if known is None:
            known = self._worked_out(token)
            if len(self._memory) < _REMEMBERED:
                self._memory[token] = known
        return known

    def _worked_out(self, token: str) -> str:
        if not (token[0].isalnum() or token[0] == "_"):
            return token[0]
        key = fold(token).replace("’", "'")
        # "she's", "who'd": the pronoun is what counts.
        plain = key if key in self.classes else key.partition("'")[0]
        if plain in self.classes:
            return self.classes[plain]
        if key in self.grades:
            return f"{CUE}{self.grades[key]}"
        if token[0].isdigit():
            return _NUMBER
        if token[0].isupper() and self.capitals:
            return _CAPITAL
        return next((name for ending, name in self.endings.items() if key.endswith(ending)), _OTHER)


@cache
def words_of(lang: str | None) -> Words:
    """The tables of a language; those of one that has none are empty."""
    listed = tables(lang or "en")
    grades = _counted() if lang in (None, "en") else _inverted(listed.get("cues", {}))
    return Words(
        classes=_inverted(listed.get("classes", {})),
        grades=grades,
        endings=_inverted(listed.get("endings", {})),
        roles={name: frozenset(listed.get("roles", {}).get(name, "").split()) for name in _ROLES},
        capitals=lang != "de",
    )


@cache
def grammar(name: str) -> frozenset[str]:
    """List the classes of words that do something in every language, as words.toml names it."""
    return frozenset(_tables()["grammar"][name].split())


def tables(lang: str) -> Mapping[str, Any]:
    """Give the tables of a language as words.toml has them; empty where it has none."""
    found: Mapping[str, Any] = _tables().get(lang, {})
    return found


def forget() -> None:
    """Read the tables anew at the next call, for one who has just written them."""
    for one in (words_of, _tables, _counted):
        one.cache_clear()


def _inverted(listed: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, words in listed.items() for word in words.split()}


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))


@cache
def _counted() -> Mapping[str, str]:
    listed = json.loads(resources.files(__package__).joinpath("cues.json").read_text("utf-8"))
    return _inverted(listed)
