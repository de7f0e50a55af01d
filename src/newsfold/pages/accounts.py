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
    """Two or more articles of one text, as a tree: the `root` is the origin, the `branches` ran its text, in the order of time.

    `credit` is the agency that the texts name, if any. Where its own text was not seen there is no root, and all are branches.
    """

    root: Told | None
    branches: tuple[Told, ...]
    credit: str | None = None

    @property
    def told(self) -> tuple[Told, ...]:
        """All articles of the text, the root first."""
        return (self.root, *self.branches) if self.root else self.branches


def shared_texts(digest: Digest) -> tuple[Account, ...]:
    """The lineages with at least two articles in this digest, in the digest's order."""
    listed = {article.id: article for article in digest.articles}
    found = []
    for lineage in digest.lineages:
        told = tuple(Told(listed[m.article], m) for m in lineage.members if m.article in listed)
        if len(told) > 1:
            root = next((one for one in told if lineage.original_seen and one.article.id == lineage.origin), None)
            found.append(Account(root, tuple(one for one in told if one is not root), lineage.credit))
    return tuple(found)


def own_texts(digest: Digest) -> tuple[Told, ...]:
    """The articles whose text no other article of this digest shares, in the digest's order."""
    shared = {told.article.id for account in shared_texts(digest) for told in account.told}
    members = {member.article: member for lineage in digest.lineages for member in lineage.members}
    return tuple(
        Told(article, members.get(article.id, Member(article.id, "independent", 1.0)))
        for article in digest.articles
        if article.id not in shared
    )
