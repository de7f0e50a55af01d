"""Who is who in a story: one entry for a person however the articles call him, two for two persons, nothing that is nobody."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story_builders import article, copies_of_one_text

from evals.names import Case, links, load
from newsfold.digests.names import who_is_who
from newsfold.digests.names.keys import sounds
from newsfold.digests.sources import sources
from newsfold.model import Article, Entity, Lineage, Span

STORIES = [case for case in load() if len(case.articles) > 1]


def names_of(*articles: Article, lineages: tuple[Lineage, ...] = (), most: int = 12) -> list[str]:
    return [entity.name.text for entity in who_is_who(sources(articles, lineages), most)]


def named(text: str, **more: str) -> Article:
    return article("", text, **more)  # type: ignore[arg-type]


def shown(entity: Entity) -> tuple[str, list[str], list[str]]:
    return entity.name.text, [form.text for form in entity.forms], [one.text for one in entity.described]


@pytest.mark.parametrize("case", STORIES, ids=[case.id for case in STORIES])
def test_a_story_has_one_entry_for_each_as_labelled(case: Case) -> None:
    """Nothing that is two is one, and nothing that is one falls apart; what is a known limit may only fall apart."""
    found = links(case)
    assert not found.false, found.faults
    assert bool(found.missed) == (case.limit is not None), found.faults


def test_an_entry_holds_the_first_mention_of_each_form_and_of_what_is_said_instead() -> None:
    """The fullest name comes first; an accent makes another form, and an office is shown as it is written."""
    first = named("Keldonian President Anatol Grebín refused. Grebín gave no reason.", id_="a1")
    second = named("Anatol Grebin spoke. The Keldonian leader left.", id_="a2", outlet="Sund Times")
    (grebin,) = [one for one in who_is_who(sources([first, second], [])) if one.name.text.startswith("Anatol")]
    assert shown(grebin) == ("Anatol Grebín", ["Grebín", "Anatol Grebin"], ["Keldonian President"])
    assert (grebin.accounts, grebin.name.article, grebin.forms[1].article) == (2, "a1", "a2")


def test_a_title_is_read_with_its_text() -> None:
    """A name that stands in the title first is shown from there."""
    one = article("Moor resigns over ferry", "Lina Moor resigned on Monday. Moor gave no reason, the port said.")
    (moor,) = [entity for entity in who_is_who(sources([one], [])) if "Moor" in entity.name.text]
    assert [(form.text, form.span.field, form.span.start) for form in moor.forms] == [("Moor", "title", 0)]


def test_whoever_more_independent_accounts_name_comes_first() -> None:
    """Copies of one text add nothing to a name's accounts."""
    copies = [named("Lina Moor left Orrin. Lina Moor slept.", outlet=f"Outlet {n}", id_=f"c{n}") for n in range(3)]
    alone = named("Jon Hale came. Jon Hale stayed.", outlet="Sund Times", id_="x1")
    other = named("Jon Hale ate. Jon Hale slept.", outlet="Velmar Mail", id_="x2")
    got = names_of(*copies, alone, other, lineages=(copies_of_one_text(copies),))
    assert got[:2] == ["Jon Hale", "Lina Moor"]


def test_outlets_agencies_peoples_and_what_is_named_once_are_left_out() -> None:
    """The page names who and what the story is about."""
    one = named(
        "ORRIN (Istmo) - Lina Moor told the Orrin Post that Chinese ships came. Lina Moor saw the Chinese. The Orrin Post "
        "printed it. Jon Hale slept."
    )
    assert names_of(one) == ["Lina Moor"]


def test_at_most_so_many_are_listed_and_nobody_where_nothing_is_named() -> None:
    """The list can be cut, and a story may name nobody."""
    one = named("Lina Moor saw Jon Hale. Lina Moor met Jon Hale.")
    assert len(names_of(one, most=1)) == 1
    assert names_of(named("it rained all day.")) == []
    assert who_is_who(sources([], [])) == ()


def test_the_order_in_which_articles_are_given_changes_nothing() -> None:
    """The same articles name the same."""
    three = [
        named("Lina Moor left. Moor slept.", id_="a", outlet="A"),
        named("Jon Moor said he came. Moor ate.", id_="b", outlet="B"),
        named("Moor came. It was Moor who came.", id_="c", outlet="C"),
    ]
    assert len({who_is_who(sources(order, [])) for order in permutations(three)}) == 1


def test_spellings_of_one_name_sound_alike_and_other_names_do_not() -> None:
    """Transliteration is undone; vowels that make another name stay."""
    assert sounds(("wolodymyr", "sarenskyj")) == sounds(("volodymyr", "sarensky"))
    assert sounds(("hansen",)) != sounds(("hanson",))


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Moor quits", "", "İ 👩 Moor"]),
            st.lists(
                st.sampled_from(
                    ["Lina Moor ", "Moor ", "President ", "left. ", "é", "\n", "Ada Moor, his wife, ", "said "]
                )
            ).map("".join),
            st.sampled_from(["en", "de", "es", None]),
        ),
        max_size=4,
    )
)
def test_every_stretch_shown_is_an_articles_own(drawn: list[tuple[str, str, str | None]]) -> None:
    """An entry is built of stored words alone, and no stretch stands in two entries."""
    articles = {f"a{n}": article(title, text, id_=f"a{n}", lang=lang) for n, (title, text, lang) in enumerate(drawn)}
    seen: set[tuple[str, Span]] = set()
    for entity in who_is_who(sources(articles.values(), []), 1000):
        for words in (entity.name, *entity.forms):
            source = articles[words.article].revision.words(words.span.field)
            assert source[words.span.start : words.span.end] == words.text
            assert (words.article, words.span) not in seen
            seen.add((words.article, words.span))
