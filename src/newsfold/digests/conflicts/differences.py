"""Finds where the independent accounts of a story cannot all be so, and figures that became known one after the other.

Pairs are shown side by side, named and timed; nothing is said of which is true. Precision comes first: a conflict that is
none would be a wrong word about the world.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.digests.conflicts.ages import ages
from newsfold.digests.conflicts.claims import Sentence, statements
from newsfold.digests.conflicts.denials import denial_conflicts
from newsfold.digests.conflicts.figureclaims import Figure, figures
from newsfold.digests.conflicts.figureconflicts import figure_conflicts
from newsfold.digests.conflicts.joining import joined
from newsfold.digests.conflicts.limbs import limb_conflicts
from newsfold.digests.conflicts.onequantity import Story
from newsfold.digests.conflicts.opposites import opposite_conflicts
from newsfold.digests.conflicts.replies import reply_conflicts
from newsfold.digests.conflicts.reports import report_conflicts
from newsfold.digests.conflicts.whenconflicts import when_conflicts
from newsfold.digests.conflicts.whoconflicts import who_conflicts
from newsfold.digests.sources import Sources
from newsfold.model import Conflict, Field, Range, Update


@dataclass(frozen=True, slots=True)
class Differences:
    """What a story's accounts differ in: conflicts and updates, each in the order of time of its first claim."""

    conflicts: tuple[Conflict, ...] = ()
    updates: tuple[Update, ...] = ()


def conflicts(given: Sources) -> Differences:
    """Find the conflicts and updates of a story's articles; none where there is one article that contradicts nobody."""
    stated = list(statements(given))
    story = Story(stated)
    counted = [figure for sentences in stated for figure in _figures(sentences)]
    found, updates = figure_conflicts(counted, story)
    found += limb_conflicts(stated)
    found += when_conflicts(stated, story)
    found += who_conflicts(stated)
    order = {article.id: place for place, article in enumerate(given.articles)}
    said = [
        *denial_conflicts(stated, story),
        *reply_conflicts(stated),
        *report_conflicts(stated, story),
        *opposite_conflicts(stated, story),
    ]
    found += joined(said, order)

    def time(one: Conflict | Update) -> tuple[int, int]:
        return order[one.claims[0].words.article], one.claims[0].mark.start

    return Differences(tuple(sorted(found, key=time)), tuple(sorted(updates, key=time)))


def sides(differences: Differences) -> dict[tuple[str, Field, Range], tuple[int, ...]]:
    """Say which sentences are sides of which conflicts, by their places in `conflicts`, so that excerpts can show both."""
    found: dict[tuple[str, Field, Range], list[int]] = {}
    for place, conflict in enumerate(differences.conflicts):
        for claim in conflict.claims:
            span = claim.words.span
            found.setdefault((claim.words.article, span.field, Range(span.start, span.end)), []).append(place)
    return {sentence: tuple(dict.fromkeys(places)) for sentence, places in found.items()}


def _figures(sentences: Sequence[Sentence]) -> list[Figure]:
    return [*figures(sentences), *(figure for sentence in sentences for figure in ages(sentence))]
