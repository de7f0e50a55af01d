"""Digests that are kept come back as they were; lists of stories come from what is kept beside them."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_builders import MORNING, TEXT, alone, article, at, digest_of, edited

from newsfold.model import (
    Article,
    Claim,
    Conflict,
    Corrected,
    Correction,
    Counts,
    Coverage,
    Daily,
    Digest,
    Edit,
    Entity,
    Event,
    Lineage,
    Making,
    Member,
    Merge,
    MergeStories,
    Passage,
    Quote,
    Range,
    Rank,
    Signature,
    Telling,
    Undo,
    Update,
    Updated,
    Verbatim,
    When,
)
from newsfold.store import MEMORY, Store, documents, open_store

ANY_TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=30) | st.sampled_from(
    ["\ud83d\ude00", "\x00", "\x1a0041", "a\nb", '{"#": 1}', "\ud800"]
)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


def keep(store: Store, story: str, *articles: Article) -> None:
    store.add_articles(articles)
    store.save_grouping({one.id: story for one in articles})


def made(by: str = "here", *tellings: Telling, update: Updated | None = None) -> Making:
    return Making(by, tellings, update or Updated("m", MORNING))


def told(name: str, hour: int, voice: str = "", account: str = "") -> Telling:
    return Telling(name, MORNING.replace(hour=hour), voice or f"{name}.example", account or f"{name}.example")


def whole_digest(one: Article, other: Article, words: str) -> Digest:
    """A digest that has something of everything, all of it the same words of two articles, and of one as it was before."""
    before = edited(other, f"{words} Other words.")
    here = Verbatim.of(one, "text", 0, len(words))
    there = Verbatim.of(other, "title", 0, len(words))
    then = Verbatim.of(before, "text", 0, len(words))
    claims = Claim(here, Range(0, 1)), Claim(there, Range(0, 1))
    lineage = Lineage(
        "l1",
        one.id,
        (
            Member(one.id, "origin", 1.0),
            Member(other.id, "copy", 1 / 3, passages=(Passage("text", Range(0, 1), Range(2, 3)),)),
        ),
        credit=words,
        original_seen=False,
    )
    signed = Signature(words, MORNING, words)
    return replace(
        digest_of("s1", [one, other], 0, len(words)),
        lineages=(lineage,),
        first=one.published,
        last=other.published,
        quotes=(Quote(here, True, "office", there, None, here, (there,)),),
        conflicts=(Conflict("yes-no", claims),),
        updates=(Update(claims[:1]),),
        timeline=(Event(When("2026-03-02", "2026-03-02T17", ambiguous=True), claims[1], 2),),
        names=(Entity(there, (here,), (), 2, 7),),
        corrections=(
            Corrected(Correction(1, MergeStories("s1", words, (one.id,)), signed), (one.id,)),
            Corrected(Correction(2, Undo(1), signed), holds=False),
        ),
        coverage=(Coverage(words, (one.outlet,), 1),),
        edits=(Edit("figure", then, None, (Range(0, 1),), (), other.published),),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY_TEXT)
def test_a_digest_comes_back_as_it_was_kept_whatever_its_words(store: Store, words: str) -> None:
    """Every part and every word, code point for code point; also words of a revision that is no longer the current one."""
    serial = sum(1 for _ in store.articles())
    one, other = (article(f"{name}{serial}", title=words, text=words, minutes=20 + serial) for name in "ab")
    keep(store, "s1", one, edited(other, f"{words} Other words."))
    store.add_revision(other)
    digest = whole_digest(one, other, words)
    store.save_digest(digest, made())
    kept = store.kept_digest("s1")
    assert kept is not None
    assert kept.digest == digest
    assert (kept.shelved.made_by, kept.shelved.stale) == ("here", False)


def test_a_document_has_no_words_of_an_outlet(store: Store) -> None:
    """So there is one copy of them, which is proved; the document has numbers in their place."""
    one, other = article("a1", title=TEXT), article("a2", title=TEXT)
    plain = zlib.decompress(documents.packed(whole_digest(one, other, TEXT)))
    elsewhere = replace(
        whole_digest(one, other, TEXT), lineages=(), corrections=(), coverage=()
    )  # names that are no outlet's words
    assert TEXT.encode() in plain
    assert TEXT.encode() not in zlib.decompress(documents.packed(elsewhere))


def test_what_a_reader_is_shown_is_what_is_proved(tmp_path: Path) -> None:
    """Where a kept word is altered, it is altered for the reader and for `verify` alike."""
    path = tmp_path / "news.db"
    with open_store(path) as store:
        keep(store, "s1", one := article("a1"))
        store.save_digest(digest_of("s1", [one]), made())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE excerpts SET text = 'forged words'")
    with open_store(path) as store:
        kept = store.kept_digest("s1")
        assert kept is not None
        assert [excerpt.text for excerpt in kept.digest.excerpts] == ["forged words"]
        _, proof = store.quoted("s1")
        assert proof.shown == "forged words"
        assert proof.stored is not None
        assert proof.shown != proof.stored[proof.start : proof.end]


def test_a_digest_in_a_form_that_is_not_known_is_composed_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer version has other fields: it does not read what an older one wrote."""
    keep(store, "s1", one := article("a1"))
    store.save_digest(digest_of("s1", [one]), made())
    monkeypatch.setattr(documents, "form", lambda: "another")
    assert store.kept_digest("s1") is None
    assert store.summaries(["s1"]) == {}
    assert store.made_otherwise("here", 9) == ["s1"]


