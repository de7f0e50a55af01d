"""Readers that do what no reader should, each by the first word of the bytes that it is given. Run in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from newsfold.model import Item


def read(data: bytes, source: str) -> Iterator[Item]:
    """Give one item, after doing what the bytes say."""
    DEEDS.get(data, nothing)()
    yield Item(source, "feed", title=f"read by {os.getpid()}")


def nothing() -> None:
    return


def count_for_ever() -> None:
    while True:
        sum(range(1_000_000))


def sleep_for_ever() -> None:
    time.sleep(3600)


def take_memory() -> None:
    _ = bytearray(1024**3)


def open_a_file() -> None:
    Path("/etc/hostname").read_bytes()


def open_a_socket() -> None:
    socket.socket()


def start_a_process() -> None:
    os.popen("true")  # noqa: S605 - what must fail


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leave() -> None:
    os._exit(3)


def answer_nonsense() -> None:
    os.write(1, b"V+" + (9).to_bytes(8) + b'[[0,"a"]]')
    time.sleep(3600)


def fail() -> None:
    raise LookupError("no such thing")


DEEDS = {
    b"count": count_for_ever,
    b"sleep": sleep_for_ever,
    b"take": take_memory,
    b"open": open_a_file,
    b"connect": open_a_socket,
    b"start": start_a_process,
    b"die": die,
    b"leave": leave,
    b"nonsense": answer_nonsense,
    b"fail": fail,
}
