"""Words that are shown, beside the stored words that they are said to stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newsfold.model.articles import Field

ShownAs = Literal[
    "headline", "excerpt", "quote", "speaker", "cue", "repeat", "conflict", "update", "event", "name", "before", "after"
]


@dataclass(frozen=True, slots=True)
class StoredWords:
    """The words of a revision as the store has them now, under the id that was hashed from them when they came in."""

    article: str
    revision: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words that a story's digest shows, beside the stored field that they are said to stand in.

    `position` counts excerpts from 1, as a reader does, and likewise all else; the headline has 0. `shown` should equal
    `stored[start:end]`, a headline all of `stored`; `stored` is None where the store no longer has that field.
    """

    story: str
    position: int
    kind: ShownAs
    article: str
    revision: str
    field: Field
    start: int
    end: int
    shown: str
    stored: str | None
