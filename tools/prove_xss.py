"""Prove that hostile strings in every field of every page run nothing in a real browser, with its policy off and on.

Each string fills every field of every value that a page function takes (`hostile_values`). A page must then have the elements and
attributes that it has for harmless words, no more; its links must be links of the web or our own; and nothing may run: no script
of a page's, no dialog, no request to anywhere. Pages are put together by the dozen, each whole, so that what breaks out of one is
seen. `--strings` names folders or files of strings, one a line.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import os
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from chromium import find
from hostile_browser import Looker, done, lookers
from hostile_values import Filler
from markdown_it import MarkdownIt

from newsfold import pages
from newsfold.pages import letter

# One's own words, and an address that may be linked: between them a page draws all that it can draw.
HARMLESS: Final = (
    "Ferries stop at six",
    "https://orrin.example/a",
    "en",
    "https://orrin.example/" + "a" * 3000,
    "2 < 3 & so on",
)
# Strings a document: as many as a browser lays out in a moment.
TOGETHER: Final = 50
# Strings that a process looks at before it hands in what it saw.
A_PORTION: Final = 20 * TOGETHER
_HEAD: Final = re.compile(rb"<head>(.*?)</head>\s*<body[^>]*>(.*)</body>", re.DOTALL)
# What is the same on every page, and would only be drawn again.
_META: Final = re.compile(rb"<meta [^>]*>|<script [^>]*></script>|<link [^>]*>|<style>.*?</style>", re.DOTALL)
# What takes no word of anybody's: the name of a template, the file name of a page, and an index that is no page.
_OF_OURS: Final = ("framed", "moved_page", "rendered", "script")
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": True})
_DECLARATION: Final = re.compile(rb"^<\?xml[^>]*\?>")


@dataclass
class Found:
    """What a browser showed of documents."""

    documents: int = 0
    strings: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.strings} strings, {self.documents} documents, {len(self.wrong)} wrong"


Page = Callable[[str], bytes]


def outputs() -> dict[str, Page]:
    """Every form in which digests leave Newsfold as something that a browser draws, each a function of one string."""
    found: dict[str, Page] = {}
    for module in pkgutil.iter_modules(pages.__path__, f"{pages.__name__}."):
        for name, function in vars(importlib.import_module(module.name)).items():
            is_ours = inspect.isfunction(function) and function.__module__ == module.name and not name.startswith("_")
            if (
                is_ours
                and inspect.signature(function).return_annotation == "bytes"
                and inspect.signature(function).parameters
            ):
                found[name] = partial(_filled, function)
    for name in _OF_OURS:
        found.pop(name)
    return found | {"as_markdown": _markdown, "letter": _letter}


def _filled(function: Callable[..., bytes], text: str) -> bytes:
    return bytes(Filler(text).call(function))


def _letter(text: str) -> bytes:
    """An edition by e-mail, as a program that reads mail draws it."""
    return str(Filler(text).call(letter.letter_html)).encode("utf-8", "replace")


def _markdown(text: str) -> bytes:
    """Markdown as a renderer draws it that leaves HTML in it as it is."""
    body = _MARKDOWN.render(Filler(text).call(pages.as_markdown))
    return f"<!doctype html><html><head></head><body>{body}</body></html>".encode("utf-8", "replace")


def strings_of(places: Iterable[Path]) -> list[str]:
    """Every line of these files, or of the text files in these folders, once, the blank ones left out."""
    files = [one for place in places for one in (sorted(place.rglob("*.txt")) if place.is_dir() else [place])]
    lines = (line.rstrip(b"\r") for one in files for line in one.read_bytes().split(b"\n"))
    return list(dict.fromkeys(line.decode("utf-8", "replace") for line in lines if line.strip()))


def together(made: Sequence[bytes]) -> bytes:
    """Pages in one document, head and body of each behind those of the other; feeds in one element."""
    if made[0].startswith(b"{"):
        return b"[" + b",".join(made) + b"]"
    if made[0].startswith(b"<?xml"):
        return b"<all>" + b"".join(_DECLARATION.sub(b"", one) for one in made) + b"</all>"
    parts = [_META.sub(b"", head) + body for head, body in (_HEAD.search(one).groups() for one in made)]  # type: ignore[union-attr]
    return b'<!doctype html><html><head><meta charset="utf-8"></head><body>' + b"".join(parts) + b"</body></html>"


# --- looking ---------------------------------------------------------------------------------------------------------


def prove(lookers: Sequence[Looker], page: Page, strings: Sequence[str], *, each: int = TOGETHER) -> Found:
    """Look at a page with each of the strings in it, some at a time; what is wrong is looked at again string by string."""
    allowed = {one for text in HARMLESS for one in lookers[0].look(together([page(text)] * 2))["seen"]}
    found = Found()
    for first in range(0, len(strings), each):
        made = {text: page(text) for text in strings[first : first + each]}
        whole = together(list(made.values()))
        for looker in lookers:
            found.documents += 1
            if not _fair(looker.look(whole), allowed):
                for text, document in made.items():
                    _judge(found, looker.look(together([document, document])), allowed, text)
        found.strings += len(made)
    return found


def _judge(found: Found, seen: dict[str, Any], allowed: set[str], text: str) -> None:
    found.documents += 1
    if not _fair(seen, allowed):
        extra = sorted(set(seen["seen"]) - allowed)
        told = {
            "string": text,
            "more": extra[:5],
            "links": seen["links"][:3],
            "ran": seen["ran"],
            "asked": seen["asked"],
        }
        found.wrong.append(json.dumps(told, ensure_ascii=False))


def _fair(seen: dict[str, Any], allowed: set[str]) -> bool:
    return not (set(seen["seen"]) - allowed or seen["links"] or seen["ran"] or seen["asked"])


def _portion(work: tuple[str, Sequence[str]]) -> Found:
    """Prove one page of some of the strings, in whatever process this is."""
    name, strings = work
    return prove(lookers(), outputs()[name], strings)


def main() -> int:
    """Prove all of it, and print a line a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--strings", type=Path, nargs="+", required=True, help="folders or files of strings, one a line"
    )
    parser.add_argument("--every", type=int, default=1, help="take only each n-th string")
    parser.add_argument("--page", help="only this page function")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes, each with two browsers")
    given = parser.parse_args()
    if find() is None:
        print("prove_xss: no Chromium is installed", file=sys.stderr)
        return 2
    strings, begun = strings_of(given.strings)[:: given.every], time.monotonic()
    names = [name for name in outputs() if given.page in (None, name)]
    portions = [strings[first : first + A_PORTION] for first in range(0, len(strings), A_PORTION)]
    results = done([(name, one) for name in names for one in portions], _portion, given.jobs)
    whole = Found()
    for name in names:
        found = _sum(islice(results, len(portions)))
        print(f"{name:20} {found}", flush=True)
        print(*(f"    {one[:400]}" for one in found.wrong[:5]), sep="\n", end="\n" if found.wrong else "")
        whole = _sum((whole, found))
    print(f"{len(strings)} strings, {len(names)} outputs, {whole.documents} documents, {len(whole.wrong)} wrong")
    print(f"{time.monotonic() - begun:.0f} s in {given.jobs} processes", file=sys.stderr)
    return 1 if whole.wrong else 0


def _sum(parts: Iterable[Found]) -> Found:
    listed = list(parts)
    wrong = [one for part in listed for one in part.wrong]
    return Found(sum(one.documents for one in listed), sum(one.strings for one in listed), wrong)


if __name__ == "__main__":
    sys.exit(main())
