"""Reads the figures of an article's sentences: of which quantity each is, which values it allows, and what narrows it.

Two figures can be compared only where their keys and scopes are equal; what cannot be read for certain is left out.
Whether two figures disagree is decided by `figureconflicts`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.conflictwords import families
from newsfold.digests.conflicts.counting import (
    Bounds,
    Placed,
    bound_length,
    bounds,
    family,
    is_earlier,
    is_part,
    key_of,
    placed,
)
from newsfold.digests.conflicts.othertimes import other_time, superlatives_since
from newsfold.model import Range
from newsfold.text.numbers import numbers
from newsfold.text.stopwords import short
from newsfold.text.tokens import terms

# "In Velmar, Sund and Orrin": a figure for several places is not that of one.
_NAME = r"[^\W\d_a-z]\w+(?: [^\W\d_a-z]\w+)*"
_SEVERAL = re.compile(
    rf"{_NAME}, {_NAME},? (?:and|und|y|et|e|&) {_NAME}|{_NAME}, {_NAME}, {_NAME}|\b[Ii]n {_NAME} and {_NAME}"
)
# Who only names another figure for a quantity does so at once; and it is never of another order.
_ELLIPTIC_SENTENCES, _ELLIPTIC_RATIO = 1, 20.0
_ANSWER_WORDS = 5
# "Nobody on board was seriously hurt".
_NONE_BEHIND = 6
_LONGEST_PHRASE = 3
_TOPIC_SENTENCES = 2
_WRONG_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence and the quantity that it is of.

    `family` is one of the tables' or empty; `key` adds what part of it ("dead sailor"). `context` are the terms of the
    clause, `names` the names in it or else in the sentence. `source` names whoever gives the figure. `earlier` says that the
    sentence itself calls the figure an old one. `against` is the figure of the same quantity that this one is set against.
    `instead_of` is the value that the sentence denies for it ("eleven minutes, not the nineteen"). `corrects` says that just
    before it another's figure is called wrong.
    """

    sentence: Sentence
    mark: Range
    key: str
    family: str
    bounds: Bounds
    context: frozenset[str]
    scope: frozenset[str]
    source: frozenset[str]
    names: frozenset[str]
    earlier: bool = False
    against: Figure | None = None
    instead_of: float | None = None
    corrects: bool = False


def figures(article_sentences: Sequence[Sentence]) -> list[Figure]:
    """Read the figures of one article's sentences, in their order, those of the title first."""
    found: list[Figure] = []
    for field in ("title", "text"):
        chosen = [one for one in article_sentences if one.field == field]
        if chosen:
            found += _of_field(chosen)
    return found


def _of_field(chosen: Sequence[Sentence]) -> Iterator[Figure]:
    amounts = numbers(chosen[0].stored[: chosen[-1].range.end], chosen[0].article.lang)
    starts = [amount.range.start for amount in amounts]
    last: Figure | None = None
    wrong = -10
    for at, sentence in enumerate(chosen):
        here = amounts[bisect_left(starts, sentence.range.start) : bisect_left(starts, sentence.range.end)]
        none = nobody(sentence)
        if none is not None:
            yield none
        if sentence.lists.wrong.has(sentence.keys):
            wrong = sentence.place
        if not here or not sentence.tells or other_time(sentence, here):
            continue
        places = list(placed(sentence, here))
        for number, place in enumerate(places):
            figure = (
                _figure(place)
                or (_elliptic(place, last) if last else None)
                or _topical(place, chosen[max(at - _TOPIC_SENTENCES, 0) : at])
            )
            if figure is not None:
                figure = replace(figure, corrects=True) if sentence.place - wrong < _WRONG_SENTENCES else figure
                last = figure
                yield (
                    replace(figure, instead_of=_denied_value(places[number + 1]))
                    if number + 1 < len(places)
                    else figure
                )


