"""Vectors of meaning: what an article says, whatever its words. A seam; nothing that can fill it is needed or loaded here.

Grouping is the same without one. With one, two headlines that share no word can meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, Protocol

from newsfold.model import Article
from newsfold.stories.arrays import Floats
from newsfold.stories.features import Features, opening

# Enough texts at a time to spread what a call costs, few enough to pass articles on while they come.
TEXTS_A_CALL: Final = 128


class Embedder(Protocol):
    """Turns texts into vectors that are alike where the texts mean alike.

    A text has the same vector beside whatever others. Nothing is fetched: what it needs was there when it was made.
    """

    @property
    def name(self) -> str:
        """What people call it."""

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Give one vector a text, of any length: texts x dimensions, float32. An empty text has zeros."""


def with_meaning(taken: Iterable[Features], articles: Iterable[Article], embedder: Embedder) -> Iterator[Features]:
    """Add the vectors of articles to their features; both come in the same order."""
    both = zip(taken, articles, strict=False)
    while some := list(islice(both, TEXTS_A_CALL)):
        vectors = embedder.vectors([opening(article) for _, article in some])
        yield from (replace(features, meaning=vector) for (features, _), vector in zip(some, vectors, strict=True))
