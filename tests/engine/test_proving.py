"""What is behind a digest comes from the store as it is: an excerpt's revision, the decisions, the stories most like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from newsdesk import BANK, DIVERS, FERRY, record, take_in

from newsfold.engine.archive import Archive
from newsfold.engine.proving import Decided, decided, in_place, likened
from newsfold.model import Digest, Join, New, Veto
from newsfold.store import MEMORY, Store, open_store


@pytest.fixture
def store() -> Iterator[Store]:
    """A ferry in two reports, and the bank."""
    with open_store(MEMORY) as opened:
        take_in(
            opened,
            record("a"),
            record("b", DIVERS, hour=9, title="Divers search for the ferry"),
            record("k", BANK, title="Rates rise in Astrava"),
        )
        yield opened


def digest(store: Store, article: str) -> Digest:
    found = Archive(store).digest(store.membership()[article])
    assert found
    return found


def test_every_excerpt_is_found_in_its_stored_words(store: Store) -> None:
    """By its number from 1; there is none before or behind them."""
    found = digest(store, "a")
    proofs = [in_place(store, found, number) for number in range(len(found.excerpts) + 2)]
    assert proofs[0] is proofs[-1] is None
    for words, proof in zip(found.excerpts, proofs[1:-1], strict=True):
        assert proof
        assert (proof.words, proof.verbatim, proof.as_came_in, proof.latest) == (words, True, True, True)
        assert proof.stored.text == store.article(words.article).text


def test_an_excerpt_of_words_that_were_edited_is_proved_against_those_that_it_was_of(store: Store) -> None:
    """A page that was open while the outlet edited its article."""
    before = digest(store, "a")
    number = next(at for at, one in enumerate(before.excerpts, 1) if one.article == "a")
    take_in(store, record("a", FERRY.replace("212", "221")))
    proof = in_place(store, before, number)
    assert proof
    assert (proof.verbatim, proof.as_came_in, proof.latest) == (True, True, False)
    assert "212" in proof.stored.text


def test_words_that_are_no_longer_kept_cannot_be_proved(store: Store) -> None:
    """No page claims to show what is not there."""
    found = digest(store, "a")
    first = found.excerpts[0]
    other = replace(first, span=replace(first.span, revision="none"), source=store.article(first.article).text)
    assert in_place(store, replace(found, excerpts=(other,)), 1) is None


def test_the_decisions_come_with_every_article_that_they_name(store: Store) -> None:
    """One began the story, the other joined it."""
    found = decided(store, digest(store, "a").id)
    assert [type(reason) for reason in found.reasons] == [New, Join]
    assert set(found.articles) == {"a", "b"}
    assert decided(store, "none") == Decided()


def test_stories_that_were_kept_apart_are_the_likeliest_to_be_merged(store: Store) -> None:
    """Each side of a veto names the other, once, and not what is the same story by now."""
    ferry, bank = digest(store, "a").id, digest(store, "k").id
    assert likened(store, ferry) == {}
    apart = Veto("k", bank, ferry, "b", "names", ("bank",), ("ferry",), 0.4)
    store.save_grouping({}, [apart, apart])
    assert {story: piece.id for story, piece in likened(store, ferry).items()} == {bank: "k"}
    assert {story: piece.id for story, piece in likened(store, bank).items()} == {ferry: "b"}
    store.save_grouping({}, [], {bank: ferry})
    assert likened(store, ferry) == {}
