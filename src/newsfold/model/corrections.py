"""What an operator says against the grouping: corrections, each a decision with who, when and why, and what they make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MergeStories:
    """Two stories are one. `kept` is the older, whose id stays; `articles` are all that were in either, and stay together."""

    kept: str
    absorbed: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SplitStory:
    """Some `articles` of a story are another one, `into`; they stay together, and apart from those that `stayed`.

    `whole` are the grouping's own stories that went with them whole: what is put into one of these later goes there too.
    """

    story: str
    into: str
    articles: tuple[str, ...]
    stayed: tuple[str, ...]
    whole: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PinHeadline:
    """A story's headline is the title of this article, for as long as the article is in the story."""

    story: str
    article: str


@dataclass(frozen=True, slots=True)
class HideOutlet:
    """What an outlet publishes is kept and counted, and shown in no digest. `outlet` is its name or its registrable domain."""

    outlet: str


@dataclass(frozen=True, slots=True)
class Undo:
    """The correction of this number holds no longer. An undo can be undone as well."""

    of: int


Change = MergeStories | SplitStory | PinHeadline | HideOutlet | Undo


@dataclass(frozen=True, slots=True)
class Signature:
    """Who corrects, when (in UTC) and why, as the caller gives it; `why` may be empty."""

    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. They are numbered from 1 in the order in which they were made, and none is ever deleted."""

    number: int
    change: Change
    signed: Signature


@dataclass(frozen=True, slots=True)
class Overlay:
    """How what is shown differs from how articles were grouped; nothing differs where nothing was corrected.

    `stories`: the story of each article that is shown in another one than it was grouped into. `leads`: where ids lead that lead
    elsewhere by the grouping alone, or nowhere; to itself where a story lives. `hidden`: the articles that no digest shows.
    """

    stories: Mapping[str, str] = field(default_factory=dict)
    leads: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction as the page of a story tells of it.

    `holds` is false where it cannot be followed: the pinned article is in the story no longer, or hidden. `articles` are those of
    the story that it is about.
    """

    correction: Correction
    articles: tuple[str, ...] = ()
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a declared group of outlets covers a story: which `outlets` of it do, in the order of time, in how many `articles`.

    A group that has neither is silent.
    """

    group: str
    outlets: tuple[str, ...] = ()
    articles: int = 0
