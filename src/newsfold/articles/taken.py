"""A page as it came -> an item of what was taken out of it: the words of its article, and what it declares of itself.

What strangers send is read in a process of its own (`newsfold.feeds.apart`), which runs `read` here; only plain values of the
model pass between it and this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from newsfold.articles import page
from newsfold.model import Item, Rejected

MAX_FIELD: Final = 1024 * 1024
"""Code points of the text or of anything else of a page, as of an entry of a feed (`newsfold.feeds.limits`): of 439 real pages the
longest text has 57,913."""

WARM_UP: Final = (
    b"<html lang='en'><head><title>a</title><meta name='author' content='b'><script type='application/ld+json'>"
    b'{"@type": "NewsArticle", "headline": "a", "author": {"name": "b"}}</script></head><body><article><h1>a</h1><p>'
    + b"The dam at Orrin holds, the council said on Monday. " * 20
    + b"</p><ul><li>c</li></ul><table><tr><td>d</td></tr></table></article></body></html>",
    b"<p>a",
)
"""Pages that load everything that reading one may load later."""


def read(data: bytes, source: str) -> Iterator[Item | Rejected]:
    """Read a page in UTF-8: one item, or one rejection where something of it is longer than is taken."""
    found = of(data.decode("utf-8", "surrogatepass"), source)
    told = (
        found.title,
        found.body,
        found.url,
        found.published,
        found.updated,
        found.byline,
        found.credit,
        found.outlet,
    )
    longest = max(len(one or "") for one in told)
    if longest > MAX_FIELD:
        detail = f"something of the page has {longest:,} characters; up to {MAX_FIELD:,} are read"
        yield Rejected(source, "too-large", detail)
    else:
        yield found


def of(document: str, source: str) -> Item:
    """Take the article out of an HTML document, offline. `outlet` is what the page calls its publisher; the body is plain text."""
    found = page.read(document)
    about = found.about
    return Item(
        source=source,
        kind="page",
        url=about.url,
        outlet=about.publisher,
        title=about.title,
        body=found.text,
        published=about.published,
        updated=about.updated,
        byline=about.byline,
        credit=about.credit,
        lang=about.lang,
    )
