"""Pages that are made to take time or memory of whoever reads them. All are below the cap of an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final


def page(body: str, head: str = "") -> bytes:
    """A page with this in it."""
    return f"<!doctype html><html><head><title>Dam holds</title>{head}</head><body>{body}</body></html>".encode()


def linked_data(data: str) -> bytes:
    return page("<p>a", f'<script type="application/ld+json">{data}</script>')


SENTENCE: Final = "The dam at Orrin holds, the council of Velmar said on Monday. "

HOSTILE: Final[dict[str, Callable[[], bytes]]] = {
    "depth": lambda: page("<div>" * 400_000 + SENTENCE),
    "depth of an article": lambda: page("<article>" + "<div><p>" * 60_000 + SENTENCE * 40),
    "depth of marks": lambda: page("<article>" + "<b><i>" * 120_000 + SENTENCE * 40),
    "a wide cell": lambda: page(
        f"<article><table><tr><td colspan='999999999' rowspan='999999999'>{SENTENCE * 40}</table>"
    ),
    "wide cells": lambda: page("<article><table>" + "<tr><td colspan='1000000'>a<td rowspan='65534'>b" * 200_000),
    "tables in tables": lambda: page("<article>" + "<table><tr><td>" * 60_000 + SENTENCE * 40),
    "attributes of one element": lambda: page(
        "<p " + " ".join(f"a{n}='x'" for n in range(300_000)) + f">{SENTENCE * 40}"
    ),
    "attributes of many": lambda: page("<article>" + f"<p {' '.join(f'a{n}=x' for n in range(200))}>a" * 8_000),
    "a long attribute": lambda: page(f"<article><p class='{'story ' * 2_000_000}'>{SENTENCE * 40}"),
    "many paragraphs": lambda: page("<article>" + f"<p>{SENTENCE}" * 150_000),
    "one paragraph of 14 MB": lambda: page(f"<article><p>{SENTENCE * 220_000}"),
    "one word of 14 MB": lambda: page(f"<article><p>{'a' * 14_000_000}"),
    "links": lambda: page("<article>" + "<p><a href='/a'>b</a>" * 300_000),
    "lists in lists": lambda: page("<article>" + "<ul><li>a" * 100_000),
    "empty elements": lambda: page("<article>" + "<p></p><div></div><br>" * 500_000),
    "headings": lambda: page("<h1>Dam</h1>" * 500_000),
    "meta elements": lambda: page("<p>a", "<meta name='author' content='b'>" * 300_000),
    "linked data that is deep": lambda: linked_data('{"@graph":' * 1_000_000),
    "linked data of many lists": lambda: linked_data("[" + "[]," * 4_000_000 + "[]]"),
    "linked data of a long name": lambda: linked_data(f'{{"@type": "Article", "headline": "{"<b>" * 3_000_000}"}}'),
    "entities": lambda: page(f"<article><p>{'&NotNestedGreaterGreater;' * 500_000}"),
    "a comment that never ends": lambda: page(f"<article><p>{SENTENCE * 40}<!--{'-->'[:2] * 6_000_000}"),
    "comments": lambda: page(f"<article><p>{SENTENCE * 40}" + "<!-- a --><!b>" * 900_000),
    "brackets": lambda: page("<" * 14_000_000),
    "end tags": lambda: page("</p>" * 3_000_000),
    "forms": lambda: page("<form>" * 700_000 + "<p>a"),
    "frames": lambda: page("<frameset>" * 500_000),
    "unknown elements": lambda: page("".join(f"<x{n}>" for n in range(500_000))),
    "NUL": lambda: page("\0" * 14_000_000 + SENTENCE),
}
