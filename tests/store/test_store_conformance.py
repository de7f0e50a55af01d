"""What every store must do, run over every implementation there is.

A new implementation passes by adding how to open an empty one to IMPLEMENTATIONS. Nothing here knows SQL or files.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_builders import MORNING, TITLE, alone, article, at, digest_of, edited, words

from newsfold.errors import NotFound, StoreError, UsageError
from newsfold.model import (
    Article,
    Change,
    Checkpoint,
    Correction,
    Date,
    Feed,
    FeedState,
    FetchRecord,
    Found,
    Gap,
    Gone,
    Held,
    HideOutlet,
    Hints,
    Item,
    Join,
    Ledger,
    Lineage,
    Making,
    Member,
    Merge,
    MergeStories,
    Move,
    Moved,
    New,
    OutletTally,
    Overlay,
    PinHeadline,
    QuotedWords,
    Reason,
    Rejected,
    Revision,
    Search,
    Signature,
    SplitStory,
    StoredWords,
    Story,
    Telling,
    Trouble,
    Undo,
    Validators,
    Within,
    revision_id,
)
from newsfold.store import MEMORY, Store, Tallies, open_store
from newsfold.store.subscribed import KEPT_FETCHES

IMPLEMENTATIONS: dict[str, Callable[[Path], Store]] = {
    "sqlite-file": lambda folder: open_store(folder / "newsfold.db"),
    "sqlite-memory": lambda _: open_store(MEMORY),
}

# An example is one transaction or two; the store stays open and each uses an id of its own.
ON_ONE_STORE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40) | st.sampled_from(
    ["", "\x00", "\x1a0000", "\x1a", "\ud83d\ude00", "😀", "e\u0301", "é", "\r\n", "\ufeff", "\uffff", "' OR 1=1 --"]
)
Phrases = tuple[tuple[str, ...], ...]
MAYBE = st.none() | ANY_TEXT
DATES = st.builds(
    Date,
    raw=ANY_TEXT,
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    quality=st.sampled_from(["exact", "day", "no-zone", "unreadable", "missing"]),
)


@pytest.fixture(params=IMPLEMENTATIONS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with IMPLEMENTATIONS[request.param](tmp_path) as opened:
        yield opened


def keep(store: Store, *articles: Article) -> None:
    store.add_articles(articles)


class ChangedMindError(Exception):
    """Someone changed their mind inside a transaction."""


# --- an empty store ---------------------------------------------------------------------------------------------------


def test_an_empty_store_has_nothing_in_it(store: Store) -> None:
    """Every question to an empty store has the empty answer, and none an error."""
    assert store.ledger() == Ledger()
    assert (store.feeds(), store.stories(), store.lineages()) == ([], [], [])
    assert (list(store.articles()), list(store.stored_words()), list(store.quoted())) == ([], [], [])
    assert (store.membership(), store.find_article(["k"]), store.find_articles(["k"])) == ({}, None, {})
    assert (store.revisions("a"), store.received("a"), store.reasons("s"), store.reason("a")) == ([], [], [], None)


def test_nothing_written_is_nothing(store: Store) -> None:
    """Writing nothing is no error and changes nothing."""
    store.add_articles([])
    store.save_grouping({})
    store.save_lineages([])
    with store.transaction():
        pass
    assert (list(store.articles()), store.stories(), store.lineages()) == ([], [], [])


def test_unknown_ids_are_named(store: Store) -> None:
    """What is not there raises NotFound with the id in the message."""
    with pytest.raises(NotFound, match="article a9: is not known"):
        store.article("a9")
    with pytest.raises(NotFound, match="article a9: is not known"):
        store.add_revision(article("a9"))
    with pytest.raises(NotFound, match="story s9: is not known"):
        store.story("s9")


def test_a_closed_store_says_so(store: Store) -> None:
    """A store that was closed raises StoreError, closing it again does nothing."""
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.ledger()
    with pytest.raises(StoreError, match="is closed"):
        store.add_article(article("a1"))


# --- exactness --------------------------------------------------------------------------------------------------------


@ON_ONE_STORE
@given(st.data())
def test_any_article_comes_back_equal(store: Store, data: st.DataObject) -> None:
    """Whatever the strings and dates hold, the article read is the article kept; so is each of its revisions."""
    name = f"{data.draw(ANY_TEXT)}-{len(store.membership())}-{sum(1 for _ in store.stored_words())}"
    title, text = data.draw(ANY_TEXT), data.draw(ANY_TEXT)
    kept = Article(
        id=name,
        outlet=data.draw(ANY_TEXT),
        revision=Revision(
            revision_id(title, text),
            title,
            text,
            data.draw(MAYBE),
            data.draw(DATES),
            data.draw(DATES),
            data.draw(MAYBE),
            data.draw(MAYBE),
        ),
        url=data.draw(MAYBE),
        keys=tuple(f"{key}{name}" for key in data.draw(st.lists(ANY_TEXT, max_size=3, unique=True))),
        kind="feed",
        group=data.draw(MAYBE),
    )
    store.add_article(kept)
    assert store.article(name) == kept
    assert store.revisions(name) == [kept.revision]
    assert list(store.stored_words([name])) == [StoredWords(name, kept.revision.id, title, text)]
    assert all(store.find_article([key]) == kept for key in kept.keys)


@ON_ONE_STORE
@given(st.data())
def test_any_item_comes_back_equal(store: Store, data: st.DataObject) -> None:
    """An item is kept as it was received, whatever it holds."""
    if store.find_article(["k"]) is None:
        store.add_article(article("a1", keys=["k"]))
    item = Item(
        source=data.draw(ANY_TEXT),
        kind="page",
        guid=data.draw(MAYBE),
        url=data.draw(MAYBE),
        title=data.draw(MAYBE),
        body=data.draw(MAYBE),
        published=data.draw(MAYBE),
    )
    store.record_item(item, "merged", "a1")
    assert store.received("a1")[-1] == item


@ON_ONE_STORE
@given(ANY_TEXT, ANY_TEXT)
def test_distinct_keys_stay_distinct(store: Store, one: str, other: str) -> None:
    """Two keys are one only if they are equal code point for code point."""
    serial = sum(1 for _ in store.articles())
    store.add_article(article(f"a{serial}", keys=[f"{serial}:{one}"]))
    found = store.find_article([f"{serial}:{other}"])
    assert (found is not None) == (one == other)


def test_dates_come_back_with_their_quality(store: Store) -> None:
    """A date keeps what was given, the instant to the microsecond, and how far it can be trusted."""
    exact = Date("x", MORNING + timedelta(microseconds=7), "exact")
    early = Date("before the year 1000", datetime(44, 3, 15, tzinfo=UTC), "day")
    keep(store, replace(article("a1"), revision=words(published=exact, updated=early)))
    assert (store.article("a1").published, store.article("a1").revision.updated) == (exact, early)


def test_an_instant_is_the_same_in_any_zone(store: Store) -> None:
    """A date in another zone comes back as the same instant, in UTC; one without a zone is refused and not guessed."""
    at_noon = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    keep(store, replace(article("a1"), revision=words(published=Date("x", at_noon, "exact"))))
    assert store.article("a1").published.iso == "2026-03-02T06:30:00Z"
    naive = Date("x", datetime(2026, 3, 2), "exact")
    with pytest.raises(UsageError, match="no zone"):
        keep(store, replace(article("a2"), revision=words(published=naive)))


# --- transactions -----------------------------------------------------------------------------------------------------


def test_a_transaction_is_kept_as_a_whole(store: Store) -> None:
    """What was written inside is there afterwards, and is seen inside before that."""
    with store.transaction():
        store.add_article(article("a1"))
        store.record_item(Item("f", "feed", title=TITLE), "stored", "a1")
        assert (store.article("a1"), store.ledger().stored, len(store.received("a1"))) == (article("a1"), 1, 1)
        store.record_item(Rejected("f", "not-xml", "It is no XML."), "rejected")
    assert (store.article("a1"), store.ledger()) == (article("a1"), Ledger(2, 1, 0, {"not-xml": 1}))


def test_an_exception_undoes_the_whole_transaction(store: Store) -> None:
    """When an exception leaves the block it comes out as it is, and nothing written inside is left."""
    keep(store, article("a1"))
    with pytest.raises(ChangedMindError), store.transaction():  # noqa: PT012 - what is undone is the subject
        store.add_article(article("a2"))
        store.add_revision(edited(article("a1"), "Other words."))
        store.save_grouping({"a1": "s1", "a2": "s1"}, [New("a1", "s1")])
        store.record_item(Item("f", "feed"), "stored", "a2")
        raise ChangedMindError
    assert list(store.articles()) == [article("a1")]
    assert (store.revisions("a1"), store.stories(), store.reasons("s1")) == ([article("a1").revision], [], [])
    assert store.ledger() == Ledger()


def test_a_transaction_inside_another_belongs_to_it(store: Store) -> None:
    """An inner transaction that ends well is undone with the outer one."""
    with pytest.raises(ChangedMindError), store.transaction():  # noqa: PT012 - the same
        with store.transaction():
            store.add_article(article("a1"))
        raise ChangedMindError
    assert list(store.articles()) == []


def test_a_failed_step_spoils_the_transaction_even_when_caught(store: Store) -> None:
    """Catching the error of a write does not let half of that write be kept."""
    with pytest.raises(StoreError, match="nothing was written"), store.transaction():  # noqa: PT012 - the same
        store.add_article(article("a1"))
        with pytest.raises(StoreError):
            store.add_articles([article("a2"), article("a1")])
    assert list(store.articles()) == []
    keep(store, article("a1"))
    assert list(store.articles()) == [article("a1")]


def test_a_write_that_fails_leaves_nothing_of_itself(store: Store) -> None:
    """Of articles added together, one with an id that is taken undoes all."""
    keep(store, article("a1"))
    with pytest.raises(StoreError):
        store.add_articles([article("a2"), article("a1")])
    assert list(store.articles()) == [article("a1")]
    assert store.find_article(article("a2").keys) is None


def test_another_thread_does_not_see_what_is_not_committed(store: Store) -> None:
    """A reader in another thread sees the store before a transaction or after it, and nothing between."""
    seen: list[int] = []
    reader = threading.Thread(target=lambda: seen.append(sum(1 for _ in store.articles())))
    with store.transaction():
        store.add_article(article("a1"))
        reader.start()
        reader.join(0.3)
        store.add_article(article("a2"))
    reader.join()
    assert seen in ([0], [2])


def test_writers_in_several_threads_take_turns(store: Store) -> None:
    """Threads that write at once all succeed, and no item is lost or doubled."""

    def write(first: int) -> None:
        for number in range(first, first + 10):
            with store.transaction():
                store.add_article(article(f"a{number}"))
                store.record_item(Item("f", "feed", id=str(number)), "stored", f"a{number}")

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.ledger() == Ledger(seen=30, stored=30)
    assert {one.id for one in store.articles()} == {f"a{number}" for number in range(30)}


# --- what came in -----------------------------------------------------------------------------------------------------


def test_the_ledger_accounts_for_every_item(store: Store) -> None:
    """Seen is stored plus merged plus rejected, by reason; the difference is 0."""
    keep(store, article("a1"))
    store.record_item(Item("f:1", "feed"), "stored", "a1")
    store.record_item(Item("f:2", "feed"), "merged", "a1", "same URL")
    store.record_item(Item("f:3", "feed"), "rejected", reason=Rejected("f:3", "no-words", "It has no words."))
    store.record_item(Rejected("f", "not-xml", "It is no XML.", line=4), "rejected")
    store.record_item(Rejected("g", "not-xml", "It is no XML."), "rejected")
    assert store.ledger() == Ledger(5, 1, 1, {"no-words": 1, "not-xml": 2})
    assert store.ledger().difference == 0


def test_an_item_without_an_outcome_that_fits_is_refused(store: Store) -> None:
    """Stored without an article, stored in an unknown one, rejected into one: none of these can enter the ledger."""
    keep(store, article("a1"))
    for outcome, article_id in (("stored", None), ("stored", "a9"), ("rejected", "a1"), ("lost", "a1")):
        with pytest.raises(StoreError):
            store.record_item(Item("f", "feed"), outcome, article_id)  # type: ignore[arg-type]
    assert store.ledger() == Ledger()


def test_more_items_than_fit_one_statement_are_all_kept_in_order(store: Store) -> None:
    """Some thousand items of one transaction are all there, in the order in which they came."""
    items = [Item(f"f:{number}", "feed", id=str(number)) for number in range(1203)]
    with store.transaction():
        store.add_article(article("a1"))
        for item in items:
            store.record_item(item, "merged", "a1")
    assert store.received("a1") == items
    assert store.ledger() == Ledger(seen=1203, merged=1203)


def test_a_subscription_is_known_by_its_url(store: Store) -> None:
    """Recording a feed again replaces its name, site and folder, and keeps its place."""
    first = Feed("a.opml", "https://a.example/feed", name="A", folder=("News", "North"))
    second = Feed("a.opml", "https://b.example/feed", "https://b.example/")
    renamed = replace(first, name="The A", folder=(), source="b.opml")
    for feed in (first, second, renamed, second):
        store.record_feed(feed)
    assert store.feeds() == [renamed, second]


# --- articles ---------------------------------------------------------------------------------------------------------


def test_articles_come_in_the_order_of_arrival(store: Store) -> None:
    """Neither ids nor dates decide the order, but arrival, also when asked for by id; unknown ids give nothing."""
    kept = [article("b", minutes=5), article("c", minutes=None), article("a", minutes=1)]
    for one in kept:
        store.add_article(one)
    assert list(store.articles()) == kept
    assert list(store.articles(["a", "nobody", "b", "a"])) == [kept[0], kept[2]]
    assert list(store.articles([])) == []


def test_more_articles_than_fit_one_page_are_all_there(store: Store) -> None:
    """Lists longer than what one statement takes are cut and joined without loss."""
    kept = [article(f"a{number}") for number in range(1101)]
    keep(store, *kept)
    assert list(store.articles()) == kept
    assert list(store.articles(one.id for one in reversed(kept))) == kept
    assert store.find_articles(one.keys[0] for one in kept) == {one.keys[0]: one for one in kept}
    assert len(list(store.stored_words([one.id for one in kept]))) == 1101


def test_articles_are_put_in_the_order_of_time_without_being_read(store: Store) -> None:
    """As `Article.time_order` does: by when they are taken to have been published, then by id, undated ones last."""
    ahead = replace(article("ahead", minutes=500), first_seen=MORNING)
    kept = [
        article("d", minutes=None),
        article("b", minutes=5),
        article("a", minutes=5),
        ahead,
        article("c", minutes=1),
    ]
    keep(store, *kept, *(article(f"more{number}", minutes=number) for number in range(600)))
    ids = ["nobody", *(one.id for one in store.articles())]
    assert store.in_time(ids) == [one.id for one in sorted(store.articles(), key=lambda one: one.time_order)]
    assert store.in_time([]) == []


def test_articles_come_as_their_ids_are_given_without_keys(store: Store) -> None:
    """In any order, over pages; unknown ids give nothing."""
    kept = [article(f"a{number}") for number in range(1101)]
    keep(store, *kept)
    wanted = [one.id for one in reversed(kept)]
    assert list(store.articles_as_given(["nobody", *wanted])) == [replace(one, keys=()) for one in reversed(kept)]
    assert list(store.articles_as_given([])) == []


def test_the_store_may_be_written_while_articles_are_read(store: Store) -> None:
    """An iterator covers what was there when it began, and stops no one from writing meanwhile."""
    keep(store, *(article(f"a{number}") for number in range(600)))
    read = []
    for number, one in enumerate(store.articles()):
        read.append(one.id)
        if number in (0, 550):
            store.add_article(article(f"late{number}"))
    assert read == [f"a{number}" for number in range(600)]
    assert sum(1 for _ in store.articles()) == 602


def test_an_article_is_found_by_its_strongest_key(store: Store) -> None:
    """Of several keys the first that is owned decides, in the order in which they are asked for."""
    one, other = article("a1", keys=["url:1", "guid:1"]), article("a2", keys=["url:2"])
    keep(store, one, other)
    assert store.find_article(["url:9", "url:2", "guid:1"]) == other
    assert store.find_article(["guid:1", "url:2"]) == one
    assert store.find_article(["url:9"]) is None
    assert store.find_article([]) is None
    asked = store.find_articles(["url:9", "guid:1", "url:2", "url:1"])
    assert list(asked.items()) == [("guid:1", one), ("url:2", other), ("url:1", one)]


def test_a_key_belongs_to_who_had_it_first(store: Store) -> None:
    """Fifty items with one guid are fifty articles: the key stays with the first and no article is lost."""
    kept = [article(f"a{number}", keys=[f"url:{number}", "guid:same"]) for number in range(50)]
    keep(store, *kept)
    assert sum(1 for _ in store.articles()) == 50
    assert store.find_article(["guid:same"]) == kept[0]
    assert store.article("a7") == replace(kept[7], keys=("url:7",))


def test_an_edit_is_a_new_revision_and_the_earlier_stays(store: Store) -> None:
    """After an edit the article has the new words, and both revisions are there in the order of arrival."""
    first = article("a1")
    second = edited(first, "The ferry to Orrin has been found.", url="https://a1.example/moved")
    keep(store, first)
    store.add_revision(second)
    assert store.article("a1") == second
    assert list(store.articles()) == [second]
    assert store.revisions("a1") == [first.revision, second.revision]
    assert [stored.text for stored in store.stored_words(["a1"])] == [first.text, second.text]


def test_the_histories_of_edited_articles_are_found(store: Store) -> None:
    """All revisions of those that have several, of all articles or of some."""
    first, second, third = article("a1"), article("a2"), article("a3")
    keep(store, first, second, third)
    for one in (third, first):
        store.add_revision(edited(one, f"The ferry of {one.id} has been found."))
    assert store.histories() == {one: store.revisions(one) for one in ("a3", "a1")}
    assert store.histories(["a1", "a2", "nobody"]) == {"a1": store.revisions("a1")}
    assert store.histories([]) == {}


def test_when_an_article_was_seen_is_kept(store: Store) -> None:
    """The article's first time stays, and every revision has its own; a story's articles stand by when they can be from."""
    seen = datetime(2026, 3, 2, 6, tzinfo=UTC)
    ahead = replace(article("a1"), first_seen=seen)
    ahead = replace(
        ahead,
        revision=replace(ahead.revision, published=Date("2099", datetime(2099, 1, 1, tzinfo=UTC), "day"), seen=seen),
    )
    others = []
    for name, hours in (("a2", 3), ("a3", 1)):
        other = replace(article(name), first_seen=seen + timedelta(hours=hours))
        published = Date("x", seen + timedelta(hours=hours), "exact")
        others.append(replace(other, revision=replace(other.revision, published=published)))
    keep(store, ahead, *others)
    store.save_grouping({"a1": "s1", "a2": "s1", "a3": "s1"})
    assert list(store.articles()) == [ahead, *others]
    assert [story.articles for story in store.stories()] == [("a3", "a1", "a2")]
    again = edited(ahead, "The ferry to Orrin has been found.")
    again = replace(again, revision=replace(again.revision, seen=seen + timedelta(hours=1)))
    store.add_revision(again)
    assert store.article("a1") == again
    assert [one.seen for one in store.revisions("a1")] == [seen, seen + timedelta(hours=1)]


def test_going_back_to_earlier_words_makes_them_current_again(store: Store) -> None:
    """An edit that is taken back adds no revision: the words are already there."""
    first = article("a1")
    second = edited(first, "Wrong words.")
    keep(store, first)
    store.add_revision(second)
    store.add_revision(first)
    assert store.article("a1") == first
    assert store.revisions("a1") == [first.revision, second.revision]


def test_two_articles_may_have_the_same_words(store: Store) -> None:
    """A copy has the same revision id as its origin, and is an article of its own."""
    keep(store, article("a1"), article("a2"))
    assert store.revisions("a1")[0].id == store.revisions("a2")[0].id
    assert store.article("a2") == article("a2")


def test_keys_add_up(store: Store) -> None:
    """An edit under a new guid leaves the article known by the old one too."""
    first = article("a1", keys=["url:1", "guid:old"])
    keep(store, first, article("a2", keys=["url:2"]))
    store.add_revision(edited(first, "Other.", keys=("url:1", "guid:new", "url:2")))
    assert store.article("a1").keys == ("url:1", "guid:new", "guid:old")
    found = store.find_article(["guid:old"])
    assert found is not None
    assert found.text == "Other."
    assert store.article("a2").keys == ("url:2",)


def test_what_is_kept_and_what_waits_is_counted(store: Store) -> None:
    """Articles, stories as they are shown, articles in none, stories with no digest; what was pruned counts as none of it."""
    assert store.tallies() == Tallies(0, 0, 0, 0)
    keep(store, *(article(name) for name in "abcd"))
    store.save_grouping({"a": "s1", "b": "s2", "c": "s2"})
    assert store.tallies() == Tallies(articles=4, stories=2, ungrouped=1, undigested=2)
    store.save_overlay(Overlay({"c": "s3"}))
    store.save_digest(digest_of("s1", [article("a")]))
    assert store.tallies() == Tallies(articles=4, stories=3, ungrouped=1, undigested=2)
    store.prune(["s1"], at=MORNING, days=1, before=MORNING)
    assert store.tallies() == Tallies(articles=3, stories=2, ungrouped=1, undigested=2)


# --- stories ----------------------------------------------------------------------------------------------------------


def test_articles_in_no_story_are_still_to_be_grouped(store: Store) -> None:
    """They are named in the order of arrival, until they are placed."""
    keep(store, *(article(name) for name in "cab"))
    assert (store.ungrouped(), store.counts()) == (["c", "a", "b"], (3, 0))
    store.save_grouping({"a": "s1"})
    assert (store.ungrouped(), store.counts()) == (["c", "b"], (3, 1))
    store.save_grouping({"c": "s1", "b": "s2"})
    store.save_overlay(Overlay({"b": "s1"}))
    assert store.counts() == (3, len(set(store.membership().values()))) == (3, 1)


def test_a_story_has_its_articles_in_the_order_of_time(store: Store) -> None:
    """Published first comes first, equal times by id, undated ones last by id; whatever the order of arrival."""
    kept = [
        article("z", minutes=None),
        article("late", minutes=9),
        article("b", minutes=3),
        article("a", minutes=3),
        article("y", minutes=None),
    ]
    keep(store, *kept)
    store.save_grouping({one.id: "s1" for one in kept})
    expected = tuple(one.id for one in sorted(kept, key=lambda one: one.time_order))
    assert store.stories() == [Story("s1", expected)]
    assert expected == ("a", "b", "late", "y", "z")


def test_the_order_of_time_goes_by_the_current_words(store: Store) -> None:
    """When an edit brings another date, the story follows it."""
    keep(store, article("a", minutes=1), article("b", minutes=2))
    store.save_grouping({"a": "s1", "b": "s1"})
    store.add_revision(replace(article("a"), revision=words(text="Later.", published=at(5))))
    assert store.story("s1").articles == ("b", "a")


def test_stories_come_in_the_order_of_founding(store: Store) -> None:
    """Decisions found stories in their order; an article in no story is in none."""
    keep(store, *(article(name) for name in "abcd"))
    store.save_grouping({"b": "second", "a": "first"}, [New("a", "first"), New("b", "second", 0.2)])
    store.save_grouping({"c": "first"}, [Join("c", "first", 0.7, "a", ("ferry", "orrin"))])
    assert store.stories() == [Story("first", ("a", "c")), Story("second", ("b",))]
    assert list(store.membership().items()) == [("a", "first"), ("b", "second"), ("c", "first")]


def test_every_reason_comes_back_equal_and_in_order(store: Store) -> None:
    """All four kinds of decision are kept with their figures and words."""
    keep(store, *(article(name) for name in "abc"))
    reasons: list[Reason] = [
        New("a", "s1", 0.1),
        Join("b", "s1", 1 / 3, "a", ("ferry", "\ud800", "Ørrin")),
        Move("b", "s2", "s1", 0.05, founded=True),
        Move("c", "s2", "s1", 0.3),
        Merge("s1", "s2", 0.6),
    ]
    store.save_grouping({"a": "s1", "b": "s2", "c": "s2"}, reasons)
    assert store.reasons("s1") == reasons
    assert store.reasons("s2") == reasons[2:]
    assert [store.reason(name) for name in "abc"] == [reasons[0], reasons[2], reasons[3]]


def test_a_merge_leaves_a_redirect(store: Store) -> None:
    """The articles of a story that ended are in the one that took it in; its id and its reasons lead there."""
    keep(store, *(article(name, minutes=number) for number, name in enumerate("abc")))
    store.save_grouping({"a": "s1", "b": "s2", "c": "s2"}, [New("a", "s1"), New("b", "s2"), Join("c", "s2", 0.5, "b")])
    store.save_grouping({}, [Merge("s1", "s2", 0.4)], {"s2": "s1"})
    assert store.stories() == [Story("s1", ("a", "b", "c"))]
    assert store.story_ids() == ["s1", "s2"]
    assert store.story("s2") == Story("s1", ("a", "b", "c"))
    assert store.reasons("s2") == store.reasons("s1")
    assert [type(reason).__name__ for reason in store.reasons("s1")] == ["New", "New", "Join", "Merge"]


def test_redirects_lead_to_the_end_of_the_chain(store: Store) -> None:
    """An id leads to the living story through any number of merges, whether they came at once or one by one."""
    keep(store, *(article(name) for name in "abcd"))
    store.save_grouping({"a": "s1", "b": "s2", "c": "s3", "d": "s4"})
    store.save_grouping({}, redirects={"s4": "s3"})
    store.save_grouping({}, redirects={"s3": "s2", "s2": "s1"})
    assert [store.story(old).id for old in ("s1", "s2", "s3", "s4")] == ["s1"] * 4
    assert store.membership() == dict.fromkeys("abcd", "s1")


def test_an_article_placed_into_an_ended_story_is_not_lost(store: Store) -> None:
    """A placement into a story that has ended goes where its id leads."""
    keep(store, *(article(name) for name in "abc"))
    store.save_grouping({"a": "s1", "b": "s2"})
    store.save_grouping({"c": "s2"}, redirects={"s2": "s1"})
    store.save_grouping({"b": "s2"})
    assert store.stories() == [Story("s1", ("a", "b", "c"))]


def test_redirects_in_a_circle_are_refused(store: Store) -> None:
    """An id must lead to a story that lives; a circle is refused and leaves all as it was."""
    keep(store, article("a"), article("b"))
    store.save_grouping({"a": "s1", "b": "s2"}, redirects={})
    store.save_grouping({}, redirects={"s2": "s1"})
    for circle in ({"s1": "s2"}, {"s3": "s3"}, {"s4": "s5", "s5": "s4"}):
        with pytest.raises(UsageError, match="circle"):
            store.save_grouping({}, redirects=circle)
    assert store.story("s2") == Story("s1", ("a", "b"))


def test_an_article_that_moves_leaves_its_story_and_the_story_its_id(store: Store) -> None:
    """Articles placed elsewhere leave the story they were in; a story left by all is none."""
    keep(store, article("a"), article("b"))
    store.save_grouping({"a": "s1", "b": "s1"})
    store.save_grouping({"b": "s2"}, [Move("b", "s2", "s1", 0.1, founded=True)])
    assert store.stories() == [Story("s1", ("a",)), Story("s2", ("b",))]
    store.save_grouping({"a": "s2"})
    assert store.stories() == [Story("s2", ("a", "b"))]
    with pytest.raises(NotFound, match="s1"):
        store.story("s1")


def test_provisional_decisions_hold_until_the_next(store: Store) -> None:
    """They are read like all others, are not yet settled, and the next call drops them and no other."""
    keep(store, *(article(name) for name in "abc"))
    first = New("a", "s1")
    then: list[Reason] = [Join("b", "s1", 0.5, "a"), New("c", "s2"), Move("a", "s2", "s1", 0.5)]
    store.save_grouping({"a": "s2", "b": "s1", "c": "s2"}, [first], provisional=then)
    assert (store.reasons("s1"), store.unsettled()) == ([first, then[0], then[2]], ["b", "c"])
    assert [store.reason(name) for name in "abc"] == [then[2], then[0], then[1]]
    again = New("b", "s3")
    store.save_grouping({"a": "s1", "b": "s3"}, [again], provisional=[then[1]])
    assert (store.reasons("s1"), store.reasons("s3"), store.unsettled()) == ([first], [again], ["c"])
    assert [store.reason(name) for name in "abc"] == [first, again, then[1]]
    assert store.membership() == {"a": "s1", "b": "s3", "c": "s2"}


def test_provisional_decisions_can_be_made_ones_for_good(store: Store) -> None:
    """They stay then, whatever comes; the checkpoint, which does not know of them, is gone."""
    keep(store, article("a"), article("b"))
    store.save_grouping({"a": "s1"}, provisional=[New("a", "s1")])
    store.save_checkpoint(Checkpoint("one", b"1"))
    store.settle()
    store.save_grouping({"b": "s2"}, provisional=[New("b", "s2")])
    assert (store.reasons("s1"), store.unsettled(), store.checkpoint()) == ([New("a", "s1")], ["b"], None)


def test_an_ended_story_can_come_back(store: Store) -> None:
    """Its id answers for itself again, with the articles that are placed into it; others go on leading where they did."""
    keep(store, *(article(name) for name in "abc"))
    store.save_grouping({"a": "s1", "b": "s2", "c": "s3"})
    store.save_grouping({}, redirects={"s2": "s1", "s3": "s2"})
    assert store.redirects() == {"s2": "s1", "s3": "s1"}
    store.save_grouping({"b": "s2"}, redirects={"s2": None})
    assert store.redirects() == {"s3": "s1"}
    assert store.stories() == [Story("s1", ("a", "c")), Story("s2", ("b",))]
    store.save_grouping({}, redirects={"s1": "s2", "s-never": None})
    assert store.redirects() == {"s1": "s2", "s3": "s2"}


@pytest.mark.parametrize("size", [0, 1, 10, 21])
def test_a_checkpoint_comes_back_byte_for_byte(store: Store, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many parts it takes; the last one that was kept is the one that there is."""
    monkeypatch.setattr("newsfold.store.checkpoints.PART", 10)
    assert store.checkpoint() is None
    store.save_checkpoint(Checkpoint("longer", b"x" * 45))
    checkpoint = Checkpoint("maker", bytes(range(size)))
    store.save_checkpoint(checkpoint)
    assert store.checkpoint() == checkpoint


