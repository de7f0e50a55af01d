"""Stories: their articles, the reasons, and where the ids of ended ones lead. Each function is one step of `Store`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from newsfold.errors import UsageError
from newsfold.model import Merge, Reason, Story
from newsfold.store.chunks import chunks, select_in
from newsfold.store.quotations import drop_digests
from newsfold.store.schema import articles, decisions, membership, redirects, revisions, stories
from newsfold.store.values import decision_values, reason_of


def save(
    connection: Connection, placements: Mapping[str, str], reasons: Sequence[Reason], ended: Mapping[str, str]
) -> None:
    """Found what is named and not yet there, place the articles, and lead ended stories to those that took them in."""
    known = all_redirects(connection)
    leads = settle(known, ended)
    _found(connection, [*(reason.story for reason in reasons), *placements.values(), *ended, *ended.values()])
    seq_by_article = _decide(connection, reasons)
    _place(connection, {article: leads.get(story, story) for article, story in placements.items()}, seq_by_article)
    changed = {old: new for old, new in leads.items() if known.get(old) != new}
    for old, new in changed.items():
        connection.execute(delete(redirects).where(redirects.c.old == old))
        connection.execute(insert(redirects), {"old": old, "new": new})
        connection.execute(update(membership).where(membership.c.story == old).values(story=new))
    drop_digests(connection, list(changed))


def settle(known: Mapping[str, str], added: Mapping[str, str]) -> dict[str, str]:
    """Where every ended id leads in the end. Pure; a circle raises UsageError.

    >>> settle({"a": "b"}, {"b": "c"})
    {'a': 'c', 'b': 'c'}
    """
    steps = {**known, **added}
    return {old: _end(old, steps) for old in steps}


def _end(old: str, steps: Mapping[str, str]) -> str:
    walked = [old]
    while (new := steps.get(walked[-1])) is not None:
        if new in walked:
            raise UsageError("its redirects go in a circle", resource=f"story {old}")
        walked.append(new)
    return walked[-1]


def _found(connection: Connection, ids: Sequence[str]) -> None:
    named = list(dict.fromkeys(ids))
    there = set(select_in(connection, select(stories.c.id), stories.c.id, named))
    if rows := [{"id": story} for story in named if story not in there]:
        connection.execute(insert(stories), rows)


def _decide(connection: Connection, reasons: Sequence[Reason]) -> dict[str, int]:
    """Write the decisions down; for each article the number of the last one that placed it."""
    # Numbered here and not by the database, since memberships refer to the numbers; the one writer makes it safe.
    first = (connection.scalar(select(func.max(decisions.c.seq))) or 0) + 1
    if rows := [decision_values(seq, reason) for seq, reason in enumerate(reasons, first)]:
        connection.execute(insert(decisions), rows)
    return {reason.article: seq for seq, reason in enumerate(reasons, first) if not isinstance(reason, Merge)}


def _place(connection: Connection, placements: Mapping[str, str], seq_by_article: Mapping[str, int]) -> None:
    for some in chunks(list(placements)):
        connection.execute(delete(membership).where(membership.c.article.in_(some)))
    rows = [
        {"article": article, "story": story, "decision": seq_by_article.get(article)}
        for article, story in placements.items()
    ]
    if rows:
        connection.execute(insert(membership), rows)


# --- reading ---


def all_redirects(connection: Connection) -> dict[str, str]:
    return {row.old: row.new for row in connection.execute(select(redirects.c.old, redirects.c.new))}


def all_ids(connection: Connection) -> list[str]:
    return list(connection.scalars(select(stories.c.id).order_by(stories.c.seq)))


def living(connection: Connection, story_id: str) -> str:
    """The id itself, or the one that it leads to."""
    return connection.scalar(select(redirects.c.new).where(redirects.c.old == story_id)) or story_id


def ungrouped(connection: Connection) -> list[str]:
    placed = exists().where(membership.c.article == articles.c.id)
    return list(connection.scalars(select(articles.c.id).where(~placed).order_by(articles.c.seq)))


def members(connection: Connection) -> dict[str, str]:
    query = select(membership.c.article, membership.c.story)
    query = query.join(articles, articles.c.id == membership.c.article).order_by(articles.c.seq)
    return {row.article: row.story for row in connection.execute(query)}


def all_stories(connection: Connection, story_id: str | None = None) -> list[Story]:
    """The stories that have articles (or only this one) in the order of founding, their articles in that of time."""
    query = (
        select(membership.c.story, articles.c.id, revisions.c.published_at)
        .join(stories, stories.c.id == membership.c.story)
        .join(articles, articles.c.id == membership.c.article)
        .join(revisions, (articles.c.id == revisions.c.article) & (articles.c.current == revisions.c.id))
        .order_by(stories.c.seq)
    )
    if story_id is not None:
        query = query.where(membership.c.story == story_id)
    found: dict[str, list[tuple[bool, str, str]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.story].append((row.published_at is None, row.published_at or "", row.id))
    # Sorted here and not in SQL: databases differ in how they order text. This is `Article.time_order`.
    return [Story(story, tuple(article for *_, article in sorted(within))) for story, within in found.items()]


def reasons_for(connection: Connection, story_id: str) -> list[Reason]:
    ended = list(connection.scalars(select(redirects.c.old).where(redirects.c.new == story_id)))
    seqs = {
        seq
        for some in chunks([story_id, *ended])
        for seq in connection.scalars(
            select(decisions.c.seq).where(or_(decisions.c.story.in_(some), decisions.c.other.in_(some)))
        )
    }
    found = [
        row
        for some in chunks(sorted(seqs))
        for row in connection.execute(select(decisions).where(decisions.c.seq.in_(some)).order_by(decisions.c.seq))
    ]
    return [reason_of(row.kind, row.reason) for row in found]


def reason_for(connection: Connection, article_id: str) -> Reason | None:
    query = select(decisions.c.kind, decisions.c.reason)
    query = query.join(membership, membership.c.decision == decisions.c.seq).where(membership.c.article == article_id)
    row = connection.execute(query).first()
    return None if row is None else reason_of(row.kind, row.reason)
