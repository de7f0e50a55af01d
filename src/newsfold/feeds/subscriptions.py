"""Subscriptions -> an OPML 2.0 list, which `newsfold.feeds.opml` reads back as the same subscriptions.

Written by a serializer, never by a template, so no name of an outlet can become an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from newsfold.model import Feed

# What XML cannot hold in any form (XML 1.0, section 2.2).
_UNSPEAKABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(feeds: Iterable[Feed]) -> bytes:
    """Write a list of subscriptions in their order, those of one folder together where its first one stands.

    Every outline has `text`, which OPML asks for; where nobody gave a name it is the address, which is read back as no name.
    """
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Newsfold"
    folders: dict[tuple[str, ...], etree._Element] = {(): etree.SubElement(root, "body")}
    for feed in feeds:
        around = _folder(feed.folder, folders)
        given = {"type": "rss", "text": feed.name or feed.url, "title": feed.name or "", "xmlUrl": feed.url}
        given["htmlUrl"] = feed.site or ""
        etree.SubElement(around, "outline", {name: _said(value) for name, value in given.items() if value})
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _folder(path: tuple[str, ...], made: dict[tuple[str, ...], etree._Element]) -> etree._Element:
    if path not in made:
        made[path] = etree.SubElement(_folder(path[:-1], made), "outline", {"text": _said(path[-1])})
    return made[path]


def _said(text: str) -> str:
    return _UNSPEAKABLE.sub("", text)
