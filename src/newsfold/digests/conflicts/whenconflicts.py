"""Finds accounts that date or time one happening differently, or what comes of it before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, combinations, product
from typing import TypeVar

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.conflictwords import tables
from newsfold.digests.conflicts.eventwords import ordered, phrases
from newsfold.digests.conflicts.happenings import DAY, Anchors, Happening, Time, events, happenings
from newsfold.digests.conflicts.joining import conflicts_of
from newsfold.digests.conflicts.onequantity import Story
from newsfold.model import Conflict
from newsfold.text.numbers import numbers
from newsfold.text.tokens import terms

_T = TypeVar("_T", str, float)
# What happens once in a story, if the story is of one event. People are told things every day.
_ONCE = frozenset(["alarm", "response", "hurt", "admitted", "died", "struck", "arrested"])
_HOURS, _DAYS = 72.0, 4
# Terms that the openings of two articles share at the least, and of the shorter one's where the sentences share nothing.
_FEWEST_SHARED, _FEWEST_OPENING, _OPENINGS_ALIKE = 4, 6, 0.2


def when_conflicts(articles: Sequence[Sequence[Sentence]], story: Story) -> list[Conflict]:
    """Find the times that exclude each other among one story's articles, given in the order of time."""
    by_kind: dict[str, list[Happening]] = defaultdict(list)
    for found in _timed(articles):
        for one in found:
            # An article that has two times speaks of two events.
            alone = not any(_apart(one.time, other.time) for other in found if other.kind == one.kind)
            if one.kind not in _ONCE or alone:
                by_kind[one.kind].append(one)
    pairs = [pair for kind, ones in by_kind.items() if kind in _ONCE for pair in _unlike(ones, story)]
    pairs += [
        pair for later, earlier in ordered("comes_of") for pair in _too_early(by_kind[later], by_kind[earlier], story)
    ]
    sides = (((one.sentence, one.time.mark), (other.sentence, other.time.mark)) for one, other in pairs)
    return list(conflicts_of("when", sides))


def _timed(articles: Sequence[Sequence[Sentence]]) -> Iterator[list[Happening]]:
    """Read the happenings of each article, of those kinds that another account may contradict."""
    told = [[(sentence, found) for sentence in sentences if (found := events(sentence))] for sentences in articles]
    accounts: dict[str, set[str]] = defaultdict(set)
    for sentence, found in chain.from_iterable(told):
        for one in found:
            accounts[one.label].add(sentence.account)
    read = {kind for kind, of in accounts.items() if kind in _ONCE and len(of) > 1}
    for pair in ordered("comes_of"):
        some, others = (accounts.get(kind, set()) for kind in pair)
        if some and others and len(some | others) > 1:
            read.update(pair)
    anchors: Anchors = {}
    for article in told:
        kept = ((sentence, [one for one in found if one.label in read]) for sentence, found in article)
        yield [one for sentence, found in kept if found for one in happenings(sentence, found, anchors)]


def _unlike(ones: Sequence[Happening], story: Story) -> Iterator[tuple[Happening, Happening]]:
    for one, other in combinations(ones, 2):
        if _independent(one, other) and _apart(one.time, other.time) and _one_event(one, other, story):
            yield one, other


def _too_early(
    later: Sequence[Happening], earlier: Sequence[Happening], story: Story
) -> Iterator[tuple[Happening, Happening]]:
    """Yield what comes of something and, in another account, is before it."""
    for result, cause in product(later, earlier):
        if _independent(result, cause) and _precedes(result.time, cause.time) and _is_of_it(result, cause, story):
            yield result, cause


# --- times ----------------------------------------------------------------------------------------------------------


def _apart(one: Time, other: Time) -> bool:
    """Tell whether two times have no minute in common; clock times of unknown days are compared round the clock."""
    if one.has_day and other.has_day:
        return one.high < other.low or other.high < one.low
    return one.has_clock and other.has_clock and abs(_round_the_clock(one, other)) > _width(one, other)


def _precedes(one: Time, other: Time) -> bool:
    if one.has_day and other.has_day:
        return one.high < other.low
    return one.has_clock and other.has_clock and -DAY // 4 < _round_the_clock(one, other) < -_width(one, other)


