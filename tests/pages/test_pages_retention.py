"""What pages say of what is kept, and of what no longer is."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import lxml.html
import pytest
from invented import ferry

from newsfold import pages
from newsfold.model import Pruned

GONE = Pruned(
    "s-old",
    datetime(2026, 3, 20, 4, tzinfo=UTC),
    14,
    datetime(2026, 3, 6, 4, tzinfo=UTC),
    3,
    1,
    datetime(2026, 3, 1, 8, tzinfo=UTC),
    datetime(2026, 3, 2, 8, tzinfo=UTC),
)


def foot(page: bytes) -> str:
    (found,) = lxml.html.fromstring(page).xpath("//footer")
    return " ".join(found.text_content().split())


@pytest.mark.parametrize(
    ("kept", "said"),
    [(0, "Kept: everything."), (90, "Kept: 90 days. Of a story that is older, its address says when it went.")],
)
def test_the_foot_of_every_page_says_what_is_kept(kept: int, said: str) -> None:
    """Of the front page, of a story and of the list of articles."""
    digest = ferry()
    for page in (
        pages.front_page([pages.summarise(digest)], kept=kept),
        pages.story_page(digest, kept=kept),
        pages.articles_page([digest], kept=kept),
    ):
        assert said in foot(page)


def test_a_page_of_nothing_that_is_kept_says_nothing_of_it() -> None:
    """As where a digest is made without a store."""
    assert "Kept" not in foot(pages.standalone_page([ferry()]))


def test_a_story_that_went_has_a_page_and_a_document_that_say_so() -> None:
    """When, why, and how much there was of it."""
    files = dict(pages.build([ferry()], kept=14, pruned=[GONE]))
    page = lxml.html.fromstring(files["story/s-old.html"])
    assert page.xpath("//h1")[0].text_content() == "This story is no longer kept"
    assert (
        "removed on 20 March 2026, as articles are kept for 14 days. There were 3 articles by 1 outlet, of 1 March 2026 to"
        in (page.text_content())
    )
    written = json.loads(files["story/s-old.json"])["pruned"]
    assert written == {
        "story": "s-old",
        "at": "2026-03-20T04:00:00Z",
        "days": 14,
        "articles": 3,
        "outlets": 1,
        "first": "2026-03-01T08:00:00Z",
        "last": "2026-03-02T08:00:00Z",
    }
    assert b"s-old" not in files["index.html"]
