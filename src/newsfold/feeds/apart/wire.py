"""What passes between this process and one that reads: bytes with their length before them, values as plain JSON.

An answer comes from a process that has read a stranger's bytes. It is never unpickled, and a value that is not of its shape is
refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Final, get_args

from newsfold.model import Feed, Item, ItemKind, Markup, Rejected

Seen = Item | Feed | Rejected

LENGTH: Final = 8
"""Bytes of the length before each part of a message."""

READY: Final = b"R"
VALUES: Final = b"V"
NO_MEMORY: Final = b"M"
FAILED: Final = b"F"
"""The first byte of an answer: a list of values; no memory for it; an error, whose text follows."""

STAYS: Final = b"+"
LEAVES: Final = b"-"
"""The second: whether the process takes another request, or ends itself after this one."""

_TYPES: Final = (Item, Feed, Rejected)
_NAMES: Final = {kind: tuple(field.name for field in fields(kind)) for kind in _TYPES}
_WORDS: Final = {"kind": get_args(ItemKind), "title_markup": get_args(Markup), "body_markup": get_args(Markup)}


def framed(*parts: bytes) -> bytes:
    """Put the length before each part.

    >>> framed(b"ab")
    b'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02ab'
    """
    return b"".join(len(part).to_bytes(LENGTH) + part for part in parts)


def packed(values: Iterable[Seen]) -> bytes:
    """Write values as a JSON list of lists: the number of the type, then its fields in their order."""
    rows = [[_TYPES.index(type(one)), *(getattr(one, name) for name in _NAMES[type(one)])] for one in values]
    # "surrogatepass": JSON Feed may hold half a character, which a rejection may name.
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpacked(data: bytes) -> list[Seen]:
    """Read what `packed` wrote; ValueError for anything else.

    >>> unpacked(packed([Rejected("a.xml", "not-xml", "it is no XML", 3)]))
    [Rejected(source='a.xml', reason='not-xml', detail='it is no XML', line=3)]
    """
    try:
        rows = json.loads(data.decode("utf-8", "surrogatepass"))
        return [_value(row) for row in rows]
    except (TypeError, RecursionError, IndexError) as error:
        raise ValueError(f"no list of values: {error}") from error


def _value(row: list[Any]) -> Seen:
    number, *given = row
    if type(number) is not int or number < 0:
        raise ValueError("no type of value")
    kind = _TYPES[number]
    named = dict(zip(_NAMES[kind], given, strict=True))
    for name, value in named.items():
        if not _fits(kind, name, value):
            raise ValueError(f"no {name} of a {kind.__name__}")
    if kind is Feed:
        named["folder"] = tuple(named["folder"])
    return kind(**named)


def _fits(kind: type[Seen], name: str, value: object) -> bool:
    """Whether a field may have a value: words of a list, text, or what the two types of feed and rejection have besides."""
    if kind is Item and name in _WORDS:
        return value in _WORDS[name]
    if kind is Feed and name == "folder":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if kind is Rejected and name == "line":
        return value is None or type(value) is int
    return isinstance(value, str) or (value is None and name not in _NEEDED[kind])


_NEEDED: Final = {
    Item: frozenset({"source"}),
    Feed: frozenset({"source", "url"}),
    Rejected: frozenset({"source", "reason", "detail"}),
}