def _round_the_clock(one: Time, other: Time) -> int:
    """Give the minutes from the middle of the other to that of the one, half a day at most."""
    middle = ((one.low + one.high) - (other.low + other.high)) // 2
    return (middle + DAY // 2) % DAY - DAY // 2


def _width(one: Time, other: Time) -> int:
    return (one.high - one.low + other.high - other.low) // 2


# --- one event ------------------------------------------------------------------------------------------------------


def _independent(one: Happening, other: Happening) -> bool:
    here, there = one.sentence, other.sentence
    return here.account != there.account and here.article.voice != there.article.voice


def _one_event(one: Happening, other: Happening, story: Story) -> bool:
    """Tell whether two happenings of one kind are surely one: nothing in their clauses speaks of two, and something of one."""
    if not _of_one_story(one, other, story) or _speak_of_two(one, other, story):
        return False
    mine, others = (_names(side, side.subject) for side in (one, other))
    if mine and others:
        return bool(mine & others)
    # A clock time alone may be that of any day, and so of somebody else.
    dated = one.time.has_day and other.time.has_day
    if not dated and not _known(mine | others, one, other, story):
        return False
    is_alike = one.kind == "hurt" and _opens_alike(one, other, story) and _places_known(one, other, story)
    return is_alike or bool(_content(one) & _content(other))


def _speak_of_two(one: Happening, other: Happening, story: Story) -> bool:
    """Tell whether two clauses have other figures, other kinds of persons or other names, all but those of the whole story."""
    named = (_names(side, side.clause) - story.common_names for side in (one, other))
    return _clash(_figures(one), _figures(other)) or _clash(_persons(one), _persons(other)) or _clash(*named)


def _is_of_it(result: Happening, cause: Happening, story: Story) -> bool:
    """Tell whether something is what comes of the other: it has a name or another word in common with it."""
    if not _of_one_story(result, cause, story):
        return False
    here, there = result.sentence, cause.sentence
    if result.kind == "told":
        # Whoever learned of it then and not before is the one who was told.
        return bool(here.names & set(there.keys))
    if result.kind == "recorded":
        lang = here.lists.lang
        of_it = any(label == "talk" for _, _, label in phrases(lang, "happened").find(here.keys))
        return of_it and bool(here.names & set(there.keys))
    return bool(_content(result, whole=True) & _content(cause, whole=True))


def _of_one_story(one: Happening, other: Happening, story: Story) -> bool:
    first, second = one.sentence.article.published.at, other.sentence.article.published.at
    if first is None or second is None or abs((second - first).total_seconds()) > _HOURS * 3600:
        return False
    # What came long before is background, and mostly another event.
    if one.kind in _ONCE and not all(_is_recent(side) for side in (one, other)):
        return False
    return len(_shared_opening(one, other, story)) >= (_FEWEST_OPENING if one.kind in _ONCE else _FEWEST_SHARED)


def _is_recent(one: Happening) -> bool:
    at = one.sentence.article.published.at
    return at is not None and (not one.time.has_day or abs(at.toordinal() - one.time.low // DAY) <= _DAYS)


def _shared_opening(one: Happening, other: Happening, story: Story) -> set[str]:
    here, there = (story.gists.get(side.sentence.article.id, frozenset()) for side in (one, other))
    return {term for term in here & there if not term[0].isdigit()}


def _opens_alike(one: Happening, other: Happening, story: Story) -> bool:
    shorter = min(len(story.gists[side.sentence.article.id]) for side in (one, other))
    return len(_shared_opening(one, other, story)) >= _OPENINGS_ALIKE * shorter


def _places_known(one: Happening, other: Happening, story: Story) -> bool:
    """Tell whether both articles have the names that stand in the clauses behind their verbs."""
    behind = frozenset[str]().union(*(_names(side, range(side.words.stop, side.clause.stop)) for side in (one, other)))
    return _known(behind, one, other, story)


def _known(names: frozenset[str], one: Happening, other: Happening, story: Story) -> bool:
    return all(names <= story.names.get(side.sentence.article.id, frozenset()) for side in (one, other))


def _clash(some: frozenset[_T], others: frozenset[_T]) -> bool:
    return bool(some and others and not some & others)


def _names(one: Happening, places: range) -> frozenset[str]:
    return one.sentence.names_among(places.start, places.stop) - _time_words(one.sentence)


def _figures(one: Happening) -> frozenset[float]:
    """Give the amounts of a clause, but for those of its time."""
    spoken, mark, clause = one.sentence.words, one.time.mark, one.clause
    start = spoken[clause.start].start
    found = numbers(one.sentence.stored[start : spoken[clause.stop - 1].end], one.sentence.article.lang)
    return frozenset(
        amount.value
        for amount in found
        if amount.value is not None and not mark.start <= start + amount.range.start < mark.end
    )


def _persons(one: Happening) -> frozenset[str]:
    return frozenset(kind for place in one.clause if (kind := described().get(one.sentence.keys[place])))


def _content(one: Happening, *, whole: bool = False) -> frozenset[str]:
    """Give the terms of a clause or a sentence beside those of its time and those that tell what kind it is."""
    spoken, mark = one.sentence.words, one.time.mark
    places = range(len(spoken)) if whole else one.clause
    kept = [
        spoken[place].raw
        for place in places
        if place not in one.words
        and not mark.start <= spoken[place].start < mark.end
        and not spoken[place].key.isdigit()
    ]
    found = frozenset(terms(" ".join(kept), one.sentence.article.lang))
    return found - kind_terms(one.sentence.lists.lang) - _time_words(one.sentence)


def _time_words(sentence: Sentence) -> frozenset[str]:
    return frozenset(sentence.keys[start] for start, _, _ in sentence.lists.days.find(sentence.keys))


@cache
def kind_terms(lang: str) -> frozenset[str]:
    return frozenset(terms(" ".join(phrases(lang, "happened").phrases), lang))


@cache
def described() -> dict[str, str]:
    """Say by what kind of person each noun tells one."""
    return {word.strip(): kind for kind, listed in tables()["described"].items() for word in listed.split(",")}
