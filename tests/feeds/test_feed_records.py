"""Article records of JSONL: taken exactly as they were given, or rejected with their line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.feeds import read
from newsfold.feeds.limits import MAX_FIELD, MAX_FILE
from newsfold.model import Feed, Item, Rejected

GOOD = b'{"id": "a1", "title": "Dam at Orrin holds"}'
A_GOOD_ONE = Item("-:2", "record", id="a1", title="Dam at Orrin holds")

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


def values_of(data: bytes) -> list[Item | Feed | Rejected]:
    return list(read(["-"], io.BytesIO(data)))


def test_every_key_of_a_record_is_taken_and_unknown_ones_are_not() -> None:
    """As strings, as they stand: dates are not read and addresses not cleaned here."""
    record = {
        "id": "a1", "url": "HTTPS://Orrin-Post.example/1#x", "outlet": "Orrin Post", "lang": "en-US",
        "published": "2026-03-02T06:40:00Z", "title": "Dam", "text": "Holds.", "score": [1, {"deep": True}],
    }  # fmt: skip
    assert values_of(json.dumps(record).encode()) == [
        Item(
            "-:1",
            "record",
            id="a1",
            url="HTTPS://Orrin-Post.example/1#x",
            outlet="Orrin Post",
            title="Dam",
            body="Holds.",
            published="2026-03-02T06:40:00Z",
            lang="en-US",
        )
    ]


@given(title=words, text=words, escaped=st.booleans())
def test_title_and_text_come_back_to_the_code_point(title: str, text: str, escaped: bool) -> None:
    """Spaces around them, line breaks, combining marks and everything else: spans index what was given."""
    line = json.dumps({"id": "a1", "title": title, "text": text}, ensure_ascii=escaped).encode()
    [item] = values_of(line)
    assert isinstance(item, Item)
    assert (item.title, item.body) == (title, text)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "x", "title": ', "not-json"),
        (b'{"id": "x", "title": "caf\xe9"}', "unknown-encoding"),
        (b'"words"', "bad-record"),
        (b"[1]", "bad-record"),
        (b'{"title": "no id"}', "bad-record"),
        (b'{"id": "", "title": "x"}', "bad-record"),
        (b'{"id": 7, "title": "x"}', "bad-record"),
        (b'{"id": "x", "title": ["x"]}', "bad-record"),
        (b'{"id": "x", "title": "x", "published": 1764000000}', "bad-record"),
        (b'{"id": "x", "title": null, "text": " \\n"}', "no-words"),
        (b'{"id": "x", "title": "\\ud800"}', "not-text"),
        (b'{"id": "x", "title": "x", "n": ' + b"9" * 5000 + b"}", "not-json"),
        (b'{"id": "x", "title": "x", "n": ' + b"[" * 100_000, "not-json"),
        (b'{"id": "x", "text": "' + b"a" * (MAX_FIELD + 1) + b'"}', "too-large"),
        (b'{"id": "x", "text": "' + b"a" * MAX_FILE + b'"}', "too-large"),
    ],
)
def test_a_bad_line_is_rejected_by_its_number_and_the_next_is_read(line: bytes, reason: str) -> None:
    """One bad record never stops a file."""
    values = values_of(GOOD.replace(b"a1", b"a0") + b"\n" + line + b"\n\n" + GOOD)
    assert [(value.reason, value.line) for value in values if isinstance(value, Rejected)] == [(reason, 2)]
    assert [value.id for value in values if isinstance(value, Item)] == ["a0", "a1"]


def test_blank_lines_and_a_mark_at_the_start_are_nothing() -> None:
    """Windows line ends too."""
    assert values_of(b"\xef\xbb\xbf\r\n" + GOOD + b"\r\n\r\n") == [A_GOOD_ONE]


def test_a_spoilt_first_line_does_not_hide_what_a_jsonl_file_is(tmp_path: Path) -> None:
    """Where the content says nothing the name does."""
    path = tmp_path / "week.jsonl"
    path.write_bytes(b"spoilt\n" + GOOD)
    assert [type(value) for value in read([str(path)])] == [Rejected, Item]