def test_an_unknown_article_cannot_be_placed(store: Store) -> None:
    """A placement of an article that is not kept is refused as a whole."""
    keep(store, article("a"))
    with pytest.raises(StoreError):
        store.save_grouping({"a": "s1", "nobody": "s1"}, [New("a", "s1")])
    assert (store.stories(), store.reasons("s1")) == ([], [])


# --- corrections ------------------------------------------------------------------------------------------------------


def test_corrections_come_back_equal_and_numbered(store: Store) -> None:
    """Every kind, with who, when and why, in the order in which they were made."""
    changes: list[Change] = [
        MergeStories("s1", "s2", ("a", "b\ud800")),
        SplitStory("s1", "s3", ("b",), ("a",), ("s2",)),
        PinHeadline("s1", "a"),
        HideOutlet("Ørrin Star"),
        Undo(4),
    ]
    signed = Signature("editor", datetime(2026, 3, 2, 12, tzinfo=UTC), "one\nevent")
    made = [store.record_correction(change, signed) for change in changes]
    assert made == [Correction(number, change, signed) for number, change in enumerate(changes, 1)]
    assert store.corrections() == made


def test_stories_are_shown_as_the_overlay_says(store: Store) -> None:
    """And grouped as they were: what is shown changes with the overlay that is kept last, and goes back with an empty one."""
    keep(store, *(article(name, minutes=number) for number, name in enumerate("abcd")))
    store.save_grouping({"a": "s1", "b": "s1", "c": "s2", "d": "s4"}, [New("a", "s1"), Join("b", "s1", 0.5, "a")])
    store.save_grouping({}, [Merge("s2", "s4", 0.5)], {"s4": "s2"})
    store.save_overlay(Overlay({"b": "s3", "c": "s1", "d": "s1"}, {"s2": "s1", "s4": "s1"}, frozenset("a")))
    assert store.overlay() == Overlay({"b": "s3", "c": "s1", "d": "s1"}, {"s2": "s1", "s4": "s1"}, frozenset("a"))
    assert store.stories() == [Story("s1", ("a", "c", "d")), Story("s3", ("b",))]
    assert list(store.membership().items()) == [("a", "s1"), ("b", "s3"), ("c", "s1"), ("d", "s1")]
    assert store.grouped() == {"a": "s1", "b": "s1", "c": "s2", "d": "s2"}
    assert [store.story(one).id for one in ("s1", "s2", "s3", "s4")] == ["s1", "s1", "s3", "s1"]
    assert [store.living(one) for one in ("s2", "s4", "s3", "nobody")] == ["s1", "s1", "s3", "nobody"]
    assert store.reasons("s3") == [Join("b", "s1", 0.5, "a")]
    assert store.reasons("s1") == [New("a", "s1"), Join("b", "s1", 0.5, "a"), Merge("s2", "s4", 0.5)]
    assert (store.redirects(), store.mergers()) == ({"s4": "s2"}, {"s4": "s2"})
    store.save_overlay(Overlay(leads={"s3": "s1"}))
    assert store.stories() == [Story("s1", ("a", "b")), Story("s2", ("c", "d"))]
    assert [store.story(one).id for one in ("s3", "s4")] == ["s1", "s2"]
    assert store.membership() == store.grouped()


