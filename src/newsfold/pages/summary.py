"""A story as the front page shows it: headline, counts, time, and the first words of its digest."""

from __future__ import annotations

from newsfold.model import Digest, Summary
from newsfold.pages.places import page_id

__all__ = ["Summary", "summarise"]


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
