"""Text of an XML feed or OPML -> element tree, repairing what would otherwise change words.

A document type is never read, so no entity is ever expanded and no file or address ever opened. What is not well-formed
is mended where the meaning is plain (a bare ampersand, an HTML entity, a control character, a forgotten prefix); only
what is left after that goes to libxml2's recovery, which drops what it does not understand.
"""

from __future__ import annotations

import html.entities
import re
from dataclasses import dataclass

from lxml import etree

PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE)
ENTITY = re.compile(r"<!ENTITY\s+(?:%\s+)?([\w.:-]+)", re.IGNORECASE)
OPAQUE = re.compile(r"<!\[CDATA\[|<!--")
AMPERSAND = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{0,30});)?")
SURROGATES = re.compile(
    r"&#(5529[6-9]|55[3-9]\d\d|56[0-2]\d\d|563[01]\d);&#(5632\d|563[3-9]\d|56[4-9]\d\d|57[0-2]\d\d|573[0-3]\d|5734[0-3]);"
)
BARE_LESS = re.compile(r"<(?![A-Za-z_/!?])")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
PREFIX = re.compile(r"</?([A-Za-z][\w.-]*):[A-Za-z]")
ROOT = re.compile(r"<[A-Za-z_][\w.:-]*")

UNDECLARED = "__"
"""What stands for the colon of a prefix that was never declared, in the name of a recovered element."""

XML_ENTITIES = frozenset({"lt", "gt", "amp", "quot", "apos"})

# Prefixes that feeds use without declaring them, with the namespaces that they always mean.
KNOWN_PREFIXES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a document could not be read, or not as it stands: a stable reason, a sentence, and the line where known."""

    reason: str
    detail: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, and the fault that libxml2 had to recover from, if any. Without a root the fault says why."""

    root: etree._Element | None
    fault: Fault | None = None


def parse(text: str) -> Parsed:
    """Parse a document, mending it if need be; line numbers are those of the text as given."""
    start, document_type = prolog(text)
    custom = [name for name in ENTITY.findall(document_type) if name not in html.entities.name2codepoint]
    if custom:
        return Parsed(
            None, Fault("own-entities", f"it defines XML entities of its own ({custom[0]}), which are not expanded")
        )
    body = "\n" * text.count("\n", 0, start) + text[start:]
    for attempt in (body, mend(body)):
        root, fault = _strict(attempt)
        if root is not None:
            return Parsed(root)
    recovered = _recovered(attempt)
    return Parsed(recovered, fault)


def mend(text: str) -> str:
    """Replace what is not XML and can only mean one thing; words inside CDATA and comments are left as they are.

    >>> mend("<t>Q&A, caf&eacute; &amp; 3 < 4</t>")
    '<t>Q&amp;A, café &amp; 3 &lt; 4</t>'
    """
    # A vertical tab or form feed is a line break from a word processor: words on both sides stay apart.
    text = CONTROL.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n"))
    parts = _split(text)
    parts[::2] = [_mend_markup(part) for part in parts[::2]]
    return _declare_prefixes("".join(parts))


def _split(text: str) -> list[str]:
    """Cut a document into markup, and CDATA sections and comments, by turns. One that is never closed is markup."""
    parts: list[str] = []
    done = 0
    while (opened := OPAQUE.search(text, done)) is not None:
        closing = "]]>" if opened[0] == "<![CDATA[" else "-->"
        closed = text.find(closing, opened.end())
        if closed < 0:
            break
        parts += text[done : opened.start()], text[opened.start() : closed + 3]
        done = closed + 3
    return [*parts, text[done:]]


def _mend_markup(part: str) -> str:
    part = SURROGATES.sub(_joined_surrogates, part)
    return BARE_LESS.sub("&lt;", AMPERSAND.sub(_reference, part))


def _joined_surrogates(pair: re.Match[str]) -> str:
    """One character that was written as its two UTF-16 halves, as some JavaScript generators do."""
    return chr(0x10000 + ((int(pair[1]) - 0xD800) << 10) + (int(pair[2]) - 0xDC00))


def _reference(found: re.Match[str]) -> str:
    number, name = found[1], found[2]
    if number:
        point = int(number[1:], 16) if number[0] in "xX" else int(number)
        return f"&#{point};" if _is_xml_char(point) else ""
    if name in XML_ENTITIES:
        return found[0]
    if name in html.entities.name2codepoint:
        return chr(html.entities.name2codepoint[name])
    return "&amp;" + found[0][1:]


def _is_xml_char(point: int) -> bool:
    return point in (9, 10, 13) or 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD or 0x10000 <= point <= 0x10FFFF


def _declare_prefixes(text: str) -> str:
    used = set(PREFIX.findall(text))
    missing = sorted(prefix for prefix in used if prefix in KNOWN_PREFIXES and f"xmlns:{prefix}" not in text)
    root = ROOT.search(text)
    if root is None or not missing:
        return text
    declarations = "".join(f' xmlns:{prefix}="{KNOWN_PREFIXES[prefix]}"' for prefix in missing)
    return text[: root.end()] + declarations + text[root.end() :]


def prolog(text: str) -> tuple[int, str]:
    """Where the root element or what stands for it begins, and the document type before it."""
    end, document_type = 0, ""
    while (found := PROLOG.match(text, end)) is not None:
        if "<!DOCTYPE" in found[0].upper():
            document_type = found[0]
        end = found.end()
    # Some servers print a warning before the feed: the root is the first tag, whatever stands before it.
    root = ROOT.search(text, end)
    return (root.start() if root else len(text)), document_type


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,  # the size is capped before; without it libxml2 drops text over 10 MB in silence
    )


def _strict(text: str) -> tuple[etree._Element | None, Fault | None]:
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=False)), None
    except etree.XMLSyntaxError as error:
        return None, Fault("not-xml", (error.msg or "it is not well-formed XML").split(", line ")[0], error.lineno)


def _recovered(text: str) -> etree._Element | None:
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=True))
    except etree.XMLSyntaxError:
        return None
    if root is not None:
        _settle_names(root)
    return root


def _settle_names(root: etree._Element) -> None:
    """Give every recovered element and attribute a name that can be written as XML again."""
    for element in root.iter(etree.Element):
        if ":" in _bare(element.tag):
            element.tag = _bare(element.tag).replace(":", UNDECLARED)
        for name in [name for name in element.attrib if ":" in _bare(name)]:
            del element.attrib[name]


def local(element: etree._Element) -> str:
    """The name of an element without its namespace, in lower case."""
    return _bare(element.tag).lower()


def namespace(element: etree._Element) -> str:
    """The namespace of an element; empty for none."""
    tag = str(element.tag)
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def _bare(name: object) -> str:
    return str(name).rpartition("}")[2]
