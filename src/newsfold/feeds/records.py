"""JSONL article records -> items, one line at a time: a file of any length needs the memory of its longest line.

A record is an object with an id and a title or a text; title and text are kept exactly as given, as spans index them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from newsfold.feeds.limits import MAX_FIELD, MAX_FILE
from newsfold.model import Item, Rejected

STRINGS = ("id", "url", "outlet", "published", "title", "text", "lang")


def read(lines: BinaryIO, source: str, group_by: str | None = None) -> Iterator[Item | Rejected]:
    """Read records in their order: one item or one rejection, with its line, for every line that is not blank.

    `group_by` names a key whose value, as a string, becomes the item's group.
    """
    number = 0
    while line := lines.readline(MAX_FILE + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) > MAX_FILE:
            _skip_line(lines, line)
            yield Rejected(source, "too-large", f"a line is read up to {MAX_FILE:,} bytes", number)
        elif line.strip():
            yield _record(line, source, number, group_by)
    if number == 0:
        yield Rejected(source, "empty-file", "there is nothing in it")


def _skip_line(lines: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = lines.readline(MAX_FILE)


def _record(line: bytes, source: str, number: int, group_by: str | None) -> Item | Rejected:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return Rejected(source, "unknown-encoding", "the line is not UTF-8", number)
    except json.JSONDecodeError as error:
        return Rejected(source, "not-json", f"{error.msg} at column {error.colno}", number)
    except (RecursionError, ValueError) as error:
        # too deep, or a number of thousands of digits
        return Rejected(source, "not-json", str(error), number)
    fault = _fault(record)
    if fault:
        return Rejected(source, *fault, number)
    group = record.get(group_by) if group_by is not None else None
    return Item(
        source=f"{source}:{number}",
        kind="record",
        id=record["id"],
        url=record.get("url"),
        outlet=record.get("outlet"),
        title=record.get("title"),
        body=record.get("text"),
        published=record.get("published"),
        lang=record.get("lang"),
        group=None if group is None else str(group),
    )


def _fault(record: Any) -> tuple[str, str] | None:
    """The reason and the sentence for which a record cannot be used; None for one that can."""
    if not isinstance(record, dict):
        return "bad-record", "a record is a JSON object"
    for key in STRINGS:
        value = record.get(key)
        if value is not None and not isinstance(value, str):
            return "bad-record", f"{key!r} is not a string"
    if not record.get("id"):
        return "bad-record", "it has no id"
    if not any((record.get(key) or "").strip() for key in ("title", "text")):
        return "no-words", "it has neither a title nor a text"
    return _unfit_words(record)


def _unfit_words(record: dict[str, Any]) -> tuple[str, str] | None:
    for key in STRINGS:
        value = record.get(key) or ""
        if len(value) > MAX_FIELD:
            return "too-large", f"{key!r} has {len(value):,} characters; up to {MAX_FIELD:,} are read"
        if _has_lone_surrogate(value):
            return "not-text", f"{key!r} holds half a character (a lone surrogate)"
    return None


def _has_lone_surrogate(value: str) -> bool:
    # To write a text out and throw it away takes a tenth of what a search for the character takes.
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
