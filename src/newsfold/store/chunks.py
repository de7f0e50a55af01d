"""Long lists cut to what one statement takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select

_T = TypeVar("_T")

CHUNK = 500
"""Values in one IN list and rows in one page: SQLite before 3.32 takes 999 parameters, and 500 articles are about 2 MB.
"""


def chunks(values: Sequence[_T], size: int = CHUNK) -> Iterator[Sequence[_T]]:
    """Cut a sequence into runs of `size`, in order.

    >>> list(chunks("abcde", 2))
    ['ab', 'cd', 'e']
    """
    return (values[start : start + size] for start in range(0, len(values), size))


def select_in(
    connection: Connection, query: Select[_T], column: ColumnElement[Any], values: Sequence[object] | None
) -> list[_T]:
    """What a query of one column finds for these values of another (None: for all), each value asked for once.

    The order is that of no one: sort what needs an order.
    """
    if values is None:
        return list(connection.scalars(query))
    wanted = list(dict.fromkeys(values))
    return [found for some in chunks(wanted) for found in connection.scalars(query.where(column.in_(some)))]
