"""Puts a story's digest together: headline, counts, excerpts in the order of time, all articles and their lineages, and what
else they tell: quotes, conflicts, timeline, names.

Nothing is decided here but the order; the same articles give the same digest in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from newsfold.digests.candidates import Candidate
from newsfold.digests.choose import choose
from newsfold.digests.conflicts import conflicts
from newsfold.digests.headline import headline
from newsfold.digests.material import Material, Wanted, material
from newsfold.digests.names import who_is_who
from newsfold.digests.newer import additions
from newsfold.digests.options import options
from newsfold.digests.quotes import quotes
from newsfold.digests.revisions import edits
from newsfold.digests.sources import Sources, sources
from newsfold.digests.timeline import timeline
from newsfold.errors import NothingUsable
from newsfold.model import (
    Article,
    Conflict,
    Date,
    Digest,
    Excerpt,
    Headline,
    Lineage,
    Listed,
    Owner,
    Pick,
    Range,
    Revision,
    Story,
    voice,
)
from newsfold.text.tokens import terms


def compose(
    story: Story,
    articles: Sequence[Article],
    lineages: Sequence[Lineage],
    *,
    excerpts: int = 10,
    owner: Owner = voice,
    wanted: Iterable[Wanted] = (),
    details: bool = True,
) -> Digest:
    """Compose the digest of a story out of its articles, given in any order, with at most so many excerpts.

    `owner` says which outlets are one when accounts are counted; `wanted` are stretches that should be shown, besides both sides
    of each conflict. `details`: whether it says more than headline and excerpts (quotes, conflicts, updates, timeline, names); the
    excerpts are the same without.

    An article that no lineage covers counts as its own. A story without any title is headed by nothing: an empty
    headline of its first article.

    Raises: NothingUsable where there is no article at all.
    """
    if not articles:
        raise NothingUsable("a story without articles has no digest", resource=f"story {story.id}")
    given = sources(articles, lineages, owner)
    found = conflicts(given)
    offered = material(given, (*wanted, *_sides(found.conflicts)))
    head = headline(given)
    told = terms(head.text, head.lang)
    chosen = choose(options(given, offered, head.text), offered.weights, excerpts, told=told)
    shown = [excerpt_of(offered.candidates[choice.index], Pick(choice.gain, choice.words)) for choice in chosen]
    digest = digest_of(story.id, head, given, shown, dict.fromkeys(given.lineage_of, story.id))
    if not details:
        return digest
    return replace(with_details(digest, given, offered), conflicts=found.conflicts, updates=found.updates)


def _sides(found: Iterable[Conflict]) -> Iterator[Wanted]:
    """Want both sides of each conflict among the excerpts."""
    for number, conflict in enumerate(found):
        for side, claim in enumerate(conflict.claims):
            span = claim.words.span
            stretch = Range(span.start, span.end)
            yield Wanted(f"conflict {number} side {side}", claim.words.article, span.field, stretch)


def with_details(digest: Digest, given: Sources, offered: Material) -> Digest:
    """Give a digest what it says of its articles beside the excerpts; `offered` are the articles cut into candidates."""
    return replace(digest, quotes=quotes(given), timeline=timeline(given, offered.candidates), names=who_is_who(given))


def with_new(
    digest: Digest,
    articles: Sequence[Article],
    lineages: Sequence[Lineage],
    since: datetime,
    revisions: Mapping[str, Sequence[Revision]],
    *,
    owner: Owner = voice,
) -> Digest:
    """Give a story's digest what was added since a time, by new articles and by `revisions` (by article id, as they arrived)."""
    added = additions(sources(articles, lineages, owner), since, revisions)
    return replace(digest, new=added, since=since)


def with_edits(
    digest: Digest,
    articles: Iterable[Article],
    revisions: Mapping[str, Sequence[Revision]],
    since: datetime | None = None,
) -> Digest:
    """Give a story's digest what was changed in its articles, by their `revisions`, since a time if one is given."""
    ordered = sorted(articles, key=lambda article: article.time_order)
    return replace(digest, edits=edits(ordered, revisions, since))


def excerpt_of(candidate: Candidate, pick: Pick, story: str | None = None) -> Excerpt:
    """Make a chosen candidate an excerpt."""
    start, end = candidate.range
    return Excerpt.of(
        candidate.article, candidate.field, start, end, cut_after=candidate.cut_after, story=story, pick=pick
    )


def digest_of(
    identity: str, head: Headline, given: Sources, shown: Iterable[Excerpt], story_of: Mapping[str, str]
) -> Digest:
    """Put the parts in order: excerpts and articles by time; `story_of` says which story each article is in."""
    order = {article.id: place for place, article in enumerate(given.articles)}
    dated = [article.dated for article in given.articles if article.at is not None]
    return Digest(
        id=identity,
        headline=head,
        counts=given.counts,
        excerpts=tuple(sorted(shown, key=lambda excerpt: order[excerpt.article])),
        articles=tuple(_listed(given, story_of)),
        lineages=given.lineages,
        first=dated[0] if dated else Date(),
        last=dated[-1] if dated else Date(),
    )


def _listed(given: Sources, story_of: Mapping[str, str]) -> Iterable[Listed]:
    places = {member.article: (lineage.id, member.role) for lineage in given.lineages for member in lineage.members}
    for article in given.articles:
        lineage, role = places[article.id]
        yield Listed(
            id=article.id,
            revision=article.revision.id,
            title=article.title,
            outlet=article.outlet,
            url=article.url,
            published=article.published,
            lang=article.lang,
            lineage=lineage,
            role=role,
            story=story_of.get(article.id, article.id),
        )
