"""What a store knows while items are taken in: looked up for some hundreds at a time, and written some hundreds at a time.

Used inside one transaction for each portion, so nobody else writes between a look and what follows from it. What waits to be
written is known here as if it were in the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from newsfold.model import Article, Item, Rejected, Revision
from newsfold.store import Outcome, Store


class Shelf:
    """The articles of a store, for `newsfold.engine.intake.place`, and the items that are recorded beside them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._owner: dict[str, str | None] = {}
        self._articles: dict[str, Article | None] = {}
        self._added: list[Article] = []
        self._items: list[tuple[Item | Rejected, Outcome, str | None, str | Rejected]] = []

    # --- looking up ---

    def look_up(self, seen: Sequence[Article]) -> None:
        """Forget what was known, and look up all that may be asked of these articles."""
        self._owner, self._articles = {}, {}
        self._find(list(dict.fromkeys(key for one in seen for key in one.keys)))
        alone = (one.id for one in seen if all(self._owner[key] is None for key in one.keys))
        self._get(list(dict.fromkeys(one for one in alone if one not in self._articles)))

    def _find(self, keys: Sequence[str]) -> None:
        found = self._store.find_articles(keys)
        for article in found.values():
            self._articles.setdefault(article.id, article)
        self._owner.update((key, found[key].id if key in found else None) for key in keys)

    def _get(self, ids: Sequence[str]) -> None:
        self._articles.update(dict.fromkeys(ids))
        self._articles.update((article.id, article) for article in self._store.articles(ids))

    def find_articles(self, keys: Iterable[str]) -> dict[str, Article]:
        """As `Store.find_articles`."""
        wanted = list(keys)
        unknown = [key for key in dict.fromkeys(wanted) if key not in self._owner]
        if unknown:
            self._find(unknown)
        return {key: article for key in wanted if (one := self._owner[key]) and (article := self._articles[one])}

    def owners(self, keys: Iterable[str]) -> Collection[Article]:
        return {article.id: article for article in self.find_articles(keys).values()}.values()

    def article(self, article_id: str) -> Article | None:
        """The article of this id, if there is one."""
        if article_id not in self._articles:
            self._get([article_id])
        return self._articles[article_id]

    def of_id(self, article_id: str) -> Collection[Article]:
        known = self.article(article_id)
        return [known] if known else []

    def revisions(self, article_id: str) -> list[Revision]:
        """As `Store.revisions`."""
        self.write()
        return self._store.revisions(article_id)

    def former(self, article: Article) -> Collection[str]:
        return {revision.id for revision in self.revisions(article.id)}

    # --- writing ---

    def add(self, article: Article) -> None:
        """Keep a new article; no other owns one of its keys."""
        article = replace(article, keys=tuple(dict.fromkeys(article.keys)))
        self._added.append(article)
        self._know(article)

    def revise(self, article: Article) -> None:
        """Keep new words, keys or an address of a known article."""
        self.write()
        self._store.add_revision(article)
        self._know(self._store.article(article.id))

    def _know(self, article: Article) -> None:
        self._articles[article.id] = article
        self._owner.update(dict.fromkeys(article.keys, article.id))

    def record(
        self, item: Item | Rejected, outcome: Outcome, article_id: str | None = None, reason: str | Rejected = ""
    ) -> None:
        """Record what became of an item."""
        self._items.append((item, outcome, article_id, reason))

    def write(self) -> None:
        """Write what waits: articles, then items, as these name them."""
        added, self._added = self._added, []
        items, self._items = self._items, []
        if added:
            self._store.add_articles(added)
        for one in items:
            self._store.record_item(*one)
