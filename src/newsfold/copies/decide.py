"""Decides what two articles are to each other by their words: a copy, a rewrite, or neither.

Pure: counts in, a verdict out; no clock, no store, no state. The caller counts what two texts share and acts on the answer.
When in doubt two texts stay two: a false lineage takes an account away from a story, a missed one only adds one.
"""

from __future__ import annotations

from typing import Final, Literal

Kinship = Literal["copy", "rewrite"]

# A text with fewer shingles (12 words) is a headline or a line of a menu, and says nothing by itself.
USABLE: Final = 8
# Containment of simulated wire edits (15 of 100 sentences dropped): p10 .96, median .98. A copy with a new lead or half cut
# keeps from .58 on (sample week). Independent accounts of one event stay below .05.
COPY: Final = 0.5
COPY_AT_LEAST: Final = 20
# Teasers and items cut short have few shingles, which have to be nearly all in the other text.
TEASER: Final = 0.8
TEASER_AT_LEAST: Final = USABLE
# What a rewrite keeps word for word. Most share no five words in a row with their source and are not seen here.
REWRITE: Final = 0.2
REWRITE_AT_LEAST: Final = 20
# An outlet repeats itself: background, a series, last week's preview. Only nearly all of a text is a copy there, of a short
# one all on both sides ("Charges against A" and "against B" share .90 of their teasers), and only within days.
SAME_OUTLET: Final = 0.8
SAME_OUTLET_SHORT: Final = 0.95
SHORT: Final = 40
# Two texts that are one as a whole and not only in part.
ONE_TEXT: Final = 0.8
# The share of two titles' terms in the texts under them. Login walls, widgets and newsletter forms taken for text had at most
# .07, copies under new headlines at least .25 (gva).
ABOUT_TITLE: Final = 0.15
# News is copied within days. Some of the same words a month apart are background, a template or an archive.
DAYS_APART: Final = 14.0
DAYS_APART_SAME_OUTLET: Final = 3.0
DAYS_APART_TITLE: Final = 3.0


def has_text(shingles: int) -> bool:
    """Decide whether an article has a text that can be compared."""
    return shingles >= USABLE


def by_text(
    shared: int, smaller: int, larger: int, *, same_outlet: bool = False, days_apart: float | None = None
) -> Kinship | None:
    """Decide by the shingles that two texts share, and how many each has. `days_apart` is None where it is not known."""
    if not has_text(smaller):
        return None
    containment = shared / smaller
    if same_outlet and not _is_repeated(shared, smaller, larger, days_apart):
        return None
    if days_apart is not None and days_apart > DAYS_APART and not one_text(shared, larger):
        return None
    if (containment >= COPY and shared >= COPY_AT_LEAST) or (containment >= TEASER and shared >= TEASER_AT_LEAST):
        return "copy"
    return "rewrite" if containment >= REWRITE and shared >= REWRITE_AT_LEAST else None


def _is_repeated(shared: int, smaller: int, larger: int, days_apart: float | None) -> bool:
    """Decide whether an outlet has put out a text again, rather than some of its words."""
    if days_apart is not None and days_apart > DAYS_APART_SAME_OUTLET:
        return False
    return shared >= (SAME_OUTLET_SHORT * larger if larger < SHORT else SAME_OUTLET * smaller)


def by_title(*, days_apart: float | None) -> bool:
    """Decide whether a headline without a text is the other article's, which has the same title."""
    return days_apart is not None and days_apart <= DAYS_APART_TITLE


def is_told_of(found: int, terms: int) -> bool:
    """Decide whether texts are about what stands above them: `found` of the `terms` of their titles are in them.

    A text that is about something else is no article but what a page says to everyone.
    """
    return found >= ABOUT_TITLE * terms


def one_text(shared: int, larger: int) -> bool:
    """Decide whether two texts are one as a whole, so that what is a copy of either is a copy of both."""
    return shared >= ONE_TEXT * larger
