"""The frozen values that travel between the stages of Newsfold.

Nothing here reads a clock, a file or a store, and nothing here changes once it is made. Offsets are code points of the
stored text, start inclusive, end exclusive. `newsfold.engine` moves these values; every stage takes and returns them.
"""

from newsfold.model.articles import Article, Date, DateQuality, Field, Owner, Range, Revision, Span, revision_id, voice
from newsfold.model.digests import (
    Claim,
    Conflict,
    ConflictKind,
    Counts,
    Digest,
    Entity,
    Event,
    Excerpt,
    Grade,
    Headline,
    Listed,
    Pick,
    Quote,
    Said,
    StoryLine,
    Update,
    Verbatim,
    When,
)
from newsfold.model.fetching import Failure, Fetched, FetchFailure, Hop, Validators, Wanted
from newsfold.model.lineages import Lineage, Member, Passage, Role
from newsfold.model.proofs import QuotedWords, ShownAs, StoredWords
from newsfold.model.received import Feed, Item, ItemKind, Ledger, Markup, Rejected
from newsfold.model.retention import Pruned
from newsfold.model.stories import Checkpoint, Join, Merge, Move, New, Reason, Story, Veto

__all__ = [
    "Article",
    "Checkpoint",
    "Claim",
    "Conflict",
    "ConflictKind",
    "Counts",
    "Date",
    "DateQuality",
    "Digest",
    "Entity",
    "Event",
    "Excerpt",
    "Failure",
    "Feed",
    "FetchFailure",
    "Fetched",
    "Field",
    "Grade",
    "Headline",
    "Hop",
    "Item",
    "ItemKind",
    "Join",
    "Ledger",
    "Lineage",
    "Listed",
    "Markup",
    "Member",
    "Merge",
    "Move",
    "New",
    "Owner",
    "Passage",
    "Pick",
    "Pruned",
    "Quote",
    "QuotedWords",
    "Range",
    "Reason",
    "Rejected",
    "Revision",
    "Role",
    "Said",
    "ShownAs",
    "Span",
    "StoredWords",
    "Story",
    "StoryLine",
    "Update",
    "Validators",
    "Verbatim",
    "Veto",
    "Wanted",
    "When",
    "revision_id",
    "voice",
]