def test_what_was_made_otherwise_is_known_by_name(store: Store) -> None:
    """The latest stories first; what is stale waits anyway."""
    for number, name in enumerate("abc"):
        keep(store, f"s{name}", one := article(name, minutes=number))
        store.save_digest(replace(digest_of(f"s{name}", [one]), last=one.published), made("there"))
    store.outdate_digests(["sc"])
    assert store.made_otherwise("here", 9) == ["sb", "sa"]
    assert store.made_otherwise("here", 1) == ["sb"]
    assert store.made_otherwise("there", 9) == []


def test_a_stale_digest_is_shown_until_it_is_composed_anew(store: Store) -> None:
    """Its story waits to be composed and is listed meanwhile; one whose story has no article any more is dropped."""
    keep(store, "s1", one := article("a1"))
    keep(store, "s2", two := article("a2"))
    for story, only in (("s1", one), ("s2", two)):
        store.save_digest(digest_of(story, [only]), made())
    store.save_grouping({"a2": "s1"})
    store.outdate_digests(["s1", "s2"])
    assert store.undigested() == ["s1"]
    assert [shelved.rank.story for shelved in store.ranked()] == ["s1"]
    assert {words.story for words in store.quoted()} == {"s1"}
    assert store.shelved(["s2", "s1"])["s1"].stale
    store.save_digest(digest_of("s1", [one, two]), made())
    assert store.undigested() == []
    assert not store.shelved(["s1"])["s1"].stale


def test_whatever_is_shown_otherwise_has_another_version(store: Store) -> None:
    """Kept, outdated or dropped: the number is never the same twice, and the row of a story has its own."""
    seen = [store.version()]
    keep(store, "s1", one := article("a1"))
    changes: tuple[Callable[[], None], ...] = (
        lambda: store.save_digest(digest_of("s1", [one]), made()),
        lambda: store.save_digest(digest_of("s1", [one]), made()),
        lambda: store.outdate_digests(["s1"]),
        lambda: store.drop_digests(["s1"]),
    )
    for change in changes:
        before = store.place("s1")
        change()
        seen.append(store.version())
        assert store.place("s1") != before
    assert seen == sorted(set(seen))


def test_an_id_that_leads_elsewhere_is_the_story_that_it_leads_to(store: Store) -> None:
    keep(store, "s1", one := article("a1"))
    keep(store, "s2", article("a2"))
    store.save_grouping({}, [Merge("s1", "s2", 0.5)], {"s2": "s1"})
    store.save_digest(digest_of("s1", [one]), made())
    assert store.place("s2") == store.place("s1")
    assert store.place("s2")[0] == "s1"
    assert store.place("s9") == ("s9", None)
    assert store.kept_digest("s2") == store.kept_digest("s1")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*[st.integers(1, 3)] * 3, st.integers(0, 2)), max_size=9), st.integers(1, 4))