def test_an_overlay_may_let_an_ended_id_answer_for_itself(store: Store) -> None:
    """A story that the grouping ended lives where articles are shown in it."""
    keep(store, article("a"), article("b"))
    store.save_grouping({"a": "s1", "b": "s2"})
    store.save_grouping({}, redirects={"s2": "s1"})
    store.save_overlay(Overlay({"b": "s2"}, {"s2": "s2"}))
    assert (store.story("s2"), store.story("s1")) == (Story("s2", ("b",)), Story("s1", ("a",)))


def test_a_story_whose_articles_are_all_hidden_has_no_digest_to_be_composed(store: Store) -> None:
    """Wherever they are shown; it is still a story."""
    keep(store, *(article(name) for name in "abc"))
    store.save_grouping({"a": "s1", "b": "s2", "c": "s2"})
    assert store.undigested() == ["s1", "s2"]
    store.save_overlay(Overlay({"c": "s3"}, hidden=frozenset("bc")))
    assert store.undigested() == ["s1"]
    assert [story.id for story in store.stories()] == ["s1", "s2", "s3"]
    store.save_overlay(Overlay({"c": "s3"}, hidden=frozenset("a")))
    assert store.undigested() == ["s2", "s3"]


def test_the_article_that_one_joined_last_is_known(store: Store) -> None:
    """Of those that are asked for and ever joined a story."""
    keep(store, *(article(name) for name in "abc"))
    reasons: list[Reason] = [New("a", "s1"), Join("b", "s1", 0.5, "a"), Join("c", "s1", 0.5, "a")]
    store.save_grouping(dict.fromkeys("abc", "s1"), reasons)
    store.save_grouping({}, [Join("c", "s1", 0.5, "b"), Move("b", "s2", "s1", 0.5)])
    assert store.nearest("abc") == {"b": "a", "c": "b"}
    assert store.nearest("a") == {}


