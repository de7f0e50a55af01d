"""Learns from the stream itself how rare each term is, and numbers the terms so that the rest can work in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

# The first articles on an empty machine are weighed as if this many others, without any of their terms, had gone before.
EARLIER_ARTICLES: Final = 50


class Vocabulary:
    """The terms seen so far, each with its number and the count of articles that had it (its document frequency)."""

    def __init__(self) -> None:
        self.articles = 0
        self._numbers: dict[str, int] = {}
        self._terms: list[str] = []
        self._frequency = np.zeros(1024, dtype=np.int64)

    def __len__(self) -> int:
        return len(self._numbers)

    def learn(self, terms: Sequence[str]) -> npt.NDArray[np.int64]:
        """Count one article's distinct terms and return their numbers, in the order given."""
        numbers = self._numbers
        found = np.array([numbers.setdefault(term, len(numbers)) for term in terms], dtype=np.int64)
        self._terms.extend(
            term for term, number in zip(terms, found.tolist(), strict=True) if number >= len(self._terms)
        )
        while len(numbers) > len(self._frequency):
            self._frequency = np.concatenate((self._frequency, np.zeros_like(self._frequency)))
        self._frequency[found] += 1
        self.articles += 1
        return found

    def term(self, number: int) -> str:
        return self._terms[number]

    def rarity(self) -> npt.NDArray[np.float32]:
        """Weigh each term, by its number, with its smoothed inverse document frequency (Spärck Jones 1972)."""
        known = self._frequency[: len(self._numbers)]
        return np.log((self.articles + EARLIER_ARTICLES) / (known + 0.5)).astype(np.float32)
