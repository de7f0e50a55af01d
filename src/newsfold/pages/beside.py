"""What a page shows beside the excerpts, in the same sections for every form: what is new, conflicts, quotes, timeline, names.

Words are the outlets'; labels, counts and dates are the page's own and stand apart from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newsfold.model import Claim, Conflict, ConflictKind, Date, Digest, Entity, Event, Grade, Quote, Range, Verbatim
from newsfold.pages.corrected import corrections, coverage
from newsfold.pages.labels import moment, number_of, when

_GRADES: Final[dict[Grade, str]] = {
    "named": "named",
    "office": "an office",
    "anonymous": "no name given",
    "document": "a document",
    "unattributed": "nobody said to have said it",
}
_KINDS: Final[dict[ConflictKind, str]] = {
    "figures": "Figures",
    "yes-no": "Yes and no",
    "who": "Who",
    "when": "When",
    "where": "Where",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A line under some words: a label of the page's, and an outlet's words behind it, if any."""

    label: str
    words: Verbatim | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of an article with what the page says of it. `mark` is the part that matters, in offsets of the stretch."""

    words: Verbatim
    mark: Range | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Stretches that belong together under one label, which may be empty."""

    label: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page. `opened`: shown from the beginning where a page can fold it away; `brief`: a line for each stretch.

    `lines` are the page's own and hold no outlet's words but names.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    opened: bool = False
    brief: bool = False
    lines: tuple[str, ...] = ()


def sections(digest: Digest) -> list[Section]:
    """Give the sections that stand behind the excerpts of a digest, those that have anything in them."""
    found = [
        Section("Where accounts differ", tuple(map(_conflict, digest.conflicts)), opened=True),
        Section("As it became known", tuple(Block("", tuple(map(_claim, one.claims))) for one in digest.updates)),
        Section("Who said what", tuple(map(_quote, digest.quotes))),
        Section("What happened when", tuple(map(_event, digest.timeline))),
        Section("Who is who", tuple(map(_entity, digest.names)), brief=True),
        Section("Which groups cover it", lines=coverage(digest)),
        Section("Corrections", lines=corrections(digest)),
    ]
    return [section for section in found if section.blocks or section.lines]


def news(digest: Digest) -> list[Section]:
    """Give the section that stands before the excerpts: what is new, also where nothing is, for a reader who asked."""
    if digest.since is None:
        return []
    title = f"New since {when(Date('', digest.since, 'exact'))}"
    return [Section(title, tuple(Block("", (Told(one),)) for one in digest.new), opened=True)]


def parted(told: Told) -> tuple[str, str, str]:
    """Part a stretch into what is before its mark, the mark, and what is behind; without a mark all is before."""
    text, mark = told.words.text, told.mark
    return (text[: mark.start], mark.of(text), text[mark.end :]) if mark else (text, "", "")


def _conflict(conflict: Conflict) -> Block:
    return Block(_KINDS[conflict.kind], tuple(map(_claim, conflict.claims)))


def _claim(claim: Claim, notes: Sequence[Note] = ()) -> Told:
    start = claim.words.span.start
    return Told(claim.words, Range(claim.mark.start - start, claim.mark.end - start), tuple(notes))


def _quote(quote: Quote) -> Block:
    notes = [Note("Said by", quote.speaker)] if quote.speaker else []
    if quote.name and quote.speaker and quote.name.text not in quote.speaker.text:
        notes.append(Note("that is", quote.name))
    notes.append(Note(_GRADES[quote.grade]))
    outlets = dict.fromkeys(one.outlet for one in quote.repeats)
    if outlets:
        notes.append(Note(f"quoted by {number_of(len(outlets), 'more outlet', 'more outlets')}"))
    return Block("", (Told(quote.content, None, tuple(notes)),))


def _event(event: Event) -> Block:
    label = moment(event.when) + (" (the words allow another day)" if event.when.ambiguous else "")
    notes = [Note(f"told by {number_of(event.accounts, 'account')}")] if event.accounts > 1 else []
    return Block(label, (_claim(event.claim, notes),))


def _entity(entity: Entity) -> Block:
    notes = [Note("also", one) for one in entity.forms] + [Note("called", one) for one in entity.described]
    notes.append(Note(number_of(entity.accounts, "account")))
    return Block("", (Told(entity.name, None, tuple(notes)),))
