"""Terminal text, Markdown and JSON: the words as they are, and nothing in them obeyed."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import article, at, digest_of, excerpt_of, ferry, hostile, title_of, topic

from newsfold.model import Counts, Date, DateQuality, Excerpt, Member
from newsfold.pages import as_json, as_markdown, as_text, as_value, labels
from newsfold.pages.markdown import escape
from newsfold.pages.terminal import wrap

ANY_TEXT = st.text(alphabet=st.one_of(st.characters(), st.characters(categories=["Cs", "Cc", "Cf"])), min_size=1)
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ud800-\udfff]")


# --- the terminal ---------------------------------------------------------------------------------------------------


def test_a_short_digest_reads_like_a_page() -> None:
    """Headline with its outlet beneath, counts, then the excerpt with outlet, time and link."""
    piece = article("a", "Vale Weekly", "Shop has bread", "She has bread. And flour.", published=at(2, "12:20"))
    digest = digest_of(piece, [excerpt_of(piece, "has bread.", cut="before"), title_of(piece)])
    assert as_text(digest) == (
        "Shop has bread\n"
        "Vale Weekly\n"
        "1 article, 1 outlet, 1 independent account\n"
        "2 March 2026, 12:20 UTC\n"
        "\n"
        "[…] has bread.\n"
        "    Vale Weekly, 2 March 2026, 12:20 UTC\n"
        "    https://valeweekly.example/2026/a\n"
        "\n"
        "Shop has bread\n"
        "    Vale Weekly, 2 March 2026, 12:20 UTC, headline only\n"
        "    https://valeweekly.example/2026/a\n"
    )


@settings(deadline=None)
@given(ANY_TEXT)
def test_no_words_reach_the_terminal_as_a_command(text: str) -> None:
    """Escapes, overrides and lone surrogates in any field are shown, not sent."""
    shown = as_text(hostile(text)) + as_markdown(hostile(text))
    assert not CONTROLS.search(shown)
    shown.encode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]8;;https://x.example\x07click", "\\x1b]8;;https://x.example\\x07click"),
        ("\u202edaolnwod", "\\u202edaolnwod"),
        ("\x9b31m", "\\x9b31m"),
        ("half \ud83d", "half \\ud83d"),
        ("a\rb", "a\\x0db"),
    ],
)
def test_a_control_is_shown_as_a_visible_escape(text: str, shown: str) -> None:
    """The reader sees that something was there, and what."""
    assert wrap(text, 80) == [shown]


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf"])), st.integers(24, 100))
def test_wrapping_changes_nothing_but_white_space(text: str, width: int) -> None:
    """All characters that are not spaces come out, in order."""
    assert "".join("".join(wrap(text, width)).split(" ")) == "".join(text.split(" "))


@pytest.mark.parametrize("width", [24, 40, 80])
def test_no_line_is_wider_than_the_terminal_but_for_a_link(width: int) -> None:
    """Wide characters count two columns, and Japanese is broken within its text, never before a mark that follows."""
    for line in as_text(ferry(), width=width).split("\n"):
        columns = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
        # A closing mark hangs over the edge rather than open the next line.
        assert columns <= width + 2 or line.strip().startswith("https://") or " " not in line.strip(), line
        assert not line.startswith(("。", "、", "」"))


# --- Markdown -------------------------------------------------------------------------------------------------------

MARKDOWN_PAYLOADS = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](https://x.example/i.png)",
    "# not a heading",
    "1. no list",
    "1) no list",
    "- no list",
    "+ no list",
    "---",
    "===",
    "> no quote",
    "    no code",
    "```\nno code\n```",
    "~~no~~ `no` *no* __no__",
    "a | b\n--|--\n1 | 2",
    "&lt;b&gt; &#60;",
    "https://x.example www.x.example a@x.example :smile:",
    "trailing\\",
    "one  \ntwo\n\n\nthree",
    "[ref]: https://x.example",
    "<https://x.example>",
    "]]] *[…]* \\",
    "\tindented",
]


def rendered_quotes(markdown: str) -> list[str]:
    """The text of each block quote, as an independent parser of CommonMark reads it."""
    parser = pytest.importorskip("markdown_it", reason="markdown-it-py comes with the development tools")
    found: list[str] = []
    depth = 0
    for token in parser.MarkdownIt("gfm-like", {"linkify": False}).parse(markdown):
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        found += [""] if token.type == "blockquote_open" else []
        assert token.type not in ("html_block", "fence", "code_block", "table_open")
        if token.type == "inline" and depth:
            kinds = {child.type for child in token.children}
            assert kinds <= {"text", "text_special", "softbreak", "hardbreak", "em_open", "em_close"}, kinds
            found[-1] += "".join("\n" if child.type.endswith("break") else child.content for child in token.children)
    return found


def lines_of(text: str) -> list[str]:
    """The words of each line that has any: all that Markdown can keep of white space at a line's edges."""
    return [line.strip() for line in text.replace("\t", " ").split("\n") if line.strip()]


