"""What is kept beside digests, editions of it, and what readers ask for last: pure decisions, and a memory for several threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsdesk import BANK, DIVERS, FERRY, GOATS, record, take_in

from newsfold.engine.archive import Archive, newsroom_of
from newsfold.engine.composing import AS_USUAL, Composing
from newsfold.engine.edition import ALONE, STORIES, plan
from newsfold.engine.groups import Groups
from newsfold.engine.ingest import Settings
from newsfold.engine.making import updated
from newsfold.engine.newsroom import Asked, Visit
from newsfold.engine.owners import Owners
from newsfold.engine.recent import Recent
from newsfold.errors import UsageError
from newsfold.model import Daily, Edition, Listing, Rank, Updated, Within, bounds
from newsfold.store import MEMORY, Store, open_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOLD_LATER = (
    FERRY.replace("212 people", "some people")
    + " The mayor of Dorne said the tern was 30 years old and had been inspected."
)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


# --- when a story was updated -----------------------------------------------------------------------------------------

MOMENTS = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 2), timezones=st.just(UTC))


@given(st.lists(st.tuples(st.sampled_from("ab"), MOMENTS)))
def test_an_update_never_goes_back_and_moves_with_the_material_alone(steps: list[tuple[str, datetime | None]]) -> None:
    """Also where an older article is all that is left, or nobody knows when anything came in."""
    before: Updated | None = None
    for material, known in steps:
        now = updated(before, material, known)
        if before and before.at:
            assert now.at is not None
            moved = now.at - before.at
            assert moved >= timedelta(seconds=1) if material != before.material else moved == timedelta(0)
        before = now


def test_a_story_is_updated_when_a_reader_would_say_so(store: Store) -> None:
    """Another account moves it to when that became known; what is ingested again, and what is composed again, moves nothing."""
    (story,) = take_in(store, record("a")).stories
    archive = Archive(store)
    first = archive.updated(story)
    assert first == NOON.replace(hour=8)
    take_in(store, record("a"))
    store.drop_digests([story])
    take_in(store)
    assert archive.updated(story) == first
    take_in(store, record("b", DIVERS, hour=9))
    assert archive.updated(story) == NOON.replace(hour=9)
    summary = archive.summary(story)
    assert summary is not None
    assert summary.updated == NOON.replace(hour=9)
    assert archive.updated("s-never") is None


# --- editions ---------------------------------------------------------------------------------------------------------


def day_of(number: int, accounts: int = 1, *, alone: bool = False) -> Daily:
    return Daily(Rank(accounts, accounts, accounts, NOON.isoformat(), f"s{number:03}"), alone)


def test_an_edition_has_an_end_and_says_what_it_leaves_out() -> None:
    """Thirty stories of several outlets, then twelve of one alone, the most told first."""
    told = [day_of(number, number % 5 + 1) for number in range(50)] + [
        day_of(100 + one, alone=True) for one in range(20)
    ]
    planned = plan(told)
    assert (len(planned.stories), len(planned.alone), planned.left_out) == (STORIES, ALONE, 70 - STORIES - ALONE)
    assert planned.stories[:11] == tuple(f"s{number:03}" for number in (*range(4, 50, 5), 3))
    assert planned == plan(reversed(told))


def test_what_one_outlet_alone_tells_is_never_among_what_several_tell() -> None:
    """However much it tells that day; and what several tell stays there where one goes on with it."""
    planned = plan([day_of(1, 9, alone=True), day_of(2, 1)])
    assert (planned.stories, planned.alone) == (("s002",), ("s001",))


def test_a_day_is_as_long_as_the_clocks_of_its_place_say() -> None:
    begin, end = bounds(date(2026, 10, 25), ZoneInfo("Europe/Berlin"))
    assert end.timestamp() - begin.timestamp() == 25 * 3600


def test_the_edition_of_a_day_has_what_was_told_that_day(store: Store) -> None:
    """Which day that is, is said by the reader's zone; the last with news where none is asked for; its neighbours are named."""
    archive = Archive(store)
    assert (archive.edition(), archive.days()) == (None, ())
    assert archive.edition(date(2026, 3, 2)) == Edition(date(2026, 3, 2))
    take_in(store, record("a", hour=8), record("b", DIVERS, hour=9), record("g", GOATS, title="Goats", hour=23))
    edition = archive.edition()
    assert edition is not None
    assert (edition.day, edition.previous, edition.next, edition.left_out) == (date(2026, 3, 2), None, None, 0)
    assert [one.counts.articles for one in edition.stories] == [2]
    assert [one.headline.text for one in edition.alone] == ["Goats"]
    east = timezone(timedelta(hours=3))
    assert archive.days(east) == (date(2026, 3, 3), date(2026, 3, 2))
    later = archive.edition(date(2026, 3, 3), east)
    assert later is not None
    assert ([one.headline.text for one in later.alone], later.stories, later.previous) == (
        ["Goats"],
        (),
        date(2026, 3, 2),
    )
    empty = archive.edition(date(2026, 3, 9))
    assert empty == Edition(date(2026, 3, 9), previous=date(2026, 3, 2))


# --- digests out of a store -------------------------------------------------------------------------------------------


