"""Which statements of two accounts cannot both be so, and which only have words in common."""

from __future__ import annotations

import pytest
from story_builders import article

from newsfold.digests.conflicts import conflicts
from newsfold.digests.sources import sources
from newsfold.model import Article


def said(articles: list[Article]) -> list[tuple[str, ...]]:
    """The conflicts of yes and no, as their marked words."""
    words = {one.id: one for one in articles}
    return [
        tuple(claim.mark.of(words[claim.words.article].revision.words(claim.words.span.field)) for claim in one.claims)
        for one in conflicts(sources(articles, [])).conflicts
        if one.kind == "yes-no"
    ]


def two(one: str, other: str, *, lang: str = "en", hours: float = 3) -> list[Article]:
    """What two outlets report of one dam, the second some hours later."""
    return [
        article("Quake shakes Orrin", one, outlet="Orrin Post", id_="a1", lang=lang, hours=0),
        article("Quake shakes Orrin", other, outlet="Velmar Daily", id_="a2", lang=lang, hours=hours),
    ]


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [
        pytest.param("The mayor said the dam was damaged.", "The operator said the dam was undamaged.", "en", id="un-"),
        pytest.param(
            "The dam is damaged, the mayor said.", "The dam was intact, engineers said.", "en", id="opposites"
        ),
        pytest.param("The bridge was closed.", "The bridge was not closed, the harbour said.", "en", id="not"),
        pytest.param("The order covers the port.", "The order does not cover the port.", "en", id="does not"),
        pytest.param("The order covers the port.", "The order doesn’t cover the port.", "en", id="curly apostrophe"),
        pytest.param("The letter is genuine, she said.", "The letter was forged, he said.", "en", id="forged"),
        pytest.param("La presa está dañada.", "La presa está intacta.", "es", id="Spanish opposites"),
        pytest.param("La presa fue reparada.", "La presa no fue reparada.", "es", id="Spanish no"),
    ],
)
def test_what_one_account_says_is_so_and_another_says_is_not_is_in_conflict(one: str, other: str, lang: str) -> None:
    assert len(said(two(one, other, lang=lang))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("The bridge was closed.", "The bridge was not yet closed.", id="not yet"),
        pytest.param("The bridge was closed.", "It is unclear whether the bridge was not closed.", id="whether"),
        pytest.param("The bridge was closed.", "If the bridge was not closed, trains could run.", id="if"),
        pytest.param("The bridge was closed.", "Why was the bridge not closed?", id="a question"),
        pytest.param("The bridge was closed.", "The tunnel was not closed.", id="another thing"),
        pytest.param("The bridge was closed to lorries.", "The bridge was not closed to cars.", id="another part"),
        pytest.param("One bridge was closed.", "Two bridges were not closed.", id="other bridges"),
        pytest.param("The bridge should be closed.", "The bridge was not closed.", id="a wish"),
        pytest.param("She asked that the bridge be closed.", "The bridge was not closed.", id="a request"),
        pytest.param("The bridge was not closed.", "The bridge wasn’t closed.", id="both say no"),
        pytest.param("The pilot was not in Dorne.", "The pilot was at home.", id="somewhere else"),
    ],
)
def test_statements_that_can_both_be_so_are_none(one: str, other: str) -> None:
    assert said(two(one, other)) == []


def test_what_is_told_days_later_may_have_changed() -> None:
    assert said(two("The dam was damaged.", "The dam was undamaged.", hours=100)) == []


def test_a_denial_of_what_a_named_outlet_reported_is_set_beside_its_report() -> None:
    articles = two(
        "Attackers demanded nine million crowns from the harbour within three days, people familiar with it said.",
        "The harbour office denied that a ransom had been demanded. “No demand for money has come,” its head said. "
        "The Orrin Post had reported that attackers asked for nine million crowns.",
    )
    assert said(articles) == [
        (
            "Attackers demanded nine million crowns from the harbour within three days, people familiar with it said.",
            "denied that a ransom had been demanded",
            "“No demand for money has come,” its head said.",
        )
    ]


