"""Says in an article's own words why it was put into a story, or kept out of one.

The words are terms: folded and stemmed, as they were compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from newsfold.model import Join, Veto
from newsfold.stories import decide
from newsfold.stories.arrays import Floats
from newsfold.stories.decide import Width
from newsfold.stories.evidence import Evidence
from newsfold.stories.features import View
from newsfold.stories.scorer import Scorer
from newsfold.stories.texts import Texts
from newsfold.stories.vocabulary import Vocabulary

# How many terms are given of each kind.
MOST: Final = 5
# What would tell one event from another of its kind, and which evidence it is.
_DIFFERS: Final = {
    View.NAMES: (Evidence.NAMES, Evidence.FULL_NAMES),
    View.PLACES: (Evidence.PLACES,),
    View.NUMBERS: (Evidence.NUMBERS,),
}
_TOLD: Final = (View.WHOLE, View.NAMES, View.PLACES, View.NUMBERS)
_COLUMN: Final = {one: column for column, one in enumerate(Evidence)}
# As much as two articles on one event may have in common of these: the root of a cosine of a half.
_SHARED: Final = 0.7


class Refused(NamedTuple):
    """How probably two articles tell of one event, and the views in which sharing more would have helped, the most first."""

    probability: float
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Finds reasons among the articles of one round."""

    articles: list[str]
    texts: Texts
    vocabulary: Vocabulary
    scorer: Scorer
    width: Width

    def join(self, article: int, story: str, agreement: float, nearest: int, probability: float) -> Join:
        """Say what an article shares with the one of the story that it most probably goes with."""
        words, names, places, numbers = self.texts.shared(article, nearest, _TOLD, MOST)
        days = abs(float(self.texts.days[article] - self.texts.days[nearest]))
        return Join(
            article=self.articles[article],
            story=story,
            agreement=round(agreement, 4),
            nearest=self.articles[nearest],
            probability=round(probability, 4),
            words=self._words(words),
            names=self._words(names),
            places=self._words(places),
            numbers=self._words(numbers),
            days=None if np.isnan(days) else round(days, 2),
        )

    def vetoed(self, evidence: Floats) -> list[Refused | None]:
        """Say of pairs (rows of evidence) which were kept apart by names, places or numbers alone, or None for each.

        Such a pair is of two events as it is, and would be of one had the two shared them.
        """
        rows = np.repeat(evidence[None], 2 + len(_DIFFERS), axis=0)
        for number, of_view in enumerate(_DIFFERS.values(), 2):
            for column in map(_COLUMN.__getitem__, of_view):
                rows[1, :, column] = rows[number, :, column] = np.maximum(evidence[:, column], _SHARED)
        scored = decide.probability(self.scorer, rows.reshape(-1, evidence.shape[1])).reshape(rows.shape[:2])
        found: list[Refused | None] = []
        for pair in scored.T:
            as_it_is, had_they_shared, *gains = map(float, pair)
            views = sorted(zip(gains, _DIFFERS, strict=True), key=lambda gain: (-gain[0], gain[1]))
            kept_apart = as_it_is < self.width.needed <= had_they_shared
            found.append(Refused(as_it_is, tuple(view for _, view in views)) if kept_apart else None)
        return found

    def veto(self, article: int, story: str, refused: str, nearest: int, why: Refused) -> Veto | None:
        """Say what kept an article out of the story that it is most like, or None where only one of the two has any of it.

        nearest: the article of that story that it is most like; why: what `vetoed` says of the two.
        """
        for view in why.views:
            here, there = self._alone(article, nearest, view), self._alone(nearest, article, view)
            if here and there:
                return Veto(
                    article=self.articles[article],
                    story=story,
                    refused=refused,
                    nearest=self.articles[nearest],
                    view=view.name.lower(),
                    here=here,
                    there=there,
                    probability=round(why.probability, 4),
                )
        return None

    def _alone(self, one: int, other: int, view: View) -> tuple[str, ...]:
        return self._words(self.texts.alone(one, other, view, MOST))

    def _words(self, numbers: list[int]) -> tuple[str, ...]:
        return tuple(self.vocabulary.term(number) for number in numbers)
