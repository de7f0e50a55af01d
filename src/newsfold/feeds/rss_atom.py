"""RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0 -> items, through feedparser.

feedparser only ever sees well-formed UTF-8 without a document type and without the extension elements that it would
take for the article's own words (a photograph's media:description becomes the body otherwise). Its HTML sanitiser and
its resolving of addresses inside the words are off: what is handed on is what was received.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from newsfold.feeds import decoding, xmltext
from newsfold.feeds.limits import MAX_ATTRIBUTES, MAX_AUTHOR, MAX_ITEMS, over_limit
from newsfold.model import Item, Markup, Rejected

ENTRY = frozenset({"item", "entry"})
AUTHOR = frozenset({"author", "creator"})
PEOPLE = AUTHOR | {"managingeditor", "webmaster", "publisher", "contributor"}
AROUND_PEOPLE = ENTRY | {"channel", "feed", "rss", "rdf", "source"}
# "desk@orrin-post.example (Lena Voss)", as RSS 2.0 writes an author, and "Lena Voss <desk@...>", as e-mail does.
NAME_AFTER = re.compile(r"\S+@\S+\s*\((.+)\)")
NAME_BEFORE = re.compile(r"(.+?)\s*[<(]\S+@\S+[>)]")

# Namespaces that speak of the article itself. Elements of all others are taken out of an entry before it is parsed.
OWN_NAMESPACES = frozenset(
    {
        "",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://www.w3.org/2005/Atom",
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0/modules/content/",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/dc/terms/",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://rssnamespace.org/feedburner/ext/1.0",
    }
)
USERLAND = "http://backend.userland.com/rss"

# RSS does not say whether a title is text or HTML, and feedparser asks for a closing tag: "<br>" alone is HTML as well.
HTML_TAG = re.compile(r"</?(?:a|b|br|em|i|p|small|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Aside:
    """What is taken from an entry's tree itself.

    feedparser looks for e-mail addresses in authors, in quadratic time, and takes ".exam" for the end of one in
    "desk@orrin-post.example (Lena Voss)"; it does not know an entry's dc:language.
    """

    byline: str | None
    lang: str | None


@dataclass(frozen=True, slots=True)
class _Channel:
    """What an item takes from the feed around it."""

    source: str
    version: str
    identity: str | None
    site: str
    lang: str | None


def read(data: bytes, source: str) -> Iterator[Item | Rejected]:
    """Read a feed: one item or one rejection for every entry; one rejection in all for a feed that cannot be read.

    A feed that breaks off gives its whole entries and a rejection for the one that was cut.
    """
    text = decoding.decode(data)
    if text is None:
        yield Rejected(source, "unknown-encoding", "its encoding is not declared and could only be guessed")
        return
    parsed = xmltext.parse(text)
    if parsed.root is None or (parsed.fault and not _entries(parsed.root)):
        fault = parsed.fault or xmltext.Fault("not-xml", "it is not XML")
        yield Rejected(source, fault.reason, fault.detail, fault.line)
        return
    yield from _from_tree(parsed.root, text if parsed.fault else "", source)


def _from_tree(root: etree._Element, recovered: str, source: str) -> Iterator[Item | Rejected]:
    """Read the entries of a tree; `recovered` is the text that it was saved from, empty where that was sound."""
    if any(len(element.attrib) > MAX_ATTRIBUTES for element in root.iter(etree.Element)):
        yield Rejected(source, "too-large", f"one of its elements has more than {MAX_ATTRIBUTES} attributes")
        return
    entries = _entries(root)
    if not entries:
        yield Rejected(source, "empty-feed", "it has no entries")
        return
    if _breaks_off(recovered):
        cut = entries.pop()
        yield Rejected(source, "cut-off", "it breaks off in the middle of an entry", cut.sourceline)
        _remove(cut)
    for over in entries[MAX_ITEMS:]:
        yield Rejected(source, "too-many-items", f"a feed is read up to {MAX_ITEMS:,} entries", over.sourceline)
        _remove(over)
    kept = entries[:MAX_ITEMS]
    for entry in kept:
        _take_out_extensions(entry)
    asides = [_aside(entry) for entry in kept]
    for person in _people(root):
        _remove(person)
    yield from _parsed(etree.tostring(root, encoding="utf-8"), asides, source)


def _entries(root: etree._Element) -> list[etree._Element]:
    """All entries of a feed in its order, but none that stands inside another."""
    found = [element for element in root.iter(etree.Element) if xmltext.local(element) in ENTRY]
    inner = {
        id(below) for entry in found for below in entry.iterdescendants(etree.Element) if xmltext.local(below) in ENTRY
    }
    return [entry for entry in found if id(entry) not in inner]


def _breaks_off(text: str) -> bool:
    """Whether a text ends before the entry that it is in does."""
    lower = text.lower()
    opened = max(lower.rfind("<item"), lower.rfind("<entry"))
    return opened > max(lower.rfind("</item"), lower.rfind("</entry"), lower.rfind("</rdf:item"))


def _people(root: etree._Element) -> list[etree._Element]:
    """Elements that name people, where a feed has them and not inside of words."""
    around = [element for element in root.iter(etree.Element) if xmltext.local(element) in AROUND_PEOPLE]
    return [child for element in around for child in element.findall("*") if xmltext.local(child) in PEOPLE]


def _take_out_extensions(entry: etree._Element) -> None:
    own = OWN_NAMESPACES | {xmltext.namespace(entry)}
    for child in entry.findall("*"):
        namespace = xmltext.namespace(child)
        if (namespace not in own and USERLAND not in namespace) or xmltext.UNDECLARED in child.tag:
            _remove(child)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _aside(entry: etree._Element) -> _Aside:
    languages = (child.text for child in entry.findall("*") if xmltext.local(child) == "language")
    authors = [child for child in entry.findall("*") if xmltext.local(child) in AUTHOR]
    names = dict.fromkeys(name for author in authors if (name := _name(author)))
    return _Aside(byline=", ".join(names) or None, lang=next(languages, None))


def _name(author: etree._Element) -> str | None:
    """The name of an author: Atom's element for it, else the text of RSS without an e-mail address."""
    parts = [part for part in author.findall("*") if xmltext.local(part) == "name"]
    text = " ".join("".join((parts[0] if parts else author).itertext()).split())
    if len(text) > MAX_AUTHOR:
        return None
    found = NAME_AFTER.fullmatch(text) or NAME_BEFORE.fullmatch(text)
    if found:
        return found[1].strip()
    return None if "@" in text and " " not in text else text or None


