"""What a page says of corrections and of groups: when and what, in lines that no name can break out of."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
import pytest
from invented import ferry
from jsonschema import Draft202012Validator

from newsfold.model import (
    Change,
    Corrected,
    Correction,
    Coverage,
    Digest,
    HideOutlet,
    MergeStories,
    PinHeadline,
    Signature,
    SplitStory,
)
from newsfold.pages import as_json, as_markdown, as_text, corrected_line, story_page

SIGNED = Signature("Wilma Dorn", datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "a reason")
BREAKING_OUT = "Post</li><script>\x1b[2J*"


def corrected(change: Change, *articles: str, holds: bool = True) -> Corrected:
    return Corrected(Correction(7, change, SIGNED), articles, holds)


def with_all() -> Digest:
    told = (
        corrected(MergeStories("s1", "s2", ("a", "b")), "a", "b"),
        corrected(SplitStory("s1", "s3", ("c",), ("a",))),
        corrected(PinHeadline("s1", "c"), holds=False),
        corrected(HideOutlet(BREAKING_OUT), "d", "e"),
    )
    return replace(ferry(), corrections=told, coverage=(Coverage("Coast", (BREAKING_OUT, ""), 3), Coverage("Inland")))


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (corrected(MergeStories("s1", "s2", ("a",))), "Merged by the operator on 2 March 2026: s2 into s1"),
        (corrected(SplitStory("s1", "s3", ("c",), ("a",))), "Split by the operator on 2 March 2026: s3 from s1"),
        (corrected(PinHeadline("s1", "a"), "a"), "Headline pinned by the operator on 2 March 2026"),
        (
            corrected(PinHeadline("s1", "a"), holds=False),
            "Headline pinned by the operator on 2 March 2026, but its article is in this story no longer",
        ),
        (
            corrected(PinHeadline("s1", "a"), "a", holds=False),
            "Headline pinned by the operator on 2 March 2026, but its article is hidden",
        ),
        (corrected(HideOutlet("Post"), "a"), "1 article of Post hidden by the operator on 2 March 2026"),
    ],
)
def test_each_correction_is_told_in_a_line(told: Corrected, line: str) -> None:
    """With the day on which it was made."""
    assert corrected_line(told) == line


def test_every_form_tells_and_none_is_broken_out_of() -> None:
    """Names that others gave are shown and not obeyed; who corrected and why is on no page."""
    for page in (as_text(with_all(), width=200), as_markdown(with_all()), story_page(with_all()).decode()):
        assert "Merged by the operator on 2 March 2026: s2 into s1" in page
        assert [word for word in ("Wilma Dorn", "a reason", "\x1b") if word in page] == []
    for page in (as_text(with_all(), width=200), as_markdown(with_all())):
        assert "Inland: silent" in page
        assert "unknown outlet (3 articles)" in page
    table = lxml.html.document_fromstring(story_page(with_all())).xpath('//table[@class="chart bars"]')[0]
    rows = [[cell.text_content().strip() for cell in row] for row in table.xpath("./tbody/tr")]
    assert ["Inland", "silent", "0", "0"] in rows
    assert [row[2] for row in rows if "unknown outlet" in row[0]] == ["3"]
    assert "Inland" in table.xpath("string(./caption)")
    assert "<script>" not in story_page(with_all()).decode()
    assert "\\<script\\>" in as_markdown(with_all())


def test_as_json_it_is_as_the_schema_says() -> None:
    """With all that is told of, and without who and why."""
    schema = json.loads((Path(__file__).resolve().parents[2] / "docs" / "digest.schema.json").read_text("utf-8"))
    value = json.loads(as_json([with_all()]))
    Draft202012Validator(schema).validate(value)
    story = value["stories"][0]
    assert [one["kind"] for one in story["corrections"]] == ["merge", "split", "pin", "hide"]
    assert story["corrections"][0] == {
        "number": 7,
        "kind": "merge",
        "at": "2026-03-02T23:30:00Z",
        "holds": True,
        "stories": ["s1", "s2"],
        "articles": ["a", "b"],
        "outlet": None,
    }
    assert story["groups"][1] == {"group": "Inland", "outlets": [], "articles": 0}
