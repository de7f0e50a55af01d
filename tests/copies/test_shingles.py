"""What counts as evidence that two texts are one, and that it is the same in every process."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from copies_builders import DAM
from hypothesis import given
from hypothesis import strategies as st

from newsfold.copies.shingles import SYLLABLES, WORDS, shingles, title_key


def test_hashes_are_the_same_in_every_process() -> None:
    """They may be stored and compared, whatever the seed of Python's own hashes."""
    code = "import sys; from newsfold.copies.shingles import shingles; print(shingles(sys.argv[1]).told.tolist())"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, DAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {f"{shingles(DAM).told.tolist()}\n".encode()}


def test_one_changed_word_changes_five_shingles() -> None:
    """Every shingle that it stands in, and no other."""
    before, after = shingles(DAM).told, shingles(DAM.replace("concrete", "earthen")).told
    assert len(before) == len(after)
    assert int(np.count_nonzero(before != after)) == WORDS


def test_the_order_of_words_counts() -> None:
    """The same five words turned round are another shingle."""
    assert shingles("one two three four five").told.tolist() != shingles("five four three two one").told.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The build-up on Velmar’s border", "the build up on velmar's BORDER"),
        ("Nicolás Vareth llegó a Peñarroble hoy", "Nicolas Vareth llego a Penarroble hoy"),
        ("It cost 3,5 million crowns", "It cost 3.5 million crowns"),
    ],
)
def test_case_accents_and_punctuation_make_no_difference(one: str, other: str) -> None:
    """Copy desks and feeds change them without writing anything new."""
    assert shingles(one).told.tolist() == shingles(other).told.tolist() != []


@given(st.text(st.characters(max_codepoint=0x17F)))
def test_a_title_has_the_same_key_whichever_way_its_words_are_found(title: str) -> None:
    """Plain letters are split the short way, others as texts are."""
    short, long = (title_key(f"{title} {letter * 3}" + f" {letter}" * SYLLABLES) for letter in "jж")
    assert short.replace("j", "ж") == long.replace("j", "ж")


def test_words_that_touch_a_quotation_are_no_evidence() -> None:
    """Neither what was said nor the words that lead into it and out of it."""
    said = 'The mayor of Orrin told us "nothing will be sealed and nobody will be spared today" and went.'
    assert shingles(said).told.tolist() == shingles("The mayor of Orrin told us").told.tolist()


def test_a_bengali_word_does_not_fall_to_pieces() -> None:
    """Its vowel signs belong to it, so five words are one shingle."""
    assert len(shingles("রাজধানী ঢাকায় আবার ভূকম্পন অনুভূত").told) == 1


def test_vietnamese_needs_more_syllables() -> None:
    """A syllable stands between spaces there and says less than a word."""
    text = "Ủy ban thành phố họp sáng nay về cầu"
    assert len(text.split()) == SYLLABLES + 1
    assert (len(shingles(text, "vi").told), len(shingles(text, "en").told)) == (2, 5)


@given(st.text())
def test_any_text_has_shingles_or_none(text: str) -> None:
    """No text is too odd; a shingle needs its words; spaces around change nothing."""
    found = shingles(text)
    assert {hashes.dtype for hashes in found} == {np.dtype(np.uint64)}
    assert len(found.told) + len(found.quoted) <= len(text)
    assert title_key(text) == title_key(text)


@given(st.lists(st.sampled_from(["dam", "Velmar", "held", "11", "Über"]), max_size=30))
def test_there_are_as_many_shingles_as_places_for_them(words: list[str]) -> None:
    """One at every word that four more follow."""
    assert len(shingles(" ".join(words)).told) == max(0, len(words) - WORDS + 1)
