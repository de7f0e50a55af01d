"""What stands beside the excerpts: each stretch once, and all of its words, whatever is marked in it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from invented import article, claim_of, ferry

from newsfold.model import Conflict, Range
from newsfold.pages.beside import Told, parted, sections

WORDS = "The union said the gate was open, a claim the port denied."
PIECE = article("gate", "Harbour Post", "Gate", WORDS)


def test_a_sentence_that_holds_both_sides_is_shown_once_with_both_marked() -> None:
    claims = tuple(claim_of(PIECE, WORDS, mark) for mark in ("the gate was open", "a claim the port denied"))
    (section, *_) = sections(replace(ferry(), conflicts=(Conflict("yes-no", claims),)))
    (told,) = section.blocks[0].told
    marked = [words for words, is_marked in parted(told) if is_marked]
    assert marked == ["the gate was open", "a claim the port denied"]


@given(st.lists(st.tuples(st.integers(0, len(WORDS)), st.integers(0, len(WORDS))).map(sorted), max_size=4))
def test_whatever_is_marked_the_words_are_shown_once(marks: list[list[int]]) -> None:
    told = Told(claim_of(PIECE, WORDS, "gate").words, tuple(Range(*mark) for mark in marks))
    assert "".join(words for words, _ in parted(told)) == WORDS
