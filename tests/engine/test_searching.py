"""A query answered from a store: which articles, which stories, and the query's own digest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from newsdesk import BANK, DIVERS, FERRY, GOATS, record, take_in

from newsfold.engine.searching import search
from newsfold.errors import UsageError
from newsfold.model import Within
from newsfold.store import MEMORY, Store, open_store


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        take_in(
            opened,
            record("post", FERRY),
            record("star", DIVERS, hour=9),
            record("fair", GOATS, title="Heaviest goat crowned at Greenfield", hour=10),
            record("bank", BANK, title="Astrava raises its key rate", hour=11),
        )
        yield opened


def test_a_query_has_its_digest_and_its_stories(store: Store) -> None:
    answer = search(store, "ferry velmar")
    assert answer.digest is not None
    assert {excerpt.article for excerpt in answer.digest.excerpts} <= {"post", "star"}
    assert (answer.articles, answer.considered) == (2, 2)
    assert sum(story.articles for story in answer.stories) == 2
    assert answer.digest.query == "ferry velmar"


def test_a_word_answers_in_any_form(store: Store) -> None:
    """Who types the plural, or the land for what belongs to it, finds the article all the same."""
    assert [one.headline.article for one in search(store, "goats greenfields").stories] == ["fair"]


def test_phrases_and_words_that_must_not_be_there_narrow_it(store: Store) -> None:
    assert search(store, '"coast guard" -divers').articles == 1
    assert search(store, '"guard coast"').articles == 0


def test_an_article_that_answers_only_with_words_left_out_is_in_no_excerpt(store: Store) -> None:
    answer = search(store, "ferry -divers")
    assert answer.digest is not None
    assert {excerpt.article for excerpt in answer.digest.excerpts} == {"post"}
    assert answer.digest.counts.articles == 1


def test_where_nothing_answers_there_is_no_digest(store: Store) -> None:
    answer = search(store, "zeppelin")
    assert (answer.digest, answer.stories, answer.articles) == (None, (), 0)


def test_a_search_within_an_outlet_or_a_language(store: Store) -> None:
    assert search(store, "ferry", Within(outlets=("star.example",))).articles == 1
    assert search(store, "ferry", Within(languages=("de",))).articles == 0


def test_a_query_without_a_word_is_refused_by_name(store: Store) -> None:
    with pytest.raises(UsageError, match='the query "-": asks for no word'):
        search(store, "-")