def test_pages_of_the_list_have_every_story_once_in_its_order(
    ranks: list[tuple[int, int, int, int]], size: int
) -> None:
    with open_store(MEMORY) as store:
        for number, (accounts, outlets, articles, minutes) in enumerate(ranks):
            keep(store, f"s{number}", one := article(f"a{number}"))
            counts = Counts(articles, outlets, accounts)
            dated = at(minutes) if minutes else digest_of("s", [one]).last
            store.save_digest(replace(digest_of(f"s{number}", [one]), counts=counts, last=dated), made())
        found: list[Rank] = []
        while page := store.ranked(found[-1] if found else None, size):
            found += [shelved.rank for shelved in page]
    assert len(found) == len(ranks)
    assert found == sorted(found, key=lambda rank: rank.order)


def test_a_day_counts_the_articles_that_were_told_in_it(store: Store) -> None:
    """From its first instant to before the next one's; copies are the account of whose text they are."""
    keep(store, "s1", one := article("a1"), article("a2"), article("a3"))
    keep(store, "s2", four := article("a4"))
    tellings = told("a1", 6), told("a2", 7, account="a1.example"), told("a3", 9), Telling("a0", None, "v", "v")
    counts = Counts(3, 3, 2)
    store.save_digest(replace(digest_of("s1", [one]), counts=counts), made("here", *tellings))
    store.save_digest(digest_of("s2", [four]), made("here", told("a4", 9)))
    hour = MORNING.replace(minute=0)
    since, until = tellings[0].at, tellings[2].at
    assert since is not None
    assert until is not None
    (first,) = store.daily(since, until)
    assert first == Daily(Rank(1, 2, 2, (since + timedelta(hours=1)).isoformat(), "s1"), alone=False)
    assert {
        (day.rank.story, day.rank.accounts, day.alone) for day in store.daily(until, until + timedelta(hours=1))
    } == {
        ("s1", 1, False),
        ("s2", 1, True),
    }
    assert store.daily(hour - timedelta(days=1), hour - timedelta(hours=2)) == []
    assert store.told_next(until, before=True) == since + timedelta(hours=1)
    assert store.told_next(until, before=False) == until
    assert store.told_next(since, before=True) is None
    store.drop_digests(["s1", "s2"])
    assert store.told_next(since, before=False) is None


def test_when_a_story_was_updated_outlives_its_digest(store: Store) -> None:
    keep(store, "s1", one := article("a1"))
    store.save_digest(digest_of("s1", [one]), made(update=Updated("m1", MORNING)))
    store.drop_digests(["s1"])
    assert store.updates(["s1", "s2"]) == {"s1": Updated("m1", MORNING)}
    store.save_digest(digest_of("s1", [one]), made(update=Updated("m2", None)))
    assert store.updates(["s1"]) == {"s1": Updated("m2", None)}


def test_a_summary_has_headline_counts_and_first_excerpt(store: Store) -> None:
    """As the digest has them, in the order in which they are asked for; a story without excerpts has no lead."""
    one, two = article("a1"), article("a2", title="\ud800\x00")
    keep(store, "s1", one)
    keep(store, "s2", two)
    first, second = replace(digest_of("s1", [one]), first=one.published), replace(digest_of("s2", [two]), excerpts=())
    for digest in (first, second):
        store.save_digest(digest, made())
    found = store.summaries(["s2", "s9", "s1"])
    assert list(found) == ["s2", "s1"]
    assert (found["s1"].headline, found["s1"].counts, found["s1"].lead) == (
        first.headline,
        first.counts,
        first.excerpts[0],
    )
    assert (found["s1"].first, found["s1"].updated) == (one.published, MORNING)
    assert (found["s2"].headline, found["s2"].lead) == (second.headline, None)


def test_words_that_are_let_go_are_in_no_list(store: Store) -> None:
    keep(store, "s1", one := article("a1"))
    store.save_lineages([alone(one)])
    store.save_digest(digest_of("s1", [one]), made("here", told("a1", 6)))
    before = store.version()
    store.prune(["s1"], at=MORNING, days=1, before=datetime(2027, 1, 1, tzinfo=UTC))
    assert store.version() > before
    assert (store.ranked(), store.kept_digest("s1"), store.summaries(["s1"])) == ([], None, {})
    assert store.told_next(MORNING, before=True) is None
