"""How the command line speaks: data on standard output, everything else on standard error, progress only to a person."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, TextIO, TypeVar

import click

from newsfold.errors import UsageError
from newsfold.model import Ledger, Rejected
from newsfold.pages import for_terminal, listform

T = TypeVar("T")
Level = Literal["info", "warning", "error"]


def one_line(text: str) -> str:
    """Show a text on one line of a terminal, which nothing that comes from outside can steer or break."""
    return for_terminal(text).replace("\n", "\\n")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is told beside the data: its kind, the line for people, how grave it is, what it is about by stable keys."""

    name: str
    text: str
    level: Level = "info"
    fields: Mapping[str, Any] = field(default_factory=dict)


def _for_people(event: Event) -> str:
    return one_line(event.text)


# How events are written: for people, unless `written_as` says otherwise. Of the process and not of a thread, since rounds are done
# in a thread beside the one that serves.
_writers: Final[list[Callable[[Event], str]]] = [_for_people]


@contextmanager
def written_as(write: Callable[[Event], str]) -> Iterator[None]:
    """Let events inside be written in another form, each as one line."""
    _writers.append(write)
    try:
        yield
    finally:
        _writers.remove(write)


def say(line: str) -> None:
    """Tell the user something that is not data, in one line."""
    tell("said", line)


def tell(event: str, line: str, *, level: Level = "info", about: Mapping[str, Any] | None = None) -> None:
    """Tell of an event, in one line. That nobody listens any more is no reason to stop working."""
    try:
        click.echo(_writers[-1](Event(event, line, level, about or {})), err=True)
    except BrokenPipeError:
        _hush(sys.stderr)


def reject(rejected: Rejected) -> None:
    """Report in one line what could not be used."""
    about = {"source": rejected.source, "line": rejected.line, "reason": rejected.reason, "detail": rejected.detail}
    tell("rejected", f"newsfold: rejected: {rejected}", level="warning", about=about)


def account(ledger: Ledger) -> str:
    """Put a ledger into one line: "216 seen = 210 stored + 6 merged + 0 rejected"."""
    reasons = ", ".join(f"{count} {reason}" for reason, count in ledger.rejected.items())
    refused = sum(ledger.rejected.values())
    return (
        f"{ledger.seen} seen = {ledger.stored} stored + {ledger.merged} merged + {refused} rejected"
        + (f" ({reasons})" if reasons else "")
        + "".join(f"; {count} articles no longer kept ({reason})" for reason, count in ledger.pruned.items())
        + (f"; DIFFERENCE {ledger.difference}" if ledger.difference else "")
    )


def ledger_value(ledger: Ledger) -> dict[str, Any]:
    """Give a ledger as JSON."""
    return listform.ledger_value(ledger)


def json_line(value: Mapping[str, Any]) -> bytes:
    """Write a value as one line of JSON. Half a surrogate pair, which UTF-8 cannot hold, is written as its escape."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def print_json(value: Mapping[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    write(text.encode("utf-8", "backslashreplace") + b"\n")


def write(data: bytes) -> None:
    """Write data to standard output."""
    with _standard_output() as out:
        out.write(data)


def write_lines(path: str, lines: Iterable[bytes]) -> None:
    """Write lines to a file, or to standard output for "-". A file appears whole or not at all."""
    if path == "-":
        with _standard_output() as out:
            out.writelines(lines)
        return
    try:
        with _replacing(Path(path)) as out:
            out.writelines(lines)
    except OSError as error:
        raise UsageError("cannot be written", resource=path) from error


def folder(path: str | Path) -> Path:
    """Make a folder, and those that it is in, where there is none."""
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError("there can be no such folder", resource=str(path)) from error
    return Path(path)


def standard_input() -> BinaryIO | None:
    """Give the standard input as bytes; None where there is none (`<&-`)."""
    return sys.stdin.buffer if sys.stdin else None


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    """Open standard output for bytes. When whoever reads it has read enough (`| head`), the program ends without a word."""
    try:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _hush(sys.stdout)
        raise SystemExit(0) from None
    except OSError as error:
        _hush(sys.stdout)
        raise UsageError("cannot be written", resource="standard output") from error


def _hush(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere, or Python would try once more at its end, and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of the one at `path` once it is whole. A device or a pipe is written to as it is."""
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            yield out
        return
    target = path.resolve()  # where a link leads, so that the link stays
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def progress(values: Iterable[T], label: str, *, length: int | None = None) -> Iterator[T]:
    """Show a bar while values go through, where a person is watching."""
    with click.progressbar(
        values, length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty(), update_min_steps=50
    ) as bar:
        yield from bar
