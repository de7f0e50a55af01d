"""Items into articles: nothing is lost, nothing is counted twice, and no piece takes another's place."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsdesk import (
    BANK,
    DIVERS,
    FERRY,
    GOATS,
    Told,
    articles_of,
    desk_of,
    entry,
    ledger,
    nothing_rejected,
    page,
    record,
    unusable,
)

from newsfold.engine.intake import Desk, build_all, names_of
from newsfold.engine.pool import Processes
from newsfold.model import Article, Feed, Item, Rejected

WORDS = [FERRY, DIVERS, GOATS, BANK, f"{FERRY} Nobody was hurt."]


def as_extracted(article: Article) -> Item:
    """The record that `newsfold extract` writes of an article."""
    return Item("x.jsonl:1", "record", article.id, url=article.url, title=article.title, body=article.text)


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def test_the_books_account_for_everything() -> None:
    """New, edited, repeated, unusable: each is counted once, and the difference is 0."""
    edited = record("a", FERRY.replace("212", "221"))
    desk = desk_of(record("a"), unusable(), record("a"), edited, record("b", ""), record("c", " ", title=""))
    books = desk.books.close()
    assert books == ledger(6, 3, 1, not_xml=1, no_words=1)
    assert books.difference == 0
    assert [one.id for one in desk.articles.values()] == ["a", "b"]


def test_an_article_keeps_its_place_when_it_is_edited() -> None:
    """The order is that of the first sight; the words are the last ones."""
    edited = FERRY.replace("212", "221")
    found = articles_of(record("a"), record("b", GOATS, title="Goats"), record("a", edited))
    assert [(one.id, one.text) for one in found] == [("a", edited), ("b", GOATS)]


def test_the_same_items_twice_are_merged() -> None:
    """A source that is named twice gives every article once."""
    once = [entry(), entry(GOATS, title="Goats at Greenfield"), record("r", BANK, title="Rates")]
    desk = desk_of(*once, *once)
    assert desk.books.close() == ledger(6, 3, 3)
    assert list(desk.articles.values()) == articles_of(*once)


def test_a_key_that_two_pieces_claim_stays_with_the_first() -> None:
    """One address for all entries, and a recycled guid: four pieces are four articles."""
    given_items = [
        entry(FERRY, title="Ferry sinks", url="https://o.example/live", guid="1"),
        entry(GOATS, title="Goats weighed", url="https://o.example/live", guid="2"),
        entry(DIVERS, title="Divers search", url="https://o.example/divers", guid="3"),
        entry(BANK, title="Rates rise", url="https://o.example/divers", guid="2"),
    ]
    desk = desk_of(*given_items)
    assert desk.books.close() == ledger(4, 4)
    assert [one.title for one in desk.articles.values()] == [one.title for one in given_items]
    claimed = [key for one in desk.articles.values() for key in one.keys]
    assert len(claimed) == len(set(claimed))


def test_an_extracted_record_is_the_article_it_was_written_of() -> None:
    """A feed and the records extracted from it are the same articles, whichever comes first."""
    feed_entry = entry()
    (article,) = articles_of(feed_entry)
    for order in ([feed_entry, as_extracted(article)], [as_extracted(article), feed_entry]):
        desk = desk_of(*order)
        assert desk.books.close() == ledger(2, 1, 1)
        assert list(desk.articles) == [article.id]


def test_no_record_takes_the_id_of_another_piece() -> None:
    """A record may carry the id that a page's address makes, or that its own words make, and both pieces are kept."""
    feed_entry = entry(url="https://harbourpost.example/silver-tern")
    (article,) = articles_of(feed_entry)
    (wordless,) = articles_of(entry(GOATS, title="Goats", guid=None, url="not an address"))
    for thief in (
        record(article.id, GOATS, title="Goats weighed"),
        record(hash_of(f"words:{wordless.revision.id}"), BANK, title="Rates rise"),
    ):
        for order in ([feed_entry, thief], [thief, feed_entry]):
            desk = desk_of(*order, *order)
            assert desk.books.close() == ledger(4, 2, 2)
            assert sorted(one.text for one in desk.articles.values()) == sorted(str(one.body) for one in order)


ITEMS = st.builds(
    lambda words, title, url, guid: entry(words, title=title, url=url, guid=guid),
    st.sampled_from(WORDS),
    st.sampled_from(["Ferry sinks", "Goats weighed", "Rates rise", ""]),
    st.sampled_from([None, "https://o.example/1", "https://o.example/2", "https://p.example/3"]),
    st.sampled_from(["1", "2", "https://o.example/1"]),
) | st.builds(
    lambda name, words, url: record(name, words, url=url),
    st.sampled_from(["r1", "r2", hash_of("url:o.example/1"), hash_of("url:https://o.example/1")]),
    st.sampled_from(WORDS),
    st.sampled_from([None, "https://o.example/1"]),
)


@given(st.lists(ITEMS, max_size=9))
def test_whatever_comes_in_nothing_is_lost(received: list[Item]) -> None:
    """The ledger adds up, new and edited articles are told apart by the ids, keys belong to one, and words are what came in."""
    desk = desk_of(*received)
    books = desk.books.close()
    assert books.difference == 0
    assert books.seen == len(received)
    assert len(desk.articles) <= books.stored
    assert all(one.id == id_ for id_, one in desk.articles.items())
    claimed = [key for one in desk.articles.values() for key in one.keys]
    assert len(claimed) == len(set(claimed))
    shown = {one.text for one in desk.articles.values()}
    assert shown <= {item.body for item in received}


def test_rejections_are_told_in_their_order() -> None:
    """What was rejected on the way in and what turns out to have no words are told as they came."""
    told = Told()
    silent = replace(record("silent", " ", title=""), source="week.jsonl:2")
    Desk().take([unusable("a.xml"), silent, page(1), unusable("z.xml")], on_reject=told.reject)
    assert told.rejected == ["a.xml", "week.jsonl:2", "z.xml"]


@pytest.mark.parametrize("workers", [1, 2])
def test_pages_built_in_processes_stay_between_what_came_with_them(workers: int) -> None:
    """Items of all kinds come out in the order in which they went in, each with its own article."""
    received: list[Item | Rejected] = []
    for number in range(70):
        received += [page(number), unusable(f"{number}.xml")] if number % 9 == 0 else [page(number)]
    with Processes(workers) as processes:
        built = list(build_all(received, on_feed=lambda _: None, names={}, processes=processes))
    assert [value for value, _ in built] == received
    for value, made in built:
        assert made is value if isinstance(value, Rejected) else isinstance(made, Article) and made.url == value.url


def test_subscriptions_name_outlets() -> None:
    """What the operator calls an outlet is its name in all that follows; the first of two names stays."""
    feeds = [
        Feed("my.opml", "https://feeds.harbourpost.example/rss", "https://harbourpost.example/", "The Harbour Post"),
        Feed("my.opml", "https://harbourpost.example/sport.xml", None, "Harbour Sport"),
        Feed("my.opml", "https://nameless.example/rss"),
    ]
    assert names_of(feeds) == {"harbourpost.example": "The Harbour Post"}
    desk = Desk()
    desk.take([*feeds, entry()], on_reject=nothing_rejected)
    assert [one.outlet for one in desk.articles.values()] == ["The Harbour Post"]
    assert (desk.feeds, desk.books.close()) == (feeds, ledger(1, 1))
