"""The map of a site for those who read all of it (https://www.sitemaps.org/protocol.html), written by lxml.

It names pages by their absolute addresses, so it is made only where the site's is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from newsfold.model import Date
from newsfold.pages.places import Places
from newsfold.pages.summary import Summary

NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The protocol allows no more addresses in one file (nor 50 MB: an address has 60 bytes or so).
PAGES_A_FILE: Final = 50_000


def sitemap_files(stories: Sequence[Summary], base: str) -> Iterator[tuple[str, bytes]]:
    """Make `sitemap.xml`, as (name, content): every page below `base`, or a list of further files where there are too many."""
    places = Places()
    pages: list[tuple[str, Date | None]] = [(base, None), (f"{base}{places.articles}", None)]
    pages += [(f"{base}{places.story(story.id)}", story.last) for story in stories]
    if len(pages) <= PAGES_A_FILE:
        yield "sitemap.xml", _listed("urlset", "url", pages)
        return
    parts = [pages[start : start + PAGES_A_FILE] for start in range(0, len(pages), PAGES_A_FILE)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", _listed("sitemapindex", "sitemap", [(f"{base}{name}", None) for name in names])
    yield from ((name, _listed("urlset", "url", part)) for name, part in zip(names, parts, strict=True))


def _listed(root: str, each: str, pages: Sequence[tuple[str, Date | None]]) -> bytes:
    tree = etree.Element(f"{{{NAMESPACE}}}{root}", nsmap={None: NAMESPACE})
    for address, date in pages:
        entry = etree.SubElement(tree, f"{{{NAMESPACE}}}{each}")
        etree.SubElement(entry, f"{{{NAMESPACE}}}loc").text = address
        if changed := _changed(date):
            etree.SubElement(entry, f"{{{NAMESPACE}}}lastmod").text = changed
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _changed(date: Date | None) -> str | None:
    """The time of a page's latest article; its day where the zone was not given, since a time must have one here."""
    iso = date.iso if date else None
    return iso[:10] if iso and date and date.quality == "no-zone" else iso
