"""The labelled sets that grouping is scored on: where each one's articles are, and what their gold stories are.

A case is prepared once in a working folder: what is filtered out is written there, everything else is given to the command as
it lies. Nothing here knows how well anything scores.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
SAMPLE: Final = ROOT / "src" / "newsfold" / "sample"
SAMPLE_SOURCES: Final = tuple(str(SAMPLE / part) for part in ("outlets.opml", "1-week", "2-later"))

Record = dict[str, Any]
Command = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What to give to `newsfold cluster`, and what should come out: gold story by article id. `titles` is for people."""

    sources: tuple[str, ...]
    gold: dict[str, str]
    titles: dict[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled set. `files` are in the folder `bench` of the shared data; the sample has none and lies in the package.

    `lang` takes only the articles of one language; `dated` scores only articles that have a date, though all are grouped.
    """

    name: str
    files: tuple[str, ...] = ()
    lang: str | None = None
    dated: bool = False

    @property
    def shared(self) -> bool:
        return bool(self.files)


CASES: Final = (
    Case("ecbplus", ("ecbplus.jsonl.gz",)),
    Case("gva", ("gva.jsonl.gz",)),
    # The labels are of one day's round-up, so an article without a date cannot be told from the saga around it.
    Case("hidden", ("background.jsonl.gz", "allsides.jsonl.gz"), dated=True),
    Case("og2021_en", ("og2021.jsonl.gz",), lang="en"),
    Case("og2021", ("og2021.jsonl.gz",)),
    Case("uci_news", ("uci_news.jsonl.gz",)),
    Case("vnmds", ("vnmds.jsonl.gz",)),
    Case("meantime", ("meantime.jsonl.gz",)),
    Case("sample"),
)


def prepare(case: Case, shared: Path, folder: Path, command: Command) -> Prepared:
    """Make a case ready to be grouped. `command` runs `newsfold`, which the sample needs to learn its articles' ids."""
    if not case.shared:
        return _prepare_sample(folder, command)
    paths = [shared / "bench" / name for name in case.files]
    records = [record for path in paths for record in read(path) if case.lang in (None, record["lang"])]
    if case.lang is not None:
        paths = [write(folder / f"{case.name}.jsonl", records)]
    labelled = [one for one in records if one["story"] is not None and (one["published"] or not case.dated)]
    return Prepared(
        sources=tuple(map(str, paths)),
        gold={one["id"]: one["story"] for one in labelled},
        titles={one["id"]: one["title"] or one["text"] for one in labelled},
    )


def _prepare_sample(folder: Path, command: Command) -> Prepared:
    """The sample's labels are by URL; a gold story of none is an event of its own, told once."""
    articles = extract_sample(folder, command)
    story_of = {one["url"]: one["story"] or f"alone:{one['url']}" for one in read(SAMPLE / "gold" / "stories.jsonl")}
    return Prepared(
        sources=SAMPLE_SOURCES,
        gold={one["id"]: story_of[one["url"]] for one in articles},
        titles={one["id"]: one["title"] for one in articles},
    )


def extract_sample(folder: Path, command: Command) -> list[Record]:
    """Take the articles of the sample week as the command gives them."""
    path = folder / "sample.jsonl"
    command("extract", *SAMPLE_SOURCES, "-o", str(path))
    return list(read(path))


def digests_of(case: Case, shared: Path) -> dict[str, str]:
    """Give the SHA-256 of every data file of a case by its name, so that a changed corpus can be told.

    The sample is one entry: its folder, every file in it with its name.
    """
    if case.shared:
        return digests_of_files(shared / "bench" / name for name in case.files)
    whole = hashlib.sha256()
    for path in sorted(path for path in SAMPLE.rglob("*") if path.is_file()):
        content = path.read_bytes()
        whole.update(f"{path.relative_to(SAMPLE).as_posix()}\n{len(content)}\n".encode() + content)
    return {SAMPLE.name: whole.hexdigest()}


def digests_of_files(paths: Iterable[Path]) -> dict[str, str]:
    """Give the SHA-256 of files by their names."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def read(path: Path) -> Iterator[Record]:
    """Read the records of a JSONL file, gzipped or not."""
    with path.open("rb") as raw, gzip.open(raw) if path.suffix == ".gz" else raw as lines:
        yield from map(json.loads, lines)


def write(path: Path, records: list[Record]) -> Path:
    """Write records as a JSONL file."""
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path
