"""The rules for Atom that the W3C's feed validator checks and that a feed like ours can break, under the names of its messages.

Each is a function of the whole document that gives the names of what it finds. `faults` applies all; a test holds them against the
validator's own cases, each of which names the message that it is to give.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

import lxml.html
from lxml import etree

ATOM: Final = "http://www.w3.org/2005/Atom"
XHTML: Final = "http://www.w3.org/1999/xhtml"
XML: Final = "http://www.w3.org/XML/1998/namespace"

PERSONS: Final = ("author", "contributor")
TEXTS: Final = ("title", "subtitle", "summary", "rights")
CHILDREN: Final = {
    "feed": {"author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title",
             "updated", "entry"},
    "entry": {"author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary", "title",
              "updated"},
    "source": {"author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title",
               "updated"},
    "author": {"name", "uri", "email"},
    "contributor": {"name", "uri", "email"},
}  # fmt: skip
_OF_A_FEED: Final = ("generator", "icon", "id", "logo", "rights", "subtitle", "title", "updated")
ONCE: Final = {
    "source": _OF_A_FEED,
    "feed": _OF_A_FEED,
    "entry": ("content", "id", "published", "rights", "source", "summary", "title", "updated"),
    "author": ("name", "uri", "email"),
    "contributor": ("name", "uri", "email"),
}
REQUIRED: Final = {
    "feed": ("id", "title", "updated"),
    "entry": ("id", "title", "updated"),
    **dict.fromkeys(PERSONS, ("name",)),
}
# https://www.iana.org/assignments/link-relations, those that a feed may have use for.
RELATIONS: Final = {"alternate", "related", "self", "enclosure", "via", "first", "last", "next", "previous", "edit", "hub",
                    "license", "replies", "current", "payment", "search", "up"}  # fmt: skip
DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
URI: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>\"{}|\\^`]+")
REFERENCE: Final = re.compile(r"[^\s<>\"{}|\\^`]*")
TAG: Final = re.compile(
    r"tag:([a-z0-9\-._]+?@)?[a-z0-9][a-z0-9.\-]*?,\d{4}(-\d{2}(-\d{2})?)?:[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*(#[\w%;/?:@&=+$.,\-!~*'()]*)?"
)
TAG_DAY: Final = re.compile(r",(\d{4})(?:-(\d\d))?(?:-(\d\d))?:")
MEDIA: Final = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(\s*;.*)?")
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
MARKUP: Final = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
RISKY: Final = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "applet",
    "meta",
    "link",
    "base",
    "form",
    "input",
    "bogus",
}
HARMLESS: Final = {
    "href",
    "cite",
    "lang",
    "dir",
    "title",
    "datetime",
    "alt",
    "src",
    "width",
    "height",
    "class",
    "type",
    "rel",
}


def faults(document: bytes, address: str | None = None, now: datetime | None = None) -> set[str]:
    """Give the names of all rules that a document breaks; `address` is where it was found."""
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return {"SAXError"}
    if etree.QName(root).namespace != ATOM or etree.QName(root).localname not in CHILDREN:
        return {"InvalidNamespace"}
    feed = _Feed(root, address, now or datetime.now(UTC))
    return {name for rule in RULES for name in rule(feed)}


class _Feed:
    """A document, and the elements of Atom in it by name."""

    def __init__(self, root: etree._Element, address: str | None, now: datetime) -> None:
        self.root, self.address, self.now = root, address, now

    def all(self, *names: str) -> Iterator[etree._Element]:
        for name in names:
            yield from self.root.iter(f"{{{ATOM}}}{name}")

    def holders(self) -> Iterator[tuple[str, etree._Element, Counter[str]]]:
        for name in CHILDREN:
            for element in self.all(name):
                inside = [etree.QName(one) for one in element if isinstance(one.tag, str)]
                yield name, element, Counter(one.localname for one in inside if one.namespace == ATOM)

    def words(self, *names: str) -> Iterator[tuple[str, etree._Element]]:
        for element in self.all(*names):
            yield element.text or "", element


def structure(feed: _Feed) -> Iterator[str]:
    for name, element, inside in feed.holders():
        if any(inside[one] > 1 for one in ONCE[name]):
            yield "DuplicateElement"
        yield from (f"MissingElement {one}" for one in REQUIRED.get(name, ()) if not inside[one])
        if set(inside) - CHILDREN[name]:
            yield "UndefinedElement"
        if name == "entry" and not inside["author"] and not _has_author(element):
            yield "MissingElement author"
        if name == "entry" and not inside["content"] and not _relations(element)["alternate"]:
            yield "MissingContentOrAlternate"
        if name == "feed" and not _relations(element)["self"]:
            yield "MissingSelf"


def _has_author(entry: etree._Element) -> bool:
    feed = entry.getparent()
    around = [*entry.findall(f"{{{ATOM}}}source"), *([feed] if feed is not None else [])]
    return any(one.find(f"{{{ATOM}}}author") is not None for one in around)


def _relations(element: etree._Element) -> Counter[str]:
    return Counter(link.get("rel", "alternate") for link in element.findall(f"{{{ATOM}}}link"))


def ids(feed: _Feed) -> Iterator[str]:
    for text, _ in feed.words("id"):
        if text != text.strip():
            yield "UnexpectedWhitespace"
        given = text.strip()
        if not given:
            yield "NotBlank"
        if ":" not in given:
            yield "InvalidFullLink"
        if given and not URI.fullmatch(given):
            yield "InvalidLink"
        if given.startswith("tag:") and not _is_tag(given):
            yield "InvalidTAG"
        if given.lower().startswith("http") and _is_odd(given):
            yield "NonCanonicalURI"
    entries = [entry.findtext(f"{{{ATOM}}}id") for entry in feed.root.findall(f"{{{ATOM}}}entry")]
    if len(set(entries)) < len(entries):
        yield "DuplicateEntries"


def _is_tag(given: str) -> bool:
    found = TAG_DAY.search(given)
    if not TAG.fullmatch(given) or not found:
        return False
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        return datetime(year, month, day, tzinfo=UTC) <= datetime.now(UTC)
    except ValueError:
        return False


def _is_odd(given: str) -> bool:
    """Whether a URI has another that is equivalent and plainer (RFC 3986, 6.2)."""
    scheme, _, rest = given.partition("://")
    host, slash, path = rest.partition("/")
    encoded = re.findall("%..", given)
    return (
        scheme != scheme.lower()
        or host != host.lower()
        or "@" in host
        or host.endswith((":", ":80", ":443"))
        or (not slash and not set(host) & set("?#"))
        or any(part in (".", "..") for part in path.split("/"))
        or any(one != one.upper() or re.fullmatch("[A-Za-z0-9._~-]", chr(int(one[1:], 16))) for one in encoded)
    )


def dates(feed: _Feed) -> Iterator[str]:
    for text, element in feed.words("updated", "published"):
        if text != text.strip():
            yield "UnexpectedWhitespace"
        moment = _moment(text.strip())
        if moment is None:
            yield "InvalidRFC3339Date"
        elif element.tag.endswith("updated") and not 1970 <= moment.year <= feed.now.year + 1:
            yield "ImplausibleDate"


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if DATE.fullmatch(text) else None
    except ValueError:
        return None


def links(feed: _Feed) -> Iterator[str]:
    for link in feed.all("link"):
        href, rel = link.get("href"), link.get("rel", "alternate")
        if href is None:
            yield from ("MissingHref", "MissingAttribute")
        elif href != href.strip() or not REFERENCE.fullmatch(href):
            yield "InvalidLink"
        if rel == "":
            yield "AttrNotBlank"
        elif ":" not in rel and rel not in RELATIONS:
            yield "UnregisteredAtomLinkRel"
        yield from _beside(link)
    for name in ("feed", "entry", "source"):
        for element in feed.all(name):
            yield from _twice(element)
    yield from _self(feed)


def _beside(link: etree._Element) -> Iterator[str]:
    """What is wrong with what a link has beside its address."""
    media = link.get("type")
    if link.get("title") == "":
        yield "AttrNotBlank"
    if MARKUP.search(link.get("title", "")):
        yield "ContainsHTML"
    if media is not None and not MEDIA.fullmatch(media):
        yield "InvalidMIMEType"
    if len(link) or (link.text or "").strip():
        yield "AtomLinkNotEmpty"
    if link.get("hreflang") is not None and not LANGUAGE.fullmatch(link.get("hreflang")):
        yield "InvalidLanguage"


def _twice(element: etree._Element) -> Iterator[str]:
    found = [one for one in element.findall(f"{{{ATOM}}}link") if one.get("rel", "alternate") == "alternate"]
    kinds = Counter((one.get("type"), one.get("hreflang")) for one in found)
    if any(count > 1 for count in kinds.values()):
        yield "DuplicateAtomLink"


def _self(feed: _Feed) -> Iterator[str]:
    for link in feed.root.findall(f"{{{ATOM}}}link[@rel='self']"):
        href = link.get("href", "")
        if ":" not in href and feed.root.get(f"{{{XML}}}base") is None and link.get(f"{{{XML}}}base") is None:
            yield "RelativeSelf"
        if feed.address is not None and href != feed.address:
            yield "SelfDoesntMatchLocation"
        if link.get("type", "application/atom+xml").partition(";")[0] != "application/atom+xml":
            yield "SelfNotAtom"


def texts(feed: _Feed) -> Iterator[str]:
    for text, element in feed.words(*TEXTS):
        kind = element.get("type", "text")
        if "/" in kind:
            yield "InvalidMIMEType" if not MEDIA.fullmatch(kind) else "InvalidTextType"
        elif kind not in ("text", "html", "xhtml"):
            yield "AttrNotBlank" if not kind else "InvalidTextType"
        if kind == "text" and MARKUP.search(text):
            yield "ContainsUndeclaredHTML"
        if kind == "html":
            yield from _markup(text)
        if kind == "xhtml" and (len(element) != 1 or element[0].tag != f"{{{XHTML}}}div"):
            yield "MissingXhtmlDiv" if len(element) or not text.strip() else "NotInline"
        if element.tag.endswith("title") and kind != "xhtml" and not text.strip() and not len(element):
            yield "NotBlank"


def contents(feed: _Feed) -> Iterator[str]:
    for text, element in feed.words("content"):
        kind = element.get("type", "text")
        if kind not in ("text", "html", "xhtml") and not MEDIA.fullmatch(kind):
            yield "AttrNotBlank" if not kind else "InvalidMIMEType"
        if kind == "text" and MARKUP.search(text):
            yield "ContainsUndeclaredHTML"
        if kind == "html":
            yield from _markup(text)
        if kind in ("text", "html") and len(element):
            yield "UndefinedElement"
        if kind == "xhtml" and (len(element) != 1 or element[0].tag != f"{{{XHTML}}}div"):
            yield "MissingXhtmlDiv" if len(element) or not text.strip() else "NotInline"
        yield from _elsewhere(element)


def _elsewhere(content: etree._Element) -> Iterator[str]:
    """What is wrong with content that is not in the entry, or of a kind that cannot be."""
    kind, source = content.get("type"), content.get("src")
    if (kind or "").startswith("multipart/"):
        yield "InvalidMIMEType"
    if source is None:
        yield from ("HtmlFragment",) if kind in ("text/html", "application/xhtml+xml") else ()
        return
    if kind is None:
        yield "MissingTypeAttr"
    elif kind in ("text", "html", "xhtml"):
        yield "InvalidMIMEType"
    if not REFERENCE.fullmatch(source):
        yield "InvalidUriChar"


def _markup(text: str) -> Iterator[str]:
    """What is wrong with escaped HTML: nothing that runs, nothing that reaches beyond the entry."""
    if re.search("<[a-zA-Z/!]", text) is None:
        return
    for element in lxml.html.fragments_fromstring(f"<div>{text}</div>")[0].iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in RISKY:
            yield "SecurityRisk"
        if "style" in element.attrib:
            yield "DangerousStyleAttr"
        if any(name.startswith("on") or name not in HARMLESS | {"style"} for name in element.attrib):
            yield "SecurityRiskAttr"
        if str(element.get("href", "")).lower().startswith("javascript:"):
            yield "SecurityRisk"
    stack = [tag.lower() for tag in re.findall(r"<(/?[a-zA-Z][a-zA-Z0-9]*)[^>]*(?<!/)>", text)]
    if stack and not _balanced([one for one in stack if one not in ("br", "img", "hr")]):
        yield "NotHtml"


def _balanced(tags: list[str]) -> bool:
    open_tags: list[str] = []
    for tag in tags:
        if not tag.startswith("/"):
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag[1:]:
            return False
    return not open_tags


def persons(feed: _Feed) -> Iterator[str]:
    for text, element in feed.words("name", "generator"):
        if not text.strip():
            yield "NotBlank"
        if MARKUP.search(text):
            yield "ContainsHTML"
        if element.tag.endswith("name") and re.search(r"[\w.+-]+@[\w.-]+\.\w+", text):
            yield "ContainsEmail"
    yield from _addresses(feed)


def _addresses(feed: _Feed) -> Iterator[str]:
    for generator in feed.all("generator"):
        uri = generator.get("uri", "")
        if not REFERENCE.fullmatch(uri):
            yield from ("InvalidUriChar", "InvalidLink")
    for text, _ in feed.words("email"):
        if not re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+", text):
            yield "InvalidContact"
    for text, _ in feed.words("uri", "icon", "logo"):
        if text != text.strip():
            yield "UnexpectedWhitespace"
        elif not REFERENCE.fullmatch(text):
            yield "InvalidLink"


def categories(feed: _Feed) -> Iterator[str]:
    for category in feed.all("category"):
        if category.get("term") is None:
            yield "MissingAttribute"
        elif not category.get("term").strip():
            yield "NotBlank"
        scheme = category.get("scheme")
        if scheme is not None and not REFERENCE.fullmatch(scheme):
            yield "InvalidUriChar"
        elif scheme is not None and ":" not in scheme:
            yield "InvalidFullLink"
        if MARKUP.search(category.get("label", "")):
            yield "ContainsHTML"


def languages(feed: _Feed) -> Iterator[str]:
    for element in feed.root.iter():
        lang = element.get(f"{{{XML}}}lang") if isinstance(element.tag, str) else None
        if lang and not LANGUAGE.fullmatch(lang):
            yield "InvalidLanguage"
        if isinstance(element.tag, str) and element.get(f"{{{XML}}}base") is not None:
            yield from () if REFERENCE.fullmatch(element.get(f"{{{XML}}}base")) else ("InvalidUriChar",)
        if isinstance(element.tag, str) and etree.QName(element).namespace in (ATOM, XHTML) and element.prefix:
            yield "AvoidNamespacePrefix"


RULES: Final[tuple[Callable[[_Feed], Iterator[str]], ...]] = (
    structure, ids, dates, links, texts, contents, persons, categories, languages,
)  # fmt: skip

MESSAGES: Final = frozenset(
    {
        "AtomLinkNotEmpty", "AttrNotBlank", "AvoidNamespacePrefix", "ContainsEmail", "ContainsHTML", "ContainsUndeclaredHTML",
        "DuplicateAtomLink", "DuplicateElement", "DuplicateEntries", "HtmlFragment", "ImplausibleDate",
        "InvalidContact", "InvalidFullLink", "InvalidLanguage", "InvalidLink", "InvalidMIMEType", "InvalidNamespace",
        "InvalidRFC3339Date", "InvalidTAG", "InvalidTextType", "InvalidUriChar", "MissingAttribute", "MissingContentOrAlternate",
        "MissingElement", "MissingHref", "MissingSelf", "MissingTypeAttr", "MissingXhtmlDiv", "NonCanonicalURI", "NotBlank",
        "NotHtml", "NotInline", "RelativeSelf", "SAXError", "SecurityRisk", "SecurityRiskAttr", "SelfDoesntMatchLocation",
        "SelfNotAtom", "UndefinedElement", "UnexpectedWhitespace", "UnregisteredAtomLinkRel",
    }
)  # fmt: skip