def test_publishers_are_known_without_their_words(store: Store) -> None:
    """Outlet and address of every article, in the order of arrival."""
    kept = [article("b"), article("a")]
    keep(store, *kept)
    assert list(store.publishers().items()) == [(one.id, (one.outlet, one.url)) for one in kept]


# --- lineages ---------------------------------------------------------------------------------------------------------


def test_lineages_come_back_with_their_members_in_order(store: Store) -> None:
    """Origin, credit, roles and shares come back, all lineages in the order in which they were saved."""
    keep(store, *(article(name) for name in "abcd"))
    copied = Lineage(
        "l1", "b", (Member("b", "origin", 1.0), Member("a", "copy", 1 / 3), Member("c", "rewrite", 0.1)), "NNA"
    )
    lone = Lineage("l2", "d", (Member("d", "independent", 1.0, usable=False),))
    store.save_lineages([lone, copied])
    assert store.lineages() == [lone, copied]
    assert store.lineages(["c", "a", "nobody"]) == [copied]
    assert store.lineages([]) == []


def test_a_lineage_takes_the_place_of_all_that_share_an_article_with_it(store: Store) -> None:
    """An article is in one lineage: the latest that names it. What is not touched stays."""
    keep(store, *(article(name) for name in "abc"))
    one, two, three = (alone(article(name)) for name in "abc")
    store.save_lineages([one, two, three])
    both = Lineage("l1", "a", (Member("a", "origin", 1.0), Member("b", "copy", 0.9)))
    store.save_lineages([both])
    assert store.lineages() == [three, both]
    store.save_lineages([replace(three, members=(Member("c", "origin", 0.5),))])
    assert store.lineages(["c"])[0].members == (Member("c", "origin", 0.5),)


