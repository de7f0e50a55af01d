"""Between rows and the values of `newsfold.model`. Pure; every pair of functions here is each other's inverse.

A row that cannot be turned back into a value (damage, or another hand) raises ValueError.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, cast

from newsfold.errors import UsageError
from newsfold.model import (
    AHEAD,
    Article,
    Change,
    Date,
    DateQuality,
    Feed,
    HideOutlet,
    Item,
    ItemKind,
    Join,
    Merge,
    MergeStories,
    Move,
    New,
    Pick,
    PinHeadline,
    Reason,
    Rejected,
    Revision,
    Signature,
    SplitStory,
    Undo,
    Veto,
)

Row = Any  # sqlalchemy.Row, whose attributes are the labels of its SELECT
Values = dict[str, Any]

_REASONS: Mapping[str, type[Reason]] = {"join": Join, "new": New, "veto": Veto, "merge": Merge, "move": Move}
_KINDS = {kind: name for name, kind in _REASONS.items()}
_CHANGES: Mapping[str, type[Change]] = {
    "merge": MergeStories,
    "split": SplitStory,
    "pin": PinHeadline,
    "hide": HideOutlet,
    "undo": Undo,
}
_CHANGE_KINDS = {kind: name for name, kind in _CHANGES.items()}


def dumped(value: object) -> str:
    """A flat frozen value as compact JSON, without the fields that are None."""
    given = ((name, getattr(value, name)) for name in _names(cast("Any", type(value))))
    return _json({name: value for name, value in given if value is not None})


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


# Made once: `json.dumps` makes one at each call that asks for anything.
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _loaded(kind: type[Any], raw: str, renamed: Mapping[str, str] = MappingProxyType({})) -> Any:
    """Read a value; `renamed` gives the present names of fields that were written under others."""
    # JSON knows lists only; every sequence in the model is a tuple.
    given = {renamed.get(name, name): value for name, value in json.loads(raw).items()}
    try:
        return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})
    except TypeError as error:
        raise ValueError(f"not a {kind.__name__}: {error}") from error


# --- dates ---


def date_values(name: str, date: Date) -> Values:
    return {f"{name}_raw": date.raw, f"{name}_at": _iso(date.at), f"{name}_quality": date.quality}


def _iso(at: datetime | None) -> str | None:
    if at is None:
        return None
    if at.tzinfo is None:
        raise UsageError(f"the date {at} has no zone; the model's dates are in UTC")
    return at.astimezone(UTC).isoformat()


def _date(raw: str, at: str | None, quality: str) -> Date:
    return Date(raw, _instant(at), cast("DateQuality", quality))


def _instant(at: str | None) -> datetime | None:
    return None if at is None else datetime.fromisoformat(at)


def placed_at(published: str | None, first_seen: str | None) -> str | None:
    """When an article is taken to have been published, as `Article.at` says, out of two columns."""
    if published is None or first_seen is None:
        return published
    return min(published, (datetime.fromisoformat(first_seen) + AHEAD).isoformat())


# --- articles ---


def article_values(article: Article) -> Values:
    return {
        "id": article.id,
        "outlet": article.outlet,
        "url": article.url,
        "kind": article.kind,
        "grouping": article.group,
        "current": article.revision.id,
        "first_seen": _iso(article.first_seen),
    }


def article_of(row: Row, keys: tuple[str, ...]) -> Article:
    return Article(
        id=row.article,
        outlet=row.outlet,
        revision=revision_of(row),
        url=row.url,
        keys=keys,
        kind=cast("ItemKind", row.kind),
        group=row.grouping,
        first_seen=_instant(row.first_seen),
    )


def revision_values(article_id: str, revision: Revision) -> Values:
    return {
        "article": article_id,
        "id": revision.id,
        "title": revision.title,
        "text": revision.text,
        "lang": revision.lang,
        "byline": revision.byline,
        "credit": revision.credit,
        "seen": _iso(revision.seen),
        **date_values("published", revision.published),
        **date_values("updated", revision.updated),
    }


def revision_of(row: Row) -> Revision:
    return Revision(
        id=row.revision,
        title=row.title,
        text=row.text,
        lang=row.lang,
        published=_date(row.published_raw, row.published_at, row.published_quality),
        updated=_date(row.updated_raw, row.updated_at, row.updated_quality),
        byline=row.byline,
        credit=row.credit,
        seen=_instant(row.seen),
    )


# --- what came in ---


def item_values(item: Item | Rejected) -> Values:
    if isinstance(item, Rejected):
        return {"source": item.source, "kind": None, "guid": None, "url": None, "raw": dumped(item)}
    return {"source": item.source, "kind": item.kind, "guid": item.guid, "url": item.url, "raw": dumped(item)}


def item_of(raw: str) -> Item:
    return cast("Item", _loaded(Item, raw))


def feed_values(feed: Feed) -> Values:
    return {"source": feed.source, "url": feed.url, "site": feed.site, "name": feed.name, "folder": _json(feed.folder)}


def feed_of(row: Row) -> Feed:
    return Feed(row.source, row.url, row.site, row.name, tuple(json.loads(row.folder)))


# --- reasons ---


PLACING = (_KINDS[New], _KINDS[Join])
"""The decisions that give an article its first story."""

JOINING, MERGING = _KINDS[Join], _KINDS[Merge]
"""The decisions that put an article beside another one, and those that make one story of two."""


def decision_values(reason: Reason, *, provisional: bool) -> Values:
    return {
        "kind": _KINDS[type(reason)],
        "story": reason.story,
        "other": _other_story(reason),
        "reason": dumped(reason),
        "article": None if isinstance(reason, Merge) else reason.article,
        "provisional": provisional,
    }


def _other_story(reason: Reason) -> str | None:
    match reason:
        case Merge(absorbed=other) | Move(left=other) | Veto(refused=other):
            return other
        case _:
            return None


def reason_of(kind: str, raw: str) -> Reason:
    if kind not in _REASONS:
        raise ValueError(f"no such decision: {kind}")
    return cast("Reason", _loaded(_REASONS[kind], raw, renamed={"likeness": "agreement"}))


def pick_of(raw: str) -> Pick:
    return cast("Pick", _loaded(Pick, raw))


# --- corrections ---


def change_values(change: Change) -> Values:
    return {"kind": _CHANGE_KINDS[type(change)], "change": dumped(change)}


def change_of(kind: str, raw: str) -> Change:
    if kind not in _CHANGES:
        raise ValueError(f"no such correction: {kind}")
    return cast("Change", _loaded(_CHANGES[kind], raw))


def signature_values(signed: Signature) -> Values:
    return {"by": signed.by, "at": _iso(signed.at), "why": signed.why}


def signature_of(row: Row) -> Signature:
    return Signature(row.by, datetime.fromisoformat(row.at), row.why)
