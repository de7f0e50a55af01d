"""Lists out of the store, page by page: what arrives moves nothing, what is hidden or gone is not listed, changes have numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from store_builders import article, digest_of

from newsfold.model import Article, Overlay, Within
from newsfold.store import MEMORY, Store, open_store

MARCH = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


def filled(store: Store, *ids: str) -> list[Article]:
    """Articles that arrive in this order, each in a story of its own."""
    made = [article(one) for one in ids]
    store.add_articles(made)
    store.save_grouping({one: f"s-{one}" for one in ids})
    return made


def test_pages_go_from_the_last_to_the_first(store: Store) -> None:
    """Whoever goes on behind a number is given what is before it, whatever arrived meanwhile."""
    filled(store, "a", "b", "c")
    (first, second), (third, _) = store.founded(Within(), None, 2), store.founded(Within(), None, 3)[1:]
    assert [first[1], second[1]] == ["s-c", "s-b"]
    assert third == second
    filled(store, "d")
    assert [one for _, one in store.founded(Within(), second[0])] == ["s-a"]
    numbered = store.arrived(Within(), None, 2)
    assert [one.id for _, one in numbered] == ["d", "c"]
    assert [one.id for _, one in store.arrived(Within(), numbered[-1][0])] == ["b", "a"]


def test_only_what_is_wanted_is_listed(store: Store) -> None:
    """By outlet, language and time; a story where one of its articles is wanted."""
    (a, _) = filled(store, "a", "b")
    assert [one.id for _, one in store.arrived(Within(outlets=(a.outlet,)))] == [
        one.id for _, one in store.arrived(Within()) if one.outlet == a.outlet
    ]
    assert store.founded(Within(languages=("xx",))) == []
    assert store.arrived(Within(until=MARCH.replace(year=1990))) == []


def test_what_is_hidden_or_split_off_is_listed_as_it_is_shown(store: Store) -> None:
    """A hidden article is in no list; a split one makes the story that it is shown in one of the listed."""
    filled(store, "a", "b")
    store.save_overlay(Overlay({"b": "s-a"}, {}, frozenset({"a"})))
    assert [one for _, one in store.founded(Within())] == ["s-a"]
    assert [one.id for _, one in store.arrived(Within())] == ["b"]
    assert sum(store.kept_by_outlet().values()) == 1
    assert store.stories_of(["b"]) == {"b": "s-a"}


def test_changes_are_numbered_and_each_story_is_told_once(store: Store) -> None:
    """Whoever asks on with the last number misses nothing; what is stale is told when it is composed anew."""
    a, b = filled(store, "a", "b")
    begin = store.version()
    store.save_digest(digest_of("s-a", [a]))
    store.save_digest(digest_of("s-b", [b]))
    store.save_digest(digest_of("s-a", [a]))
    told = store.changed_since(begin)
    assert [one.story for one in told] == ["s-b", "s-a"]
    assert store.changed_since(told[-1].number) == []
    store.outdate_digests(["s-b"])
    assert store.changed_since(told[-1].number) == []
    store.save_digest(digest_of("s-b", [b]))
    (again,) = store.changed_since(told[-1].number)
    assert (again.story, again.number > told[-1].number) == ("s-b", True)
    assert store.changed_since(begin, 1) == [told[1]]
