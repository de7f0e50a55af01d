"""What an outlet says in every article says nothing of any: "send tips to the newsroom", its town, its column of every week.

Two articles of one outlet are compared by what is rare in that outlet. How rare that is its own other articles say, beginning
from what all articles say (as `newsfold.stories.vocabulary` begins from a prior): an outlet of few articles has no say.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from newsfold.stories.arrays import Floats, Ints, in_order

# All articles have as much say about an outlet's words as so many articles of its own.
ALL_COUNT_AS: Final = 30
# The two that are compared have no say themselves, or a name that both of them tell would be the outlet's.
_COMPARED: Final = 2


def kept(terms: Ints, owner: Ints, outlets: Ints, vocabulary: int) -> Floats:
    """Say how much of its rarity a term keeps between two articles of one outlet: 0 to 1 for each entry, float32.

    terms, owner: of each entry its term, below `vocabulary`, and its article; outlets: the number of each article's outlet, -1
    where it is not known, whose terms are left as they are.
    """
    found = np.ones(len(terms), dtype=np.float32)
    articles = np.bincount(outlets[outlets >= 0])
    outlet = outlets[owner]
    asked = (
        np.flatnonzero((outlet >= 0) & (articles[outlet] > _COMPARED)) if len(articles) else np.zeros(0, dtype=np.int64)
    )
    if not len(asked):
        return found
    # What an outlet's other articles do not have keeps all of its rarity, as has what only the two can have.
    having = np.bincount(terms, minlength=vocabulary)
    asked = asked[having[terms[asked]] > _COMPARED]
    beside = _times(outlet[asked], terms[asked], vocabulary) - _COMPARED
    asked, beside = asked[beside > 0], beside[beside > 0]
    everywhere = np.minimum(
        having[terms[asked]] / len(outlets), 1 - 1e-6
    )  # what all have is not rare, and has a logarithm
    here = (beside + ALL_COUNT_AS * everywhere) / (articles[outlet[asked]] - _COMPARED + ALL_COUNT_AS)
    found[asked] = np.clip(np.log(np.minimum(here, 1)) / np.log(everywhere), 0, 1)
    return found


def _times(outlet: Ints, term: Ints, vocabulary: int) -> Ints:
    """Count for each entry how many have the same outlet and the same term."""
    keys = outlet * vocabulary + term
    order = in_order(keys)
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate((keys[:1] == keys[:1], keys[1:] != keys[:-1])))
    lengths = np.diff(np.append(starts, len(order)))
    times = np.empty(len(order), dtype=np.int64)
    times[order] = np.repeat(lengths, lengths)
    return times
