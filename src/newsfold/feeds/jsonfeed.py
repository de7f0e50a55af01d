"""JSON Feed 1.0 and 1.1 (jsonfeed.org) -> items.

A field of the wrong type counts as missing; an entry that is no object is rejected by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from newsfold.feeds import decoding
from newsfold.feeds.limits import MAX_ITEMS, over_limit
from newsfold.model import Item, Rejected


def read(data: bytes, source: str) -> Iterator[Item | Rejected]:
    """Read a JSON Feed: one item or one rejection for every entry; one in all for a feed that cannot be read."""
    feed = load(data, source)
    if isinstance(feed, Rejected):
        yield feed
        return
    entries = feed.get("items")
    if not isinstance(entries, list):
        yield Rejected(source, "unknown-format", "it is JSON without a list of items")
        return
    if not entries:
        yield Rejected(source, "empty-feed", "it has no entries")
    yield from (_item(entry, feed, source) for entry in entries[:MAX_ITEMS])
    for _ in entries[MAX_ITEMS:]:
        yield Rejected(source, "too-many-items", f"a feed is read up to {MAX_ITEMS:,} entries")


def load(data: bytes, source: str) -> dict[str, Any] | Rejected:
    """Decode one JSON object, or say why not, with the line."""
    text = decoding.decode(data)
    if text is None:
        return Rejected(source, "unknown-encoding", "JSON is UTF-8, and this is not")
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return Rejected(source, "not-json", error.msg, error.lineno)
    except (RecursionError, ValueError) as error:
        # too deep, or a number of thousands of digits
        return Rejected(source, "not-json", str(error))
    return value if isinstance(value, dict) else Rejected(source, "unknown-format", "it is JSON, but not an object")


def _item(entry: Any, feed: dict[str, Any], source: str) -> Item | Rejected:
    if not isinstance(entry, dict):
        return Rejected(source, "bad-entry", "one of its items is not an object")
    html, text, summary = (_text(entry, key) for key in ("content_html", "content_text", "summary"))
    body = html or text or summary
    item = Item(
        source=source,
        kind="feed",
        guid=_identifier(entry),
        url=_text(entry, "url") or _text(entry, "external_url"),
        title=_text(entry, "title"),
        body=body,
        body_markup="html" if html else "text",
        summary=summary if summary != body else None,
        published=_text(entry, "date_published"),
        updated=_text(entry, "date_modified"),
        byline=_byline(entry) or _byline(feed),
        lang=_text(entry, "language") or _text(feed, "language"),
        feed=_text(feed, "feed_url") or _text(feed, "home_page_url") or _text(feed, "title"),
    )
    return _not_text(item) or over_limit(item) or item


def _not_text(item: Item) -> Rejected | None:
    """JSON can hold half a character (a lone surrogate), which no text can."""
    words = "".join(value for value in (item.title, item.body, item.summary, item.guid, item.url, item.byline) if value)
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return Rejected(item.source, "not-text", "an entry holds half a character (a lone surrogate)")
    return None


def _text(mapping: dict[str, Any], key: str) -> str | None:
    value = mapping.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _identifier(entry: dict[str, Any]) -> str | None:
    """An id is a string; numbers, which version 1.0 warns of, are taken as they are written."""
    value = entry.get("id")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(entry, "id")


def _byline(owner: dict[str, Any]) -> str | None:
    """Names of `authors` (1.1), else of `author` (1.0)."""
    authors = owner.get("authors")
    listed = authors if isinstance(authors, list) else [owner.get("author")]
    names = [_text(author, "name") for author in listed if isinstance(author, dict)]
    return ", ".join(name for name in names if name) or None
