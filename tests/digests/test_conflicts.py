"""Where accounts cannot all be so, what only looks like it, and which later figures are updates."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story_builders import article, copies_of_one_text

from newsfold.digests.conflicts import conflicts, sides
from newsfold.digests.sources import sources
from newsfold.model import Article, Conflict, Range

TITLE = "Ferry hits the pier of Orrin"


def told(*texts: str, hours: tuple[float, ...] = (), lang: str = "en") -> list[Article]:
    """One report by each of several outlets, at dawn or so many hours after it."""
    return [
        article(
            TITLE, text, outlet=f"Outlet {number}", id_=f"a{number}", hours=hours[number] if hours else 0, lang=lang
        )
        for number, text in enumerate(texts)
    ]


def found(articles: list[Article]) -> list[tuple[str, tuple[str, ...]]]:
    """The conflicts as kind and marked words."""
    words = {one.id: one for one in articles}

    def marked(conflict: Conflict) -> tuple[str, ...]:
        return tuple(
            claim.mark.of(words[claim.words.article].revision.words(claim.words.span.field))
            for claim in conflict.claims
        )

    return [(one.kind, marked(one)) for one in conflicts(sources(articles, [])).conflicts]


def test_two_accounts_of_one_hour_that_count_the_dead_differently_are_in_conflict() -> None:
    articles = told(
        "A ferry hit the pier of Orrin, killing three people, the harbour office said.",
        "At least five people died when a ferry hit the pier of Orrin, the coast guard said.",
    )
    assert found(articles) == [("figures", ("three", "At least five people died"))]


def test_figures_of_two_languages_are_compared() -> None:
    articles = [
        article("Fähre rammt Pier in Orrin", "Sieben Menschen kamen ums Leben.", outlet="Talbote", lang="de"),
        article(TITLE, "Three people were killed when the ferry hit the pier.", outlet="Orrin Post"),
    ]
    assert [kind for kind, _ in found(articles)] == ["figures"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("At least five people were killed.", "Seven people were killed.", id="at least"),
        pytest.param("Some 200 people were injured.", "The crash injured 208 people.", id="about"),
        pytest.param("The ferry carried 1,200 people.", "There were 1,204 people aboard the ferry.", id="rounded"),
        pytest.param("Three people were killed.", "Three people were killed and five injured.", id="another verb"),
        pytest.param("Five people were killed.", "Two of them were killed on deck.", id="a part"),
        pytest.param("Five people were killed.", "Another three people were killed in the water.", id="more of them"),
        pytest.param("Five people were killed.", "In 2019, twelve people were killed at the pier.", id="another year"),
        pytest.param("Five people were killed in Velmar.", "Three people were killed in Dorne.", id="another place"),
        pytest.param("Five people were killed on Sunday.", "Three people were killed on Monday.", id="another day"),
        pytest.param("The fare rose by 3 percent.", "The fare rose by 2 percentage points.", id="percentage points"),
        pytest.param("The fare is 30 crowns a day.", "The fare is 200 crowns a week.", id="per unit"),
        pytest.param(
            "The ferry carried 241 passengers and nine crew.", "There were 250 people aboard.", id="with the crew"
        ),
        pytest.param("Five people could be killed.", "Three people were killed.", id="supposed"),
        pytest.param("Five people were killed.", "Five people were killed, up from three.", id="an older figure"),
    ],
)
def test_what_only_looks_like_a_conflict_is_none(one: str, other: str) -> None:
    assert found(told(one, other)) == []


def test_a_death_toll_that_rises_in_later_articles_is_an_update_in_the_order_of_time() -> None:
    articles = told(
        "Three people were killed when the ferry hit the pier.",
        "Five people were killed when the ferry hit the pier.",
        "Nine people were killed when the ferry hit the pier.",
        hours=(0, 8, 20),
    )
    differences = conflicts(sources(articles, []))
    assert differences.conflicts == ()
    assert [[claim.words.article for claim in update.claims] for update in differences.updates] == [["a0", "a1", "a2"]]


def test_copies_of_one_text_are_one_account_and_contradict_nobody() -> None:
    articles = told("Three people were killed at the pier.", "Five people were killed at the pier.")
    assert conflicts(sources(articles, [copies_of_one_text(articles)])).conflicts == ()


def test_one_article_may_set_two_sources_against_each_other() -> None:
    text = "Police said 6,000 people had gathered at the pier. Organisers spoke of 20,000."
    assert found(told(text)) == [("figures", ("6,000 people had gathered", "20,000"))]


def test_the_age_of_one_named_person_can_be_in_conflict_and_those_of_two_cannot() -> None:
    assert found(told("Ilse Brandt, 63, was at the wheel.", "The captain, Ilse Brandt, 65, was hurt.")) == [
        ("figures", ("63", "65"))
    ]
    assert found(told("Ilse Brandt, 63, was at the wheel.", "Ilse Moor, 65, was hurt.")) == []


def test_a_denial_that_points_back_is_set_beside_the_claim_above_it() -> None:
    text = "The mayor accused Norvane of hiding the report. Norvane denied it."
    assert found(told(text)) == [("yes-no", ("The mayor accused Norvane of hiding the report.", "denied it"))]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The mayor accused Norvane of hiding it. Nobody denied it.", id="nobody denies"),
        pytest.param("The mayor said the sea was calm. Norvane denied entry to divers.", id="denied something else"),
        pytest.param("The mayor said the sea was calm. The council rejected the budget.", id="rejected a plan"),
    ],
)
def test_a_refusal_of_something_else_is_no_conflict(text: str) -> None:
    assert found(told(text)) == []


def test_the_sentences_that_are_sides_of_a_conflict_can_be_looked_up() -> None:
    text = "Police said 6,000 people had gathered at the pier. Organisers spoke of 20,000."
    differences = conflicts(sources(told(text), []))
    assert sides(differences) == {("a0", "text", Range(0, 50)): (0,), ("a0", "text", Range(51, 78)): (0,)}


PIECES = [
    "Three people were killed",
    "at least five dead",
    " in Orrin",
    ". ",
    "\n",
    "“",
    "”",
    "Norvane denied it",
    "Moor, 63, ",
    "12-year-old boy",
    "é",
    "𝒳",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), max_size=5))
def test_every_mark_lies_within_its_verbatim_sentence(texts: list[str]) -> None:
    articles = told(*texts)
    differences = conflicts(sources(articles, []))
    words = {one.id: one.revision for one in articles}
    for claims in [one.claims for one in differences.conflicts] + [one.claims for one in differences.updates]:
        assert len(claims) > 1
        for claim in claims:
            span = claim.words.span
            assert words[claim.words.article].words(span.field)[span.start : span.end] == claim.words.text
            assert span.start <= claim.mark.start < claim.mark.end <= span.end


def test_what_agrees_with_one_side_of_a_conflict_joins_it() -> None:
    articles = told(
        "The ferry hit the pier of Orrin with 96 people aboard.",
        "There were 104 people aboard when the ferry hit the pier of Orrin.",
        "The list has 104 people aboard, the coast guard of Orrin said when the ferry had hit the pier.",
        hours=(0, 1, 9),
    )
    assert [len(marks) for _, marks in found(articles)] == [3]


def test_that_nobody_was_hurt_cannot_be_so_where_somebody_was() -> None:
    articles = told(
        "A ferry hit the pier of Orrin but nobody was hurt, the coast guard said.",
        "Two women had to be treated for bruises when the ferry hit the pier of Orrin.",
    )
    assert found(articles) == [("figures", ("nobody was hurt", "Two women had to be treated for bruises"))]


def test_of_those_killed_elsewhere_that_nobody_was_killed_here_says_nothing() -> None:
    articles = told(
        "A ferry hit the pier of Orrin but nobody was killed, the coast guard said.",
        "Ferries hit piers in Orrin; more than 100 people have been killed when a ferry hit the pier.",
    )
    assert found(articles) == []


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [
        pytest.param("Turnout was 61.4 percent, the highest since 2014.", "Turnout was 57 percent.", "en", id="since"),
        pytest.param("The union said 1,900 trains were cancelled.", "There were 1,600 trains cancelled.", "en", id="year"),
        pytest.param("Six of the 31 wagons left the rails.", "Seven wagons left the rails.", "en", id="of a whole"),
        pytest.param("Gegen 2.40 Uhr sprangen sechs der 31 Wagen aus den Schienen.", "Sieben Wagen sind entgleist.", "de", id="de"),
        pytest.param("A quake of magnitude 6.1 struck Orrin.", "It had a magnitude of 6.4, three tenths more.", "en", id="list"),
        pytest.param("She carried 171 passengers and crew.", "There were 212 people aboard.", "en", id="with the crew"),
    ],
)  # fmt: skip
def test_figures_are_read_where_years_wholes_and_lists_stand_beside_them(one: str, other: str, lang: str) -> None:
    assert [kind for kind, _ in found(told(one, other, lang=lang))] == ["figures"]


def test_a_figure_that_another_account_names_only_to_deny_it_is_in_conflict() -> None:
    articles = told(
        "The ferry sent signals for 19 minutes.",
        "The tape covers eleven minutes, not the nineteen of Monday's briefing.",
    )
    assert found(articles) == [("figures", ("19", "eleven"))]


def test_a_verb_of_counting_may_be_left_out_by_the_second_source() -> None:
    text = "The railway reported 1,850 cancelled trains, the union more than 2,700."
    assert found(told(text)) == [("figures", ("1,850 cancelled", "more than 2,700"))]
    assert found(told("The railway reported 1,850 cancelled trains, in Dorne more than 2,700.")) == []


def test_a_letter_that_is_spoken_of_and_denied_is_in_conflict() -> None:
    text = "A member said a letter was in circulation. The secretary, Rosa Keel, denied that any such letter existed."
    assert [kind for kind, _ in found(told(text))] == ["yes-no"]


def test_an_answer_to_a_question_that_is_told_with_it_denies_what_was_asked() -> None:
    asked = 'Asked whether passenger records had been copied, she said: "We have seen no sign of it."'
    claimed = "The group claimed to have copied the records of two million passengers."
    assert [kind for kind, _ in found(told(claimed, asked))] == ["yes-no"]
    assert found(told(claimed, "Asked whether passenger records had been copied, she said she had no comment.")) == []


def test_one_hurt_is_on_one_side_of_the_body() -> None:
    left = "At the pier of Orrin, Ilse Brandt broke her left wrist."
    assert found(told(left, "The mayor, Ilse Brandt, broke a bone in her right wrist.")) == [
        ("where", ("left wrist", "right wrist"))
    ]
    assert found(told(left, "The mayor, Ilse Brandt, broke her right ankle.")) == []
    assert found(told(left, "The mayor, Jon Hale, broke his right wrist.")) == []
    spanish = (
        "En Dorne, Ilse Brandt se rompió la muñeca izquierda.",
        "La alcaldesa, Ilse Brandt, se rompió la muñeca derecha.",
    )
    assert found(told(*spanish, lang="es")) == [("where", ("muñeca izquierda", "muñeca derecha"))]


def test_a_list_stands_at_a_figure_of_what_the_sentence_before_speaks_of() -> None:
    articles = told(
        "Nobody agrees how many people are missing after the ferry sank off Orrin. The coast guard's list stands at 26.",
        "The ferry sank off the pier of Orrin on a night of fog. The harbour office said 40 people were missing.",
    )
    assert found(articles) == [("figures", ("26", "40 people were missing"))]


def test_a_figure_that_corrects_another_conflicts_with_what_is_said_to_be_at_least_so_many() -> None:
    opening = "The ferry hit the pier of Orrin in fog."
    articles = told(
        f"At least nine people died, the harbour office said. {opening}",
        f"The number of dead that the harbour office gives is wrong, the hospital said. The dead number 14. {opening}",
    )
    assert [kind for kind, _ in found(articles)] == ["figures"]


def test_an_exact_figure_above_at_least_so_many_is_no_conflict_of_itself() -> None:
    opening = "The ferry hit the pier of Orrin in fog."
    assert found(told(f"At least nine people died. {opening}", f"The dead number 14. {opening}")) == []


def test_one_day_that_both_name_is_one_count_whatever_else_they_name() -> None:
    articles = told(
        "Orrin airport lost its screens on Wednesday, and 140 flights were cancelled on Wednesday, the operator said.",
        "Rosa Keel of Orrin asked for a debate. More than 200 flights were cancelled on Wednesday.",
        hours=(0, 30),
    )
    assert [kind for kind, _ in found(articles)] == ["figures"]


def test_what_an_offer_comes_to_is_told_in_two_languages() -> None:
    articles = [
        article("Streik", "Es liegt ein Angebot von 5,5 Prozent auf dem Tisch.", outlet="Talbote", lang="de", hours=0),
        article("Strike", "She says the offer comes to 4.8 per cent.", outlet="Orrin Post", hours=20),
    ]
    assert [kind for kind, _ in found(articles)] == ["figures"]


def test_about_so_many_in_two_digits_is_nearer_than_in_one() -> None:
    about = "The dairy recalled about {} cartons of milk from shops in Orrin, the health office said."
    assert [kind for kind, _ in found(told(about.format("180,000"), about.format("240,000")))] == ["figures"]
    assert found(told(about.format("200,000"), about.format("240,000"))) == []
