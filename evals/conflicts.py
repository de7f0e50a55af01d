"""Scores the conflicts and updates found in the bundled sample week, with its gold stories, against those that were planted.

    python -m evals.conflicts [--json] [--raise] [--list] [--stories NAME...]

A planted conflict is found where one conflict has a claim whose sentence holds each side's words. One that only an update
holds is counted apart. What is found and in no line of the gold file is false, or has to be written there as found.
Exit status: 0 all floors hold, 1 not.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evals import cases, floors
from evals.cases import SAMPLE, SAMPLE_SOURCES
from evals.grouping import conclude
from newsfold import copies, feeds
from newsfold.digests.conflicts import Differences, conflicts
from newsfold.digests.sources import Sources, sources
from newsfold.engine.intake import Desk
from newsfold.engine.line import in_time
from newsfold.model import Article, Claim, Conflict, Update

SECTION: Final = "conflicts"
Planted = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """How the planted conflicts fared, and the conflicts that nobody planted, with the article texts to print them by."""

    found: tuple[Planted, ...]
    as_update: tuple[Planted, ...]
    missed: tuple[Planted, ...]
    unplanted: tuple[tuple[str, Conflict], ...]
    conflicts: int
    updates: int
    milliseconds: float

    @property
    def figures(self) -> dict[str, float]:
        planted = len(self.found) + len(self.as_update) + len(self.missed)
        return {
            "recall": len(self.found) / planted if planted else 0.0,
            "precision": 1.0 - len(self.unplanted) / self.conflicts if self.conflicts else 0.0,
        }


def stories() -> dict[str, Sources]:
    """Give the articles of each gold story with the lineages that are traced among all of the week."""
    desk = Desk()
    desk.take(feeds.read(SAMPLE_SOURCES), on_reject=print)
    ordered = in_time(desk.articles.values())
    lineage_of = {member.article: one for one in copies.lineages(ordered) for member in one.members}
    story_of = {one["url"]: one["story"] for one in cases.read(SAMPLE / "gold" / "stories.jsonl")}
    grouped: dict[str, list[Article]] = defaultdict(list)
    for article in ordered:
        if story := story_of.get(article.url or ""):
            grouped[story].append(article)
    return {
        story: sources(
            members, {lineage_of[one.id].id: lineage_of[one.id] for one in members if one.id in lineage_of}.values()
        )
        for story, members in sorted(grouped.items())
    }


def planted() -> list[Planted]:
    return list(cases.read(SAMPLE / "gold" / "conflicts.jsonl"))


def real_too() -> list[Planted]:
    """Give the conflicts that nobody planted but that are so, each looked at by a person."""
    return list(cases.read(Path(__file__).parent / "conflicts_found.jsonl"))


def evaluate(given: Mapping[str, Sources], gold: Sequence[Planted], real: Sequence[Planted] = ()) -> Found:
    """Compare what is found in some stories with what was planted in them; `real` was not planted but is so."""
    begun = time.perf_counter()
    differences = {story: conflicts(one) for story, one in given.items()}
    spent = time.perf_counter() - begun
    matched: set[int] = set()
    fates: dict[str, list[Planted]] = defaultdict(list)
    for one in gold:
        if one["story"] in given:
            holding = list(_holding(one, differences[one["story"]], given[one["story"]]))
            matched.update(id(found) for found in holding)
            is_conflict = any(isinstance(found, Conflict) for found in holding)
            fates["found" if is_conflict else "update" if holding else "missed"].append(one)
    for one in real:
        if one["story"] in given:
            matched.update(id(found) for found in _holding(one, differences[one["story"]], given[one["story"]]))
    return Found(
        found=tuple(fates["found"]),
        as_update=tuple(fates["update"]),
        missed=tuple(fates["missed"]),
        unplanted=tuple(
            (story, one) for story, all_ in differences.items() for one in all_.conflicts if id(one) not in matched
        ),
        conflicts=sum(len(one.conflicts) for one in differences.values()),
        updates=sum(len(one.updates) for one in differences.values()),
        milliseconds=1000 * spent / max(sum(len(one.articles) for one in given.values()), 1),
    )


def _holding(one: Planted, differences: Differences, given: Sources) -> Iterator[Conflict | Update]:
    """Yield what has the words of both sides, in two claims."""
    by_id = {article.id: article for article in given.articles}
    every: list[Conflict | Update] = [*differences.conflicts, *differences.updates]
    for found in every:
        sides = [
            [claim for claim in found.claims if _says(claim, by_id[claim.words.article], one[side])] for side in "ab"
        ]
        if all(sides) and any(first is not second for first in sides[0] for second in sides[1]):
            yield found


def _says(claim: Claim, article: Article, side: Planted) -> bool:
    if article.url != side["url"]:
        return False
    start = article.revision.words(claim.words.span.field).find(side["words"])
    return start >= 0 and claim.words.span.start < start + len(side["words"]) and start < claim.words.span.end


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation and give the exit status."""
    parser = argparse.ArgumentParser(
        prog="evals.conflicts", description="Score the conflicts found in the sample week."
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--raise", dest="pin", action="store_true", help="raise the floors to what is measured now")
    parser.add_argument("--list", action="store_true", help="print what was missed and what was not planted")
    parser.add_argument("--stories", nargs="*", help="only these gold stories")
    asked = parser.parse_args(arguments)
    given = {story: one for story, one in stories().items() if not asked.stories or story in asked.stories}
    found = evaluate(given, planted(), real_too())
    if asked.json:
        print(json.dumps(found.figures, indent=2))
    else:
        print("\n".join(_lines(found, listed=asked.list)))
    if asked.stories:
        return 0
    data = cases.digests_of(cases.Case("sample"), SAMPLE)
    return conclude(floors.held(SECTION, found.figures, data, pin=asked.pin), [], SAMPLE)


def _lines(found: Found, *, listed: bool) -> Iterator[str]:
    if listed:
        yield from (f"missed    {one['story']:18} {one['kind']:7} {one['about']}" for one in found.missed)
        yield from (f"as update {one['story']:18} {one['kind']:7} {one['about']}" for one in found.as_update)
        yield from (f"found     {one['story']:18} {one['kind']:7} {one['about']}" for one in found.found)
        for story, one in found.unplanted:
            yield f"false     {story:18} {one.kind}"
            yield from (f"    {claim.words.outlet:22.22} {claim.words.text}" for claim in one.claims)
    whole = len(found.found) + len(found.as_update) + len(found.missed)
    yield (
        f"conflicts: {len(found.found)} of {whole} planted found, {len(found.as_update)} more as an update; "
        f"{found.conflicts} conflicts and {found.updates} updates in all, {len(found.unplanted)} false; "
        f"{found.milliseconds:.2f} ms an article"
    )


if __name__ == "__main__":
    sys.exit(main())
