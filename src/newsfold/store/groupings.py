"""Stories: their articles, the reasons, and where the ids of ended ones lead. Each function is one step of `Store`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Select, delete, distinct, exists, func, insert, select, update

from newsfold.errors import UsageError
from newsfold.model import Reason, Story
from newsfold.store.chunks import chunks, select_in
from newsfold.store.corrections import leading_to, of_story, placements, shown_in
from newsfold.store.quotations import end_digests
from newsfold.store.retention import not_pruned
from newsfold.store.schema import IS_CURRENT, articles, decisions, membership, redirects, revisions, shown, stories
from newsfold.store.values import PLACING, decision_values, placed_at, reason_of


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
    found(connection, [*(reason.story for reason in told), *placements.values(), *ended, *ended.values()])
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
    end_digests(connection, list(changed))


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


def found(connection: Connection, ids: Sequence[str]) -> None:
    """Found the stories of these ids that are not there yet, in this order."""
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


def ungrouped(connection: Connection) -> list[str]:
    return list(connection.scalars(waiting_for_a_story().order_by(articles.c.seq)))


def waiting_for_a_story() -> Select[tuple[str]]:
    """Select the ids of the articles that are in no story."""
    placed = exists().where(membership.c.article == articles.c.id)
    return select(articles.c.id).where(~placed, not_pruned(articles.c.id))


def counts(connection: Connection) -> tuple[int, int]:
    """How many articles there are, in stories or still to be grouped, and how many stories."""
    grouped = connection.execute(select(func.count(), func.count(distinct(shown_in))).select_from(placements)).one()
    waiting = connection.scalar(select(func.count()).select_from(waiting_for_a_story().subquery())) or 0
    return grouped[0] + waiting, grouped[1]


def unsettled(connection: Connection) -> list[str]:
    placed = decisions.c.provisional & decisions.c.kind.in_(PLACING)
    return list(connection.scalars(select(decisions.c.article).where(placed).order_by(decisions.c.seq)))


def stories_of(connection: Connection, article_ids: Sequence[str]) -> dict[str, str]:
    """The story in which each of these articles is shown, of those that are in one, in their order."""
    query = select(membership.c.article, shown_in.label("story")).select_from(placements)
    found: dict[str, str] = {}
    for some in chunks(article_ids):
        rows = connection.execute(query.where(membership.c.article.in_(some)))
        found |= {row.article: row.story for row in rows}
    return {one: found[one] for one in article_ids if one in found}


def members(connection: Connection) -> dict[str, str]:
    query = select(membership.c.article, shown_in.label("story")).select_from(placements)
    query = query.join(articles, articles.c.id == membership.c.article).order_by(articles.c.seq)
    return {row.article: row.story for row in connection.execute(query)}


def all_stories(connection: Connection, story_id: str | None = None) -> list[Story]:
    """The stories that have articles (or only this one) in the order of founding, their articles in that of time."""
    query = (
        select(shown_in.label("story"), articles.c.id, articles.c.first_seen, revisions.c.published_at)
        .select_from(placements)
        .join(stories, stories.c.id == shown_in)
        .join(articles, articles.c.id == membership.c.article)
        .join(revisions, IS_CURRENT)
        .order_by(stories.c.seq)
    )
    if story_id is not None:
        query = query.where(of_story(story_id))
    found: dict[str, list[tuple[bool, str, str]]] = defaultdict(list)
    for row in connection.execute(query):
        at = placed_at(row.published_at, row.first_seen)
        found[row.story].append((at is None, at or "", row.id))
    # Sorted here and not in SQL: databases differ in how they order text. This is `Article.time_order`.
    return [Story(story, tuple(article for *_, article in sorted(within))) for story, within in found.items()]


def reasons_for(connection: Connection, story_id: str, kind: str | None = None) -> list[Reason]:
    """The decisions about a story, those that ended in it, and the articles that a correction shows in it; all, or of a kind."""
    numbers = select(decisions.c.seq)
    wanted = numbers if kind is None else numbers.where(decisions.c.kind == kind)
    moved = list(connection.scalars(select(shown.c.article).where(shown.c.story == story_id)))
    told = [(column, leading_to(connection, story_id)) for column in (decisions.c.story, decisions.c.other)]
    seqs = {
        seq
        for column, values in [*told, (decisions.c.article, moved)]
        for seq in select_in(connection, wanted, column, values)
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
