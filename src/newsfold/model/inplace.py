"""Words beside the whole stored text that they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsfold.model.articles import revision_id
from newsfold.model.digests import Verbatim
from newsfold.model.proofs import StoredWords


@dataclass(frozen=True, slots=True)
class InPlace:
    """Words that are shown, beside the stored words of the revision that their span names, as a proof for a reader.

    `seen` is when that revision came in; `latest` says that the article has no later one. `story` is the story that the article
    is in now, if it is in one.
    """

    words: Verbatim
    stored: StoredWords
    seen: datetime | None = None
    latest: bool = True
    story: str | None = None

    @property
    def verbatim(self) -> bool:
        """Whether the words shown equal the stored ones at their place."""
        span = self.words.span
        field = self.stored.title if span.field == "title" else self.stored.text
        return field[span.start : span.end] == self.words.text

    @property
    def as_came_in(self) -> bool:
        """Whether the stored words still hash to the revision's id, which was made of them when they came in."""
        return revision_id(self.stored.title, self.stored.text) == self.words.span.revision
