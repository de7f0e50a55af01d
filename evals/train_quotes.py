"""Trains what tells reported speech, on the part `train` of the labelled articles, and writes it into the package.

    python -m evals.train_quotes [--shared ../shared] [--out src/newsfold/digests/attribution]

Two files. cues.json: which English words report, by counting in how many of their uses they stand in an annotated cue, and how they
are built in (who follows, where the content stands). weights.json: a logistic regression with an L1 penalty (scikit-learn's
liblinear) over the evidence of pieces, each weighed by the root of its length, so that most weights are nothing.

Needs the extra `evals`. Exit status: 0 written, 2 the shared data are missing.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from evals.cases import ROOT
from evals.grouping import SHARED, conclude
from evals.quotes import read
from newsfold.digests.attribution import words
from newsfold.digests.attribution.evidence import evidence
from newsfold.digests.attribution.pieces import in_pieces
from newsfold.text.folding import fold

OUT: Final = ROOT / "src" / "newsfold" / "digests" / "attribution"
_TOKEN: Final = re.compile(r"\w+(?:[.'’‑-]\w+)*")
# A word that was seen less often in a cue, or is one in fewer of its uses, is left out.
_FEWEST: Final = 3
_LEAST: Final = 0.15
# Grades: one to three of ten uses, four to six, seven and more.
_GRADES: Final = ((0.65, "8"), (0.35, "5"), (0.0, "2"))
_PENALTY: Final = 0.15
_FEWEST_PIECES: Final = 5


def cues(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Count which words report, by kind and grade ("s8"), the words of each in alphabetical order."""
    uses: Counter[str] = Counter()
    built: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        uses.update(_key(match[0]) for match in _TOKEN.finditer(row["text"]))
        for one in row["attributions"]:
            for key, found in _cues_of(row["text"], one):
                built[key].update(found)
    function = {word for listed in words.tables("en")["classes"].values() for word in listed.split()}
    graded: dict[str, list[str]] = defaultdict(list)
    for key in sorted(built):
        seen, share = built[key]["uses"], (built[key]["uses"] + 0.2) / (uses[key] + 2)
        if seen >= _FEWEST and share > _LEAST and key.isalpha() and len(key) > 1 and key not in function:
            grade = next(name for least, name in _GRADES if share >= least)
            graded[_kind(built[key]) + grade].append(key)
    return {name: " ".join(graded[name]) for name in sorted(graded, reverse=True)}


def _cues_of(text: str, one: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, int]]]:
    """Tell of each word of an annotated cue how it is built in."""
    if not one["cue"] or not one["content"]:
        return
    start, end = one["cue"][0][0], one["cue"][-1][1]
    behind = next((span for span in one["content"] if span[0] >= end), None)
    opening = f"{text[end : end + 40]} {text[behind[0] : behind[0] + 8] if behind else ''}".split()
    found = {
        "uses": 1,
        "source behind": int(bool(one["source"]) and one["source"][0][0] >= end),
        "content before": int(one["content"][0][1] <= start),
        "content beside": int(behind is not None and not re.search(r"\w", text[end : behind[0]])),
        "that": int("that" in opening[:1] or (behind is not None and text.startswith("that ", behind[0]))),
        "to": int("to" in opening[:1] or (behind is not None and text.startswith("to ", behind[0]))),
    }
    for first, last in one["cue"]:
        for match in _TOKEN.finditer(text, first, last):
            yield _key(match[0]), found


def _kind(counts: Mapping[str, int]) -> str:
    """Name how a word reports: a(ccording to), t(old somebody), s(aid), i (to do), o(f something), c(laimed that)."""
    uses = counts["uses"] + 2
    kinds = (
        ("a", counts["source behind"] / uses > 0.5),
        ("t", (counts["content beside"] + 1) / uses < 0.25),
        ("s", counts["content before"] / uses > 0.3),
        ("i", (counts["to"] + 0.3) / uses > 0.25),
        ("o", (counts["that"] + 0.2) / uses < 0.06),
    )
    return next((name for name, holds in kinds if holds), "c")


def _key(word: str) -> str:
    return fold(word).replace("’", "'")


def pieces(row: Mapping[str, Any]) -> Iterator[tuple[list[str], bool, int]]:
    """Give the evidence of each piece of an article, whether most of it is annotated, and its length."""
    reported = {at for one in row["attributions"] for start, end in one["content"] for at in range(start, end)}
    for sentence in in_pieces(row["text"], "en"):
        for piece, found in zip(sentence.pieces, evidence(sentence), strict=True):
            start, end = sentence.stretch(piece)
            yield found, 2 * sum(at in reported for at in range(start, end)) > end - start, end - start


def weights(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Fit the weights of all evidence that is seen often enough."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - only who trains needs it
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - the same

    told = [one for row in rows for one in pieces(row)]
    seen = Counter(name for found, _, _ in told for name in found)
    number = {
        name: place
        for place, name in enumerate(sorted(name for name, count in seen.items() if count >= _FEWEST_PIECES))
    }
    held = [[number[name] for name in found if name in number] for found, _, _ in told]
    starts = np.cumsum([0, *map(len, held)])
    columns = np.fromiter((one for row in held for one in row), np.int64)
    matrix = csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=(len(told), len(number)))
    model = LogisticRegression(l1_ratio=1.0, C=_PENALTY, solver="liblinear", max_iter=80, tol=1e-3, random_state=0)
    model.fit(
        matrix, np.array([label for _, label, _ in told]), sample_weight=np.sqrt([length / 20 for _, _, length in told])
    )
    fitted = {name: round(float(model.coef_[0][place]), 3) for name, place in number.items()}
    return {"bias": round(float(model.intercept_[0]), 3), "weights": {name: one for name, one in fitted.items() if one}}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m evals.train_quotes", description="Train what tells reported speech."
    )
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of the shared data")
    parser.add_argument("--out", type=Path, default=OUT, help="the folder that both files are written to")
    asked = parser.parse_args(arguments)
    rows = read(asked.shared, "train")
    if not rows:
        return conclude([], ["train_quotes"], asked.shared)
    found = cues(rows)
    (asked.out / "cues.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    words.forget()
    fitted = weights(rows)
    written = json.dumps(fitted, indent=0, ensure_ascii=False) + "\n"
    (asked.out / "weights.json").write_text(written, encoding="utf-8")
    print(f"{sum(len(one.split()) for one in found.values())} words, {len(fitted['weights'])} weights")
    return 0


if __name__ == "__main__":
    sys.exit(main())
