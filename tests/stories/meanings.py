"""An embedder for tests: words that mean the same have one direction, others each their own."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from newsfold.model import Article
from newsfold.stories import Features, features, with_meaning
from newsfold.stories.arrays import Floats

DIMENSIONS = 64
# Each line is one meaning.
SYNONYMS = (
    "killed slain dead die perish",
    "strikes drones missiles bombardment raid",
    "marvada capital metropolis",
    "overnight night dark",
    "hit pounded struck",
)
_MEANING = {word: line.split()[0] for line in SYNONYMS for word in line.split()}
_SMALL_WORDS = frozenset(["in", "on", "of", "the", "and", "a", "an", "at"])


class BySynonyms:
    """An embedder that knows a few synonyms. A text of nothing but small words has no vector."""

    name = "synonyms"

    def vectors(self, texts: Sequence[str]) -> Floats:
        return np.array([_vector(text) for text in texts], dtype=np.float32).reshape(-1, DIMENSIONS)


def _vector(text: str) -> Floats:
    words = [word for word in re.findall(r"\w+", text.lower()) if word not in _SMALL_WORDS]
    directions = [_direction(_MEANING.get(word, word)) for word in words]
    found: Floats = (
        np.sum(directions, axis=0, dtype=np.float32) if directions else np.zeros(DIMENSIONS, dtype=np.float32)
    )
    return found


def _direction(word: str) -> Floats:
    found = np.random.default_rng(zlib.crc32(word.encode())).normal(size=DIMENSIONS)
    return (found / np.linalg.norm(found)).astype(np.float32)


def meant(*articles: Article) -> list[Features]:
    """The features of articles, with their vectors."""
    return list(with_meaning(map(features, articles), articles, BySynonyms()))
