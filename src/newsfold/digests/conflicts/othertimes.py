"""Tells whether a sentence is about another time than its article: another year, or another whole month."""

from __future__ import annotations

from collections.abc import Sequence

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.conflictwords import Found
from newsfold.text.numbers import Number

_SUPERLATIVE_WORDS = 8
_SINCE = frozenset(["since", "seit", "desde", "depuis"])


def other_time(sentence: Sentence, amounts: Sequence[Number] = ()) -> bool:
    """Tell whether a sentence names another year than its article's, or a whole month that is another.

    What counts something ("1,900 trains", "1850 Ausfälle") is no year, nor does "the highest since 2014" date a figure.
    """
    at, keys = sentence.article.published.at, sentence.keys
    counted = {amount.range.start for amount in amounts if amount.unit is not None}
    years = [
        (place, int(key))
        for place, key in enumerate(keys)
        if len(key) == 4 and key.isdigit() and 1800 <= int(key) <= 2100 and sentence.words[place].start not in counted
    ]
    compared = superlatives_since(sentence)
    if any((at is None or year != at.year) and place not in compared for place, year in years):
        return True
    months = (found for found in sentence.lists.days.find(keys) if found.label.startswith("month"))
    return at is not None and any(
        _is_whole_month(sentence, found) and found.label != f"month {at.month}" for found in months
    )


def superlatives_since(sentence: Sentence) -> range:
    """Give the places from "the highest ... since" to the end of that clause; none where nothing is compared so."""
    keys, words, lists = sentence.keys, sentence.words, sentence.lists
    since = next((place for place, key in enumerate(keys) if key in _SINCE), None)
    if since is None or not lists.superlatives.has(keys, max(since - _SUPERLATIVE_WORDS, 0), since):
        return range(0)
    return range(since, next((place for place in range(since + 1, len(words)) if words[place].parted), len(words)))


def _is_whole_month(sentence: Sentence, found: Found) -> bool:
    near = (*sentence.keys[max(found.start - 2, 0) : found.start], *sentence.keys[found.end : found.end + 1])
    return sentence.words[found.start].raw[0].isupper() and not any(key.isdigit() for key in near)
