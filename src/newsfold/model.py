"""The frozen values that travel between the stages of Newsfold.

Nothing here reads a clock, a file or a store, and nothing here changes once it is made. Offsets are code points of the
stored text, start inclusive, end exclusive. `newsfold.engine` moves these values; every stage takes and returns them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import InitVar, dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple, Self

from newsfold.errors import ProofError

Field = Literal["text", "title"]
ItemKind = Literal["feed", "page", "record"]
Markup = Literal["text", "html", "page"]
DateQuality = Literal["exact", "day", "no-zone", "unreadable", "missing"]
Role = Literal["origin", "copy", "rewrite", "independent"]
Grade = Literal["named", "office", "anonymous", "document", "unattributed"]
ConflictKind = Literal["figures", "yes-no", "who", "when", "where"]
ShownAs = Literal["headline", "excerpt", "quote", "speaker", "cue", "repeat", "conflict", "update", "event", "name"]


class Range(NamedTuple):
    """A stretch of some text in code points, start inclusive, end exclusive.

    >>> Range(0, 4).of("News from Orrin")
    'News'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


# --- what comes in --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as received: a feed entry, an article page or a record. Nothing in it has been cleaned or guessed.

    `source` names where it was found, for messages ("week.xml", "week.jsonl:12"). `body_markup` "page" means that `body`
    is a whole HTML document out of which the article is still to be taken. Dates are the strings that were received.
    """

    source: str
    kind: ItemKind
    id: str | None = None
    guid: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    title_markup: Markup = "text"
    body: str | None = None
    body_markup: Markup = "text"
    summary: str | None = None
    published: str | None = None
    updated: str | None = None
    byline: str | None = None
    credit: str | None = None
    lang: str | None = None
    feed: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscription, as an OPML outline declares it. `name` is what the operator calls the outlet, if anything."""

    source: str
    url: str
    site: str | None = None
    name: str | None = None
    folder: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was seen and could not be used, with the reason that the ledger counts it under.

    `reason` is a short stable word ("unknown-format", "not-xml", "too-large", "no-words"); `detail` is a plain sentence.
    """

    source: str
    reason: str
    detail: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.source}:{self.line}" if self.line is not None else self.source
        return f"{where}: {self.reason}: {self.detail}"


# --- articles -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Date:
    """A date as it was given and what it was read as. `at` is in UTC; None when missing or unreadable."""

    raw: str = ""
    at: datetime | None = None
    quality: DateQuality = "missing"

    @property
    def iso(self) -> str | None:
        """ISO 8601 in UTC ("2026-03-02T06:40:00Z"), a bare date where only the day is known, None where nothing is."""
        if self.at is None:
            return None
        return f"{self.at:%Y-%m-%d}" if self.quality == "day" else f"{self.at:%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True, slots=True)
class Revision:
    """The words of an article at one time. `id` is a hash of title and text, so the same words have the same id."""

    id: str
    title: str
    text: str
    lang: str | None = None
    published: Date = Date()
    updated: Date = Date()
    byline: str | None = None
    credit: str | None = None

    def words(self, which: Field) -> str:
        return self.title if which == "title" else self.text


def revision_id(title: str, text: str) -> str:
    """Hash the words of a revision: 32 hex digits (SHA-256, cut) that depend on every code point of title and text.

    >>> revision_id("a", "bc") == revision_id("ab", "c")
    False
    """
    data = f"{len(title)}\n{title}{text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Article:
    """One piece by one outlet, with its current words.

    `keys` are what makes it the same piece when it is seen again (canonical URL, guid, record id), strongest first.
    `group` is a grouping that came with a record (`digest --group-by`), never one that Newsfold made.
    """

    id: str
    outlet: str
    revision: Revision
    url: str | None = None
    keys: tuple[str, ...] = ()
    kind: ItemKind = "record"
    group: str | None = None

    @property
    def title(self) -> str:
        return self.revision.title

    @property
    def text(self) -> str:
        return self.revision.text

    @property
    def lang(self) -> str | None:
        return self.revision.lang

    @property
    def published(self) -> Date:
        return self.revision.published

    @property
    def time_order(self) -> tuple[bool, float, str]:
        """The key that puts articles in the order of time: published, then id; undated ones last, by id."""
        at = self.published.at
        return (at is None, at.timestamp() if at else 0.0, self.id)

    @property
    def voice(self) -> str:
        """Whose voice this is when outlets are counted: the outlet, or the article itself where none is known."""
        return self.outlet or f"unknown:{self.id}"


# Says whose an article is when accounts are counted: its outlet's, or that of whoever owns the outlet.
Owner = Callable[[Article], str]


def voice(article: Article) -> str:
    """Say that each outlet is its own."""
    return article.voice


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the stored words of one revision."""

    revision: str
    field: Field
    start: int
    end: int


