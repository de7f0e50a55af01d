"""Date expressions are found where they stand, pass over what is no date, and mean what they mean on the article's day."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import dates
from evals.cases import read
from newsfold.articles.dates import read as read_date
from newsfold.model import Date, When
from newsfold.text.datelines import anchor_of, dateline
from newsfold.text.dates import date_expressions
from newsfold.text.datewords import language, listed, tables, tokens
from newsfold.text.when import Anchor, resolve

WEDNESDAY = Anchor(date(2026, 3, 4))
LANGUAGES = tuple(tables())


def meant(text: str, lang: str = "en", anchor: Anchor | None = WEDNESDAY) -> list[tuple[str, When | None]]:
    return [(found.range.of(text), resolve(found, anchor)) for found in date_expressions(text, lang)]


def times(text: str, lang: str = "en", anchor: Anchor | None = WEDNESDAY) -> list[When]:
    return [when for _, when in meant(text, lang, anchor) if when]


LIMIT = pytest.mark.xfail(strict=True, reason="a known limit")
CASES = [pytest.param(case, id=case["id"], marks=LIMIT if case.get("limit") else ()) for case in read(dates.DATA)]


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_of_the_labelled_ones_means_what_its_label_says(case: dict[str, object]) -> None:
    """The cases of evals/data/dates.jsonl are the specification: the words, the time, and whether there is another reading."""
    verdict = dates.judge(case)
    assert verdict.right, str(verdict)


@pytest.mark.parametrize("sentence", ["The vote ended {}.", "The dam broke {} and the valley was flooded."])
@pytest.mark.parametrize(
    "words",
    [
        "for three days",
        "in the 1990s",
        "within two weeks",
        "two days later",
        "every Friday",
        "on Black Friday",
        "over the last week",
    ],
)
def test_a_duration_and_a_name_are_no_dates(sentence: str, words: str) -> None:
    """What says how long, how often, or from which other day is passed over."""
    assert meant(sentence.format(words)) == []


def test_a_weekday_is_read_by_the_tense_of_its_verb() -> None:
    """Past: the last one, today included. To come: the next one. Neither: the last one, and that there is another reading."""
    assert times("The mayor resigned on Tuesday.") == [When("2026-03-03", "2026-03-03")]
    assert times("The mayor will resign on Tuesday.") == [When("2026-03-10", "2026-03-10")]
    assert times("Mayor of Orrin out on Tuesday") == [When("2026-03-03", "2026-03-03", ambiguous=True)]
    assert times("Mayor of Orrin out on Wednesday") == [When("2026-03-04", "2026-03-04")]


def test_a_date_that_no_calendar_has_means_nothing() -> None:
    """31 April, and 29 February of a year without one."""
    assert meant("It closed on 31 April 2026.")[0][1] is None
    assert meant("It closed on 29 February 2026.")[0][1] is None
    assert times("It closed on 29 February.") == [When("2024-02-29", "2024-02-29", ambiguous=True)]


def test_without_an_anchor_only_whole_dates_mean_something() -> None:
    """An article without a date has no today."""
    assert times("It sank on Tuesday, 3 March 2026, and again yesterday.", anchor=None) == [
        When("2026-03-03", "2026-03-03")
    ]


def test_a_zone_beside_a_time_is_reckoned_into_the_articles_own() -> None:
    """Where the article's clock is not known, the hour is as written and in doubt."""
    text = "The probe landed at 11 p.m. GMT Tuesday."
    assert times(text, anchor=Anchor(date(2026, 3, 4), 12, (), 2.0)) == [When("2026-03-04T01", "2026-03-04T01")]
    assert times(text) == [When("2026-03-03T23", "2026-03-03T23", ambiguous=True)]


def test_the_local_day_is_that_of_the_clock_the_date_was_written_by() -> None:
    """Half past ten in the evening in Velmar is the next day in UTC, and "today" is the evening's."""
    late = read_date("2026-03-04T22:30:00-06:00")
    assert late.at == datetime(2026, 3, 5, 4, 30, tzinfo=UTC)
    assert anchor_of("", "en", late) == Anchor(date(2026, 3, 4), 22, (), -6.0)
    assert anchor_of("", "vi", read_date("2026-03-04T22:30:00Z")) == Anchor(date(2026, 3, 5), 5, (), 7)


