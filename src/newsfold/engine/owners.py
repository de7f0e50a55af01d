"""Says whose an outlet is, as the operator declares it, so that several outlets of one house count as one account.

Nothing is guessed: without a declaration every outlet is its own. What is folded is the count of accounts alone; each outlet keeps
its name, its articles and its excerpts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from newsfold import articles
from newsfold.errors import UsageError
from newsfold.model import Article

TABLE: Final = "owners"


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose an article is when accounts are counted.

    `of_outlet` maps an outlet's name or registrable domain, casefolded, to its owner. With `families` outlets under one
    registrable domain (the feeds of one house, `sport.` and `news.`) are one too.
    """

    of_outlet: Mapping[str, str] = field(default_factory=dict)
    families: bool = False

    def __call__(self, article: Article) -> str:
        domain = articles.domain(article.url) or ""
        for name in (article.outlet, domain):
            owner = self.of_outlet.get(name.casefold())
            if owner:
                return f"owner:{owner}"
        return f"domain:{domain}" if self.families and domain else article.voice


def load_owners(path: str, *, families: bool = False) -> Owners:
    """Read a TOML file whose table `owners` maps a name to a list of outlets, by name or by domain.

    Raises: UsageError, naming the file and what is wrong in it.
    """
    try:
        value = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError("the file of owners cannot be read", resource=path) from error
    table = value.get(TABLE)
    if not isinstance(table, dict):
        raise UsageError(f"there is no table [{TABLE}] in it", resource=path)
    found: dict[str, str] = {}
    for owner, outlets in table.items():
        if not isinstance(outlets, list) or not all(isinstance(one, str) and one.strip() for one in outlets):
            raise UsageError(f'"{owner}" is not followed by a list of outlets', resource=path)
        for outlet in outlets:
            if found.setdefault(outlet.casefold(), owner) != owner:
                raise UsageError(f'"{outlet}" is both of "{found[outlet.casefold()]}" and of "{owner}"', resource=path)
    return Owners(found, families)
