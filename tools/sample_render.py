"""Render the sample week's articles as feeds (RSS 2.0, RSS 1.0, Atom 1.0, JSON Feed 1.1) and as pages in HTML.

Pure: values in, text out. Elements are built and serialised by ElementTree, so nothing is escaped by hand.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from sample_sources import Article, Outlet, Version

MONTH = {"en": "March", "de": "März", "es": "de marzo de"}
BY = {"en": "By ", "de": "Von ", "es": "Por "}
CONTENT, DC = "http://purl.org/rss/1.0/modules/content/", "http://purl.org/dc/elements/1.1/"


def feed(outlet: Outlet, entries: list[tuple[Article, Version]], wired: set[str]) -> str:
    """Render an outlet's feed, newest first; `wired` are the keys of copies that name the agency as their source."""
    entries = sorted(entries, key=lambda e: (e[1].at, e[0].key), reverse=True)
    if outlet.format == "jsonfeed":
        return _json_feed(outlet, entries)
    if outlet.format == "atom":
        return _xml(_atom(outlet, entries))
    return _xml(_rss1(outlet, entries) if outlet.format == "rss1" else _rss2(outlet, entries, wired))


def subscriptions(outlets: list[Outlet]) -> str:
    """Render the subscriptions to all outlets' feeds as OPML 2.0; the outline's text is what the outlet is called."""
    opml = ET.Element("opml", {"version": "2.0"})
    _add(ET.SubElement(opml, "head"), "title", "The sample week's outlets")
    body = ET.SubElement(opml, "body")
    for outlet in outlets:
        site = f"https://{outlet.domain}"
        about = {"type": "rss", "text": outlet.name, "xmlUrl": f"{site}/{outlet.feed_name}", "htmlUrl": f"{site}/"}
        ET.SubElement(body, "outline", about)
    return _xml(opml)


def _rss2(outlet: Outlet, entries: list[tuple[Article, Version]], wired: set[str]) -> ET.Element:
    rss = ET.Element("rss", {"version": "2.0", "xmlns:content": CONTENT, "xmlns:dc": DC})
    channel = ET.SubElement(rss, "channel")
    _channel(channel, outlet)
    _add(channel, "language", outlet.lang)
    _add(channel, "lastBuildDate", format_datetime(entries[0][1].at, usegmt=True))
    for article, version in entries:
        item = ET.SubElement(channel, "item")
        _rss_item(item, article, version)
        _add(item, "guid", article.guid, isPermaLink="true" if article.guid == article.url else "false")
        _add(item, "pubDate", format_datetime(article.published, usegmt=True))
        if article.key in wired:
            _add(item, "source", "Meridian News Agency", url="https://mna.example/feed.xml")
    return rss


def _rss1(outlet: Outlet, entries: list[tuple[Article, Version]]) -> ET.Element:
    rdf = ET.Element("rdf:RDF", {
        "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "xmlns": "http://purl.org/rss/1.0/",
        "xmlns:content": CONTENT, "xmlns:dc": DC,
    })  # fmt: skip
    channel = ET.SubElement(rdf, "channel", {"rdf:about": f"https://{outlet.domain}/feed.xml"})
    _channel(channel, outlet)
    _add(channel, "dc:language", outlet.lang)
    order = ET.SubElement(ET.SubElement(channel, "items"), "rdf:Seq")
    for article, version in entries:
        ET.SubElement(order, "rdf:li", {"rdf:resource": article.url})
        item = ET.SubElement(rdf, "item", {"rdf:about": article.url})
        _rss_item(item, article, version)
        _add(item, "dc:date", _iso(article.published))
    return rdf


def _channel(channel: ET.Element, outlet: Outlet) -> None:
    _add(channel, "title", outlet.name)
    _add(channel, "link", f"https://{outlet.domain}/")
    _add(channel, "description", outlet.footer)


def _rss_item(item: ET.Element, article: Article, version: Version) -> None:
    _add(item, "title", version.title)
    _add(item, "link", article.url)
    if article.byline:
        _add(item, "dc:creator", article.byline)
    if article.feed == "summary":
        _add(item, "description", article.summary)
    else:
        _add(item, "content:encoded", version.html)


def _atom(outlet: Outlet, entries: list[tuple[Article, Version]]) -> ET.Element:
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": outlet.lang})
    _add(root, "id", f"tag:{outlet.domain},2026-01-01:feed")
    _add(root, "title", outlet.name)
    _add(root, "updated", _iso(entries[0][1].at))
    ET.SubElement(root, "link", {"rel": "self", "href": f"https://{outlet.domain}/feed.xml"})
    for article, version in entries:
        entry = ET.SubElement(root, "entry")
        _add(entry, "id", article.guid)
        _add(entry, "title", version.title)
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": article.url})
        _add(ET.SubElement(entry, "author"), "name", article.byline or outlet.name)
        _add(entry, "published", _iso(article.published))
        _add(entry, "updated", _iso(version.at))
        full = article.feed == "full"
        _add(entry, "content" if full else "summary", version.html if full else article.summary,
             type="html" if full else "text")  # fmt: skip
    return root


