"""Who is who in one article: names, offices and pronouns of one person together, of two persons never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.names import Case, links, load
from newsfold.digests.names.mentions import Mentions, mentions
from newsfold.model import Range

ARTICLES = [case for case in load() if len(case.articles) == 1]
TALKS = (
    "Keldonian President Lina Moor met Jon Hale, the mayor of Sund. A spokesman for Moor left. Moor's lawyer and Hale slept. "
    "Moor and Hale ate. The mayor, Jon Hale, ran. Mr Hale, who slept, said he was the president's friend."
)
PIECES = st.lists(
    st.sampled_from(
        [
            "Lina Moor",
            "Moor",
            "Jon Moor",
            "President ",
            "the mayor of Orrin",
            ", the mayor of Orrin,",
            " said ",
            "she ",
            "He ",
            "his wife ",
            "Civil Protection Agency (CPA) ",
            "Dr. ",
            "“",
            "”",
            "\n",
            "\u00a0",
            " ",
            ". ",
            "'s ",
            "é",
            "İ",
            "ß",
            "👩\u200d✈️",
            "M. ",
            "von ",
            "EE.UU. ",
        ]
    ),
    max_size=25,
).map("".join)


def fullest(text: str, who: Mentions, stretch: str) -> str | None:
    start = text.index(stretch)
    found = who.fullest(Range(start, start + len(stretch)))
    return found.of(text) if found else None


@pytest.mark.parametrize("case", ARTICLES, ids=[case.id for case in ARTICLES])
def test_the_mentions_of_an_article_are_linked_as_labelled(case: Case) -> None:
    """Nothing that is two is one, and nothing that is one falls apart; what is a known limit may only fall apart."""
    found = links(case)
    assert not found.false, found.faults
    assert bool(found.missed) == (case.limit is not None), found.faults


@pytest.mark.parametrize(
    ("stretch", "name"),
    [
        ("Keldonian President Lina Moor", "Lina Moor"),
        ("Jon Hale, the mayor of Sund", "Jon Hale"),
        ("The mayor, Jon Hale,", "Jon Hale"),
        ("Mr Hale, who slept", "Jon Hale"),
        ("he was", "Jon Hale"),
        ("the president", "Lina Moor"),
        ("Sund", "Sund"),
        ("A spokesman for Moor", None),
        ("Moor's lawyer", None),
        ("Moor and Hale", None),
        ("the president's friend", None),
        ("slept", None),
    ],
)
def test_the_fullest_name_is_that_of_whom_a_stretch_means(stretch: str, name: str | None) -> None:
    """A stretch wider than the mention is read by its head, and what only has a name in it means nobody who is named."""
    assert fullest(TALKS, mentions(TALKS, "en"), stretch) == name


@pytest.mark.parametrize(
    ("text", "stretch", "name"),
    [
        ("Orrin coach Ada Teel, 26, left.", "Orrin coach Ada Teel, 26", "Ada Teel"),
        ("The town's lawyer, Prof. Ada Teel, left.", "The town's lawyer, Prof. Ada Teel", "Ada Teel"),
        ("A union spokeswoman, Ada Teel, left.", "A union spokeswoman, Ada Teel", "Ada Teel"),
        ("The lawyer Ada Teel of Orrin University left.", "The lawyer Ada Teel of Orrin University", "Ada Teel"),
        ("A Velmar official left Velmar.", "A Velmar official", None),
        ("The harbour office in Orrin was shut.", "The harbour office in Orrin", None),
        ("Karlin & Voss denied it, and Voss slept.", "Karlin & Voss", None),
        ("State-owned Norvane slept. The State paid.", "State-owned Norvane", "Norvane"),
        ("A party whip, speaking of Ada Teel, left.", "A party whip, speaking of Ada Teel", None),
    ],
)
def test_what_a_name_in_a_stretch_is_part_of_is_not_its_bearer(text: str, stretch: str, name: str | None) -> None:
    """A name that closes a stretch is its head where what stands before says what its bearer is."""
    assert fullest(text, mentions(text, "en"), stretch) == name


def test_without_pronouns_names_and_offices_are_found_alone() -> None:
    """Whoever needs no pronouns is spared their time."""
    kinds = {m.kind for one in mentions(TALKS, "en", pronouns=False).named for m in one.mentions}
    assert kinds == {"name", "role"}


def test_a_language_without_lists_has_names_only() -> None:
    """Names are one person's as far as they show it themselves."""
    text = "W Orrin była Lina Moor. Moor milczy."
    assert [
        [m.range.of(text) for m in one.mentions] for one in mentions(text, "pl").named if len(one.mentions) > 1
    ] == [["Lina Moor", "Moor"]]


@given(PIECES | st.text(), st.sampled_from(["en", "de", "es", "fr", "pl", None]))
def test_every_mention_stands_in_the_text_and_no_name_twice(text: str, lang: str | None) -> None:
    """Of any text: stretches within it, each with words, in order; a name belongs to one person, who knows it again."""
    who = mentions(text, lang)
    names = [m.range for one in who.named for m in one.mentions if m.kind == "name"]
    assert len(names) == len(set(names))
    for one in who.named:
        ranges = [mention.range for mention in one.mentions]
        assert ranges == sorted(ranges)
        assert one.name in ranges
        for at in ranges:
            assert 0 <= at.start < at.end <= len(text)
            assert at.of(text).strip() == at.of(text)
        for mention in one.mentions:
            assert who.fullest(mention.range) is not None
