"""Holds printed digests against their articles: what `newsfold digest --format json` says must be so, and is proved here anew.

Pure, and by the contract alone: it reads the JSON that any other program would read and shares no code with the program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Digest = Mapping[str, Any]
Record = Mapping[str, Any]


def broken(digest: Digest, records: Mapping[str, Record], most: int = 10) -> Iterator[str]:
    """Say in one line each which rule a digest breaks. `records` are the articles as `newsfold extract` gives them, by id."""
    where = f"{digest['id']} {digest['headline']['text']!r}"
    for rule in (_words_differ, _outlets_repeat, _lineages_repeat, _counts_differ):
        yield from (f"{where}: {fault}" for fault in rule(digest, records))
    if not 1 <= len(digest["excerpts"]) <= most:
        yield f"{where}: {len(digest['excerpts'])} excerpts"


def _words_differ(digest: Digest, records: Mapping[str, Record]) -> Iterator[str]:
    """Headline and excerpts are the words of the article that they name, at the place that they name."""
    head = digest["headline"]
    if records[head["article"]]["title"] != head["text"]:
        yield "the headline is not the title of its article"
    for number, excerpt in enumerate(digest["excerpts"], 1):
        start, end = excerpt["span"]
        record = records[excerpt["article"]]
        if (
            not 0 <= start < end <= len(record[excerpt["field"]])
            or record[excerpt["field"]][start:end] != excerpt["text"]
        ):
            yield f"excerpt {number} is not what stands there"
        if (excerpt["outlet"], excerpt["url"]) != (record["outlet"] or "", record["url"]):
            yield f"excerpt {number} does not name its article's outlet and address"


def _outlets_repeat(digest: Digest, _: Mapping[str, Record]) -> Iterator[str]:
    for outlet, count in Counter(map(_voice, digest["excerpts"])).items():
        if count > 1:
            yield f"{count} excerpts are of one outlet, {outlet}"


def _lineages_repeat(digest: Digest, records: Mapping[str, Record]) -> Iterator[str]:
    """No two excerpts are of one lineage while another lineage, told by an outlet that is not shown yet, has text left."""
    lineage_of = {listed["id"]: listed["lineage"] for listed in digest["articles"]}
    shown = Counter(lineage_of[excerpt["article"]] for excerpt in digest["excerpts"])
    voices = set(map(_voice, digest["excerpts"]))
    left = {
        lineage
        for article, lineage in lineage_of.items()
        if lineage not in shown and records[article]["text"] and (records[article]["outlet"] or article) not in voices
    }
    for lineage, count in shown.items():
        if count > 1 and left:
            yield f"{count} excerpts are of one lineage, {lineage}, while {len(left)} others are not shown"


def _counts_differ(digest: Digest, records: Mapping[str, Record]) -> Iterator[str]:
    """The numbers on the page are those of the articles listed under it."""
    ids = [listed["id"] for listed in digest["articles"]]
    voice_of = {one: records[one]["outlet"] or one for one in ids}
    counted = {
        "articles": len(set(ids)),
        "outlets": len(set(voice_of.values())),
        # an outlet is an account when a text of the story is its own; lineages in a digest have their origin in it
        "accounts": len({voice_of[lineage["origin"]] for lineage in digest["lineages"]}),
    }
    if digest["counts"] != counted:
        yield f"the counts are {digest['counts']}, counted {counted}"


def _voice(excerpt: Mapping[str, Any]) -> str:
    outlet: str = excerpt["outlet"] or excerpt["article"]
    return outlet
