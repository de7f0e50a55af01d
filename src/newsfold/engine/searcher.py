"""Answers queries in a process beside the one that serves: to choose a digest for a query computes for some tenths of a second, in
which Python would draw no page.

Queries that come before the process runs are answered here, and so are those for which it cannot be had. Answers are the same.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import tzinfo
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from newsfold.engine.archive import Archive
from newsfold.engine.composing import Composing
from newsfold.engine.searching import Answer
from newsfold.model import Within
from newsfold.store import open_store

# Of the process that answers: set when it starts.
_archives: Final[list[Archive]] = []


class Searcher:
    """Answers queries of the store in a file, as `archive` does. For several threads; its process ends with the block."""

    def __init__(self, archive: Archive, file: Path) -> None:
        self._archive = archive
        self._file = file
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._runs: Future[None] | None = None

    def __enter__(self) -> Self:
        self._running()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._lock:
            if self._pool:
                self._pool.shutdown(wait=False, cancel_futures=True)

    def search(self, typed: str, within: Within | None = None) -> Answer:
        """Answer a query, as `Archive.search` does. One that asks for no word raises UsageError."""
        pool = self._running()
        if pool is None:
            return self._archive.search(typed, within)
        try:
            return pool.submit(_answer, typed, within).result()
        except BrokenProcessPool:  # it was killed
            with self._lock:
                self._pool = self._runs = None
            return self._archive.search(typed, within)

    def _running(self) -> ProcessPoolExecutor | None:
        """The process, once it runs; where there is none it is started."""
        with self._lock:
            if self._pool is None:
                how = self._archive.how, self._archive.zone
                # A plain fork would copy locks that other threads hold.
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(1, context, initializer=_open, initargs=(self._file, *how))
                self._runs = self._pool.submit(_nothing)
            return self._pool if self._runs and self._runs.done() else None


def _open(file: Path, how: Composing, zone: tzinfo) -> None:
    # Ctrl-C goes to every process of a terminal; the one that serves ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_other, name="the other", daemon=True).start()
    _archives.append(Archive(open_store(file), how, zone))


def _end_with_the_other() -> None:
    """End once the process that serves is gone, however it went: a process of a pool would wait for its next work for ever."""
    if other := multiprocessing.parent_process():
        other.join()
        os._exit(0)


def _nothing() -> None:
    """Is done once the process runs."""


def _answer(typed: str, within: Within | None) -> Answer:
    return _archives[0].search(typed, within)
