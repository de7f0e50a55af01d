"""Feeds as Atom (RFC 4287), written by lxml, never by a template: titles as text, excerpts as HTML of our own that is escaped."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from lxml import etree

from newsfold.model import NewArticle, News, StoryNews
from newsfold.pages.html import content_of
from newsfold.pages.labels import number_of
from newsfold.pages.links import web_link
from newsfold.pages.outgoing import AUTHORITY, EPOCH, UNTITLED, Entry, OutFeed, Tags, Told, shown, summary_of, teller
from newsfold.pages.words import language_tag

ATOM: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"
# What clients of the Google Reader API take for their states in a feed of Atom.
READER_SCHEME: Final = "http://www.google.com/reader/"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STRAY_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")
# What a URI may hold as it is (RFC 3986), and the percent sign of what is encoded already.
_IN_A_URI: Final = ":/?#[]@!$&'()*+,;=%~"


def write_atom(feed: OutFeed) -> bytes:
    """Write a feed. It has no link where nobody said where it and its pages are."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(root, "id", feed.id)
    _text(root, "title", shown(feed.title, UNTITLED))
    _add(root, "updated", _instant(feed.updated))
    if feed.address:
        _link(root, "self", feed.address, "application/atom+xml")
    if feed.page:
        _link(root, "alternate", feed.page, "text/html")
    _add(etree.SubElement(root, f"{{{ATOM}}}author"), "name", "Newsfold")
    _add(root, "generator", "Newsfold")
    for entry in feed.entries:
        _entry(root, entry)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _entry(root: etree._Element, told: Entry) -> None:
    entry = etree.SubElement(root, f"{{{ATOM}}}entry")
    _add(entry, "id", told.id)
    title = _text(entry, "title", told.title)
    _add(entry, "updated", _instant(told.updated))
    _add(etree.SubElement(entry, f"{{{ATOM}}}author"), "name", told.outlet)
    if read_at := told.page or told.source:
        _link(entry, "alternate", read_at, "text/html")
    if told.page and told.source:
        _link(entry, "via", told.source)
    for mark in told.marks:
        etree.SubElement(entry, f"{{{ATOM}}}category", term=_clean(mark), label=_clean(mark), scheme=READER_SCHEME)
    if summary := summary_of(told):
        first = _text(entry, "summary", summary)
        _speak(first, told.told[0].lang)
    content = _add(entry, "content", content_of(told))
    content.set("type", "html")
    _speak(title, told.lang)


def _speak(element: etree._Element, lang: str | None) -> None:
    if tag := language_tag(lang):
        element.set(_XML_LANG, tag)


def _link(parent: etree._Element, rel: str, address: str, media_type: str | None = None) -> None:
    """Add a link, if the address is one of the web: whoever made the feed may have taken it from anywhere."""
    found = web_link(address)
    if found is None:
        return
    link = etree.SubElement(parent, f"{{{ATOM}}}link", rel=rel, href=_uri(found))
    if media_type:
        link.set("type", media_type)


def _uri(address: str) -> str:
    """Write an address with nothing in it that a URI may not hold; it leads to the same."""
    return quote(_STRAY_PERCENT.sub("%25", address), safe=_IN_A_URI)


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    """Add words that are no markup. Those that look like some are marked as escaped, since readers guess otherwise."""
    if "<" not in text and "&" not in text:
        return _add(parent, name, text)
    element = _add(parent, name, html.escape(text, quote=False))
    element.set("type", "html")
    return element


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = _clean(text)
    return child


def _clean(text: str) -> str:
    """Leave out what no XML can hold."""
    return _NOT_XML.sub("\ufffd", text)


# --- the news of what is followed -------------------------------------------------------------------------------------


def as_atom(news: News, *, link: str | None = None, authority: str = AUTHORITY) -> bytes:
    """Write the news of one follow as a feed; `link` is where the feed itself is found, if it is anywhere."""
    tags = Tags(authority)
    entries = tuple(_news_entry(story, tags) for story in news.stories)
    return write_atom(OutFeed(tags.of("follow", news.follow.id), news.follow.what, entries, link))


def _news_entry(story: StoryNews, tags: Tags) -> Entry:
    links = [link for link in (web_link(story.headline.url), *(web_link(one.url) for one in story.articles)) if link]
    return Entry(
        id=tags.story(story.story),
        title=shown(story.headline.text, UNTITLED),
        outlet=teller(story.headline.outlet),
        updated=max((one.published.at for one in story.articles if one.published.at), default=EPOCH),
        lang=story.headline.lang,
        source=links[0] if links else None,
        told=tuple(map(_told, story.articles)),
        note=f"{number_of(story.copies, 'copy', 'copies')} of what was there before" if story.copies else "",
    )


def _told(article: NewArticle) -> Told:
    note = "changed" if article.edited else ""
    return Told(shown(article.title, UNTITLED), article.outlet, article.published, article.lang, article.url, note)
