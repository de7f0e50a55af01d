"""The bundled week through the line in memory: nothing is lost, and no two events become one story."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from importlib import resources
from pathlib import Path

import pytest
from newsdesk import nothing_rejected

from newsfold import feeds
from newsfold.engine import line
from newsfold.engine.intake import Desk

SAMPLE = Path(str(resources.files("newsfold") / "sample"))


@pytest.fixture(scope="module")
def desk() -> Desk:
    """The week as it was taken in."""
    taken = Desk()
    sources = [str(SAMPLE / part) for part in ("outlets.opml", "1-week", "2-later")]
    taken.take(feeds.read(sources), on_reject=nothing_rejected)
    return taken


def test_every_item_of_the_week_is_accounted_for(desk: Desk) -> None:
    """Nothing is rejected; 210 articles come in as feed entries and pages, some edited, many twice."""
    books = desk.books.close()
    assert (books.difference, books.rejected, len(desk.articles)) == (0, {}, 210)


def test_no_story_of_the_week_mixes_events(desk: Desk) -> None:
    """The mean share of each article's story that is of its own event, BCubed precision (Bagga & Baldwin 1998)."""
    rows = map(json.loads, (SAMPLE / "gold" / "stories.jsonl").read_text("utf-8").splitlines())
    event = {row["url"]: row["story"] for row in rows}
    gold = {article.id: event[article.url] for article in desk.articles.values() if article.url}
    shares: list[Fraction] = []
    for story in line.group(desk.articles.values()).stories:
        counts = Counter(gold[article] for article in story.articles)
        shares += [Fraction(counts[gold[article]], len(story.articles)) for article in story.articles]
    assert len(shares) == 210
    assert float(sum(shares) / len(shares)) >= 0.98
