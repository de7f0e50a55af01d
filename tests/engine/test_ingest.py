"""Ingesting into a store: what comes twice, edits, crashes between the steps, merged stories, and the books over it all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from newsdesk import (
    BANK,
    DIVERS,
    FERRY,
    GOATS,
    PowerCutError,
    Told,
    entry,
    ledger,
    nothing_rejected,
    page,
    power_cut,
    record,
    stories_of,
    take_in,
    unusable,
    words_shown,
)

from newsfold.digests import verify
from newsfold.engine import ingest as engine
from newsfold.engine import intake
from newsfold.engine.archive import Archive
from newsfold.engine.ingest import Ingested, ingest
from newsfold.engine.intake import Desk
from newsfold.engine.newsroom import Asked, Visit
from newsfold.engine.rooms import newsroom
from newsfold.errors import StoreError
from newsfold.model import Feed, Item, Merge
from newsfold.store import MEMORY, Store, open_store

EDITED = FERRY.replace("212", "221")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


def proves(store: Store) -> bool:
    """Whether every word shown is verbatim, and every story shows some."""
    proofs = list(verify(store.quoted(), store.stored_words()))
    shown = {proof.story for proof in proofs if proof.story}
    return all(proof.ok for proof in proofs) and shown == {story.id for story in store.stories()}


def shows_what_it_proves(store: Store) -> bool:
    """Whether the digests that a reader is shown have the very words that are kept to be proved."""
    kept: dict[str, list[str]] = {}
    for words in store.quoted():
        kept.setdefault(words.story, []).append(words.shown)
    archive = Archive(store)
    digests = [digest for one in archive.stories().stories if (digest := archive.digest(one.id))]
    return kept == {
        one.id: [one.headline.text, *(part.text for part in one.excerpts), *(words.text for _, words in one.details())]
        for one in digests
    }


def test_items_become_stories_with_digests(store: Store) -> None:
    """One call takes items the whole way: articles, lineages, stories, and digests that prove."""
    done = take_in(store, record("a"), record("b", DIVERS, hour=9), unusable(), record("g", GOATS, title="Goats"))
    assert done == Ingested(ledger(4, 3, not_xml=1), 0, tuple(story.id for story in store.stories()))
    assert stories_of(store) == [{"a", "b"}, {"g"}]
    assert {member.article for lineage in store.lineages() for member in lineage.members} == {"a", "b", "g"}
    assert proves(store)
    assert shows_what_it_proves(store)


def test_the_same_again_changes_nothing(store: Store) -> None:
    """A second ingest finds nothing new and touches no story."""
    items = [record("a"), record("b", DIVERS, hour=9), entry(GOATS, title="Goats at Greenfield")]
    take_in(store, *items)
    before = (store.stories(), store.lineages(), list(store.quoted()), list(store.articles()))
    assert take_in(store, *items) == Ingested(ledger(3, 0, 3), 0, ())
    assert (store.stories(), store.lineages(), list(store.quoted()), list(store.articles())) == before
    assert store.ledger() == ledger(6, 3, 3)


def test_an_edit_is_a_revision_of_the_same_story(store: Store) -> None:
    """The story keeps its id, its digest shows the new words and proves, and the old words stay in the store."""
    first = take_in(store, record("a"))
    assert take_in(store, record("a", EDITED)) == Ingested(ledger(1, 1), 0, first.stories)
    assert [one.text for one in store.revisions("a")] == [FERRY, EDITED]
    assert EDITED in words_shown(store)
    assert proves(store)
    assert shows_what_it_proves(store)


def test_a_story_shows_what_was_changed_in_its_articles(store: Store) -> None:
    """The sentence as it was and as it is, both proved; and so for a reader who comes back, whatever dates the outlet gives."""
    morning = datetime(2026, 3, 2, 9, tzinfo=UTC)
    ingest(store, [record("a"), record("b", DIVERS, hour=9)], on_reject=nothing_rejected, seen=morning)
    ingest(store, [record("a", EDITED)], on_reject=nothing_rejected, seen=morning + timedelta(hours=5))
    [story] = store.stories()
    shown = Archive(store).digest(story.id)
    assert shown
    [edit] = shown.edits
    assert edit.before
    assert edit.after
    assert (edit.kind, edit.before.text, edit.after.text) == ("figure", FERRY, EDITED)
    assert edit.at.at == morning + timedelta(hours=5)
    assert {FERRY, EDITED} <= set(words_shown(store))
    assert proves(store)
    assert shows_what_it_proves(store)
    room = newsroom(store)
    for hours, edits in ((1, (edit,)), (6, ())):
        visit = Visit(morning + timedelta(hours=hours), {one: store.revisions(one) for one in story.articles})
        assert room.digest(story, Asked(since=visit)).edits == edits


def test_an_article_and_its_edit_may_come_in_one_portion(store: Store) -> None:
    """Nothing is lost where both are read before anything is written."""
    assert take_in(store, record("a"), record("a", EDITED), record("a", EDITED)).ledger == ledger(3, 2, 1)
    assert [one.text for one in store.articles()] == [EDITED]
    assert proves(store)


def test_what_is_merged_leaves_its_keys(store: Store) -> None:
    """A piece that was seen under a second address is known by it from then on."""
    take_in(store, entry(url="https://o.example/1", guid="g1"))
    take_in(store, entry(url="https://o.example/one-and-only", guid="g1"))
    assert take_in(store, entry(url="https://o.example/one-and-only")).ledger == ledger(1, 0, 1)
    assert len(list(store.articles())) == 1


def test_a_store_and_a_desk_decide_alike(store: Store) -> None:
    """The same items give the same articles in memory and in a store."""
    items = [
        entry(FERRY, url="https://o.example/live", guid="1"),
        entry(GOATS, title="Goats weighed", url="https://o.example/live", guid="2"),
        entry(DIVERS, title="Divers search", url="https://o.example/divers", guid="3"),
        entry(BANK, title="Rates rise", url="https://o.example/divers", guid="2"),
        record("r"),
        record("r", EDITED),
        page(1),
    ]
    desk = Desk()
    desk.take(items, on_reject=lambda _: None)
    assert take_in(store, *items).ledger == desk.books.close()
    assert list(store.articles()) == list(desk.articles.values())


def test_stories_keep_their_ids_while_they_grow(store: Store) -> None:
    """Later articles join; what was a story stays one under its id."""
    (ferry,) = take_in(store, record("a")).stories
    later = take_in(store, record("b", DIVERS, hour=10), record("g", GOATS, title="Goats"))
    assert store.story(ferry).articles == ("a", "b")
    assert later.stories[0] == ferry
    assert len(later.stories) == 2
    assert shows_what_it_proves(store)


def test_a_merged_story_leads_to_the_one_that_took_it_in(store: Store) -> None:
    """Its id still answers, with the digest of the other, and the words of that one alone are kept."""
    take_in(store, record("a"), record("b", DIVERS, hour=9))
    (first,) = (story.id for story in store.stories())
    store.settle()
    store.save_grouping({"b": "apart"})  # as if the two had been too unlike until now
    assert take_in(store, record("g", GOATS, title="Goats")).stories[0] == first
    merges = [reason for reason in store.reasons(first) if isinstance(reason, Merge)]
    assert [(merge.story, merge.absorbed) for merge in merges] == [(first, "apart")]
    digest = Archive(store).digest("apart")
    assert digest is not None
    assert (digest.id, [one.id for one in digest.articles]) == (first, ["a", "b"])
    assert proves(store)
    assert shows_what_it_proves(store)


# --- crashes ----------------------------------------------------------------------------------------------------------


def test_what_was_read_before_a_crash_is_grouped_by_the_next_run(store: Store) -> None:
    """A crash between reading and grouping loses nothing."""
    power_cut(store, "reading", record("a"), record("g", GOATS, title="Goats"))
    assert (stories_of(store), store.ungrouped()) == ([], ["a", "g"])
    assert take_in(store, record("b", DIVERS, hour=9)).ledger == ledger(1, 1)
    assert stories_of(store) == [{"a", "b"}, {"g"}]
    assert proves(store)


@pytest.mark.parametrize("step", ["grouping", "tracing copies"])
def test_no_story_is_ever_kept_without_its_lineages(store: Store, step: str) -> None:
    """Grouping and lineages are kept together or not at all."""
    power_cut(store, step, record("a"))
    assert (stories_of(store), store.lineages(), store.ungrouped()) == ([], [], ["a"])


def test_digests_that_were_not_composed_before_a_crash_are_composed_by_the_next_run(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page can be read all the same."""
    monkeypatch.setattr(engine, "DIGESTS_A_PORTION", 1)
    power_cut(store, "composing", record("a"), record("g", GOATS, title="Goats"))
    (missing,) = store.undigested()
    digest = Archive(store).digest(missing)
    assert digest is not None
    assert digest.id == missing
    assert take_in(store).stories == (missing,)
    assert proves(store)


