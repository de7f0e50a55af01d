"""Connections, transactions and paging over any database that SQLAlchemy Core speaks to: what the parts of the store stand on.

What is particular to a database (how it is opened, how it lets one writer in) is in that database's own module.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine

from newsfold.errors import StoreError
from newsfold.model import (
    Item,
    Rejected,
)
from newsfold.store import (
    received,
)
from newsfold.store.chunks import CHUNK, chunks
from newsfold.store.failures import reading_errors, store_errors
from newsfold.store.protocol import Outcome
from newsfold.store.values import Values

WRITES = "newsfold_writes"
"""The execution option of a connection that is about to write: at its start the engine must let in one writer only."""

_K = TypeVar("_K")
_T = TypeVar("_T")


class _Held(threading.local):
    """A thread's open transaction."""

    connection: Connection | None = None
    failed = False
    reads = False
    items: list[Values]


class Connected:
    """A database, and the transaction of each thread. `resource` is what error messages call it, a path or an address."""

    def __init__(self, engine: Engine, resource: str) -> None:
        self._engine = engine
        self._resource = resource
        self._held = _Held()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._closed = True
        self._engine.dispose()

    # --- transactions ---

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._writing():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        held = self._held
        if held.connection is not None:  # a transaction sees one moment as it is
            yield
            return
        with store_errors(self._resource), self._connect() as connection, connection.begin():
            held.connection, held.failed, held.items, held.reads = connection, False, [], True
            try:
                yield
            finally:
                held.connection, held.reads = None, False

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        held = self._held
        if held.reads:
            raise StoreError("nothing can be written while one moment of it is being read", resource=self._resource)
        if held.connection is None:
            with self._begun() as connection:
                yield connection
            return
        try:
            with store_errors(self._resource):
                yield held.connection
        except BaseException:
            # As in PostgreSQL, a step that failed half-way spoils the whole, whoever catches the error.
            held.failed = True
            raise

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        held = self._held
        with store_errors(self._resource), self._connect() as bare:
            connection = bare.execution_options(**{WRITES: True})
            with connection.begin():
                held.connection, held.failed, held.items = connection, False, []
                try:
                    yield connection
                    self._flush(connection)
                finally:
                    held.connection = None
                if held.failed:
                    raise StoreError(
                        "a step inside the transaction failed; nothing was written", resource=self._resource
                    )

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with reading_errors(self._resource):
            if self._held.connection is not None:
                yield self._held.connection
            else:
                with self._connect() as connection:
                    yield connection

    def _connect(self) -> Connection:
        if self._closed:
            raise StoreError("is closed", resource=self._resource)
        return self._engine.connect()

    def _paged(
        self, keys: Callable[[Connection], Sequence[_K]], load: Callable[[Connection, Sequence[_K]], Sequence[_T]]
    ) -> Iterator[_T]:
        """Read all keys at once and what they stand for page by page, with nothing held open between two values."""
        with self._reading() as connection:
            found = keys(connection)
        for page in chunks(found):
            with self._reading() as connection:
                values = load(connection, page)
            yield from values

    # --- items, which are written some hundreds at a time ---

    def record_item(
        self, item: Item | Rejected, outcome: Outcome, article_id: str | None = None, reason: str | Rejected = ""
    ) -> None:
        with self._writing() as connection:
            # Nothing reads items in the course of an ingest, so they are written some hundreds at a time.
            self._held.items.append(received.item_row(item, outcome, article_id, reason))
            if len(self._held.items) >= CHUNK:
                self._flush(connection)

    def _flush(self, connection: Connection) -> None:
        received.add_items(connection, self._held.items)
        self._held.items = []

    def _flushed(self, connection: Connection) -> Connection:
        if connection is self._held.connection:
            self._flush(connection)
        return connection