@pytest.mark.parametrize("text", MARKDOWN_PAYLOADS)
def test_markdown_shows_every_excerpt_as_it_was_written(text: str) -> None:
    """Nothing in an excerpt becomes a link, a list, a heading or markup."""
    piece = article("a", text, text, text)
    digest = digest_of(piece, [Excerpt.of(piece, "text", 0, len(text))])
    assert [lines_of(quote) for quote in rendered_quotes(as_markdown(digest))] == [lines_of(text)]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1 .)-+=*_`~[](){}<>!#&;:/@|\\\n\"'"), min_size=1, max_size=30))
def test_markdown_shows_any_words_as_they_were_written(text: str) -> None:
    """The same, for anything that can be typed with the marks of Markdown."""
    piece = article("a", "O", "T", text)
    digest = digest_of(piece, [Excerpt.of(piece, "text", 0, len(text))])
    shown = [line for quote in rendered_quotes(as_markdown(digest)) for line in lines_of(quote)]
    assert shown == lines_of(text)


def test_markdown_leaves_ordinary_words_readable() -> None:
    """Marks that can mean nothing where they stand are not escaped."""
    words = "It cost 1.5 million - “too much” (she said), at 10:30; well-known."
    assert escape(words) == words


# --- JSON -----------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(ANY_TEXT)
def test_json_gives_back_every_word(text: str) -> None:
    """Whatever the words, the JSON can be encoded and read, and holds them unchanged."""
    read = json.loads(as_json([hostile(text)]).encode())
    # Two lone surrogates that happen to stand together are one character to every reader of JSON.
    assert _joined(read["stories"][0]["excerpts"][0]["text"]) == _joined(text)
    assert not re.search("[\x7f-\x9f\u202a-\u202e\u2066-\u206f]", as_json([hostile(text)]))


def _joined(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def test_the_keys_of_the_contract_stand_in_their_order() -> None:
    """Other programs rely on these keys; new ones are added beside them."""
    story, query = as_value(ferry()), as_value(topic())
    beside = ("quotes", "conflicts", "updates", "timeline", "names", "corrections")
    assert list(story) == ["id", "headline", "counts", "first", "last", "excerpts", "lineages", "articles", *beside]
    assert list(query) == [*story, "query", "stories"]
    assert list(story["headline"])[:3] == ["text", "article", "outlet"]
    assert list(story["counts"]) == ["articles", "outlets", "accounts"]
    assert list(story["excerpts"][0])[:7] == ["text", "article", "outlet", "url", "published", "field", "span"]


def test_a_span_in_json_finds_the_words_in_the_article() -> None:
    """Start and end are code points of the field that it names."""
    piece = article("a", "O", "T", "🚢 Ferries stop. Nobody is hurt.")
    said = as_value(digest_of(piece, [excerpt_of(piece, "Nobody is hurt.")]))["excerpts"][0]
    start, end = said["span"]
    assert (said["field"], piece.text[start:end], said["revision"]) == ("text", said["text"], piece.revision.id)


# --- labels ---------------------------------------------------------------------------------------------------------


def date(day: int, hour: int, quality: DateQuality = "exact") -> Date:
    """A date in March 2026 of some quality."""
    return Date("raw", datetime(2026, 3, day, hour, tzinfo=UTC), quality)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2, 6), date(3, 9), "2 March 2026, 06:00 to 3 March 2026, 09:00 UTC"),
        (date(2, 6), date(2, 9), "2 March 2026, 06:00 to 09:00 UTC"),
        (date(2, 6), date(2, 6), "2 March 2026, 06:00 UTC"),
        (date(2, 0, "day"), date(2, 9), "2 March 2026"),
        (date(2, 0, "day"), date(3, 9), "2 March 2026 to 3 March 2026, 09:00 UTC"),
        (date(2, 6, "no-zone"), date(3, 9), "2 March 2026, 06:00 (no time zone given) to 3 March 2026, 09:00 UTC"),
        (Date(), date(3, 9), "3 March 2026, 09:00 UTC"),
        (date(3, 9), Date(), "3 March 2026, 09:00 UTC"),
        (Date(), Date("soon", None, "unreadable"), ""),
    ],
)
def test_a_stretch_of_time_claims_no_more_than_is_known(first: Date, last: Date, said: str) -> None:
    """No hour where only the day is known, no zone where none was given, nothing where nothing is."""
    assert labels.between(first, last) == said


def test_a_machine_is_told_no_zone_that_was_not_given() -> None:
    """The `datetime` of a time without a zone has none either."""
    told = [labels.machine_time(one) for one in (date(2, 6), date(2, 6, "no-zone"), date(2, 0, "day"), Date())]
    assert told == ["2026-03-02T06:00:00Z", "2026-03-02T06:00:00", "2026-03-02", None]


def test_a_copy_that_differs_is_never_said_to_be_whole() -> None:
    """Shares are cut, not rounded up."""
    assert labels.share(Member("a", "copy", 0.9999)) == "copy, 99% of its words shared"
    assert labels.counts_line(Counts(1, 1, 1)) == "1 article, 1 outlet, 1 independent account"
