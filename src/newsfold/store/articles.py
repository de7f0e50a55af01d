"""Articles, their keys and their revisions: the statements, each given a connection and doing one step of `Store`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)

from newsfold.model import Article, Revision, StoredWords
from newsfold.store.chunks import chunks, select_in
from newsfold.store.retention import not_pruned
from newsfold.store.schema import IS_CURRENT, ExactText, article_keys, articles, revisions
from newsfold.store.values import article_of, article_values, placed_at, revision_of, revision_values

_REVISION = (
    revisions.c.id.label("revision"),
    *(column for column in revisions.c if column.name not in ("seq", "id", "article")),
)
_ARTICLE = (
    articles.c.id.label("article"),
    *(column for column in articles.c if column.name not in ("seq", "id", "current")),
)


# What runs once an article is built once: SQLAlchemy spends more on putting a statement together than SQLite on running
# it (10,000 articles one by one: 5.3 s built each time, 3.0 s built once).
_ADD_REVISION = insert(revisions)
_ADD_ARTICLE = insert(articles)
_CLAIM_KEY = insert(article_keys).from_select(
    ["key", "article", "position"],
    select(
        bindparam("new_key", type_=ExactText), bindparam("owner", type_=ExactText), bindparam("place", type_=Integer)
    ).where(~exists().where(article_keys.c.key == bindparam("new_key", type_=ExactText))),
)
_OWNERS = select(article_keys.c.key, article_keys.c.article).where(
    article_keys.c.key.in_(bindparam("keys", expanding=True))
)


def add(connection: Connection, new: Sequence[Article]) -> None:
    """Keep new articles with their words; of their keys, those that no article before them has."""
    if not new:
        return
    connection.execute(_ADD_REVISION, [revision_values(article.id, article.revision) for article in new])
    connection.execute(_ADD_ARTICLE, [article_values(article) for article in new])
    _claim_keys(connection, [(article.id, article.keys) for article in new])


def _claim_keys(connection: Connection, claims: Iterable[tuple[str, Iterable[str]]]) -> None:
    rows = [
        {"new_key": key, "owner": article_id, "place": place}
        for article_id, keys in claims
        for place, key in enumerate(keys)
    ]
    if rows:
        connection.execute(_CLAIM_KEY, rows)


def revise(connection: Connection, article: Article) -> bool:
    """Make an article's words its current ones; False where there is no such article."""
    known = select(literal(1)).where(revisions.c.article == article.id, revisions.c.id == article.revision.id)
    if connection.scalar(known) is None:
        connection.execute(_ADD_REVISION, revision_values(article.id, article.revision))
    changed = update(articles).where(articles.c.id == article.id).values(article_values(article))
    if not connection.execute(changed).rowcount:
        return False
    before = _keys(connection, [article.id])[article.id]
    if before != article.keys:
        connection.execute(delete(article_keys).where(article_keys.c.article == article.id))
        _claim_keys(connection, [(article.id, dict.fromkeys((*article.keys, *before)))])
    return True


def owners(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """The ids of the articles that own these keys, by key, in the keys' order; keys that none owns are left out."""
    wanted = list(dict.fromkeys(keys))
    found = {
        row.key: row.article for some in chunks(wanted) for row in connection.execute(_OWNERS, {"keys": some}).all()
    }
    return {key: found[key] for key in wanted if key in found}


def one(connection: Connection, article_id: str) -> Article | None:
    rows = connection.execute(_current().where(articles.c.id == article_id)).all()
    return next(iter(_with_keys(connection, rows)), None)


def seqs(connection: Connection, ids: Sequence[str] | None) -> list[int]:
    """The arrival numbers of the articles of these ids, or of all whose words are kept, in order."""
    query = select(articles.c.seq) if ids is not None else select(articles.c.seq).where(not_pruned(articles.c.id))
    return sorted(select_in(connection, query, articles.c.id, ids))


def some(connection: Connection, numbers: Sequence[int]) -> list[Article]:
    """The articles with these arrival numbers, in order."""
    rows = connection.execute(_current().where(articles.c.seq.in_(numbers)).order_by(articles.c.seq)).all()
    return _with_keys(connection, rows)


def in_time(connection: Connection, ids: Sequence[str]) -> list[str]:
    """The ids of these articles in the order of time."""
    query = select(articles.c.id, articles.c.first_seen, revisions.c.published_at).join(revisions, IS_CURRENT)
    rows = [row for some_ids in chunks(ids) for row in connection.execute(query.where(articles.c.id.in_(some_ids)))]
    at = {row.id: placed_at(row.published_at, row.first_seen) for row in rows}
    return sorted(at, key=lambda one: (at[one] is None, _seconds(at[one]), one))


def _seconds(at: str | None) -> float:
    return datetime.fromisoformat(at).timestamp() if at else 0.0


def as_given(connection: Connection, ids: Sequence[str]) -> list[Article]:
    """The articles with these ids, in their order, without keys."""
    rows = connection.execute(_current().where(articles.c.id.in_(ids))).all()
    found = {row.article: article_of(row, ()) for row in rows}
    return [found[one] for one in ids if one in found]


def _current() -> Select[tuple[object, ...]]:
    return select(*_ARTICLE, *_REVISION).select_from(articles.join(revisions, IS_CURRENT))


def _with_keys(connection: Connection, rows: Sequence[Row[tuple[object, ...]]]) -> list[Article]:
    keys = _keys(connection, [row.article for row in rows])
    return [article_of(row, keys[row.article]) for row in rows]


def _keys(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for some_ids in chunks(ids):
        query = select(article_keys.c.article, article_keys.c.key).where(article_keys.c.article.in_(some_ids))
        for row in connection.execute(query.order_by(article_keys.c.article, article_keys.c.position)):
            found[row.article] += (row.key,)
    return found


# --- revisions ---


def history(connection: Connection, article_id: str) -> list[Revision]:
    query = select(*_REVISION).where(revisions.c.article == article_id).order_by(revisions.c.seq)
    return [revision_of(row) for row in connection.execute(query)]


def edited(connection: Connection, article_ids: Sequence[str] | None) -> list[str]:
    """The ids of the articles, of these or of all, that have more than one revision; in the order of their last ones."""
    query = select(revisions.c.article, func.max(revisions.c.seq).label("last")).group_by(revisions.c.article)
    several = query.having(func.count() > 1)
    if article_ids is None:
        found = connection.execute(several).all()
    else:
        found = [
            row
            for some_ids in chunks(article_ids)
            for row in connection.execute(several.where(revisions.c.article.in_(some_ids)))
        ]
    return [row.article for row in sorted(found, key=lambda row: int(row.last))]


def revision_seqs(connection: Connection, article_ids: Sequence[str] | None) -> list[int]:
    """The arrival numbers of the revisions of these articles, or of all, in order; without those whose words are not kept."""
    query = select(revisions.c.seq).where(not_pruned(revisions.c.article))
    return sorted(select_in(connection, query, revisions.c.article, article_ids))


def words(connection: Connection, numbers: Sequence[int]) -> list[StoredWords]:
    """The words of the revisions with these arrival numbers, in order."""
    columns = (revisions.c.article, revisions.c.id, revisions.c.title, revisions.c.text)
    query = select(*columns).where(revisions.c.seq.in_(numbers)).order_by(revisions.c.seq)
    return [StoredWords(*row) for row in connection.execute(query)]
