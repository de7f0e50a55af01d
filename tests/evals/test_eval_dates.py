"""The verdict on a labelled sentence: right, wrong, silently wrong, doubted needlessly; each shown once on one sentence."""

from __future__ import annotations

from typing import Any

import pytest

from evals import dates

TEXT = "The dam broke on Friday."
RIGHT = {"start": "2026-02-27", "end": "2026-02-27", "ambiguous": False}


def verdict(text: str = TEXT, expression: tuple[int, int] | None = (17, 23), **label: Any) -> dates.Verdict:
    case = {
        "id": "en-1",
        "lang": "en",
        "published": "2026-03-04",
        "text": text,
        "expression": expression,
        **RIGHT,
        **label,
    }
    return dates.judge(case)


def graded(one: dates.Verdict) -> tuple[bool, bool, bool]:
    return one.right, one.silent, one.doubted


def test_the_right_words_and_the_right_day_are_right() -> None:
    """Nothing is in doubt, and nothing had to be."""
    assert graded(verdict()) == (True, False, False)


def test_another_day_without_a_doubt_is_silently_wrong() -> None:
    """So are other words than those that the label marks."""
    assert graded(verdict(start="2026-03-06", end="2026-03-06")) == (False, True, False)
    assert graded(verdict(expression=(14, 23))) == (False, True, False)


def test_a_doubt_that_the_label_asks_for_has_to_be_there() -> None:
    """Certainty where there is another reading is wrong, and nobody would see it."""
    assert graded(verdict(ambiguous=True)) == (False, True, False)


def test_a_doubtful_reading_is_never_silently_wrong() -> None:
    """Right where the day is right, doubted needlessly; else wrong aloud."""
    doubtful = "Dam broken, Friday"
    assert graded(verdict(doubtful, (12, 18), start="2026-03-06", end="2026-03-06")) == (False, False, False)
    found = verdict(doubtful, (12, 18))
    assert found.right == found.doubted


def test_what_has_no_date_is_right_where_none_is_found() -> None:
    """A date found in it is one too many."""
    assert graded(verdict("The dam may break.", None)) == (True, False, False)
    assert graded(verdict(TEXT, None)) == (False, True, False)


def test_the_share_of_right_ones_is_told_by_language_with_every_wrong_one() -> None:
    """One line a language, then the case with what was wanted and what was found."""
    verdicts = [verdict(), verdict(start="2026-03-06", end="2026-03-06")]
    assert dates.figures(verdicts) == {"right": 0.5, "not_silently_wrong": 0.5}
    first, wrong = dates.told(verdicts)
    assert first == "en    1 of   2 right (0.500)  1 silently wrong  0 doubted needlessly"
    assert "en-1 SILENT  The dam broke on Friday." in wrong
    assert "2026-03-06" in wrong
    assert "2026-02-27" in wrong


def test_the_labelled_sentences_hold_their_floors(capsys: pytest.CaptureFixture[str]) -> None:
    """The command gives the figures of its table and its exit status says that the floors hold."""
    assert dates.main([]) == 0
    assert "cases: right" in capsys.readouterr().out
