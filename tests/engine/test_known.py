"""What a store knows while a portion of items is taken in: what waits to be written is known as if it were stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from newsdesk import articles_of, entry

from newsfold.engine.known import Shelf
from newsfold.model import Article
from newsfold.store import MEMORY, Store, open_store

FERRY = entry(url="https://harbourpost.example/ferry", guid="ferry")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


def ferry() -> Article:
    return articles_of(FERRY)[0]


def edited(article: Article, text: str) -> Article:
    return replace(article, revision=replace(article.revision, id="edited", text=text))


def test_an_article_that_waits_to_be_written_is_found_by_its_keys_and_its_id(store: Store) -> None:
    """The store has nothing of it until it is written, with what was recorded beside it."""
    shelf, one = Shelf(store), ferry()
    with store.transaction():
        shelf.look_up([one])
        assert (list(shelf.owners(one.keys)), list(shelf.of_id(one.id))) == ([], [])
        shelf.add(one)
        shelf.record(FERRY, "stored", one.id)
        assert (list(shelf.owners(one.keys)), list(shelf.of_id(one.id))) == ([one], [one])
        assert list(store.articles()) == []
        shelf.write()
    assert (list(store.articles()), store.received(one.id)) == ([one], [FERRY])


def test_an_edit_of_what_waits_is_written_after_it(store: Store) -> None:
    """The order of revisions is that in which they came, and the last one is known."""
    shelf, one = Shelf(store), ferry()
    now = edited(one, "Divers found the ferry.")
    with store.transaction():
        shelf.look_up([one])
        shelf.add(one)
        shelf.revise(now)
        assert list(shelf.owners(one.keys)) == [now]
        assert shelf.former(now) == {one.revision.id, now.revision.id}
    assert [revision.id for revision in store.revisions(one.id)] == [one.revision.id, "edited"]


def test_what_was_not_looked_up_is_asked_of_the_store_when_it_is_needed(store: Store) -> None:
    """As where an article is left only some of its keys; a new look forgets what was known before."""
    one = ferry()
    store.add_article(one)
    shelf = Shelf(store)
    shelf.look_up([])
    assert list(shelf.find_articles(["nobody's", *one.keys])) == list(one.keys)
    assert list(shelf.of_id("nobody")) == []
    store.add_revision(edited(one, "The ferry was raised."))
    shelf.look_up([one])
    assert [article.text for article in shelf.owners(one.keys)] == ["The ferry was raised."]


def test_an_article_without_keys_of_its_own_in_the_store_is_looked_up_by_its_id(store: Store) -> None:
    """So an article that was stored under other keys is found again by its id."""
    one = ferry()
    store.add_article(replace(one, keys=("guid:elsewhere",)))
    shelf = Shelf(store)
    shelf.look_up([one])
    assert [article.keys for article in shelf.of_id(one.id)] == [("guid:elsewhere",)]
