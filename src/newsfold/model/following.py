"""What a reader follows, and what is new for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from newsfold.model.articles import Date
from newsfold.model.digests import Headline


@dataclass(frozen=True, slots=True)
class Untaken:
    """Why the latest tries to send something were not taken: how many in a row, since when, and when the next one is."""

    reason: str
    detail: str
    count: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Follow:
    """A story or a query that is followed, and to where: an address (`mailto:`, `https://`), or None where a reader looks.

    Exactly one of `story` and `query` is set. `seen` is the number of the last revision, in the order of arrival, that was told:
    what arrives late is new however old it says it is. `untaken` is set while its address takes nothing.
    """

    id: str
    story: str | None = None
    query: str | None = None
    to: str | None = None
    seen: int = 0
    untaken: Untaken | None = None

    @property
    def what(self) -> str:
        return self.story or self.query or ""

    @classmethod
    def of(cls, *, story: str | None = None, query: str | None = None, to: str | None = None, seen: int = 0) -> Follow:
        """Make one; what is followed and to where make its id: "f" and 12 hex digits."""
        key = "\n".join(("story" if story else "query", story or query or "", to or ""))
        return cls("f" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12], story, query, to, seen)


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article that arrived since, or whose words were changed since (`edited`). The title is the outlet's, verbatim."""

    id: str
    outlet: str
    title: str
    url: str | None
    published: Date
    lang: str | None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class StoryNews:
    """A story with something new in it: articles in the order of time, and how many more only repeat what was there (`copies`)."""

    story: str
    headline: Headline
    articles: tuple[NewArticle, ...]
    copies: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """What is new for a follow, story by story, the one with the latest news first; all of it arrived up to `upto`."""

    follow: Follow
    stories: tuple[StoryNews, ...]
    upto: int
