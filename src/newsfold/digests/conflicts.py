"""Finds where the independent accounts of a story cannot all be so, and figures that became known one after the other.

Pairs are shown side by side, named and timed; nothing is said of which is true. Precision comes first: a conflict that is
none would be a wrong word about the world.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.digests.ages import ages
from newsfold.digests.claims import Sentence, statements
from newsfold.digests.denials import denial_conflicts
from newsfold.digests.figureclaims import Figure, figures
from newsfold.digests.figureconflicts import figure_conflicts
from newsfold.digests.onequantity import Story, common_names
from newsfold.digests.sources import Sources
from newsfold.model import Conflict, Field, Range, Update

# The title and the sentences that say what an article is about.
_OPENING = 3


@dataclass(frozen=True, slots=True)
class Differences:
    """What a story's accounts differ in: conflicts and updates, each in the order of time of its first claim."""

    conflicts: tuple[Conflict, ...] = ()
    updates: tuple[Update, ...] = ()


def conflicts(given: Sources) -> Differences:
    """Find the conflicts and updates of a story's articles; none where there is one article that contradicts nobody."""
    stated = list(statements(given))
    story = _story(stated)
    counted = [figure for sentences in stated for figure in _figures(sentences)]
    found, updates = figure_conflicts(counted, story)
    found += denial_conflicts(stated, story.rarity)
    order = {article.id: place for place, article in enumerate(given.articles)}

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


def _story(stated: Sequence[Sequence[Sentence]]) -> Story:
    sentences = [sentence for article in stated for sentence in article]
    having = Counter(term for sentence in sentences for term in sentence.terms)
    rarity = {term: math.log(1 + len(sentences) / count) for term, count in having.items()}
    names: dict[str, frozenset[str]] = {}
    of_account: dict[str, frozenset[str]] = {}
    for found in stated:
        if found:
            article = names[found[0].article.id] = frozenset().union(*(sentence.names for sentence in found))
            of_account[found[0].account] = of_account.get(found[0].account, frozenset()) | article
    gists = {found[0].article.id: _gist(found) for found in stated if found}
    return Story(rarity, common_names(of_account.values()), gists, names)


def _gist(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Give the terms of a title and of the sentences that open the text."""
    return frozenset(term for sentence in sentences if sentence.place < _OPENING for term in sentence.terms)
