"""Reads what an operator declares of outlets in a TOML file: a table that maps a name to a list of outlets."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from newsfold.errors import UsageError


def declared(path: str, table: str) -> Iterator[tuple[str, list[str]]]:
    """Give each name of a table with its outlets, by name or by domain, as they are written, in the order of the file.

    Raises: UsageError, naming the file and what is wrong in it.
    """
    try:
        value = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"the file of {table} cannot be read", resource=path) from error
    found = value.get(table)
    if not isinstance(found, dict):
        raise UsageError(f"there is no table [{table}] in it", resource=path)
    for name, outlets in found.items():
        if not isinstance(outlets, list) or not all(isinstance(one, str) and one.strip() for one in outlets):
            raise UsageError(f'"{name}" is not followed by a list of outlets', resource=path)
        yield name, outlets
