"""What outlets changed in their articles: sentences as they were and as they are, and the words that differ, all verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.digests.revisions import edits
from newsfold.model import Article, Date, Edit, Revision, Verbatim, revision_id

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
NIGHT = "The ferry Silver Tern sank off Velmar on Monday night."
TOLL = "At least eleven people died, the coast guard said, and 40 are missing."
HOPE = "Divers go on with their search at first light."


def revision(text: str, title: str = "Ferry sinks", *, hour: int | None = None, seen: int | None = None) -> Revision:
    """Words in English, updated and seen so many hours after eight."""
    updated = Date("x", MORNING + timedelta(hours=hour), "exact") if hour is not None else Date()
    at = MORNING + timedelta(hours=seen) if seen is not None else None
    return Revision(revision_id(title, text), title, text, "en", Date("x", MORNING, "exact"), updated, seen=at)


def edited(*revisions: Revision, since: int | None = None, current: Revision | None = None) -> tuple[Edit, ...]:
    """The edits of an article with these revisions, the last or `current` of which holds; since so many hours after eight."""
    article = Article("a", "Harbour Post", current or revisions[-1], first_seen=revisions[0].seen)
    return edits([article], {"a": revisions}, None if since is None else MORNING + timedelta(hours=since))


def told(found: Sequence[Edit]) -> list[tuple[str, list[str], list[str]]]:
    """Kind, words gone, words new."""

    def marked(words: Verbatim | None, marks: Sequence[tuple[int, int]]) -> list[str]:
        start = words.span.start if words else 0
        return [words.text[one - start : other - start] for one, other in marks] if words else []

    return [(one.kind, marked(one.before, one.gone), marked(one.after, one.new)) for one in found]


def test_a_figure_that_was_corrected_is_said_to_be_another() -> None:
    """The sentence as it was and as it is, the figure marked in both, and since when."""
    before = revision(f"{NIGHT} {TOLL}")
    after = revision(f"{NIGHT} {TOLL.replace('eleven', 'fourteen')}", hour=3)
    [found] = edited(before, after)
    assert told([found]) == [("figure", ["eleven"], ["fourteen"])]
    assert found.before
    assert found.after
    assert (found.before.text, found.before.span.revision) == (TOLL, before.id)
    assert (found.after.text, found.after.span.revision) == (TOLL.replace("eleven", "fourteen"), after.id)
    assert found.at == after.updated


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (TOLL, TOLL.replace("coast guard", "navy"), [("reworded", ["coast guard"], ["navy"])]),
        (TOLL, TOLL.replace("40 are", "nobody is"), [("reworded", ["40 are"], ["nobody is"])]),
        (TOLL, TOLL.replace("40", "31"), [("figure", ["40"], ["31"])]),
        (NIGHT, f"{NIGHT} {HOPE}", [("added", [], [])]),
        (f"{NIGHT} {HOPE} {TOLL}", f"{NIGHT} {TOLL}", [("removed", [], [])]),
        (f"{NIGHT}\n{TOLL}", f"{NIGHT} {TOLL}", []),
        ("He said: “It sank.”", 'He said: "It sank."', []),
        (NIGHT, NIGHT.replace("Monday night", "Monday"), [("reworded", ["night"], [])]),
        ("渡轮周一晚间沉没，11人死亡。", "渡轮周一晚间沉没，14人死亡。", [("figure", ["11"], ["14"])]),
    ],
)
def test_what_differs_is_told_and_nothing_else(
    before: str, after: str, expected: list[tuple[str, list[str], list[str]]]
) -> None:
    """Other words, another figure, a sentence more or less; no white space and no quotation marks."""
    assert told(edited(revision(before), revision(after))) == expected


def test_a_new_title_is_an_edit() -> None:
    """Also where no word of it stayed."""
    [found] = edited(revision(NIGHT, "Ferry sinks"), revision(NIGHT, "Eleven dead off Velmar"))
    assert found.before
    assert found.after
    assert (found.before.text, found.after.text, found.after.span.field) == (
        "Ferry sinks",
        "Eleven dead off Velmar",
        "title",
    )


def test_a_summary_that_became_the_article_is_no_edit() -> None:
    """A feed's few words, and then the page."""
    assert edited(revision(NIGHT), revision(f"{NIGHT} {TOLL} {HOPE} {HOPE.replace('Divers', 'Boats')}")) == ()