# --- lineages -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that an article has in common with its lineage's origin: where they stand in it (`here`) and in that (`there`).

    They are the same words in the same order; capitals, accents and punctuation may differ.
    """

    field: Field
    here: Range
    there: Range


@dataclass(frozen=True, slots=True)
class Member:
    """An article's place in a lineage. `shared` is the share of its words that stand in the origin's text, 0 to 1.

    Where it is not `usable`, what was taken for its text is a login wall, a form or a widget: nothing of it is the outlet's report.
    `passages` are the evidence, for those that were asked for it: the longest, in the order of the text.
    """

    article: str
    role: Role
    shared: float
    usable: bool = True
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Lineage:
    """Articles whose text comes from one text; an article that stands alone is a lineage of its own.

    `credit` names the agency that the texts themselves name, if any; the origin is then that agency's own article where it
    was seen, else the earliest, and `original_seen` is false. Members are in the order of time.
    """

    id: str
    origin: str
    members: tuple[Member, ...]
    credit: str | None = None
    original_seen: bool = True


# --- stories and the reasons behind them ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Join:
    """Why an article was put into a story. `agreement`, 0 to 1: the mean probability that it and the story's articles tell of one
    event. `nearest` is the article of the story that it most probably goes with, by `probability`; what the two share are the
    weightiest `words`, `names`, `places` and `numbers` (folded, as they are compared), and how many `days` lie between.
    """

    article: str
    story: str
    agreement: float
    nearest: str
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    days: float | None = None
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class New:
    """Why an article began a story: it agreed with none of the active ones enough. `agreement` is the best that there was."""

    article: str
    story: str
    agreement: float = 0.0


@dataclass(frozen=True, slots=True)
class Veto:
    """Why an article did not go into the story whose words are most like it, and began `story`: it tells of something else of the
    same kind. `refused` is that story and `nearest` the article in it; `view` says what differs ("names", "places",
    "numbers"): `here` is what the article has, `there` what the other has, the weightiest first.
    """

    article: str
    story: str
    refused: str
    nearest: str
    view: str
    here: tuple[str, ...]
    there: tuple[str, ...]
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class Merge:
    """Why two stories became one at a repair: how far their articles agree. The older id stays."""

    story: str
    absorbed: str
    agreement: float


@dataclass(frozen=True, slots=True)
class Move:
    """Why an article changed its story at a repair: it agrees more with the other one now, or no longer enough with its own.

    `founded` says that `story` is a new one, which the article began. `agreement` is with the story that it went to; where one
    was founded, with the one that it left.
    """

    article: str
    story: str
    left: str
    agreement: float
    founded: bool = False


Reason = Join | New | Veto | Merge | Move


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where grouping stands after all that is settled: `data`, which who made it reads, and `made_by`, the name of that."""

    made_by: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on one event as it unfolds. `articles` are ids in the order of time; `id` never changes its meaning."""

    id: str
    articles: tuple[str, ...]


# --- digests --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pick:
    """Why an excerpt was chosen: what it adds to those before it (`gain`), and the words that it is the first to bring."""

    gain: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A stretch of an article's own words, with whose they are. It cannot be built unless the slice equals the words.

    `source` is the full stored field, needed once, at the building.
    """

    text: str
    article: str
    outlet: str
    span: Span
    source: InitVar[str]
    url: str | None = None
    published: Date = Date()
    lang: str | None = None

    def __post_init__(self, source: str) -> None:
        if not self.text or source[self.span.start : self.span.end] != self.text:
            raise ProofError(
                f"the words at {self.span.field} {self.span.start}-{self.span.end} are not those that are shown",
                resource=f"article {self.article}",
            )

    @classmethod
    def of(cls, article: Article, which: Field, start: int, end: int, **more: Any) -> Self:
        """Take the words at start to end of an article's title or text; `more` are the fields that a subclass adds."""
        words = article.revision.words(which)
        return cls(
            text=words[start:end],
            article=article.id,
            outlet=article.outlet,
            span=Span(article.revision.id, which, start, end),
            source=words,
            url=article.url,
            published=article.published,
            lang=article.lang,
            **more,
        )


