"""`Store` over any database that SQLAlchemy Core speaks to, put together from its parts; here is what is shown of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from newsfold.errors import UsageError
from newsfold.model import (
    Daily,
    Digest,
    KeptDigest,
    Making,
    QuotedWords,
    Rank,
    Shelved,
    Summary,
    Updated,
)
from newsfold.store import (
    corrections,
    quotations,
    shelf,
)
from newsfold.store.shelf_protocol import NOT_SAID
from newsfold.store.sql_arrivals import SqlArrivals
from newsfold.store.sql_readers import SqlReaders


class SqlStore(SqlArrivals, SqlReaders):
    """A `Store`; see there."""

    # --- what is shown ---

    def version(self) -> int:
        with self._reading() as connection:
            return shelf.version(connection)

    def save_digest(self, digest: Digest, making: Making = NOT_SAID) -> None:
        if digest.query is not None:
            raise UsageError("the digest of a query is made anew each time and cannot be kept", resource=digest.query)
        with self._writing() as connection:
            quotations.save(connection, digest, making)

    def outdate_digests(self, story_ids: Iterable[str]) -> None:
        with self._writing() as connection:
            quotations.outdate_digests(connection, list(story_ids))

    def drop_digests(self, story_ids: Iterable[str]) -> None:
        with self._writing() as connection:
            quotations.end_digests(connection, list(story_ids))
            shelf.changed(connection)

    def undigested(self) -> list[str]:
        with self._reading() as connection:
            return quotations.undigested(connection)

    def made_otherwise(self, made_by: str, most: int) -> list[str]:
        with self._reading() as connection:
            return shelf.made_otherwise(connection, made_by, most)

    def kept_digest(self, story_id: str) -> KeptDigest | None:
        with self.snapshot(), self._reading() as connection:
            return shelf.kept(connection, story_id)

    def place(self, story_id: str) -> tuple[str, Shelved | None]:
        with self._reading() as connection:
            return shelf.place(connection, story_id)

    def shelved(self, story_ids: Iterable[str]) -> dict[str, Shelved]:
        with self._reading() as connection:
            return shelf.shelved(connection, list(story_ids))

    def ranked(self, after: Rank | None = None, most: int = 50) -> list[Shelved]:
        with self._reading() as connection:
            return shelf.ranked(connection, after, most)

    def summaries(self, story_ids: Iterable[str]) -> dict[str, Summary]:
        with self._reading() as connection:
            return shelf.summaries(connection, list(story_ids))

    def daily(self, since: datetime, until: datetime) -> list[Daily]:
        with self._reading() as connection:
            return shelf.daily(connection, since, until)

    def told_next(self, moment: datetime, *, before: bool) -> datetime | None:
        with self._reading() as connection:
            return shelf.told_next(connection, moment, before=before)

    def updates(self, story_ids: Iterable[str]) -> dict[str, Updated]:
        with self._reading() as connection:
            return shelf.updates(connection, list(story_ids))

    def quoted(self, story_id: str | None = None) -> Iterator[QuotedWords]:
        return self._paged(
            lambda connection: quotations.quoted_stories(
                connection, None if story_id is None else corrections.living(connection, story_id)
            ),
            quotations.quoted,
        )
