"""Who ran whose text: a digest's articles sorted by lineage, for the list at its end. Every article comes out once."""

from __future__ import annotations

from dataclasses import dataclass

from newsfold.model import Digest, Listed, Member


@dataclass(frozen=True, slots=True)
class Told:
    """An article of the list, and its place in its lineage."""

    article: Listed
    member: Member


@dataclass(frozen=True, slots=True)
class Account:
    """Two or more articles of one text, in the order of time. `credit` is the agency that the texts name, if any, and
    `original_seen` says whether its own text is known."""

    told: tuple[Told, ...]
    credit: str | None = None
    original_seen: bool = True


def shared_texts(digest: Digest) -> tuple[Account, ...]:
    """The lineages with at least two articles in this digest, in the digest's order."""
    listed = {article.id: article for article in digest.articles}
    found = []
    for lineage in digest.lineages:
        told = tuple(Told(listed[m.article], m) for m in lineage.members if m.article in listed)
        if len(told) > 1:
            found.append(Account(told, lineage.credit, lineage.original_seen))
    return tuple(found)


def own_texts(digest: Digest) -> tuple[Listed, ...]:
    """The articles whose text no other article of this digest shares, in the digest's order."""
    shared = {told.article.id for account in shared_texts(digest) for told in account.told}
    return tuple(article for article in digest.articles if article.id not in shared)
