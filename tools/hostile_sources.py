"""Invented news that carries hostile strings in every field, in each form in which news comes in: feeds, records, subscriptions.

A string is all that an entry or a record says, but for words of an event around it, and the name and the folder of a subscription
besides. So many articles tell one event, each in words and with a string of its own, that they become stories of many strings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any, Final
from urllib.parse import quote

from lxml import etree
from serve_bench import event, record

# A story's page shows ten excerpts, each from another outlet.
TOLD_BY: Final = 10
# Entries of a feed, each of another event.
ENTRIES: Final = 8
# Days have so many events, so that every story stands in the edition of its day.
A_DAY: Final = 20
BEGUN: Final = datetime(2025, 1, 1, 6, tzinfo=UTC)
# Where the events of records begin, so that they are others than those of feeds.
RECORDED: Final = 500_000
# One entry of so many says no date that can be read, but the string.
UNDATED: Final = 9
# What XML cannot hold comes in as JSON.
UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")

_ATOM: Final = "http://www.w3.org/2005/Atom"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_MORE: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
}
_OF_ATOM: Final[dict[str | None, str]] = {None: _ATOM}
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to be told of: its string, its number among all, and the number of its event."""

    string: str
    number: int
    event: int

    @property
    def told(self) -> dict[str, str]:
        return record(self.event, self.number % TOLD_BY)

    @property
    def paragraphs(self) -> list[str]:
        """What its text says, the string in a sentence, in a quotation and alone."""
        (name, other, _, _, where, count, *_), _ = event(self.event)
        text, (lead, rest) = self.string, self.told["text"].split(". ", 1)
        return [
            f"{lead}, and {text}. {rest}",
            f"{name} of {where} read {text} to {count} people on Monday.",
            f"\u201cWe know {text} by heart,\u201d said {name} {other}, the mayor of {where}.",
            text,
        ]

    @property
    def html(self) -> str:
        """The same as HTML, and at its end the string as HTML of its own."""
        return "".join(f"<p>{escape(one)}</p>" for one in self.paragraphs) + f"<p>{self.string}"

    @property
    def at(self) -> str:
        """When it was published: a time of the event's day, or the string."""
        if self.number % UNDATED == UNDATED - 1:
            return self.string
        day, hour = divmod(self.event % RECORDED, A_DAY)
        return (BEGUN + timedelta(days=day, minutes=30 * hour + self.number % TOLD_BY)).isoformat()

    @property
    def lang(self) -> str:
        return self.string if self.number % 4 == 1 else "en"

    @property
    def url(self) -> str:
        """Its address: one with the string in it, or the string."""
        if self.number // TOLD_BY % 2:
            return self.string
        return f"{site_of(self.number)}{self.number}?{quote(self.string, errors='replace')}"


def site_of(number: int) -> str:
    """The front page of the outlet that tells of an article."""
    block = number // (TOLD_BY * ENTRIES)
    return f"https://outlet{block * TOLD_BY + number % TOLD_BY}.example/"


@dataclass(frozen=True, slots=True)
class Served:
    """A feed as a server has it. `name` and `folder` are what the operator calls it, the strings of its entries."""

    number: int
    form: str
    body: bytes
    entries: tuple[Entry, ...]

    @property
    def host(self) -> str:
        """A host of its own, so that no feed waits for another."""
        return f"127.1.{self.number // 250}.{self.number % 250 + 1}"

    @property
    def kind(self) -> str:
        return "application/feed+json" if self.form.startswith("json") else "application/xml"


