"""Pairs figures of one quantity, and tells a conflict from an update.

What grows while it is counted (the dead, the arrested) is an update when a later account gives more; figures of about the
same time that exclude each other are a conflict, and so is a later figure that falls back behind one that was known. What
goes up and down (the missing) is in conflict only at about the same time. What is fixed (who was aboard, an age, a
magnitude) is in conflict whenever accounts differ, unless one of them calls its figure an old one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from newsfold.digests.conflicts.conflictwords import families
from newsfold.digests.conflicts.counting import Bounds
from newsfold.digests.conflicts.figureclaims import Figure
from newsfold.digests.conflicts.onequantity import Story, apart, comparable, leads, on_other_days, passing
from newsfold.model import Conflict, Update

Relation = Literal["conflict", "update", "none"]

# Two hours apart, neither account can be said to be the newer knowledge of the other's matter.
_SAME_TIME_HOURS = 2.0
# Beyond this, a figure that falls back may be one of another count.
_FALLS_BACK_HOURS = 12.0
_FIXED_HOURS = 7 * 24.0
_OTHER_HOURS = 36.0
# What agrees with one side of a conflict belongs to it only while it may still hold.
_JOINS_HOURS = 12.0


def figure_conflicts(figures: Sequence[Figure], story: Story) -> tuple[list[Conflict], list[Update]]:
    """Find the conflicts and the updates among the figures of one story, given in the order of time."""
    by_quantity: dict[tuple[str, frozenset[str]], list[Figure]] = defaultdict(list)
    for figure in figures:
        by_quantity[figure.key, figure.scope].append(figure)
    for figure in figures:
        if figure.bounds.high == 0.0 and figure.family:
            # That nobody was hurt is also said of women.
            for key, scope in list(by_quantity):
                if key.startswith(f"{figure.family} ") and scope == figure.scope:
                    by_quantity[key, scope].append(figure)
    conflicts: list[Conflict] = []
    updates: list[Update] = []
    for quantity in sorted(by_quantity, key=lambda one: (one[0], sorted(one[1]))):
        by_quantity[quantity].sort(key=order)
        pairs = list(_pairs(by_quantity[quantity], story))
        opposed = [pair for pair, relation in pairs if relation == "conflict"]
        conflicts += _grouped(opposed + list(_joining(opposed, by_quantity[quantity], story)))
        updates += _series([pair for pair, relation in pairs if relation == "update"])
    return conflicts, updates


def _first_of_each(figures: Iterable[Figure]) -> list[Figure]:
    """Keep of each account its first sentence with a value, so that pairs do not grow with the copies."""
    seen: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        seen.setdefault((figure.sentence.account, *figure.bounds, figure.source), figure)
    return list(seen.values())


def _pairs(figures: Sequence[Figure], story: Story) -> Iterator[tuple[tuple[Figure, Figure], Relation]]:
    by_article: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_article[figure.sentence.article.id].append(figure)
    kept = _first_of_each(figures)
    for place, later in enumerate(kept):
        for earlier in kept[:place]:
            if not apart(earlier, later) or not comparable(earlier, later, story):
                continue
            here, there = (by_article[one.sentence.article.id] for one in (earlier, later))
            if here is not there and not (_alone_in(here, earlier, later) and _alone_in(there, later, earlier)):
                continue
            relation = relate(earlier, later)
            if relation != "none":
                yield (earlier, later), relation


def _joining(
    opposed: Sequence[tuple[Figure, Figure]], figures: Sequence[Figure], story: Story
) -> Iterator[tuple[Figure, Figure]]:
    """Pair what agrees with one side of a known conflict, at about its time, with the other side."""
    kept = _first_of_each(figures) if opposed else ()
    for figure in kept:
        if figure.earlier:
            continue
        for side, against in (*opposed, *((other, one) for one, other in opposed)):
            if (
                figure is not side
                and _agrees(figure, side)
                and figure.bounds.disjoint(against.bounds)
                and _is_near(figure, side)
                and _is_near(figure, against)
                and comparable(figure, side, story)
            ):
                yield figure, against
                break


def _agrees(one: Figure, other: Figure) -> bool:
    """Tell whether two figures can both be so; what grows agrees only with a figure that begins at the same value."""
    if one.family in passing() and math.isinf(max(one.bounds.high, other.bounds.high)):
        return one.bounds.low == other.bounds.low
    return not one.bounds.disjoint(other.bounds)


def _is_near(one: Figure, other: Figure) -> bool:
    hours = hours_between(one, other)
    longest = _FIXED_HOURS if one.family and one.family not in passing() else _JOINS_HOURS
    return hours is not None and hours <= longest and not on_other_days(one, other)


def _alone_in(article: Sequence[Figure], figure: Figure, other: Figure) -> bool:
    """Tell whether an article gives one figure for the quantity, and nothing that agrees with the other account's.

    An article that has several speaks of parts, or of more than one event; which of them is meant cannot be told.
    """
    own = [
        one
        for one in article
        if not one.earlier
        and not (leads(figure) and one.source and not figure.source & one.source)
        # What is measured further down is an aftershock.
        and not (one.family == "magnitude" and leads(figure) and not leads(one))
    ]
    return all(apart(one, other) and not one.bounds.disjoint(figure.bounds) for one in own)


def relate(earlier: Figure, later: Figure) -> Relation:
    """Tell what two figures that exclude each other are to one another; `earlier` is of the earlier article."""
    if earlier.earlier or later.earlier:
        return "update" if later.family and not later.earlier else "none"
    hours = hours_between(earlier, later)
    if hours is None or earlier.sentence.article.id == later.sentence.article.id:
        return "conflict" if earlier.sentence.article.id == later.sentence.article.id else "none"
    grows = later.bounds.low > earlier.bounds.high
    # That nobody was hurt is no count that is still going on.
    if later.family in families("can_be_none") and 0.0 in (earlier.bounds.high, later.bounds.high):
        return "conflict" if hours <= _FALLS_BACK_HOURS else "none"
    if later.family in families("growing"):
        return _of_growing(hours, grows=grows)
    if later.family in families("changing"):
        return _of_changing(earlier, later, hours)
    # The next quake is as strong as it likes.
    lasting = later.family and later.family != "magnitude"
    return "conflict" if hours <= (_FIXED_HOURS if lasting else _OTHER_HOURS) else "none"


def _of_changing(earlier: Figure, later: Figure, hours: float) -> Relation:
    # How many trains fell out on Tuesday is one count, whenever it is told.
    one_day = len(later.sentence.days) == 1 and earlier.sentence.days == later.sentence.days
    if one_day and later.family in families("by_day"):
        return "conflict" if hours <= _FIXED_HOURS else "none"
    return "conflict" if hours <= _SAME_TIME_HOURS else "update"


def _of_growing(hours: float, *, grows: bool) -> Relation:
    if hours <= (_SAME_TIME_HOURS if grows else _FALLS_BACK_HOURS):
        return "conflict"
    return "update" if grows else "none"


def hours_between(earlier: Figure, later: Figure) -> float | None:
    first, second = earlier.sentence.article.published.at, later.sentence.article.published.at
    return None if first is None or second is None else abs((second - first).total_seconds()) / 3600


def _grouped(pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[Conflict]:
    """Put pairs that share a figure into one conflict."""
    for members in _connected(pairs):
        yield Conflict("figures", tuple(one.sentence.claim(one.mark) for one in members))


def _series(pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[Update]:
    """Put pairs that share a figure into one series, in which each value stands once, told by the first to have it."""
    for members in _connected(pairs):
        first: dict[Bounds, Figure] = {}
        for one in members:
            first.setdefault(one.bounds, one)
        yield Update(tuple(one.sentence.claim(one.mark) for one in first.values()))


def _connected(pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[list[Figure]]:
    members = sorted({id(one): one for pair in pairs for one in pair}.values(), key=order)
    head = {id(one): id(one) for one in members}

    def root(key: int) -> int:
        while head[key] != key:
            key = head[key]
        return key

    for one, other in pairs:
        head[root(id(one))] = root(id(other))
    groups: dict[int, list[Figure]] = defaultdict(list)
    for one in members:
        groups[root(id(one))].append(one)
    yield from groups.values()


def order(figure: Figure) -> tuple[object, ...]:
    sentence = figure.sentence
    return (sentence.article.time_order, sentence.field != "title", figure.mark.start)
