"""OPML 1.0 and 2.0 subscription lists -> feeds.

One outline that makes no sense is rejected by itself; only addresses of the web are taken, never a command or a file.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from newsfold.feeds import decoding, xmltext
from newsfold.model import Feed, Rejected

# Outlines of these types are feeds, and ought to have an address.
FEED_TYPES = frozenset({"rss", "atom", "feed"})


def read(data: bytes, source: str) -> Iterator[Feed | Rejected]:
    """Read a subscription list in its order; an outline without an address of a feed is a folder for those in it."""
    text = decoding.decode(data)
    parsed = xmltext.parse(text) if text is not None else xmltext.Parsed(None)
    if parsed.root is None:
        fault = parsed.fault or xmltext.Fault(
            "unknown-encoding", "its encoding is not declared and could only be guessed"
        )
        yield Rejected(source, fault.reason, fault.detail, fault.line)
        return
    outlines = [element for element in parsed.root.iter(etree.Element) if xmltext.local(element) == "outline"]
    found = [outcome for outline in outlines if (outcome := _outline(outline, source)) is not None]
    yield from found
    if not found:
        yield Rejected(source, "no-feeds", "it lists no feed")


def _outline(outline: etree._Element, source: str) -> Feed | Rejected | None:
    given = _attributes(outline)
    url = given.get("xmlurl", "").strip()
    name = _name(given)
    if not url:
        if given.get("type", "").lower() in FEED_TYPES:
            return Rejected(
                source, "bad-outline", f"the outline {name or '(no name)'!r} has no xmlUrl", outline.sourceline
            )
        return None
    if not url.lower().startswith(("http://", "https://")):
        return Rejected(source, "bad-outline", f"{url[:80]!r} is not an address of the web", outline.sourceline)
    # OPML asks for a text: where nobody named the outlet, lists have its address there
    called = name if name != url else None
    return Feed(source, url, given.get("htmlurl", "").strip() or None, called, _folder(outline))


def _folder(outline: etree._Element) -> tuple[str, ...]:
    """Names of the outlines around one, outermost first; what has an address itself is not a folder."""
    around = [_attributes(above) for above in outline.iterancestors() if xmltext.local(above) == "outline"]
    return tuple(name for above in reversed(around) if not above.get("xmlurl") and (name := _name(above)))


def _name(given: dict[str, str]) -> str | None:
    return " ".join((given.get("title") or given.get("text") or "").split()) or None


def _attributes(outline: etree._Element) -> dict[str, str]:
    """Attributes with their names in lower case: xmlUrl is also written xmlurl and xmlURL."""
    return {str(name).lower(): str(value) for name, value in outline.attrib.items()}