# --- what is shown ----------------------------------------------------------------------------------------------------


def quoted_from(story: str, position: int, one: Article, start: int, end: int) -> QuotedWords:
    shown = one.text[start:end]
    return QuotedWords(story, position, "excerpt", one.id, one.revision.id, "text", start, end, shown, one.text)


def headline_from(story: str, one: Article) -> QuotedWords:
    title = one.title
    return QuotedWords(story, 0, "headline", one.id, one.revision.id, "title", 0, len(title), title, title)


def grouped(store: Store, *articles: Article, story: str = "s1") -> None:
    keep(store, *articles)
    store.save_grouping({one.id: story for one in articles}, [New(articles[0].id, story)])


def test_quoted_words_come_with_the_stored_field(store: Store) -> None:
    """Headline first, then the excerpts by position, each beside the whole field that it stands in."""
    one, two = article("a1"), article("a2", text="In the fog the ferry turned.")
    grouped(store, one, two)
    store.save_digest(digest_of("s1", [one, two]))
    expected = [headline_from("s1", one), quoted_from("s1", 1, one, 4, 18), quoted_from("s1", 2, two, 4, 18)]
    assert list(store.quoted()) == expected
    assert list(store.quoted("s1")) == expected
    assert list(store.quoted("s9")) == []


def test_a_digest_takes_the_place_of_the_one_before(store: Store) -> None:
    """Saving a story's digest again leaves no excerpt of the former one."""
    one, two = article("a1"), article("a2")
    grouped(store, one, two)
    store.save_digest(digest_of("s1", [one, two]))
    store.save_digest(digest_of("s1", [two], 0, 44))
    assert list(store.quoted()) == [headline_from("s1", two), quoted_from("s1", 1, two, 0, 44)]


