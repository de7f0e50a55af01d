"""Which format a source is in, told by its first bytes and never by its name, and which adapter reads it.

Only where the bytes say nothing is a name that ends in .jsonl believed, so that a file whose first line is spoilt is
still read line by line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Literal

from newsfold.feeds import decoding, jsonfeed, opml, page, rss_atom
from newsfold.model import Feed, Item, Rejected

Format = Literal["feed", "opml", "page", "jsonfeed", "records", "empty", "unknown"]
Adapter = Callable[[bytes, str], Iterator[Item | Feed | Rejected]]

ADAPTERS: dict[Format, Adapter] = {
    "feed": rss_atom.read,
    "opml": opml.read,
    "page": page.read,
    "jsonfeed": jsonfeed.read,
}

# The first of these decides, wherever it stands: servers print warnings, and editors leave comments, before the root.
ROOTS = re.compile(
    r"<(?:[\w.-]+:)?(?:(?P<opml>opml)|(?P<feed>rss|feed|rdf|entry|channel)|(?P<page>html|head|body))\b", re.IGNORECASE
)
# HTML may leave out all of its outer elements: then the first tag of all has to be one of its own.
FRAGMENT = re.compile(r"[^<]*<(?:title|meta|article|main|div|p|h1)\b", re.IGNORECASE)
HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<\?[^<>]*>|<!doctype[^<>]*>", re.DOTALL | re.IGNORECASE)
JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
JSON_ITEMS = re.compile(r'"items"\s*:\s*\[')


def sniff(head: bytes, name: str = "") -> Format:
    """Tell the format of a source by its first bytes.

    >>> sniff(b'{"id": "a1", "title": "Dam at Orrin holds"}')
    'records'
    """
    text = decoding.decode(head)
    if text is None:
        # an encoding that is not declared, for which the adapter has the right words; or a picture, which nothing reads
        text = head.decode("latin-1") if b"\0" not in head else "?"
    text = text.lstrip()
    if not text:
        return "empty"
    found = _json(text) if text.startswith("{") else _markup(text)
    return "records" if found == "unknown" and name.removesuffix(".gz").endswith(".jsonl") else found


def _markup(text: str) -> Format:
    visible = HIDDEN.sub("", text)
    found = ROOTS.search(visible)
    if found is not None and "\0" not in visible[: found.start()]:
        # pictures carry RDF as well, behind bytes that no text has
        return "opml" if found["opml"] else "feed" if found["feed"] else "page"
    return "page" if FRAGMENT.match(visible) and "\0" not in visible and not text.startswith("<?xml") else "unknown"


def _json(text: str) -> Format:
    """A JSON Feed names its version or has a list of items; anything else on a line of its own is a record."""
    if JSON_FEED.search(text):
        return "jsonfeed"
    first, _, rest = text.partition("\n")
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        if JSON_ITEMS.search(text):
            return "jsonfeed"
        return "unknown" if first.strip() == "{" and rest else "records"
    return "jsonfeed" if "items" in value and "id" not in value else "records"
