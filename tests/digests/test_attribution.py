"""Attributions: what is reported, by which words, and whose it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.digests.attribution import attributions
from newsfold.digests.attribution.grades import grade
from newsfold.digests.attribution.pieces import in_pieces
from newsfold.digests.attribution.words import words_of


def told(text: str, lang: str = "en") -> list[tuple[str, str | None, str | None]]:
    """Content, speaker and cue of each attribution, as words."""
    return [
        (one.content.of(text), one.speaker.of(text) if one.speaker else None, one.cue.of(text) if one.cue else None)
        for one in attributions(text, lang)
    ]


@pytest.mark.parametrize(
    ("text", "content", "speaker", "cue"),
    [
        ("“We lost the north quay,” Lina Moor said on Tuesday.", "“We lost the north quay,”", "Lina Moor", "said"),
        ("“We lost the quay,” said Lina Moor, the harbour master.", "“We lost the quay,”", "Lina Moor", "said"),
        (
            "The mayor said that the bridge would stay closed.",
            "that the bridge would stay closed.",
            "The mayor",
            "said",
        ),
        ("The bridge will stay closed, the mayor said.", "The bridge will stay closed", "the mayor", "said"),
        ("The bridge was unsafe, according to two engineers.", "The bridge was unsafe", "two engineers", "according"),
        (
            "Lina Moor, who runs the harbour, said the quay was lost.",
            "the quay was lost.",
            "Lina Moor, who runs the harbour",
            "said",
        ),
        ("“It is over,” crowed Jon Hale. The room fell silent.", "“It is over,”", "Jon Hale", "crowed"),
    ],
)
def test_speaker_and_cue_are_found_where_the_sentence_has_them(text: str, content: str, speaker: str, cue: str) -> None:
    assert told(text)[0] == (content, speaker, cue)


def test_a_quotation_that_goes_on_behind_its_speaker_has_the_same_speaker() -> None:
    text = "“We lost the quay,” Lina Moor said. “Nobody warned us of the surge that night.”"
    assert [(speaker, cue) for _, speaker, cue in told(text)] == [("Lina Moor", "said")] * 2


def test_a_colon_announces_the_words_of_the_next_paragraph() -> None:
    text = "The harbour master issued a statement:\n\n“The north quay is closed until the engineers have looked at it.”"
    (content, speaker, _cue) = told(text)[-1]
    assert (content[:10], speaker) == ("“The north", "The harbour master")


@pytest.mark.parametrize(
    ("text", "lang", "speaker"),
    [
        ("„Wir haben alles getan, was möglich war“, sagte Gerlinde Possehn am Dienstag.", "de", "Gerlinde Possehn"),
        (
            "«No hay ninguna grieta en la presa», afirmó el gobernador Baltasar Olmeño.",
            "es",
            "el gobernador Baltasar Olmeño",
        ),
        ("« Nous avons tout perdu cette nuit », a déclaré la maire Odile Varn.", "fr", "la maire Odile Varn"),
    ],
)
def test_quotations_in_other_languages_have_speakers(text: str, lang: str, speaker: str) -> None:
    assert told(text, lang)[0][1] == speaker


def test_two_single_marks_are_read_as_one_double_mark() -> None:
    text = "''We lost the quay and the crane,'' Lina Moor said."
    assert told(text)[0][:2] == ("''We lost the quay and the crane,''", "Lina Moor")


@pytest.mark.parametrize(
    ("speaker", "level"),
    [
        ("Finance Minister Corvin Althay", "named"),
        ("Mr Moor", "named"),
        ("Two officials familiar with the inquiry", "anonymous"),
        ("sources", "anonymous"),
        ("one of the four", "anonymous"),
        ("the interior ministry", "office"),
        ("A leaked inspection note", "document"),
        ("a letter from the Harbour Office", "document"),
        ("", "unattributed"),
    ],
)
def test_a_speaker_is_graded_by_the_words_that_the_outlet_uses(speaker: str, level: str) -> None:
    assert grade(speaker, words_of("en")) == level


@given(st.text(alphabet=st.sampled_from("said Moor “”\"'‘’.,:;— \n told that 9 the «»\ud800é"), max_size=200))
def test_every_stretch_lies_in_the_text_and_contents_never_overlap(text: str) -> None:
    found = attributions(text, "en")
    assert all(0 <= one.content.start < one.content.end <= len(text) for one in found)
    assert all(a.content.end <= b.content.start for a, b in pairwise(found))
    for one in found:
        for other in filter(None, (one.speaker, one.cue)):
            assert 0 <= other.start < other.end <= len(text)


@given(st.text(max_size=120))
def test_pieces_are_all_of_the_tokens_in_order(text: str) -> None:
    for sentence in in_pieces(text, "en"):
        assert [at for piece in sentence.pieces for at in range(piece.first, piece.last)] == list(
            range(len(sentence.tokens))
        )
