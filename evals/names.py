"""Scores who is who over labelled cases of the invented world: which mentions are said to be one person or body, and which are.

    python -m evals.names [--json] [--raise]

A case is an article, or a story of several; its mentions are marked in its texts ("[1:Lina Moor] left. [1:She] wept."), each with
the number of who is meant, 0 for nobody who is named. Of articles every mention counts, of stories the first of each form, as
they are printed. A link is a pair of mentions under one roof. Exit status: 0 all hold, 1 a figure is below its floor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from evals import floors
from evals.grouping import conclude
from newsfold.digests.names import who_is_who
from newsfold.digests.names.mentions import mentions
from newsfold.digests.sources import sources
from newsfold.model import Article, Date, Entity, Range, Revision, Verbatim, revision_id

CASES: Final = Path(__file__).resolve().parent.parent / "tests" / "digests" / "data" / "who.jsonl"
SECTION: Final = "names"
_MARK: Final = re.compile(r"\[(\d+):([^\]]*)\]")
_DAWN: Final = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
# More than any case names.
_ALL: Final = 1000


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled mention: in which article of its case, where in its text, and who is meant (0: nobody who is named)."""

    article: int
    range: Range
    who: int


@dataclass(frozen=True, slots=True)
class Case:
    """Articles whose texts are without marks, and the marks, in order. `limit` says why a case is known to fail, if it does."""

    id: str
    kind: str
    articles: tuple[Article, ...]
    marks: tuple[Mark, ...]
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """Links that were found and are right, that were found and are wrong, and that were missed; what went wrong, in words."""

    right: int = 0
    false: int = 0
    missed: int = 0
    faults: tuple[str, ...] = ()


def load(path: Path = CASES) -> list[Case]:
    """Read the cases in the order of the file."""
    return [_case(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _case(row: Mapping[str, Any]) -> Case:
    articles, marks = [], []
    for number, one in enumerate(row["articles"]):
        text, found = unmarked(one["text"])
        title = one.get("title", "")
        revision = Revision(
            revision_id(title, text), title, text, row["lang"], Date("", _DAWN + timedelta(hours=number), "exact")
        )
        articles.append(Article(f"{row['id']}-{number}", one.get("outlet", "Orrin Post"), revision))
        marks += [Mark(number, at, who) for at, who in found]
    return Case(row["id"], row["kind"], tuple(articles), tuple(marks), row.get("limit"))


def unmarked(text: str) -> tuple[str, list[tuple[Range, int]]]:
    """Take the marks out of a text.

    >>> unmarked("[1:Moor] left.")
    ('Moor left.', [(Range(start=0, end=4), 1)])
    """
    plain, marks, last = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        marks.append((Range(len(plain), len(plain) + len(match[2])), int(match[1])))
        plain += match[2]
        last = match.end()
    return plain + text[last:], marks


def links(case: Case) -> Links:
    """Compare what is said to be one with the labels."""
    groups = _of_story(case) if len(case.articles) > 1 else _of_article(case)
    found = {pair for group in groups for pair in combinations(sorted(set(group)), 2)}
    shown = {place for group in groups for place in group}
    gold = {
        (one, other)
        for one, other in combinations(range(len(case.marks)), 2)
        if case.marks[one].who == case.marks[other].who != 0 and (len(case.articles) == 1 or {one, other} <= shown)
    }
    missed, false = sorted(gold - found), sorted(found - gold)
    return Links(
        right=len(gold & found),
        false=len(false),
        missed=len(missed),
        faults=(*_told(case, "FALSE", false), *_told(case, "missed", missed)),
    )


def _told(case: Case, kind: str, pairs: Iterable[tuple[int, int]]) -> Iterator[str]:
    for one, other in pairs:
        yield f"{kind} {case.id}: {_words(case, one)} = {_words(case, other)}"


def _words(case: Case, place: int) -> str:
    mark = case.marks[place]
    return f"{mark.range.of(case.articles[mark.article].text)!r} at {mark.article}:{mark.range.start}"


def _of_article(case: Case) -> list[list[int]]:
    article = case.articles[0]
    found = mentions(article.text, article.lang)
    return [
        [place for mention in one.mentions if (place := _marked(case, 0, mention.range)) is not None]
        for one in found.named
    ]


def _of_story(case: Case) -> list[list[int]]:
    number = {article.id: place for place, article in enumerate(case.articles)}
    return [
        [
            place
            for words in _all_of(entity)
            if (place := _marked(case, number[words.article], Range(words.span.start, words.span.end))) is not None
        ]
        for entity in who_is_who(sources(case.articles, []), _ALL)
    ]


def _all_of(entity: Entity) -> Sequence[Verbatim]:
    return (entity.name, *entity.forms, *entity.described)


def _marked(case: Case, article: int, at: Range) -> int | None:
    """Find the label that a mention has most in common with."""
    shared = [
        (min(at.end, mark.range.end) - max(at.start, mark.range.start), -place)
        for place, mark in enumerate(case.marks)
        if mark.article == article
    ]
    best, place = max(shared, default=(0, 0))
    return -place if best > 0 else None


def figures(cases: Iterable[Case]) -> tuple[dict[str, float], list[str]]:
    """Give precision and recall of links over all cases, and what went wrong in words."""
    right, false, missed, faults = 0, 0, 0, list[str]()
    for case in cases:
        got = links(case)
        right, false, missed = right + got.right, false + got.false, missed + got.missed
        faults += got.faults
    return {
        "link_precision": right / (right + false) if right else 0.0,
        "link_recall": right / (right + missed) if right else 0.0,
    }, faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation and give the exit status."""
    parser = argparse.ArgumentParser(prog="evals.names", description="Score who is who over labelled cases.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--raise", dest="pin", action="store_true", help="raise the floors to what is measured now")
    asked = parser.parse_args(arguments)
    cases = load()
    measured, faults = figures(cases)
    data = {CASES.name: hashlib.sha256(CASES.read_bytes()).hexdigest()}
    failed = floors.held(SECTION, measured, data, pin=asked.pin)
    if asked.json:
        print(json.dumps({SECTION: measured, "cases": len(cases), "failures": failed}, indent=2))
    else:
        print("\n".join(faults))
        kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(case.kind for case in cases).items())
        print(f"names: {len(cases)} cases ({kinds})")
        print(f"links: P {measured['link_precision']:.4f}  R {measured['link_recall']:.4f}")
    return conclude(failed, [], CASES)


if __name__ == "__main__":
    sys.exit(main())