def test_a_digest_is_read_back_as_it_would_be_composed(store: Store) -> None:
    """Evidence of copies and edits too."""
    take_in(
        store, record("a", f"{FERRY} {GOATS}"), record("c", f"{FERRY} {GOATS}", hour=9), record("b", DIVERS, hour=9)
    )
    take_in(store, record("a", f"{FERRY.replace('212', '221')} {GOATS}"))
    archive = Archive(store)
    for listed in archive.stories().stories:
        room = newsroom_of(store, [listed.id])
        assert archive.digest(listed.id) == room.digest(room.stories[0])
        kept = store.kept_digest(listed.id)
        assert kept is not None
        assert kept.digest == archive.digest(listed.id)


def test_who_asks_for_other_owners_gets_other_digests(store: Store) -> None:
    """Those that were kept are composed anew for them, lists too; once a store is taken into with these owners they are kept."""
    take_in(store, record("a"), record("b", DIVERS, hour=9))
    house = Composing(
        owner=Owners({"a.example": "one house", "b.example": "one house"}),
        groups=Groups({"Coast": frozenset({"a.example"})}),
    )
    (story,) = (one.id for one in Archive(store).stories().stories)
    archive = Archive(store, house)
    digest, summary = archive.digest(story), archive.summary(story)
    assert digest is not None
    assert summary is not None
    assert (digest.counts.accounts, summary.counts.accounts) == (1, 1)
    assert [one.group for one in digest.coverage] == ["Coast"]
    assert store.shelved([story])[story].made_by == AS_USUAL.made_by
    take_in(store, settings=Settings(owner=house.owner, groups=house.groups))
    assert store.shelved([story])[story].made_by == house.made_by
    assert Archive(store, house).digest(story) == digest


def test_a_name_says_all_that_a_digest_depends_on() -> None:
    """Whoever declares nothing composes as usual; the order of a file does not matter."""
    one, other = Owners({"a": "x", "b": "y"}), Owners({"b": "y", "a": "x"})
    assert Composing(owner=Owners()).made_by == AS_USUAL.made_by == Composing().made_by
    assert Composing(owner=one).made_by == Composing(owner=other).made_by
    names = {
        Composing(owner=one).made_by,
        Composing(owner=Owners(families=True)).made_by,
        Composing(excerpts=9).made_by,
    }
    names |= {AS_USUAL.made_by, Composing(groups=Groups({"a": frozenset("b")})).made_by}
    assert len(names) == 5


def test_a_reader_who_was_here_hears_what_is_new_since(store: Store) -> None:
    """As it would be composed; who was here after everything came in hears that nothing is."""
    take_in(store, record("a"), record("b", TOLD_LATER, hour=9))
    archive = Archive(store)
    (story,) = (one.id for one in archive.stories().stories)
    early, late = NOON.replace(hour=8, minute=30), NOON
    room = newsroom_of(store, [story])
    revisions = {one: store.revisions(one) for one in room.articles}
    for since in (early, late):
        assert archive.digest(story, since) == room.digest(room.stories[0], Asked(since=Visit(since, revisions)))
    digest = archive.digest(story, early)
    assert digest is not None
    assert [one.article for one in digest.new] == ["b"]


def test_a_list_is_walked_by_its_cursor(store: Store) -> None:
    archive = Archive(store)
    assert archive.stories() == Listing()
    take_in(
        store,
        record("a"),
        record("b", DIVERS, hour=9),
        record("g", GOATS, title="Goats"),
        record("k", BANK, title="Rates"),
    )
    first = archive.stories(limit=2)
    second = archive.stories(first.after, limit=2)
    assert second.after is None
    assert [*first.stories, *second.stories] == [*archive.stories(limit=3).stories]
    with pytest.raises(UsageError, match="cursor nonsense"):
        archive.stories("nonsense")


def test_a_search_is_answered_out_of_what_is_indexed(store: Store) -> None:
    """With the summaries of its stories, which are called as they are called elsewhere; again, from memory."""
    take_in(store, record("a"), record("b", DIVERS, hour=9), record("g", GOATS, title="Goats"))
    archive = Archive(store)
    answer = archive.search("ferry")
    assert answer is archive.search("ferry")
    assert answer.digest is not None
    (found,) = answer.stories
    assert (found.summary, found.articles, found.headline) == (
        archive.summary(found.story.id),
        2,
        answer.digest.stories[0].headline,
    )
    assert archive.search("goats", Within(outlets=("a.example",))).articles == 0


# --- what was asked for last ------------------------------------------------------------------------------------------


def test_what_several_ask_for_at_once_is_made_once() -> None:
    recent = Recent[str, int](2)
    made: list[str] = []
    ready = threading.Barrier(8)

    def make() -> int:
        made.append("x")
        return len(made)

    def ask() -> None:
        ready.wait(10)
        assert recent.get("x", make) == 1

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert made == ["x"]


def test_the_oldest_goes_first_and_what_failed_is_tried_again() -> None:
    recent = Recent[str, str](2)
    asked: list[str] = []

    def make(name: str) -> str:
        asked.append(name)
        return name

    for name in ("a", "b", "a", "c", "a", "b"):
        recent.get(name, lambda name=name: make(name))  # type: ignore[misc]
    assert asked == ["a", "b", "c", "b"]
    with pytest.raises(ZeroDivisionError):
        recent.get("d", lambda: str(1 / 0))
    assert recent.get("d", lambda: "well") == "well"
