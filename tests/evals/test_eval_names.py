"""The evaluation of names counts links as it says: pairs of marks under one roof."""

from __future__ import annotations

import json
from pathlib import Path

from evals.names import figures, links, load, unmarked
from newsfold.model import Range


def case_of(tmp_path: Path, *texts: str) -> Path:
    articles = [{"outlet": f"Outlet {n}", "title": "", "text": text} for n, text in enumerate(texts)]
    path = tmp_path / "cases.jsonl"
    path.write_text(
        json.dumps({"id": "x", "kind": "names", "lang": "en", "articles": articles}) + "\n", encoding="utf-8"
    )
    return path


def test_marks_are_taken_out_and_their_places_kept() -> None:
    """What stands in brackets stays, the brackets go."""
    assert unmarked("So [1:Moor] met [2:Hale].") == ("So Moor met Hale.", [(Range(3, 7), 1), (Range(12, 16), 2)])


def test_a_link_that_the_labels_have_is_right_one_that_they_lack_false_and_one_unfound_missed(tmp_path: Path) -> None:
    """Three mentions of one person are three links; here the labels part one and join what no text links."""
    (case,) = load(case_of(tmp_path, "[1:Lina Moor] left. [2:Moor] slept. [1:The heiress] ate."))
    found = links(case)
    assert (found.right, found.false, found.missed) == (0, 1, 1)
    assert found.faults[0].startswith("FALSE x: 'Lina Moor' at 0:0 = 'Moor'")


def test_of_a_story_the_printed_mentions_count(tmp_path: Path) -> None:
    """First mentions of forms, across articles."""
    (case,) = load(case_of(tmp_path, "[1:Lina Moor] left. [1:Moor] slept.", "[1:Lina Moor] ate. It was [1:Moor]."))
    assert (links(case).right, links(case).false) == (1, 0)


def test_nothing_found_is_no_precision(tmp_path: Path) -> None:
    """An empty result has not earned a figure."""
    (case,) = load(case_of(tmp_path, "[1:The heiress] ate. [1:She] slept."))
    assert figures([case])[0] == {"link_precision": 0.0, "link_recall": 0.0}
