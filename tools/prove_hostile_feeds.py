"""Prove that hostile strings which come in as feeds bring them stay words wherever they go out again.

Feeds, records and subscriptions that carry the strings in every field (`hostile_sources`) go through the real line into a store
(`hostile_line`). Then the pages of the real server are opened in Chromium, with their policy off and on: none may have an element
or attribute that harmless words do not make, an odd link, or run or ask for anything. Every other output is read by what reads it
(`hostile_outputs`). Nothing may be lost on the way, and what is stored must be what came in.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from hostile_browser import done, lookers
from hostile_line import RECORDED_EVERY, Line, Site, brought, reading
from hostile_outputs import Outside, outputs_of
from hostile_sources import RECORDED, Entry, entries
from prove_xss import HARMLESS, outputs, strings_of, together

from newsfold.model import Span
from newsfold.pages import Places
from newsfold.pages.words import for_markup

# The functions whose pages an address gives, by the kind of the address.
DRAWN_BY: Final = {
    "edition": "edition_page",
    "story": "story_page",
    "story alone": "story_page",
    "why": "why_page",
    "proof": "proof_page",
    "outlets": "outlets_page",
    "feeds": "feeds_page",
    "following": "following_page",
    "search": "search_page",
    "settings": "settings_page",
    "message": "message_page",
    "atom": "write_atom",
}
# Of what is costly, so many are looked at for each kind, spread over all.
SAMPLE: Final = 24
# Of pages of harmless words fewer show what there is.
FEW: Final = 3
# Pages of stories that are put together into one document, as they were served.
TOGETHER: Final = 10
# Pages that one process opens before it hands in what it saw.
AT_ONCE: Final = 10
# Harmless strings that make every page what it may be: some stories of each kind of field.
MANY: Final = 60
# Seconds after which a page of the kind is drawn by its own script.
WAIT: Final = {"file search": 0.3}
READ: Final = "document.documentElement.textContent"
_WHITE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Visit:
    """An address to be opened, or a document where nobody serves it; and words that must be there to read."""

    kind: str
    url: str
    words: tuple[str, ...] = ()
    document: bytes | None = None


def folded(text: str) -> str:
    """Text as it is compared: white space is one space, what markup cannot hold is as pages show it."""
    return _WHITE.sub(" ", for_markup(text)).strip()


# --- looking ----------------------------------------------------------------------------------------------------------


def looked(visits: Sequence[Visit]) -> list[tuple[str, str, dict[str, Any]]]:
    """Open each without the policy and with it: the kind, the address and what was seen, each time."""
    found = []
    for visit in visits:
        for looker in lookers():
            seen = (
                looker.look_at(visit.url, WAIT.get(visit.kind, 0))
                if visit.document is None
                else looker.look(visit.document)
            )
            if visit.words and not seen["ran"]:
                text = folded(looker.value(READ))
                seen["missing"] = [one for one in visit.words if folded(one) not in text]
            found.append((visit.kind, visit.url, seen))
    return found


def harmless() -> list[str]:
    """Strings of one's own words, no two alike."""
    return [f"{HARMLESS[number % len(HARMLESS)]}{number}" for number in range(MANY)]


def allowed_of(seen: Iterable[tuple[str, str, dict[str, Any]]]) -> dict[str, set[str]]:
    """The elements and attributes that each kind of page may have: what harmless words make of it on either way."""
    found: dict[str, set[str]] = {}
    for kind, _, one in seen:
        found.setdefault(kind, set()).update(one["seen"])
    drawn = outputs()
    for kind in found.keys() & DRAWN_BY.keys():
        for text in HARMLESS:
            found[kind].update(lookers()[0].look(together([drawn[DRAWN_BY[kind]](text)] * 2))["seen"])
    stories = found.get("story", set()) | found.get("story alone", set())
    return {kind: seen | stories if kind.startswith(("story", "search")) else seen for kind, seen in found.items()}


def faults(kind: str, url: str, seen: Mapping[str, Any], allowed: Mapping[str, set[str]]) -> Iterator[str]:
    """What is wrong with a page, a line for each thing."""
    told = {
        "more": sorted(set(seen["seen"]) - allowed.get(kind, set()))[:5],
        "links": seen["links"][:3],
        "ran": seen["ran"],
        "asked": seen["asked"][:3],
        "missing": seen.get("missing", [])[:3],
    }
    if any(told.values()):
        yield json.dumps({"kind": kind, "url": url} | {key: value for key, value in told.items() if value})


# --- where to look ----------------------------------------------------------------------------------------------------


