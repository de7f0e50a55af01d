"""Joins pairs of sentences that cannot both be so, and conflicts, to what they are about: whichever have a sentence in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from newsfold.digests.conflicts.claims import Sentence
from newsfold.model import Claim, Conflict, ConflictKind, Range

Side = tuple[Sentence, Range]
_Key = tuple[str, int]


def conflicts_of(kind: ConflictKind, pairs: Iterable[tuple[Side, Side]]) -> Iterator[Conflict]:
    """Make conflicts of pairs, in the order in which they begin, the claims of each in the order of time.

    The same words in two articles are one claim, and one sentence that has both sides in it is no conflict of two.
    """
    for group in _joined(pairs):
        ordered = sorted(group, key=lambda side: (side[0].article.time_order, side[1].start))
        kept = list({sentence.text: (sentence, mark) for sentence, mark in reversed(ordered)}.values())[::-1]
        if len(kept) > 1:
            yield Conflict(kind, tuple(sentence.claim(mark) for sentence, mark in kept))


def _joined(pairs: Iterable[tuple[Side, Side]]) -> Iterator[list[Side]]:
    groups: list[dict[_Key, Side]] = []
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


def joined(given: Sequence[Conflict], order: Mapping[str, int]) -> list[Conflict]:
    """Make one conflict of those that have a claim in common; the same words are one claim, of the earliest article.

    `order` gives the place of each article in the order of time.
    """
    found: list[Conflict] = []
    for one in given:
        words = {_told(claim) for claim in one.claims}
        meeting = [other for other in found if not words.isdisjoint(map(_told, other.claims))]
        found = [other for other in found if other not in meeting]
        every = [claim for other in (*meeting, one) for claim in other.claims]
        every.sort(key=lambda claim: (order[claim.words.article], claim.mark.start))
        found.append(Conflict(one.kind, tuple({_told(claim): claim for claim in reversed(every)}.values())[::-1]))
    return found


def _told(claim: Claim) -> tuple[str, int]:
    """Give what of the claim is the same in every copy of it: its words, and where in them its mark begins."""
    return claim.words.text, claim.mark.start - claim.words.span.start
