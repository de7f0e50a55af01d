"""Joins pairs of sentences that cannot both be so to what they are about: whichever have a sentence in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsfold.digests.conflicts.claims import Sentence
from newsfold.model import Conflict, ConflictKind, Range

Side = tuple[Sentence, Range]


def joined(pairs: Iterable[tuple[Side, Side]]) -> Iterator[list[Side]]:
    """Give the sides of the pairs that hang together, each sentence once, in the order in which the groups begin."""
    groups: list[dict[tuple[str, int], Side]] = []
    for pair in pairs:
        mine = {(one[0].article.id, one[0].range.start): one for one in pair}
        touched = [group for group in groups if not group.keys().isdisjoint(mine)]
        if not touched:
            groups.append(mine)
            continue
        touched[0].update({key: one for key, one in mine.items() if key not in touched[0]})
        for group in touched[1:]:
            touched[0].update(group)
            groups.remove(group)
    for group in groups:
        yield list(group.values())


def conflict_of(kind: ConflictKind, sides: Iterable[Side]) -> Conflict:
    """Make a conflict of its sides, in the order of time; the same words in two articles are one claim."""
    ordered = sorted(sides, key=lambda side: (side[0].article.time_order, side[1].start))
    kept = list({sentence.text: (sentence, mark) for sentence, mark in reversed(ordered)}.values())[::-1]
    return Conflict(kind, tuple(sentence.claim(mark) for sentence, mark in kept))
