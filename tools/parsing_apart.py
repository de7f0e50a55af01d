"""What it costs to read feeds in processes of their own, as a ratio to reading them here, and what attacks cost.

    python tools/parsing_apart.py ARCHIVE.tar.gz...

Each archive is read by turns here and apart, so that a machine that does something else does it to both. Times are of the
processor, those of the reading process included, and of the clock.
"""

from __future__ import annotations

import resource
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from newsfold.feeds.apart import Parser
from newsfold.feeds.sources import read_bytes
from newsfold.model import Rejected

ROUNDS = 3
Source = tuple[bytes, str]


def sources_of(archive: Path) -> list[Source]:
    with tarfile.open(archive) as opened:
        found = ((opened.extractfile(member), member.name) for member in opened if member.isfile())
        return [(file.read(), name) for file, name in found if file]


def spent() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    times = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in times)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    processor, clock = spent(), time.perf_counter()
    work()
    return spent() - processor, time.perf_counter() - clock


def start_only() -> None:
    with Parser() as parser:
        parser.parse(b"", "")


def compare(sources: list[Source]) -> None:
    """Print the middle one of the ratios of all rounds, once the process runs."""
    ratios: list[tuple[float, float]] = []
    start, _ = timed(start_only)
    for _ in range(ROUNDS):
        here = timed(lambda: [list(read_bytes(*one)) for one in sources])

        before = spent()
        with Parser() as parser:
            parser.parse(b"", "")
            _, clock = timed(lambda: [parser.parse(*one) for one in sources])
        ratios.append(((spent() - before - start) / here[0], clock / here[1]))
    middle = [sorted(column)[ROUNDS // 2] for column in zip(*ratios, strict=True)]
    print(
        f"  apart / here: {middle[0]:.2f} of the processor, {middle[1]:.2f} of the clock; starting takes {start:.2f} s"
    )


def main(archives: list[str]) -> None:
    for archive in archives:
        sources = sources_of(Path(archive))
        print(f"{archive}: {len(sources)} files, {sum(len(body) for body, _ in sources) / 1e6:.1f} MB")
        rejected: Counter[str] = Counter()
        differ = 0
        with Parser() as parser:
            for one in sources:
                values = parser.parse(*one)
                differ += values != list(read_bytes(*one))
                rejected.update(value.reason for value in values if isinstance(value, Rejected))
        over = {reason: rejected[reason] for reason in ("too-slow", "too-much-memory", "reader-failed")}
        print(f"  {differ} read otherwise than here; over a limit: {over}")
        compare(sources)


if __name__ == "__main__":
    main(sys.argv[1:])
