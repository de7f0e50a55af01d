"""A digest as plain text for a terminal: headline, outlet, counts, then each excerpt with outlet, time and link.

Nothing in an outlet's words reaches the terminal as a command. Lines are wrapped at spaces, and within text in scripts
that write none; a word or a link that is longer than the line stays whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, tzinfo
from itertools import pairwise

from newsfold.model import Digest, Excerpt
from newsfold.pages.beside import Note, Section, news, sections
from newsfold.pages.labels import between, counts_line, number_of, outlet_name, when
from newsfold.pages.links import web_link
from newsfold.pages.words import for_terminal

CUT = "[…]"
_INDENT = "    "
_NARROWEST = 24
_HANGUL = re.compile("[\uac00-\ud7a3]")  # wide, yet written with spaces


def as_text(digest: Digest, *, width: int = 80, zone: tzinfo = UTC) -> str:
    """Print one digest, wrapped to so many columns, its times by the clock of a zone. Ends with a newline."""
    width = max(width, _NARROWEST)
    blocks = [_head(digest, width, zone)]
    blocks += [lines for section in news(digest, zone) for lines in _section(section, width, zone)]
    blocks += [["Excerpts", "-" * len("Excerpts")]] if digest.since else []
    blocks += [_block(excerpt, digest, width, zone) for excerpt in digest.excerpts]
    blocks += [lines for section in sections(digest, zone) for lines in _section(section, width, zone)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _section(section: Section, width: int, zone: tzinfo) -> Iterator[list[str]]:
    nothing = [] if section.blocks or section.lines else ["Nothing."]
    yield [section.title, "-" * _columns(section.title), *nothing]
    if section.lines:
        yield [line for one in section.lines for line in wrap(one, width)]
    if section.brief:
        listed = (
            f"{one.words.text} ({'; '.join(map(_note, one.notes))})" for block in section.blocks for one in block.told
        )
        yield [line for one in listed for line in wrap(one, width)]
        return
    for block in section.blocks:
        lines = wrap(block.label, width) if block.label else []
        for told in block.told:
            lines += wrap(told.words.text, width, "  " if block.label else "")
            lines += wrap("; ".join(map(_note, told.notes)), width, _INDENT) if told.notes else []
            lines += wrap(f"{outlet_name(told.words.outlet)}, {when(told.at, zone)}", width, _INDENT)
        yield lines


def _note(note: Note) -> str:
    return f"{note.label} {note.words.text}" if note.words else note.label


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Break text into lines of at most so many columns, at its newlines and its spaces; what fits no line stays whole.

    >>> wrap("the ferry has stopped", 12)
    ['the ferry', 'has stopped']
    """
    paragraphs = for_terminal(text).split("\n")
    return [indent + line for paragraph in paragraphs for line in _lines(paragraph, width - len(indent))]


def _lines(paragraph: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for space, piece in _pieces(paragraph):
        needed = _columns(space + piece)
        if line and used + needed > width:
            yield line
            line, used = "", 0
        line, used = (line + space + piece, used + needed) if line else (piece, _columns(piece))
    if line:
        yield line


def _head(digest: Digest, width: int, zone: tzinfo) -> list[str]:
    lines = wrap(digest.headline.text, width) + wrap(outlet_name(digest.headline.outlet), width)
    if digest.query is not None:
        lines += wrap(f"On: {digest.query}, in {number_of(len(digest.stories), 'story', 'stories')}", width)
    lines += wrap(counts_line(digest.counts), width)
    return lines + wrap(between(digest.first, digest.last, zone), width)


def _block(excerpt: Excerpt, digest: Digest, width: int, zone: tzinfo) -> list[str]:
    words = " ".join((CUT,) * excerpt.cut_before + (excerpt.text,) + (CUT,) * excerpt.cut_after)
    source = [outlet_name(excerpt.outlet), when(excerpt.published, zone)]
    if excerpt.span.field == "title":
        source.append("headline only")
    lines = wrap(words, width) + wrap(", ".join(source), width, _INDENT)
    lines += [line for name in _story_names(excerpt, digest) for line in wrap(f"From: {name}", width, _INDENT)]
    link = web_link(excerpt.url)
    return [*lines, _INDENT + for_terminal(link)] if link else lines


def _story_names(excerpt: Excerpt, digest: Digest) -> Iterable[str]:
    return [line.headline.text for line in digest.stories if line.id == excerpt.story]


def _pieces(paragraph: str) -> Iterator[tuple[str, str]]:
    """What must not be broken, each with the space before it ("" within text that is written without spaces)."""
    for word in paragraph.replace("\t", " ").split(" "):
        if word:
            first, *rest = _unspaced(word)
            yield " ", first
            for piece in rest:
                yield "", piece


def _unspaced(word: str) -> list[str]:
    pieces = [word[0]]
    for before, char in pairwise(word):
        if _may_break(before, char):
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters: beside a wide one, unless a mark belongs to the other."""
    if not (_is_wide(before) or _is_wide(after)) or _HANGUL.match(before) or _HANGUL.match(after):
        return False
    closes = unicodedata.category(after) in ("Pe", "Pf", "Po", "Lm", "Mn", "Mc", "Me", "Cf")
    return not closes and unicodedata.category(before) not in ("Ps", "Pi", "Cf")


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in ("W", "F")


def _columns(text: str) -> int:
    marks = ("Mn", "Me", "Cf")
    return sum(2 if _is_wide(char) else unicodedata.category(char) not in marks for char in text)
