"""Digests as they are kept beside their words, and what lists of stories need of them. Each function is one step of `Store`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from newsfold.model import Daily, Digest, KeptDigest, Making, Rank, Shelved, Span, Summary, Updated
from newsfold.store import days, documents
from newsfold.store.chunks import chunks, select_in
from newsfold.store.documents import KeptWords, Wording
from newsfold.store.schema import (
    ExactText,
    changes,
    details,
    digests,
    endings,
    excerpts,
    headlines,
    leads,
    redirects,
    revisions,
    story_updates,
    tellings,
)
from newsfold.store.values import Row, pick_of

_SHOWN: Final = "shown"  # the row that counts the changes of what is shown
_BY_RANK: Final = (digests.c.accounts, digests.c.outlets, digests.c.articles, digests.c.latest)
_SHELVED: Final = (digests.c.story, *_BY_RANK, digests.c.made_by, digests.c.version, digests.c.stale)


def version(connection: Connection) -> int:
    """How often what is shown has changed."""
    return connection.scalar(_VERSION) or 0


def changed(connection: Connection, times: int = 1) -> int:
    """Count one more change of what is shown, or so many; give how many there are now."""
    done = connection.execute(update(changes).where(changes.c.what == _SHOWN).values(number=changes.c.number + times))
    if not done.rowcount:
        connection.execute(insert(changes), {"what": _SHOWN, "number": times})
    return version(connection)


def save(connection: Connection, digest: Digest, making: Making) -> None:
    """Keep what a digest is beside its words, in the place of what was dropped before."""
    latest = _iso(digest.last.at)
    row = {
        "story": digest.id,
        "version": changed(connection),
        "made_by": making.made_by,
        "form": documents.form(),
        "stale": False,
        "accounts": digest.counts.accounts,
        "outlets": digest.counts.outlets,
        "articles": digest.counts.articles,
        "latest": latest or "",
        "summary": documents.brief(digest),
        "document": documents.packed(digest),
    }
    connection.execute(insert(digests), row)
    told = [
        {"story": digest.id, "article": one.article, "at": _iso(one.at), "voice": one.voice, "account": one.account}
        for one in making.tellings
    ]
    if told:
        connection.execute(insert(tellings), told)
    connection.execute(delete(endings).where(endings.c.story == digest.id))
    connection.execute(delete(story_updates).where(story_updates.c.story == digest.id))
    noted = {"story": digest.id, "material": making.update.material, "updated": _iso(making.update.at)}
    connection.execute(insert(story_updates), noted)


def drop(connection: Connection, story_ids: Sequence[str]) -> None:
    """Drop what is kept of digests beside their words; when they were updated stays."""
    for some in chunks(story_ids):
        connection.execute(delete(digests).where(digests.c.story.in_(some)))
        connection.execute(delete(tellings).where(tellings.c.story.in_(some)))


def end(connection: Connection, story_ids: Sequence[str]) -> None:
    """Note of stories whose digests are about to be dropped that they may have ended, each by a number of its own."""
    told = (select_in(connection, select(column), column, story_ids) for column in (digests.c.story, endings.c.story))
    kept = sorted({story for some in told for story in some})
    if not kept:
        return
    last = changed(connection, len(kept))
    for part in chunks(kept):
        connection.execute(delete(endings).where(endings.c.story.in_(part)))
    numbers = range(last - len(kept) + 1, last + 1)
    connection.execute(
        insert(endings), [{"story": one, "number": number} for one, number in zip(kept, numbers, strict=True)]
    )


def outdate(connection: Connection, story_ids: Sequence[str]) -> None:
    """Note of digests that what they were made of has changed."""
    number = changed(connection)
    for some in chunks(story_ids):
        connection.execute(update(digests).where(digests.c.story.in_(some)).values(stale=True, version=number))


# --- reading ----------------------------------------------------------------------------------------------------------


def _led(table: Table) -> ColumnElement[Any]:
    return select(table.c.new).where(table.c.old == bindparam("story")).scalar_subquery()


_LIVING: Final = select(
    func.coalesce(_led(leads), _led(redirects), bindparam("story", type_=ExactText)).label("living")
).subquery()
# Asked for every page: made once, and all at once.
_PLACE: Final = select(_LIVING.c.living, *_SHELVED).outerjoin_from(
    _LIVING, digests, digests.c.story == _LIVING.c.living
)

_KEPT: Final = (
    select(*_SHELVED, digests.c.document, headlines.c.text.label("headline"))
    .join_from(_LIVING, digests, digests.c.story == _LIVING.c.living)
    .join(headlines, headlines.c.story == digests.c.story)
    .where(digests.c.form == bindparam("form"))
)
_ITS_EXCERPTS: Final = select(excerpts).where(excerpts.c.story == bindparam("living")).order_by(excerpts.c.position)
_ITS_DETAILS: Final = select(details).where(details.c.story == bindparam("living"))
_TITLES: Final = select(revisions.c.article, revisions.c.id, revisions.c.title).where(
    revisions.c.article.in_(bindparam("articles", expanding=True))
)
_VERSION: Final = select(changes.c.number).where(changes.c.what == _SHOWN)


def place(connection: Connection, story_id: str) -> tuple[str, Shelved | None]:
    """The story that an id leads to, and what digest of it is kept."""
    row = connection.execute(_PLACE, {"story": story_id}).one()
    return row.living, None if row.story is None else _shelved(row)


def made_otherwise(connection: Connection, made_by: str, most: int) -> list[str]:
    other = or_(digests.c.made_by != made_by, digests.c.form != documents.form())
    query = select(digests.c.story).where(~digests.c.stale, other)
    return list(connection.scalars(query.order_by(digests.c.latest.desc(), digests.c.story).limit(most)))


def shelved(connection: Connection, story_ids: Sequence[str]) -> dict[str, Shelved]:
    query = select(*_SHELVED)
    rows = (row for some in chunks(story_ids) for row in connection.execute(query.where(digests.c.story.in_(some))))
    found = {row.story: _shelved(row) for row in rows}
    return {story: found[story] for story in story_ids if story in found}


def ranked(connection: Connection, after: Rank | None, most: int) -> list[Shelved]:
    """The stories after a place in the order of all, at most so many."""
    query = select(*_SHELVED).order_by(*(column.desc() for column in _BY_RANK), digests.c.story).limit(most)
    if after:
        place = tuple_(after.accounts, after.outlets, after.articles, after.latest)
        here = tuple_(*_BY_RANK)
        # The first says no more than the second, but an index answers it.
        query = query.where(here <= place, or_(here < place, digests.c.story > after.story))
    return [_shelved(row) for row in connection.execute(query)]


def daily(connection: Connection, since: datetime, until: datetime) -> list[Daily]:
    """Every story with an article told from `since` until before `until`, counted by these articles; in no order."""
    counted = (
        tellings.c.story,
        func.count(tellings.c.account.distinct()).label("accounts"),
        func.count(tellings.c.voice.distinct()).label("outlets"),
        func.count().label("articles"),
        func.max(tellings.c.at).label("latest"),
    )
    where, within = days.told_within(since, until)
    told = select(*counted).select_from(where).where(within).group_by(tellings.c.story).subquery()
    query = select(told, (digests.c.outlets == 1).label("alone")).join(digests, digests.c.story == told.c.story)
    return [
        Daily(Rank(row.accounts, row.outlets, row.articles, row.latest, row.story), bool(row.alone))
        for row in connection.execute(query)
    ]


def told_next(connection: Connection, moment: datetime, *, before: bool) -> datetime | None:
    """When the last article before a moment was told, or the first one from it on."""
    return days.told_next(connection, moment, before=before)


def summaries(connection: Connection, story_ids: Sequence[str]) -> dict[str, Summary]:
    """The summaries of stories, in their order; those of another form, or of no digest, are left out."""
    lead = (excerpts.c.story == digests.c.story) & (excerpts.c.position == 1)
    words = [
        excerpts.c[name] for name in ("article", "revision", "field", "start", "end", "cut_before", "cut_after", "pick")
    ]
    query = (
        select(digests.c.story, digests.c.summary, story_updates.c.updated, *words)
        .add_columns(headlines.c.text.label("headline"), excerpts.c.text.label("text"))
        .join(headlines, headlines.c.story == digests.c.story)
        .outerjoin(excerpts, lead)
        .outerjoin(story_updates, story_updates.c.story == digests.c.story)
        .where(digests.c.form == documents.form())
    )
    rows = (row for some in chunks(story_ids) for row in connection.execute(query.where(digests.c.story.in_(some))))
    found = {row.story: _summary(row) for row in rows}
    return {story: found[story] for story in story_ids if story in found}


def updates(connection: Connection, story_ids: Sequence[str]) -> dict[str, Updated]:
    query = select(story_updates)
    rows = (
        row for some in chunks(story_ids) for row in connection.execute(query.where(story_updates.c.story.in_(some)))
    )
    return {row.story: Updated(row.material, _instant(row.updated)) for row in rows}


def kept(connection: Connection, story_id: str) -> KeptDigest | None:
    """The digest of a story, or of the one that its id leads to, as it was kept; None where there is none of this form."""
    row = connection.execute(_KEPT, {"story": story_id, "form": documents.form()}).one_or_none()
    if row is None:
        return None
    named = {"living": row.story}
    wording = Wording(
        row.headline,
        [_kept_excerpt(one) for one in connection.execute(_ITS_EXCERPTS, named)],
        {one.position: KeptWords(one.article, _span(one), one.text) for one in connection.execute(_ITS_DETAILS, named)},
        partial(_titles, connection),
    )
    return KeptDigest(documents.unpacked(row.document, wording), _shelved(row))


def _titles(connection: Connection, article_ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """The titles of all revisions of articles, by article and revision."""
    rows = (row for some in chunks(article_ids) for row in connection.execute(_TITLES, {"articles": some}))
    return {(article, revision): title for article, revision, title in rows}


def _shelved(row: Row) -> Shelved:
    rank = Rank(row.accounts, row.outlets, row.articles, row.latest, row.story)
    return Shelved(rank, row.made_by, row.version, row.stale)


def _summary(row: Row) -> Summary:
    lead = None if row.text is None else _kept_excerpt(row)
    return documents.summary(row.story, row.summary, row.headline, lead, _instant(row.updated))


def _kept_excerpt(row: Row) -> KeptWords:
    return KeptWords(row.article, _span(row), row.text, row.cut_before, row.cut_after, pick_of(row.pick))


def _span(row: Row) -> Span:
    return Span(row.revision, row.field, row.start, row.end)


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def _instant(at: Any) -> datetime | None:
    return None if at is None else datetime.fromisoformat(at)