def test_a_denial_of_something_else_beside_an_outlet_is_none() -> None:
    articles = two(
        "Attackers demanded nine million crowns from the harbour within three days, people familiar with it said.",
        "The harbour master denied any wrongdoing. The Orrin Post had reported that attackers asked for nine million.",
    )
    assert said(articles) == []


def test_whom_somebody_accuses_of_not_doing_a_thing_is_charged_all_the_same() -> None:
    (article_,) = two("The mayor accused Ruta Selvin of not paying her taxes. Selvin denied the allegations.", "")[:1]
    assert len(said([article_])) == 1


@pytest.mark.parametrize(
    ("text", "denial", "lang"),
    [
        pytest.param(
            "Keldonia said its troops had taken the port of Dorne. Astrava has denied this.",
            "denied this",
            "en",
            id="this",
        ),
        pytest.param(
            "Reports show that Brenta has been selling spoiled milk. The dairy Brenta has always denied that.",
            "denied that",
            "en",
            id="about who denies",
        ),
        pytest.param(
            "Keldonia said its troops had taken the port, a claim Astrava has repeatedly denied.",
            "a claim Astrava has repeatedly denied",
            "en",
            id="a claim",
        ),
        pytest.param(
            "Keldonia claimed the boat had crossed the border; the coast guard denied this.",
            "denied this",
            "en",
            id="one sentence",
        ),
        pytest.param(
            "A waiter says the mayor dined there with Dieter Voss. The mayor's lawyer says that is impossible.",
            "says that is impossible",
            "en",
            id="impossible",
        ),
        pytest.param(
            "Die Gewerkschaft sagte, das Treffen sei abgebrochen worden. Die Bahn sieht das anders.",
            "sieht das anders",
            "de",
            id="German",
        ),
    ],
)
def test_a_reply_that_only_says_no_is_set_beside_what_stands_before_it(text: str, denial: str, lang: str) -> None:
    (found,) = said([article("Quake shakes Orrin", text, outlet="Orrin Post", id_="a1", lang=lang, hours=0)])
    assert found[-1] == denial


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The mayor asked whether rates would rise. Dorst said that was impossible to tell.", id="to tell"),
        pytest.param("Rates may rise again soon. The governor denied this.", id="nobody's word"),
        pytest.param("Would rates rise again? The governor denied this.", id="a question"),
        pytest.param("Dorst said rates would rise. Dorst denied that she was tired.", id="denied something else"),
        pytest.param("The board heard the claims the unions never denied.", id="not denied"),
    ],
)
def test_a_no_to_nothing_that_is_claimed_is_none(text: str) -> None:
    assert said([article("Quake shakes Orrin", text, outlet="Orrin Post", id_="a1", hours=0)]) == []


def test_a_denied_report_is_set_beside_who_confirms_it_and_beside_the_words_of_who_denies_it() -> None:
    articles = two(
        "The ministry of Keldonia denied a report that President Grebin had telephoned the mayor of Orrin. "
        '"There was no such conversation," said Irsa Molnik of the ministry.',
        "Mayor Ilona Vareth confirmed that she had spoken by telephone with President Grebin of Keldonia.",
        hours=50,
    )
    (found,) = said(articles)
    assert found[0].startswith("denied a report that President Grebin had telephoned")
    assert found[1].startswith('"There was no such conversation')
    assert found[2].startswith("Mayor Ilona Vareth confirmed")


def test_who_says_never_is_set_beside_an_account_that_names_him_in_it() -> None:
    articles = two(
        "Mr Voss said he had met the mayor often, and never with the director of Lindgate.",
        "The mayor dined with Dieter Voss and the director of Lindgate, a waiter said.",
    )
    assert len(said(articles)) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("The director of Lindgate is a cousin of the mayor.", id="does not name him"),
        pytest.param("Did Voss meet the director of Lindgate?", id="a question"),
        pytest.param("Voss would meet the director of Lindgate, a waiter said.", id="a supposition"),
    ],
)
def test_what_never_was_is_not_met_by_anything_with_its_words(other: str) -> None:
    assert said(two("Mr Voss said he had never met the director of Lindgate.", other)) == []
