"""A story as the front page shows it: headline, counts, time, and the first words of its digest."""

from __future__ import annotations

from dataclasses import dataclass

from newsfold.model import Counts, Date, Digest, Excerpt, Headline
from newsfold.pages.places import page_id


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the front page. `lead` is the digest's first excerpt; only the top story shows it."""

    id: str
    headline: Headline
    counts: Counts
    first: Date
    last: Date
    lead: Excerpt | None = None


def summarise(digest: Digest) -> Summary:
    """Take from a digest what the front page shows of it."""
    return Summary(
        id=page_id(digest),
        headline=digest.headline,
        counts=digest.counts,
        first=digest.first,
        last=digest.last,
        lead=digest.excerpts[0] if digest.excerpts else None,
    )
