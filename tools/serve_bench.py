"""Times the pages of a store of many articles while 50 readers read and the store takes in news.

    python tools/serve_bench.py FOLDER --articles 100000 --readers 50 --seconds 20

FOLDER keeps the store that is built (once, through the whole line, of invented words). Then `newsfold serve` answers over loopback,
`newsfold ingest` takes in a file after the other beside it, and readers in a process of their own ask for story pages, the front page
and searches. Prints how long answers took, from the first byte sent to the last received, and what the machine had to do.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import itertools
import json
import math
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import Process, Queue
from pathlib import Path
from typing import Any
from urllib.parse import quote

from newsfold.store import open_store

from live_bench import OWN_TO_THE_EVENT, common, word

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 60
OUTLETS = 400
# How many outlets tell an event: of a hundred events so many are told by so many.
TOLD_BY = [(1, 50), (3, 30), (8, 15), (25, 4), (80, 1)]
PLACES = ["Velmar", "Dorne", "Orrin", "Astrava", "Keldonia", "Greenfield", "Lowmere", "Harrow Bay"]
# Articles that go through the whole line; the others are copies of them.
THROUGH_THE_LINE = 2_000
# The tables that are copied, in an order in which every row finds what it names, and what is an id or a time in them.
COPIED = (
    *("revisions", "articles", "article_keys", "stories", "membership", "lineages", "lineage_members"),
    *("headlines", "excerpts", "details", "digests", "tellings", "story_updates"),
)
NAMES = {"article", "story", "key", "lineage", "origin"}
TIMES = {"at", "latest", "published_at", "updated"}
HASH = re.compile("[0-9a-f]{32}")  # the id of a revision: its words are the same
IDS = re.compile(
    r'(?<=")(?:\d+-\d+|[sl][0-9a-f]{12})(?=")'
)  # of articles, stories and lineages, as this file makes them
FRONT, STORY, SEARCH = "front page", "story page", "search"


def event(number: int) -> tuple[list[str], int]:
    """The words of an event, names first, and how many outlets tell it."""
    draw = random.Random(number)  # noqa: S311 - the same news in every run
    names = [word(20_001 + draw.randrange(100_000)).title() for _ in range(4)]
    own = [word(2_000 + draw.randrange(18_000)) for _ in range(OWN_TO_THE_EVENT)]
    sizes, weights = zip(*TOLD_BY, strict=True)
    return [*names, draw.choice(PLACES), str(draw.randrange(3, 900)), *own], draw.choices(sizes, weights)[0]


def record(number: int, place: int) -> dict[str, str]:
    """What the outlet of a place tells of an event: a title, and a text of seven sentences with a quotation in it."""
    told, _ = event(number)
    draw = random.Random(f"{number} {place}")  # noqa: S311 - the same
    name, other, _, _, where, count, *own = told

    def words(least: int) -> str:
        return " ".join([*draw.sample(own, 4), *(common(draw) for _ in range(least))])

    sentences = [
        f"{name} {words(6)} in {where} on {draw.choice(['Monday', 'Tuesday', 'Friday'])}, where {count} people {words(3)}.",
        f"\u201cWe {words(5)},\u201d said {name} {other}, the mayor of {where}.",
        *(f"{words(9).capitalize()}." for _ in range(5)),
    ]
    at = FIRST + timedelta(minutes=number % (DAYS * 24 * 60), seconds=11 * place)
    return {
        "id": f"{number}-{place}",
        "outlet": f"Outlet {(number * 7 + place * 3) % OUTLETS}",
        "url": f"https://outlet{(number * 7 + place * 3) % OUTLETS}.example/{number}/{place}",
        "published": at.isoformat(),
        "title": f"{name} {draw.choice(own)} {draw.choice(own)} in {where}",
        "text": " ".join(sentences),
        "lang": "en",
    }


def records(first: int) -> Iterator[dict[str, str]]:
    """The articles of all events from one on."""
    for number in itertools.count(first):
        yield from (record(number, place) for place in range(event(number)[1]))


def write(path: Path, lines: Sequence[dict[str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


def build(folder: Path, count: int) -> Path:
    """Make the store where it is not there yet: some thousands of articles through the whole line, and copies of all that is kept
    of them, under other ids and on other days. The whole line alone would take an hour.
    """
    store = folder / f"{count}.db"
    if not store.exists():
        folder.mkdir(parents=True, exist_ok=True)
        news, part = folder / "news.jsonl.gz", folder / "part.db"
        part.unlink(missing_ok=True)
        write(news, list(itertools.islice(records(0), min(count, THROUGH_THE_LINE))))
        begun = time.perf_counter()
        subprocess.run([*newsfold(), "ingest", str(news), "--store", str(part)], check=True)
        multiply(part, -(-count // THROUGH_THE_LINE))
        with open_store(part) as opened:
            opened.index()
        print(f"built in {time.perf_counter() - begun:.0f} s, {part.stat().st_size / 1e6:.0f} MB")
        part.rename(store)
    return store


def multiply(store: Path, times: int) -> None:
    """Copy every row of articles, stories, lineages and digests so many times less one."""
    with closing(sqlite3.connect(store)) as connection, connection:
        tables = {name: [column[1] for column in connection.execute(f"PRAGMA table_info({name})")] for name in COPIED}
        rows = {name: connection.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall() for name in COPIED}  # noqa: S608 - our own
        for number in range(1, times):
            for name, columns in tables.items():
                kept = [column for column in columns if column != "seq"]
                marks = ", ".join("?" for _ in kept)
                names = ", ".join(f'"{column}"' for column in kept)
                copies = (copied(dict(zip(columns, row, strict=True)), number) for row in rows[name])
                connection.executemany(
                    f"INSERT INTO {name} ({names}) VALUES ({marks})",  # noqa: S608 - the same
                    ([row[column] for column in kept] for row in copies),
                )


def copied(row: dict[str, Any], number: int) -> dict[str, Any]:
    """A row under other ids, some days later."""

    def renamed(found: re.Match[str]) -> str:
        return f"{found[0]}c{number}"

    def later(at: str) -> str:
        return (datetime.fromisoformat(at) + timedelta(days=number)).isoformat()

    for column, value in row.items():
        if column in NAMES and value:
            row[column] = f"{value}c{number}"
        elif column in TIMES and value:
            row[column] = later(value)
        elif column == "id" and not HASH.fullmatch(value):
            row[column] = f"{value}c{number}"
        elif column == "document":
            plain = zlib.decompress(value).decode("utf-8", "surrogatepass")
            row[column] = zlib.compress(IDS.sub(renamed, plain).encode("utf-8", "surrogatepass"))
        elif column == "version":
            row[column] = value + number * 1_000_000
    return row


def newsfold() -> list[str]:
    return [sys.executable, "-m", "newsfold"]
