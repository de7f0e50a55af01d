"""How the command line speaks: data on standard output, everything else on standard error, progress only to a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from newsfold.model import Ledger, Rejected
from newsfold.pages import for_terminal

T = TypeVar("T")


def say(line: str) -> None:
    """Tell the user something that is not data. What comes from outside cannot steer the terminal."""
    click.echo(for_terminal(line), err=True)


def reject(rejected: Rejected) -> None:
    """Report in one line what could not be used."""
    say(f"newsfold: rejected: {rejected}")


def account(ledger: Ledger) -> str:
    """Put a ledger into one line: "216 seen = 210 stored + 6 merged + 0 rejected"."""
    reasons = ", ".join(f"{count} {reason}" for reason, count in ledger.rejected.items())
    refused = sum(ledger.rejected.values())
    return (
        f"{ledger.seen} seen = {ledger.stored} stored + {ledger.merged} merged + {refused} rejected"
        + (f" ({reasons})" if reasons else "")
        + (f"; DIFFERENCE {ledger.difference}" if ledger.difference else "")
    )


def ledger_value(ledger: Ledger) -> dict[str, Any]:
    """Give a ledger as JSON."""
    return {
        "seen": ledger.seen,
        "stored": ledger.stored,
        "merged": ledger.merged,
        "rejected": dict(ledger.rejected),
        "difference": ledger.difference,
    }


def json_line(value: Mapping[str, Any]) -> bytes:
    """Write a value as one line of JSON. Half a surrogate pair, which UTF-8 cannot hold, is written as its escape."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def print_json(value: Mapping[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    write(text.encode("utf-8", "backslashreplace") + b"\n")


def write(data: bytes) -> None:
    """Write data to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_lines(path: str, lines: Iterable[bytes]) -> None:
    """Write lines to a file, or to standard output for "-". A file appears whole or not at all."""
    with click.open_file(path, "wb", atomic=path != "-") as out:
        for line in lines:
            out.write(line)


def progress(values: Iterable[T], label: str, *, length: int | None = None) -> Iterator[T]:
    """Show a bar while values go through, where a person is watching."""
    with click.progressbar(
        values, length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty(), update_min_steps=50
    ) as bar:
        yield from bar


@contextmanager
def quiet_on_closed_pipe() -> Iterator[None]:
    """End without a word when whoever reads our output has read enough (`newsfold digest ... | head`)."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
