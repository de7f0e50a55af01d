"""Prove that what is shown is what was stored, and that what is stored is what came in. Pure: values in, proofs out.

Two things are held together. Shown words must equal the slice of the stored field that they are said to be (a headline:
all of it), and every stored revision must still hash to its id. The first alone would miss an alteration of both at
once, the second one of the excerpt alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsfold.model import QuotedWords, StoredWords, revision_id


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome for one stretch that is shown, headline or revision. `message` is a whole line for a person; it names
    places, never the words.

    `story` and `position` are None for a revision. `at` is the first character that differs, in code points of the
    stored field; None where all is well or where the place cannot be known.
    """

    ok: bool
    message: str
    article: str
    revision: str
    story: str | None = None
    position: int | None = None
    at: int | None = None


def verify(quoted: Iterable[QuotedWords], stored: Iterable[StoredWords]) -> Iterator[Proof]:
    """Prove every quoted stretch, then every stored revision; nothing given gives nothing.

    >>> [proof.message for proof in verify([], [StoredWords("a1", "0" * 32, "Title", "Text.")])]
    ['article a1, revision 00000000000000000000000000000000: its words are not those that came in']
    """
    yield from map(prove_quoted, quoted)
    yield from map(prove_stored, stored)


def prove_quoted(words: QuotedWords) -> Proof:
    """Hold the words that a digest shows against the stored field that they are said to stand in."""
    difference, at = _difference(words)
    message = f"{_name(words)}: {difference or 'verbatim'}"
    return Proof(not difference, message, words.article, words.revision, words.story, words.position, at)


def prove_stored(words: StoredWords) -> Proof:
    """Hold the words of a revision against the hash that was made of them when they came in."""
    ok = revision_id(words.title, words.text) == words.revision
    finding = "as it came in" if ok else "its words are not those that came in"
    return Proof(ok, f"article {words.article}, revision {words.revision}: {finding}", words.article, words.revision)


def _name(words: QuotedWords) -> str:
    which = words.kind if words.kind != "excerpt" else f"excerpt {words.position}"
    return f"story {words.story}, {which} (article {words.article}, {words.field} {words.start}-{words.end})"


def _difference(words: QuotedWords) -> tuple[str, int | None]:
    """What is wrong, in words (empty: nothing), and where."""
    stored = words.stored
    if stored is None:
        return f"the store has no such {words.field} any more", None
    least = 0 if words.kind == "headline" else 1  # a story without any title is headed by nothing
    if not 0 <= words.start <= words.end - least:
        return "this is no stretch of any text", None
    end = len(stored) if words.kind == "headline" else words.end
    found = stored[words.start : end]
    if found == words.shown:
        # A slice may end before its end where the text does.
        return (
            ("", None)
            if words.end - words.start == len(words.shown)
            else ("the stretch is longer than its words", None)
        )
    offset = _first_difference(words.shown, found)
    at = words.start + offset
    return f"differs from character {at} on: shown {_char(words.shown, offset)}, stored {_char(found, offset)}", at


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _char(text: str, offset: int) -> str:
    # By its number: what stands there may be a control character, a mark that joins the line, or half a pair.
    return f"U+{ord(text[offset]):04X}" if offset < len(text) else "nothing more"
