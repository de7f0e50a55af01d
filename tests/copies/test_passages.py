"""What two texts have in common, in order, and where it stands in both."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from copies_builders import DAM, ORCHARD, TRAMS, article
from hypothesis import given
from hypothesis import strategies as st

from newsfold.copies.passages import RUN, Passages, passages
from newsfold.model import Article
from newsfold.text.folding import fold


def common(one: Article, other: Article) -> list[tuple[str, str]]:
    found = passages(one, other)
    return [(mine.of(one.text), theirs.of(other.text)) for mine, theirs in zip(found.one, found.other, strict=True)]


def test_a_text_and_itself_are_one_passage() -> None:
    """All of its own words are in it; what is quoted is not, and cuts it."""
    found = passages(article(TRAMS), article(TRAMS))
    assert found.share == (1.0, 1.0)
    assert [span.of(TRAMS) for span in found.one] == [TRAMS.strip().removesuffix(".")]
    dam = passages(article(DAM), article(DAM))
    assert dam.share == (1.0, 1.0)
    assert not any('"' in span.of(DAM) for span in dam.one)


def test_what_a_rewrite_keeps_is_found_where_it_stands_in_both() -> None:
    """Case and punctuation may have changed; changed words lie between passages."""
    one = article("The wall was finished sixty years ago, and was last inspected in October by the ministry of works.")
    other = article("Sixty years ago it was finished. It was last inspected in OCTOBER – by the ministry itself.")
    assert common(one, other) == [
        ("sixty years ago", "Sixty years ago"),
        ("was last inspected in October by the ministry", "was last inspected in OCTOBER – by the ministry"),
    ]


def test_what_stands_in_another_order_is_not_counted_twice() -> None:
    """Of two passages that have changed places one is kept, the longer."""
    first, second = "the board opened both spillways before noon", "buses carried families to the halls in the north"
    found = common(article(f"{first}. Then {second}."), article(f"{second}. Later {first}."))
    assert found == [(second, second)]


def test_texts_of_their_own_have_no_passages() -> None:
    """Nor have empty ones, nor those whose words are counted in other ways."""
    nothing = Passages((), (), (0.0, 0.0), (0, 0))
    assert passages(article(""), article("")) == nothing
    assert common(article(TRAMS), article(ORCHARD)) == []
    assert passages(article(TRAMS, lang="vi"), article(TRAMS, lang="en")) == nothing


def test_what_is_quoted_is_no_passage() -> None:
    """Two desks that heard one speaker have the words from her."""
    said = '"We have lowered the lake by two metres and the crack has not grown since"'
    assert common(article(f"He told them: {said}."), article(f"At noon he said {said} and left.")) == []


words = st.lists(
    st.sampled_from(["dam", "Velmar", "held", "11", "Über", "lake", "crack", "née", '"', "ﬁre"]), max_size=30
)


@given(words, words)
def test_passages_stand_in_both_texts_in_one_order(one: list[str], other: list[str]) -> None:
    """Their words are the same but for case and accents, they ascend on both sides, and shares are shares."""
    first, second = article(" ".join(one)), article(" ".join(other))
    found = passages(first, second)
    for mine, theirs in zip(found.one, found.other, strict=True):
        same, words_of = re.findall(r"\w+", fold(mine.of(first.text))), re.findall(r"\w+", fold(theirs.of(second.text)))
        assert same == words_of
        assert len(same) >= RUN
    for side in (found.one, found.other):
        assert all(before.start < after.start for before, after in pairwise(side))
    assert all(0 <= share <= 1 for share in found.share)
    assert (found.share == (0.0, 0.0)) == (not found.one)


@pytest.mark.parametrize("text", ["Cafe\u0301 au lait pour tous a\u0300 midi", "Straße zum Großen Fluß und zurück"])
def test_spans_are_of_the_text_as_it_is_stored(text: str) -> None:
    """Accents that stand by themselves and letters that fold to two move no offset."""
    assert common(article(f"Eh: {text}!"), article(f"{text}.")) == [(text, text)]
