"""Scores the bundled sample week against its gold labels, as a reader would: stories by title, lineages, rules of the digests.

    python -m evals.sample [--json] [--raise]

Exit status: 0 all hold, 1 a digest breaks a rule or the lineages are below their floors.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evals import cases, children, digest_rules, floors
from evals.cases import SAMPLE, SAMPLE_SOURCES, Prepared, Record
from evals.grouping import conclude, group
from evals.scores import Quality, score

SECTION: Final = "lineages"
# More than there can be stories: every digest is looked at.
ALL: Final = "1000000"


@dataclass(frozen=True, slots=True)
class Sample:
    """What the commands make of the sample week, beside what should come out of it."""

    prepared: Prepared
    grouping: dict[str, str]
    records: dict[str, Record]
    digests: list[dict[str, Any]]


def take(run: Callable[..., Any]) -> Sample:
    """Run extract, cluster and digest on the sample week. `run` runs `newsfold` and can put its output into a file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared = cases.prepare(cases.Case("sample"), folder, folder, run)
        _, grouping = group(prepared, folder, run)
        records = {one["id"]: one for one in cases.read(folder / "sample.jsonl")}
        printed = folder / "digests.json"
        run("digest", *SAMPLE_SOURCES, "--top", ALL, "--format", "json", printed=printed)
        return Sample(prepared, grouping, records, json.loads(printed.read_text(encoding="utf-8"))["stories"])


def lineages(sample: Sample) -> Quality:
    """Score the lineages that the digests give, over all pairs of articles that are said to be of one text."""
    gold = {one["url"]: one["lineage"] for one in cases.read(SAMPLE / "gold" / "lineages.jsonl")}
    found = {listed["id"]: listed["lineage"] for digest in sample.digests for listed in digest["articles"]}
    return score({one: gold[record["url"]] for one, record in sample.records.items()}, found).pairs


def broken_rules(sample: Sample) -> list[str]:
    """Say in one line each what is wrong with the digests; also an article that none of them lists, or more than one."""
    found = [fault for digest in sample.digests for fault in digest_rules.broken(digest, sample.records)]
    listed = sorted(article["id"] for digest in sample.digests for article in digest["articles"])
    if listed != sorted(sample.records):
        found.append(f"the digests list {len(listed)} articles, the week has {len(sample.records)}")
    return found


def unlike(sample: Sample) -> Iterator[str]:
    """Tell where stories and gold differ, in titles: first the groups that mix stories, then the stories that are split."""
    gold, titles = sample.prepared.gold, sample.prepared.titles
    for group_id, members in by_label(sample.grouping).items():
        if len({gold[one] for one in members}) > 1:
            yield f"MIXED {group_id}"
            yield from (f"    {gold[one]:18.18}  {titles[one]}" for one in members)
    for story, members in by_label(gold).items():
        parts = by_label({one: sample.grouping[one] for one in members})
        if len(parts) > 1:
            yield f"SPLIT {story}: {len(members)} articles in {len(parts)} groups"
            yield from (
                f"    {len(part):3}  {titles[part[0]]}" for part in sorted(parts.values(), key=len, reverse=True)
            )


def by_label(label_of: Mapping[str, str]) -> dict[str, list[str]]:
    """List the articles of each label, both in the order in which they come."""
    found: dict[str, list[str]] = {}
    for article, label in label_of.items():
        found.setdefault(label, []).append(article)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation and give the exit status."""
    parser = argparse.ArgumentParser(prog="evals.sample", description="Score the bundled sample week.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--raise", dest="pin", action="store_true", help="raise the floors to what is measured now")
    asked = parser.parse_args(arguments)
    sample = take(children.newsfold)
    quality, faults = lineages(sample), broken_rules(sample)
    figures = {"pair_precision": quality.precision, "pair_recall": quality.recall}
    data = cases.digests_of(cases.Case("sample"), SAMPLE)
    failed = [*floors.held(SECTION, figures, data, pin=asked.pin), *faults]
    if asked.json:
        print(json.dumps({SECTION: figures, "digests": len(sample.digests), "failures": failed}, indent=2))
    else:
        _print(sample, quality, faults)
    return conclude(failed, [], SAMPLE)


def _print(sample: Sample, quality: Quality, faults: Sequence[str]) -> None:
    print("\n".join(unlike(sample)))
    print(f"lineages: pairs of one text P {quality.precision:.4f}  R {quality.recall:.4f}  F1 {quality.f1:.4f}")
    excerpts = sum(len(digest["excerpts"]) for digest in sample.digests)
    several = sum(digest["counts"]["outlets"] > 1 for digest in sample.digests)
    print(
        f"digests: {len(sample.digests)}, {several} of them of two outlets or more; {excerpts} excerpts; "
        f"{len(faults)} rules broken"
    )


if __name__ == "__main__":
    sys.exit(main())
