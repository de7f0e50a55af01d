"""Reads the word lists of events.toml: kinds of happenings and their order, and how a text says who filled a role."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from newsfold.digests.conflicts.conflictwords import Phrases, listed


@cache
def phrases(lang: str, table: str) -> Phrases:
    """Give a table of a language, its phrases under their labels; an empty one where the language has none."""
    found = _tables().get(lang, {}).get(table, {})
    return Phrases(found if isinstance(found, Mapping) else {table: found}, lang)


@cache
def words(lang: str, name: str) -> frozenset[str]:
    """Give a list of single words of a language; none where it has no such list."""
    return listed(_tables().get(lang, {}).get(name, ""))


@cache
def ordered(table: str) -> tuple[tuple[str, str], ...]:
    """Give pairs of labels that hold in all languages: what comes first, and what comes of it."""
    return tuple(sorted(_tables()[table].items()))


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("events.toml").read_text("utf-8"))
