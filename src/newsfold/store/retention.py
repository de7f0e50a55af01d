"""Words that are no longer kept: what is removed, and what stays to say that it was. Each function is one step of `Store`.

An article's row stays, with its keys and the ids of its revisions, so that what a feed brings again is known again. Its words do
not, neither in its revisions nor in the items that they came in.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from newsfold.model import Pruned
from newsfold.store import searching, shelf
from newsfold.store.chunks import chunks, select_in
from newsfold.store.quotations import end_digests
from newsfold.store.schema import (
    IS_CURRENT,
    articles,
    decisions,
    items,
    lineage_members,
    lineages,
    membership,
    pruned_articles,
    pruned_stories,
    revisions,
    stories,
)

PAST_RETENTION: Final = "past-retention"
"""The reason under which the ledger counts articles whose words were removed by age."""

_WORDS_OF_AN_ITEM: Final = ("title", "body", "summary", "byline")


def not_pruned(article: ColumnElement[Any]) -> ColumnElement[bool]:
    """That the words of an article are kept."""
    return ~select(pruned_articles.c.article).where(pruned_articles.c.article == article).exists()


def dates(connection: Connection) -> dict[str, datetime | None]:
    query = select(articles.c.id, revisions.c.published_at).join(revisions, IS_CURRENT)
    query = query.join(membership, membership.c.article == articles.c.id).order_by(articles.c.seq)
    return {
        row.id: datetime.fromisoformat(row.published_at) if row.published_at else None
        for row in connection.execute(query)
    }


def prune(connection: Connection, story_ids: Sequence[str], policy: Mapping[str, Any]) -> int:
    """Remove the words of stories. `policy` has the columns of `pruned_stories` that are the same for all of them."""
    count = 0
    for some in chunks(story_ids):
        members = select(membership.c.story, membership.c.article).where(membership.c.story.in_(some))
        placed = [(row.story, row.article) for row in connection.execute(members)]
        if not placed:
            continue
        _keep_what_went(connection, placed, policy)
        _empty(connection, [article for _, article in placed])
        # Grouping begins its unfinished round anew each time, and these articles have nothing to begin with.
        settled = update(decisions).values(provisional=False)
        connection.execute(settled.where(decisions.c.story.in_(some)))
        for part in chunks([article for _, article in placed]):
            connection.execute(settled.where(decisions.c.article.in_(part)))
        end_digests(connection, some)
        count += len(placed)
    if count:
        shelf.changed(connection)
    return count


def _keep_what_went(connection: Connection, placed: Sequence[tuple[str, str]], policy: Mapping[str, Any]) -> None:
    stories = list(dict.fromkeys(story for story, _ in placed))
    spans = _spans(connection, stories)
    again = set(select_in(connection, select(pruned_stories.c.story), pruned_stories.c.story, stories))
    for story in stories:
        first, last = spans[story]
        if story in again:
            since = func.min(pruned_stories.c.first, first)
            changed = update(pruned_stories).where(pruned_stories.c.story == story)
            connection.execute(changed.values(**policy, first=since, last=last))
        else:
            connection.execute(insert(pruned_stories), {**policy, "story": story, "first": first, "last": last})
    connection.execute(insert(pruned_articles), [{"article": article, "story": story} for story, article in placed])


def _spans(connection: Connection, stories: Sequence[str]) -> dict[str, tuple[str, str]]:
    """When the first and the last article of each story was published. The caller sees to it that they are dated."""
    published = revisions.c.published_at
    query = select(membership.c.story, func.min(published).label("first"), func.max(published).label("last"))
    query = query.join(articles, articles.c.id == membership.c.article).join(revisions, IS_CURRENT)
    query = query.where(membership.c.story.in_(stories)).group_by(membership.c.story)
    return {row.story: (row.first or "", row.last or "") for row in connection.execute(query)}


def _empty(connection: Connection, article_ids: Sequence[str]) -> None:
    for some in chunks(article_ids):
        searching.forget(connection, some)
        wordless = {"title": "", "text": "", "byline": None, "credit": None}
        connection.execute(update(revisions).where(revisions.c.article.in_(some)).values(**wordless))
        _empty_items(connection, some)
        held = list(
            connection.scalars(select(lineage_members.c.lineage).where(lineage_members.c.article.in_(some)).distinct())
        )
        for part in chunks(held):
            connection.execute(delete(lineage_members).where(lineage_members.c.lineage.in_(part)))
            connection.execute(delete(lineages).where(lineages.c.id.in_(part)))
        connection.execute(delete(membership).where(membership.c.article.in_(some)))


def _empty_items(connection: Connection, article_ids: Collection[str]) -> None:
    found = connection.execute(select(items.c.seq, items.c.raw).where(items.c.article.in_(article_ids))).all()
    rows = [{"number": row.seq, "emptied": _without_words(row.raw)} for row in found]
    if rows:
        change = (
            update(items)
            .where(items.c.seq == bindparam("number"))
            .values(raw=bindparam("emptied", type_=items.c.raw.type))
        )
        connection.execute(change, rows)


def _without_words(raw: str) -> str:
    given = {name: value for name, value in json.loads(raw).items() if name not in _WORDS_OF_AN_ITEM}
    return json.dumps(given, ensure_ascii=False, separators=(",", ":"))


# --- reading ----------------------------------------------------------------------------------------------------------


def pruned(connection: Connection, story_id: str | None) -> list[Pruned]:
    """The stories (or the one) of which nothing but this is kept, in the order of founding."""
    counted = (
        select(
            pruned_articles.c.story,
            func.count().label("articles"),
            func.count(articles.c.outlet.distinct()).label("outlets"),
        )
        .join(articles, articles.c.id == pruned_articles.c.article)
        .group_by(pruned_articles.c.story)
        .subquery()
    )
    alive = select(membership.c.story).where(membership.c.story == pruned_stories.c.story).exists()
    query = select(pruned_stories, counted.c.articles, counted.c.outlets)
    query = query.join(counted, counted.c.story == pruned_stories.c.story).join(
        stories, stories.c.id == pruned_stories.c.story
    )
    query = query.where(~alive).order_by(stories.c.seq)
    if story_id is not None:
        query = query.where(pruned_stories.c.story == story_id)
    return [_pruned(row) for row in connection.execute(query)]


def _pruned(row: Any) -> Pruned:
    at, before, first, last = map(datetime.fromisoformat, (row.at, row.before, row.first, row.last))
    return Pruned(row.story, at, row.days, before, row.articles, row.outlets, first, last)


def among(connection: Connection, article_ids: Sequence[str] | None) -> dict[str, datetime]:
    query = select(pruned_articles.c.article, pruned_stories.c.before)
    query = query.join(pruned_stories, pruned_stories.c.story == pruned_articles.c.story).order_by(
        pruned_articles.c.article
    )
    if article_ids is None:
        rows = connection.execute(query).all()
    else:
        rows = [
            row
            for some in chunks(article_ids)
            for row in connection.execute(query.where(pruned_articles.c.article.in_(some)))
        ]
    return {row.article: datetime.fromisoformat(row.before) for row in rows}


def counts(connection: Connection) -> dict[str, int]:
    """How many articles have lost their words, by reason."""
    query = select(pruned_stories.c.reason, func.count().label("n"))
    query = query.join(pruned_articles, pruned_articles.c.story == pruned_stories.c.story)
    return {
        row.reason: row.n
        for row in connection.execute(query.group_by(pruned_stories.c.reason).order_by(pruned_stories.c.reason))
    }
