"""What a page shows beside the excerpts, in the same sections for every form: what is new, conflicts, quotes, timeline, names.

Words are the outlets'; labels, counts and dates are the page's own and stand apart from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Final

from newsfold.model import (
    Claim,
    Conflict,
    ConflictKind,
    Date,
    Digest,
    Edit,
    EditKind,
    Entity,
    Event,
    Grade,
    Quote,
    Range,
    Verbatim,
)
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
_EDITS: Final[dict[EditKind, str]] = {
    "figure": "Another figure",
    "reworded": "Other words",
    "added": "Added",
    "removed": "Taken out",
}


# A page that draws charts shows the first of these in them, and the second at its end.
COVERED: Final = "Which groups cover it"
CORRECTED: Final = "Corrections"


@dataclass(frozen=True, slots=True)
class Note:
    """A line under some words: a label of the page's, and an outlet's words behind it, if any."""

    label: str
    words: Verbatim | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of an article with what the page says of it. `marks` are the parts that matter, in offsets of the stretch.

    `since` is when the article came to have these words, where that is known to be another time than its own.
    """

    words: Verbatim
    marks: tuple[Range, ...] = ()
    notes: tuple[Note, ...] = ()
    since: Date | None = None

    @property
    def at(self) -> Date:
        """The time that is shown beside the outlet."""
        return self.since or self.words.published


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


def sections(digest: Digest, zone: tzinfo = UTC) -> list[Section]:
    """Give the sections that stand behind the excerpts of a digest, those that have anything in them."""
    found = [
        Section("Where accounts differ", tuple(map(_conflict, digest.conflicts)), opened=True),
        *(edits(digest) if digest.since is None else ()),
        Section("As it became known", tuple(Block("", tuple(map(_claim, one.claims))) for one in digest.updates)),
        Section("Who said what", tuple(map(_quote, digest.quotes))),
        Section("What happened when", tuple(map(_event, digest.timeline))),
        Section("Who is who", tuple(map(_entity, digest.names)), brief=True),
        Section(COVERED, lines=coverage(digest)),
        Section(CORRECTED, lines=corrections(digest, zone)),
    ]
    return [section for section in found if section.blocks or section.lines]


def news(digest: Digest, zone: tzinfo = UTC) -> list[Section]:
    """Give the section that stands before the excerpts: what is new, also where nothing is, for a reader who asked."""
    if digest.since is None:
        return []
    title = f"New since {when(Date('', digest.since, 'exact'), zone)}"
    return [Section(title, tuple(Block("", (Told(one),)) for one in digest.new), opened=True), *edits(digest)]


def edits(digest: Digest) -> list[Section]:
    """Give the section of what outlets changed in their articles, if they changed anything."""
    return [Section("What was changed", tuple(map(_edit, digest.edits)), opened=True)] if digest.edits else []


def parted(told: Told) -> list[tuple[str, bool]]:
    """Cut a stretch into its parts in their order, each with whether it is marked; none is empty."""
    text, parts, done = told.words.text, [], 0
    for mark in sorted(told.marks):
        start, end = max(mark.start, done), max(mark.end, done)  # two marks may share words, which are shown once
        parts += [(text[done:start], False), (text[start:end], True)]
        done = end
    return [(words, marked) for words, marked in [*parts, (text[done:], False)] if words]


def _conflict(conflict: Conflict) -> Block:
    """Show each sentence once, also one that holds both sides ("..., a claim the ministry denied")."""
    marks: dict[Verbatim, list[Range]] = {}
    for claim in conflict.claims:
        marks.setdefault(claim.words, []).append(claim.mark)
    told = (Told(words, _within(words, sorted(inside))) for words, inside in marks.items())
    return Block(_KINDS[conflict.kind], tuple(told))


def _claim(claim: Claim, notes: Sequence[Note] = ()) -> Told:
    return Told(claim.words, _within(claim.words, [claim.mark]), tuple(notes))


def _within(words: Verbatim, marks: Iterable[Range]) -> tuple[Range, ...]:
    """Give marks in a stored field as marks in the words that are shown of it."""
    start = words.span.start
    return tuple(Range(mark.start - start, mark.end - start) for mark in marks)


def _edit(edit: Edit) -> Block:
    told = []
    if edit.before:
        told.append(Told(edit.before, _within(edit.before, edit.gone), (Note("before"),)))
    if edit.after:
        since = edit.at if edit.at.at else None
        told.append(Told(edit.after, _within(edit.after, edit.new), (Note("changed" if since else "now"),), since))
    return Block(_EDITS[edit.kind], tuple(told))


def _quote(quote: Quote) -> Block:
    notes = [Note("Said by", quote.speaker)] if quote.speaker else []
    if quote.name and quote.speaker and quote.name.text not in quote.speaker.text:
        notes.append(Note("that is", quote.name))
    notes.append(Note(_GRADES[quote.grade]))
    outlets = dict.fromkeys(one.outlet for one in quote.repeats)
    if outlets:
        notes.append(Note(f"quoted by {number_of(len(outlets), 'more outlet', 'more outlets')}"))
    return Block("", (Told(quote.content, (), tuple(notes)),))


def _event(event: Event) -> Block:
    label = moment(event.when) + (" (the words allow another day)" if event.when.ambiguous else "")
    notes = [Note(f"told by {number_of(event.accounts, 'account')}")] if event.accounts > 1 else []
    return Block(label, (_claim(event.claim, notes),))


def _entity(entity: Entity) -> Block:
    notes = [Note("also", one) for one in entity.forms] + [Note("called", one) for one in entity.described]
    notes.append(Note(number_of(entity.accounts, "account")))
    return Block("", (Told(entity.name, (), tuple(notes)),))
