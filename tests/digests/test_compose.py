"""A story's digest: one excerpt an outlet, each account before its copies, verbatim, the same in any order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story_builders import REPORTS, article, copies_of_one_text, one_report_each_by_ten_outlets, story_of

from newsfold.digests import Wanted, compose
from newsfold.errors import NothingUsable
from newsfold.model import Article, Counts, Digest, Excerpt, Headline, Lineage, Listed, Member, Range, Story

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


def digest_of(*articles: Article, lineages: tuple[Lineage, ...] = (), excerpts: int = 10) -> Digest:
    return compose(story_of(articles), articles, lineages, excerpts=excerpts)


def test_ten_outlets_give_ten_excerpts_each_of_another() -> None:
    """Every outlet speaks once, with its own news, in the order of time."""
    digest = digest_of(*one_report_each_by_ten_outlets())
    assert [excerpt.outlet for excerpt in digest.excerpts] == [f"Outlet {number}" for number in range(10)]
    assert all(excerpt.text.startswith(report) for excerpt, report in zip(digest.excerpts, REPORTS, strict=True))


def test_an_outlet_with_many_articles_is_shown_once() -> None:
    """Ten articles of one outlet and one of another give two excerpts."""
    mine = [article(f"Report {number}", report, id_=f"m{number}") for number, report in enumerate(REPORTS[1:])]
    digest = digest_of(*mine, article("Ferry hits pier", REPORTS[0], outlet="Velmar Weekly"))
    assert sorted(excerpt.outlet for excerpt in digest.excerpts) == ["Orrin Post", "Velmar Weekly"]


def test_two_copies_are_not_both_shown_while_another_account_has_something_to_say() -> None:
    """With room for two, the copied text speaks once and the account of its own is heard."""
    wire = f"{REPORTS[0]} {REPORTS[1]}"
    copies = [article("Ferry hits pier", wire, outlet=f"Copy {number}", hours=number) for number in range(3)]
    own = article("Shares fall", REPORTS[9], outlet="Own", hours=9)
    digest = digest_of(*copies, own, lineages=(copies_of_one_text(copies),), excerpts=2)
    assert len({excerpt.outlet for excerpt in digest.excerpts} & {"Copy 0", "Copy 1", "Copy 2"}) == 1
    assert digest.excerpts[-1].outlet == "Own"
    assert digest.counts == Counts(articles=4, outlets=4, accounts=2)


def test_copies_of_one_sentence_are_shown_once() -> None:
    """Nothing is repeated for the sake of the number."""
    copies = [article("Ferry hits pier", REPORTS[0], outlet=f"Copy {number}", hours=number) for number in range(5)]
    assert len(digest_of(*copies, lineages=(copies_of_one_text(copies),)).excerpts) == 1


def test_a_title_is_shown_where_only_a_title_is_known_and_says_so() -> None:
    """The span of a title excerpt is of the title."""
    digest = digest_of(
        article("Ferry hits pier in Orrin", id_="t1"), article("Shares fall", REPORTS[9], outlet="Weekly")
    )
    title = next(excerpt for excerpt in digest.excerpts if excerpt.article == "t1")
    assert (title.text, title.span.field, title.span.start, title.span.end) == (
        "Ferry hits pier in Orrin",
        "title",
        0,
        24,
    )


def test_a_single_bare_title_is_a_digest() -> None:
    """One article without text: its title is headline and excerpt."""
    only = article("Ferry hits pier in Orrin", id_="t1")
    digest = digest_of(only)
    assert digest == Digest(
        id="s1",
        headline=Headline("Ferry hits pier in Orrin", "t1", "Orrin Post", None, "en"),
        counts=Counts(1, 1, 1),
        excerpts=(Excerpt.of(only, "title", 0, 24, pick=digest.excerpts[0].pick),),
        articles=(
            Listed(
                id="t1",
                revision=only.revision.id,
                title=only.title,
                outlet="Orrin Post",
                url=None,
                published=only.published,
                lang="en",
                lineage="t1",
                role="independent",
                story="s1",
            ),
        ),
        lineages=(Lineage("t1", "t1", (Member("t1", "independent", 1.0),)),),
        first=only.published,
        last=only.published,
    )


def test_what_is_no_usable_text_is_never_quoted() -> None:
    """A login wall that was taken for an article's text speaks for nobody; the headline is the outlet's report."""
    wall = "Please log in to your account or purchase a subscription in order to continue with the article below."
    walled = article("Ferry hits pier of Orrin", wall, outlet="Sund Mirror")
    report = article("Pier of Orrin hit by ferry", REPORTS[0], hours=1)
    lineage = Lineage("l1", walled.id, (Member(walled.id, "independent", 1.0, usable=False),))
    digest = compose(story_of([walled, report]), [walled, report], [lineage])
    assert [(one.outlet, one.span.field) for one in digest.excerpts] == [
        ("Sund Mirror", "title"),
        ("Orrin Post", "text"),
    ]


def test_furniture_is_never_shown() -> None:
    """Of a page that is mostly furniture only the report is shown."""
    page = "\n".join(
        (
            "Published On 3 Mar 20263 Mar 2026",
            "Share",
            REPORTS[0],
            "Sign up for our morning newsletter and never miss the news of the coast.",
            "Read more: How the ferries of Orrin came to be so old and so slow.",
        )
    )
    assert [excerpt.text for excerpt in digest_of(article("Ferry hits pier", page)).excerpts] == [REPORTS[0]]


def test_other_languages_speak_when_the_main_one_is_used_up() -> None:
    """Two English outlets stand before a German one that says more; with room for three it is heard."""
    english = [
        article("Ferry hits pier", REPORTS[0], outlet="A", hours=1),
        article("Shares fall", REPORTS[9], outlet="B", hours=2),
        article("Ferry on the pier", "", outlet="C", hours=3),
    ]
    german = article(
        "Fähre", f"Die Fähre aus Sund rammte am Montag die Pier. {'Der Hafen ist zu. ' * 3}", outlet="D", lang="de"
    )
    assert [e.outlet for e in digest_of(*english, german, excerpts=3).excerpts] == ["A", "B", "C"]
    assert "D" in [e.outlet for e in digest_of(*english, german, excerpts=4).excerpts]


def test_unknown_outlets_count_each_as_its_own() -> None:
    """Two articles without an outlet are two voices."""
    digest = digest_of(article("Ferry hits pier", REPORTS[0], outlet=""), article("Shares fall", REPORTS[9], outlet=""))
    assert (digest.counts.outlets, len(digest.excerpts)) == (2, 2)


def test_undated_articles_stand_last_and_do_not_count_as_first_or_last() -> None:
    """The span of a story is that of the dates that are known."""
    dated, undated = (
        article("Ferry hits pier", REPORTS[0], outlet="A"),
        article("Shares", REPORTS[9], outlet="B", hours=None),
    )
    digest = digest_of(undated, dated)
    assert [line.outlet for line in digest.articles] == ["A", "B"]
    assert (digest.first, digest.last) == (dated.published, dated.published)


def test_lineages_hold_only_the_storys_articles() -> None:
    """A lineage that reaches beyond the story is cut to it, and its earliest article here stands for the origin."""
    away, first, second = (
        article(id_="away"),
        article("One", REPORTS[0], id_="x1"),
        article("Two", REPORTS[1], id_="x2", hours=1),
    )
    digest = digest_of(second, first, lineages=(copies_of_one_text([away, second, first]),))
    assert digest.lineages == (Lineage("l-away", "x1", (Member("x1", "copy", 0.95), Member("x2", "copy", 0.95))),)


def test_every_excerpt_says_why_it_was_chosen() -> None:
    """A reason has what the excerpt adds, and the words that it is the first to bring."""
    for excerpt in digest_of(*one_report_each_by_ten_outlets()).excerpts:
        assert excerpt.pick.gain > 0
        assert excerpt.pick.words


def test_a_story_without_articles_is_an_error_that_names_it() -> None:
    """There is nothing to compose."""
    with pytest.raises(NothingUsable, match="s9"):
        compose(Story("s9", ()), [], [])


@given(st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_the_same_articles_in_any_order_give_the_same_digest(chance: random.Random) -> None:
    """The order in which articles and lineages come decides nothing."""
    articles = one_report_each_by_ten_outlets()
    lineages = [copies_of_one_text(articles[:2]), copies_of_one_text(articles[5:7])]
    expected = compose(story_of(articles), articles, lineages, excerpts=6)
    turned, lines = list(articles), list(lineages)
    chance.shuffle(turned)
    chance.shuffle(lines)
    assert compose(story_of(articles), turned, lines, excerpts=6) == expected


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, st.sampled_from(["A", "B", ""])), min_size=1, max_size=5))
def test_whatever_the_words_a_digest_is_made_and_verbatim(pieces: list[tuple[str, str, str]]) -> None:
    """Arbitrary titles and texts never raise, and each excerpt slices back out of its article."""
    articles = [article(title, text, outlet=outlet, id_=f"h{at}") for at, (title, text, outlet) in enumerate(pieces)]
    digest = digest_of(*articles)
    of = {one.id: one for one in articles}
    for excerpt in digest.excerpts:
        assert (
            of[excerpt.article].revision.words(excerpt.span.field)[excerpt.span.start : excerpt.span.end]
            == excerpt.text
        )
    assert len(digest.articles) == len(articles)


def test_a_stretch_that_is_wanted_is_shown_before_weightier_words() -> None:
    """The side of a conflict that stands deep in a text gets the place of its outlet."""
    denial = "The shipping company Norvane denied on Tuesday that its captain had ever asked for new brakes."
    one = article("Ferry hits pier", f"{REPORTS[0]} {REPORTS[1]}\n\n{REPORTS[2]}\n\n{denial}", outlet="A", hours=1)
    other = article("Ferry on the pier of Orrin", REPORTS[0], outlet="B", hours=2)
    start = one.text.index(denial)
    side = Wanted("conflict 1 side 2", one.id, "text", Range(start, start + len(denial)), weight=10)
    plain = digest_of(one, other)
    asked = compose(story_of([one, other]), [one, other], (), wanted=[side])
    assert not any(denial in excerpt.text for excerpt in plain.excerpts)
    assert any(denial in excerpt.text for excerpt in asked.excerpts)
    assert all("conflict" not in word for excerpt in asked.excerpts for word in excerpt.pick.words)


def test_an_article_beside_the_story_is_not_shown() -> None:
    """Where five tell of the ferry, one that shares no word with any of them is a stray."""
    ferry = [
        article(
            "Ferry hits pier",
            f"{REPORTS[0]} Outlet {number} counted {number} boats.",
            outlet=f"O{number}",
            hours=number,
        )
        for number in range(1, 6)
    ]
    stray = article(
        "Best cakes for spring", "Almond flour makes a lighter dough than wheat, bakers from Dorne say.", outlet="S"
    )
    digest = digest_of(*ferry, stray)
    assert "S" not in {excerpt.outlet for excerpt in digest.excerpts}
    assert stray.id in {listed.id for listed in digest.articles}
