"""The timeline of a story: what happened on which day, in whose words, and how many independent accounts tell of it."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from story_builders import article, copies_of_one_text

from newsfold.digests.material import material
from newsfold.digests.sources import sources
from newsfold.digests.timeline import MOST, timeline
from newsfold.model import Article, Event, When

# Published on Wednesday, the fourth of March, at two in the afternoon.
NOON = 56.0
COLLISION = "Two ferries collided off the pier of Orrin on Monday, and 40 passengers were hurt."
AGAIN = "Some 40 passengers were hurt when the two ferries collided off the pier on Monday, the coast guard said."
RESIGNED = "The minister of transport resigned on Tuesday over the checks that were never made."
INQUIRY = "Parliament in Velmar will vote on Friday on an inquiry into the shipping company Norvane."


def told(articles: Iterable[Article], *lineages: Iterable[Article]) -> tuple[Event, ...]:
    return timeline(sources(articles, [copies_of_one_text(list(one)) for one in lineages]))


def lines(events: Iterable[Event]) -> list[tuple[str, str, str, int]]:
    return [(event.when.start, event.claim.words.outlet, event.claim.words.text, event.accounts) for event in events]


def test_what_several_accounts_tell_of_one_day_is_one_event() -> None:
    """In the words of who told it first; the mark is the date in them, in the order of what happened."""
    first = article("Ferries collide", f"{RESIGNED} {COLLISION}", outlet="Post", hours=NOON)
    second = article("Crash in Orrin", AGAIN, outlet="Herald", hours=NOON + 1)
    events = told([second, first])
    assert lines(events) == [("2026-03-02", "Post", COLLISION, 2), ("2026-03-03", "Post", RESIGNED, 1)]
    assert [event.claim.mark.of(first.text) for event in events] == ["Monday", "Tuesday"]


def test_a_copy_adds_no_account() -> None:
    """Whoever only runs another's text tells nothing of its own."""
    origin = article("Ferries collide", COLLISION, outlet="Agency", hours=NOON)
    copy = article("Ferries collide", COLLISION, outlet="Herald", hours=NOON + 1)
    assert lines(told([origin, copy], [origin, copy])) == [("2026-03-02", "Agency", COLLISION, 1)]
    assert [event.accounts for event in told([origin, copy])] == [2]


def test_different_things_of_one_day_are_apart() -> None:
    """Like words make an event, not the day alone."""
    other = "Norvane's shares lost a fifth of their value on Monday at the stock exchange."
    events = told(
        [article(text=COLLISION, outlet="Post", hours=NOON), article(text=other, outlet="Herald", hours=NOON)]
    )
    assert [event.claim.words.text for event in events] == [COLLISION, other]


def test_what_is_to_come_is_in_it() -> None:
    """The next Friday, by the verb."""
    assert [event.when for event in told([article(text=INQUIRY, hours=NOON)])] == [When("2026-03-06", "2026-03-06")]


def test_a_doubtful_day_says_so() -> None:
    """Without a verb that tells, both Mondays are possible."""
    [event] = told(
        [article(text="Captain and crew of the ferry Astrid before the court of Orrin on Monday.", hours=NOON)]
    )
    assert event.when == When("2026-03-02", "2026-03-02", ambiguous=True)


def test_an_hour_is_kept() -> None:
    """The timeline is in days and hours."""
    [event] = told(
        [article(text="The ferry hit the pier at 6:40 a.m. on Monday, with 140 people on board.", hours=NOON)]
    )
    assert (event.when.start, event.when.end) == ("2026-03-02T06:40", "2026-03-02T06:40")


def test_when_it_was_published_is_not_when_it_happened() -> None:
    """A report without a date has no place in the timeline, nor has its dateline."""
    assert (
        told([article(text="Two ferries collided off the pier of Orrin, and 40 passengers were hurt.", hours=NOON)])
        == ()
    )
    assert (
        told([article(text="ORRIN, March 4 (Istmo) - Two ferries collided and 40 passengers were hurt.", hours=NOON)])
        == ()
    )


def test_furniture_questions_and_leaning_sentences_tell_nothing() -> None:
    """What may not be an excerpt may not be an event."""
    text = (
        "Updated on Monday, 2 March 2026 at 12:30.\nWho was on the bridge of the ferry on Monday?\n"
        "He had resigned from the board of Norvane on Monday."
    )
    assert told([article(text=text, hours=NOON)]) == ()


