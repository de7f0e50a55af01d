"""Counts the labelled pairs of texts that are told for what they are: copies, rewrites, and accounts of their own.

    python -m evals.copies [--json]

Each pair stands alone: two articles of two outlets, an hour apart. The texts are in tests/data/copies.jsonl; verbatim, cut, merged
and renamed copies are made from them here, as copy desks make them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, Final, Literal

from newsfold.articles import build
from newsfold.copies import lineages
from newsfold.model import Article, Item

EVENTS: Final = Path(__file__).resolve().parent.parent / "tests" / "data" / "copies.jsonl"

Label = Literal["copy", "rewrite", "independent"]
Text = Mapping[str, str]
# What a label counts as found: a rewrite that is called a copy is of the right lineage all the same.
FOUND_AS: Final[Mapping[Label, frozenset[str]]] = {
    "copy": frozenset({"copy"}),
    "rewrite": frozenset({"copy", "rewrite"}),
    "independent": frozenset({"independent"}),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, the earlier first, and what the later one is to it."""

    name: str
    kind: str
    label: Label
    articles: tuple[Article, Article]


def load(path: Path = EVENTS) -> list[Pair]:
    """Make the pairs of every event, in the order of the file."""
    return [pair for line in path.read_text(encoding="utf-8").splitlines() for pair in pairs_of(json.loads(line))]


def pairs_of(event: Mapping[str, Any]) -> Iterator[Pair]:
    """Make the pairs of one event: eight kinds of copy and what is none."""
    agency, second, own = event["agency"], event["second"], event["own"]
    paragraphs, others = agency["text"].split("\n\n"), second["text"].split("\n\n")

    def pair(kind: str, label: Label, one: Text, other: Text, number: int = 0) -> Pair:
        name = f"{event['event']}-{kind}-{number}"
        return Pair(name, kind, label, (_article(name, event, one, 0), _article(name, event, other, 1)))

    yield pair("verbatim", "copy", agency, agency)
    for number, title in enumerate(event["headlines"]):
        yield pair("headline changed", "copy", agency, {**agency, "title": title}, number)
    yield pair("lead changed", "copy", agency, {**agency, "text": "\n\n".join((event["lead"], *paragraphs[1:]))})
    yield pair("cut", "copy", agency, {**agency, "text": "\n\n".join(paragraphs[: (len(paragraphs) + 1) // 2])})
    yield pair("cut", "copy", agency, {**agency, "text": _teaser(agency["text"])}, 1)
    merged = "\n\n".join(filter(None, chain.from_iterable(zip_longest(paragraphs[:3], others[:3]))))
    yield pair("merged", "copy", agency, {"title": event["headlines"][0], "text": merged})
    yield pair("merged", "copy", second, {"title": event["headlines"][0], "text": merged}, 1)
    yield pair("translated names", "copy", agency, _renamed(agency, event["names"]))
    yield pair("light rewrite", "rewrite", agency, event["rewrite"])
    for number, account in enumerate(own):
        yield pair("same quotes", "independent", agency, account, number)
        yield pair("same title", "independent", agency, {**account, "title": agency["title"]}, number)
        yield pair("other agency", "independent", second, account, number)
    yield pair("same quotes", "independent", own[0], own[1], 2)
    yield pair("other agency", "independent", agency, second, 2)


def _teaser(text: str) -> str:
    """Cut a text inside a sentence, as feeds do."""
    cut = text[:380].rsplit(maxsplit=1)[0] if " " in text[:380] else text[:180]
    return cut + " ..."


def _renamed(text: Text, names: Mapping[str, str]) -> Text:
    pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    return {key: pattern.sub(lambda match: names[match[0]], value) for key, value in text.items()}


def _article(name: str, event: Mapping[str, Any], text: Text, place: int) -> Article:
    item = Item(
        source=f"{EVENTS.name}:{name}",
        kind="record",
        id=f"{name}-{place}",
        outlet=f"Outlet {place}",
        title=text["title"],
        body=text["text"],
        published=f"2026-03-02T{8 + place:02}:00:00Z",
        lang=event["lang"],
    )
    article = build(item)
    assert isinstance(article, Article), article
    return article


# --- what is found ----------------------------------------------------------------------------------------------------


def role(pair: Pair) -> str:
    """Say what the later article of a pair is taken for; the origin of the two, where it is that, makes the other one so."""
    (first, *more) = lineages(pair.articles)
    return "independent" if more else next(one.role for one in first.members if one.role != "origin")


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision and recall of the pairs that are of one text, and how many of the independent ones are taken for copies."""

    precision: float
    copies: float
    rewrites: float
    false: int
    independent: int


def figures(pairs: Sequence[Pair], roles: Sequence[str]) -> Figures:
    labels = [pair.label for pair in pairs]
    joined = [one != "independent" for one in roles]
    right = sum(label != "independent" and one for label, one in zip(labels, joined, strict=True))
    false = sum(joined) - right

    def recall(label: Label) -> float:
        found = [one in FOUND_AS[label] for each, one in zip(labels, roles, strict=True) if each == label]
        return sum(found) / len(found)

    return Figures(right / max(sum(joined), 1), recall("copy"), recall("rewrite"), false, labels.count("independent"))


def table(pairs: Sequence[Pair], roles: Sequence[str]) -> Iterator[str]:
    """Count by kind, then name every pair that is not told for what it is."""
    kinds = dict.fromkeys((pair.kind, pair.label) for pair in pairs)
    yield f"{'kind':18} {'label':12} {'pairs':>5}  {'copy':>5} {'rewrite':>7} {'independent':>11}"
    for kind, label in kinds:
        found = Counter(one for pair, one in zip(pairs, roles, strict=True) if pair.kind == kind)
        total = sum(found.values())
        yield f"{kind:18} {label:12} {total:5}  {found['copy']:5} {found['rewrite']:7} {found['independent']:11}"
    one = figures(pairs, roles)
    yield f"precision {one.precision:.4f}; recall of copies {one.copies:.4f}, of rewrites {one.rewrites:.4f}"
    yield f"{one.false} of {one.independent} independent pairs taken for copies"
    for pair, found_as in zip(pairs, roles, strict=True):
        if found_as not in FOUND_AS[pair.label]:
            yield f"  {pair.name}: {pair.label}, taken for {found_as}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.copies", description="Count labelled pairs of texts.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    asked = parser.parse_args(arguments)
    pairs = load()
    roles = [role(pair) for pair in pairs]
    if asked.json:
        one = figures(pairs, roles)
        print(json.dumps({name: getattr(one, name) for name in Figures.__slots__}, indent=1))
    else:
        _print(table(pairs, roles))
    return 0


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


if __name__ == "__main__":
    sys.exit(main())
