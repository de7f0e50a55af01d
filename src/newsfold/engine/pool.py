"""Spreads pure work over processes and gives the results back in order, so that their number never shows in what comes out."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from types import TracebackType
from typing import Final, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Enough chunks under way to keep every process busy while this one consumes in order, few enough to bound the memory. Grouping
# consumes nothing for seconds while it ends a round: then the features of 2,000 articles are taken, some 10 MB.
AHEAD: Final = 8
# To start the processes costs some 0.6 s (683 articles: 1.3 s with them, 0.8 s without); less work than this saves less.
WORTH_STARTING: Final = 8


def default_workers() -> int:
    """How many processes to use when nobody says: one for each core that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes:
    """Processes beside this one: started by the first work that is worth it, ended with the block that they are used in."""

    def __init__(self, workers: int, *, shared: Sequence[str] = ()) -> None:
        """`shared` names modules that are imported once for all processes, where these are the first that are started here."""
        self.workers = workers
        self._shared = shared
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def map(self, work: Callable[[T], R], values: Iterable[T], *, chunk: int) -> Iterator[R]:
        """Apply `work` to every value and yield the results in the order of the values.

        With one worker, or fewer than WORTH_STARTING chunks for processes that do not run yet, everything happens here.
        `work` must be a function of a module, pure, and its values picklable. An exception in it leaves through the iterator.
        """
        waiting = iter(values)
        enough = chunk if self._pool else WORTH_STARTING * chunk
        first = list(islice(waiting, enough)) if self.workers > 1 else []
        if self.workers > 1 and len(first) == enough:
            return self._spread(work, chain(first, waiting), chunk)
        return map(work, chain(first, waiting))

    def ahead(self, work: Callable[[T], R], values: Sequence[T], *, chunk: int) -> Iterator[R]:
        """As `map`, but all values are handed out at once, so that they are worked on before a result is asked for."""
        if self.workers == 1 or (self._pool is None and len(values) < WORTH_STARTING * chunk):
            return map(work, values)
        pool = self._started()
        parts = [pool.submit(_chunk, work, list(values[at : at + chunk])) for at in range(0, len(values), chunk)]
        return chain.from_iterable(part.result() for part in parts)

    def expect(self, work: Callable[[T], R]) -> None:
        """Start the processes for work that will come, without waiting until they run: starting takes some 0.6 s."""
        if self.workers > 1 and self._pool is None:
            for _ in range(self.workers):
                self._started().submit(_chunk, work, [])

    def _spread(self, work: Callable[[T], R], values: Iterator[T], chunk: int) -> Iterator[R]:
        pool = self._started()
        under_way: deque[Future[list[R]]] = deque()
        while True:
            while len(under_way) < AHEAD * self.workers and (some := list(islice(values, chunk))):
                under_way.append(pool.submit(_chunk, work, some))
            if not under_way:
                return
            yield from under_way.popleft().result()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # "spawn" and "forkserver" start clean; a plain fork would copy locks that other threads of a server hold.
            method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
            context = multiprocessing.get_context(method)
            if self._shared:
                context.set_forkserver_preload(list(self._shared))
            self._pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=_outlive_interrupts)
        return self._pool


HERE: Final = Processes(1)
"""No processes beside this one."""


def _outlive_interrupts() -> None:
    """Let Ctrl-C, which goes to every process of a terminal, stop the one that gave the work, which then ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _chunk(work: Callable[[T], R], values: list[T]) -> list[R]:
    return [work(value) for value in values]
