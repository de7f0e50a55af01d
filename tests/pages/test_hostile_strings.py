"""Hostile strings in every field of every page run nothing in a real browser, with the policy off and on.

This is the short form; `make prove-xss STRINGS=...` takes lists of thousands.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import browser
from hostile_browser import Looker, shelf
from prove_xss import Page, outputs, prove

# Ways out of an element, an attribute, a comment, a title, a style, a script, an address; each ours.
STRINGS = (
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'><body onload=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "`onmouseover=alert(1)//",
    "--><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    "javascript:alert(1)",
    "JaVaScRiPt&#58;alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://orrin.example/\"onclick='alert(1)'",
    "https://orrin.example/'><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "![x](x \"onerror='alert(1)'\")",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "{{ 7 * 7 }}{% raw %}<script>alert(1)</script>",
    "\ud800<script>alert(1)</script>",
    "\u202e</p><form action=https://elsewhere.example/><button>x",
)


@pytest.fixture(scope="module")
def lookers(chromium_path: str) -> Iterator[tuple[Looker, Looker]]:
    with shelf() as base, browser(chromium_path) as free, browser(chromium_path) as bound:
        yield Looker(free, base, policy=False), Looker(bound, base, policy=True)


@pytest.mark.browser
@pytest.mark.parametrize(("name", "page"), outputs().items(), ids=list(outputs()))
def test_no_string_becomes_more_than_words(name: str, page: Page, lookers: tuple[Looker, Looker]) -> None:
    """Each page has the elements and attributes that it has for harmless words, and nothing runs."""
    found = prove(lookers, page, STRINGS)
    assert (name, found.strings, found.wrong) == (name, len(STRINGS), [])


@pytest.mark.browser
def test_a_page_that_escapes_nothing_is_found(lookers: tuple[Looker, Looker]) -> None:
    """The proof can fail: of a page that is a template of strings, what breaks out of it is told."""

    def careless(text: str) -> bytes:
        return f"<!doctype html><html><head></head><body><p>{text}</p></body></html>".encode("utf-8", "replace")

    found = prove(lookers[:1], careless, ("words", "<img src=x onerror=alert(1)>", "<a href=javascript:alert(1)>x</a>"))
    assert len(found.wrong) == 2
    assert '"ran": ["alert"' in found.wrong[0]
    assert "img onerror" in found.wrong[0]
    assert "javascript:alert(1)" in found.wrong[1]


def test_the_list_of_pages_is_of_all_that_make_bytes() -> None:
    """A page that is added is looked at without anybody thinking of it."""
    assert {"edition_page", "story_page", "search_page", "settings_page", "write_atom", "as_markdown", "letter"} <= set(
        outputs()
    )
