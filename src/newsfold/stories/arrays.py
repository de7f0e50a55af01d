"""Names for the kinds of arrays that grouping works in, and what numpy lacks of working with them fast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Days = npt.NDArray[np.float64]
Sums = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

Block = tuple[int, int]
R = TypeVar("R")


class Mapped(Protocol):
    """Applies work to blocks [begin, end), here (`map`) or on threads (`ThreadPoolExecutor.map`); results come in their order.

    numpy lets other threads run meanwhile, so on two cores blocks take half to two thirds of the time.
    """

    def __call__(self, work: Callable[[Block], R], blocks: Iterable[Block], /) -> Iterator[R]: ...


_BITS: Final = 32


def in_order(keys: Ints) -> Ints:
    """Give the order that sorts whole numbers from 0 to 2**31 - 1, equals as they stand: a stable argsort, eight times as fast.

    Keys and places go into one number each, so no two are equal and the quickest sort that numpy has is stable.
    """
    packed = (keys << _BITS) | np.arange(len(keys))
    packed.sort()
    order: Ints = packed & (2**_BITS - 1)
    return order
