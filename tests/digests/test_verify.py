"""What `verify` proves, on plain values: any alteration of shown or stored words is found and named by its place."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from newsfold.digests.verify import Proof, prove_quoted, prove_stored, verify
from newsfold.model import QuotedWords, StoredWords, revision_id

TEXT = "The ferry to Orrin turned back. Nobody was hurt, the harbour master said."
TITLE = "Ferry turns back"
REVISION = revision_id(TITLE, TEXT)
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def excerpt_of(text: str, start: int, end: int) -> QuotedWords:
    return QuotedWords("s1", 3, "excerpt", "a7", REVISION, "text", start, end, text[start:end], text)


def headline_of(title: str) -> QuotedWords:
    return QuotedWords("s1", 0, "headline", "a7", REVISION, "title", 0, len(title), title, title)


def test_a_verbatim_excerpt_is_proved() -> None:
    """An excerpt that equals its slice is proved, and the proof says of what."""
    assert prove_quoted(excerpt_of(TEXT, 0, 31)) == Proof(
        True, "story s1, excerpt 3 (article a7, text 0-31): verbatim", "a7", REVISION, "s1", 3
    )


def test_an_altered_excerpt_names_story_position_article_and_character() -> None:
    """One changed letter is named with the story, the excerpt, the article and the place in the article's text."""
    altered = replace(excerpt_of(TEXT, 32, 48), shown="Somebody was hur")
    proof = prove_quoted(altered)
    assert proof == Proof(
        False,
        "story s1, excerpt 3 (article a7, text 32-48): differs from character 32 on: shown U+0053, stored U+004E",
        "a7",
        REVISION,
        "s1",
        3,
        32,
    )


def test_an_alteration_in_the_middle_is_placed_in_the_field() -> None:
    """The place is counted in the stored field and not in the excerpt."""
    altered = replace(excerpt_of(TEXT, 4, 18), stored=TEXT.replace("Orrin", "Orrim"))
    assert prove_quoted(altered).at == TEXT.index("n turned")


def test_words_that_are_gone_are_altered() -> None:
    """An excerpt whose revision the store no longer has is not proved."""
    proof = prove_quoted(replace(excerpt_of(TEXT, 0, 31), stored=None))
    assert (proof.ok, proof.message) == (
        False,
        "story s1, excerpt 3 (article a7, text 0-31): the store has no such text any more",
    )


def test_a_shortened_text_is_altered_where_it_ends() -> None:
    """Where the stored text now ends inside the excerpt, that is the place."""
    proof = prove_quoted(replace(excerpt_of(TEXT, 0, 31), stored=TEXT[:9]))
    assert (proof.ok, proof.at) == (False, 9)
    assert proof.message.endswith("shown U+0020, stored nothing more")


def test_a_span_moved_past_its_words_is_altered() -> None:
    """A span that is longer than the words shown does not pass because the text ends there."""
    last = excerpt_of(TEXT, 32, len(TEXT))
    assert not prove_quoted(replace(last, end=len(TEXT) + 5)).ok
    assert not prove_quoted(replace(last, start=-3)).ok
    assert not prove_quoted(replace(last, start=9, end=9, shown="")).ok


def test_a_headline_is_all_of_a_title() -> None:
    """A headline that leaves out the end of the title is not that title."""
    assert prove_quoted(headline_of(TITLE)).ok
    proof = prove_quoted(replace(headline_of(TITLE), stored=TITLE + "?"))
    assert (proof.ok, proof.at, proof.message.startswith("story s1, headline (article a7, title")) == (False, 16, True)


def test_a_headline_of_no_words_is_proved_by_an_article_without_a_title() -> None:
    """A story without any title is headed by nothing, which is what is stored; a title that is there is not nothing."""
    assert prove_quoted(replace(headline_of(""), stored="")).ok
    assert not prove_quoted(replace(headline_of(""), stored=TITLE)).ok
    assert not prove_quoted(replace(headline_of(""), stored=None)).ok


def test_a_revision_that_was_changed_no_longer_has_its_id() -> None:
    """A stored title or text that does not hash to the revision's id is altered, whether it is quoted or not."""
    assert prove_stored(StoredWords("a7", REVISION, TITLE, TEXT)).ok
    proof = prove_stored(StoredWords("a7", REVISION, TITLE, TEXT + " "))
    assert proof == Proof(
        False, f"article a7, revision {REVISION}: its words are not those that came in", "a7", REVISION
    )


def test_changing_shown_and_stored_words_alike_is_found_by_the_hash() -> None:
    """An excerpt altered together with the text that it came from still does not pass as a whole."""
    lie = TEXT.replace("Nobody", "Sixty ")
    proofs = list(verify([excerpt_of(lie, 32, 73)], [StoredWords("a7", REVISION, TITLE, lie)]))
    assert [proof.ok for proof in proofs] == [True, False]


@given(ANY_TEXT, st.data())
def test_any_slice_of_any_text_is_proved_and_any_change_is_found(text: str, data: st.DataObject) -> None:
    """Whatever the characters: a true slice passes, and with one character replaced it fails at that character."""
    text += "."
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = excerpt_of(text, start, end)
    assert prove_quoted(words).ok
    place = data.draw(st.integers(start, end - 1))
    other = data.draw(st.characters(exclude_categories=()).filter(lambda char: char != text[place]))
    proof = prove_quoted(replace(words, stored=text[:place] + other + text[place + 1 :]))
    assert (proof.ok, proof.at) == (False, place)
    assert proof.message.isprintable()
