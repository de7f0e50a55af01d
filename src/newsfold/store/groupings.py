"""Stories: their articles, the reasons, and where the ids of ended ones lead. Each function is one step of `Store`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, exists, insert, or_, select, update

from newsfold.errors import UsageError
from newsfold.model import Reason, Story
from newsfold.store.chunks import chunks, select_in
from newsfold.store.quotations import drop_digests
from newsfold.store.retention import not_pruned
from newsfold.store.schema import articles, decisions, membership, redirects, revisions, stories
from newsfold.store.values import PLACING, decision_values, reason_of


def save(
    connection: Connection,
    placements: Mapping[str, str],
    reasons: Sequence[Reason],
    leads: Mapping[str, str | None],
    provisional: Sequence[Reason],
) -> None:
    """Found what is named and not yet there, place the articles, and lead ended stories to those that took them in."""
    connection.execute(delete(decisions).where(decisions.c.provisional))
    before = all_redirects(connection)
    ended = {old: new for old, new in leads.items() if new is not None}
    back = {old for old, new in leads.items() if new is None and old in before}
    for some in chunks(sorted(back)):
        connection.execute(delete(redirects).where(redirects.c.old.in_(some)))
    known = {old: new for old, new in before.items() if old not in back}
    now = settle(known, ended)
    told = [*reasons, *provisional]
    _found(connection, [*(reason.story for reason in told), *placements.values(), *ended, *ended.values()])
    rows = [decision_values(reason, provisional=False) for reason in reasons]
    rows += [decision_values(reason, provisional=True) for reason in provisional]
    if rows:
        connection.execute(insert(decisions), rows)
    _place(connection, {article: now.get(story, story) for article, story in placements.items()})
    changed = {old: new for old, new in now.items() if known.get(old) != new}
    for old, new in changed.items():
        connection.execute(delete(redirects).where(redirects.c.old == old))
        connection.execute(insert(redirects), {"old": old, "new": new})
        connection.execute(update(membership).where(membership.c.story == old).values(story=new))
    drop_digests(connection, list(changed))


def settle_all(connection: Connection) -> None:
    """Make every decision one for good."""
    connection.execute(update(decisions).where(decisions.c.provisional).values(provisional=False))


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


def _place(connection: Connection, placements: Mapping[str, str]) -> None:
    for some in chunks(list(placements)):
        connection.execute(delete(membership).where(membership.c.article.in_(some)))
    if placements:
        connection.execute(
            insert(membership), [{"article": article, "story": story} for article, story in placements.items()]
        )


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
    waiting = select(articles.c.id).where(~placed, not_pruned(articles.c.id))
    return list(connection.scalars(waiting.order_by(articles.c.seq)))


def unsettled(connection: Connection) -> list[str]:
    placed = decisions.c.provisional & decisions.c.kind.in_(PLACING)
    return list(connection.scalars(select(decisions.c.article).where(placed).order_by(decisions.c.seq)))


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
    query = select(decisions.c.kind, decisions.c.reason).where(decisions.c.article == article_id)
    row = connection.execute(query.order_by(decisions.c.seq.desc()).limit(1)).first()
    return None if row is None else reason_of(row.kind, row.reason)
