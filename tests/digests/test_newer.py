"""What is new since a time: sentences that add to what was told, of later articles and later revisions, nothing told twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story_builders import REPORTS, article, copies_of_one_text, one_report_each_by_ten_outlets

from newsfold.digests.candidates import candidates
from newsfold.digests.newer import additions
from newsfold.digests.novelty import Told, addition
from newsfold.digests.sources import sources
from newsfold.model import Article, Date, Lineage, Revision, revision_id

DAWN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
FERRY = "A ferry with 140 people on board hit the pier of Orrin on Monday morning, the coast guard said."
REWORDED = "On Monday morning the ferry, 140 people on board, hit Orrin’s pier, according to the coast guard."
CABLE = "Divers found a torn steel cable under the hull, which prosecutors sent to a laboratory in the capital."
STRIKE = "The fishermen's union called a strike for Thursday and demanded a second rescue boat for its members."


def at(hours: float) -> datetime:
    return DAWN + timedelta(hours=hours)


def new_in(articles: Sequence[Article], hours: float, *lineages: Lineage, **revisions: Sequence[Revision]) -> list[str]:
    return [one.text for one in additions(sources(articles, lineages), at(hours), revisions)]


def told(*sentences: str, lang: str = "en") -> Told:
    memory = Told()
    for sentence in sentences:
        memory.add(sentence, lang)
    return memory


def edited(one: Article, text: str, hours: float) -> Article:
    """The article as it stands after an edit so many hours after dawn."""
    later = Date("", at(hours), "exact")
    return replace(one, revision=replace(one.revision, id=revision_id(one.title, text), text=text, updated=later))


def test_only_what_came_after_the_time_is_new() -> None:
    """Of ten reports the three that came later are shown, in the order of time."""
    shown = new_in(one_report_each_by_ten_outlets(), 6.5)
    assert [any(report in text for text in shown) for report in REPORTS] == [False] * 7 + [True] * 3
    assert shown == sorted(shown, key=lambda text: [text.startswith(report) for report in REPORTS].index(True))


def test_a_sentence_told_in_other_words_is_not_new() -> None:
    """Where words mostly agree, a second account of one lead adds nothing; what else it tells does."""
    first = article("Ferry accident", FERRY, hours=1)
    second = article("Ferry hits pier", f"{REWORDED}\n{CABLE}", hours=3, outlet="Sund Times")
    assert new_in([first, second], 2) == [CABLE]


def test_another_figure_is_new_in_the_same_words() -> None:
    """A toll that rises is told again."""
    rose = "Divers have found 12 bodies in the hull of the ferry at the pier of Orrin, the coast guard said."
    memory = told(rose.replace("12", "nine"))
    assert addition(rose, memory, "en") is not None
    assert addition(rose.replace("12", "9"), memory, "en") is None


def test_a_figure_that_is_only_given_more_precisely_is_not_new() -> None:
    """26.4 percent is what somebody called 26."""
    fell = "Gas for delivery at the Lowmere hub fell 26 percent in two days on Monday, traders said."
    assert addition(fell.replace("26", "26.4"), told(fell), "en") is None
    assert addition(fell, told(fell.replace("26", "26.4")), "en") is None


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The mayor of Orrin resigned on Monday.", "The mayor of Orrin has not resigned on Monday.", "en"),
        ("Die Bürgermeisterin von Orrin tritt zurück.", "Die Bürgermeisterin von Orrin tritt nicht zurück.", "de"),
        ("La alcaldesa de Orrin renunció el lunes.", "La alcaldesa de Orrin no renunció el lunes.", "es"),
    ],
)
def test_the_opposite_is_new_in_the_same_words(old: str, new: str, lang: str) -> None:
    """Who denies what was told says something new; who denies it again does not."""
    assert addition(new, told(old, lang=lang), lang) is not None
    assert addition(new, told(old, new, lang=lang), lang) is None


def test_what_an_edit_adds_is_new_and_what_it_leaves_is_not() -> None:
    """Of an article that was there before, only what its later revision brought is shown."""
    before = article("Ferry accident", f"{FERRY}\n{STRIKE}", id_="a1", hours=1)
    after = edited(before, f"{FERRY}\n{CABLE}\n{STRIKE}", 5)
    stored = [before.revision, after.revision]
    assert new_in([after], 2, a1=stored) == [CABLE]
    assert new_in([after], 6, a1=stored) == []
    assert new_in([after], 2) == []  # nobody kept how it was


def test_an_edit_that_only_mends_words_adds_nothing() -> None:
    """A comma, an accent, an article: the sentence was told."""
    before = article("Ferry accident", FERRY, id_="a1", hours=1)
    after = edited(before, FERRY.replace("board hit", "board, hit").replace("the pier", "a pier"), 5)
    assert new_in([after], 2, a1=[before.revision, after.revision]) == []


def test_copies_of_what_was_told_add_nothing() -> None:
    """A wire text that another outlet runs later is old."""
    first = article("Ferry accident", f"{FERRY}\n{CABLE}", hours=1)
    copy = article("Ferry hits pier", f"{FERRY}\n{CABLE}", hours=3, outlet="Sund Times")
    assert new_in([first, copy], 2, copies_of_one_text([first, copy])) == []


def test_what_two_outlets_add_alike_is_shown_once() -> None:
    """No addition repeats another."""
    later = [article("Cable found", CABLE, hours=3 + n, outlet=f"Outlet {n}") for n in range(3)]
    assert new_in([article("Ferry accident", FERRY, hours=1), *later], 2) == [CABLE]


def test_questions_furniture_and_leaning_sentences_are_never_new() -> None:
    """Only what may be an excerpt may be an addition."""
    text = f"Who sawed the steel cable of the ferry in the night?\nHe called it sabotage by a rival firm.\n{CABLE}"
    assert new_in([article("A", FERRY, hours=1), article("B", text, hours=3, outlet="Sund Times")], 2) == [CABLE]


def test_an_undated_article_counts_as_told_and_a_title_alone_adds_nothing() -> None:
    """What may have been there before is not called new; a title is no sentence."""
    first = article("Ferry accident", FERRY, hours=1)
    assert new_in([first, article("B", CABLE, hours=None, outlet="Sund Times")], 2) == []
    assert new_in([first, article(CABLE, "", hours=3, outlet="Sund Times")], 2) == []


def test_where_nothing_was_told_all_is_new_and_a_language_that_nobody_wrote_in_cannot_be_judged() -> None:
    """Words of two languages cannot be compared."""
    german = article(
        "Fähre", "Taucher fanden unter dem Rumpf ein gerissenes Stahlseil, das nun geprüft wird.", lang="de", hours=3
    )
    assert len(new_in([german], 2)) == 1
    assert new_in([article("Ferry accident", FERRY, hours=1), german], 2) == []


def test_at_most_so_many_and_none_of_nothing() -> None:
    """The list can be cut; a story without articles has nothing new."""
    story = sources(one_report_each_by_ten_outlets(), [])
    assert len(additions(story, at(-1), most=4)) == 4
    assert additions(story, at(-1), most=0) == ()
    assert additions(sources([], []), at(0)) == ()


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 4),
            st.lists(st.sampled_from([*REPORTS, REWORDED, "He said so.", "\n", "é. ", "İ 👩 "])).map(" ".join),
            st.sampled_from(["en", "de", None]),
        ),
        max_size=5,
    ),
    st.integers(-1, 5),
)
def test_what_is_shown_is_a_newer_articles_own_and_may_stand_alone(
    drawn: list[tuple[int, str, str | None]], hours: int
) -> None:
    """Every addition is a candidate of an article that came after the time, and none overlaps another."""
    articles = {f"a{n}": article("T", text, id_=f"a{n}", hours=h, lang=lang) for n, (h, text, lang) in enumerate(drawn)}
    shown = additions(sources(articles.values(), []), at(hours))
    spans = [(one.article, one.span.start, one.span.end) for one in shown]
    assert all(end <= start for (a, _, end), (b, start, _) in pairwise(spans) if a == b)
    for one in shown:
        source = articles[one.article]
        assert source.published.at is not None
        assert source.published.at > at(hours)
        assert (one.span.start, one.span.end) in [tuple(candidate.range) for candidate in candidates(source)]
