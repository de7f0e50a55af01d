"""Lineages of other people's articles: incidents that many outlets told, and a long stream of headlines and teasers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest

from newsfold import articles
from newsfold.copies import credit, lineages
from newsfold.model import Article, Item

pytestmark = pytest.mark.shared
Records = Callable[[str], Iterator[dict[str, Any]]]

# Of the groups below these are a list of videos, a score board and a login wall in the place of an article.
NO_ARTICLES = ("5:35 New details", "Tap an icon", "Thank You For Reading!")


def built(records: Iterator[dict[str, Any]]) -> Iterator[Article]:
    for row in records:
        item = Item(
            source="shared",
            kind="record",
            id=row["id"],
            url=row.get("url"),
            outlet=row.get("outlet"),
            title=row.get("title"),
            body=row.get("text"),
            published=row.get("published"),
            lang=row.get("lang"),
        )
        article = articles.build(item)
        if isinstance(article, Article):
            yield article


def test_incidents_are_told_by_texts_and_texts_by_their_copies(shared_records: Records) -> None:
    """Articles of one incident that begin alike are together, and no login wall or widget joins two incidents.

    One lineage spans two incidents: the same shooting, which the set has under two numbers.
    """
    rows = list(shared_records("bench/gva.jsonl.gz"))
    incident = {row["id"]: row["story"] for row in rows}
    known = {article.id: article for article in built(iter(rows))}
    found = lineages(known.values())
    lineage_of = {member.article: one.id for one in found for member in one.members}
    unusable = {member.article for one in found for member in one.members if not member.usable}
    assert len(unusable) >= 60
    walls = {one.id for one in known.values() if one.text.startswith(NO_ARTICLES[1:])}
    assert (
        len(walls & unusable) >= len(walls) - 1
    )  # one stands under a single title, where nothing tells it from a text
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in known.values():
        if len(one.text) >= 300 and not one.text.startswith(NO_ARTICLES):
            alike[incident[one.id], one.text[:300]].append(lineage_of[one.id])
    groups = [group for group in alike.values() if len(group) > 1]
    assert len(groups) >= 15
    assert all(len(set(group)) == 1 for group in groups)
    spanning = [one for one in found if len({incident[member.article] for member in one.members}) > 1]
    assert len(spanning) <= 1


def test_headlines_of_one_agency_are_lineages_and_chance_headlines_are_not(shared_records: Records) -> None:
    """In the stream's last days four German outlets run one agency's items; English outlets agree only by chance."""
    rows = list(shared_records("real/stream.jsonl.gz"))
    some = {article.id: article for article in built(iter(rows[-12_000:]))}
    sets = Counter(
        tuple(sorted({some[member.article].outlet for member in one.members})) for one in lineages(some.values())
    )
    assert sets["sueddeutsche.de", "zeit.de"] > 100
    assert not [outlets for outlets in sets if "NYT" in outlets and len(outlets) > 1]


def test_datelines_of_real_articles_name_real_agencies(shared_records: Records) -> None:
    """What is named in 3,000 full articles by politics desks, and how often."""
    named = Counter(
        found.name for one in islice(built(shared_records("bench/background.jsonl.gz")), 3000) if (found := credit(one))
    )
    assert set(named) <= {"Reuters", "AP", "AFP", "CNN"}
    assert named["Reuters"] > 50
