"""The line from articles to stories and lineages, in memory and without a store.

Stateless: the same articles give the same stories, whatever the number of processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, tee
from typing import Final, TypeVar

from newsfold import copies, stories
from newsfold.engine.newsroom import Newsroom
from newsfold.engine.pool import HERE, WORTH_STARTING, Processes
from newsfold.model import Article, Lineage, Owner, Story, hands, voice
from newsfold.stories import WIDTH, Width

T = TypeVar("T")

# About 50 ms of work a chunk, so that sending it costs little beside doing it.
ARTICLES_A_CHUNK: Final = 128


@dataclass(frozen=True, slots=True)
class Grouping:
    """Articles put into stories: each article's story by its id, in the order of time."""

    story_of: dict[str, str]

    @property
    def stories(self) -> list[Story]:
        """The stories in the order of their first article; the articles of each in the order of time."""
        members: dict[str, list[str]] = {}
        for article, story in self.story_of.items():
            members.setdefault(story, []).append(article)
        return [Story(story, tuple(found)) for story, found in members.items()]


def in_time(articles: Iterable[Article]) -> list[Article]:
    """Put articles in the order of time: published, then id; undated ones by id, last."""
    return sorted(articles, key=lambda article: article.time_order)


def within(articles: Iterable[Article], since: datetime | None, until: datetime | None) -> list[Article]:
    """Keep the articles published in a period, ends included; in a period with an end, an undated article is in none."""
    if since is None and until is None:
        return list(articles)
    dated = ((one, one.published, one.published.at) for one in articles)
    return [
        one
        for one, published, at in dated
        if at
        and (since is None or at >= (hands(since) if published.floating else since))
        and (until is None or at <= (hands(until) if published.floating else until))
    ]


def features_of(
    articles: Iterable[Article], processes: Processes, embedder: stories.Embedder | None = None
) -> Iterable[stories.Features]:
    """Take the features of articles, in their order, with vectors of meaning where there is an embedder.

    The vectors are made here, so that no other process has to hold a model.
    """
    # Only the lead is compared, so only the lead travels to the other process.
    leads = (replace(one, revision=replace(one.revision, text=stories.lead(one.text))) for one in articles)
    if embedder is None:
        return processes.map(stories.features, leads, chunk=ARTICLES_A_CHUNK)
    ahead, again = tee(leads)
    return stories.with_meaning(processes.map(stories.features, ahead, chunk=ARTICLES_A_CHUNK), again, embedder)


def before_grouping(received: Iterable[T], processes: Processes) -> Iterator[T]:
    """Pass on what is read for grouping, and start the processes meanwhile once there is enough for them."""
    for count, one in enumerate(received, 1):
        if count == WORTH_STARTING * ARTICLES_A_CHUNK:
            processes.expect(stories.features)
        yield one


def let_go(values: list[T]) -> Iterator[T]:
    """Pass values on in their order and keep none of them."""
    values.reverse()
    while values:
        yield values.pop()


@contextmanager
def grouping(
    processes: Processes, width: Width, embedder: stories.Embedder | None, *, explains: bool
) -> Iterator[stories.Grouper]:
    """Give a Grouper for articles with vectors of meaning or without, with a thread for each of the processes."""
    scorer = stories.shipped(semantic=embedder is not None)
    with ThreadPoolExecutor(processes.workers) as threads:
        mapped = threads.map if processes.workers > 1 else map
        yield stories.Grouper(scorer, width=width, explains=explains, mapped=mapped)


def group(
    articles: Iterable[Article],
    processes: Processes = HERE,
    *,
    width: Width = WIDTH,
    watched: Callable[[Iterable[Article]], Iterable[Article]] = iter,
    embedder: stories.Embedder | None = None,
) -> Grouping:
    """Group articles into stories, as a stream in the order of time. They pass through `watched` when their turn comes."""
    with grouping(processes, width, embedder, explains=False) as grouper:
        grouper.add(features_of(watched(let_go(in_time(articles))), processes, embedder))
        grouper.end_round()
    return Grouping(grouper.stories())


def group_as_given(articles: Iterable[Article]) -> Grouping:
    """Take the grouping that came with the articles; one that came without, or with an empty one, is a story of its own."""
    ordered = in_time(articles)
    given = {one.group for one in ordered}

    def alone(name: str) -> str:
        return alone(f"{name}'") if name in given else name

    return Grouping({one.id: one.group or alone(f"alone:{one.id}") for one in ordered})


def traced(
    articles: Iterable[Article],
    processes: Processes = HERE,
    *,
    agencies: copies.Agencies | None = None,
    evidence: bool = False,
) -> Iterator[Lineage]:
    """Trace which articles carry one text. They come in the order of time; a lineage is given once nothing can come to it.

    evidence: whether members carry the passages that they share with the origin.
    """
    ahead, again = tee(articles)
    tracer = copies.Tracer()
    arrivals = zip(again, processes.map(copies.fingerprint, ahead, chunk=ARTICLES_A_CHUNK), strict=True)
    for text in chain(tracer.add(arrivals), tracer.close()):
        found = copies.lineage(text, agencies)
        yield copies.proved(found, {one.id: one for one in text.articles}) if evidence else found


def newsroom(
    articles: Iterable[Article],
    grouping: Grouping,
    owner: Owner = voice,
    agencies: copies.Agencies | None = None,
) -> Newsroom:
    """Bring articles, their stories and their lineages together."""
    ordered = in_time(articles)
    traced = tuple(copies.lineages(ordered, agencies=agencies))
    return Newsroom({one.id: one for one in ordered}, tuple(grouping.stories), traced, owner)
