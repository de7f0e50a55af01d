"""Where accounts say of different persons that they did one thing, or date one thing differently, and what only looks like it."""

from __future__ import annotations

import pytest
from story_builders import article

from newsfold.digests.conflicts import conflicts
from newsfold.digests.sources import sources
from newsfold.model import Article

TITLE = "Ferry Silver Heron hits the pier of Orrin in thick fog, harbour closed"
FERRY = "The ferry Silver Heron hit the pier of Orrin in thick fog and the harbour was closed."


def told(*texts: str, hours: tuple[float, ...] = (), lang: str = "en", title: str = TITLE) -> list[Article]:
    """One report by each of several outlets, at dawn or so many hours after it."""
    return [
        article(title, text, outlet=f"Outlet {n}", id_=f"a{n}", hours=hours[n] if hours else 0, lang=lang)
        for n, text in enumerate(texts)
    ]


def found(articles: list[Article], kind: str) -> list[tuple[str, ...]]:
    """The marked words of the conflicts of one kind."""
    words = {one.id: one for one in articles}
    return [
        tuple(claim.mark.of(words[claim.words.article].revision.words(claim.words.span.field)) for claim in one.claims)
        for one in conflicts(sources(articles, [])).conflicts
        if one.kind == kind
    ]


# --- when -----------------------------------------------------------------------------------------------------------


def test_boats_that_leave_before_the_alarm_of_another_account_are_in_conflict() -> None:
    articles = told(
        f"{FERRY} The lifeboat station launched two boats at 5.04 a.m.",
        f"{FERRY} The alarm was raised at about 5.20 a.m., when somebody telephoned the lifeboat station.",
    )
    assert found(articles, "when") == [("5.04 a.m.", "about 5.20 a.m.")]


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        pytest.param("5.04 a.m.", "5.12 a.m.", True, id="exact times"),
        pytest.param("about 5.20 a.m.", "5.14 a.m.", False, id="about"),
        pytest.param("5.04 a.m.", "5.05 a.m.", False, id="a minute"),
        pytest.param("5 a.m.", "5.04 a.m.", False, id="the full hour is rounded"),
        pytest.param("5.04 a.m.", "5.04 p.m.", True, id="the other half of the day"),
        pytest.param("5.04 a.m.", "0512 GMT", False, id="another zone"),
        pytest.param("shortly before 5.30 a.m.", "5.18 a.m.", False, id="shortly before"),
        pytest.param("on Sunday evening", "on Saturday evening", True, id="days"),
        pytest.param("on Sunday evening", "on Sunday night", False, id="parts of a day have no sharp ends"),
        pytest.param("on Sunday", "late on Sunday evening", False, id="more exact"),
    ],
)
def test_one_alarm_has_one_time_as_far_as_the_words_are_exact(one: str, other: str, is_one: bool) -> None:
    articles = told(*(f"{FERRY} The harbour alarm was raised {_at(time)} from the pier." for time in (one, other)))
    assert bool(found(articles, "when")) == is_one


def _at(time: str) -> str:
    return time if time.startswith(("on", "shortly")) else f"at {time}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Ilse Brandt was hurt on Sunday.", "Jon Hale was hurt on Saturday.", id="other persons"),
        pytest.param("Two men were injured on Sunday.", "Five men were injured on Saturday.", id="other figures"),
        pytest.param(
            "A deckhand said on Sunday he was hurt.", "A deckhand was hurt on Saturday.", id="when it was said"
        ),
        pytest.param(
            "A deckhand was hurt in Saturday's fog.", "A deckhand was hurt in the Sunday fog.", id="a noun's day"
        ),
        pytest.param(
            "The captain told Orrin Radio so on Sunday.", "She told Orrin Radio so on Saturday.", id="said twice"
        ),
        pytest.param("A deckhand was hurt on Sunday.", "A deckhand was hurt on 2 January.", id="long before"),
    ],
)
def test_two_happenings_have_two_times(one: str, other: str) -> None:
    assert found(told(f"{FERRY} {one}", f"{FERRY} {other}"), "when") == []


