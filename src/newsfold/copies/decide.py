"""Decides what two articles are to each other by their words: a copy, a rewrite, or neither.

Pure: counts in, a verdict out; no clock, no store, no state. The caller counts what two texts share and acts on the answer.
When in doubt two texts stay two: a false lineage takes an account away from a story, a missed one only adds one.
"""

from __future__ import annotations

from typing import Final, Literal

Kinship = Literal["copy", "rewrite"]

# Fewer shingles (12 words) are a headline or a line of a menu, and say nothing by themselves.
USABLE: Final = 8
# Containment of simulated wire edits (15 of 100 sentences dropped): p10 .96, median .98. A copy with a new lead or half cut
# keeps from .55 on (sample week). Independent accounts of one event stay below .05 there.
COPY: Final = 0.5
# Teasers and items cut short have few shingles, and official news makes them alike, so all but the edges have to be there.
SHORT: Final = 60
COPY_SHORT: Final = 0.9
# What a rewrite keeps word for word. Below .3 local outlets that each quote one police report are among them (gva), up to .36
# accounts that print one speech without quotation marks (allsides). Most rewrites share no five words in a row with their
# source and are not seen here at all.
REWRITE: Final = 0.4
REWRITE_AT_LEAST: Final = 20
# Light rewrites have from .08 of the shingles of either text in common, and of the keys, which are a sample of them, from .07.
WORTH_COMPARING: Final = 0.05
WORTH_ALIGNING: Final = 0.06
# Of either text light rewrites have from .29 on, the median .50, in passages that stand in both in one order; independent accounts
# have up to .04 (tests/data/copies.jsonl). Of one incident in local news (gva) those that have .4 and more, looked at one by one,
# are made from one text: an agency's, another outlet's or the police's own.
IN_PASSAGES: Final = 0.4
# An outlet repeats itself: background, a series, the market at noon. Only nearly all of a text is a copy there, its boilerplate
# counted in, of a short one all on both sides ("Charges against A" and "against B" share .90 of their teasers), and only
# within days.
SAME_OUTLET: Final = 0.8
SAME_OUTLET_SHORT: Final = 0.95
# Two texts that are one as a whole and not only in part.
ONE_TEXT: Final = 0.8
# The share of two titles' terms in the texts under them. Login walls, widgets and newsletter forms taken for text had at most
# .07, copies under new headlines at least .25 (gva).
ABOUT_TITLE: Final = 0.15
# To be called no article at all a teaser has to have less than any of real news was seen to have: a line on the war at large that
# an outlet puts under each of its reports has .08 and more (capture-story).
UNRELATED: Final = 0.07
# A title of fewer terms does not say enough of what its text should be about.
TITLE_TERMS: Final = 3
# News is copied within days. Some of the same words a month apart are background, a template or an archive.
DAYS_APART: Final = 14.0
DAYS_APART_SAME_OUTLET: Final = 3.0
DAYS_APART_TITLE: Final = 3.0
# A column has its title every day; a report that moves from one front to another has it twice within hours.
DAYS_APART_AGAIN: Final = 0.5
# Two desks find the same headline for one event now and then, even one of ten words: twice at most between two outlets in 50
# days. Two that run one agency's items share as many in a morning. Fewer common titles than this are chance.
TITLES_IN_COMMON: Final = 5


def is_evidence(shingles: int) -> bool:
    """Decide whether so many shingles are enough to compare a text by."""
    return shingles >= USABLE


def is_worth_comparing(keys: int, fewer: int) -> bool:
    """Decide whether two texts may share as much as a rewrite does: by the keys in both, of the `fewer` that either has."""
    return keys >= WORTH_COMPARING * fewer


def is_worth_aligning(shared: int, smaller: int, days_apart: float | None) -> bool:
    """Decide whether one of two texts may be a rewrite of the other: by the shingles in both, of those of the smaller one."""
    return shared >= WORTH_ALIGNING * smaller and (days_apart is None or days_apart <= DAYS_APART)


def by_text(shared: int, smaller: int, larger: int, days_apart: float | None = None) -> Kinship | None:
    """Decide by the shingles that two texts share, and how many each has. `days_apart` is None where it is not known."""
    if not is_evidence(smaller):
        return None
    if days_apart is not None and days_apart > DAYS_APART and not one_text(shared, larger):
        return None
    containment = shared / smaller
    if containment >= (COPY_SHORT if smaller < SHORT else COPY):
        return "copy"
    return "rewrite" if containment >= REWRITE and shared >= REWRITE_AT_LEAST and smaller >= SHORT else None


def by_passages(share: tuple[float, float], told: tuple[int, int]) -> Kinship | None:
    """Decide whether one text is a rewrite of another by the passages that both have in one order.

    share: the part of each text's own words that is in passages; told: how many words of its own each has.
    """
    return "rewrite" if min(share) >= IN_PASSAGES and min(told) >= SHORT else None


def is_put_out_again(shared: int, smaller: int, larger: int, days_apart: float | None) -> bool:
    """Decide whether an outlet has put out a text again, rather than some of its words; boilerplate is in both counts."""
    if days_apart is not None and days_apart > DAYS_APART_SAME_OUTLET:
        return False
    return shared >= (SAME_OUTLET_SHORT * larger if smaller < SHORT else SAME_OUTLET * smaller)


def by_title(in_common: int) -> bool:
    """Decide whether headlines without texts are copies, where their two outlets have so many titles in common."""
    return in_common >= TITLES_IN_COMMON


def is_put_out_twice(first: float | None, again: float | None) -> bool:
    """Decide whether an outlet that uses a title again puts out one article twice: `first` and `again` are its times in days."""
    return first is not None and again is not None and abs(again - first) <= DAYS_APART_AGAIN


def near_in_time(days_apart: float | None) -> bool:
    """Decide whether two equal titles are so near in time that they may tell the same."""
    return days_apart is not None and days_apart <= DAYS_APART_TITLE


def is_told_of(found: int, terms: int) -> bool:
    """Decide whether texts are about what stands above them: `found` of the `terms` of their titles are in them.

    A text that is about something else is no article but what a page says to everyone.
    """
    return found >= ABOUT_TITLE * terms


def is_furniture(found: int, terms: int, length: int, *, one_outlet: bool = True) -> bool:
    """Decide whether what stands for a text is none: `found` of the `terms` of the titles above it are in it.

    length: how many shingles it has. An article that is told in an outlet's set phrases alone, such as the weather, is about its
    title all the same. At two outlets hardly a word may be in common: a copy may stand under a pun.
    """
    if terms < TITLE_TERMS or not is_evidence(length):
        return False
    return not is_told_of(found, terms) if one_outlet and length >= SHORT else found <= UNRELATED * terms


def one_text(shared: int, larger: int) -> bool:
    """Decide whether two texts are one as a whole, so that what is a copy of either is a copy of both."""
    return shared >= ONE_TEXT * larger
