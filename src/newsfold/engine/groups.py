"""Says which declared groups of outlets cover a story, and which are silent.

The operator alone says what a group is (public broadcasters, a region, a language); an outlet may be in several or in none. Nothing
is weighed by it and no digest chooses by it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from newsfold.engine.outlets import names
from newsfold.errors import UsageError
from newsfold.model import Coverage, Listed

TABLE: Final = "groups"


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups in the order in which they were declared: `outlets` maps each to names and registrable domains, casefolded."""

    outlets: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def coverage(self, articles: Sequence[Listed]) -> tuple[Coverage, ...]:
        """Say of every group how it covers what these articles, in the order of time, tell of."""
        called = [(article, names(article.outlet, article.url)) for article in articles]
        return tuple(
            _coverage(group, [article for article, known in called if not outlets.isdisjoint(known)])
            for group, outlets in self.outlets.items()
        )


NO_GROUPS: Final = Groups()


def _coverage(group: str, articles: Sequence[Listed]) -> Coverage:
    return Coverage(group, tuple(dict.fromkeys(article.outlet for article in articles)), len(articles))


def load_groups(path: str) -> Groups:
    """Read a TOML file whose table `groups` maps a name to a list of outlets, by name or by domain.

    Raises: UsageError, naming the file and what is wrong in it.
    """
    try:
        value = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError("the file of groups cannot be read", resource=path) from error
    table = value.get(TABLE)
    if not isinstance(table, dict):
        raise UsageError(f"there is no table [{TABLE}] in it", resource=path)
    found: dict[str, frozenset[str]] = {}
    for group, outlets in table.items():
        if not isinstance(outlets, list) or not all(isinstance(one, str) and one.strip() for one in outlets):
            raise UsageError(f'"{group}" is not followed by a list of outlets', resource=path)
        found[group] = frozenset(outlet.casefold() for outlet in outlets)
    return Groups(found)