def test_an_article_with_two_times_speaks_of_two_alarms() -> None:
    twice = (
        f"{FERRY} The alarm was raised at 5.04 a.m. from the pier. Another alarm was raised at 7.10 a.m. from the pier."
    )
    assert found(told(twice, f"{FERRY} The alarm was raised at 6.15 a.m. from the pier."), "when") == []


def test_nobody_is_brought_in_before_being_hurt() -> None:
    fell = f"{FERRY} Captain Ilse Brandt broke a bone in her wrist on Monday morning, her office said."
    assert found(told(fell, f"{FERRY} The captain was brought in late on Sunday evening, a nurse said."), "when") == [
        ("Monday morning", "late on Sunday evening")
    ]
    assert found(told(fell, f"{FERRY} The captain was brought in on Monday afternoon, a nurse said."), "when") == []


def test_who_was_told_on_friday_did_not_first_learn_of_it_on_sunday() -> None:
    warned = f"{FERRY} A yard warned Norvane of the brakes on Friday."
    assert found(
        told(f"{FERRY} The line, Norvane, learned of the fault on Sunday and not before.", warned), "when"
    ) == [("Sunday", "Friday")]
    assert found(told(f"{FERRY} The line, Norvane, learned of the fault on Sunday.", warned), "when") == []


def test_a_record_is_not_older_than_the_call_that_it_records() -> None:
    spoke = f"{FERRY} The captain, Ilse Brandt, spoke to the harbour for ten minutes on 1 March."
    note = f"{FERRY} A note of the call with Captain Brandt bears the date of 27 February."
    assert found(told(spoke, note), "when") == [("1 March", "27 February")]
    assert found(told(spoke, note.replace("note of the call with", "letter to")), "when") == []


def test_times_are_compared_in_german_and_spanish() -> None:
    title = "Fähre Silberreiher rammt im dichten Nebel den Anleger von Orrin, Hafen gesperrt"
    german = "Die Fähre Silberreiher rammte im dichten Nebel den Anleger von Orrin."
    articles = told(
        f"{german} Der Alarm wurde um 5.04 Uhr vom Anleger ausgelöst.",
        f"{german} Der Alarm wurde gegen 5.20 Uhr vom Anleger ausgelöst.",
        lang="de",
        title=title,
    )
    assert found(articles, "when") == [("5.04 Uhr", "gegen 5.20 Uhr")]
    title = "El transbordador Garza Plateada choca con el muelle de Orrin en la niebla, puerto cerrado"
    spanish = "El transbordador Garza Plateada chocó con el muelle de Orrin en la niebla y cerraron el puerto."
    articles = told(
        f"{spanish} La alarma del muelle sonó a las 5:04.",
        f"{spanish} La alarma del muelle sonó hacia las 5:20.",
        lang="es",
        title=title,
    )
    assert found(articles, "when") == [("5:04", "hacia las 5:20")]


# --- who ------------------------------------------------------------------------------------------------------------


def test_whom_one_account_leaves_out_another_has_at_the_wheel() -> None:
    mate = "The mate, not the captain, was at the wheel when the ferry turned."
    assert found(told(mate, "The captain was at the wheel, two deckhands said."), "who") == [
        ("The mate, not the captain, was at the wheel", "The captain was at the wheel")
    ]
    assert found(told(mate, "The mate was at the wheel, two deckhands said."), "who") == []
    assert found(told(mate, "The captain was asleep, two deckhands said."), "who") == []
    assert found(told(mate, "The captain was not at the wheel, two deckhands said."), "who") == []
    assert found(told("The mate, not far away, was at the wheel.", "The captain was at the wheel."), "who") == []