def test_near_midnight_in_utc_another_day_is_possible() -> None:
    """What is the same on both days is certain all the same."""
    anchor = anchor_of("", "en", read_date("2026-03-05T02:00:00Z"))
    assert anchor == Anchor(date(2026, 3, 5), None, (date(2026, 3, 4),))
    assert times("It sank today; it was built on Tuesday.", anchor=anchor) == [
        When("2026-03-05", "2026-03-05", ambiguous=True),
        When("2026-03-03", "2026-03-03"),
    ]


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("ORRIN, March 3 (Istmo) — The dam held on Monday.", "en", "March 3"),
        ("March 3 (Istmo) - The dam held.", "en", "March 3"),
        ("Orrin, 3. März (Istmo) - Der Damm hielt.", "de", "3. März"),
        ("Dorne, 3 mar (Istmo).- La presa resistió.", "es", "3 mar"),
        ("The dam held on March 3 (Tuesday) - a surprise.", "en", None),
        ("March 3 was a surprise.", "en", None),
    ],
)
def test_a_dateline_is_told_from_a_date(text: str, lang: str, words: str | None) -> None:
    """Capitals before it, a dash behind it, and nothing else."""
    found = dateline(text, lang)
    assert (found and found.range.of(text)) == words


def test_a_dateline_far_from_the_publication_is_not_believed() -> None:
    """The day of an old report that is shown again is not the day of this one."""
    anchor = anchor_of("ORRIN, January 3 (Istmo) — The dam held.", "en", read_date("2026-03-04"))
    assert anchor == Anchor(date(2026, 3, 4))
    assert anchor_of("No line, no date.", "en", Date()) is None


def test_every_language_has_the_words_that_matter() -> None:
    """Seven weekdays, twelve months where they have names, and the days around today."""
    for lang, table in tables().items():
        known = language(lang)
        assert known is not None
        assert len(listed(table["weekdays"])) == 7, lang
        assert {"-1", "0"} <= set(table["days"]), lang
        months = {kind.value for kind in known.words.values() if kind.kind == "M"}
        assert "numbered_months" in known.flags or months == set(range(1, 13)), lang
        assert {"and", "to", "past", "future", "order"} <= set(table), lang


@given(st.text(), st.sampled_from([*LANGUAGES, "ru", None]))
def test_any_text_can_be_read(text: str, lang: str | None) -> None:
    """Expressions are in order, apart, and never empty; they are the same when read again."""
    found = date_expressions(text, lang)
    assert all(0 <= one.range.start < one.range.end <= len(text) for one in found)
    assert all(one.range.end <= other.range.start for one, other in pairwise(found))
    assert date_expressions(text, lang) == found


def _words_of(lang: str) -> list[str]:
    known = language(lang)
    assert known is not None
    phrases = [" ".join((first, *rest)) for first, found in known.phrases.items() for rest, _ in found]
    return [
        *known.words,
        *phrases,
        "3",
        "31",
        "2026",
        "14.30",
        "17:00",
        "3/1/2026",
        "2025-12-01",
        "1st",
        "Moor",
        ",",
        "(",
        ")",
        "-",
    ]


@given(st.data(), st.sampled_from(LANGUAGES), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_any_words_of_dates_in_any_order_can_be_read(data: st.DataObject, lang: str, today: date) -> None:
    """What is resolved begins before it ends, where both are known as precisely."""
    words = data.draw(st.lists(st.sampled_from(_words_of(lang)), max_size=10))
    text = " ".join(word.capitalize() if data.draw(st.booleans()) else word for word in words)
    for found in date_expressions(text, lang):
        when = resolve(found, Anchor(today, 12))
        assert when is None or len(when.start) != len(when.end) or when.start <= when.end, text


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(LANGUAGES))
def test_tokens_are_the_very_words(text: str, lang: str) -> None:
    """Tokens are in order, and nothing but space, underscores and stray marks lies between them."""
    known = language(lang)
    assert known is not None
    found = tokens(text, known)
    assert all(one.range.end <= other.range.start for one, other in pairwise(found))
    assert all(token.range.of(text).strip() or token.kind == "\n" for token in found)


@pytest.mark.parametrize("piece", ["1", "1,", "late of the ", "about 3 ", "between 3 and ", "A.", "'", "Dec 1 ("])
def test_a_hostile_text_takes_time_in_proportion(piece: str) -> None:
    """Four times as much of anything takes some four times as long; a second is far beyond what 200,000 characters need."""
    began = time.process_time()
    date_expressions(piece * (200_000 // len(piece)), "en")
    anchor_of(piece * (200_000 // len(piece)), "en", Date())
    assert time.process_time() - began < 20
