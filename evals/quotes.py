"""Scores who said what on labelled articles (`bench/quotes_polnear`) and on the bundled sample, by overlap of characters.

    python -m evals.quotes [--shared ../shared] [--part dev|train|all] [--json] [--raise]

Direct speech: precision against all annotated contents, recall against those flagged as quotations. All attributions: both against
all contents. Speaker: of the annotated attributions with a source, the found one that overlaps most has a speaker that overlaps the
source; once of all that overlap at all, once of those that are the same stretch by half or more (intersection over union). What
ships was trained on `train`; `dev` was never trained on. Of the sample's gold: quotes found, speakers right, grades right.

Exit status: 0 all hold, 1 a figure is below its bound, 2 the shared data are missing.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from evals import cases, floors
from evals.cases import SAMPLE, SAMPLE_SOURCES
from evals.grouping import SHARED, conclude
from newsfold import feeds
from newsfold.digests.quotes import said
from newsfold.engine.intake import Desk
from newsfold.model import Article, Range, Said

FILE: Final = "quotes_polnear.jsonl.gz"
SECTION: Final = "quotes"
Spans = Sequence[Sequence[int]]
Finder = Callable[[str, str], list[Said]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1; `matched` and `alike` are how many attributions the two figures on speakers are over."""

    direct_precision: float
    direct_recall: float
    direct: float
    precision: float
    recall: float
    attributions: float
    speaker: float
    matched: int
    speaker_alike: float
    alike: int


def read(shared: Path, part: str) -> list[dict[str, Any]]:
    """Read the labelled articles of a part; none where the file is missing."""
    path = shared / "bench" / FILE
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return [row for row in rows if part == "all" or (row["split"] == "train") == (part == "train")]


class Tally:
    """Counts of characters and of speakers over articles."""

    def __init__(self) -> None:
        self.direct_right = self.direct_found = self.direct_asked = self.direct_recalled = 0
        self.right = self.found = self.asked = 0
        self.speakers = self.matched = self.speakers_alike = self.alike = 0

    def add(self, row: Mapping[str, Any], found: Sequence[Said]) -> None:
        contents = _covered(span for one in row["attributions"] for span in one["content"])
        flagged = _covered(span for one in row["attributions"] if one["quote"] for span in one["content"])
        direct = _covered(one.content for one in found if one.direct)
        every = _covered(one.content for one in found)
        self.direct_right += len(direct & contents)
        self.direct_found += len(direct)
        self.direct_recalled += len(direct & flagged)
        self.direct_asked += len(flagged)
        self.right += len(every & contents)
        self.found += len(every)
        self.asked += len(contents)
        for one in row["attributions"]:
            if one["source"]:
                self._speaker(one, found)

    def _speaker(self, gold: Mapping[str, Any], found: Sequence[Said]) -> None:
        best = max(found, key=lambda one: _overlap(one.content, gold["content"]), default=None)
        shared = _overlap(best.content, gold["content"]) if best else 0
        if best is None or not shared:
            return
        right = best.speaker is not None and _overlap(best.speaker, gold["source"]) > 0
        self.matched += 1
        self.speakers += right
        union = sum(end - start for start, end in gold["content"]) + best.content.end - best.content.start - shared
        if 2 * shared >= union:
            self.alike += 1
            self.speakers_alike += right

    def figures(self) -> Figures:
        direct = _share(self.direct_right, self.direct_found), _share(self.direct_recalled, self.direct_asked)
        every = _share(self.right, self.found), _share(self.right, self.asked)
        return Figures(
            *(*direct, _f1(*direct), *every, _f1(*every)),
            *(_share(self.speakers, self.matched), self.matched),
            *(_share(self.speakers_alike, self.alike), self.alike),
        )


def score(rows: Iterable[Mapping[str, Any]], finder: Finder = said) -> Figures:
    """Score attributions on labelled articles in English."""
    tally = Tally()
    for row in rows:
        tally.add(row, finder(row["text"], "en"))
    return tally.figures()


