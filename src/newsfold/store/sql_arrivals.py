"""What came in: items, subscriptions, articles with their revisions, and the index of their words. The statements are beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsfold.errors import NotFound
from newsfold.model import (
    Article,
    Feed,
    FeedState,
    FetchRecord,
    Found,
    Gap,
    Item,
    Ledger,
    Revision,
    Search,
    StoredWords,
)
from newsfold.store import (
    articles,
    fetching,
    received,
    searching,
    tallies,
)
from newsfold.store.connected import Connected
from newsfold.store.contents import Tallies


class SqlArrivals(Connected):
    """The parts of `Store` that are about what came in."""

    # --- what came in ---

    def received(self, article_id: str) -> list[Item]:
        with self._reading() as connection:
            return received.items_of(self._flushed(connection), article_id)

    def ledger(self) -> Ledger:
        with self._reading() as connection:
            return received.ledger(self._flushed(connection))

    def tallies(self) -> Tallies:
        with self._reading() as connection:
            return tallies.tally(connection)

    def record_feed(self, feed: Feed) -> None:
        with self._writing() as connection:
            received.put_feed(connection, feed)

    def feeds(self) -> list[Feed]:
        with self._reading() as connection:
            return received.all_feeds(connection)

    # --- subscriptions between two fetches ---

    def feed_states(self) -> list[FeedState]:
        with self._reading() as connection:
            return fetching.states(connection)

    def save_feed_state(self, state: FeedState) -> None:
        with self._writing() as connection:
            fetching.save_state(connection, state)

    def record_fetch(self, fetch: FetchRecord) -> None:
        with self._writing() as connection:
            fetching.record(connection, fetch)

    def fetches(self, url: str) -> list[FetchRecord]:
        with self._reading() as connection:
            return fetching.of_feed(connection, url)

    def record_gap(self, gap: Gap) -> None:
        with self._writing() as connection:
            fetching.record_gap(connection, gap)

    def gaps(self, urls: Iterable[str] | None = None) -> list[Gap]:
        with self._reading() as connection:
            return fetching.all_gaps(connection, urls)

    def move_feed(self, old: str, new: str) -> bool:
        with self._writing() as connection:
            return fetching.move(connection, old, new)

    def remove_feed(self, url: str) -> bool:
        with self._writing() as connection:
            return fetching.remove(connection, url)

    # --- articles ---

    def find_article(self, keys: Iterable[str]) -> Article | None:
        with self._reading() as connection:
            first = next(iter(articles.owners(connection, keys).values()), None)
            return None if first is None else articles.one(connection, first)

    def find_articles(self, keys: Iterable[str]) -> dict[str, Article]:
        with self._reading() as connection:
            owners = articles.owners(connection, keys)
        found = {article.id: article for article in self.articles(owners.values())}
        return {key: found[article_id] for key, article_id in owners.items()}

    def add_article(self, article: Article) -> None:
        self.add_articles([article])

    def add_articles(self, new: Iterable[Article]) -> None:
        with self._writing() as connection:
            articles.add(connection, list(new))

    def add_revision(self, article: Article) -> None:
        with self._writing() as connection:
            if not articles.revise(connection, article):
                raise NotFound("is not known", resource=f"article {article.id}")

    def article(self, article_id: str) -> Article:
        with self._reading() as connection:
            found = articles.one(connection, article_id)
        if found is None:
            raise NotFound("is not known", resource=f"article {article_id}")
        return found

    def articles(self, ids: Iterable[str] | None = None) -> Iterator[Article]:
        wanted = None if ids is None else list(ids)
        return self._paged(lambda connection: articles.seqs(connection, wanted), articles.some)

    def in_time(self, ids: Iterable[str]) -> list[str]:
        with self._reading() as connection:
            return articles.in_time(connection, list(ids))

    def articles_as_given(self, ids: Iterable[str]) -> Iterator[Article]:
        wanted = list(ids)
        return self._paged(lambda _: wanted, articles.as_given)

    def revisions(self, article_id: str) -> list[Revision]:
        with self._reading() as connection:
            return articles.history(connection, article_id)

    def histories(self, article_ids: Iterable[str] | None = None) -> dict[str, list[Revision]]:
        wanted = None if article_ids is None else list(article_ids)
        with self._reading() as connection:
            edited = articles.edited(connection, wanted)
            return {one: articles.history(connection, one) for one in edited}

    def stored_words(self, article_ids: Iterable[str] | None = None) -> Iterator[StoredWords]:
        wanted = None if article_ids is None else list(article_ids)
        return self._paged(lambda connection: articles.revision_seqs(connection, wanted), articles.words)

    # --- searching ---

    def index(self) -> int:
        with self._reading() as connection:
            waits = searching.is_waiting(connection)  # whoever only reads need not wait for a writer
        done = 0
        while waits:
            with self._writing() as connection:
                some = searching.index(connection)
            done += some
            waits = some > 0
        return done

    def spellings(self, front: str) -> list[str]:
        with self._reading() as connection:
            return searching.spellings(connection, front)

    def find(self, search: Search, most: int) -> Found:
        with self._reading() as connection:
            return searching.find(connection, search, most)
