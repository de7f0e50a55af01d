"""Counts the hard cases of grouping that come out as labelled, by kind, and says of each other one what went wrong.

    python -m evals.near_misses [--limits] [--json]

Each case is grouped twice: in company, with the articles of all cases as one stream, and alone, on an empty machine. Exit
status 0; what is a failure and what a known limit is for tests/stories/test_near_misses.py to say. `--limits` prints the
lists that it keeps.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from newsfold.articles import build
from newsfold.engine.line import features_of, in_time
from newsfold.engine.pool import HERE
from newsfold.model import Article, Item
from newsfold.stories import Embedder, Grouper, shipped

CASES: Final = Path(__file__).resolve().parent.parent / "tests" / "data" / "near_misses.jsonl"
IN_COMPANY: Final = "in company"
ALONE: Final = "alone"


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Two to five articles and the stories that they are, each story as positions in `articles`, all of them once."""

    name: str
    kind: str
    articles: tuple[Article, ...]
    stories: tuple[tuple[int, ...], ...]


def load(path: Path = CASES) -> list[NearMiss]:
    """Read the cases in the order of the file. An article's id is the name of its case and its position."""
    return [_case(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _case(row: dict[str, Any]) -> NearMiss:
    articles = tuple(
        _article(f"{row['case']}-{n}", {"lang": row["lang"]} | one) for n, one in enumerate(row["articles"])
    )
    return NearMiss(row["case"], row["kind"], articles, tuple(map(tuple, row["stories"])))


def _article(name: str, record: Mapping[str, str]) -> Article:
    item = Item(
        source=f"{CASES.name}:{name}",
        kind="record",
        id=name,
        outlet=record["outlet"],
        title=record["title"],
        body=record["text"],
        published=record["published"],
        lang=record["lang"],
    )
    article = build(item)
    assert isinstance(article, Article), article
    return article


def grouped(articles: Iterable[Article], embedder: Embedder | None = None) -> dict[str, str]:
    """Group articles in the order of time by the stages themselves; give the story of each article by its id."""
    grouper = Grouper(shipped(semantic=embedder is not None))
    grouper.add(features_of(in_time(articles), HERE, embedder))
    grouper.end_round()
    return grouper.stories()


def in_company(cases: Iterable[NearMiss], embedder: Embedder | None = None) -> dict[str, str]:
    """Group the articles of all cases as one stream."""
    return grouped((article for case in cases for article in case.articles), embedder)


def fault(case: NearMiss, story_of: Mapping[str, str]) -> str:
    """Say what went wrong with a case in a grouping, in positions: "split 0|1; mixed 0+2". Nothing when it is as labelled."""
    found = [story_of[article.id] for article in case.articles]
    label = {position: number for number, story in enumerate(case.stories) for position in story}
    split = [parts for story in case.stories if len(parts := _parts(story, found)) > 1]
    together = _parts(range(len(found)), found)
    mixed = [parts for story in together if len(parts := _parts(story, label)) > 1]
    return "; ".join(
        [f"split {_shown(parts, '|')}" for parts in split] + [f"mixed {_shown(parts, '+')}" for parts in mixed]
    )


def _parts(positions: Iterable[int], label: Mapping[int, object] | Sequence[object]) -> list[list[int]]:
    """Part positions by their label, parts in the order of their first position."""
    parts: dict[object, list[int]] = {}
    for position in positions:
        parts.setdefault(label[position], []).append(position)
    return list(parts.values())


def _shown(parts: Iterable[Iterable[int]], between: str) -> str:
    return between.join(" ".join(map(str, part)) for part in parts)


def strangers(cases: Iterable[NearMiss], story_of: Mapping[str, str]) -> list[tuple[NearMiss, NearMiss]]:
    """List the pairs of cases that share a story. All cases are different events, so there should be none."""
    stories = [(case, {story_of[article.id] for article in case.articles}) for case in cases]
    return [(one, other) for (one, its), (other, others) in combinations(stories, 2) if its & others]


def faults(cases: Sequence[NearMiss], embedder: Embedder | None = None) -> dict[str, dict[str, str]]:
    """Give what went wrong with each case that is not as labelled, in company and alone."""
    company = in_company(cases, embedder)
    told = {
        IN_COMPANY: {case.name: fault(case, company) for case in cases},
        ALONE: {case.name: fault(case, grouped(case.articles, embedder)) for case in cases},
    }
    return {way: {name: words for name, words in of.items() if words} for way, of in told.items()}


def table(cases: Sequence[NearMiss], failed: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Lay out how many cases of each kind come out as labelled, and last of all kinds."""
    of_kind = Counter(case.kind for case in cases)
    right = {way: Counter(case.kind for case in cases if case.name not in names) for way, names in failed.items()}
    yield "".join(["kind".ljust(17), "cases".rjust(6), *(way.rjust(12) for way in right)])
    for kind, count in of_kind.items():
        yield "".join([kind.ljust(17), f"{count:6}", *(f"{counts[kind]:12}" for counts in right.values())])
    yield "".join(["all".ljust(17), f"{len(cases):6}", *(f"{counts.total():12}" for counts in right.values())])


def limits(failed: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Write the lists of known limits as the test module keeps them."""
    yield "KNOWN_LIMITS: Final[dict[str, dict[str, str]]] = {"
    for way, of in failed.items():
        yield f'    "{way}": {{'
        yield from (f'        "{name}": "{words}",' for name, words in of.items())
        yield "    },"
    yield "}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Group the cases, print what came of it, and give the exit status."""
    parser = argparse.ArgumentParser(
        prog="evals.near_misses", description="Count the hard cases that are grouped right."
    )
    parser.add_argument("--limits", action="store_true", help="print the lists of known limits that the test keeps")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args(arguments)
    cases = load()
    failed = faults(cases)
    met = [(one.name, other.name) for one, other in strangers(cases, in_company(cases))]
    if asked.limits:
        print("\n".join(limits(failed)))
    elif asked.json:
        print(json.dumps({"cases": len(cases), "failures": failed, "strangers": met}, indent=2))
    else:
        print("\n".join(table(cases, failed)))
        for way, of in failed.items():
            print(f"\nFAILED {way}: {len(of)}")
            print("\n".join(f"    {name:36}  {words}" for name, words in of.items()))
        print(f"\nPAIRS OF CASES THAT SHARE A STORY in company: {len(met)}")
        print("\n".join(f"    {one}  +  {other}" for one, other in met))
    return 0


if __name__ == "__main__":
    sys.exit(main())
