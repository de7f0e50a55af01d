"""What is read from files, folders and the standard input, in which order, and what is left alone."""

from __future__ import annotations

import gzip
import io
import os
import threading
from pathlib import Path

import pytest

from newsfold.feeds import read
from newsfold.model import Feed, Item, Rejected

RECORD = b'{"id": "a1", "title": "Dam at Orrin holds", "section": 7}\n'
FEED = b"<rss version='2.0'><channel><title>t</title><item><title>Dam at Orrin holds</title></item></channel></rss>"
OPML = b"<opml><body><outline text='Orrin Post' xmlUrl='https://orrin-post.example/rss'/></body></opml>"
PAGE = b"<!doctype html><html><title>Dam at Orrin holds</title></html>"

A_RECORD = Item("-:1", "record", id="a1", title="Dam at Orrin holds")


def titles(sources: list[Path], stdin: bytes = b"") -> list[str | None]:
    values = read([str(source) for source in sources], io.BytesIO(stdin))
    return [value.title for value in values if isinstance(value, Item)]


def feed_titled(title: str) -> bytes:
    return FEED.replace(b"Dam at Orrin holds", title.encode())


def test_every_format_is_told_by_its_content(tmp_path: Path) -> None:
    """A name that lies does not matter, and neither does a byte order mark, white space or gzip."""
    for number, data in enumerate((RECORD, FEED, OPML, PAGE)):
        for name, written in (("plain", data), ("spaced", b"\n  " + data), ("zipped", gzip.compress(data))):
            (tmp_path / f"{number}-{name}.png").write_bytes(written)
    kinds = [type(value).__name__ + getattr(value, "kind", "") for value in read([str(tmp_path)])]
    assert kinds == ["Feed"] * 3 + ["Itemrecord"] * 3 + ["Itemfeed"] * 3 + ["Itempage"] * 3


def test_the_standard_input_is_read_as_any_file() -> None:
    """ "-" takes each format, once."""
    assert list(read(["-"], io.BytesIO(RECORD))) == [A_RECORD]
    assert list(read(["-"], io.BytesIO(gzip.compress(RECORD)))) == [A_RECORD]
    assert [type(value) for value in read(["-"], io.BytesIO(OPML))] == [Feed]
    assert list(read(["-"])) == [Rejected("-", "empty-file", "there is nothing in it")]


def test_a_folder_is_walked_in_the_order_of_its_paths(tmp_path: Path) -> None:
    """Folders inside are walked where their name stands, and hidden files and folders are not."""
    for name in ("c.xml", "b/z.xml", "b/a.xml", "a.xml", ".hidden.xml", ".git/d.xml", "b/.e/f.xml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(feed_titled(name))
    assert titles([tmp_path]) == ["a.xml", "b/a.xml", "b/z.xml", "c.xml"]


def test_links_in_a_folder_lead_nowhere(tmp_path: Path) -> None:
    """Neither out of the folder, nor in circles, nor to a file that is read anyway."""
    outside = tmp_path / "outside.xml"
    outside.write_bytes(feed_titled("outside"))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "inside.xml").write_bytes(feed_titled("inside"))
    (folder / "out").symlink_to(outside)
    (folder / "circle").symlink_to(folder)
    (folder / "twice.xml").symlink_to(folder / "inside.xml")
    assert titles([folder]) == ["inside"]


def test_subscription_lists_come_before_everything_else(tmp_path: Path) -> None:
    """They name the outlets of what follows, wherever they stand; the rest keeps the order it was asked for in."""
    (tmp_path / "z.opml").write_bytes(OPML)
    for name in ("b.xml", "a.xml"):
        (tmp_path / name).write_bytes(feed_titled(name))
    values = list(read([str(tmp_path / name) for name in ("b.xml", "a.xml", "z.opml")]))
    assert [getattr(value, "title", "feed") for value in values] == ["feed", "b.xml", "a.xml"]


def test_what_is_not_there_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    """A missing path, an address, a path that no system has: one rejection each."""
    there = tmp_path / "there.xml"
    there.write_bytes(FEED)
    sources = [str(tmp_path / "missing"), "https://orrin-post.example/rss", "a\0b", "x" * 5000, str(there)]
    values = list(read(sources))
    assert [value.reason for value in values if isinstance(value, Rejected)] == [
        "not-found",
        "network",
        "not-found",
        "unreadable",
    ]
    assert isinstance(values[-1], Item)


def test_a_file_that_may_not_be_read_is_rejected_by_name(tmp_path: Path) -> None:
    """Without the right to read it; root has it always, so then there is nothing to see."""
    path = tmp_path / "secret.xml"
    path.write_bytes(FEED)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("running with all rights")
    assert list(read([str(path)])) == [Rejected(str(path), "unreadable", "Permission denied")]


def test_a_named_pipe_is_read_once(tmp_path: Path) -> None:
    """So that a shell's <(command) can be a source."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(RECORD * 3000,))
    writer.start()
    values = list(read([str(pipe)]))
    writer.join()
    assert len(values) == 3000
    assert values[0] == Item(f"{pipe}:1", "record", id="a1", title="Dam at Orrin holds")


def test_records_are_read_line_by_line(tmp_path: Path) -> None:
    """The first comes before the last is looked at, so a stream has no end to wait for."""

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            view = memoryview(buffer)  # type: ignore[arg-type]
            line = RECORD[: len(view)]
            view[: len(line)] = line
            return len(line)

    values = read(["-"], io.BufferedReader(Endless()))
    assert [next(values) for _ in range(2)] == [A_RECORD, Item("-:2", "record", id="a1", title="Dam at Orrin holds")]


def test_a_key_of_the_records_becomes_the_group() -> None:
    """As a string; a record without the key has none, and feeds have no keys."""
    lines = RECORD + b'{"id": "a2", "title": "x"}\n'
    groups = [value.group for value in read(["-"], io.BytesIO(lines), group_by="section") if isinstance(value, Item)]
    assert groups == ["7", None]


def test_nothing_is_opened_before_a_value_is_asked_for(tmp_path: Path) -> None:
    """Reading is lazy: a source may come to be there between the asking and the reading."""
    path = tmp_path / "late.xml"
    values = read([str(path)])
    path.write_bytes(FEED)
    assert isinstance(next(values), Item)
