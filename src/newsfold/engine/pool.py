"""Spreads pure work over processes and gives the results back in order, so that their number never shows in what comes out."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Enough chunks under way to keep every process busy while this one consumes in order, few enough to bound the memory.
AHEAD: Final = 3


def default_workers() -> int:
    """How many processes to use when nobody says: one for each core that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ordered_map(work: Callable[[T], R], values: Iterable[T], *, workers: int, chunk: int) -> Iterator[R]:
    """Apply `work` to every value and yield the results in the order of the values.

    With one worker, or not even one full chunk of values, everything happens in this process and nothing is started. `work`
    must be a function of a module, pure, and its values picklable. An exception in it leaves through the iterator.
    """
    waiting = iter(values)
    first = list(islice(waiting, chunk))
    if workers <= 1 or len(first) < chunk:
        yield from map(work, first)
        yield from map(work, waiting)
        return
    # "spawn" and "forkserver" start clean; a plain fork would copy locks that other threads of a server hold.
    context = multiprocessing.get_context(
        "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    )
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        under_way: deque[Future[list[R]]] = deque([pool.submit(_chunk, work, first)])
        while under_way:
            while len(under_way) < AHEAD * workers and (more := list(islice(waiting, chunk))):
                under_way.append(pool.submit(_chunk, work, more))
            yield from under_way.popleft().result()


def _chunk(work: Callable[[T], R], values: list[T]) -> list[R]:
    return [work(value) for value in values]