def test_words_shown_before_an_edit_point_to_the_words_of_then(store: Store) -> None:
    """An edit of the article does not make a digest untrue that was made before: its revision stays."""
    one = article("a1")
    grouped(store, one)
    store.save_digest(digest_of("s1", [one]))
    store.add_revision(edited(one, "Other words."))
    assert list(store.quoted()) == [headline_from("s1", one), quoted_from("s1", 1, one, 4, 18)]


def test_stories_are_quoted_in_the_order_of_founding(store: Store) -> None:
    """All stories' words come in one order, whatever the order in which their digests were saved."""
    one, two = article("a1"), article("a2")
    grouped(store, one, story="z-first")
    grouped(store, two, story="a-second")
    store.save_digest(digest_of("a-second", [two]))
    store.save_digest(digest_of("z-first", [one]))
    assert [words.story for words in store.quoted()] == ["z-first", "z-first", "a-second", "a-second"]


def test_a_story_that_ended_shows_nothing_any_more(store: Store) -> None:
    """A merge drops the digest of the story that ended, and asking by its id gives that of the living one."""
    one, two = article("a1"), article("a2")
    grouped(store, one)
    grouped(store, two, story="s2")
    store.save_digest(digest_of("s1", [one]))
    store.save_digest(digest_of("s2", [two]))
    store.save_grouping({}, [Merge("s1", "s2", 0.5)], {"s2": "s1"})
    assert {words.story for words in store.quoted()} == {"s1"}
    assert list(store.quoted("s2")) == list(store.quoted("s1"))


def test_a_story_without_a_digest_is_still_to_be_composed(store: Store) -> None:
    """What has articles and no digest is named, in the order of founding; to drop a digest puts its story there again."""
    one, two = article("a1"), article("a2")
    grouped(store, one, story="z-first")
    grouped(store, two, story="a-second")
    assert store.undigested() == ["z-first", "a-second"]
    store.save_digest(digest_of("z-first", [one]))
    store.save_digest(digest_of("a-second", [two]))
    assert store.undigested() == []
    store.drop_digests(["a-second", "s9"])
    assert store.undigested() == ["a-second"]
    assert {words.story for words in store.quoted()} == {"z-first"}


def test_a_story_that_ended_is_not_to_be_composed(store: Store) -> None:
    """Only stories that have articles wait for a digest."""
    grouped(store, article("a1"))
    grouped(store, article("a2"), story="s2")
    store.save_grouping({}, [Merge("s1", "s2", 0.5)], {"s2": "s1"})
    assert store.undigested() == ["s1"]


def test_a_digest_of_unknown_words_is_refused(store: Store) -> None:
    """An excerpt must point to a revision that is kept; else the digest before stays as it was."""
    one = article("a1")
    grouped(store, one)
    store.save_digest(digest_of("s1", [one]))
    with pytest.raises(StoreError):
        store.save_digest(digest_of("s1", [edited(one, "Words that were never kept here.")]))
    assert list(store.quoted()) == [headline_from("s1", one), quoted_from("s1", 1, one, 4, 18)]


def test_the_digest_of_a_query_is_not_kept(store: Store) -> None:
    """A topic's page is made anew for every query; keeping one is a mistake and said to be."""
    with pytest.raises(UsageError, match="ferry"):
        store.save_digest(replace(digest_of("topic", [article("a1")]), query="ferry"))


def test_a_headline_must_be_of_one_of_the_articles(store: Store) -> None:
    """A headline whose article the digest does not list cannot be proved, and is refused."""
    one = article("a1")
    grouped(store, one)
    with pytest.raises(UsageError, match="headline"):
        store.save_digest(replace(digest_of("s1", [one]), articles=()))


@ON_ONE_STORE
@given(ANY_TEXT, st.data())
def test_any_words_shown_come_back_equal(store: Store, text: str, data: st.DataObject) -> None:
    """Whatever the characters, shown words and the slice of the stored text are the same ones."""
    text += "."
    serial = sum(1 for _ in store.articles())
    one = article(f"a{serial}", title=text, text=text)
    grouped(store, one, story=f"s{serial}")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    store.save_digest(digest_of(f"s{serial}", [one], start, end))
    headline, excerpt = store.quoted(f"s{serial}")
    assert headline == headline_from(f"s{serial}", one)
    assert excerpt == quoted_from(f"s{serial}", 1, one, start, end)
    assert excerpt.stored is not None
    assert excerpt.stored[start:end] == excerpt.shown