def _denied_value(place: Placed) -> float | None:
    """Give the value of a figure that stands behind "not", right in front of it; None where it is not denied so."""
    keys, lists = place.sentence.keys, place.sentence.lists
    opening = place.first - bound_length(place)
    denied = any(found.end == opening for found in lists.instead.find(keys, max(place.start, opening - 2), opening))
    return place.value if denied else None


def _figure(place: Placed) -> Figure | None:
    sentence, lists = place.sentence, place.sentence.lists
    family_, stop = family(place)
    key = key_of(place, family_)
    scope = _scope(place, family_)
    # "One" is an article in most of its places.
    is_article = place.value == 1 and (not family_ or sentence.place > 0)
    if key is None or is_article or is_part(place, stop) or scope & {"past", "supposed"}:
        return None
    first, last = place.clause
    words = sentence.words
    return Figure(
        sentence=sentence,
        mark=_mark(place, words[max(stop, place.end) - 1].end),
        key=key,
        family=family_,
        bounds=bounds(place),
        context=frozenset(terms(sentence.stored[words[first].start : words[last - 1].end], lists.lang)),
        scope=scope,
        source=sentence.source,
        names=sentence.names_among(first, last) or sentence.names,
        earlier=is_earlier(place),
    )


def _mark(place: Placed, end: int) -> Range:
    opening = place.sentence.words[place.first - bound_length(place)].start
    return Range(min(opening, place.number.range.start), max(place.number.range.end, end))


def _scope(place: Placed, family_: str) -> frozenset[str]:
    lists, keys = place.sentence.lists, place.sentence.keys
    first, last = place.clause
    near = (*lists.moods.find(keys, first, last), *lists.scopes.find(keys, first, last))
    # What is past, or a total, is so in the whole of its sentence; "a day" belongs to its clause.
    scope = {found.label for found in near} | {
        found.label
        for found in lists.scopes.find(keys)
        if found.label != "rates" and found.start not in superlatives_since(place.sentence)
    }
    if lists.charged.has(keys, first, place.first):
        scope.add("supposed")
    if family_ == "dead" and lists.culprit.has(keys):
        scope.add("culprit")
    if family_ and _SEVERAL.search(place.sentence.text):
        scope.add("several")
    return frozenset(scope)


def _elliptic(place: Placed, last: Figure) -> Figure | None:
    """Read a bare figure by which somebody answers the one before it: "Police said 6,000; organisers spoke of 20,000"."""
    sentence = place.sentence
    if place.number.unit is not None or not place.ends_clause or sentence.field != last.sentence.field:
        return None
    apart = sentence.place - last.sentence.place
    value, other = max(place.value, 1.0), max(abs(last.bounds.low), abs(last.bounds.high))
    within = value <= other * _ELLIPTIC_RATIO and other <= value * _ELLIPTIC_RATIO
    source = _answering(place) if apart <= _ELLIPTIC_SENTENCES and within else frozenset()
    other_day = bool(sentence.days) and sentence.days != last.sentence.days
    revised = sentence.lists.earlier.has(sentence.keys, *place.clause)
    of_persons = last.key.removeprefix("of ") in sentence.lists.persons
    if (
        not (last.family or of_persons)
        or not source
        or (apart and source <= last.source)
        or last.earlier
        or other_day
        or revised
    ):
        return None
    return Figure(
        sentence=sentence,
        mark=_mark(place, place.number.range.end),
        key=last.key,
        family=last.family,
        bounds=bounds(place),
        context=last.context,
        scope=last.scope,
        source=source,
        names=last.names,
        earlier=is_earlier(place),
        against=last,
    )


def _spoken_of(sentence: Sentence) -> str | None:
    """Say which family a sentence speaks of, with a figure or without: "how many people are missing"."""
    found = next(sentence.lists.counted.find(sentence.keys), None)
    return found.label if found and found.label in families("told_apart") else None


