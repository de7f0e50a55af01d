"""What may stand alone in a digest: whole sentences, one to three, no furniture, nothing that leans; else the title."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from story_builders import article

from newsfold.digests.candidates import LONGEST, Candidate, candidates
from newsfold.text.tokens import words

FERRY = "A ferry with 140 people on board hit the pier of Orrin on Monday morning."
BRAKES = "The captain told investigators that the brakes had failed twice."
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=400)
PIECES = st.lists(
    st.sampled_from(
        [
            FERRY,
            BRAKES,
            "He denied it.",
            "“We had no brakes,” Captain Teel told the court on Friday.",
            "Share",
            "\n",
            "\r\n",
            " ",
            "word, " * 90,
            "e\u0301te\u0301 " * 120 + ".",
            "👩\u200d✈️ said, ",
            "船长说刹车失灵，" * 60,
            "“",
            "”",
            "(",
            "…",
            "ferry\u00ad",
        ]
    ),
    max_size=12,
).map("".join)


def texts_of(text: str, lang: str = "en") -> list[str]:
    return [candidate.text for candidate in candidates(article("The title", text, lang=lang))]


def test_one_sentence_and_the_next_with_it_are_offered() -> None:
    """Neighbours in a paragraph are offered alone and together."""
    assert texts_of(f"{FERRY} {BRAKES}") == [FERRY, f"{FERRY} {BRAKES}", BRAKES]


def test_an_excerpt_never_runs_over_a_paragraph() -> None:
    """A line break parts what belongs together."""
    assert texts_of(f"{FERRY}\n{BRAKES}") == [FERRY, BRAKES]


def test_a_leaning_sentence_comes_only_with_the_one_before_it() -> None:
    """ "He" is not offered without whom it means; at the start of a paragraph it is not offered at all."""
    assert texts_of(f"{BRAKES} He had warned the company in two letters.") == [
        BRAKES,
        f"{BRAKES} He had warned the company in two letters.",
    ]
    assert texts_of(f"{FERRY}\nHe had warned the company in two letters.") == [FERRY]


def test_a_dateline_and_an_attribution_stay() -> None:
    """Where a report is from and on whose word it stands belong to it."""
    dated = "ORRIN, March 2 (Reuters) - A ferry hit the pier of Orrin on Monday, according to four sources."
    assert texts_of(dated) == [dated]


@pytest.mark.parametrize(
    "furniture",
    [
        "Sign up for our morning newsletter and never miss the news of the coast.",
        "Published On 3 Mar 20263 Mar 2026",
        "Read more: How the ferries of Orrin came to be so old and so slow.",
        "Photo: A ferry leaves the harbour of Orrin at dawn on Monday morning.",
        "Could the accident in the harbour of Orrin have been prevented?",
        "Rescue workers on the pier of Orrin as the sun rises over the bay",
        "THE FERRY COMPANY OF ORRIN MUST PAY FOR ALL THE DAMAGE IT DID.",
        "The feed cut this sentence off in the middle of a word bec...",
    ],
)
def test_what_is_no_report_is_never_offered(furniture: str) -> None:
    """Furniture, questions, headings, shouts and torn sentences are left out, and nothing is joined across them."""
    assert texts_of(f"{FERRY}\n{furniture}\n{BRAKES}") == [FERRY, BRAKES]
    if furniture[-1] in ".?":
        assert furniture not in " ".join(texts_of(f"{FERRY} {furniture} {BRAKES}"))


def test_an_article_with_only_a_title_offers_the_title() -> None:
    """The title is the candidate, its field says so, and the space around it is not taken."""
    only = article("  Ferry hits pier in Orrin ", "Share\nPublished On 3 Mar 20263 Mar 2026")
    (offered,) = candidates(only)
    assert (offered.field, offered.text, offered.range) == ("title", "Ferry hits pier in Orrin", (2, 26))


def test_a_title_as_long_as_a_text_is_cut_like_one() -> None:
    """Some feeds put the whole report into the title; without a clause to cut at it is not shown."""
    clause = "the captain told the court of Velmar about the many letters he had written to the company"
    (offered,) = candidates(article(f"On Monday {clause}, {clause}, {clause}, {clause}"))
    assert (offered.text, offered.cut_after) == (f"On Monday {clause}, {clause}, {clause}", True)
    assert candidates(article("ferry " * 100)) == []


def test_an_article_without_words_offers_nothing() -> None:
    """Neither title nor text: no candidate, and no error."""
    assert candidates(article("", "")) == []


def test_a_summary_that_spares_the_full_stop_is_offered() -> None:
    """Where no sentence of a text ends in a full stop, the one that it has is whole."""
    assert texts_of("The ferry company of Orrin is to pay for the damage to the pier") == [
        "The ferry company of Orrin is to pay for the damage to the pier"
    ]


def test_a_sentence_that_is_too_long_is_cut_where_a_clause_ends() -> None:
    """The cut is flagged, is at a word's end before a comma, and keeps within the longest excerpt."""
    clause = "the captain told the court of Velmar about the many letters he had written to the company"
    (offered,) = candidates(article("", f"On Monday {clause}, {clause}, {clause}, {clause}, {clause}."))
    assert offered.cut_after
    assert offered.text == f"On Monday {clause}, {clause}, {clause}"


def test_a_sentence_without_a_clause_to_cut_at_is_not_offered() -> None:
    """Rather no excerpt than a cut in mid-clause."""
    assert texts_of("The captain told the court " + "of the letters that he wrote " * 15 + "to Norvane.") == [
        "The title"
    ]


def test_a_quotation_is_not_parted() -> None:
    """A sentence inside a quotation begun before is not offered without its beginning and its end."""
    quote = "“We had no brakes at all that morning. Nobody at the company answered us,” Captain Teel said."
    assert texts_of(quote) == [quote]


def test_a_text_without_spaces_is_offered_too() -> None:
    """Chinese has no spaces to count words by."""
    report = "周一早晨，一艘载有一百四十人的渡轮撞上了奥林码头，海岸警卫队说，四十名乘客被送往桑德医院接受治疗。"
    assert texts_of(report, "zh") == [report]


def breaks_a_word_or_a_cluster(candidate: Candidate) -> bool:
    text = candidate.article.revision.words(candidate.field)
    start, end = candidate.range
    if any(start > word.start and start < word.end for word in words(text)):
        return True
    inside = any(word.start < end < word.end for word in words(text))
    after = text[end : end + 1]
    return candidate.cut_after and (inside or (after != "" and unicodedata.category(after)[0] == "M"))


@given(ANY_TEXT | PIECES, st.sampled_from(["en", "de", "es", "zh", None]))
def test_whatever_the_text_candidates_are_slices_and_cut_no_word(text: str, lang: str | None) -> None:
    """Any text gives candidates without an error: within the text, in order, not too long, never inside a word."""
    one = article(text[::-1], text, lang=lang)
    for candidate in candidates(one):
        start, end = candidate.range
        assert 0 <= start < end <= len(text)
        assert end - start <= LONGEST
        assert candidate.text.strip() == candidate.text
        if candidate.cut_after:
            assert not breaks_a_word_or_a_cluster(candidate)