@dataclass(frozen=True, slots=True)
class Excerpt(Verbatim):
    """A stretch that was chosen for a digest. `cut_before` and `cut_after` say that it begins or ends inside a sentence; the
    mark for it is drawn outside the words. `pick` says why it was chosen, `story` which story of a topic it is from.
    """

    cut_before: bool = False
    cut_after: bool = False
    story: str | None = None
    pick: Pick = Pick(0.0)


@dataclass(frozen=True, slots=True)
class Claim:
    """A whole sentence of an article, and the part of it that the matter is about: a figure, a date, a denial.

    `mark` is in code points of the same stored field as the words, and lies within them.
    """

    words: Verbatim
    mark: Range


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody is reported to have said in one article, in offsets of its text.

    Quotation marks belong to the content, which is `direct` if it stands in them. `name` is the fullest name that the article gives
    the speaker, where it gives one.
    """

    content: Range
    direct: bool
    grade: Grade
    speaker: Range | None = None
    cue: Range | None = None
    name: Range | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody is reported to have said, in quotation marks (`direct`) or in the outlet's words.

    `speaker` is the mention of whoever says it ("she", "the mayor"), `cue` what says that it is said ("told", "according to");
    both are None where the text has none. `name` is the fullest mention of the same speaker in the same article. `repeats`
    are the same words in other articles, whole or shorter.
    """

    content: Verbatim
    direct: bool
    grade: Grade
    speaker: Verbatim | None = None
    cue: Verbatim | None = None
    name: Verbatim | None = None
    repeats: tuple[Verbatim, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims of independent accounts that cannot all be so, in the order of time. Nothing is said of which is true."""

    kind: ConflictKind
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """Figures of one quantity as they became known, in the order of time: later ones supersede earlier ones."""

    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class When:
    """The time that a date expression means, as local time of its article: from `start` to `end`, both inclusive, ISO 8601, written
    as precisely as it is known ("2026-03-04", "2026-03", "2026-03-04T17"). `ambiguous` says that the words allow another reading.
    """

    start: str
    end: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a story tells happened, or will, at a time that the text gives. `claim` is who told it first, its mark the
    date expression; `accounts` is how many independent accounts tell of that time in like words.
    """

    when: When
    claim: Claim
    accounts: int = 1


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, body or place of a story under one roof. `name` is the first mention of its fullest form; `forms` are the first
    mentions of all other forms; `described` the first mentions of what the texts call it instead ("the Keldonian leader").
    """

    name: Verbatim
    forms: tuple[Verbatim, ...] = ()
    described: tuple[Verbatim, ...] = ()
    accounts: int = 1
    mentions: int = 1


@dataclass(frozen=True, slots=True)
class Headline:
    """A title of one of the story's articles, verbatim, with whose it is."""

    text: str
    article: str
    outlet: str
    url: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles, outlets and independent accounts a story or topic rests on.

    An account is an outlet that tells the story in a text of its own: who only runs another's text adds none, and an outlet
    that writes ten pieces is one account, not ten. Outlets of one owner can be folded into one account.
    """

    articles: int
    outlets: int
    accounts: int

    @classmethod
    def of(cls, articles: Iterable[Article], lineages: Iterable[Lineage], owner: Owner = voice) -> Counts:
        """Count articles, given in the order of time, whose lineages are among those given.

        Where a lineage's origin is not among the articles, its first member that is stands for it. `owner` says which articles
        are one account's if they are not copies.
        """
        known = {article.id: article for article in articles}
        origins = set()
        for lineage in lineages:
            here = [member.article for member in lineage.members if member.article in known]
            if here:
                first = known[lineage.origin if lineage.origin in known else here[0]]
                origins.add(owner(first))
        return cls(len(known), len({article.voice for article in known.values()}), len(origins))


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of all articles under a digest."""

    id: str
    revision: str
    title: str
    outlet: str
    url: str | None
    published: Date
    lang: str | None
    lineage: str
    role: Role
    story: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One story of a topic: which it is, what it is called, how much of it answers the query."""

    id: str
    headline: Headline
    counts: Counts


@dataclass(frozen=True, slots=True)
class Digest:
    """A story's or a topic's page as data. Every word in it is an outlet's own.

    `id` is the story's id, or "topic" for a query. `query` is None for a story. `stories` is empty for a story; for a topic
    it lists those that the excerpts are drawn from, in the order of time. `excerpts` are in reading order (time), at most one
    an outlet. `new` are what was added `since` a time, for a reader who asked; in the order of time.
    """

    id: str
    headline: Headline
    counts: Counts
    excerpts: tuple[Excerpt, ...]
    articles: tuple[Listed, ...]
    lineages: tuple[Lineage, ...]
    first: Date = Date()
    last: Date = Date()
    query: str | None = None
    stories: tuple[StoryLine, ...] = ()
    quotes: tuple[Quote, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    updates: tuple[Update, ...] = ()
    timeline: tuple[Event, ...] = ()
    names: tuple[Entity, ...] = ()
    new: tuple[Excerpt, ...] = ()
    since: datetime | None = None

    def details(self) -> Iterator[tuple[ShownAs, Verbatim]]:
        """Every stretch that is shown beside headline and excerpts, in a fixed order, with what it is shown as.

        What is new since a reader's visit is left out: it is another for each.
        """
        for quote in self.quotes:
            yield "quote", quote.content
            yield from (("speaker", one) for one in (quote.speaker, quote.name) if one)
            yield from (("cue", one) for one in (quote.cue,) if one)
            yield from (("repeat", one) for one in quote.repeats)
        yield from (("conflict", claim.words) for conflict in self.conflicts for claim in conflict.claims)
        yield from (("update", claim.words) for update in self.updates for claim in update.claims)
        yield from (("event", event.claim.words) for event in self.timeline)
        for entity in self.names:
            yield from (("name", one) for one in (entity.name, *entity.forms, *entity.described))


# --- what is proved -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoredWords:
    """The words of a revision as the store has them now, under the id that was hashed from them when they came in."""

    article: str
    revision: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words that a story's digest shows, beside the stored field that they are said to stand in.

    `position` counts excerpts from 1, as a reader does, and likewise all else; the headline has 0. `shown` should equal
    `stored[start:end]`, a headline all of `stored`; `stored` is None where the store no longer has that field.
    """

    story: str
    position: int
    kind: ShownAs
    article: str
    revision: str
    field: Field
    start: int
    end: int
    shown: str
    stored: str | None


# --- the ledger -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every item seen, and what became of it: stored, merged into an article already known, or rejected with a reason."""

    seen: int = 0
    stored: int = 0
    merged: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)

    @property
    def difference(self) -> int:
        """Items that were seen and are not accounted for: 0, always."""
        return self.seen - self.stored - self.merged - sum(self.rejected.values())
