"""What is behind a digest comes from the store as it is: the words of a revision, the decisions, the stories most like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsdesk import BANK, DIVERS, FERRY, record, take_in

from newsfold.engine import corrections
from newsfold.engine.archive import Archive
from newsfold.engine.proving import Decided, decided, in_place, likened
from newsfold.engine.retention import prune
from newsfold.errors import NotFound, WordsRemoved
from newsfold.model import Digest, Join, New, Signature, Span, Veto
from newsfold.store import MEMORY, Store, open_store

NOW = datetime(2026, 6, 1, tzinfo=UTC)


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


def test_whatever_a_digest_shows_is_found_in_its_stored_words(store: Store) -> None:
    """Excerpts, quotations, names: by article, revision, field and place."""
    found = digest(store, "a")
    shown = [*found.excerpts, *(words for _, words in found.details())]
    assert len(shown) > len(found.excerpts) > 1
    for words in shown:
        proof = in_place(store, words.article, words.span, found)
        assert (proof.words.text, proof.words.span, proof.words.outlet) == (words.text, words.span, words.outlet)
        assert (proof.verbatim, proof.as_came_in, proof.latest, proof.story) == (True, True, True, found.id)
        assert proof.stored.text == store.article(words.article).text


def test_words_that_were_edited_are_proved_against_those_that_they_were_of(store: Store) -> None:
    """A link that was kept before the outlet edited its article goes on showing what it showed."""
    words = next(one for one in digest(store, "a").excerpts if one.article == "a")
    take_in(store, record("a", FERRY.replace("212", "221")))
    proof = in_place(store, "a", words.span, digest(store, "a"))
    assert (proof.words.text, proof.verbatim, proof.as_came_in, proof.latest) == (words.text, True, True, False)
    assert "212" in proof.stored.text


def test_words_that_are_shown_otherwise_than_they_are_stored_are_held_against_them(store: Store) -> None:
    """A digest that another hand wrote to is not believed."""
    found = digest(store, "a")
    words = found.excerpts[0]
    false = replace(words, source=store.article(words.article).text)
    object.__setattr__(false, "text", words.text.replace("2", "9"))
    proof = in_place(store, words.article, words.span, replace(found, excerpts=(false, *found.excerpts[1:])))
    assert (proof.words.text, proof.verbatim, proof.as_came_in) == (false.text, False, True)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-3, len(FERRY) + 3), st.integers(-3, len(FERRY) + 3))
def test_a_place_is_proved_to_the_character_or_refused(store: Store, start: int, end: int) -> None:
    """Nothing is cut to fit: what does not lie in the text is no stretch of it."""
    span = Span(store.article("a").revision.id, "text", start, end)
    if 0 <= start < end <= len(FERRY):
        assert in_place(store, "a", span).words.text == FERRY[start:end]
    else:
        with pytest.raises(NotFound, match="is no stretch of the text"):
            in_place(store, "a", span)


@pytest.mark.parametrize(
    ("article", "revision_of", "said"),
    [
        ("none", "a", "article none: is not known"),
        ("a", "k", "is none of article a"),
        ("a", None, "is none of article a"),
    ],
)
def test_what_is_not_there_is_named(store: Store, article: str, revision_of: str | None, said: str) -> None:
    """An unknown article, another one's revision, a revision that nobody has."""
    revision = store.article(revision_of).revision.id if revision_of else "0" * 32
    with pytest.raises(NotFound, match=said):
        in_place(store, article, Span(revision, "text", 0, 3))


def test_hidden_words_and_words_that_are_gone_are_not_shown(store: Store) -> None:
    """By an address that was good before; after an undo it is good again."""
    span = Span(store.article("k").revision.id, "text", 0, 9)
    hidden = corrections.hide(store, "k.example", Signature("editor", NOW))
    with pytest.raises(NotFound, match="is hidden by a correction"):
        in_place(store, "k", span)
    corrections.undo(store, hidden.number, Signature("editor", NOW))
    assert in_place(store, "k", span).words.text == BANK[:9]
    prune(store, now=NOW, days=30)
    with pytest.raises(WordsRemoved, match="no longer kept"):
        in_place(store, "k", span)


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
