"""Says which declared groups of outlets cover a story, and which are silent.

The operator alone says what a group is (public broadcasters, a region, a language); an outlet may be in several or in none. Nothing
is weighed by it and no digest chooses by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from newsfold.engine.declared import declared
from newsfold.engine.outlets import names
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

    def of(self, outlet: str) -> tuple[str, ...]:
        """Name the groups that an outlet is in by its name."""
        return tuple(group for group, outlets in self.outlets.items() if outlet.casefold() in outlets)


NO_GROUPS: Final = Groups()


def _coverage(group: str, articles: Sequence[Listed]) -> Coverage:
    return Coverage(group, tuple(dict.fromkeys(article.outlet for article in articles)), len(articles))


def load_groups(path: str) -> Groups:
    """Read a TOML file whose table `groups` maps a name to a list of outlets, by name or by domain.

    Raises: UsageError, naming the file and what is wrong in it.
    """
    return Groups({group: frozenset(map(str.casefold, outlets)) for group, outlets in declared(path, TABLE)})
