"""The articles that a new one can still be like: their terms as arrays, in the order of arrival, and the words they taught."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt

from newsfold.stories.arrays import Arrays, Days, Floats, Ints, as_bytes, as_texts
from newsfold.stories.features import Features, View
from newsfold.stories.meaning import Meaning
from newsfold.stories.texts import Texts
from newsfold.stories.vocabulary import Vocabulary

T = TypeVar("T")
Terms = npt.NDArray[np.int32]


class Window:
    """Active articles, numbered from 0 in the order of arrival. What leaves it stays in the vocabulary."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.articles: list[str] = []
        self._lengths: list[int] = []
        # The terms of all articles, one after the other, in a few long arrays: one for each article would take half as much again.
        self._terms: list[Terms] = []
        self._weights: list[Floats] = []
        self._days: list[float] = []
        self._outlets: list[int] = []
        self._outlet_numbers: dict[str, int] = {}
        self._meaning: list[Floats | None] = []

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def days(self) -> Days:
        """The day of each article, NaN where it is undated."""
        return np.array(self._days, dtype=np.float64)

    def append(self, arrivals: Sequence[Features]) -> None:
        """Take in articles and learn from their words."""
        if not arrivals:
            return
        self._lengths += (len(features.terms) for features in arrivals)
        self._terms.append(
            np.concatenate(self.vocabulary.learn([features.terms for features in arrivals]), dtype=np.int32)
        )
        self._weights.append(np.concatenate([features.weights for features in arrivals]))
        for features in arrivals:
            self.articles.append(features.article)
            self._days.append(float("nan") if features.day is None else features.day)
            self._outlets.append(self._outlet(features.outlet))
            self._meaning.append(features.meaning)

    def _outlet(self, name: str | None) -> int:
        """Number an outlet; one that is not known is -1."""
        return -1 if name is None else self._outlet_numbers.setdefault(name, len(self._outlet_numbers))

    def drop(self, days: float, at_least: int) -> Ints | None:
        """Let go of what is older than `days` before the newest, keeping the last `at_least` articles whatever their age.

        Returns the numbers of the articles that stay, ascending, or None when all do. Undated ones go by the count alone.
        """
        over = len(self) - at_least
        if over <= 0:
            return None
        age = self.days
        newest = np.nanmax(age) if not np.isnan(age).all() else np.nan
        stays = ~(np.nan_to_num(newest - age, nan=np.inf) > days)
        stays[over:] = True
        kept = np.flatnonzero(stays)
        if len(kept) == len(self):
            return None
        self.articles = _pick(self.articles, kept)
        entries = np.repeat(stays, self._lengths)
        terms, weights = self._entries()
        self._terms, self._weights = [terms[entries]], [weights[entries]]
        self._lengths = _pick(self._lengths, kept)
        self._days = _pick(self._days, kept)
        self._outlets = _pick(self._outlets, kept)
        self._meaning = _pick(self._meaning, kept)
        return kept

    def texts(self) -> Texts:
        """Give the window's articles as arrays, weighed by how rare their terms are now."""
        terms, weights = self._entries()
        return Texts.weighed(
            starts=self._starts(),
            terms=terms.astype(np.int64),
            weights=weights.copy(),
            rarity=self.vocabulary.rarity(),
            days=self.days,
            outlets=np.array(self._outlets, dtype=np.int64),
            meaning=Meaning.of(self._meaning),
        )

    def as_arrays(self) -> Arrays:
        """Give all that it holds, to be kept."""
        terms, weights = self._entries()
        meant = np.array([one is not None for one in self._meaning], dtype=np.bool_)
        vectors = [one for one in self._meaning if one is not None]
        return {
            **self.vocabulary.as_arrays(),
            "articles": as_bytes(self.articles),
            "starts": self._starts(),
            "terms": terms,
            "weights": weights,
            "days": self.days,
            "outlets": np.array(self._outlets, dtype=np.int64),
            "outlet_names": as_bytes(self._outlet_numbers),
            "meant": meant,
            "meaning": np.stack(vectors) if vectors else np.zeros((0, 0), dtype=np.float32),
        }

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        """Take up again what `as_arrays` gave."""
        found = cls()
        found.vocabulary = Vocabulary.of_arrays(arrays)
        found.articles = as_texts(arrays["articles"])
        found._lengths = np.diff(arrays["starts"]).tolist()
        found._terms, found._weights = [arrays["terms"]], [arrays["weights"]]
        found._days = arrays["days"].tolist()
        found._outlets = arrays["outlets"].tolist()
        found._outlet_numbers = {name: number for number, name in enumerate(as_texts(arrays["outlet_names"]))}
        vectors = iter(arrays["meaning"])
        found._meaning = [next(vectors) if meant else None for meant in arrays["meant"].tolist()]
        return found

    def _starts(self) -> Ints:
        return np.concatenate(([0], np.cumsum(self._lengths, dtype=np.int64)))

    def _entries(self) -> tuple[Terms, Floats]:
        """Give the terms of all articles, one after the other, and their weights."""
        if len(self._terms) != 1:
            self._terms = [np.concatenate(self._terms or [np.zeros(0, dtype=np.int32)])]
            self._weights = [np.concatenate(self._weights or [np.zeros((0, len(View)), dtype=np.float32)])]
        return self._terms[0], self._weights[0]


def _pick(values: list[T], numbers: Ints) -> list[T]:
    return [values[number] for number in numbers.tolist()]
