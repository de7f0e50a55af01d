"""The edition of a day as a letter: a subject, a text and a page of HTML that say the same, word for word what outlets wrote.

Nothing in it is loaded from anywhere: no picture, no style sheet, no font, and nothing that tells whether it was opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Final

from newsfold.model import Digest, Edition, Excerpt, Summary
from newsfold.pages.html import fragment
from newsfold.pages.labels import closing, counts_line, day, outlet_name, when
from newsfold.pages.links import web_link
from newsfold.pages.places import Places
from newsfold.pages.terminal import CUT, wrap
from newsfold.pages.words import for_terminal

# The first stories are told by several excerpts, the others by one: some 60 kB in all, where mail readers cut at 100.
FULL: Final = 8
EXCERPTS: Final = 3
_WIDTH: Final = 72
_RULE: Final = "-" * 8


@dataclass(frozen=True, slots=True)
class LetterStory:
    """A story of a letter: what it is, what is told of it, and where it is read, if it is anywhere."""

    summary: Summary
    excerpts: tuple[Excerpt, ...]
    page: str | None


@dataclass(frozen=True, slots=True)
class EditionLetter:
    """A letter with an edition: its stories, then those that one outlet alone tells. `page` is where the edition is read.

    `zone` is where the day is one, and by whose clock times are told.
    """

    day: date
    stories: tuple[LetterStory, ...]
    alone: tuple[LetterStory, ...] = ()
    left_out: int = 0
    page: str | None = None
    zone: tzinfo = UTC

    @property
    def all(self) -> tuple[LetterStory, ...]:
        """Every story of it, in order."""
        return (*self.stories, *self.alone)

    @property
    def told(self) -> datetime | None:
        """When anything that it tells last changed; None where nobody knows of any of it."""
        return max((one.summary.updated for one in self.all if one.summary.updated), default=None)


def letter_of(edition: Edition, digests: Mapping[str, Digest], base: str | None, zone: tzinfo = UTC) -> EditionLetter:
    """Make the letter of an edition. `digests` are those of its stories; `base` is the address of the pages, if they have one."""
    stories = tuple(
        _story(one, digests, base, EXCERPTS if number < FULL else 1) for number, one in enumerate(edition.stories)
    )
    alone = tuple(_story(one, digests, base, 1) for one in edition.alone)
    return EditionLetter(edition.day, stories, alone, edition.left_out, base, zone)


def _story(summary: Summary, digests: Mapping[str, Digest], base: str | None, most: int) -> LetterStory:
    digest = digests.get(summary.id)
    excerpts = digest.excerpts[:most] if digest else tuple(filter(None, (summary.lead,)))
    return LetterStory(summary, excerpts, Places(up=base, files=False).story(summary.id) if base else None)


def subject_of(letter: EditionLetter) -> str:
    """The day, and the first headline as its outlet wrote it, with the outlet. One line, whatever that holds."""
    first = next(iter(letter.all), None)
    if first is None:
        return day(letter.day)
    headline = first.summary.headline
    return " ".join(for_terminal(f"{day(letter.day)}: {headline.text} ({outlet_name(headline.outlet)})").split())


def letter_text(letter: EditionLetter, leave: str | None = None) -> str:
    """The letter as plain text. `leave` is the address at which one gets no more of them."""
    return "\n".join(_lines(letter, leave)) + "\n"


def letter_html(letter: EditionLetter, leave: str | None = None) -> str:
    """The letter as HTML."""
    return fragment("letter.html.j2", letter.zone, letter=letter, leave=leave)


def _lines(letter: EditionLetter, leave: str | None) -> Iterator[str]:
    yield f"Newsfold, {day(letter.day)}"
    for story in letter.stories:
        yield from _told(story, letter.zone)
    if letter.alone:
        yield from ("", _RULE, "Told by one outlet")
    for story in letter.alone:
        yield from _told(story, letter.zone)
    yield from ("", _RULE, *wrap(closing(letter.day, letter.left_out), _WIDTH))
    if letter.page:
        yield letter.page
    if leave:
        yield from ("", "No more of these letters:", leave)


def _told(story: LetterStory, zone: tzinfo) -> Iterator[str]:
    headline = story.summary.headline
    yield from ("", *wrap(headline.text or "Untitled", _WIDTH))
    yield from wrap(f"{outlet_name(headline.outlet)}. {counts_line(story.summary.counts)}", _WIDTH)
    if story.page:
        yield story.page
    for excerpt in story.excerpts:
        words = " ".join((CUT,) * excerpt.cut_before + (excerpt.text,) + (CUT,) * excerpt.cut_after)
        yield from ("", *wrap(words, _WIDTH, "  "))
        yield from wrap(f"{outlet_name(excerpt.outlet)}, {when(excerpt.published, zone)}", _WIDTH, "    ")
        if link := web_link(excerpt.url):
            yield f"    {for_terminal(link)}"
