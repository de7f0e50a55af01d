"""The article in a page: its words, and what the page declares about itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from newsfold.articles import build
from newsfold.model import Article, Item, Rejected

PARAGRAPHS = (
    "The dam at Orrin held through a night of heavy rain, the water board said on Monday, and nobody was hurt.",
    "Engineers opened two of the five gates shortly after midnight and closed them again when the level began to fall.",
    "The road to Vale stays shut until Friday at the earliest, as part of the slope above it is still moving.",
)  # fmt: skip


def a_page(head: str = "", body: str = "", *, title: str = "Dam at Orrin holds | Orrin Post") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"""<!doctype html><html lang="en-GB"><head><title>{title}</title>{head}</head><body>
    <nav><a href="/">Home</a> <a href="/world">World</a></nav>
    <article><h1>Dam at Orrin holds</h1>{text}{body}</article>
    <footer>All rights reserved. Terms of use.</footer></body></html>"""


def linked_data(**given: Any) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **given}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def article(document: str, names: dict[str, str] | None = None) -> Article:
    built = build(Item("dam.html", "page", body=document, body_markup="page"), names or {})
    assert isinstance(built, Article)
    return built


def test_the_words_of_a_page_are_those_of_its_paragraphs() -> None:
    """One line each; no navigation, no footer, no title a second time."""
    built = article(a_page())
    assert built.text == "\n".join(PARAGRAPHS)
    assert (built.title, built.lang, built.kind) == ("Dam at Orrin holds", "en", "page")


def test_nothing_is_put_before_the_items_of_a_list() -> None:
    """Extractors add dashes; a dash that the outlet did not write is a wrong word."""
    built = article(
        a_page(body="<ul><li>First, the gates were opened and shut.</li><li>Then the rain stopped.</li></ul>")
    )
    assert built.text.splitlines()[-2:] == ["First, the gates were opened and shut.", "Then the rain stopped."]


def test_linked_data_says_who_supplied_an_article() -> None:
    """The organisation beside the publisher; the publisher itself supplies nothing to itself."""
    wire = {"@type": "NewsMediaOrganization", "name": "Northern Wire"}
    own = {"@type": "Organization", "name": "Orrin Post"}
    assert article(a_page(linked_data(sourceOrganization=wire))).revision.credit == "Northern Wire"
    assert article(a_page(linked_data(provider=[own, wire], publisher=own))).revision.credit == "Northern Wire"
    assert article(a_page(linked_data(provider=own, publisher=own))).revision.credit is None
    assert article(a_page(linked_data(headline="Dam"))).revision.credit is None


def test_linked_data_says_what_a_page_is() -> None:
    """Title, dates, authors and address; the outlet is the domain or the operator's name for it."""
    head = linked_data(
        headline="Dam at Orrin &amp; its gates hold",
        datePublished="2026-03-02T07:40:00+01:00",
        dateModified="2026-03-02T09:00:00Z",
        author=[{"@type": "Person", "name": "Ana Brill"}, {"@type": "Person", "name": "Tom Weir"}],
        publisher={"@type": "Organization", "name": "The Orrin Post"},
        mainEntityOfPage={"@id": "https://www.orrin-post.example/dam?utm_source=x"},
    )
    built = article(a_page(head), {"orrin-post.example": "Orrin Post"})
    assert (built.title, built.outlet, built.url) == (
        "Dam at Orrin & its gates hold",
        "Orrin Post",
        "https://www.orrin-post.example/dam",
    )
    assert (built.published.iso, built.revision.updated.iso) == ("2026-03-02T06:40:00Z", "2026-03-02T09:00:00Z")
    assert built.revision.byline == "Ana Brill, Tom Weir"
    assert built.keys == ("url:orrin-post.example/dam",)


@pytest.mark.parametrize(
    "head",
    [
        linked_data(**{"@type": "WebPage", "headline": "Wrong"}) + linked_data(headline="Dam"),
        linked_data(**{"@type": "Thing", "@graph": [{"@type": ["Thing", "BlogPosting"], "headline": "Dam"}]}),
        '<script type="application/ld+json">{"@type": "NewsArticle",</script>' + linked_data(headline="Dam"),
        linked_data(headline="Dam#").replace("#", "\n").replace("}<", "};<"),
        linked_data(headline=["Dam", "Wrong"]),
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + linked_data(headline="Dam"),
    ],
    ids=["other type", "graph", "broken", "line break", "list", "deep"],
)  # fmt: skip
def test_linked_data_is_found_in_all_its_forms(head: str) -> None:
    """In lists and graphs, beside broken pieces, with line breaks where none may be."""
    assert article(a_page(head)).title == "Dam"


def test_meta_elements_say_what_linked_data_does_not() -> None:
    """A profile's address is no author, and a front page no address of an article."""
    head = """<meta property="article:published_time" content="2026-03-02"><link rel="canonical" href="https://a.example/">
    <meta property="og:url" content="https://a.example/dam"><meta property="article:author" content="https://social.example/a">
    <meta name="author" content="Ana Brill">"""
    built = article(a_page(head))
    assert (built.published.iso, built.url, built.revision.byline) == (
        "2026-03-02",
        "https://a.example/dam",
        "Ana Brill",
    )


def test_a_page_without_an_address_is_its_publishers() -> None:
    """And is known by its words."""
    built = article(a_page('<meta property="og:site_name" content="Orrin Post">'))
    assert (built.outlet, built.url) == ("Orrin Post", None)
    assert built.keys == (f"words:{built.revision.id}",)


@pytest.mark.parametrize("wall", ["", "<p>Subscribe to continue reading.</p>", "<p>We use cookies.</p>" * 9])
def test_a_page_that_shows_no_article_keeps_its_title(wall: str) -> None:
    """A wall's words are nobody's report."""
    built = article(f"<!doctype html><html><head><title>Dam holds</title></head><body><div>{wall}</div></body></html>")
    assert (built.title, built.text) == ("Dam holds", "")


@pytest.mark.parametrize("document", ["", "<html></html>", "<html><body><p>We use cookies.</p></body></html>", "\0"])
def test_a_page_without_a_title_or_an_article_is_rejected(document: str) -> None:
    """There is nothing to keep."""
    built = build(Item("x.html", "page", body=document, body_markup="page"))
    assert built == Rejected("x.html", "no-words", "it has neither a title nor a text")
