"""What a feed out tells, whatever it is written as: entries under ids that never change, with excerpts word for word.

The ids are `tag:` URIs (RFC 4151) of the ids of stories and follows. `updated` is what the caller says: the time of the last
material change, so that a reader is told of a story again only where there is something to read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from newsfold.model import Counts, Date, Digest, Excerpt, Headline, Verbatim
from newsfold.pages.labels import outlet_name
from newsfold.pages.links import web_link

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""What is said of a time that nobody knows, where one has to be said."""

UNTITLED: Final = "Untitled"

# What is told under ids that are no store's own.
AUTHORITY: Final = "newsfold,2026"


def shown(words: str, otherwise: str) -> str:
    """Words, if there is anything of them to see: no feed may have an entry without a title."""
    return words if words.strip() else otherwise


def teller(outlet: str) -> str:
    """The outlet as it is called, for what must have an author."""
    return outlet_name(shown(outlet, ""))


@dataclass(frozen=True, slots=True)
class Tags:
    """Makes ids. `authority` is a name and the day from which it is its owner's ("news.example.org,2026-03-02")."""

    authority: str = AUTHORITY

    def of(self, *parts: str) -> str:
        """Make the id of something that is named by its parts.

        >>> Tags("news.example.org,2026").of("story", "s3f2a91c04be7")
        'tag:news.example.org,2026:story:s3f2a91c04be7'
        """
        return ":".join((f"tag:{self.authority}", *(quote(part.encode("utf-8", "replace"), safe="") for part in parts)))

    def story(self, story: str) -> str:
        """The id of a story, in every feed that tells it."""
        return self.of("story", story)

    def words(self, story: str, words: Verbatim) -> str:
        """The id of one stretch of an article's words in a story. It stays where the article is changed elsewhere."""
        key = f"{words.article}\0{words.text}".encode("utf-8", "surrogatepass")
        return self.of("story", story, hashlib.sha256(key).hexdigest()[:16])


@dataclass(frozen=True, slots=True)
class Told:
    """Words of an outlet with whose they are, and whether they begin or end inside a sentence.

    `note` is Newsfold's own, after outlet and time. `words` is where they stand, for formats that tell it.
    """

    text: str
    outlet: str
    published: Date
    lang: str | None = None
    url: str | None = None
    note: str = ""
    cut_before: bool = False
    cut_after: bool = False
    words: Verbatim | None = None

    @classmethod
    def of(cls, words: Verbatim) -> Told:
        """Take a stretch as it is shown."""
        cuts = (words.cut_before, words.cut_after) if isinstance(words, Excerpt) else (False, False)
        note = "headline only" if words.span.field == "title" else ""
        return cls(words.text, words.outlet, words.published, words.lang, words.url, note, *cuts, words=words)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, of a `story`. `page` is where it is read here, `source` the outlet's own article; either may be nowhere.

    `note` is Newsfold's own, below the words. `marks` are what a reader noted of it, for formats that tell it.
    """

    id: str
    title: str
    outlet: str
    updated: datetime
    lang: str | None = None
    page: str | None = None
    source: str | None = None
    told: tuple[Told, ...] = ()
    counts: Counts | None = None
    note: str = ""
    marks: tuple[str, ...] = ()
    story: str = ""


@dataclass(frozen=True, slots=True)
class OutFeed:
    """A feed: its entries, the latest first. `address` is its own, `page` that of the page that tells the same."""

    id: str
    title: str
    entries: tuple[Entry, ...] = ()
    address: str | None = None
    page: str | None = None

    @property
    def updated(self) -> datetime:
        """When the entry that changed last did."""
        return max((entry.updated for entry in self.entries), default=EPOCH)


def story_entry(digest: Digest, updated: datetime | None, tags: Tags, page: str | None = None) -> Entry:
    """Tell a story as one entry: its headline, and all excerpts of its digest."""
    told = tuple(map(Told.of, digest.excerpts))
    return replace(
        headed(digest.id, digest.headline, told, tags, updated or digest.last.at), page=page, counts=digest.counts
    )


def headed(
    story: str,
    headline: Headline,
    told: tuple[Told, ...],
    tags: Tags,
    updated: datetime | None,
    page: str | None = None,
) -> Entry:
    """Make the entry of a story under a headline; it takes a time that is not known for the earliest."""
    return Entry(
        id=tags.story(story),
        title=shown(headline.text, UNTITLED),
        outlet=teller(headline.outlet),
        updated=updated or EPOCH,
        lang=headline.lang,
        page=page,
        source=web_link(headline.url),
        told=told,
        story=story,
    )


def summary_of(entry: Entry) -> str:
    """The first words that an entry tells, as they are; empty where it tells none."""
    return entry.told[0].text if entry.told else ""


def matter_of(digest: Digest, tags: Tags, page: str | None = None) -> tuple[Entry, ...]:
    """Tell what a story consists of: an entry for each excerpt, and for each figure that took the place of an earlier one.

    The latest come first, under the titles of their articles; undated words are taken for as old as the story.
    """
    later = (claim.words for update in digest.updates for claim in update.claims[1:])
    found = {tags.words(digest.id, words): words for words in (*digest.excerpts, *later)}
    titles = {article.id: article.title for article in digest.articles}
    undated = digest.first.at or EPOCH
    entries = (
        Entry(
            id=entry_id,
            title=shown(titles.get(words.article, ""), shown(digest.headline.text, UNTITLED)),
            outlet=teller(words.outlet),
            updated=words.published.at or undated,
            lang=words.lang,
            page=page,
            source=web_link(words.url),
            told=(Told.of(words),),
            story=digest.id,
        )
        for entry_id, words in found.items()
    )
    return newest_first(entries)


def newest_first(entries: Iterable[Entry], most: int | None = None) -> tuple[Entry, ...]:
    """Order entries by when they changed, the latest first; those of one moment stay as they are."""
    return tuple(sorted(entries, key=lambda entry: entry.updated, reverse=True)[:most])


def by_story(digest: Digest, of_story: Callable[[str], tuple[Told, ...]]) -> dict[str, tuple[Told, ...]]:
    """Give what a topic's digest tells of each of its stories; of those that have no excerpt in it, what `of_story` gives."""
    told: dict[str, tuple[Told, ...]] = {}
    for line in digest.stories:
        told[line.id] = tuple(Told.of(one) for one in digest.excerpts if one.story == line.id) or of_story(line.id)
    return told
