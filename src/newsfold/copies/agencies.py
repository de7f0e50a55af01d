"""The world's news agencies, and the marks by which articles name them: a table that comes with the program (agencies.toml).

A mark counts as it is written there: "dpa" and "EFE" are marks wherever they stand, initials that also mean something else ("AP",
"UNI", "Trend") only where a credit is expected. Which agency such initials name may depend on the language.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Final, Self

from newsfold.errors import UsageError
from newsfold.model import Range

_WORD: Final = re.compile(r"\w+")
_LISTS: Final = ("languages", "marks", "ambiguous", "domains")


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency: the `key` of its row, the languages of its marks (ISO 639-1), and its own domains."""

    key: str
    languages: frozenset[str]
    domains: frozenset[str]


@dataclass(frozen=True)
class Agencies:
    """`surely` maps each mark that is one agency's alone to it; `perhaps` maps initials and words to all that they may name."""

    surely: Mapping[str, Agency]
    perhaps: Mapping[str, tuple[Agency, ...]]

    @classmethod
    def of(cls, table: Mapping[str, Mapping[str, Any]]) -> Self:
        """Make them of a table as agencies.toml has it."""
        surely: dict[str, Agency] = {}
        perhaps: dict[str, list[Agency]] = defaultdict(list)
        for key, row in table.items():
            agency = Agency(key, frozenset(row["languages"]), frozenset(row["domains"]))
            surely.update(dict.fromkeys(row["marks"], agency))
            for mark in row["ambiguous"]:
                perhaps[mark].append(agency)
        return cls(surely, {mark: tuple(found) for mark, found in perhaps.items()})

    def named(self, words: str, lang: str | None = None) -> Agency | None:
        """Say which agency some words name that stand where a credit is expected; None where none or several may be meant."""
        mark = unicodedata.normalize("NFC", words)
        if mark in self.surely:
            return self.surely[mark]
        may = self.perhaps.get(mark, ())
        if len(may) > 1:
            may = tuple(one for one in may if lang in one.languages)
        return may[0] if len(may) == 1 else None

    def within(self, words: str) -> Range | None:
        """Find the first mark in some words that is one agency's alone; the longest where several begin there."""
        found = list(_WORD.finditer(words))
        for first, begin in enumerate(found):
            for last in reversed(found[first : first + self._longest]):
                if unicodedata.normalize("NFC", words[begin.start() : last.end()]) in self.surely:
                    return Range(begin.start(), last.end())
        return None

    @cached_property
    def _longest(self) -> int:
        return max((len(_WORD.findall(mark)) for mark in self.surely), default=0)


@cache
def known() -> Agencies:
    """The agencies that come with the program."""
    return Agencies.of(_shipped())


def load_agencies(path: str) -> Agencies:
    """Read a file in the form of agencies.toml and add it to the agencies that come with the program.

    A row takes the place of the shipped one of its key; `languages`, `ambiguous` and `domains` may be left out.

    Raises: UsageError, naming the file and what is wrong in it.
    """
    try:
        table = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError("the table of agencies cannot be read", resource=path) from error
    return Agencies.of({**_shipped(), **{key: _row(key, row, path) for key, row in table.items()}})


def _shipped() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("agencies.toml").read_text("utf-8"))


def _row(key: str, row: object, path: str) -> dict[str, list[str]]:
    if not isinstance(row, dict):
        raise UsageError(f'"{key}" is no table; write [{key}] above its marks', resource=path)
    found = {name: row.get(name, []) for name in _LISTS}
    for name, values in found.items():
        if not isinstance(values, list) or not all(isinstance(one, str) and one.strip() for one in values):
            raise UsageError(f'"{name}" of [{key}] is no list of words', resource=path)
    if not (found["marks"] or found["ambiguous"]):
        raise UsageError(f"[{key}] has no marks, so nothing names it", resource=path)
    return {name: [unicodedata.normalize("NFC", one.strip()) for one in values] for name, values in found.items()}
