"""Brings together what speaks for two articles telling of one event: a row of numbers a pair, each with a name.

More of any piece of evidence never speaks against, but for DAYS and for what one has and the other lacks (TITLES_APART,
NUMBERS_APART), of which more never speaks for it; UNDATED and LENGTH only say how to read the others. The scorer keeps to that
(`newsfold.stories.scorer`).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import numpy as np

from newsfold.stories.arrays import Floats, Mapped
from newsfold.stories.graph import Measure, Pairs, Spread
from newsfold.stories.neighbours import Neighbours


class Evidence(StrEnum):
    """The columns of `evidence`, in this order, and how people call them."""

    WHOLE = "words"
    OPENING = "opening"
    TITLE = "title"
    ACROSS = "title in text"
    NAMES = "names"
    FULL_NAMES = "full names"
    PLACES = "places"
    NUMBERS = "numbers"
    SHARED = "rare words"
    STANDS_OUT_LEAST = "stands out to both"
    STANDS_OUT_MOST = "stands out to one"
    NEAREST = "as near as the nearest"
    NEAR = "nearer than the tenth"
    THROUGH_NEIGHBOURS = "words of neighbours"
    NEIGHBOURS_STAND_OUT = "neighbours stand out"
    OPENINGS_THROUGH_NEIGHBOURS = "openings of neighbours"
    DAYS = "days apart"
    UNDATED = "undated"
    LENGTH = "length"
    TITLES_APART = "titles apart"
    NUMBERS_APART = "numbers apart"
    MEANING = "meaning"
    MEANING_STANDS_OUT = "meaning stands out"


# Of articles with vectors of meaning there is all evidence; of others that of words alone.
OF_WORDS: Final = tuple(one for one in Evidence if one not in (Evidence.MEANING, Evidence.MEANING_STANDS_OUT))

# 1: more speaks for one event; -1: against; 0: it may tell how to read the rest.
DIRECTION: Final = {
    Evidence.DAYS: -1,
    Evidence.UNDATED: 0,
    Evidence.LENGTH: 0,
    Evidence.TITLES_APART: -1,
    Evidence.NUMBERS_APART: -1,
}
_RATIO_MOST: Final = 5.0


def evidence(
    pairs: Pairs,
    neighbours: Neighbours,
    spread: Spread,
    mapped: Mapped = map,
    kinds: Sequence[Evidence] = tuple(Evidence),
) -> Floats:
    """Work out the evidence of pairs: an array of pairs x `kinds`, float32.

    Cosines go in as their roots and what has no upper end as log(1 + x), since the first step up says the most.
    """
    measures, later, earlier = pairs.measures, pairs.later, pairs.earlier
    whole, opening = neighbours.expanded(later, earlier, mapped)
    cosine = measures[:, Measure.COSINE]
    deviation = np.sqrt(spread.deviation[later] * spread.deviation[earlier])
    first = neighbours.first[later], neighbours.first[earlier]
    tenth = neighbours.tenth[later], neighbours.tenth[earlier]
    days = measures[:, Measure.DAYS]
    undated = np.isnan(days)
    columns = {
        Evidence.WHOLE: _root(measures[:, Measure.WHOLE]),
        Evidence.OPENING: _root(measures[:, Measure.OPENING]),
        Evidence.TITLE: _root(measures[:, Measure.TITLE]),
        Evidence.ACROSS: _root(measures[:, Measure.ACROSS]),
        Evidence.NAMES: _root(measures[:, Measure.NAMES]),
        Evidence.FULL_NAMES: _root(measures[:, Measure.FULL_NAMES]),
        Evidence.PLACES: _root(measures[:, Measure.PLACES]),
        Evidence.NUMBERS: _root(measures[:, Measure.NUMBERS]),
        Evidence.SHARED: _log(measures[:, Measure.SHARED]),
        Evidence.STANDS_OUT_LEAST: _log(measures[:, Measure.STANDS_OUT_LEAST]),
        Evidence.STANDS_OUT_MOST: _log(measures[:, Measure.STANDS_OUT_MOST]),
        Evidence.NEAREST: _log(_ratio(cosine, np.minimum(*first))),
        Evidence.NEAR: _log(_ratio(cosine, np.minimum(*tenth))),
        Evidence.THROUGH_NEIGHBOURS: _root(whole),
        Evidence.NEIGHBOURS_STAND_OUT: _log(whole / deviation),
        Evidence.OPENINGS_THROUGH_NEIGHBOURS: _root(opening),
        Evidence.DAYS: np.where(undated, 0, _log(np.nan_to_num(days))),
        Evidence.UNDATED: undated.astype(np.float32),
        Evidence.LENGTH: _log(measures[:, Measure.LENGTH]),
        Evidence.TITLES_APART: measures[:, Measure.TITLES_APART],
        Evidence.NUMBERS_APART: measures[:, Measure.NUMBERS_APART],
        Evidence.MEANING: _root(measures[:, Measure.MEANING]),
        Evidence.MEANING_STANDS_OUT: _log(measures[:, Measure.MEANING_STANDS_OUT]),
    }
    return np.stack([columns[one] for one in kinds], axis=1).astype(np.float32)


def _ratio(cosine: Floats, other: Floats) -> Floats:
    return np.minimum(cosine / np.maximum(other, 1e-6), _RATIO_MOST)


def _root(values: Floats) -> Floats:
    return np.sqrt(np.maximum(values, 0))


def _log(values: Floats) -> Floats:
    return np.log1p(np.maximum(values, 0))
