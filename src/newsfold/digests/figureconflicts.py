"""Pairs figures of one quantity, and tells a conflict from an update.

What grows while it is counted (the dead, the arrested) is an update when a later account gives more; figures of about the
same time that exclude each other are a conflict, and so is a later figure that falls back behind one that was known. What
goes up and down (the missing) is in conflict only at about the same time. What is fixed (who was aboard, an age, a
magnitude) is in conflict whenever accounts differ, unless one of them calls its figure an old one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from newsfold.digests.conflictwords import families, tables
from newsfold.digests.counting import Bounds
from newsfold.digests.figureclaims import Figure
from newsfold.model import Conflict, Update
from newsfold.text.tokens import terms

Relation = Literal["conflict", "update", "none"]

# Two hours apart, neither account can be said to be the newer knowledge of the other's matter.
_SAME_TIME_HOURS = 2.0
# Beyond this, a figure that falls back may be one of another count.
_FALLS_BACK_HOURS = 12.0
_FIXED_HOURS = 7 * 24.0
_OTHER_HOURS = 36.0
# Shares of the weight of the words around two figures that they must have in common to be of one quantity.
_ALIKE = 0.5
_FEWEST_SHARED = 3
# A name that so many of a story's accounts have says nothing of which part of it a sentence is about.
_STORY_WIDE = 0.5
_FEWEST_OPENING, _FEWEST_NAMES = 6, 2
_MOST_OVERLOOKED = 20
_SIDE_BY_SIDE = 3
_JOINS_HOURS = 36.0


@dataclass(frozen=True, slots=True)
class Story:
    """What of a whole story decides whether two figures can be compared: how rare its terms are, its common names, the terms
    with which each article, by id, opens, and the names in it.
    """

    rarity: Mapping[str, float]
    common_names: frozenset[str]
    gists: Mapping[str, frozenset[str]]
    names: Mapping[str, frozenset[str]]


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
            if not earlier.bounds.disjoint(later.bounds) or not comparable(earlier, later, story):
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
    if one.family in _passing() and math.isinf(max(one.bounds.high, other.bounds.high)):
        return one.bounds.low == other.bounds.low
    return not one.bounds.disjoint(other.bounds)


def _is_near(one: Figure, other: Figure) -> bool:
    hours = _hours(one, other)
    apart = one.sentence.days and other.sentence.days and not one.sentence.days & other.sentence.days
    longest = _FIXED_HOURS if one.family and one.family not in _passing() else _JOINS_HOURS
    return hours is not None and hours <= longest and not apart


@cache
def _passing() -> frozenset[str]:
    return families("growing") | families("changing") | {"magnitude"}


def _alone_in(article: Sequence[Figure], figure: Figure, other: Figure) -> bool:
    """Tell whether an article gives one figure for the quantity, and nothing that agrees with the other account's.

    An article that has several speaks of parts, or of more than one event; which of them is meant cannot be told.
    """
    own = [
        one
        for one in article
        if not one.earlier
        and not (_leads(figure) and one.source and not figure.source & one.source)
        # What is measured further down is an aftershock.
        and not (one.family == "magnitude" and _leads(figure) and not _leads(one))
    ]
    return all(one.bounds.disjoint(other.bounds) and not one.bounds.disjoint(figure.bounds) for one in own)


def _leads(figure: Figure) -> bool:
    return figure.sentence.place <= 1


def comparable(one: Figure, other: Figure, story: Story) -> bool:
    """Tell whether two figures with one key are surely of one quantity."""
    if other.against is one:
        return True
    if 0.0 in (one.bounds.high, other.bounds.high):
        return _is_none_of(one, other, story)
    if one.sentence.article is other.sentence.article:
        return _side_by_side(one, other, story)
    if not independent(one, other) or (
        one.sentence.days and other.sentence.days and not one.sentence.days & other.sentence.days
    ):
        return False
    if _is_denied_by(one, other) or _is_denied_by(other, one):
        return True
    # Who was aboard or how strong the quake was is asked of the whole event; the dead are counted place by place as well.
    by_place = not one.family or one.family in families("growing") | families("changing")
    if by_place and not _names_agree(one.names, other.names, story):
        return False
    if one.family == "age":
        return True
    return _one_event(one, other, story) if one.family else _alike(one, other, story)


def _is_denied_by(one: Figure, other: Figure) -> bool:
    """Tell whether another account names a figure of the same unit only to say that it is not so."""
    return other.instead_of is not None and one.bounds.low <= other.instead_of <= one.bounds.high < math.inf


def _is_none_of(one: Figure, other: Figure, story: Story) -> bool:
    """Tell whether that nobody was hurt is what an article opens with, and the other gives no more than could be overlooked."""
    none, some = (one, other) if one.bounds.high == 0.0 else (other, one)
    apart = none.sentence.days and some.sentence.days and not none.sentence.days & some.sentence.days
    here = story.names.get(none.sentence.article.id, frozenset())
    return (
        independent(none, some)
        and _leads(none)
        and some.bounds.low <= _MOST_OVERLOOKED
        and not apart
        and some.names <= here
        and _one_event(none, some, story, fixed=True)
    )


def _one_event(one: Figure, other: Figure, story: Story, *, fixed: bool = False) -> bool:
    """Tell whether the sentences and titles of two figures, or the openings of their articles, have words in common beside the
    figures; not across languages.
    """
    if one.sentence.lists.lang != other.sentence.lists.lang:
        return True
    here, there = (figure.sentence.terms | figure.sentence.title_terms for figure in (one, other))
    if len({term for term in here & there if not term[0].isdigit()} - _family_terms(one)) >= _FEWEST_SHARED:
        return True
    here, there = (story.gists.get(figure.sentence.article.id, frozenset()) for figure in (one, other))
    shared = len({term for term in here & there if not term[0].isdigit()} - _family_terms(one))
    if one.family in _passing() and not fixed:
        return shared >= _FEWEST_OPENING
    if shared >= _FEWEST_SHARED + 1:
        return True
    here, there = (story.names.get(figure.sentence.article.id, frozenset()) for figure in (one, other))
    return len(here & there) >= _FEWEST_NAMES


@cache
def _terms_of(family: str, lang: str) -> frozenset[str]:
    lists = tables().get(lang, {})
    listed = [lists.get(table, {}).get(family, "") for table in ("counted", "before", "measured")]
    return frozenset(terms(" ".join([*listed, lists.get("persons", "")]), lang))


def _family_terms(figure: Figure) -> frozenset[str]:
    return _terms_of(figure.family, figure.sentence.lists.lang)


def _side_by_side(one: Figure, other: Figure, story: Story) -> bool:
    """Tell whether one article sets two sources against each other: close together, on nothing that either names alone."""
    if not one.family or one.family == "age" or not one.source or not other.source or one.source & other.source:
        return False
    near = (
        abs(one.sentence.place - other.sentence.place) <= _SIDE_BY_SIDE
        and one.sentence.place >= 0 <= other.sentence.place
    )
    by_place = one.family in families("growing") | families("changing")
    return near and (one.sentence.names ^ other.sentence.names) <= (frozenset() if by_place else story.common_names)


def _names_agree(here: frozenset[str], there: frozenset[str], story: Story) -> bool:
    return (here ^ there) <= story.common_names and bool(here & there or not here or not there)


def independent(one: Figure, other: Figure) -> bool:
    """Tell whether two figures are of two accounts: other texts of other outlets, or other sources that are named."""
    here, there = one.sentence, other.sentence
    return here.account != there.account and here.article.voice != there.article.voice


def _alike(one: Figure, other: Figure, story: Story) -> bool:
    shared = (one.context & other.context) - set(terms(one.key, one.sentence.lists.lang))
    if len(shared) < _FEWEST_SHARED:
        return False
    weigh = story.rarity
    smaller = min(sum(weigh.get(term, 1.0) for term in side) for side in (one.context, other.context))
    return sum(weigh.get(term, 1.0) for term in shared) >= _ALIKE * smaller


def relate(earlier: Figure, later: Figure) -> Relation:
    """Tell what two figures that exclude each other are to one another; `earlier` is of the earlier article."""
    if earlier.earlier or later.earlier:
        return "update" if later.family and not later.earlier else "none"
    if earlier.sentence.article.id == later.sentence.article.id:
        return "conflict"
    hours = _hours(earlier, later)
    if hours is None:
        return "none"
    grows = later.bounds.low > earlier.bounds.high
    # That nobody was hurt is no count that is still going on.
    if later.family in families("can_be_none") and 0.0 in (earlier.bounds.high, later.bounds.high):
        return "conflict" if hours <= _FALLS_BACK_HOURS else "none"
    if later.family in families("growing"):
        return _of_growing(hours, grows=grows)
    if later.family in families("changing"):
        # How many trains fell out on Tuesday is one count, whenever it is told.
        one_day = len(later.sentence.days) == 1 and earlier.sentence.days == later.sentence.days
        if one_day and later.family in families("by_day"):
            return "conflict" if hours <= _FIXED_HOURS else "none"
        return "conflict" if hours <= _SAME_TIME_HOURS else "update"
    # The next quake is as strong as it likes.
    lasting = later.family and later.family != "magnitude"
    return "conflict" if hours <= (_FIXED_HOURS if lasting else _OTHER_HOURS) else "none"


def _of_growing(hours: float, *, grows: bool) -> Relation:
    if hours <= (_SAME_TIME_HOURS if grows else _FALLS_BACK_HOURS):
        return "conflict"
    return "update" if grows else "none"


def _hours(earlier: Figure, later: Figure) -> float | None:
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


def common_names(names_of_accounts: Iterable[frozenset[str]]) -> frozenset[str]:
    """Give the names that half of a story's accounts have."""
    listed = list(names_of_accounts)
    counts = Counter(name for names in listed for name in names)
    return frozenset(name for name, count in counts.items() if count >= _STORY_WIDE * len(listed))
