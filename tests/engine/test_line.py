"""The line in memory: the order of time, periods, groupings that are made or given, and what they leave alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsdesk import BANK, DIVERS, FERRY, GOATS, articles_of, record

from newsfold.engine import line
from newsfold.engine.pool import HERE, Processes
from newsfold.errors import NotFound
from newsfold.model import Article, Counts, Date
from newsfold.stories.arrays import Floats

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def week() -> list[Article]:
    return articles_of(
        record("late", DIVERS, hour=20),
        record("goats", GOATS, title="Goats at Greenfield", hour=12),
        record("early", FERRY, hour=6),
    )


def undated(article: Article) -> Article:
    return replace(article, revision=replace(article.revision, published=Date()))


def in_group(article: Article, group: str | None) -> Article:
    return replace(article, group=group)


def test_a_period_includes_its_ends_and_no_undated_article() -> None:
    """Without a period everything is in it."""
    articles = [*week(), undated(articles_of(record("when"))[0])]
    assert line.within(articles, None, None) == articles
    assert [one.id for one in line.within(articles, NOON, None)] == ["late", "goats"]
    assert [one.id for one in line.within(articles, None, NOON)] == ["goats", "early"]
    assert [one.id for one in line.within(articles, NOON, NOON)] == ["goats"]


def test_every_article_is_in_one_story() -> None:
    """Stories come by their first article, their articles by time."""
    grouping = line.group(week())
    assert [story.articles for story in grouping.stories] == [("early", "late"), ("goats",)]


@given(st.permutations(["early", "late", "goats", "bank"]))
def test_the_order_in_which_articles_are_given_makes_no_difference(order: list[str]) -> None:
    """They are taken in the order of time."""
    by_id = {one.id: one for one in [*week(), *articles_of(record("bank", BANK, title="Rates", hour=9))]}
    assert line.group(by_id[name] for name in order) == line.group(by_id.values())


class OneForAll:
    """An embedder to which all articles mean the same, but one that says nothing."""

    name = "one for all"

    def vectors(self, texts: Sequence[str]) -> Floats:
        return np.array([[bool(text)] * 3 for text in texts], dtype=np.float32)


def test_vectors_of_meaning_are_made_here_for_any_number_of_processes() -> None:
    """In the order of the articles, with the features that other processes took."""
    stream = articles_of(*(record(f"a{number}", f"{FERRY} {number}") for number in range(1100)))
    with Processes(2) as processes:
        spread = list(line.features_of(stream, processes, OneForAll()))
    here = list(line.features_of(stream, HERE, OneForAll()))
    assert [one.article for one in spread] == [one.article for one in here] == [one.id for one in stream]
    assert all(one.meaning is not None and one.meaning.tolist() == [1, 1, 1] for one in spread)


def test_a_grouping_with_vectors_has_every_article_in_one_story() -> None:
    """Those without one, too."""
    grouping = line.group([*week(), *articles_of(record("mute", "", title=""))], embedder=OneForAll())
    assert set(grouping.story_of) >= {"early", "late", "goats"}


def test_articles_are_watched_when_their_turn_comes() -> None:
    """Whoever shows how far it is sees them one by one, in the order of time."""
    seen: list[str] = []

    def watched(some: Iterable[Article]) -> Iterable[Article]:
        for article in some:
            seen.append(article.id)
            yield article

    assert line.group(week(), watched=watched) == line.group(week())
    assert seen == ["early", "goats", "late"]


def test_a_given_grouping_is_taken_as_it_is() -> None:
    """However unlike the articles are; one without a group, or with an empty one, is a story of its own."""
    early, late, goats, bank = articles_of(
        record("early"), record("late", hour=9), record("goats", GOATS, hour=10), record("bank", BANK, hour=11)
    )
    grouping = line.group_as_given(
        [in_group(bank, None), in_group(goats, "x"), in_group(early, "x"), in_group(late, "")]
    )
    assert [story.articles for story in grouping.stories] == [("early", "goats"), ("late",), ("bank",)]


def test_a_newsroom_ranks_by_accounts_and_knows_its_stories() -> None:
    """What more outlets tell in their own words comes first; a story that is not there is named."""
    articles = [*week(), *articles_of(record("again", DIVERS, hour=21))]
    room = line.newsroom(articles, line.group(articles))
    assert [story.articles for story in room.ranked()] == [("early", "late", "again"), ("goats",)]
    assert [room.counts(story) for story in room.ranked()] == [Counts(3, 3, 2), Counts(1, 1, 1)]
    first = room.ranked()[0]
    assert room.story(first.id) == first
    with pytest.raises(NotFound, match="s-nowhere"):
        room.story("s-nowhere")


def test_no_articles_make_no_stories() -> None:
    """An empty line gives empty results, and no query is answered."""
    room = line.newsroom([], line.group([]))
    assert (room.ranked(), room.topic("ferry")) == ([], None)
