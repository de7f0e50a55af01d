"""Runs a command as a child process and measures what it cost: wall time, processor time and memory, helpers included.

The command gets a session of its own, so that the processes it starts are counted with it, also those that it leaves to die
when it ends. Processor time of such orphans needs Linux; elsewhere they go uncounted.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# Often enough to see a peak that lasts; a look costs some 0.2 ms.
LOOK_EVERY_SECONDS: Final = 0.05
_PR_SET_CHILD_SUBREAPER: Final = 36
_SOURCES: Final = Path(__file__).resolve().parent.parent / "src"


class Failed(Exception):  # noqa: N818 - it says what the command did
    """The command ended with another exit status than 0; what it said on standard error is the message."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took. `wall` and `cpu` in seconds; `peak` in MB (10^6 bytes): the most that all its processes held."""

    wall: float
    cpu: float
    peak: float


def newsfold(*arguments: str) -> Cost:
    """Run the command `newsfold` of this checkout to its end."""
    return run([sys.executable, "-m", "newsfold", *arguments])


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end and measure it. What it prints is dropped. Another exit status than 0 raises Failed."""
    _adopt_orphans()
    path = os.pathsep.join(filter(None, (str(_SOURCES), os.environ.get("PYTHONPATH"))))
    begun = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own commands
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as child:
        with _Watch(child.pid) as watch:
            complaints = child.stderr.read() if child.stderr else b""
            _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
    usages = [used, *_orphans(child.pid)]
    if child.returncode:
        raise Failed(f"{' '.join(command)}\n{complaints.decode(errors='replace')}")
    unit = 1 if sys.platform == "darwin" else 1024
    largest = max(usage.ru_maxrss * unit for usage in usages)
    return Cost(wall, sum(usage.ru_utime + usage.ru_stime for usage in usages), max(watch.peak, largest) / 1e6)


def _adopt_orphans() -> None:
    """Have the processes that a child leaves behind handed to this one, which can then learn what they used."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _orphans(group: int) -> list[os._ResourceUsage]:  # type: ignore[name-defined]  # typeshed's own name for struct rusage
    usages = []
    while True:
        try:
            usages.append(os.wait4(-group, 0)[2])
        except ChildProcessError:
            return usages


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