def test_somebody_who_did_it_in_person_may_be_named_further_up_in_the_sentence() -> None:
    mate = "The mate, not the captain, was at the wheel."
    herself = "Captain Rohn, reached by telephone, let it be known that she had the wheel herself"
    assert found(told(mate, f"{herself}."), "who") == [
        ("The mate, not the captain, was at the wheel", herself.split(", ")[2])
    ]


def test_contrasts_are_read_in_german_and_spanish() -> None:
    german = told(
        "Der Steuermann, nicht der Kapitän, stand am Ruder.", "Der Kapitän stand am Ruder, so die Reederei.", lang="de"
    )
    assert len(found(german, "who")) == 1
    spanish = told(
        "El gobernador Olmo habló anoche. Por orden suya fue desalojado el muelle.",
        "El desalojo del muelle lo firmó la directora, y no la gobernación.",
        lang="es",
    )
    assert len(found(spanish, "who")) == 1


def test_it_was_one_that_asked_where_another_account_has_another_ask() -> None:
    cleft = "Velmar and Dorne have talked about the ferry. It was Velmar that asked, the ministry said."
    assert found(told(cleft, "The mayor said Dorne had asked for the talks."), "who") == [
        ("It was Velmar that asked", "The mayor said Dorne had asked for the talks")
    ]
    assert found(told(cleft, "The mayor said Velmar had asked for the talks."), "who") == []
    assert found(told(cleft, "The mayor said Keldonia had asked for the talks."), "who") == []
    assert found(told("It was a pity that Dorne asked.", "The mayor said Velmar had asked."), "who") == []
    assert found(told("It was on Friday that Dorne asked.", "The mayor said Velmar had asked."), "who") == []


def test_one_post_has_one_winner() -> None:
    declared = "The commission declared Mirela Tosk the winner over Oskar Vaitrel."
    claimed = "Oskar Vaitrel said that he remained mayor of Dorne until a court has spoken. Tosk was not there."
    assert found(told(declared, claimed), "who") == [("declared Mirela Tosk the winner", "remained mayor")]
    refused = "Oskar Vaitrel refused to concede to Mirela Tosk."
    assert found(told(declared, refused), "who") == [("declared Mirela Tosk the winner", "refused to concede")]
    both = "Mirela Tosk claimed victory and Oskar Vaitrel refused to concede."
    assert found(told(both), "who") == []
    other = "Jon Hale claimed victory over Ada Moor in Sund. Tosk was not there."
    assert found(told(declared, other), "who") == []
    assert found(told(declared, "Mirela Tosk claimed victory over Oskar Vaitrel."), "who") == []


def test_the_winning_goal_is_one_players() -> None:
    rook = "Orrin Rovers won the cup, with midfielder Anselm Rook scoring the winner."
    own = "Anselm Rook got nothing on it. The ball struck Tibor Hale: an own goal, and a way to lose a cup."
    assert found(told(rook, own), "who") == [
        ("Anselm Rook scoring the winner", "The ball struck Tibor Hale: an own goal")
    ]
    assert found(told(rook, "Joss Kerrin scored the winner for Orrin."), "who") == [
        ("Anselm Rook scoring the winner", "Joss Kerrin scored the winner")
    ]
    assert found(told(rook, "Rook scored the winner for Orrin."), "who") == []
    assert found(told(rook, "Velmar led through an own goal before Anselm Rook scored the winner."), "who") == []
    assert found(told(rook, "Velmar led early through an own goal by Tibor Hale."), "who") == []


def test_who_claims_a_deed_and_is_taken_for_an_impostor() -> None:
    claimed = "A group called Paper Lantern claimed responsibility for the fire on the pier."
    doubted = "Of Paper Lantern there was little talk. Prosecutors regard the group as an impostor."
    assert len(found(told(claimed, doubted, hours=(0, 30)), "who")) == 1
    assert found(told(claimed, "Prosecutors regard the painter as an impostor."), "who") == []
    assert found(told(claimed, doubted, hours=(0, 300)), "who") == []
