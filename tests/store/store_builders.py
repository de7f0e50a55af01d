"""Small news values for the tests of the store, named as phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newsfold.model import (
    Article,
    Counts,
    Date,
    Digest,
    Excerpt,
    Headline,
    Lineage,
    Listed,
    Member,
    Pick,
    Revision,
    revision_id,
)

MORNING = datetime(2026, 3, 2, 6, 40, tzinfo=UTC)
TITLE = "Ferry to Orrin turns back"
TEXT = "The ferry to Orrin turned back in high seas. Nobody was hurt, the harbour master said."


def words(title: str = TITLE, text: str = TEXT, **fields: object) -> Revision:
    return replace(Revision(revision_id(title, text), title, text), **fields)  # type: ignore[arg-type]


def at(minutes: int) -> Date:
    """A date so many minutes after the morning's first."""
    when = MORNING + timedelta(minutes=minutes)
    return Date(f"{when:%d %b %Y %H:%M} GMT", when, "exact")


def article(
    name: str, title: str = TITLE, text: str = TEXT, *, minutes: int | None = 0, keys: Sequence[str] = ()
) -> Article:
    published = Date() if minutes is None else at(minutes)
    return Article(
        id=name,
        outlet=f"{name}.example",
        revision=words(title, text, lang="en", published=published),
        url=f"https://{name}.example/ferry",
        keys=tuple(keys) or (f"url:https://{name}.example/ferry", f"guid:{name}"),
        kind="feed",
    )


def edited(known: Article, text: str, **fields: object) -> Article:
    """The article with other words under the same title."""
    return replace(known, revision=words(known.title, text, published=known.published), **fields)  # type: ignore[arg-type]


def alone(known: Article) -> Lineage:
    return Lineage(f"lineage-{known.id}", known.id, (Member(known.id, "independent", 1.0),))


def digest_of(story: str, articles: Sequence[Article], start: int = 4, end: int = 18) -> Digest:
    """A digest that quotes the same stretch of each article's text, under the first one's title."""
    first = articles[0]
    return Digest(
        id=story,
        headline=Headline(first.title, first.id, first.outlet, first.url, first.lang),
        counts=Counts(len(articles), len(articles), len(articles)),
        excerpts=tuple(
            Excerpt.of(one, "text", start, end, cut_before=True, pick=Pick(0.5, ("ferry", "orrin"))) for one in articles
        ),
        articles=tuple(listed(story, one) for one in articles),
        lineages=tuple(alone(one) for one in articles),
    )


def listed(story: str, one: Article) -> Listed:
    lineage = alone(one)
    return Listed(
        one.id,
        one.revision.id,
        one.title,
        one.outlet,
        one.url,
        one.published,
        one.lang,
        lineage.id,
        "independent",
        story,
    )
