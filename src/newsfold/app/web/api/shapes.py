"""The shapes of what the API answers, as its description gives them. They describe; what is answered is made by `newsfold.pages`.

Digests and their parts are described once, in `pages/digest.schema.json`; `of("excerpt")` points there.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, WithJsonSchema

MARK: Final = "x-newsfold-digest"
"""What stands in the place of a reference to a part of the digests' schema until the whole description is put together."""


def of(part: str) -> WithJsonSchema:
    """Point to a part of the schema of digests."""
    return WithJsonSchema({MARK: part})


Headline = Annotated[dict[str, Any], of("headline")]
Counts = Annotated[dict[str, Any], of("counts")]
Excerpt = Annotated[dict[str, Any], of("excerpt")]
Lineage = Annotated[dict[str, Any], of("lineage")]
Digest = Annotated[dict[str, Any], of("digest")]
Time = Annotated[str | None, of("time")]
Span = Annotated[list[int], of("span")]


class Digests(BaseModel):
    """What `newsfold show --json` prints."""

    stories: list[Digest]


class StoryLine(BaseModel):
    """A story as a list has it."""

    id: str
    headline: Headline
    counts: Counts
    first: Time
    last: Time
    lead: Annotated[dict[str, Any] | None, WithJsonSchema({"anyOf": [{MARK: "excerpt"}, {"type": "null"}]})]
    updated: str | None


class Stories(BaseModel):
    """A page of stories. `next` is where the next page is, as a relative reference."""

    stories: list[StoryLine]
    next: str | None


class Excerpts(BaseModel):
    """The excerpts of a story."""

    story: str
    excerpts: list[Excerpt]


class Lineages(BaseModel):
    """The lineages of a story."""

    story: str
    lineages: list[Lineage]


class Decision(BaseModel):
    """A decision; what else it has depends on what was decided."""

    decision: Literal["join", "new", "veto", "merge", "move", "correction"]


class Decisions(BaseModel):
    """Why the articles of a story are together: what `newsfold show --why --json` prints."""

    story: str
    decisions: list[Decision]


class Proofs(BaseModel):
    """What `newsfold verify --json` prints: how many proofs hold, and what is wrong with the others."""

    proved: int
    failed: list[str]


class Days(BaseModel):
    """The days that have an edition, the latest first."""

    days: list[str]
    next: str | None


class Edition(BaseModel):
    """The stories of a day: those of several outlets, then those that one outlet alone tells; `left_out` more are not listed."""

    day: str
    stories: list[StoryLine]
    alone: list[StoryLine]
    left_out: int
    previous: str | None
    next: str | None


class ArticleLine(BaseModel):
    """An article without its text. `revision` is the hash of its current words."""

    id: str
    url: str | None
    outlet: str | None
    published: str | None
    title: str
    lang: str | None
    story: str | None
    revision: str
    updated: str | None
    byline: str | None
    credit: str | None
    first_seen: str | None


class Article(ArticleLine):
    """An article with its current words."""

    text: str


class Articles(BaseModel):
    """A page of articles."""

    articles: list[ArticleLine]
    next: str | None


class Words(BaseModel):
    """Words in their place. `as_came_in`: what is stored still hashes to the revision. `latest`: it is the article's last one."""

    text: str
    article: str
    outlet: str
    url: str | None
    published: Time
    field: Literal["text", "title"]
    span: Span
    revision: str
    lang: str | None
    as_came_in: bool
    latest: bool
    story: str | None


class Revision(BaseModel):
    """The words of an article at one time. `id` is the hash of title and text."""

    id: str
    article: str
    title: str
    text: str
    lang: str | None
    published: str | None
    updated: str | None
    byline: str | None
    credit: str | None
    seen: str | None


class Revisions(BaseModel):
    """Every revision of an article, in the order of arrival."""

    article: str
    revisions: list[Revision]


class FoundStory(BaseModel):
    """A story that answers a query, with how many of its articles do."""

    id: str
    headline: Headline
    articles: int


class Answer(BaseModel):
    """What `newsfold search --json` prints. `digest` is null where nothing answers."""

    query: str
    articles: int
    ranked: int
    considered: int
    digest: Annotated[dict[str, Any] | None, WithJsonSchema({"anyOf": [{MARK: "digest"}, {"type": "null"}]})]
    stories: list[FoundStory]


class Outlet(BaseModel):
    """An outlet, and how many of its articles are kept; null is every article whose outlet is unknown."""

    outlet: str | None
    articles: int


class Outlets(BaseModel):
    """All outlets, by name."""

    outlets: list[Outlet]


class Feed(BaseModel):
    """A subscription and its health."""

    url: str
    name: str | None
    title: str | None
    site: str | None
    folder: list[str]
    full_text: bool
    condition: str
    sentence: str
    action: str | None
    fetched: str | None
    succeeded: str | None
    changed: str | None
    next: str | None
    interval: int
    failures: int
    gaps: int


class Feeds(BaseModel):
    """What `newsfold feeds --json` prints."""

    feeds: list[Feed]


class Entered(BaseModel):
    """What became of a subscription that was asked for."""

    outcome: Literal["added", "changed", "known"]
    url: str
    name: str | None
    folder: list[str]


class Follow(BaseModel):
    """What is followed; exactly one of `story` and `query` is set. `new` articles were not told yet.

    `untaken` says since when, why and until when its address is not tried, where it takes nothing.
    """

    id: str
    story: str | None
    query: str | None
    to: str | None
    seen: int
    untaken: dict[str, Any] | None
    new: int


class Follows(BaseModel):
    """What `newsfold follow --json` prints."""

    follows: list[Follow]


class NewArticle(BaseModel):
    """An article that is new for what is followed."""

    id: str
    outlet: str
    title: str
    url: str | None
    published: str | None
    lang: str | None
    edited: bool


class StoryNews(BaseModel):
    """A story with something new in it."""

    id: str
    headline: Headline
    copies: int
    articles: list[NewArticle]


class Followed(BaseModel):
    """What is followed, in short."""

    id: str
    story: str | None
    query: str | None


class News(BaseModel):
    """What is new for one thing that is followed: an element of what `newsfold news --json` prints."""

    follow: Followed
    stories: list[StoryNews]


class Correction(BaseModel):
    """A correction, with the same keys whatever it is."""

    number: int
    kind: Literal["merge", "split", "pin", "hide", "undo"]
    at: str
    by: str
    why: str
    undone_by: int | None
    stories: list[str]
    articles: list[str]
    outlet: str | None
    undoes: int | None


class Corrections(BaseModel):
    """What `newsfold corrections --json` prints."""

    corrections: list[Correction]


class Mark(BaseModel):
    """What a reader noted of a story."""

    story: str
    kind: Literal["read", "star"]
    at: str


class Marks(BaseModel):
    """All marks, in the order of their times."""

    marks: list[Mark]


class Ledger(BaseModel):
    """Every item seen, and what became of it. `difference` is 0, always."""

    seen: int
    stored: int
    merged: int
    rejected: dict[str, int]
    pruned: dict[str, int]
    difference: int


class Status(BaseModel):
    """How the store stands. `change` is another number whenever anything that is shown may be."""

    version: str
    change: int
    articles: int
    outlets: int
    feeds: int
    kept: int | None
    ledger: Ledger


class To(BaseModel):
    """Where a story is now, as a relative reference."""

    story: str
    to: str


class Elsewhere(BaseModel):
    """The body of a redirect."""

    moved: To


class Problem(BaseModel):
    """Problem details (RFC 9457). `code` is stable, and `type` is made of it."""

    type: str
    title: str
    status: int
    detail: str
    code: str
