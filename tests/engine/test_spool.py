"""Texts that wait on the disk: given back as they were, and no difference to what becomes of an item."""

from __future__ import annotations

import tempfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsdesk import BANK, FERRY, GOATS, articles_of, nothing_rejected, record

from newsfold.engine.intake import Desk
from newsfold.engine.spool import Spool
from newsfold.errors import StoreError
from newsfold.model import Article, Item

WORDS = [FERRY, GOATS, BANK, f"{FERRY} Nobody was hurt.", f"{FERRY} Two were hurt."]


def lead(text: str) -> str:
    return text[:20]


def article(name: str, text: str) -> Article:
    one = articles_of(record(name))[0]
    return replace(one, revision=replace(one.revision, id=text, text=text))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(st.characters(), max_size=60)), max_size=12))
def test_a_text_comes_back_as_it_was_put(texts: list[tuple[str, str]]) -> None:
    """Any characters, any length, the last words of each article; in memory is no more than the lead."""
    last = {}
    with Spool(lead) as kept:
        for name, text in texts:
            one = article(name, text)
            short = kept.put(one)
            assert short.text == text[:20]
            last[name] = (short, one)
        assert all(kept.whole(short) == one for short, one in last.values())


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(WORDS)), min_size=1, max_size=8))
def test_a_desk_with_a_spool_decides_as_one_without(told: list[tuple[str, str]]) -> None:
    """The same books and the same articles, but for the length of their texts."""
    items: list[Item] = [record(name, words) for name, words in told]
    with Spool(lead) as kept:
        plain, spooled = Desk(), Desk(kept)
        for desk in (plain, spooled):
            desk.take(items, on_reject=nothing_rejected)
    assert plain.books == spooled.books
    assert [
        replace(one, revision=replace(one.revision, text=lead(one.text))) for one in plain.articles.values()
    ] == list(spooled.articles.values())


def test_a_disk_that_is_full_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what could not be kept, and where; nothing goes on with half a text."""

    class Full:
        def write(self, _data: bytes) -> None:
            raise OSError(28, "No space left on device")

    class FullBehindItsBuffer:
        def write(self, _data: bytes) -> None: ...

        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    for file in (Full, FullBehindItsBuffer):
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda file=file, **_: file())
        kept = Spool(lead)
        with pytest.raises(StoreError, match="cannot keep texts: No space left on device"):
            kept.whole(kept.put(article("a", FERRY)))
