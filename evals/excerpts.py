"""Compares the excerpts of digests with leads, MMR, LexRank and TextRank, all cut to the same number of words.

    python -m evals.excerpts [--shared ../shared] [--sets NAME...] [--json] [--raise]

One table, a line a way of summing up: on the labelled stories (two reference summaries each; as many words as those have on the
mean, and again as many as ours has) and on real stories of five outlets or more (as many words as ours has). Exit status: 0 all
floors hold, 1 a figure is below its floor, 2 the shared data are missing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Final

from evals import floors, story_sets
from evals.cases import digests_of_files
from evals.grouping import SHARED, conclude
from evals.rivals import RIVALS
from evals.story_sets import StorySet
from evals.summaries import Words, coverage, cut, redundancy, rouge_2, told_twice, words_of
from newsfold import digests

OURS: Final = "ours"
_FEW_OUTLETS: Final = 5  # "stories of at least five outlets"
# The package's LexRank compares all sentences with each other; a story of more takes minutes.
_MOST_SENTENCES: Final = 400
# Words; most articles of the real stories are a teaser of one or two sentences, and all of them is what the leads are too.
_LONG: Final = 60
_LEGEND: Final = (
    "R-2: recall of the references' word pairs, mean over references; coverage: share of the distinct word pairs told by two or\n"
    "more articles; redundancy: mean over excerpts of the largest share of word pairs in common with another. Words are folded;\n"
    "in Vietnamese a word is a syllable."
)


@dataclass(frozen=True, slots=True)
class Line:
    """Means over the stories of a set: words, ROUGE-2 recall (0 without references), coverage, redundancy."""

    words: float
    rouge_2: float
    coverage: float
    redundancy: float


@dataclass(frozen=True, slots=True)
class Result:
    """What every way of summing up reached on one set of stories."""

    name: str
    stories: int
    lines: Mapping[str, Line]

    @property
    def figures(self) -> dict[str, float]:
        """Ours against the leads and LexRank: the figures that may have a floor. Redundancy is given as 1 less the ratio."""
        ours, leads, lexrank = (self.lines[name] for name in (OURS, "leads", "LexRank"))
        found = {
            "coverage_to_leads": ours.coverage / leads.coverage,
            "redundancy_saved": 1 - ours.redundancy / leads.redundancy,
        }
        if leads.rouge_2:
            found["rouge_2"] = ours.rouge_2
            found["rouge_2_to_leads"] = ours.rouge_2 / leads.rouge_2
            found["rouge_2_to_lexrank"] = ours.rouge_2 / lexrank.rouge_2
        return found


def ours(given: StorySet) -> list[Words]:
    """Give the excerpts of a story's digest, in reading order."""
    digest = digests.compose(given.story, given.articles, given.lineages)
    return [words_of(excerpt.text) for excerpt in digest.excerpts]


def measure(name: str, stories: Sequence[StorySet], size: Callable[[StorySet, Sequence[Words]], int]) -> Result:
    """Sum up every story in every way, each as long as `size` says; it is given the story and our excerpts."""
    rows: dict[str, list[tuple[float, ...]]] = {OURS: [], **{rival: [] for rival in RIVALS}}
    for given in stories:
        told, chosen = given.told, ours(given)
        twice, most = told_twice(told), size(given, chosen)
        made = {OURS: cut(chosen, most), **{rival: make(told, most) for rival, make in RIVALS.items()}}
        for way, summary in made.items():
            figures = rouge_2(summary, given.references), coverage(summary, twice), redundancy(summary)
            rows[way].append((sum(map(len, summary)), *figures))
    means = {way: Line(*map(fmean, zip(*row, strict=True))) for way, row in rows.items() if row}
    return Result(name, len(stories), means)


def as_the_references(given: StorySet, _chosen: Sequence[Words]) -> int:
    return round(fmean(map(len, given.references)))


def as_ours(_given: StorySet, chosen: Sequence[Words]) -> int:
    return sum(map(len, chosen))


def measured(shared: Path, sets: Sequence[str]) -> Iterator[Result]:
    """Measure the sets that are asked for, one after the other."""
    if "labelled" in sets:
        stories = story_sets.labelled(shared)
        yield measure("labelled, as the references", stories, as_the_references)
        yield measure("labelled, as ours", stories, as_ours)
    if "real" in sets:
        with tempfile.TemporaryDirectory() as folder:
            found = story_sets.real(shared, Path(folder))
        large = [one for one in found if one.outlets >= _FEW_OUTLETS and sum(map(len, one.told)) <= _MOST_SENTENCES]
        yield measure("real, as ours", large, as_ours)
        yield measure("real of long texts, as ours", [one for one in large if _is_long(one)], as_ours)


def _is_long(given: StorySet) -> bool:
    """Tell whether half of a story's articles are more than a teaser, so that there is something to choose from."""
    return median(sum(map(len, sentences)) for sentences in given.told) >= _LONG


def table(results: Sequence[Result]) -> Iterator[str]:
    for result in results:
        yield f"{result.name} ({result.stories} stories)"
        yield f"  {'':10}{'words':>7}{'R-2':>8}{'coverage':>10}{'redundancy':>12}"
        for way, line in result.lines.items():
            yield f"  {way:10}{line.words:7.1f}{line.rouge_2:8.4f}{line.coverage:10.4f}{line.redundancy:12.4f}"
        yield "  " + ", ".join(f"{name} {value:.3f}" for name, value in result.figures.items())
    yield _LEGEND


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation and give the exit status."""
    asked = _parser().parse_args(arguments)
    if not (asked.shared / "bench").is_dir():
        return conclude([], ["excerpts"], asked.shared)
    results = list(measured(asked.shared, asked.sets))
    failed: list[str] = []
    for result in results:
        section = f"excerpts_{result.name.replace(', ', '_').replace(' ', '_')}"
        data = digests_of_files(story_sets.files_of(asked.shared, references=result.name.startswith("labelled")))
        failed += floors.held(section, result.figures, data, pin=asked.pin)
    if asked.json:
        print(json.dumps([asdict(result) | {"figures": result.figures} for result in results], indent=1))
    else:
        print("\n".join(table(results)))
    return conclude(failed, [], asked.shared)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.excerpts", description="Compare excerpts with other ways.")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of the shared data")
    parser.add_argument("--sets", nargs="+", choices=("labelled", "real"), default=("labelled", "real"))
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument("--raise", dest="pin", action="store_true", help="raise the floors to what is measured now")
    return parser


if __name__ == "__main__":
    sys.exit(main())