def entries(strings: Sequence[str], first: int = 0) -> list[Entry]:
    return [Entry(string, number, first + number // TOLD_BY) for number, string in enumerate(strings)]


def feeds(strings: Sequence[str]) -> Iterator[Served]:
    """Give the feeds that carry these strings, one form after the other."""
    listed: dict[str, list[Entry]] = {}
    for one in entries(strings):
        listed.setdefault(site_of(one.number), []).append(one)
    forms = list(FORMS)
    for number, told in enumerate(listed.values()):
        is_unfit = any(UNFIT.search(one.string) for one in told)
        form = "json html" if is_unfit else forms[number % len(forms)]
        yield Served(number, form, FORMS[form](told), tuple(told))


# --- Atom -------------------------------------------------------------------------------------------------------------


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    added = etree.SubElement(parent, tag, attributes)
    added.text = text or None
    return added


def _atom(told: Sequence[Entry], form: str) -> bytes:
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=_OF_ATOM)

    def add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
        return _add(parent, f"{{{_ATOM}}}{tag}", text, **attributes)

    string = told[0].string
    for tag in ("title", "subtitle", "id", "icon", "logo", "rights", "updated"):
        add(root, tag, string)
    add(root, "generator", string, uri=string, version=string)
    add(root, "link", href=site_of(told[0].number), title=string, hreflang=string)
    for one in told:
        entry = add(root, "entry")
        entry.set(_LANG, one.lang)
        add(entry, "title", one.string, type="text")
        add(entry, "id", one.string)
        add(entry, "link", href=one.url, title=one.string, type=one.string)
        add(entry, "link", rel="enclosure", href=one.string, type=one.string, length=one.string)
        add(entry, "published", one.at)
        add(entry, "updated", one.string)
        add(entry, "category", term=one.string, scheme=one.string, label=one.string)
        add(entry, "summary", one.string, type="html")
        author = add(entry, "author")
        for tag in ("name", "email", "uri"):
            add(author, tag, one.string)
        add(add(entry, "source"), "title", one.string)
        content = add(entry, "content", type=form)
        if form == "xhtml":
            content.append(_xhtml(one))
        else:
            content.text = one.html if form == "html" else "\n".join(one.paragraphs)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _xhtml(one: Entry) -> etree._Element:
    """The text as elements; of the string as HTML, what XML can have of it."""
    div = etree.Element(f"{{{_XHTML}}}div", nsmap={None: _XHTML})
    for paragraph in one.paragraphs:
        _add(div, f"{{{_XHTML}}}p", paragraph)
    root = etree.HTML(f"<div>{one.string}</div>")
    for found in root.iterfind("body/*") if root is not None else ():
        if isinstance(found.tag, str) and _NAME.fullmatch(found.tag):
            div.append(_as_xhtml(found))
    return div


def _as_xhtml(found: etree._Element) -> etree._Element:
    made = etree.Element(f"{{{_XHTML}}}{found.tag}")
    for name, value in found.attrib.items():
        if _NAME.fullmatch(str(name)):
            made.set(str(name), UNFIT.sub("", str(value)))
    made.text = UNFIT.sub("", found.text or "")
    for child in found:
        if isinstance(child.tag, str) and _NAME.fullmatch(child.tag):
            made.append(_as_xhtml(child))
            made[-1].tail = UNFIT.sub("", child.tail or "")
    return made


# --- RSS --------------------------------------------------------------------------------------------------------------


def _rss(told: Sequence[Entry], form: str) -> bytes:
    root = etree.Element("rss", {"version": "2.0"}, nsmap=_MORE)
    channel, string = _add(root, "channel"), told[0].string
    for tag in ("title", "description", "language", "copyright", "managingEditor", "generator", "ttl", "lastBuildDate"):
        _add(channel, tag, string)
    _add(channel, "link", site_of(told[0].number))
    image = _add(channel, "image")
    for tag in ("url", "title", "link"):
        _add(image, tag, string)
    for one in told:
        item = _add(channel, "item")
        for tag in ("title", "author", "comments", f"{{{_MORE['dc']}}}creator"):
            _add(item, tag, one.string)
        _add(item, "link", one.url)
        _add(item, "guid", one.string, isPermaLink="false")
        _add(item, "category", one.string, domain=one.string)
        _add(item, "pubDate", one.at)
        _add(item, "enclosure", url=one.string, type=one.string, length=one.string)
        _add(item, "source", one.string, url=one.string)
        _add(item, f"{{{_MORE['dc']}}}language", one.lang)
        _add(item, f"{{{_MORE['media']}}}content", url=one.string, medium="image")
        if form == "cdata" and "]]>" not in one.html:
            _add(item, "description", one.string)
            _add(item, f"{{{_MORE['content']}}}encoded").text = etree.CDATA(one.html)
        else:
            _add(item, "description", one.html)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


# --- JSON Feed, records, subscriptions --------------------------------------------------------------------------------


def _json(told: Sequence[Entry], form: str) -> bytes:
    string = told[0].string
    feed: dict[str, Any] = dict.fromkeys(("title", "description", "icon", "favicon", "feed_url", "language"), string)
    feed |= {"version": "https://jsonfeed.org/version/1.1", "home_page_url": site_of(told[0].number)}
    feed["authors"] = [{"name": string, "url": string, "avatar": string}]
    feed["items"] = [_json_item(one, form) for one in told]
    return json.dumps(feed).encode()


def _json_item(one: Entry, form: str) -> dict[str, Any]:
    filled = dict.fromkeys(("id", "title", "summary", "image", "banner_image", "external_url"), one.string)
    words = {"content_html": one.html} if form == "html" else {"content_text": "\n".join(one.paragraphs)}
    times = {"date_published": one.at, "date_modified": one.string}
    return {
        **filled,
        **words,
        **times,
        "url": one.url,
        "language": one.lang,
        "tags": [one.string],
        "authors": [{"name": one.string}],
        "attachments": [{"url": one.string, "mime_type": one.string, "title": one.string}],
    }


FORMS: Final[Mapping[str, Callable[[Sequence[Entry]], bytes]]] = {
    "atom text": lambda told: _atom(told, "text"),
    "rss": lambda told: _rss(told, "escaped"),
    "json html": lambda told: _json(told, "html"),
    "atom html": lambda told: _atom(told, "html"),
    "rss cdata": lambda told: _rss(told, "cdata"),
    "json text": lambda told: _json(told, "text"),
    "atom xhtml": lambda told: _atom(told, "xhtml"),
}


def records(strings: Sequence[str]) -> bytes:
    """The same strings as JSON lines, of other events, each the id, the outlet and the title of its record."""
    return b"".join(json.dumps(_record(one)).encode() + b"\n" for one in entries(strings, RECORDED))


def _record(one: Entry) -> dict[str, str]:
    named = dict.fromkeys(("id", "outlet", "title"), one.string)
    return {**named, "url": one.url, "lang": one.lang, "published": one.at, "text": "\n".join(one.paragraphs)}


def opml(listed: Sequence[tuple[str, str, str]]) -> bytes:
    """A list of subscriptions: each its address, its site, and the string that is its name and that of its folder."""
    root = etree.Element("opml", {"version": "2.0"})
    body = _add(root, "body")
    for url, site, string in listed:
        name, at = UNFIT.sub("\ufffd", string), {"xmlUrl": UNFIT.sub("", url), "htmlUrl": UNFIT.sub("", site)}
        folder = _add(body, "outline", text=name, title=name)
        _add(folder, "outline", type="rss", text=name, title=name, **at)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))