# --- searching --------------------------------------------------------------------------------------------------------


def found(
    store: Store, *words: str, phrases: Phrases = (), without: Phrases = (), within: Within | None = None
) -> tuple[str, ...]:
    """The articles that have all of some words, once everything is indexed."""
    store.index()
    search = Search(tuple((word,) for word in words), phrases, without, within or Within())
    return store.find(search, 10).articles


def test_what_came_in_is_found_once_it_is_indexed(store: Store) -> None:
    keep(store, article("a"), article("b", "Goats at Greenfield", "A goat won."))
    assert store.find(Search((("goat",),)), 10) == Found()
    assert store.index() == 2
    assert store.index() == 0
    assert store.find(Search((("goat",),)), 10) == Found(("b",), 1, 1, ("b.example",))


def test_every_word_must_be_there_in_one_of_its_spellings(store: Store) -> None:
    keep(store, article("a", "Velmar closes", "The port."), article("b", "Velmarian ports close", "All of them."))
    store.index()
    assert store.find(Search((("velmar", "velmarian"), ("port", "ports"))), 10).total == 2
    assert store.find(Search((("velmar",), ("ports",))), 10).total == 0


def test_a_phrase_is_found_where_its_words_stand_one_behind_the_other(store: Store) -> None:
    keep(store, article("a", text="The stern door held."), article("b", text="The door at the stern held."))
    assert found(store, phrases=(("stern", "door"),)) == ("a",)
    assert found(store, "stern", without=(("stern", "door"),)) == ("b",)


def test_scripts_without_spaces_are_searched_by_pairs_of_characters(store: Store) -> None:
    keep(store, article("a", text="维尔马港的渡轮沉没"), article("b", text="轮渡港"))
    assert found(store, phrases=(("渡轮", "轮沉"),)) == ("a",)


def test_only_the_current_words_of_an_article_are_found(store: Store) -> None:
    """What was corrected away is not what the article says."""
    before = article("a", text="Nine were lost.")
    keep(store, before)
    assert found(store, "nine") == ("a",)
    store.add_revision(edited(before, "Seven were lost."))
    assert (found(store, "nine"), found(store, "seven")) == ((), ("a",))
    store.add_revision(before)
    assert (found(store, "nine"), found(store, "seven")) == (("a",), ())


def test_a_word_in_the_title_says_more_than_one_in_the_text(store: Store) -> None:
    keep(store, article("a", "The harbour today", "A goat passed."), article("b", "A goat passes", "It was today."))
    assert found(store, "goat") == ("b", "a")


def test_a_search_can_be_limited_in_time_to_outlets_and_to_languages(store: Store) -> None:
    german = replace(article("c", minutes=90), revision=words(TITLE, "Die ferry.", lang="de", published=at(90)))
    keep(store, article("a"), article("b", minutes=60), german, article("d", minutes=None))
    assert set(found(store, "ferry")) == {"a", "b", "c", "d"}
    assert set(found(store, "ferry", within=Within(since=at(60).at))) == {"b", "c"}
    assert set(found(store, "ferry", within=Within(until=at(60).at))) == {"a", "b"}
    assert found(store, "ferry", within=Within(outlets=("b.example", "none.example"))) == ("b",)
    assert found(store, "ferry", within=Within(languages=("de",))) == ("c",)


def test_spellings_are_listed_by_their_front(store: Store) -> None:
    keep(store, article("a", "Velmar, Velmarian", "Velour and Orrin"))
    store.index()
    assert store.spellings("velm") == ["velmar", "velmarian"]
    assert store.spellings("") == []


@ON_ONE_STORE
@given(ANY_TEXT, ANY_TEXT)
def test_whatever_is_searched_for_finds_or_does_not(store: Store, stored: str, asked: str) -> None:
    """No text is an operator of the index's own language, and none breaks it."""
    name = f"q{len(list(store.articles()))}"
    keep(store, article(name, text=f"{stored} anchor"))
    store.index()
    search = Search(((asked, "anchor"),), without=((asked, "beyond"),) if asked.strip() else ())
    assert store.find(search, 1000).total >= 0


# --- subscriptions between two fetches ---------------------------------------------------------------------------------

RSS = "https://harbourpost.example/rss"
MOMENTS = st.datetimes(timezones=st.just(UTC))
STATES = st.builds(
    FeedState,
    url=st.just(RSS),
    due=st.none() | MOMENTS,
    rate=st.floats(0, 1e6),
    fetched=st.none() | MOMENTS,
    validators=st.builds(Validators, MAYBE, MAYBE),
    keys=st.lists(ANY_TEXT, max_size=3).map(tuple),
    title=MAYBE,
    hints=st.builds(Hints, st.integers(0, 10**9), st.lists(st.integers(0, 23)).map(tuple), st.just((6,))),
    trouble=st.none() | st.builds(Trouble, ANY_TEXT, ANY_TEXT, st.integers(1, 99), MOMENTS),
    gone=st.none() | st.builds(Gone, st.integers(1, 3), MOMENTS),
    held=st.none() | st.builds(Held, ANY_TEXT, MOMENTS),
    moved=st.none() | st.builds(Moved, ANY_TEXT, MOMENTS),
    paused=MAYBE,
    full_text=st.booleans(),
)


@ON_ONE_STORE
@given(state=STATES)
def test_the_state_of_a_subscription_comes_back_as_it_was(store: Store, state: FeedState) -> None:
    """Whatever is in it; the latest takes the place of the one before."""
    store.record_feed(Feed("outlets.opml", RSS))
    store.save_feed_state(state)
    assert store.feed_states() == [state]


def test_every_subscription_has_a_state_and_nothing_else_has(store: Store) -> None:
    """In the order of the subscriptions; a new one knows nothing, and one that was removed keeps nothing."""
    others = ["https://b.example/rss", "https://a.example/rss"]
    for url in others:
        store.record_feed(Feed("outlets.opml", url))
    store.save_feed_state(FeedState(RSS, paused="nobody subscribed to it"))
    assert store.feed_states() == [FeedState(url) for url in others]


def test_the_latest_fetches_of_each_subscription_are_remembered(store: Store) -> None:
    """And no more of them than are of use."""
    store.record_feed(Feed("outlets.opml", RSS))
    done = [FetchRecord(RSS, MORNING + timedelta(hours=n), "new", 200, n, 1, n > 0) for n in range(KEPT_FETCHES + 7)]
    for fetch in done:
        store.record_fetch(fetch)
        store.record_fetch(FetchRecord("https://other.example/rss", MORNING, "failed", detail="timeout: \x00"))
    assert store.fetches(RSS) == done[-KEPT_FETCHES:]
    assert store.fetches("https://other.example/rss")[0].detail == "timeout: \x00"


def test_gaps_are_kept_for_good(store: Store) -> None:
    """Also when the subscription ends."""
    store.record_feed(Feed("outlets.opml", RSS))
    gap = Gap(RSS, MORNING, MORNING + timedelta(days=1))
    store.record_gap(gap)
    store.record_gap(replace(gap, url="https://other.example/rss"))
    assert store.remove_feed(RSS)
    assert store.gaps([RSS]) == [gap]
    assert len(store.gaps()) == 2


