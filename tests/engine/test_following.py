"""What is followed, and what is new for it: everything that arrives, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from newsdesk import BANK, DIVERS, FERRY, GOATS, record, take_in

from newsfold.engine.following import begin, latest, news
from newsfold.errors import NotFound, UsageError
from newsfold.model import Follow
from newsfold.store import MEMORY, Store, open_store


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        take_in(opened, record("post", FERRY), record("fair", GOATS, title="Heaviest goat crowned", hour=10))
        yield opened


def told(store: Store, follow: Follow) -> list[tuple[str, bool]]:
    """The new articles, and whether each was changed."""
    (now,) = (one for one in store.follows() if one.id == follow.id)
    return [(article.id, article.edited) for story in news(store, now).stories for article in story.articles]


def test_what_was_there_before_is_not_new(store: Store) -> None:
    assert told(store, begin(store, query="ferry")) == []


def test_what_arrives_is_new_until_it_is_told(store: Store) -> None:
    followed = begin(store, query="ferry")
    take_in(store, record("star", DIVERS, hour=9), record("bank", BANK, title="Key rate raised", hour=11))
    assert told(store, followed) == [("star", False)]
    store.tell_follow(followed.id, news(store, followed).upto)
    assert told(store, followed) == []


def test_what_arrives_late_is_new_however_old_it_says_it_is(store: Store) -> None:
    followed = begin(store, query="ferry")
    take_in(store, record("old", DIVERS, hour=1))
    assert told(store, followed) == [("old", False)]


def test_an_article_whose_words_changed_is_new_again_and_marked(store: Store) -> None:
    followed = begin(store, query="ferry")
    take_in(store, replace(record("post", FERRY.replace("212", "214")), updated="2026-03-02T12:00:00Z"))
    assert told(store, followed) == [("post", True)]


def test_a_followed_story_tells_what_comes_into_it(store: Store) -> None:
    story = store.membership()["post"]
    followed = begin(store, story=story)
    take_in(store, record("star", DIVERS, hour=9), record("bank", BANK, title="Key rate raised", hour=11))
    assert told(store, followed) == [("star", False)]


def test_copies_of_what_was_there_are_counted_and_not_told(store: Store) -> None:
    followed = begin(store, query="ferry")
    take_in(store, record("mirror", FERRY, hour=9))
    assert news(store, followed).stories == ()
    take_in(store, record("star", DIVERS, hour=10))
    (story,) = news(store, followed).stories
    assert ([article.id for article in story.articles], story.copies) == (["star"], 1)


def test_the_same_is_followed_once(store: Store) -> None:
    """Who follows it again does not lose what is still to be told."""
    first = begin(store, query="ferry")
    take_in(store, record("star", DIVERS, hour=9))
    assert begin(store, query="ferry") == first
    assert len(store.follows()) == 1


def test_the_latest_is_there_whether_told_or_not(store: Store) -> None:
    followed = begin(store, query="ferry")
    assert [article.id for story in latest(store, followed).stories for article in story.articles] == ["post"]


def test_what_cannot_be_followed_is_named(store: Store) -> None:
    with pytest.raises(UsageError, match='the query "-": asks for no word'):
        begin(store, query="-")
    with pytest.raises(NotFound, match="story snone"):
        begin(store, story="snone")


def test_what_is_followed_no_longer_is_gone(store: Store) -> None:
    followed = begin(store, query="ferry")
    store.remove_follow(followed.id)
    assert store.follows() == []
    with pytest.raises(NotFound, match=followed.id):
        store.remove_follow(followed.id)
    with pytest.raises(NotFound, match=followed.id):
        store.tell_follow(followed.id, 3)
