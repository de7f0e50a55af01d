"""The feeds that a web page declares: `<link rel="alternate">` in its head, as browsers and feed readers find them."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from newsfold.feeds import decoding
from newsfold.model import Feed

_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
# A head is a few tens of kilobytes; what is declared behind that is found by nobody.
_HEAD: Final = 512 * 1024
_MOST: Final = 50


def feeds_of(page: bytes, address: str) -> list[Feed]:
    """Find the feeds that a page declares, in its order, each once, with the names that it gives them, if any.

    `address` is where the page came from.

    >>> [feed] = feeds_of(b'<link rel="alternate" type="application/rss+xml" href="/rss" title="All">', "https://a.example/")
    >>> feed.url, feed.name
    ('https://a.example/rss', 'All')
    """
    text = decoding.decode(page[:_HEAD]) or page[:_HEAD].decode("latin-1")
    found: dict[str, Feed] = {}
    for one in _declared(text, address):
        found.setdefault(one.url, one)
    return list(found.values())[:_MOST]


def _declared(text: str, address: str) -> Iterator[Feed]:
    reader = _Links()
    reader.feed(text)
    base = _joined(address, reader.base) or address
    for link in reader.links:
        kinds = link.get("rel", "").lower().split()
        if "alternate" not in kinds or link.get("type", "").partition(";")[0].strip().lower() not in _TYPES:
            continue
        if url := _joined(base, link.get("href", "")):
            yield Feed(address, url, name=" ".join(link.get("title", "").split()) or None)


def _joined(base: str, href: str) -> str | None:
    """An address of the web made whole, or None for what is none."""
    try:
        url = urljoin(base, href.strip())
        return url if href.strip() and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


class _Links(HTMLParser):
    """Gathers the attributes of `link` elements, and the base of the page's addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.base = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.links.append(given)
        elif tag == "base" and not self.base:
            self.base = given.get("href", "")
