"""What is kept beside a digest: its articles as days are counted, and when something material last changed in it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from newsfold.engine.newsroom import Newsroom
from newsfold.model import Article, Digest, Making, Telling, Updated

# Feeds out tell times to the second.
_STEP: Final = timedelta(seconds=1)


def making(digest: Digest, room: Newsroom, made_by: str, before: Updated | None) -> Making:
    """Say what is kept beside a digest of a story of a newsroom. `before` is when it was updated as its last digest said."""
    update = updated(before, material(digest), _known(digest, room.articles))
    return Making(made_by, tuple(_tellings(digest, room)), update)


def _tellings(digest: Digest, room: Newsroom) -> Iterator[Telling]:
    origin_of = {member.article: lineage.origin for lineage in digest.lineages for member in lineage.members}
    for line in digest.articles:
        article = room.articles[line.id]
        origin = room.articles.get(origin_of.get(line.id, line.id), article)
        yield Telling(article.id, _told(article), article.voice, room.owner(origin))


def _told(article: Article) -> datetime | None:
    return article.at or article.first_seen


def _known(digest: Digest, articles: Mapping[str, Article]) -> datetime | None:
    """The latest moment at which an article of it became known: when it came in, else when it was published."""
    moments = (articles[line.id].first_seen or articles[line.id].at for line in digest.articles)
    return max((at for at in moments if at), default=None)


def material(digest: Digest) -> str:
    """Hash what a reader would call a change: headline, the words of excerpts whatever their order, conflicts, accounts.

    Not whose the words are: the same words by another outlet, which ran them too, are nothing new to read.
    """
    parts = (
        digest.headline.text,
        sorted(one.text for one in digest.excerpts),
        sorted(sorted(claim.words.text for claim in conflict.claims) for conflict in digest.conflicts),
        digest.counts.accounts,
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def updated(before: Updated | None, now: str, known: datetime | None) -> Updated:
    """Say when a story was updated whose material is `now` this, and of which the latest that is `known` became so then.

    It never goes back, and moves with the material alone, a second at the least.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> updated(Updated("a", noon), "b", noon).at.isoformat()
    '2026-03-02T12:00:01+00:00'
    """
    if before is None or before.at is None:
        return Updated(now, known)
    if before.material == now:
        return before
    least = before.at + _STEP
    return Updated(now, least if known is None else max(least, known))
