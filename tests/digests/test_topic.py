"""A query's digest: excerpts of several stories that answer it, whatever the spelling, spread over days and named."""

from __future__ import annotations

from story_builders import article, story_of

from newsfold.digests import compose_topic
from newsfold.model import Article, Counts, Digest, Story

CALL = article(
    "Velmar's Brandt confirms call with Norvane",
    "Ilse Brandt of Velmar confirmed on Monday that she had spoken to the head of Norvane by telephone.",
    outlet="A",
    id_="q1",
    hours=1,
)
CALL_AGAIN = article("Brandt speaks to Norvane about Velmar ferries", outlet="B", id_="q2", hours=3)
STRIKE = article(
    "Strike closes ports of Velmar",
    "The unions of Velmar called a strike on Wednesday and accused Ilse Bründt of breaking her word.",
    outlet="C",
    id_="q3",
    hours=50,
)
VISIT = article(
    "Brandt flies to Sund",
    "The Velmarian minister Ilse Brandt flew to Sund on Friday to speak about the future of the harbour.",
    outlet="D",
    id_="q4",
    hours=100,
)
ELSEWHERE = article("Snow closes passes of Karst", "Snow closed the passes of Karst on Friday.", outlet="E", id_="q5")
STORIES = (
    story_of([CALL, CALL_AGAIN], "call"),
    Story("strike", ("q3",)),
    Story("visit", ("q4",)),
    Story("snow", ("q5",)),
)
ALL = (CALL, CALL_AGAIN, STRIKE, VISIT, ELSEWHERE)


def answer_to(query: str, *articles: Article, excerpts: int = 10) -> Digest | None:
    return compose_topic(query, STORIES, articles or ALL, [], excerpts=excerpts)


def test_excerpts_answer_and_name_their_stories() -> None:
    """Of four stories the three that answer are drawn from, in the order of time; each excerpt says which."""
    digest = answer_to("brandt velmar", CALL, CALL_AGAIN, VISIT, ELSEWHERE)
    assert digest is not None
    assert (digest.id, digest.query) == ("topic", "brandt velmar")
    assert [(e.article, e.story) for e in digest.excerpts] == [("q1", "call"), ("q2", "call"), ("q4", "visit")]
    assert [(line.id, line.counts) for line in digest.stories] == [
        ("call", Counts(2, 2, 2)),
        ("visit", Counts(1, 1, 1)),
    ]
    assert [line.story for line in digest.articles] == ["call", "call", "visit"]
    assert digest.headline.text == CALL.title


def test_case_and_accents_do_not_matter() -> None:
    """A name is found however it is spelled in the query or in the text."""
    accented, plain = answer_to("BRÚNDT", STRIKE), answer_to("brundt", STRIKE)
    assert accented is not None
    assert plain is not None
    assert accented.excerpts == plain.excerpts


def test_a_near_form_of_a_word_answers() -> None:
    """ "Velmarian" answers to "velmar" only as a form of the word, not as any word that begins alike."""
    assert answer_to("harbours", VISIT) is not None
    assert answer_to("velmar", VISIT) is not None
    assert answer_to("velmarket", VISIT) is None


def test_where_no_article_has_all_words_the_rarest_decide() -> None:
    """Many articles have "velmar", one has "snow": the one answers."""
    digest = answer_to("velmar snow")
    assert digest is not None
    assert [line.id for line in digest.articles] == ["q5"]


def test_a_name_that_nobody_has_is_not_made_up_for_by_a_common_word() -> None:
    """Velmar is in every report; Quorne is nowhere, so nothing answers."""
    assert answer_to("quorne velmar") is None


def test_nothing_found_is_none() -> None:
    """A query that nothing answers, or that has no words, has no digest."""
    assert [answer_to("zebra"), answer_to(""), answer_to("?!"), compose_topic("velmar", [], [], [])] == [None] * 4


def test_with_little_room_excerpts_are_spread_over_days() -> None:
    """Room for two: two days, not the two articles of one morning."""
    digest = answer_to("brandt", CALL, CALL_AGAIN, VISIT, excerpts=2)
    assert digest is not None
    assert [excerpt.article for excerpt in digest.excerpts] == ["q1", "q4"]


def test_a_sentence_without_a_word_of_the_query_is_not_shown() -> None:
    """What an article says of other things is not an answer, however much it says."""
    long = article(
        "Port news",
        "Snow closed the road from Karst to Sund on Friday and stopped forty lorries for the night.\n"
        "Ilse Brandt called the state of the road a disgrace before parliament.",
        outlet="F",
        id_="q6",
    )
    digest = answer_to("brandt", long)
    assert digest is not None
    assert [e.text for e in digest.excerpts] == [
        "Ilse Brandt called the state of the road a disgrace before parliament."
    ]


def test_an_article_of_no_story_stands_for_itself() -> None:
    """Where the grouping does not know an article, its own id is its story."""
    digest = compose_topic("snow", [], [ELSEWHERE], [])
    assert digest is not None
    assert [e.story for e in digest.excerpts] == ["q5"] == [line.id for line in digest.stories]


def test_the_order_of_the_articles_decides_nothing() -> None:
    """The same digest from the same articles, in whatever order they come."""
    assert compose_topic("velmar", STORIES, ALL, []) == compose_topic("velmar", STORIES[::-1], ALL[::-1], [])


def test_function_words_of_a_query_are_not_asked_for() -> None:
    """ "The strike in Velmar" asks for the strike and for Velmar."""
    digest = answer_to("the strike in Velmar")
    assert digest is not None
    assert [excerpt.article for excerpt in digest.excerpts] == ["q3"]


def test_reasons_hold_no_inner_marks() -> None:
    """The words given with an excerpt are words of it."""
    digest = answer_to("velmar")
    assert digest is not None
    assert all(word.isprintable() for excerpt in digest.excerpts for word in excerpt.pick.words)


def test_a_topic_says_where_the_accounts_of_one_of_its_stories_differ() -> None:
    """Figures of one quantity in two outlets, side by side; a figure of another story is of another event."""
    here = [
        article(
            "Ferry sinks off Orrin",
            "Three people were killed when the ferry sank off Orrin, police said.",
            outlet="A",
            hours=1,
        ),
        article(
            "Orrin ferry lost",
            "Nine people were killed when the ferry sank off Orrin, doctors said.",
            outlet="B",
            hours=1,
        ),
    ]
    there = [
        article("Ferry burns in Sund", "Five people were killed when a ferry burned in Sund.", outlet="C", hours=2)
    ]
    stories = [story_of(here, "s1"), story_of(there, "s2")]
    digest = compose_topic("ferry", stories, [*here, *there], [])
    assert digest is not None
    (conflict,) = digest.conflicts
    assert [claim.words.article for claim in conflict.claims] == [one.id for one in here]
