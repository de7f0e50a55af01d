"""How much of a source is read at most. What is over a limit is rejected by name; nothing is cut to fit."""

from __future__ import annotations

from newsfold.model import Item, Rejected

MAX_FILE = 15 * 1024 * 1024
"""Bytes of one file, or of one line of JSONL, after decompression. The limit that Miniflux sets for what it fetches."""

MAX_ITEMS = 2_000
"""Items of one feed. The largest of 256 captured feeds has 100 entries; one of 200,000 takes feedparser 5 s and 200 MB."""

MAX_FIELD = 1024 * 1024
"""Code points of one field of an item. The longest in real feeds has 542,196 (one blog post), in records 63,931."""

MAX_ATTRIBUTES = 200
"""Attributes of one XML element: feedparser takes quadratic time in them (30 s and more for 100,000)."""

MAX_AUTHOR = 2_000
"""Code points of the name of an author; what is longer is none."""

SNIFF = 64 * 1024
"""Bytes of a source that are looked at to tell its format."""


def over_limit(item: Item) -> Rejected | None:
    """Reject a feed's item of which one field is over the limit; None for one that may pass."""
    for name in ("title", "body", "summary", "guid", "url"):
        length = len(getattr(item, name) or "")
        if length > MAX_FIELD:
            detail = f"the {name} of an entry has {length:,} characters; up to {MAX_FIELD:,} are read"
            return Rejected(item.source, "too-large", detail)
    return None