def _topical(place: Placed, above: Sequence[Sentence]) -> Figure | None:
    """Read a bare figure at which a list or a number stands: "How many are missing? The agency's list stands at 26."""
    sentence, (first, last) = place.sentence, place.clause
    opening = place.first - bound_length(place)
    if place.number.unit is not None or not place.ends_clause:
        return None
    stands = any(
        found.end == opening for found in sentence.lists.standing.find(sentence.keys, max(first, opening - 4), opening)
    )
    if not stands or sentence.lists.earlier.has(sentence.keys, first, last):
        return None
    family_ = next(filter(None, map(_spoken_of, reversed(above))), None)
    if family_ is None:
        return None
    words = sentence.words
    return Figure(
        sentence=sentence,
        mark=_mark(place, place.number.range.end),
        key=family_,
        family=family_,
        bounds=bounds(place),
        context=frozenset(terms(sentence.stored[words[first].start : words[last - 1].end], sentence.lists.lang)),
        scope=frozenset(),
        source=sentence.source,
        names=frozenset(),
    )


def _answering(place: Placed) -> frozenset[str]:
    """Give the words for who counts or estimates just before the figure; none where nobody does."""
    sentence, (first, _) = place.sentence, place.clause
    opening = place.first - bound_length(place)
    found = next(sentence.lists.answers.find(sentence.keys, max(first, opening - _ANSWER_WORDS), opening), None)
    if found is None:
        return _gapped(place, opening)
    small = short(sentence.lists.lang)
    subject = frozenset(key for key in sentence.keys[first : found.start] if key not in small)
    return subject or sentence.source


def _gapped(place: Placed, opening: int) -> frozenset[str]:
    """Give who counts where the verb is left out: "Police reported 12 dead, the coast guard 14"; the clause has nothing else."""
    sentence, (first, _) = place.sentence, place.clause
    keys, lists = sentence.keys, sentence.lists
    if place.start == 0 or not 0 < opening - first <= _ANSWER_WORDS or not lists.articles.has(keys, first, first + 1):
        return frozenset()
    before = next((at for at in range(first - 1, 0, -1) if sentence.words[at].parted), 0)
    small = short(lists.lang)
    subject = frozenset(key for key in keys[first + 1 : opening] if key not in small)
    told = lists.says.has(keys, before, place.start) and lists.says.has(keys, before, first)
    return subject if told and not lists.plain_prepositions.has(keys, first, opening) else frozenset()


def nobody(sentence: Sentence) -> Figure | None:
    """Read that nobody was killed, or hurt: a count of none; None where the sentence says no such thing."""
    lists = sentence.lists
    if not lists.nobody.may_be_in(sentence.text):
        return None
    keys, words = sentence.keys, sentence.words
    for found in lists.nobody.find(keys):
        last = next((place for place in range(found.end, len(words)) if words[place].parted), len(words))
        first = next((place for place in range(found.start, 0, -1) if words[place].parted), 0)
        reach = _LONGEST_PHRASE if found.label == "no" else _NONE_BEHIND
        counted = next(lists.counted.find(keys, found.end, min(last, found.end + reach)), None)
        if found.label == "no" and counted and counted.start > found.end:
            continue
        if (
            counted is None
            or counted.label not in families("can_be_none")
            or not sentence.tells
            or other_time(sentence)
        ):
            continue
        if lists.moods.has(keys, first, last) or lists.scopes.has(keys, first, last):
            return None
        if lists.partial.has(keys, found.end, last):
            continue
        return Figure(
            sentence=sentence,
            mark=Range(words[found.start].start, words[counted.end - 1].end),
            key=counted.label,
            family=counted.label,
            bounds=Bounds(0.0, 0.0),
            context=frozenset(terms(sentence.stored[words[first].start : words[last - 1].end], lists.lang)),
            scope=frozenset(),
            source=sentence.source,
            names=sentence.names_among(first, last) or sentence.names,
        )
    return None
