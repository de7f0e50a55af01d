"""News as an Atom feed (RFC 4287): an entry for each story, under the story's own id, with its new articles as links.

Written by lxml, never by a template. Ids are `tag:` URIs (RFC 4151) of story and follow, which never change;
`updated` is the time of the latest article that is told, so it moves only where there is something to read.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from newsfold.model import Date, NewArticle, News, StoryNews
from newsfold.pages.labels import number_of, outlet_name, when
from newsfold.pages.links import web_link
from newsfold.pages.words import language_tag

ATOM: Final = "http://www.w3.org/2005/Atom"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# The day from which the name in a tag: URI is ours; part of the id, never to be changed.
_AUTHORITY: Final = "newsfold,2026"
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def as_atom(news: News, *, link: str | None = None) -> bytes:
    """Write the news of one follow as a feed; `link` is where the feed itself is found, if it is anywhere."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(feed, "id", f"tag:{_AUTHORITY}:follow:{news.follow.id}")
    _add(feed, "title", news.follow.what)
    _add(feed, "updated", _instant(max((_latest(story) for story in news.stories), default=_EPOCH)))
    if here := web_link(link):
        etree.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=_clean(here))
    _add(etree.SubElement(feed, f"{{{ATOM}}}author"), "name", "Newsfold")
    for story in news.stories:
        _entry(feed, story)
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _entry(feed: etree._Element, story: StoryNews) -> None:
    entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
    _add(entry, "id", f"tag:{_AUTHORITY}:story:{story.story}")
    title = _add(entry, "title", story.headline.text or "untitled")
    if story.headline.lang:
        title.set(_XML_LANG, language_tag(story.headline.lang))
    _add(entry, "updated", _instant(_latest(story)))
    links = [link for link in (web_link(story.headline.url), *(web_link(one.url) for one in story.articles)) if link]
    if links:
        etree.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=links[0])
    _add(entry, "content", "\n".join(map(_line, story.articles)) + _copies(story))


def _line(article: NewArticle) -> str:
    edited = ", changed" if article.edited else ""
    line = f"{article.title}\n{outlet_name(article.outlet)}, {when(article.published)}{edited}"
    link = web_link(article.url)
    return f"{line}\n{link}\n" if link else f"{line}\n"


def _copies(story: StoryNews) -> str:
    return f"\n{number_of(story.copies, 'copy', 'copies')} of what was there before" if story.copies else ""


def _latest(story: StoryNews) -> datetime:
    return max((one.published.at for one in story.articles if one.published.at), default=_EPOCH)


def _instant(at: datetime) -> str:
    return Date("", at, "exact").iso or ""


def _add(parent: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = _clean(text)
    return child


def _clean(text: str) -> str:
    """Leave out what no XML can hold."""
    return _NOT_XML.sub("\ufffd", text)