def _parsed(xml: bytes, asides: list[_Aside], source: str) -> Iterator[Item | Rejected]:
    import feedparser  # noqa: PLC0415 - only feeds need it

    result = feedparser.parse(io.BytesIO(xml), sanitize_html=False, resolve_relative_uris=False)
    if "out of memory" in str(result.get("bozo_exception", "")):
        raise MemoryError  # it goes on with a looser parser, which gives other words
    channel = _channel(result, source)
    yield from (_item(entry, aside, channel) for entry, aside in zip(result.entries, asides, strict=False))
    for _ in asides[len(result.entries) :]:
        yield Rejected(source, "unknown-format", "it has an entry in a form that is not known")


def _channel(result: Any, source: str) -> _Channel:
    feed = result.feed
    links = [link.get("href") for link in feed.get("links", []) if link.get("rel") == "self"]
    identities = (*links, dict.get(feed, "id"), feed.get("link"), feed.get("title"))
    return _Channel(
        source=source,
        version=str(result.version or ""),
        identity=next((str(identity) for identity in identities if identity), None),
        site=str(feed.get("link") or ""),
        lang=feed.get("language") or None,
    )


def _item(entry: Any, aside: _Aside, channel: _Channel) -> Item | Rejected:
    title = entry.get("title_detail") or {}
    summary = entry.get("summary_detail") or {}
    content = _content(entry.get("content") or ())
    body = content or summary
    item = Item(
        source=channel.source,
        kind="feed",
        guid=entry.get("id") or None,
        url=_link(entry, channel.site),
        title=entry.get("title") or None,
        title_markup=_title_markup(entry.get("title") or "", title, channel.version),
        body=body.get("value") or None,
        body_markup=_markup(body),
        summary=_other(summary.get("value"), body.get("value")),
        # feedparser maps a missing "updated" to "published", with a warning: ask the dict itself
        published=dict.get(entry, "published") or dict.get(entry, "created") or None,
        updated=dict.get(entry, "updated") or None,
        byline=aside.byline,
        credit=(entry.get("source") or {}).get("title") or None,
        lang=aside.lang or body.get("language") or title.get("language") or channel.lang,
        feed=channel.identity,
    )
    return over_limit(item) or item


def _content(contents: Iterable[Any]) -> Any:
    """The fullest form of an entry's own text: the first that is HTML, else the first that is text."""
    readable = [content for content in contents if content.get("value", "").strip() and _is_text(content)]
    return next((content for content in readable if _markup(content) == "html"), readable[0] if readable else None)


def _is_text(detail: Any) -> bool:
    kind = detail.get("type") or "text/plain"
    return str(kind).startswith("text/") or kind == "application/xhtml+xml"


def _markup(detail: Any) -> Markup:
    return "html" if detail.get("type") in ("text/html", "application/xhtml+xml") else "text"


def _title_markup(value: str, detail: Any, version: str) -> Markup:
    guessed = not version.startswith("atom") and HTML_TAG.search(value)
    return "html" if guessed else _markup(detail)


def _other(value: str | None, body: str | None) -> str | None:
    return value if value and value != body else None


def _link(entry: Any, site: str) -> str | None:
    """The address of an entry: the one before any counting service's, made whole where it is relative."""
    counted = str(entry.get("feedburner_origlink") or "")
    link = counted if counted.startswith("http") else entry.get("link")
    if not link or (link == entry.get("id") and "://" not in link):
        # feedparser takes any id for an address where there is none
        return None
    try:
        return urljoin(site, str(link)) if site.startswith(("http://", "https://")) else str(link)
    except ValueError:
        return str(link)