def _json_feed(outlet: Outlet, entries: list[tuple[Article, Version]]) -> str:
    items = []
    for article, version in entries:
        item: dict[str, Any] = {"id": article.guid, "url": article.url, "title": version.title}
        item |= {"summary": article.summary} if article.feed == "summary" else {"content_html": version.html}
        item["date_published"] = _iso(article.published)
        if version.at > article.published:
            item["date_modified"] = _iso(version.at)
        if article.byline:
            item["authors"] = [{"name": article.byline}]
        items.append(item)
    home = f"https://{outlet.domain}/"
    top = {"version": "https://jsonfeed.org/version/1.1", "title": outlet.name, "home_page_url": home,
           "feed_url": home + "feed.json", "language": outlet.lang, "items": items}  # fmt: skip
    return json.dumps(top, ensure_ascii=False, indent=2) + "\n"


def page(article: Article, version: Version, related: list[Article]) -> str:
    """Render an article's page in its outlet's own frame, with the furniture a real page has around the text."""
    outlet = article.outlet
    root = ET.Element("html", {"lang": outlet.lang})
    _head(ET.SubElement(root, "head"), article, version)
    body = ET.SubElement(root, "body")
    for block in outlet.frame:
        match block:
            case "nav":
                header = ET.SubElement(body, "header")
                _add(header, "a", outlet.name, href=f"https://{outlet.domain}/")
                _links(ET.SubElement(header, "nav"), [(word, f"/{n}") for n, word in enumerate(outlet.nav, 1)])
            case "article":
                _article(body, article, version)
            case "related":
                aside = ET.SubElement(body, "aside", {"class": "related"})
                _add(aside, "h2", outlet.related)
                _links(aside, [(other.versions[0].title, other.url) for other in related])
            case "newsletter":
                if not outlet.inset:
                    _add(ET.SubElement(body, "section", {"class": "newsletter"}), "p", outlet.newsletter)
            case "cookie":
                _add(ET.SubElement(body, "div", {"class": "cookie-notice", "role": "dialog"}), "p", outlet.cookie)
            case "footer":
                _add(ET.SubElement(body, "footer"), "p", f"{outlet.footer} © 2026")
            case _:
                raise ValueError(f"outlets.toml: {outlet.slug}: unknown block in frame: {block}")
    ET.indent(root)
    return "<!DOCTYPE html>\n" + ET.tostring(root, encoding="unicode", method="html") + "\n"


def _head(head: ET.Element, article: Article, version: Version) -> None:
    outlet = article.outlet
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    _add(head, "title", f"{version.title} | {outlet.name}")
    ET.SubElement(head, "link", {"rel": "canonical", "href": article.url})
    ET.SubElement(head, "meta", {"name": "description", "content": article.summary})
    properties = {
        "og:type": "article", "og:title": version.title, "og:description": article.summary, "og:url": article.url,
        "og:site_name": outlet.name, "article:published_time": _iso(article.published),
    }  # fmt: skip
    for name, content in properties.items():
        ET.SubElement(head, "meta", {"property": name, "content": content})
    data: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": version.title, "url": article.url,
        "datePublished": _iso(article.published), "dateModified": _iso(version.at), "inLanguage": outlet.lang,
        "publisher": {"@type": "Organization", "name": outlet.name, "url": f"https://{outlet.domain}/"},
    }  # fmt: skip
    if article.byline:
        data["author"] = [{"@type": "Person", "name": article.byline}]
    # In HTML a script's text is written as it is: no "<" may stand in it.
    _add(head, "script", json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"), type="application/ld+json")


def _article(body: ET.Element, article: Article, version: Version) -> None:
    outlet, time = article.outlet, article.published
    element = ET.SubElement(ET.SubElement(body, "main"), "article")
    _add(element, "h1", version.title)
    if article.byline:
        _add(element, "p", f"{BY[outlet.lang]}{article.byline}", **{"class": "byline"})
    day = f"{time.day}{'.' if outlet.lang == 'de' else ''} {MONTH[outlet.lang]} 2026, {time:%H:%M}"
    _add(element, "time", day, datetime=_iso(time))
    text = ET.SubElement(element, "div", {"class": outlet.body_class})
    for number, paragraph in enumerate(version.paragraphs):
        if number == 2 and outlet.inset:
            _add(ET.SubElement(text, "aside", {"class": "promo"}), "p", outlet.newsletter)
        _add(text, "p", paragraph)


def _links(parent: ET.Element, links: list[tuple[str, str]]) -> None:
    items = ET.SubElement(parent, "ul")
    for text, href in links:
        _add(ET.SubElement(items, "li"), "a", text, href=href)


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, attributes)
    child.text = text
    return child


def _xml(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
