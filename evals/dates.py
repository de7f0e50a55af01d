"""Scores the date expressions on labelled sentences in eight languages: `python -m evals.dates`.

A case is a sentence, when it was published, one expression of it and what that means; or a sentence that has none. It is right
where exactly those words are found and mean exactly that; where the label says that there is another reading, that must be said
too. A case is silently wrong where something else is said without a doubt. What is doubted needlessly is right, and counted.

Exit status: 0 all floors hold, 1 one does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evals import floors
from evals.cases import read
from evals.grouping import conclude
from newsfold.articles.dates import read as read_date
from newsfold.model import When
from newsfold.text.datelines import anchor_of
from newsfold.text.dates import date_expressions
from newsfold.text.when import resolve

DATA: Final = Path(__file__).with_name("data") / "dates.jsonl"
SECTION: Final = "dates"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case. `found` are the words and times that the text was read as, for people."""

    case: dict[str, Any]
    right: bool
    silent: bool
    doubted: bool
    found: tuple[tuple[str, When | None], ...]

    def __str__(self) -> str:
        case = self.case
        words = case["text"][slice(*case["expression"])] if case["expression"] else None
        wanted = f"{words!r} {case['start']} {case['end']} {case['ambiguous']}" if words else "nothing"
        got = "; ".join(f"{words!r} {when and (when.start, when.end, when.ambiguous)}" for words, when in self.found)
        grade = "SILENT" if self.silent else "wrong"
        return f"{case['id']} {grade}  {case['text']}\n    wanted {wanted}\n    found  {got or 'nothing'}"


def judge(case: dict[str, Any]) -> Verdict:
    """Read one case as an article would be read, and hold it against its label."""
    anchor = anchor_of(case["text"], case["lang"], read_date(case["published"]))
    said = [(one.range, resolve(one, anchor)) for one in date_expressions(case["text"], case["lang"])]
    found = tuple((where.of(case["text"]), when) for where, when in said)
    if case["expression"] is None:
        meant = [when for _, when in said if when]
        return Verdict(case, not meant, any(not when.ambiguous for when in meant), False, found)
    when = {tuple(where): when for where, when in said}.get(tuple(case["expression"]))
    overlapping = [
        other
        for where, other in said
        if other and where.start < case["expression"][1] and where.end > case["expression"][0]
    ]
    same = when is not None and (when.start, when.end) == (case["start"], case["end"])
    right = same and (when.ambiguous or not case["ambiguous"])  # type: ignore[union-attr]
    silent = not right and any(not other.ambiguous for other in overlapping)
    return Verdict(case, right, silent, bool(right and when and when.ambiguous and not case["ambiguous"]), found)


def figures(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Give the share that is right, and the share that is not silently wrong."""
    return {
        "right": sum(verdict.right for verdict in verdicts) / len(verdicts),
        "not_silently_wrong": sum(not verdict.silent for verdict in verdicts) / len(verdicts),
    }


def told(verdicts: Iterable[Verdict]) -> Iterable[str]:
    """Tell the figures of each language, and every case that is not right."""
    verdicts = list(verdicts)
    for lang in dict.fromkeys(verdict.case["lang"] for verdict in verdicts):
        some = [verdict for verdict in verdicts if verdict.case["lang"] == lang]
        count = Counter(
            right=sum(v.right for v in some), silent=sum(v.silent for v in some), doubted=sum(v.doubted for v in some)
        )
        yield (
            f"{lang}  {count['right']:3} of {len(some):3} right ({count['right'] / len(some):.3f})  "
            f"{count['silent']} silently wrong  {count['doubted']} doubted needlessly"
        )
    yield from map(str, (verdict for verdict in verdicts if not verdict.right))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation and give the exit status."""
    parser = argparse.ArgumentParser(prog="evals.dates", description="Score date expressions on labelled sentences.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--raise", dest="pin", action="store_true", help="raise the floors to what is measured now")
    parser.add_argument("--doubted", action="store_true", help="list what is doubted needlessly")
    asked = parser.parse_args(arguments)
    verdicts = [judge(case) for case in read(DATA)]
    measured, data = figures(verdicts), {DATA.name: hashlib.sha256(DATA.read_bytes()).hexdigest()}
    failed = floors.held(SECTION, measured, data, pin=asked.pin)
    if asked.json:
        print(json.dumps({SECTION: measured, "cases": len(verdicts), "failures": failed}, indent=2))
    else:
        print("\n".join(told(verdicts)))
        if asked.doubted:
            print("\n".join(f"doubted {verdict}" for verdict in verdicts if verdict.doubted))
        print(f"all  {len(verdicts)} cases: {', '.join(f'{name} {value:.4f}' for name, value in measured.items())}")
    return conclude(failed, [], DATA)


if __name__ == "__main__":
    sys.exit(main())
