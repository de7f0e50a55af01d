"""The index of words: which articles have which, by SQLite's own full-text index (FTS5). Each function is one step of `Store`.

The index holds folded words and no text: one row for each revision, numbered as it is. Revisions are only ever added, so whatever
has a higher number than the last row is still to be indexed, and a crash costs nothing. Words are cut by `newsfold.text.tokens`,
the same for a query, so that the index need not know languages; its own tokenizer (ascii) leaves such words as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, select, text

from newsfold.model import FLOATING, Found, Search, Within
from newsfold.store import days
from newsfold.store.chunks import CHUNK
from newsfold.store.exact import restored, storable
from newsfold.store.schema import revisions
from newsfold.text.tokens import terms

# A word of the title says more of what an article is about than one of its text.
_TITLE_WEIGHT: Final = 4.0
# Of what more articles have the newest are ranked: to rank costs a microsecond or two for each, and whoever looks for what is
# everywhere looks for what is new. 100,000 articles with a word took .15 s, the newest 2,000 of them .01 s.
RANKED: Final = 3_000
_LAST: Final = text("SELECT coalesce(max(rowid), 0) FROM word_index")
_WORDS: Final = select(revisions.c.seq, revisions.c.title, revisions.c.text)
_WAITS: Final = text("SELECT EXISTS (SELECT 1 FROM revisions WHERE seq > :last)")
_ADD: Final = text("INSERT INTO word_index(rowid, title, text) VALUES (:seq, :title, :text)")
_FORGET: Final = text("INSERT INTO word_index(word_index, rowid, title, text) VALUES ('delete', :seq, :title, :text)")
_SPELLINGS: Final = text("SELECT term FROM index_words WHERE term >= :front AND term < :beyond ORDER BY term")
_MATCHING: Final = """
    FROM word_index JOIN revisions ON revisions.seq = word_index.rowid
    JOIN articles ON articles.id = revisions.article AND articles.current = revisions.id
    WHERE word_index MATCH :match"""
_HAVING: Final = text("SELECT count(*) FROM word_index WHERE word_index MATCH :match")
_BEST: Final = f" ORDER BY bm25(word_index, {_TITLE_WEIGHT}, 1.0), articles.seq"
_NEWEST: Final = " ORDER BY revisions.published_at DESC, articles.seq DESC"


def is_waiting(connection: Connection) -> bool:
    """Tell whether a revision is still to be indexed."""
    return bool(connection.scalar(_WAITS, {"last": connection.scalar(_LAST)}))


def index(connection: Connection) -> int:
    """Index the next of the revisions that are not; give how many these were, 0 where none is left."""
    waiting = _WORDS.where(revisions.c.seq > connection.scalar(_LAST)).order_by(revisions.c.seq).limit(CHUNK)
    rows = _rows(connection, waiting)
    if rows:
        connection.execute(_ADD, rows)
    return len(rows)


def forget(connection: Connection, article_ids: Sequence[str]) -> None:
    """Take the words of articles out of the index, as long as they are still stored: it has no other way to know them."""
    indexed = _WORDS.where(revisions.c.article.in_(article_ids), revisions.c.seq <= connection.scalar(_LAST))
    rows = _rows(connection, indexed)
    if rows:
        connection.execute(_FORGET, rows)


def _rows(connection: Connection, query: Select[tuple[int, str, str]]) -> list[dict[str, object]]:
    """What the index has of some revisions."""
    found = connection.execute(query)
    return [{"seq": row.seq, "title": " ".join(terms(row.title)), "text": " ".join(terms(row.text))} for row in found]


def spellings(connection: Connection, front: str) -> list[str]:
    """Give the indexed words that begin so, in the order of their code points."""
    if not front:
        return []
    return list(connection.scalars(_SPELLINGS, {"front": front, "beyond": front + "\U0010ffff"}))


def find(connection: Connection, search: Search, most: int) -> Found:
    """Find the articles whose current words answer."""
    match = _match(search)
    if not match:
        return Found()
    where, values = _limits(search.within)
    values["match"] = match
    floor = None if search.within.newest_first else _floor(connection, where, values)
    # Where no more is asked than words, what has them is counted in the index alone: there an edited article counts more than once.
    total = _count(connection, where, values) if where or floor is None else connection.scalar(_HAVING, values) or 0
    order = _NEWEST if search.within.newest_first else _BEST
    best = text(
        f"SELECT articles.id, articles.outlet {_MATCHING}{where} AND word_index.rowid >= :floor{order} LIMIT :most"
    )
    rows = connection.execute(best, {**values, "most": most, "floor": floor or 0}).all()
    ranked = total if floor is None else RANKED
    return Found(tuple(restored(row.id) for row in rows), total, ranked, tuple(restored(row.outlet) for row in rows))


def _floor(connection: Connection, where: str, values: Mapping[str, Any]) -> int | None:
    """The oldest of the newest revisions that answer and are to be ranked; None where that is all of them."""
    rows = f"{_MATCHING}{where}" if where else " FROM word_index WHERE word_index MATCH :match"
    nth = text(f"SELECT word_index.rowid {rows} ORDER BY word_index.rowid DESC LIMIT 1 OFFSET :before")
    found = connection.scalar(nth, {**values, "before": RANKED - 1})
    return None if found is None else int(found)


def _count(connection: Connection, where: str, values: Mapping[str, Any]) -> int:
    return connection.scalar(text(f"SELECT count(*) {_MATCHING}{where}"), values) or 0


def _match(search: Search) -> str:
    """Write what is asked in FTS5's language; every word in marks, so that none is taken for an operator."""
    asked = [" OR ".join(map(_quoted, spelled)) for spelled in search.words]
    asked += [_quoted(" ".join(phrase)) for phrase in search.phrases]
    if not asked or not all(asked):
        return ""
    wanted = " AND ".join(f"({one})" for one in asked)
    return " NOT ".join([f"({wanted})", *(_quoted(" ".join(phrase)) for phrase in search.without)])


def _quoted(words: str) -> str:
    return '"' + storable(words).replace('"', '""') + '"'


def _limits(within: Within) -> tuple[str, dict[str, Any]]:
    """Write what else is asked as conditions; values are never part of them."""
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if within.after:
        conditions.append("revisions.seq > :after")
        values["after"] = within.after
    if within.since:
        bound, named = _bound("since", within.since)
        conditions.append(f"revisions.published_at >= {bound}")
        values |= named
    if within.until:
        bound, named = _bound("until", within.until)
        conditions.append(f"revisions.published_at <= {bound}")
        values |= named
    for name, column, wanted in (
        ("outlet", "articles.outlet", within.outlets),
        ("lang", "revisions.lang", within.languages),
    ):
        if wanted:
            marks = ", ".join(f":{name}{place}" for place in range(len(wanted)))
            conditions.append(f"{column} IN ({marks})")
            values |= {f"{name}{place}": one for place, one in enumerate(wanted)}
    return "".join(f" AND {one}" for one in conditions), values


def _bound(name: str, at: datetime) -> tuple[str, dict[str, str]]:
    """Write a bound of a stretch of time; for dates that came without a zone, what its clock shows."""
    named, shown = {name: days.iso(at)}, {f"{name}_shown": days.shown(at)}
    if days.iso(at) == days.shown(at):
        return f":{name}", named
    return f"CASE WHEN revisions.published_quality IN {FLOATING} THEN :{name}_shown ELSE :{name} END", named | shown
