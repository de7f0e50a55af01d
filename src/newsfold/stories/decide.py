"""Decides which story an article belongs to, when it should leave one, and when two stories are one.

Pure: numbers in, numbers out; no clock, no store, no state. What is compared is how far an article agrees with a story, or a
story with another one (`newsfold.stories.between`): the mean probability that an article of the one and its company in the other
tell of one event. So no chain of half-alike articles can pull two events into one, and there is no size at which a story stops:
what keeps it together is evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from newsfold.stories.arrays import Flags, Floats, Ints, Sums
from newsfold.stories.evidence import Evidence
from newsfold.stories.features import HEADLINE
from newsfold.stories.scorer import Scorer, logistic

# Large stories tell many sides of one event, so an article is like some of a story's articles and not like all: it has to agree
# with each of the first so many, of more with this share, and never with more than a company.
ALL_OF: Final = 4
SHARE_OF_MORE: Final = 0.25
COMPANY: Final = 6
# Two groups of at least so many that agree with each other far less than with themselves are two stories of one kind.
KIND: Final = 3
AS_INSIDE: Final = 0.55
# An article moves only for a story that it clearly agrees with more, and is put out of its own only well below what it took to
# get in, or it would go in and out as words are weighed anew.
MOVES_FOR: Final = 0.06
NO_LONGER: Final = 0.8
# Headlines say little, and on one kind of event they are soon alike. By so much (log odds) two of them are taken to be less
# surely of one event than the same evidence of two whole articles says.
CAUTION: Final = 0.9


_LENGTH: Final = list(Evidence).index(Evidence.LENGTH)


def probability(scorer: Scorer, evidence: Floats) -> Floats:
    """Say how probably pairs are of one event, as all decisions take it: 0 to 1 for each row of evidence (pairs x `Evidence`)."""
    headlines = evidence[:, _LENGTH] < np.float32(np.log1p(HEADLINE))
    caution: Floats = np.where(headlines, np.float32(CAUTION), np.float32(0))
    return logistic(scorer.log_odds(evidence) - caution)


def expected(size: Ints) -> Sums:
    """Say with how many articles of a story an article of it can be expected to agree."""
    beyond = np.maximum(size - ALL_OF, 0)
    company: Sums = np.minimum(size - (1 - SHARE_OF_MORE) * beyond, COMPANY)
    return company


def asks(agreed: Sums, first: Sums, second: Sums, smaller: Ints) -> Sums:
    """Say how strongly two groups ask to be one story; from `Width.needed` on they are.

    agreed: their agreement; first, second: the coherence of each; smaller: the size of the smaller. Two groups that agree with
    themselves far better than with each other are two stories of one kind.
    """
    apart = (smaller >= KIND) & (agreed < AS_INSIDE * np.minimum(first, second))
    return np.where(apart, 0.0, agreed)


def best(agreements: Sums) -> tuple[int, float]:
    """Pick the story that an article agrees with most: its number and the agreement, or (-1, 0) where there is none."""
    if not len(agreements):
        return -1, 0.0
    number = int(agreements.argmax())
    return number, float(agreements[number])


@dataclass(frozen=True, slots=True)
class Width:
    """How wide a story is, between 0 and 1: towards 0 what is surely one event, towards 1 all that has anything to do with it.

    Labels differ in it: to one a story is a single development, to another a whole saga. So it is a setting, and not learnt.
    """

    width: float

    def __post_init__(self) -> None:
        if not 0 < self.width < 1:
            raise ValueError(f"a width lies between 0 and 1, and {self.width} does not")

    @property
    def needed(self) -> float:
        """The agreement from which two groups are one story."""
        return 1 - self.width

    def joins(self, agreed: float) -> bool:
        """Decide whether an article belongs to the story that it agrees with most."""
        return agreed >= self.needed

    def better(self, own: int, agreements: Sums) -> int:
        """Pick the story that an article should move to from its own: its number, or -1 to stay."""
        others = agreements.copy()
        others[own] = 0.0
        other, agreed = best(others)
        return other if self.joins(agreed) and agreed > agreements[own] + MOVES_FOR else -1

    def leaves(self, own: float) -> bool:
        """Decide whether an article no longer belongs to its story and begins one of its own."""
        return own < NO_LONGER * self.needed

    def loose(self, coherences: Sums) -> Flags:
        """Say which stories hold together so badly that it should be looked whether they are several."""
        return coherences < self.needed


# What follows an event by days is labelled another story as often as the same one, so probabilities are low where stories unfold;
# about one in three is enough. Chosen on the labelled sets (docs/grouping.md).
WIDTH: Final = Width(0.63)
