"""Runs a command as a child process and measures what it cost: wall time, processor time and memory, helpers included.

The command gets a session of its own, so that the processes it starts are counted with it, also those that it leaves to die
when it ends. Processor time of such orphans needs Linux; elsewhere they go uncounted.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage
from typing import Final

# Often enough to see a peak that lasts; a look costs some 0.2 ms.
LOOK_EVERY_SECONDS: Final = 0.05
_PR_SET_CHILD_SUBREAPER: Final = 36
_SOURCES: Final = Path(__file__).resolve().parent.parent / "src"


class Failed(Exception):
    """The command ended with another exit status than 0; what it said on standard error is the message."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took. `wall` and `cpu` in seconds; `peak` in MB (10^6 bytes): the most that all its processes held."""

    wall: float
    cpu: float
    peak: float


def newsfold(*arguments: str, printed: Path | None = None) -> Cost:
    """Run the command `newsfold` of this checkout to its end."""
    return run([sys.executable, "-m", "newsfold", *arguments], printed)


def run(command: Sequence[str], printed: Path | None = None) -> Cost:
    """Run a command to its end and measure it. What it prints goes into a file, or is dropped without one.

    Another exit status than 0 raises Failed.
    """
    _adopt_orphans()
    path = os.pathsep.join(filter(None, (str(_SOURCES), os.environ.get("PYTHONPATH"))))
    # A file, for a pipe would stay open as long as the processes that the command left behind.
    with tempfile.TemporaryFile() as complaints, (printed or Path(os.devnull)).open("wb") as output:
        begun = time.perf_counter()
        child = subprocess.Popen(  # noqa: S603 - our own commands
            command,
            stdout=output,
            stderr=complaints,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        with _Watch(child.pid) as watch:
            _, status, used = os.wait4(child.pid, 0)
            wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        complaints.seek(0)
        said = complaints.read().decode(errors="replace")
    usages = [used, *_orphans(child.pid)]
    if child.returncode:
        raise Failed(f"{' '.join(command)}\n{said}")
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    return Cost(wall, cpu, (watch.peak or _largest(usages)) / 1e6)


def _adopt_orphans() -> None:
    """Have the processes that a child leaves behind handed to this one, which can then learn what they used."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _orphans(group: int) -> list[struct_rusage]:
    usages = []
    while True:
        try:
            usages.append(os.wait4(-group, 0)[2])
        except ChildProcessError:
            return usages


def _largest(usages: Iterable[struct_rusage]) -> int:
    """The second best: the largest single process, in which Linux also counts what this process held at the fork."""
    return max(usage.ru_maxrss for usage in usages) * (1 if sys.platform == "darwin" else 1024)


class _Watch:
    """Looks at the memory of a process and its descendants from time to time; `peak` is the largest sum seen, in bytes.

    The sum is of proportional shares, so that memory which several processes share counts once. Needs Linux's /proc; without
    it the peak stays 0.
    """

    def __init__(self, process: int) -> None:
        self.peak = 0
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK_EVERY_SECONDS):
            self.peak = max(self.peak, sum(map(_held, _descendants(self._process))))


def _descendants(process: int) -> list[int]:
    found = [process]
    for one in found:  # grows while it is walked
        found += map(int, _read(f"/proc/{one}/task/{one}/children").split())
    return found


def _held(process: int) -> int:
    for line in _read(f"/proc/{process}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="ascii")
    except OSError:  # the process has ended, or there is no /proc
        return ""
