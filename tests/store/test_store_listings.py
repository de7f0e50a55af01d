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


def test_a_story_that_ended_is_told_with_the_one_that_it_became_part_of(store: Store) -> None:
    """Merged by the grouping or by a correction, removed, or hidden; each has a number of its own. One that is back is told so."""
    pieces = dict(zip("abcde", filled(store, *"abcde"), strict=True))
    for name, piece in pieces.items():
        store.save_digest(digest_of(f"s-{name}", [piece]))
    begin = store.version()
    store.save_grouping({}, redirects={"s-b": "s-a"})
    store.save_overlay(Overlay({"c": "s-a"}, {"s-c": "s-a"}, frozenset({"d"})))
    store.drop_digests(["s-a", "s-c", "s-d"])
    store.prune(["s-e"], at=MARCH, days=1, before=MARCH)
    told = store.changed_since(begin)
    ended = [(one.story, one.ended, one.into) for one in told]
    assert ended == [("s-b", True, "s-a"), ("s-c", True, "s-a"), ("s-d", True, None), ("s-e", True, None)]
    assert len({one.number for one in told}) == len(told)
    assert store.changed_since(begin, 2) == told[:2]
    assert store.changed_since(told[1].number) == told[2:]
    store.save_overlay(Overlay())
    store.save_digest(digest_of("s-c", [pieces["c"]]))
    assert [(one.story, one.ended) for one in store.changed_since(told[-1].number)] == [("s-c", False)]
    assert [one.story for one in store.changed_since(begin)] == ["s-b", "s-e", "s-c"]
