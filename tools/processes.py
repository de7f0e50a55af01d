"""Watches what this process and those beside it take: seconds of processors and memory, as Linux tells in /proc.

Memory is the proportional set size: a page that several processes share is shared out among them, so that sums are true.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

EVERY: Final = 0.5
_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Watch:
    """Looks twice a second at this process and all that descend from it, but for some. Times and peaks are read at the end.

    `processor`: seconds of all; `most_here` and `most_in_all`: MB at a time.
    """

    def __init__(self, without: frozenset[int] = frozenset()) -> None:
        self.most_here = self.most_in_all = 0.0
        self._without = without
        self._seconds: dict[int, float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._begun = _seconds(os.getpid())
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()
        self._look()

    @property
    def processor(self) -> float:
        return sum(self._seconds.values()) - self._begun

    def _watch(self) -> None:
        while not self._ended.wait(EVERY):
            self._look()

    def _look(self) -> None:
        memory = {}
        for process in _below(os.getpid(), self._without):
            with suppress(OSError):  # it has ended meanwhile
                self._seconds[process] = _seconds(process)
                memory[process] = _memory(process)
        self.most_here = max(self.most_here, memory.get(os.getpid(), 0))
        self.most_in_all = max(self.most_in_all, sum(memory.values()))


def _below(process: int, without: frozenset[int]) -> Iterator[int]:
    """This process and all that descend from it."""
    if process in without:
        return
    yield process
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _below(int(child), without)


def _seconds(process: int) -> float:
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / _TICKS


def _memory(process: int) -> float:
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    return next(int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("Pss:"))
