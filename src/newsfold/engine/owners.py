"""Says whose an outlet is, as the operator declares it, so that several outlets of one house count as one account.

Nothing is guessed: without a declaration every outlet is its own. What is folded is the count of accounts alone; each outlet keeps
its name, its articles and its excerpts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from newsfold import articles
from newsfold.engine.declared import declared
from newsfold.engine.outlets import names
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
        for name in names(article.outlet, article.url):
            if owner := self.of_outlet.get(name):
                return f"owner:{owner}"
        domain = articles.domain(article.url)
        return f"domain:{domain}" if self.families and domain else article.voice


def load_owners(path: str, *, families: bool = False) -> Owners:
    """Read a TOML file whose table `owners` maps a name to a list of outlets, by name or by domain.

    Raises: UsageError, naming the file and what is wrong in it.
    """
    found: dict[str, str] = {}
    for owner, outlets in declared(path, TABLE):
        for outlet in outlets:
            known = found.setdefault(outlet.casefold(), owner)
            if known != owner:
                raise UsageError(f'"{outlet}" is both of "{known}" and of "{owner}"', resource=path)
    return Owners(found, families)
