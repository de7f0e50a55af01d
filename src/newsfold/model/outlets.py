"""What a store counts of each outlet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OutletTally:
    """An outlet by its name (empty: unknown), the articles of it that are in a story, and in how many stories.

    first: stories of several outlets in which it was the earliest. alone: stories that no other tells. copies: articles whose text
    another had before, or that ran an agency's. latest: when it last told something that is shown; None where nobody knows.
    """

    outlet: str
    articles: int
    stories: int
    first: int = 0
    alone: int = 0
    copies: int = 0
    latest: datetime | None = None
