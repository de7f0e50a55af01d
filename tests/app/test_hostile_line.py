"""Hostile strings that come in as feeds, records and subscriptions are stored as they came, and stay words on every page.

This is the short form; `make prove-hostile-feeds STRINGS=...` takes lists of thousands, and every other way out besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hostile_line import Line, Site, brought, reading
from hostile_outputs import OBEYED, Outside
from hostile_sources import TOLD_BY
from prove_hostile_feeds import DRAWN_BY, Visit, allowed_of, faults, kept, looked, pages_of
from prove_xss import together

# Ways out of markup, of addresses and of a terminal, and what XML cannot hold; each ours.
STRINGS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "]]><svg onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "</title></textarea></style><body onload=alert(1)>",
    "[x](javascript:alert(1))",
    "https://orrin.example/\"onclick='alert(1)'",
    "red \x1b[31malert\x07 \x9b2J",
    "half \ud800 a character",
    "\u202ereversed",
)
# What the first story is told of: one's own words.
WORDS = tuple(f"Ferries stop at {number}" for number in range(TOLD_BY))


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    return brought(tmp_path_factory.mktemp("hostile"), WORDS + STRINGS, "--workers", "1")


@pytest.fixture(scope="module")
def site(line: Line) -> Iterator[Site]:
    with reading(line) as found:
        yield found


def test_every_entry_is_stored_as_it_came_or_rejected_with_a_reason(line: Line) -> None:
    """Nothing is lost: the books have no difference, and the one string that is no text is rejected as that."""
    assert list(kept(line)) == []
    assert line.books["feeds"]["rejected"] == {"not-text": 1}


def test_no_command_prints_what_a_terminal_obeys(line: Line) -> None:
    """Rejections, subscriptions and books are one line each, whatever is in them."""
    assert [command for command, said in line.said.items() if OBEYED.search(said.beside.decode())] == []


@pytest.mark.browser
@pytest.mark.usefixtures("chromium_path")
def test_pages_of_a_real_server_have_only_what_harmless_words_make(line: Line, site: Site) -> None:
    """Each has only elements and attributes that some page of ours has for harmless words, and all words are there to read."""
    visits = [_served(site, one) for one in pages_of(Outside(line, site, lambda found: found[:1]))]
    ours = set().union(*allowed_of(_harmless(site)).values())
    seen = looked(visits)
    assert [fault for one in seen for fault in faults(*one, dict.fromkeys(DRAWN_BY, ours))] == []
    assert {"story", "edition", "outlets", "feeds", "why", "proof"} <= {kind for kind, _, _ in seen}


def _harmless(site: Site) -> list[tuple[str, str, dict[str, Any]]]:
    """What is seen of the page of the story that no string is in."""
    stories = {one["id"]: one["headline"]["text"] for one in site.value("stories")["stories"]}
    plain = [site.got(f"story/{story}") for story, headline in stories.items() if headline in WORDS]
    seen = looked([Visit("story", "", document=together(plain))])
    return [*seen, *((kind, "", {"seen": []}) for kind in DRAWN_BY)]


def _served(site: Site, visit: Visit) -> Visit:
    """A page as it was served, without its script, which adds to it."""
    served = visit.document or together([site.got(visit.url.removeprefix(site.base))])
    return replace(visit, document=served)
