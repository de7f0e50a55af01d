"""Times the pages of a store of many articles while 50 readers read and the store takes in news.

    python tools/serve_bench.py FOLDER --articles 100000 --readers 50 --seconds 20

FOLDER keeps the store that is built (once, through the whole line, of invented words). Then `newsfold serve` answers over loopback,
`newsfold ingest` takes in a file after the other beside it, and readers in a process of their own ask for story pages, the front
page and searches. Prints how long answers took, from the first byte sent to the last received, and what the machine had to do.
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

from live_bench import OWN_TO_THE_EVENT, common, word

from newsfold.store import open_store

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
# Articles in each of the files that are taken in meanwhile: what feeds bring in some minutes.
NEWS_AT_ONCE = 200
# What a process beside the first takes to begin, at the most.
START = 5.0
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


# --- what happens beside ----------------------------------------------------------------------------------------------


@contextmanager
def served(store: Path, servers: int) -> Iterator[tuple[int, list[int]]]:
    """Run the server; gives its port and its processes."""
    command = [*newsfold(), "serve", "--store", str(store), "--port", "0", "--servers", str(servers)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        port = _port(process)
        time.sleep(START * (servers - 1))
        yield port, [process.pid, *_children(process.pid)]
    finally:
        process.terminate()
        process.wait(20)


def _children(pid: int) -> list[int]:
    """The processes that a process started (Linux; none elsewhere)."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in found.read_text().split()] if found.exists() else []


def _port(process: subprocess.Popen[str]) -> int:
    said = []
    for line in process.stderr or ():
        said.append(line)
        if found := re.search(r"http://[^:]+:(\d+)/", line):
            threading.Thread(target=lambda: [*(process.stderr or ())], daemon=True).start()  # so that it is never full
            return int(found[1])
    raise RuntimeError(f"the server does not serve: {''.join(said)}")


def worked(pid: int) -> float:
    """How many seconds of a processor a process has had (Linux; 0 elsewhere)."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Ingesting(threading.Thread):
    """Takes in one file of news after the other, as long as it is not told to stop."""

    def __init__(self, store: Path, folder: Path) -> None:
        super().__init__(daemon=True)
        self.rounds: list[float] = []
        self.articles = 0
        self.stopped = False
        self._store, self._folder = store, folder

    def run(self) -> None:
        news = records(1_000_000)  # of events that nobody has told of yet
        while not self.stopped:
            path = self._folder / "late.jsonl.gz"
            write(path, list(itertools.islice(news, NEWS_AT_ONCE)))
            begun = time.perf_counter()
            command = [*newsfold(), "ingest", str(path), "--store", str(self._store), "--workers", "1"]
            subprocess.run(command, check=True, capture_output=True)
            self.rounds.append(time.perf_counter() - begun)
            self.articles += NEWS_AT_ONCE


# --- reading ----------------------------------------------------------------------------------------------------------


def read(port: int, asked: argparse.Namespace, wanted: Sequence[tuple[str, str]], said: Queue[list[Any]]) -> None:
    """Let readers ask for pages, each with a connection and a random order of its own; say how long each answer took."""
    took: list[tuple[str, float, int]] = []
    end = time.perf_counter() + asked.seconds

    def one(number: int) -> None:
        draw = random.Random(number)  # noqa: S311 - the same readers in every run
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        time.sleep(draw.random() * asked.pause)
        while time.perf_counter() < end:
            kind, path = draw.choice(wanted)
            begun = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            took.append((kind, time.perf_counter() - begun, answer.status))
            time.sleep(draw.random() * 2 * asked.pause)

    readers = [threading.Thread(target=one, args=(number,)) for number in range(asked.readers)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    said.put(took)


def pages_of(store: Path) -> list[tuple[str, str]]:
    """What readers ask for: mostly stories, of these half from the first of the list and half from anywhere; some searches."""
    draw = random.Random(9)  # noqa: S311 - the same pages in every run
    with open_store(store) as opened:
        ids = [one.rank.story for one in opened.ranked(most=10**6)]
    chosen = (*draw.choices(ids[:200], k=600), *draw.sample(ids, min(600, len(ids))))
    stories = [(STORY, f"/story/{one}") for one in chosen]
    queries = [" ".join(draw.sample(event(draw.randrange(2_000))[0][:8], draw.choice([1, 2]))) for _ in range(60)]
    common_words = [common(draw) for _ in range(20)]
    searches = [(SEARCH, f"/search?q={quote(one)}") for one in (*queries, *common_words, *PLACES)]
    return [*stories, *[(FRONT, "/")] * 120, *searches]


def available(port: int, wanted: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What of it this server has, and say what it has not."""
    found = []
    for kind in dict.fromkeys(kind for kind, _ in wanted):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", next(path for one, path in wanted if one == kind))
        answer = connection.getresponse()
        answer.read()
        if answer.status == http.client.NOT_FOUND:
            print(f"{kind}: the server has none, NOT MEASURED")
        else:
            found += [pair for pair in wanted if pair[0] == kind]
    return found


def part(values: Sequence[float], share: float) -> float:
    """The value that so large a share of them does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def report(took: Sequence[tuple[str, float, int]]) -> None:
    kinds: dict[str, list[float]] = defaultdict(list)
    for kind, seconds, _ in took:
        kinds[kind].append(seconds * 1000)
    for kind, values in sorted(kinds.items()):
        shown = "   ".join(f"p{int(share * 100)} {part(values, share):7.1f} ms" for share in (0.5, 0.95, 0.99))
        print(f"{kind:12} {len(values):6}   {shown}   most {max(values):7.1f} ms")
    wrong = [status for _, _, status in took if status >= http.client.BAD_REQUEST]
    print(f"{len(took)} answers, {len(wrong)} of them errors")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--pause", type=float, default=1.0, help="what a reader reads before the next page, on average")
    parser.add_argument("--servers", type=int, default=1, help="processes that answer")
    parser.add_argument("--only", help="ask for nothing but this: " + ", ".join((FRONT, STORY, SEARCH)))
    parser.add_argument("--idle", action="store_true", help="take nothing in meanwhile")
    asked = parser.parse_args()
    store = asked.folder / "read.db"
    for ending in ("", "-wal", "-shm"):
        store.with_name(store.name + ending).unlink(missing_ok=True)
    shutil.copy(build(asked.folder, asked.articles), store)
    ingesting = Ingesting(store, asked.folder)
    said: Queue[list[Any]] = Queue()
    with served(store, asked.servers) as (port, processes):
        wanted = available(port, [one for one in pages_of(store) if asked.only in (None, one[0])])
        if not asked.idle:
            ingesting.start()
        reading = Process(target=read, args=(port, asked, wanted, said))
        begun, before = time.perf_counter(), sum(map(worked, processes))
        reading.start()
        took = said.get()
        reading.join()
        seconds = time.perf_counter() - begun
        busy = sum(map(worked, processes)) - before
        ingesting.stopped = True
        report(took)
        print(
            f"{len(took) / seconds:.0f} answers a second to {asked.readers} readers, {asked.pause} s between two pages of one"
        )
        print(f"the server had {busy / seconds:.2f} of a core: {1000 * busy / len(took):.1f} ms for each answer")
        print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        if not asked.idle:
            ingesting.join()
            print(
                f"beside: {len(ingesting.rounds)} ingests of {NEWS_AT_ONCE} articles, {max(ingesting.rounds):.1f} s the longest"
            )


if __name__ == "__main__":
    main()
