"""Bytes become the text that was meant, or none."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.feeds.decoding import decode

TEXT = "Né à Orrin: “la digue tient” – 3 €, où l’été s’achève déjà"


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("gb2312", "utf-8"),
        ("windows-1252", "cp1252"),
        ("no-such-code", "utf-8"),
        ("unicode_escape", "utf-8"),
        ("hex", "utf-8"),
        ("utf-16", "utf-8"),
    ],
)
def test_a_wrong_declaration_does_not_change_a_word(declared: str, used: str) -> None:
    """Latin-1 means Windows-1252 on the web, and what is valid UTF-8 is UTF-8, whatever it calls itself."""
    xml = f"<?xml version='1.0' encoding='{declared}'?><t>{TEXT}</t>"
    html = f"<html><meta http-equiv='Content-Type' content='text/html; charset={declared}'><p>{TEXT}</p>"
    assert decode(xml.encode(used)) == xml
    assert decode(html.encode(used)) == html


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("gb2312", "奥林大坝坚持住了"),
        ("big5", "奧林大壩"),
        ("shift_jis", "オリンのダム"),
        ("iso-2022-jp", "オリンのダム"),
        ("euc-kr", "오린 댐"),
        ("koi8-r", "Плотина в Оррине"),
        ("tis-620", "เขื่อน"),
    ],
)
def test_a_right_declaration_is_believed(declared: str, text: str) -> None:
    """Codes of one byte and of two, and one that looks like ASCII."""
    xml = f"<?xml version='1.0' encoding='{declared}'?><t>{text}</t>"
    assert decode(xml.encode(declared)) == xml


def test_a_byte_order_mark_goes_before_a_declaration() -> None:
    """The mark is not part of the text."""
    xml = f"<?xml version='1.0' encoding='iso-8859-1'?><t>{TEXT}</t>"
    assert decode(codecs.BOM_UTF8 + xml.encode()) == xml
    assert decode(xml.encode("utf-16")) == xml
    assert decode(xml.encode("utf-16-be")) == xml
    assert decode(xml.encode("utf-32")) == xml


@given(st.text())
def test_utf8_comes_back_as_it_was(text: str) -> None:
    """For any text, without any declaration, once it is clear that it is no other code."""
    written = f"<html>{text}"
    assert decode(written.encode()) == written


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    """Whatever comes, it is a text that can be written again, or none."""
    text = decode(data)
    assert text is None or text.encode().decode() == text
