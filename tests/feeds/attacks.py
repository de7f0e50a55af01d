"""Feeds that are made to take time, memory, files or the network of whoever reads them. All are below the cap of a file."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final


def feed(*items: str, head: str = "") -> bytes:
    """An RSS feed with these items; `head` stands before its root."""
    entries = "".join(f"<item>{item}</item>" for item in items)
    return f"{head}<rss version='2.0'><channel><title>Orrin Post</title>{entries}</channel></rss>".encode()


def _declared(*entities: str) -> str:
    return f"<!DOCTYPE rss [{' '.join(f'<!ENTITY {one}>' for one in entities)}]>"


def laughs() -> bytes:
    """Ten entities, each of ten of the one before: 10 GB of "ha"."""
    names = "abcdefghij"
    return feed(
        f"<title>&{names[-1]};</title>",
        head=_declared(f"a '{'ha' * 50}'", *(f"{b} '{f'&{a};' * 10}'" for a, b in pairwise(names))),
    )


def many_prefixes() -> bytes:
    return feed("".join(f"<a{number}:x xmlns:a{number}='u{number}'>" for number in range(60_000)))


ATTACKS: Final[dict[str, Callable[[], bytes]]] = {
    "entities that grow": laughs,
    "one long entity, often": lambda: feed(f"<title>{'&a;' * 20_000}</title>", head=_declared(f"a '{'x' * 20_000}'")),
    "a file as an entity": lambda: feed("<title>&a;</title>", head=_declared("a SYSTEM 'file:///etc/passwd'")),
    "an address as an entity": lambda: feed(
        "<title>a</title>", head="<!DOCTYPE rss [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/'> %a;]>"
    ),
    "a document type elsewhere": lambda: feed("<title>a</title>", head="<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/'>"),
    "attributes": lambda: feed("<title " + " ".join(f"a{n}='x'" for n in range(100_000)) + ">a</title>"),
    "an author": lambda: feed(f"<title>a</title><author>{'a' * 58_000}</author>"),
    "items": lambda: feed(*["<title>a</title>"] * 200_000),
    "escapes": lambda: feed(f"<title>a</title><description>{'&lt;' * 1_900_000}</description>"),
    "escapes in many items": lambda: feed(*[f"<description>{'&lt;b ' * 180_000}</description>"] * 12),
    "depth": lambda: feed(f"<title>a</title><description>{'<b>' * 200_000}</description>"),
    "one entry of 14 MB": lambda: feed(f"<title>a</title><description>{'word ' * 2_900_000}</description>"),
    "prefixes": many_prefixes,
    "items in items": lambda: feed("<item>" * 6_000 + "<title>a</title>" + "</item>" * 6_000),
    "ampersands": lambda: feed(f"<title>{'&' * 5_000_000}</title>"),
    "categories": lambda: feed(f"<title>a</title>{'<category>x</category>' * 400_000}"),
    "sections that never end": lambda: feed(f"<title>{'<![CDATA[' * 1_000_000}</title>"),
    "outlines": lambda: (
        b"<opml><body>" + b"<outline text='a'>" * 250 + b"<outline xmlUrl='http://a.example/'/>" * 200_000
    ),
    "JSON that is deep": lambda: b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 10_000_000,
    "JSON of many objects": lambda: (
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b'{"a":{}},' * 1_400_000 + b"{}]}"
    ),
}
