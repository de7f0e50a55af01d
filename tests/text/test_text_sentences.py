"""Sentences lose nothing, survive whatever the splitter does, and stay quick on hostile text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import sentencex

from newsfold.model import Range
from newsfold.text import sentences


class PanicException(BaseException):
    """What a panic in Rust looks like from Python: the same name, the same base."""


def outside(text: str, found: list[Range]) -> str:
    """Return what of a text is in none of the ranges."""
    ends = [0, *(one.end for one in found)]
    starts = [*(one.start for one in found), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def test_offsets_count_code_points_beyond_the_basic_plane() -> None:
    """The splitter works on UTF-8 and the web on UTF-16; the ranges are neither."""
    text = "😀😀 Orrin votes. 𝒳 is the mayor."
    assert sentences(text, "en") == [Range(0, 15), Range(16, 31)]


def test_lone_surrogates_do_not_move_a_sentence() -> None:
    """A feed can hold half a character; the slice still is the text's own."""
    text = "The mayor \ud83d left. She \udc00 stays."
    assert [one.of(text) for one in sentences(text, "en")] == ["The mayor \ud83d left.", "She \udc00 stays."]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2028\t\x1c"])
def test_a_text_without_words_has_no_sentences(text: str) -> None:
    """Nothing in, nothing out."""
    assert sentences(text, "en") == []


def test_a_panic_of_the_splitter_falls_back_to_plain_full_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """No real text is known that makes this version panic, so here the library is made to."""

    def panics(lang: str, line: str) -> object:
        raise PanicException(f"byte index is not a char boundary: {lang} {line}")

    monkeypatch.setattr(sentencex, "get_sentence_boundaries", panics)
    text = "Mr. Tull left. She stays! 他来了。她走了。"
    assert [one.of(text) for one in sentences(text, "en")] == ["Mr. Tull left.", "She stays!", "他来了。", "她走了。"]


def test_an_interruption_is_not_taken_for_a_panic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control-C must get through."""

    def interrupts(lang: str, line: str) -> object:
        raise KeyboardInterrupt(lang + line)

    monkeypatch.setattr(sentencex, "get_sentence_boundaries", interrupts)
    with pytest.raises(KeyboardInterrupt):
        sentences("Mr. Tull left. She stays.", "en")


@pytest.mark.parametrize("line", ["“a. ", "(a. ", "U.S. ", '"a. ', "a", "‘a’ s. ", "«a. ", ". ", 'a. " ', "。"])
def test_a_hostile_line_of_a_quarter_million_characters_takes_no_time(line: str) -> None:
    """sentencex alone would need a minute for the first of these; measured here: half a second."""
    text = line * (250_000 // len(line))
    begun = time.process_time()
    found = sentences(text, "en")
    assert time.process_time() - begun < 10
    assert outside(text, found).strip() == ""


@pytest.mark.shared
def test_nothing_of_a_naughty_string_is_lost(unpacked: Callable[[str], Path]) -> None:
    """The big list of naughty strings, each alone and all of it as one text."""
    whole = (unpacked("corpora/blns.tar.gz") / "blns" / "blns.txt").read_text(encoding="utf-8")
    for text in [whole, *whole.split("\n")]:
        assert outside(text, sentences(text)).strip() == ""


@pytest.mark.shared
def test_nothing_of_a_real_article_is_lost(shared_records: Callable[[str], Iterator[dict[str, Any]]]) -> None:
    """The week of the seed page and a hundred of a big story, in seven languages."""
    records = [*shared_records("real/seed-week.jsonl.gz"), *islice(shared_records("real/capture-story.jsonl.gz"), 100)]
    assert len(records) > 200
    for record in records:
        text = record.get("text") or record["title"]
        assert outside(text, sentences(text, record.get("lang"))).strip() == ""
