"""Visits are known at once and written together; whoever keeps the store to itself keeps no reader waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsfold.app.web.noting import Noting
from newsfold.engine.ingest import ingest
from newsfold.model import Item, Visited
from newsfold.store import Store, open_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    with open_store(path, wait=0.05) as store:
        yield store


def story_in(store: Store) -> str:
    """The one story of a store."""
    words = "The ferry Silver Tern sank off Velmar on Monday with 212 people on board, the port authority said."
    item = Item("week", "record", id="f1", url="https://courier.example/1", title="Ferry sinks", body=words, lang="en")
    ingest(store, [item], on_reject=lambda _: None)
    return store.membership()["f1"]


def test_a_visit_is_known_before_it_is_written(path: Path) -> None:
    """And is written once, with all that were noted."""
    with opened(path) as store:
        story, noting = story_in(store), Noting(store)
        visit = Visited(story, NOON)
        noting.note(visit)
        assert (noting.visited(story), store.visited(story)) == (visit, None)
        noting.write()
        assert (noting.visited(story), store.visited(story)) == (visit, visit)


def test_where_somebody_else_writes_a_visit_is_let_go(path: Path) -> None:
    """No reader is told of it, and the next look is noted again."""
    with opened(path) as store, opened(path) as other:
        story, noting = story_in(store), Noting(store)
        noting.note(Visited(story, NOON))
        with other.transaction():
            noting.write()
        assert noting.visited(story) is None
        noting.note(Visited(story, NOON))
        noting.write()
        assert store.visited(story) == Visited(story, NOON)
