"""Feeds as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

What Newsfold adds stands under "_newsfold": each excerpt with the span that proves it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from newsfold.pages.html import content_of
from newsfold.pages.links import web_link
from newsfold.pages.outgoing import UNTITLED, Entry, OutFeed, Told, shown, summary_of
from newsfold.pages.words import language_tag

MEDIA_TYPE: Final = "application/feed+json; charset=utf-8"
_VERSION: Final = "https://jsonfeed.org/version/1.1"


def write_json_feed(feed: OutFeed) -> bytes:
    """Write a feed, entries in the order given. Words are what outlets wrote, in `content_html` escaped."""
    written = {
        "version": _VERSION,
        "title": shown(feed.title, UNTITLED),
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "_newsfold": {"id": feed.id},
        "items": [_item(entry) for entry in feed.entries],
    }
    return (json.dumps(_known(written), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _item(entry: Entry) -> dict[str, Any]:
    added = {
        "counts": asdict(entry.counts) if entry.counts else None,
        "excerpts": [_excerpt(told) for told in entry.told],
    }
    return _known(
        {
            "id": entry.id,
            "url": entry.page or entry.source,
            "external_url": entry.source,
            "title": entry.title,
            "content_html": content_of(entry),
            "summary": summary_of(entry) or None,
            "date_modified": _instant(entry.updated),
            "authors": [{"name": entry.outlet}],
            "language": language_tag(entry.lang) or None,
            "_newsfold": _known(added),
        }
    )


def _excerpt(told: Told) -> dict[str, Any]:
    where = told.words
    return _known(
        {
            "text": told.text,
            "outlet": told.outlet,
            "url": web_link(told.url),
            "published": told.published.iso,
            "article": where.article if where else None,
            "revision": where.span.revision if where else None,
            "field": where.span.field if where else None,
            "span": [where.span.start, where.span.end] if where else None,
        }
    )


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _known(value: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known: JSON Feed has no nulls."""
    return {key: one for key, one in value.items() if one is not None}