def _covered(spans: Iterable[Sequence[int]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def _overlap(one: Range, others: Spans) -> int:
    return sum(max(0, min(one.end, end) - max(one.start, start)) for start, end in others)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


# --- the sample -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """Of the sample's gold quotes: how many there are, how many are found, with the right speaker, with the right grade.

    A speaker is right if a word of it is one of the gold's: the gold has names where the text may have "she".
    """

    quotes: int
    found: float
    speaker: float
    grade: float


def sample() -> Known:
    """Score the gold quotes of the bundled sample, all languages together."""
    desk = Desk()
    desk.take(feeds.read(list(SAMPLE_SOURCES)), on_reject=lambda _: None)
    articles = {one.url: one for one in desk.articles.values()}
    asked = [one for one in cases.read(SAMPLE / "gold" / "speakers.jsonl") if one["url"] in articles]
    told = {url: said(article.text, article.lang) for url, article in sorted(articles.items(), key=str)}
    counts = [0, 0, 0, 0]
    for one in asked:
        at = articles[one["url"]].text.find(one["words"])
        if at < 0:
            continue
        counts[0] += 1
        stretch = (at, at + len(one["words"]))
        best = max(told[one["url"]], key=lambda each: _overlap(each.content, [stretch]), default=None)
        if best and _overlap(best.content, [stretch]):
            counts[1] += 1
            counts[2] += _is_speaker(articles[one["url"]], best, one["speaker"])
            counts[3] += best.grade == one["grade"]
    total = counts[0]
    return Known(total, *(_share(count, total) for count in counts[1:]))


def _is_speaker(article: Article, found: Said, gold: str) -> bool:
    named = " ".join(where.of(article.text) for where in (found.name, found.speaker) if where)
    return not set(named.casefold().split()).isdisjoint(gold.casefold().split())


def report(figures: Figures, known: Known) -> Iterator[str]:
    """Write the figures as lines."""
    one = figures
    yield f"direct speech: precision {one.direct_precision:.4f} recall {one.direct_recall:.4f} F1 {one.direct:.4f}"
    yield f"all attributions: precision {one.precision:.4f} recall {one.recall:.4f} F1 {one.attributions:.4f}"
    yield f"speaker: {one.speaker:.4f} of {one.matched} that overlap, {one.speaker_alike:.4f} of {one.alike} alike by half"
    yield (
        f"sample: {known.quotes} quotes, found {known.found:.4f}, speaker {known.speaker:.4f}, grade {known.grade:.4f}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.quotes", description="Score who said what.")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of the shared data")
    parser.add_argument("--part", choices=["dev", "train", "all"], default="dev", help="of the labelled articles")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--raise", dest="pin", action="store_true", help="raise the floors to what is measured now")
    asked = parser.parse_args(arguments)
    known, rows = sample(), read(asked.shared, asked.part)
    figures = score(rows)
    if asked.json:
        print(json.dumps({"labelled": asdict(figures), "sample": asdict(known)}, indent=1))
    else:
        print(f"{len(rows)} labelled articles ({asked.part})", *report(figures, known), sep="\n")
    if not rows:
        return conclude([], ["quotes"], asked.shared)
    if asked.part != "dev":
        return 0
    return _checked(asked.shared, figures, known, pin=asked.pin)


def _checked(shared: Path, figures: Figures, known: Known, *, pin: bool) -> int:
    measured = {name: float(value) for name, value in asdict(figures).items()}
    measured |= {f"sample_{name}": float(value) for name, value in asdict(known).items()}
    data = {FILE: hashlib.sha256((shared / "bench" / FILE).read_bytes()).hexdigest()}
    return conclude(floors.held(SECTION, measured, data, pin=pin), [], shared)


if __name__ == "__main__":
    sys.exit(main())
