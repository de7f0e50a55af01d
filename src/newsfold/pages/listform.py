"""Lists and single things as JSON, for the commands and for the API alike: stories in short, editions, articles, revisions.

Keys and their order are fixed as those of a digest are (`jsonform`); words are the outlets' own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from newsfold.model import (
    Article,
    Counts,
    Date,
    Edition,
    Follow,
    Headline,
    Ledger,
    Lineage,
    Mark,
    Pruned,
    Reason,
    Revision,
    Summary,
    Token,
)
from newsfold.pages.jsonform import excerpt_value, lineage_value
from newsfold.pages.jsonform import moment as known_moment


def story_value(story: str, headline: Headline, counts: Counts, first: Date, last: Date) -> dict[str, Any]:
    """Write a story as a list has it."""
    return {
        "id": story,
        "headline": asdict(headline),
        "counts": asdict(counts),
        "first": first.iso,
        "last": last.iso,
    }


def summary_value(summary: Summary) -> dict[str, Any]:
    """Write a story as a list has it, with its first excerpt and when something material last changed in it."""
    value = story_value(summary.id, summary.headline, summary.counts, summary.first, summary.last)
    lead = excerpt_value(summary.lead) if summary.lead else None
    return value | {"lead": lead, "updated": moment(summary.updated)}


def edition_value(edition: Edition) -> dict[str, Any]:
    """Write the stories of a day: those of several outlets, then those that one outlet alone tells."""
    return {
        "day": edition.day.isoformat(),
        "stories": [summary_value(one) for one in edition.stories],
        "alone": [summary_value(one) for one in edition.alone],
        "left_out": edition.left_out,
        "previous": edition.previous.isoformat() if edition.previous else None,
        "next": edition.next.isoformat() if edition.next else None,
    }


def record_value(article: Article) -> dict[str, Any]:
    """Write an article as the record that `newsfold extract` writes and every source can be."""
    return {
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet or None,
        "published": article.published.iso,
        "title": article.title,
        "text": article.text,
        "lang": article.lang,
    }


def article_value(article: Article, story: str | None) -> dict[str, Any]:
    """Write an article with its current words, the story that it is in and where these words are kept."""
    return record_value(article) | {
        "story": story,
        "revision": article.revision.id,
        "updated": article.revision.updated.iso,
        "byline": article.revision.byline,
        "credit": article.revision.credit,
        "first_seen": moment(article.first_seen),
    }


def listed_value(article: Article, story: str | None) -> dict[str, Any]:
    """Write an article as a list has it: without its text."""
    value = article_value(article, story)
    del value["text"]
    return value


def revision_value(article: str, revision: Revision) -> dict[str, Any]:
    """Write the words of an article at one time; `id` is the hash of its title and text."""
    return {
        "id": revision.id,
        "article": article,
        "title": revision.title,
        "text": revision.text,
        "lang": revision.lang,
        "published": revision.published.iso,
        "updated": revision.updated.iso,
        "byline": revision.byline,
        "credit": revision.credit,
        "seen": moment(revision.seen),
    }


def reasons_value(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Write decisions of the grouping, each with what it was made on."""
    return [{"decision": type(reason).__name__.lower(), **asdict(reason)} for reason in reasons]


def lineages_value(lineages: Iterable[Lineage]) -> list[dict[str, Any]]:
    """Write lineages as a digest has them."""
    return [lineage_value(one) for one in lineages]


def follow_value(follow: Follow, new: int) -> dict[str, Any]:
    """Write what is followed, and how many articles are new for it."""
    told = follow.untaken
    times = {"since": told.since.isoformat(), "until": told.until.isoformat()} if told else {}
    return asdict(follow) | {"untaken": asdict(told) | times if told else None, "new": new}


def ledger_value(ledger: Ledger) -> dict[str, Any]:
    """Write a ledger."""
    return {
        "seen": ledger.seen,
        "stored": ledger.stored,
        "merged": ledger.merged,
        "rejected": dict(ledger.rejected),
        "pruned": dict(ledger.pruned),
        "difference": ledger.difference,
    }


def mark_value(mark: Mark) -> dict[str, Any]:
    """Write what a reader noted of a story."""
    return {"story": mark.story, "kind": mark.kind, "at": moment(mark.at)}


def token_value(token: Token) -> dict[str, Any]:
    """Write a token, of which nobody has the secret but whom it was given."""
    return {"id": token.id, "name": token.name, "scopes": list(token.scopes), "made": moment(token.made)}


def pruned_value(gone: Pruned) -> dict[str, Any]:
    """Write of a story whose words are no longer kept when and why they went."""
    return {
        "story": gone.story,
        "at": moment(gone.at),
        "days": gone.days,
        "articles": gone.articles,
        "outlets": gone.outlets,
        "first": moment(gone.first),
        "last": moment(gone.last),
    }


def moment(at: datetime | None) -> str | None:
    """Write a moment in UTC to the second; null where nobody knows."""
    return None if at is None else known_moment(at)
