"""Articles, stories and lineages together: which story comes first, and the digests that are asked for.

Pure once it is made; `newsfold.engine.line` makes it from records, `newsfold.engine.archive` from a store.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from newsfold import copies, digests
from newsfold.engine.corrected import NOTHING, Told
from newsfold.engine.groups import NO_GROUPS, Groups
from newsfold.errors import NotFound
from newsfold.model import Article, Counts, Digest, Headline, Lineage, Member, Owner, Revision, Story, voice


@dataclass(frozen=True, slots=True)
class Visit:
    """When a reader was here last, and the revisions that articles of a story have had, by article id, as they arrived."""

    at: datetime
    revisions: Mapping[str, Sequence[Revision]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a digest is to have.

    details: whether it says more than headline and excerpts. evidence: whether the members of lineages carry the passages that they
    share with the origin, one alignment for each. since: it then says what is new since that visit.
    """

    excerpts: int = 10
    details: bool = True
    evidence: bool = True
    since: Visit | None = None


@dataclass(frozen=True)
class Newsroom:
    """Everything that digests are made from. `articles` is by id; one that no lineage covers is one of its own.

    `owner` says which outlets are one when accounts are counted, `groups` of whose coverage digests tell, and `told`, by story id,
    what was corrected; `revisions` are those of articles that were edited, by article id, as they arrived. Articles that no digest
    shows are not here.
    """

    articles: dict[str, Article]
    stories: tuple[Story, ...]
    lineages: tuple[Lineage, ...]
    owner: Owner = voice
    groups: Groups = NO_GROUPS
    told: Mapping[str, Told] = field(default_factory=dict)
    revisions: Mapping[str, Sequence[Revision]] = field(default_factory=dict)

    def ranked(self) -> list[Story]:
        """Stories by how many independent accounts, outlets and articles tell them; the latest news, then the id decide ties."""
        return sorted(self.stories, key=self._rank)

    def counts(self, story: Story) -> Counts:
        """Count the articles, outlets and independent accounts of a story."""
        return Counts.of([self.articles[one] for one in story.articles], self.lineages_of(story), self.owner)

    def lineages_of(self, story: Story) -> tuple[Lineage, ...]:
        """Give the lineages with an article in a story, each whole, by their first there."""
        found = (self._lineage_of.get(one) or _alone(one) for one in story.articles)
        return tuple({lineage.id: lineage for lineage in found}.values())

    def story(self, story_id: str) -> Story:
        """Find a story by its id; an unknown one raises NotFound."""
        found = self._by_id.get(story_id)
        if found is None:
            raise NotFound("there is no story of this id", resource=story_id)
        return found

    def digest(self, story: Story, asked: Asked | None = None) -> Digest:
        """Compose the digest of a story."""
        asked = asked or Asked()
        members = [self.articles[one] for one in story.articles]
        lineages, since = self.lineages_of(story), asked.since
        digest = digests.compose(
            story, members, lineages, excerpts=asked.excerpts, owner=self.owner, details=asked.details
        )
        if self.revisions and asked.details:
            digest = digests.with_edits(digest, members, self.revisions)
        if since:
            digest = self.seen(digest, since)
        digest = self._corrected(digest)
        return self._proved(digest) if asked.evidence else digest

    def seen(self, digest: Digest, visit: Visit) -> Digest:
        """Give the digest of a story what is new for a reader since a visit; its edits are then those made since."""
        lineages = self.lineages_of(self.story(digest.id))
        members = [self.articles[line.id] for line in digest.articles if line.id in self.articles]
        digest = digests.with_new(digest, members, lineages, visit.at, visit.revisions, owner=self.owner)
        return digests.with_edits(digest, members, self.revisions, visit.at) if digest.edits else digest

    def _corrected(self, digest: Digest) -> Digest:
        """Give a digest the headline that was pinned, what else was corrected, and how the groups cover it."""
        corrected = self.told.get(digest.id, NOTHING)
        pinned = self.articles.get(corrected.pinned) if corrected.pinned else None
        return replace(
            digest,
            headline=headline_of(pinned) if pinned else digest.headline,
            corrections=corrected.corrections,
            coverage=self.groups.coverage(digest.articles),
        )

    def headline(self, story: Story) -> Headline:
        """Choose the headline of a story alone, in a fraction of the time of a digest."""
        pinned = self.told.get(story.id, NOTHING).pinned
        if pinned in self.articles:
            return headline_of(self.articles[pinned])
        return digests.headline_of([self.articles[one] for one in story.articles], self.lineages_of(story), self.owner)

    def topic(self, query: str, asked: Asked | None = None, among: Collection[str] | None = None) -> Digest | None:
        """Compose the digest of a query across all stories, of the articles of these ids if any are given.

        None where nothing answers it.
        """
        asked = asked or Asked()
        found = digests.compose_topic(
            query,
            self.stories,
            self.articles.values(),
            self.lineages,
            excerpts=asked.excerpts,
            owner=self.owner,
            details=asked.details,
            among=among,
        )
        if found is None:
            return None
        found = self._corrected(found)
        return self._proved(found) if asked.evidence else found

    def part(self, story: Story) -> Newsroom:
        """Give what one story needs and no more, to be sent to another process."""
        members = {one: self.articles[one] for one in story.articles}
        told = {one: self.told[one] for one in (story.id,) if one in self.told}
        revisions = {one: self.revisions[one] for one in story.articles if one in self.revisions}
        return Newsroom(members, (story,), self.lineages_of(story), self.owner, self.groups, told, revisions)

    def _proved(self, digest: Digest) -> Digest:
        return replace(digest, lineages=tuple(copies.proved(one, self.articles) for one in digest.lineages))

    @cached_property
    def _lineage_of(self) -> dict[str, Lineage]:
        return {member.article: lineage for lineage in self.lineages for member in lineage.members}

    @cached_property
    def _by_id(self) -> dict[str, Story]:
        return {story.id: story for story in self.stories}

    def _rank(self, story: Story) -> tuple[int, int, int, float, str]:
        counts = self.counts(story)
        times = [at.timestamp() for one in story.articles if (at := self.articles[one].at)]
        return -counts.accounts, -counts.outlets, -counts.articles, -max(times, default=0.0), story.id


def headline_of(article: Article) -> Headline:
    """Take an article's title as a headline."""
    return Headline(article.title, article.id, article.outlet, article.url, article.lang)


def _alone(article: str) -> Lineage:
    return Lineage(article, article, (Member(article, "independent", 1.0),))
