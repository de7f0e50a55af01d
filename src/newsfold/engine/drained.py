"""Pulls what comes slowly in a thread of its own, so that whoever works on it does not make the network wait.

A fetch that is under way has a deadline; if answers were only taken when there is time for them, it would run out while others are
taken in. What waits is bounded by its bytes.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from newsfold.model import Fetched

T = TypeVar("T")

# Two answers of the largest size that is fetched, or some hundreds of usual ones.
MOST_WAITING: Final = 32 * 1024 * 1024


class _Waiting:
    """Answers between the thread that pulls them and the one that works on them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: deque[Fetched] = deque()
        self._size = 0
        self._ended = False
        self._left = False
        self._error: BaseException | None = None
        self._changed = threading.Condition()

    def put(self, answer: Fetched) -> bool:
        """Hand an answer over, once there is room; False where nobody wants it any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._left or self._size == 0 or self._size + len(answer.body) <= self._most)
            self._answers.append(answer)
            self._size += len(answer.body)
            self._changed.notify_all()
            return not self._left

    def end(self, error: BaseException | None = None) -> None:
        with self._changed:
            self._ended, self._error = True, error
            self._changed.notify_all()

    def leave(self) -> None:
        with self._changed:
            self._left = True
            self._changed.notify_all()

    def take(self) -> Fetched | None:
        """The next answer; None after the last."""
        with self._changed:
            self._changed.wait_for(lambda: self._answers or self._ended)
            if not self._answers:
                if self._error:
                    raise self._error
                return None
            answer = self._answers.popleft()
            self._size -= len(answer.body)
            self._changed.notify_all()
            return answer


def drained(
    fetch: Callable[[Iterable[T]], Iterator[Fetched]], wanted: Iterable[T], *, most: int = MOST_WAITING
) -> Iterator[Fetched]:
    """Give what `fetch` gives, in its order, while a thread pulls the next. What it raises is raised here.

    Left half-way, it lets the thread end by itself with the fetches under way.
    """
    waiting = _Waiting(most)

    def pull() -> None:
        try:
            for answer in fetch(wanted):
                if not waiting.put(answer):
                    return
        except BaseException as error:  # noqa: BLE001 - raised again, in the thread that asked
            waiting.end(error)
        else:
            waiting.end()

    threading.Thread(target=pull, name="fetching", daemon=True).start()
    try:
        while (answer := waiting.take()) is not None:
            yield answer
    finally:
        waiting.leave()