def test_every_step_is_told_in_its_order() -> None:
    """Eleven, fourteen, twelve; and back to fourteen, where the outlet says so."""
    steps = [revision(f"{NIGHT} {TOLL.replace('eleven', toll)}") for toll in ("eleven", "fourteen", "twelve")]
    assert [new for _, _, new in told(edited(*steps))] == [["fourteen"], ["twelve"]]
    assert [new for _, _, new in told(edited(*steps, current=steps[1]))] == [["fourteen"], ["twelve"], ["fourteen"]]


def test_a_reader_is_told_what_changed_since_the_last_visit() -> None:
    """Against what was current then, by the outlet's dates or, where it gives none or an impossible one, by when it was seen."""
    for hour, seen in ((2, None), (None, 2), (800_000, 2)):
        steps = [
            revision(f"{NIGHT} {TOLL}", seen=None if seen is None else 0),
            revision(f"{NIGHT} {TOLL.replace('eleven', 'fourteen')}", hour=hour, seen=seen),
        ]
        assert told(edited(*steps, since=1)) == [("figure", ["eleven"], ["fourteen"])]
        assert edited(*steps, since=3) == ()
        assert edited(*steps, since=-1) == ()


def test_of_a_page_that_changes_all_the_time_the_figures_come_first() -> None:
    """No more than six edits a step, in the order of the text."""
    before = [f"Reporter number {number} saw the {word} boat leave." for number, word in enumerate("abcdefghijkl")]
    after = [
        f"{one} {HOPE.replace('Divers', f'Team {place}')}" if place % 2 else one for place, one in enumerate(before)
    ]
    after[9] = after[9].replace("number 9", "number 99")
    found = told(edited(revision(" ".join(before)), revision(" ".join(after))))
    assert len(found) == 6
    assert ("figure", ["9"], ["99"]) in found


words = st.sampled_from(
    ["Orrin", "dam", "eleven", "12", "«so»", "—", "e\u0301", "大坝", "\U0001f6a2", "\n", ". ", "\u2028", "said"]
)
texts = st.lists(words, max_size=30).map(" ".join)


@given(texts, texts)
def test_every_word_shown_is_verbatim(before: str, after: str) -> None:
    """Whatever the texts, stretches are slices of their revisions, and marks lie within them, apart and in order."""
    one, other = revision(before), revision(after)
    for found in edited(one, other):
        for shown, marks, of in ((found.before, found.gone, one), (found.after, found.new, other)):
            if shown is None:
                assert marks == ()
                continue
            span = shown.span
            assert of.words(span.field)[span.start : span.end] == shown.text
            ends = [place for mark in marks for place in mark]
            assert ends == sorted(ends)
            assert all(span.start <= place <= span.end for place in ends)
            assert all(mark.start < mark.end for mark in marks)


def test_long_texts_take_no_long_time() -> None:
    """A page without sentences, one of thousands, and two that have nothing in common."""
    for size in (1, 10, 390, 5_000):
        before = " ".join(f"Line {number} of the log says nothing new today." for number in range(size))
        edited(revision(before), revision(before.replace("nothing", "something").replace("today", "now")))
        edited(revision("word " * 40 * size), revision("other " * 40 * size))
    assert edited(revision("a. " * 5_000), revision("b. " * 5_000)) == ()


def test_articles_without_edits_have_none() -> None:
    """One revision, or none that is known."""
    article = Article("a", "Harbour Post", revision(NIGHT))
    assert edits([article], {}) == edits([article], {"a": [article.revision]}) == ()
    assert edits([replace(article, id="b")], {"a": [article.revision, revision(TOLL)]}) == ()