def test_what_is_quoted_was_said_on_another_day() -> None:
    """ "Yesterday" in somebody's mouth is the day before he spoke, which need not be the day before the report."""
    text = "“We warned the company of the brakes again yesterday,” the union's chairwoman told the inquiry."
    assert told([article(text=text, hours=NOON)]) == ()


def test_background_is_shown_where_several_accounts_tell_it() -> None:
    """A ferry that sank years ago is one account's digression, until another tells of it too."""
    old = "The ferry Sigrid of the same company sank off Orrin in 2019 with 31 people on board."
    alike = "In 2019 the company's ferry Sigrid sank off Orrin, and 31 people died."
    one = article(text=f"{COLLISION} {old}", outlet="Post", hours=NOON)
    assert [event.when.start for event in told([one])] == ["2026-03-02"]
    other = article(text=f"{AGAIN} {alike}", outlet="Herald", hours=NOON + 1)
    assert lines(told([one, other])) == [("2019", "Post", old, 2), ("2026-03-02", "Post", COLLISION, 2)]


def test_most_told_come_first_and_no_more_than_asked_for() -> None:
    """Of twenty single events and one that two tell, the latter stays."""
    names = ("Astrid", "Berta", "Clara", "Dagny", "Edda", "Frida", "Gerda", "Hilda", "Inga", "Jorun")
    many = [
        article(
            text=f"The cutter {name} of captain {name}sen left port number {at} on {day} for the {at}th time.",
            outlet=name,
            hours=NOON,
        )
        for at, name in enumerate(names, 4)
        for day in ("Sunday", "Saturday")
    ]
    events = told(
        [*many, article(text=COLLISION, outlet="Post", hours=NOON), article(text=AGAIN, outlet="Herald", hours=NOON)]
    )
    assert len(events) <= MOST
    assert ("2026-03-02", 2) in [(event.when.start, event.accounts) for event in events]
    assert list(events) == sorted(events, key=lambda event: event.when.start)


def test_of_equals_the_days_that_are_not_there_yet_come_first() -> None:
    """One busy day does not take all the room."""
    shares = "Norvane's stock lost a fifth of its value on Monday at the exchange of Velmar."
    monday = [article(text=COLLISION, outlet="Post", hours=NOON), article(text=shares, outlet="Herald", hours=NOON)]
    late = article(text=RESIGNED, outlet="Post", hours=NOON + 1)
    given_here = sources([*monday, late], [])
    assert [event.when.start for event in timeline(given_here, most=2)] == ["2026-03-02", "2026-03-03"]


def test_candidates_that_were_cut_before_give_the_same() -> None:
    """The digest cuts its articles once."""
    given_here = sources([article(text=f"{COLLISION} {RESIGNED} {INQUIRY}", hours=NOON)], [])
    assert timeline(given_here, material(given_here).candidates) == timeline(given_here)


def test_a_story_without_articles_or_dates_has_no_timeline() -> None:
    """Nothing is made up."""
    assert timeline(sources([], [])) == ()
    assert told([article("On Monday the ferry hit the pier of Orrin", "", hours=NOON)]) == ()


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from((COLLISION, AGAIN, RESIGNED, INQUIRY, "It sank last week.", "")), max_size=4),
            st.sampled_from(("Post", "Herald", "")),
            st.one_of(st.none(), st.floats(0, 200)),
        ),
        max_size=5,
    )
)
def test_every_event_is_an_outlets_own_sentence_with_its_date(
    pieces: list[tuple[list[str], str, float | None]],
) -> None:
    """Words and mark are slices of the stored text, in whatever order the articles come, and the timeline is the same."""
    articles = [
        article("Ferries", " ".join(texts), outlet=outlet, hours=hours, id_=f"a{at}")
        for at, (texts, outlet, hours) in enumerate(pieces)
    ]
    text_of = {one.id: one.text for one in articles}
    events = told(articles)
    for event in events:
        span, mark = event.claim.words.span, event.claim.mark
        assert text_of[event.claim.words.article][span.start : span.end] == event.claim.words.text
        assert span.start <= mark.start < mark.end <= span.end
        assert event.when.start
    assert told(reversed(articles)) == events
