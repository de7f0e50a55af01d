"""What pages cost that are read in a process of their own: hostile ones, and those of archives, held against reading them here.

    python tools/pages_apart.py [ARCHIVE.tar.gz...]

Of an archive every file whose name ends in .html or .html.gz is read.
"""

from __future__ import annotations

import gzip
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hostile_pages import HOSTILE
from parsing_apart import spent

from newsfold.articles import taken
from newsfold.feeds import text_of
from newsfold.feeds.apart import PAGES, Parser
from newsfold.feeds.apart.wire import Seen
from newsfold.model import Rejected

READER = "newsfold.articles.taken:read"


def hostile(parser: Parser) -> None:
    """Print what became of each hostile page, and in how many seconds."""
    for name, made in HOSTILE.items():
        data, began = made(), time.perf_counter()
        values = parser.parse(data, name)
        print(
            f"{time.perf_counter() - began:6.2f} s  {len(data) / 1e6:5.1f} MB  {name}: {', '.join(map(_became, values))}"
        )


def _became(value: Seen) -> str:
    return (
        value.reason if isinstance(value, Rejected) else f"read, {len(getattr(value, 'body', '') or ''):,} characters"
    )


def pages_of(archive: Path) -> Iterator[tuple[bytes, str]]:
    """The pages of an archive in UTF-8, without those whose encoding could only be guessed."""
    with tarfile.open(archive) as opened:
        for member in opened:
            file = opened.extractfile(member) if member.name.endswith((".html", ".html.gz")) else None
            data = file.read() if file else b""
            text = text_of(gzip.decompress(data) if member.name.endswith(".gz") else data)
            if text:
                yield text.encode("utf-8", "surrogatepass"), member.name


def compare(archive: Path) -> None:
    """Print how many pages are read otherwise than here, how many are over a limit, and what reading them apart costs."""
    pages = list(pages_of(archive))
    before = spent()
    here = [list(taken.read(*page)) for page in pages]
    took_here, before = spent() - before, spent()
    with Parser(PAGES, reader=READER) as parser:
        apart = [parser.parse(*page) for page in pages]
    ratio = (spent() - before) / took_here
    over = Counter(value.reason for values in apart for value in values if isinstance(value, Rejected))
    differ = sum(one != other for one, other in zip(here, apart, strict=True))
    print(
        f"{archive}: {len(pages)} pages, {differ} read otherwise than here, over a limit: {dict(over)}; {ratio:.2f} of the time"
    )


def main(archives: list[str]) -> None:
    with Parser(PAGES, reader=READER) as parser:
        hostile(parser)
    for archive in archives:
        compare(Path(archive))


if __name__ == "__main__":
    main(sys.argv[1:])