def test_an_edit_that_was_read_before_a_crash_is_shown_by_the_next_run(store: Store) -> None:
    """The digest of the old words is stale with the edit, so that no run takes it for current, and no reader either."""
    take_in(store, record("a"), record("g", GOATS, title="Goats"))
    power_cut(store, "reading", record("a", EDITED))
    (edited,) = store.undigested()
    digest = Archive(store).digest(edited)
    assert digest is not None
    assert [one.text for one in digest.excerpts] == [EDITED]
    take_in(store)
    assert EDITED in words_shown(store)
    assert proves(store)
    assert shows_what_it_proves(store)


def test_a_portion_is_kept_as_a_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a source that breaks, the portions before are there, and of the one that broke nothing is."""
    monkeypatch.setattr(engine, "PORTION", 2)
    monkeypatch.setattr(intake, "BATCH", 1)

    def breaking() -> Iterator[Item]:
        yield from (record("a"), record("b", GOATS, title="Goats"), record("c", BANK, title="Rates"))
        raise PowerCutError

    with pytest.raises(PowerCutError):
        ingest(store, breaking(), on_reject=lambda _: None)
    assert (store.ledger(), store.ungrouped()) == (ledger(2, 2), ["a", "b"])


# --- more than is remembered ------------------------------------------------------------------------------------------


def test_articles_that_are_no_longer_remembered_keep_stories_and_lineages(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where one ingest brings more than is remembered, every story can be shown and proved."""
    monkeypatch.setattr(engine, "REMEMBERED", 2)
    take_in(
        store, record("a"), record("g", GOATS, title="Goats"), record("k", BANK, title="Rates"), record("z", EDITED)
    )
    take_in(store, record("b", DIVERS, hour=9))
    covered = {member.article for lineage in store.lineages() for member in lineage.members}
    assert covered == {one.id for one in store.articles()} == set(store.membership())
    assert proves(store)
    assert shows_what_it_proves(store)


