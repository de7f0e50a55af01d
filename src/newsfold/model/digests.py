"""A digest and everything that it shows: every word of it stands in an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import InitVar, dataclass, fields
from datetime import datetime
from typing import Any, Literal, Self

from newsfold.errors import ProofError
from newsfold.model.articles import Article, Date, Field, Owner, Range, Span, voice
from newsfold.model.corrections import Corrected, Coverage
from newsfold.model.lineages import Lineage, Role
from newsfold.model.proofs import ShownAs

Grade = Literal["named", "office", "anonymous", "document", "unattributed"]
ConflictKind = Literal["figures", "yes-no", "who", "when", "where"]
EditKind = Literal["figure", "reworded", "added", "removed"]


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

    @classmethod
    def kept(cls, **given: Any) -> Self:
        """Take words that were proved when they were kept, all fields named, without the field that they stand in.

        For the store alone, which proves at the keeping and keeps beside the words where they stand; `verify` proves them again.
        """
        made = object.__new__(cls)
        for one in fields(cls):
            object.__setattr__(made, one.name, given[one.name])
        return made


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
class Edit:
    """A sentence or title of an article as it was and as it is, each from its own revision; None where there was or is none.

    `gone` are the words of `before` that are not in `after`, `new` the other way about, in code points of the stored field.
    "figure": another figure stands in the place of one. `at` is when it was changed, where anybody says.
    """

    kind: EditKind
    before: Verbatim | None
    after: Verbatim | None
    gone: tuple[Range, ...] = ()
    new: tuple[Range, ...] = ()
    at: Date = Date()


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
    an outlet. `edits` are what outlets changed in their articles, those `since` a time for a reader who asked; `new` are
    what was added since then, in the order of time. `corrections` are what the operator corrected of the story, in the order in
    which it was; `coverage` says of each declared group how it covers it.
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
    corrections: tuple[Corrected, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    edits: tuple[Edit, ...] = ()

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
        for edit in self.edits:
            yield from (("before", one) for one in (edit.before,) if one)
            yield from (("after", one) for one in (edit.after,) if one)
