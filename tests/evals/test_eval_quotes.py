"""The scores of quotes: characters of contents, speakers of what overlaps most, and what was never trained on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evals.quotes import main, read, score
from evals.train_quotes import cues
from newsfold.model import Range, Said

TEXT = "“Go,” Moor said. Hale denied it."
MOOR: dict[str, Any] = {"source": [[6, 10]], "cue": [[11, 15]], "content": [[0, 5]], "quote": True}
HALE: dict[str, Any] = {"source": [[17, 21]], "cue": [[22, 28]], "content": [[29, 31]], "quote": False}
ROW: dict[str, Any] = {"split": "dev", "text": TEXT, "attributions": [MOOR, HALE]}


def finder(*found: Said) -> Any:
    return lambda _text, _lang: list(found)


def test_what_is_found_as_it_is_annotated_scores_one() -> None:
    figures = score(
        [ROW],
        finder(
            Said(Range(0, 5), True, "named", Range(6, 10), Range(11, 15)),
            Said(Range(29, 31), False, "named", Range(17, 21), Range(22, 28)),
        ),
    )
    assert (figures.direct, figures.attributions, figures.speaker, figures.speaker_alike) == (1.0, 1.0, 1.0, 1.0)
    assert (figures.matched, figures.alike) == (2, 2)


def test_characters_count_and_a_wrong_speaker_does_not() -> None:
    figures = score([ROW], finder(Said(Range(0, 10), True, "named", Range(17, 21))))
    assert (figures.direct_precision, figures.direct_recall) == (0.5, 1.0)
    assert figures.recall == pytest.approx(5 / 7)
    assert (figures.speaker, figures.matched) == (0.0, 1)


def test_nothing_found_scores_nothing() -> None:
    figures = score([ROW], finder())
    assert (figures.direct, figures.attributions, figures.matched) == (0.0, 0.0, 0)


def test_what_was_trained_on_is_kept_apart(tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    rows = [ROW, {**ROW, "split": "train"}]
    data = "\n".join(map(json.dumps, rows)).encode()
    (tmp_path / "bench" / "quotes_polnear.jsonl.gz").write_bytes(gzip.compress(data))
    assert [len(read(tmp_path, part)) for part in ("dev", "train", "all")] == [1, 1, 2]


def test_without_the_data_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shared", str(tmp_path)]) == 2
    assert "NOT RUN" in capsys.readouterr().err


def test_a_word_that_reports_in_most_of_its_uses_is_a_cue_and_a_seldom_one_is_not() -> None:
    rows = [{"text": "Moor crowed that it was over. The tide rose.", "attributions": [
        {"source": [[0, 4]], "cue": [[5, 11]], "content": [[12, 28]], "quote": False}
    ]}] * 4  # fmt: skip
    assert cues(rows) == {"c8": "crowed"}
