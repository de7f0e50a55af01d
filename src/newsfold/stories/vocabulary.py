"""Learns from the stream itself how rare each term is, and numbers the terms so that the rest can work in arrays.

What the stream has not taught yet is taken from a background prior (`newsfold.stories.prior`), so that the first article on an
empty machine is weighed as well as the ten-thousandth: "bank" and "rate" are known to be common before any article has come.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from newsfold.stories.arrays import Arrays, Ints, as_bytes, as_texts
from newsfold.stories.prior import share

# The prior counts as much as this many articles of the stream.
PRIOR_ARTICLES: Final = 100


class Vocabulary:
    """The terms seen so far, each with its number and the count of articles that had it (its document frequency)."""

    def __init__(self) -> None:
        self.articles = 0
        self._numbers = _Numbers()
        self._terms: list[str] = []
        self._frequency = np.zeros(1024, dtype=np.float64)

    def __len__(self) -> int:
        return len(self._terms)

    def learn(self, articles: Sequence[Sequence[str]]) -> list[Ints]:
        """Count the distinct terms of articles and return their numbers, for each article in the order given."""
        known = len(self)
        terms = list(chain.from_iterable(articles))
        found = np.fromiter(map(self._numbers.__getitem__, terms), dtype=np.int64, count=len(terms))
        self._introduce(list(dict.fromkeys(terms[place] for place in np.flatnonzero(found >= known).tolist())))
        self._frequency[: len(self)] += np.bincount(found, minlength=len(self))
        self.articles += len(articles)
        return np.split(found, np.cumsum([len(one) for one in articles[:-1]])) if articles else []

    def _introduce(self, terms: Sequence[str]) -> None:
        """Begin the counts of terms that are new with what the prior expects of them."""
        first = len(self)
        self._terms.extend(terms)
        while len(self) > len(self._frequency):
            self._frequency = np.concatenate((self._frequency, np.zeros_like(self._frequency)))
        self._frequency[first : len(self)] = [PRIOR_ARTICLES * share(term) for term in terms]

    def term(self, number: int) -> str:
        return self._terms[number]

    def rarity(self) -> npt.NDArray[np.float32]:
        """Weigh each term, by its number, with its smoothed inverse document frequency (Spärck Jones 1972)."""
        known = self._frequency[: len(self)]
        return np.log((self.articles + PRIOR_ARTICLES) / (known + 0.5)).astype(np.float32)

    def as_arrays(self) -> Arrays:
        """Give all that it knows, to be kept."""
        known = self._frequency[: len(self)]
        return {"learnt": np.array([self.articles]), "vocabulary": as_bytes(self._terms), "frequency": known}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        """Take up again what `as_arrays` gave."""
        found = cls()
        found.articles = int(arrays["learnt"][0])
        found._terms = as_texts(arrays["vocabulary"])
        found._numbers.update((term, number) for number, term in enumerate(found._terms))
        found._frequency = np.concatenate((arrays["frequency"], np.zeros_like(found._frequency)))
        return found


class _Numbers(dict[str, int]):
    """Numbers terms in the order in which they are asked for."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number