def test_a_subscription_that_moves_takes_everything_with_it(store: Store) -> None:
    """Its place, its name, its state, its fetches and its gaps; not to an address that is subscribed to already."""
    new = "https://harbourpost.example/feed"
    store.record_feed(Feed("outlets.opml", RSS, name="Harbour Post"))
    store.record_feed(Feed("outlets.opml", "https://b.example/rss"))
    state = FeedState(RSS, due=MORNING, moved=Moved(new, MORNING), full_text=True)
    store.save_feed_state(state)
    store.record_fetch(FetchRecord(RSS, MORNING, "new"))
    store.record_gap(Gap(RSS, MORNING, MORNING))
    assert not store.move_feed(RSS, "https://b.example/rss")
    assert not store.move_feed("https://nobody.example/rss", new)
    assert store.move_feed(RSS, new)
    assert [(feed.url, feed.name) for feed in store.feeds()] == [(new, "Harbour Post"), ("https://b.example/rss", None)]
    assert store.feed_states()[0] == replace(state, url=new, moved=None)
    assert [len(store.fetches(url)) for url in (RSS, new)] == [0, 1]
    assert store.gaps()[0].url == new


def test_a_subscription_that_is_removed_leaves_its_articles(store: Store) -> None:
    """It, its state and its fetches are gone; a second time there is nothing to remove."""
    store.record_feed(Feed("outlets.opml", RSS))
    store.save_feed_state(FeedState(RSS, due=MORNING))
    store.record_fetch(FetchRecord(RSS, MORNING, "new"))
    store.add_article(article("a1"))
    assert store.remove_feed(RSS)
    assert not store.remove_feed(RSS)
    assert (store.feeds(), store.feed_states(), store.fetches(RSS)) == ([], [], [])
    assert store.article("a1").id == "a1"
    store.record_feed(Feed("outlets.opml", RSS))
    assert store.feed_states() == [FeedState(RSS)]


# --- the store as a whole ---------------------------------------------------------------------------------------------


def test_a_snapshot_is_of_one_moment(tmp_path: Path) -> None:
    """What another writes meanwhile is not seen inside, and is afterwards. Only a store in a file has another writer."""
    with open_store(tmp_path / "n.db") as store, open_store(tmp_path / "n.db") as other:
        keep(store, article("a"))
        with store.snapshot():
            assert len(list(store.articles())) == 1
            keep(other, article("b"))
            assert len(list(store.articles())) == 1
            with pytest.raises(StoreError, match="nothing can be written while one moment"):
                keep(store, article("c"))
        assert len(list(store.articles())) == 2
        keep(store, article("c"))
        with store.transaction(), store.snapshot():
            keep(store, article("d"))


def test_contents_are_equal_where_everything_is(store: Store) -> None:
    """And differ where one word does."""
    empty = store.contents()
    keep(store, article("a"))
    full = store.contents()
    assert (empty.rows["articles"], full.rows["articles"]) == (0, 1)
    assert empty.hash != full.hash == store.contents().hash
    with open_store(MEMORY) as other:
        keep(other, article("a"))
        assert other.contents() == full
        other.add_revision(edited(article("a"), "Other words."))
        assert other.contents().hash != full.hash


def test_a_backup_holds_the_same_and_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    """It opens like any store."""
    keep(store, article("a", "\x00 \ud800", "Any words\r\n"))
    held = store.back_up(tmp_path / "copy.db")
    assert held == store.contents()
    with open_store(tmp_path / "copy.db") as copy:
        assert copy.contents() == held
        assert copy.article("a") == store.article("a")
        assert copy.outdated() is None
    with pytest.raises(UsageError, match="nothing is overwritten"):
        store.back_up(tmp_path / "copy.db")
    with pytest.raises(StoreError, match="cannot be"):
        store.back_up(tmp_path / "nowhere" / "copy.db")


def test_words_that_are_let_go_are_gone_and_said_to_be(store: Store) -> None:
    """The article and its keys stay known; the story has its day and its reason; nothing of either is to be done."""
    for name in ("a", "b"):
        keep(store, article(name))
        store.record_item(Item("feed", "feed", title=TITLE, body="words", url="u"), "stored", name)
    store.save_grouping({"a": "s1", "b": "s2"}, [New("a", "s1"), New("b", "s2")])
    store.save_lineages([alone(article("a")), alone(article("b"))])
    store.save_digest(digest_of("s1", [article("a")]))
    assert store.dates() == {"a": MORNING, "b": MORNING}
    assert (
        store.prune(["s1", "s-never"], at=MORNING + timedelta(days=9), days=3, before=MORNING + timedelta(days=6)) == 1
    )
    gone = store.pruned("s1")
    assert gone
    assert (gone.articles, gone.outlets, gone.first, gone.last, gone.days) == (1, 1, MORNING, MORNING, 3)
    assert store.all_pruned() == [gone]
    assert store.pruned("s2") is store.pruned("s-never") is None
    assert store.pruned_among(["a", "b"]) == {"a": MORNING + timedelta(days=6)} == store.pruned_among()
    assert [one.id for one in store.articles()] == ["b"]
    assert [words.article for words in store.stored_words()] == ["b"]
    assert store.membership() == {"b": "s2"}
    assert (store.ungrouped(), store.undigested()) == ([], ["s2"])
    assert [lineage.origin for lineage in store.lineages()] == ["b"]
    assert store.find_articles(["guid:a"])["guid:a"].text == ""
    assert store.received("a") == [Item("feed", "feed", url="u")]
    assert store.reasons("s1") == [New("a", "s1")]
    assert store.ledger() == Ledger(2, 2, 0, {}, {"past-retention": 1})
    store.compact()
    assert store.contents().rows["pruned_articles"] == 1


def test_outlets_are_counted_by_what_they_tell_first_alone_and_of_others(store: Store) -> None:
    """Stories count as they are shown; what came out at one moment goes by its arrival; hidden articles count too."""
    minutes = {"a": 10, "b": 5, "c": 20, "d": 5, "e": 0}
    outlets = {"a": "Post", "b": "Ledger", "c": "Post", "d": "Star", "e": "Post"}
    pieces = {one: replace(article(one, minutes=at), outlet=outlets[one]) for one, at in minutes.items()}
    for piece in pieces.values():
        keep(store, piece)
    assert store.outlets() == []
    store.save_grouping({"a": "s1", "b": "s1", "c": "s2", "d": "s1", "e": "s3"})
    copy = Lineage("l", "b", (Member("b", "origin", 1.0), Member("a", "copy", 1.0)))
    store.save_lineages([copy, *(alone(pieces[one]) for one in "cde")])
    for story, members in {"s1": "abd", "s2": "c", "s3": "e"}.items():
        told = tuple(Telling(one, pieces[one].at, one, one) for one in members)
        store.save_digest(digest_of(story, [pieces[one] for one in members]), Making(tellings=told))
    assert store.outlets() == [
        OutletTally("Post", articles=3, stories=3, alone=2, copies=1, latest=pieces["c"].at),
        OutletTally("Ledger", articles=1, stories=1, first=1, latest=pieces["b"].at),
        OutletTally("Star", articles=1, stories=1, latest=pieces["d"].at),
    ]
    store.save_overlay(Overlay({"e": "s2", "c": "s2"}, hidden=frozenset({"e"})))
    assert next((one.outlet, one.stories, one.alone) for one in store.outlets()) == ("Post", 2, 1)
