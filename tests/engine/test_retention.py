"""What is kept and for how long: what goes, what stays, and what becomes of an item whose article's words are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsdesk import BANK, DIVERS, FERRY, GOATS, entry, record, take_in

from newsfold import digests
from newsfold.engine.archive import Archive
from newsfold.engine.corrections import merge
from newsfold.engine.retention import prune, with_kin
from newsfold.errors import NotFound
from newsfold.model import Item, Signature
from newsfold.store import MEMORY, Store, open_store

LATER = datetime(2026, 3, 20, 12, tzinfo=UTC)


def on(day: int, item: Item) -> Item:
    """The item, published on a day of March."""
    return replace(item, published=f"2026-03-{day:02d}T08:00:00Z")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


def proofs_hold(store: Store) -> bool:
    return all(proof.ok for proof in digests.verify(store.quoted(), store.stored_words()))


def test_zero_days_keep_everything(store: Store) -> None:
    """The default: however old."""
    take_in(store, on(1, record("a", GOATS)))
    assert prune(store, now=datetime(2036, 1, 1, tzinfo=UTC), days=0).stories == ()
    assert len(list(store.articles())) == 1


def test_a_story_goes_when_its_newest_article_is_older_than_what_is_kept(store: Store) -> None:
    """As a whole: its older articles stay as long as the newest does."""
    take_in(
        store,
        on(2, record("a", FERRY)),
        on(3, record("b", DIVERS)),
        on(1, record("g", GOATS, title="Goats")),
        on(19, record("c", BANK, title="Bank raises rate")),
    )
    done = prune(store, now=LATER, days=18)
    assert (done.articles, len(done.stories)) == (1, 1)
    assert {article.id for article in store.articles()} == {"a", "b", "c"}
    assert prune(store, now=LATER, days=10).articles == 2
    assert {article.id for article in store.articles()} == {"c"}
    assert proofs_hold(store)


def test_only_saying_what_would_go_changes_nothing(store: Store) -> None:
    """The same is said."""
    take_in(store, on(1, record("g", GOATS)))
    before = store.contents()
    said = prune(store, now=LATER, days=3, dry=True)
    assert store.contents() == before
    assert prune(store, now=LATER, days=3) == said
    assert said.articles == 1


def test_what_somebody_follows_stays(store: Store) -> None:
    """However old, and with it what shares a text with it."""
    take_in(store, on(1, record("g", GOATS)), on(1, record("c", BANK, title="Bank raises rate")))
    followed = store.membership()["g"]
    done = prune(store, now=LATER, days=3, needed=[followed])
    assert (done.articles, done.needed) == (1, 1)
    assert {article.id for article in store.articles()} == {"g"}


def test_what_nobody_can_date_stays(store: Store) -> None:
    """Nobody knows how old it is."""
    take_in(store, replace(record("g", GOATS), published=None))
    assert prune(store, now=LATER, days=1).articles == 0


def test_a_story_that_shares_a_text_with_one_that_stays_stays_too() -> None:
    """And what shares one with that, and so on; what shares one only with what goes does not."""
    story_of = {f"{name}{number}": name for name in "abcde" for number in (1, 2)}
    told = [("a1", "b1"), ("b2", "c1"), ("d1", "e1")]
    assert with_kin({"c"}, story_of, told) == {"a", "b", "c"}
    assert with_kin(set(), story_of, told) == set()


def test_a_story_that_is_merged_with_one_that_is_newer_stays(store: Store) -> None:
    """What the operator shows as one story stays or goes as one."""
    take_in(store, on(1, record("g", GOATS)), on(19, record("c", BANK, title="Bank raises rate")))
    one, other = store.membership()["g"], store.membership()["c"]
    merge(store, one, other, Signature("ines", LATER))
    assert prune(store, now=LATER, days=3).articles == 0


def test_the_books_count_what_went_and_still_add_up(store: Store) -> None:
    """An item that was seen stays seen."""
    take_in(store, on(1, record("g", GOATS)), on(19, record("c", BANK, title="Bank raises rate")))
    prune(store, now=LATER, days=3)
    ledger = store.ledger()
    assert (ledger.seen, ledger.stored, ledger.difference, ledger.pruned) == (2, 2, 0, {"past-retention": 1})


def test_no_word_of_it_is_left_in_articles_items_or_digests(store: Store) -> None:
    """Its keys, and the ids of its words, are."""
    take_in(store, on(1, record("g", GOATS, title="Heaviest goat")))
    words = store.article("g").revision.id
    story = store.membership()["g"]
    prune(store, now=LATER, days=3)
    (received,) = store.received("g")
    assert (received.title, received.body, received.url) == (None, None, "https://g.example/story")
    assert [revision.id for revision in store.revisions("g")] == [words]
    assert (store.article("g").title, store.article("g").text) == ("", "")
    assert list(store.quoted(story)) == []
    assert (store.ungrouped(), store.undigested(), store.stories()) == ([], [], [])


def test_its_address_says_when_and_why_it_went(store: Store) -> None:
    """Also through an id that led to it."""
    take_in(store, on(1, record("g", GOATS)), on(2, record("h", GOATS + " The fair was held for the 40th time.")))
    (story,) = set(store.membership().values())
    store.save_grouping({}, [], {"s-old": story})
    prune(store, now=LATER, days=3)
    (gone,) = store.all_pruned()
    assert (gone.story, gone.days, gone.at, gone.articles, gone.outlets) == (story, 3, LATER, 2, 2)
    assert store.pruned(story) == store.pruned("s-old") == gone
    assert store.pruned("s-never") is None
    with pytest.raises(NotFound, match="Its words were removed on 20 March 2026, as articles are kept for 3 days"):
        store.story("s-old")
    assert Archive(store).digest(story) is None
    assert Archive(store).pruned(story) == gone


def test_a_reader_of_the_store_sees_that_it_went(store: Store) -> None:
    """Without any item having come in."""
    take_in(store, on(1, record("g", GOATS)), on(19, record("c", BANK, title="Bank raises rate")))
    archive = Archive(store)
    assert len(archive.stories().stories) == 2
    prune(store, now=LATER, days=3)
    assert len(archive.stories().stories) == 1


def test_what_a_feed_brings_again_is_known(store: Store) -> None:
    """As it was, edited, or in another shape: it is older than what is kept. Its words do not come back."""
    item = on(1, entry(GOATS, title="Heaviest goat", guid="goat", url="https://harbourpost.example/goat"))
    take_in(store, item)
    prune(store, now=LATER, days=3)
    edited = replace(item, body=GOATS + " A correction was made.")
    undated = replace(item, published=None)
    done = take_in(store, item, edited, undated)
    assert (done.ledger.merged, done.ledger.stored) == (3, 0)
    assert list(store.articles()) == []
    assert all(one.body is None for one in store.received(next(iter(store.pruned_among()))))


def test_what_is_new_under_an_old_key_is_an_article_of_its_own(store: Store) -> None:
    """Dated later, or undated and in other words; and it is the same one when it is seen again, and when it is edited."""
    old = on(1, entry(GOATS, title="Heaviest goat", guid="1", url="https://harbourpost.example/live"))
    take_in(store, old)
    prune(store, now=LATER, days=3)
    new = on(19, replace(old, title="Bank raises rate", body=BANK))
    assert take_in(store, new).ledger.stored == 1
    assert take_in(store, new).ledger.merged == 1
    assert take_in(store, replace(new, body=BANK + " Markets fell.", updated="2026-03-19T09:00:00Z")).ledger.stored == 1
    (article,) = store.articles()
    assert [revision.text for revision in store.revisions(article.id)] == [BANK, BANK + " Markets fell."]
    undated = replace(old, published=None, url="https://harbourpost.example/other", title="Ferry lost", body=FERRY)
    assert take_in(store, undated).ledger.stored == 1
    assert proofs_hold(store)


def test_a_new_key_that_was_pruned_too_gives_way_again(store: Store) -> None:
    """However often."""
    url = "https://harbourpost.example/live"
    for day, words in ((1, GOATS), (5, BANK), (9, FERRY)):
        assert take_in(store, on(day, entry(words, title=words[:20], url=url))).ledger.stored == 1
        prune(store, now=datetime(2026, 3, day + 3, tzinfo=UTC), days=2)
    assert len(store.pruned_among()) == 3


def test_a_record_that_goes_by_its_own_id_gives_way_too(store: Store) -> None:
    """Its id is its key."""
    take_in(store, on(1, record("g", GOATS)))
    prune(store, now=LATER, days=3)
    assert take_in(store, on(19, record("g", BANK, title="Bank raises rate"))).ledger.stored == 1
    assert [article.id for article in store.articles()] == ["g+"]


def test_what_comes_after_is_grouped_without_what_went(store: Store) -> None:
    """Grouping goes on from where it stood; what it remembers of the words that are gone brings none of them back."""
    take_in(store, on(1, record("a", FERRY)), on(2, record("b", DIVERS)), on(1, record("g", GOATS, title="Goats")))
    prune(store, now=LATER, days=3)
    take_in(store, on(19, record("c", FERRY + " A report was published.")), on(19, record("d", BANK, title="Bank")))
    assert set(store.membership()) == {"c", "d"}
    assert store.pruned_among().keys() == {"a", "b", "g"}
    assert proofs_hold(store)
    prune(store, now=datetime(2026, 4, 20, tzinfo=UTC), days=3)
    assert store.ledger().pruned == {"past-retention": 5}


NAMES = "abcdefgh"


@given(st.data())
def test_whatever_comes_and_goes_nothing_is_lost(data: st.DataObject) -> None:
    """Every article is in one story or pruned, every id ever shown answers, every word is proved, and the books add up."""
    with open_store(MEMORY) as store:
        day, ids = 1, set[str]()
        for _ in range(data.draw(st.integers(1, 4))):
            names = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
            texts = st.sampled_from([FERRY, DIVERS, GOATS, BANK])
            take_in(
                store, *(on(day, record(f"{name}{day}", data.draw(texts), title=f"Report {name}")) for name in names)
            )
            ids |= set(store.story_ids())
            day += data.draw(st.integers(1, 5))
            prune(store, now=datetime(2026, 3, day, tzinfo=UTC), days=data.draw(st.integers(1, 4)))
        kept, gone = set(store.membership()), set(store.pruned_among())
        assert kept.isdisjoint(gone)
        assert kept == {article.id for article in store.articles()}
        assert len(kept | gone) == store.ledger().stored
        assert store.ledger().difference == 0
        assert all(store.pruned(one) or store.story(one) for one in ids)
        assert proofs_hold(store)
        assert store.undigested() == store.ungrouped() == []