# --- subscriptions ----------------------------------------------------------------------------------------------------


def test_subscriptions_are_kept_also_without_an_article(store: Store) -> None:
    """A list of subscriptions alone is kept, and names the outlets of what comes later."""
    feed = Feed("my.opml", "https://harbourpost.example/rss", None, "The Harbour Post")
    assert take_in(store, feed) == Ingested(ledger(0, 0), 1, ())
    take_in(store, entry())
    assert [one.outlet for one in store.articles()] == ["The Harbour Post"]
    assert store.feeds() == [feed]


def test_a_new_name_of_an_outlet_counts_at_once(store: Store) -> None:
    """The name in the list that comes with the articles goes before the one that was kept."""
    feed = Feed("my.opml", "https://harbourpost.example/rss", None, "The Harbour Post")
    take_in(store, feed)
    take_in(store, replace(feed, name="Velmar Harbour Post"), entry())
    assert [one.outlet for one in store.articles()] == ["Velmar Harbour Post"]


# --- what is told -----------------------------------------------------------------------------------------------------


def test_steps_and_rejections_are_told(store: Store) -> None:
    """Whoever waits hears how far it is, and of every rejection in its order."""
    told = Told()
    ingest(store, [unusable("b.xml"), record("a"), unusable("a.xml")], on_reject=told.reject, on_step=told.step)
    assert told.rejected == ["b.xml", "a.xml"]
    assert told.steps == [("reading", 3), ("grouping", 1), ("tracing copies", 1), ("composing", 1)]


def test_a_closed_store_says_so() -> None:
    """What cannot be written is an error that names the store."""
    store = open_store(MEMORY)
    store.close()
    with pytest.raises(StoreError, match="memory"):
        take_in(store, record("a"))


def test_a_newsroom_of_a_store_counts_as_its_digests_do(store: Store) -> None:
    """The counts that rank stories are those that their pages show."""
    take_in(store, record("a"), record("b", DIVERS, hour=9), record("c", FERRY, hour=10), record("g", GOATS, title="G"))
    room = newsroom(store)
    assert [room.counts(story) for story in room.ranked()] == [room.digest(story).counts for story in room.ranked()]


def test_digests_are_the_same_wherever_they_are_composed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes give what this one does, in the same order."""
    items = [record(f"r{number}", f"{FERRY} It was crossing number {number}.") for number in range(12)]
    here = ingest(store, items, on_reject=nothing_rejected)
    monkeypatch.setattr(engine, "WORTH_SPREADING", 1)
    monkeypatch.setattr(engine, "DIGESTS_A_CHUNK", 1)
    with open_store(MEMORY) as elsewhere:
        assert ingest(elsewhere, items, on_reject=nothing_rejected, workers=2) == here
        assert list(elsewhere.quoted(None)) == list(store.quoted(None)) != []