def sample(found: Sequence[Any], most: int) -> Sequence[Any]:
    """So many of them, spread over all."""
    return found[:: max(1, -(-len(found) // most))]


def pages_of(outside: Outside) -> Iterator[Visit]:
    """Every page of a server that is looked at. Stories, editions, outlets and feeds are all there are; of others, a sample."""
    line, site = outside.line, outside.site
    stories = [one["id"] for one in site.every("stories")]
    for first in range(0, len(stories), TOGETHER):
        yield _stories(site, stories[first : first + TOGETHER])
    for day in ("", *(f"edition/{day}" for day in site.every("editions"))):
        yield Visit("edition", site.base + day)
    for story in outside.stories:
        yield Visit("story alone", f"{site.base}story/{story}")
        yield Visit("why", f"{site.base}story/{story}/why")
        yield from (Visit("proof", site.base + address) for address in _proofs(site, story))
    yield Visit("outlets", f"{site.base}outlets")
    yield Visit("feeds", f"{site.base}feeds", tuple(_named(line)))


def _stories(site: Site, stories: Sequence[str]) -> Visit:
    """The pages of some stories in one document, and what must be there to read: all titles, all excerpts, all outlets."""
    words: list[str] = []
    for story in stories:
        digest = site.value(f"stories/{story}")["stories"][0]
        words += [one[name] for one in digest["articles"] for name in ("title", "outlet")]
        words += [one["text"] for one in digest["excerpts"]]
    served = [site.got(f"story/{story}") for story in stories]
    return Visit("story", " ".join(stories), tuple(words), together(served))


def _proofs(site: Site, story: str) -> Iterator[str]:
    """Where the first excerpt of a story is proved."""
    for one in site.value(f"stories/{story}")["stories"][0]["excerpts"][:1]:
        yield Places(files=False).proof(one["article"], Span(one["revision"], one["field"], *one["span"]))


def _named(line: Line) -> Iterator[str]:
    """The names that every subscription has: the strings, but for what XML cannot hold."""
    root = (line.folder / "named.opml").read_bytes()
    from lxml import etree  # noqa: PLC0415 - only here

    yield from (" ".join(name.split()) for name in etree.fromstring(root).xpath("//outline[@xmlUrl]/@text"))


# --- what is stored ---------------------------------------------------------------------------------------------------


def kept(line: Line) -> Iterator[str]:
    """What is wrong with the books, and with what is stored of each string."""
    for way, seen in (("feeds", len(line.strings)), ("records", len(line.strings[::RECORDED_EVERY]))):
        books = line.books[way]
        if books["seen"] != seen or books["difference"]:
            yield f"{way}: {seen} came in, and the books say {json.dumps(books)}"
    words = list(line.words())
    titles, texts = {folded(one.title) for one in words}, [folded(one.text) for one in words]
    by_sentence = {text.partition(", and ")[0]: text for text in texts}
    for one in brought_in(line):
        text = by_sentence.get(one.told["text"].split(". ", 1)[0], "")
        if is_readable(one) and not (folded(one.string) in text and (_is_guessed(one) or folded(one.string) in titles)):
            yield f"not stored as it came in: {json.dumps(one.string)}"


def brought_in(line: Line) -> Iterator[Entry]:
    """Every entry of a feed, and every record."""
    yield from (one for fed in line.fed for one in fed.entries)
    yield from entries(line.strings[::RECORDED_EVERY], first=RECORDED)


def is_readable(one: Entry) -> bool:
    """Whether it is text at all: half a character is none, and is rejected."""
    return not re.search("[\ud800-\udfff]", one.string)


def _is_guessed(one: Entry) -> bool:
    """Whether nobody can say what a title means: RSS has titles of text and of HTML, and says of none which it is."""
    return bool(re.search("[<&]", one.string))


def tell(step: str) -> None:
    """Say how far it is."""
    print(f"{time.process_time():7.0f} s of this process: {step}", file=sys.stderr, flush=True)


# --- all of it --------------------------------------------------------------------------------------------------------


def visits_of(line: Line, site: Site, most: int) -> tuple[list[Visit], list[str]]:
    """Everything that is opened in a browser, and what was wrong before anything was."""
    outside = Outside(line, site, partial(sample, most=most))
    visits, wrong = list(pages_of(outside)), []
    tell(f"{len(visits)} pages")
    for one in outputs_of(outside):
        if isinstance(one, str):
            wrong.append(one)
        else:
            visits.append(Visit(*one))
    return visits, wrong


def proved(strings: Sequence[str], folder: Path, jobs: int = 1) -> tuple[Counter[str], list[str]]:
    """Prove it of strings: how much of each kind was looked at, and what was wrong."""
    for name in ("harmless", "hostile"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    plain = brought(folder / "harmless", harmless())
    plain.newsfold(
        "ingest", str(files("newsfold") / "sample" / "1-week")
    )  # whose stories have all that a page may draw
    with reading(plain) as site:
        visits, wrong = visits_of(plain, site, FEW)
        wrong = [f"harmless: {one}" for one in wrong]
        allowed = allowed_of(_seen(visits, jobs))
    tell("harmless words were seen")
    line = brought(folder / "hostile", strings)
    tell("all strings are in")
    wrong += kept(line)
    counted = Counter(strings=len(strings), articles=line.books["records"]["stored"])
    with reading(line) as site:
        visits, found = visits_of(line, site, SAMPLE)
        wrong += found
        for kind, url, seen in _seen(visits, jobs):
            counted[kind] += 1
            wrong += faults(kind, url, seen, allowed)
    return counted, wrong


def _seen(visits: Sequence[Visit], jobs: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    portions = [visits[first : first + AT_ONCE] for first in range(0, len(visits), AT_ONCE)]
    for portion in done(portions, looked, jobs):
        yield from portion


def main() -> int:
    """Prove all of it, and print what was looked at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--strings", type=Path, nargs="+", required=True, help="folders or files of strings, one a line"
    )
    parser.add_argument("--every", type=int, default=1, help="take only each n-th string")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes, each with two browsers")
    parser.add_argument("--keep", type=Path, help="a folder for the stores; those that are there are taken")
    given = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        counted, wrong = proved(strings_of(given.strings)[:: given.every], given.keep or Path(folder), given.jobs)
    print(*(f"{kind:20} {count}" for kind, count in counted.items()), sep="\n")
    print(*(f"    {one[:400]}" for one in wrong), sep="\n")
    print(f"{len(wrong)} wrong, {time.monotonic() - begun:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
