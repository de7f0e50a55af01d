"""Quotes of a story: the same words once, named speakers first, nobody more than a third."""

from __future__ import annotations

from story_builders import article as written

from newsfold.digests.quotes import quotes, said
from newsfold.digests.sources import Sources, sources
from newsfold.model import Article, Lineage, Member

MOOR = "“We lost the north quay and both of its cranes within one hour,” Lina Moor, the harbour master, said."
SHORTER = "“We lost the north quay and both of its cranes,” Lina Moor said."
HALE = "“Nobody at the ministry warned us of a surge of that height,” Jon Hale said."
SOURCES = "“The gauge at the pier had been broken for more than a year,” said two officials familiar with the inquiry."


def story(*texts: str) -> Sources:
    """A story of one article an outlet, each with such a text."""
    return sources([article(number, text) for number, text in enumerate(texts)], [])


def article(number: int, text: str) -> Article:
    return written(text=text, id_=f"a{number}", outlet=f"Outlet {number}", hours=number)


def test_the_same_words_in_two_outlets_are_one_quote_at_its_longest() -> None:
    (quote,) = quotes(story(SHORTER, MOOR))
    assert quote.content.article == "a1"
    assert [one.article for one in quote.repeats] == ["a0"]
    assert quote.speaker is not None
    assert quote.speaker.text.startswith("Lina Moor")


def test_a_pronoun_is_given_the_name_that_the_article_gives() -> None:
    text = "Mayor Lina Moor resigned on Monday. “I have had enough of this harbour,” she said."
    (found,) = [one for one in said(text, "en") if one.direct]
    assert found.speaker is not None
    assert found.name is not None
    assert (found.speaker.of(text), found.name.of(text), found.grade) == ("she", "Lina Moor", "named")


def test_quotes_are_graded_and_come_in_the_order_of_time() -> None:
    found = quotes(story(SOURCES, HALE, MOOR))
    assert [one.grade for one in found] == ["anonymous", "named", "named"]


def test_of_one_speaker_no_more_than_a_third_is_shown() -> None:
    many = [
        f"“This is what I have to say about matter number {n} of the {n} hundred,” Jon Hale said." for n in range(2, 8)
    ]
    assert len(quotes(story(*many), most=6)) == 2


def test_copies_of_one_text_do_not_make_a_quote_one_of_several_accounts() -> None:
    copied = [article(0, HALE), article(1, HALE), article(2, MOOR), article(3, SHORTER)]
    lineage = Lineage("l1", "a0", (Member("a0", "origin", 1.0), Member("a1", "copy", 1.0)))
    (first,) = quotes(sources(copied, [lineage]), most=1)
    assert first.content.text == MOOR.partition(" Lina")[0]


def test_words_that_nobody_answers_for_are_not_shown() -> None:
    assert quotes(story("“The end of the north quay has come at last for all of us.”")) == ()
