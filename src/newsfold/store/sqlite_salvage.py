"""Saves what can be read of a damaged store into a new one, which is whole: no row of it names another that is not there.

Every table is read row by row around what is damaged. Words that are not those that came in, by the hash that was made of
them, count as lost too. What Newsfold makes of articles (digests, the checkpoint of grouping) is left behind, as it is made anew.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from newsfold.errors import StoreError, UsageError
from newsfold.model import Item, revision_id
from newsfold.store.chunks import chunks
from newsfold.store.contents import Salvaged
from newsfold.store.exact import restored
from newsfold.store.schema import INDEX_TABLES, WORD_INDEX
from newsfold.store.sqlite_copy import errors_of, faults, read_only, tables
from newsfold.store.values import item_of, reason_of

MADE_ANEW: Final = ("headlines", "excerpts", "details", "digests", "tellings", "checkpoints")
# Of these nothing is ever deleted, so a number that is missing between two others is a row that cannot be read.
APPENDED: Final = ("items", "revisions", "articles", "stories")

_Row = tuple[Any, ...]


def salvage(source: Path, target: Path) -> Salvaged:
    """Copy what is readable of a damaged file into a new one."""
    if target.exists():
        raise UsageError("is there already; nothing is overwritten", resource=str(target))
    with errors_of(source), closing(read_only(source)) as damaged, closing(sqlite3.connect(target)) as new:
        try:
            with errors_of(target):
                done = _saved(damaged, new)
        except BaseException:
            new.close()
            target.unlink(missing_ok=True)
            raise
    return done


def _saved(damaged: sqlite3.Connection, new: sqlite3.Connection) -> Salvaged:
    with new:  # one transaction: a file that is half saved is never left
        _make_tables(damaged, new)
        rows, lost = Counter[str](), Counter[str]()
        for table in tables(damaged):
            found = 0 if table in MADE_ANEW else _copy(damaged, new, table, lost)
            rows[table] = found + lost[table]
        again = _made_whole(new, lost)
        _make_indexes(damaged, new)
    if wrong := faults(new):
        raise StoreError(f"what was saved is not sound: {wrong[0]}")
    told = {table: count for table, count in sorted(rows.items()) if table not in MADE_ANEW}
    return Salvaged(told, {table: count for table, count in sorted(lost.items()) if count}, again)


def _make_tables(damaged: sqlite3.Connection, new: sqlite3.Connection) -> None:
    new.execute("BEGIN")
    made = damaged.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    for name, sql in made:
        if not name.startswith(INDEX_TABLES):
            new.execute(sql)
    if any(name.startswith(INDEX_TABLES) for name, _ in made):
        # The index of words is made of the articles, and fills again at the next ingest or search.
        for sql in WORD_INDEX:
            new.execute(sql)


def _make_indexes(damaged: sqlite3.Connection, new: sqlite3.Connection) -> None:
    for (sql,) in damaged.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall():
        new.execute(sql)


# --- reading around damage --------------------------------------------------------------------------------------------


def _copy(damaged: sqlite3.Connection, new: sqlite3.Connection, table: str, lost: Counter[str]) -> int:
    """Copy the rows of a table that can be read, count those that cannot, and give the number of those that were copied."""
    numbers = _numbers(damaged, table)
    columns = ", ".join(f'"{name}"' for _, name, *_ in new.execute(f'PRAGMA table_info("{table}")'))
    found: set[int] = set()
    for some in chunks(numbers):
        rows = _rows(damaged, f'SELECT rowid, {columns} FROM "{table}" NOT INDEXED', some)  # noqa: S608 - from the schema
        found.update(number for number, *row in rows if _put(new, table, columns, row))
    lost[table] = _unread(numbers, found, appended=table in APPENDED)
    return len(found)


def _unread(numbers: Sequence[int], found: set[int], *, appended: bool) -> int:
    """Count the rows that were there and were not read. A number far above all others is no row, but damage."""
    last = max(found, default=0)
    above = [number for number in numbers if number > last]
    plausible = sum(number <= last + len(above) for number in above)
    if appended:
        return last - len(found) + plausible
    return sum(number <= last and number not in found for number in numbers) + plausible


def _numbers(damaged: sqlite3.Connection, table: str) -> list[int]:
    """The row numbers that a table has, by any of its indexes and by itself, from either end."""
    found: set[int] = set()
    for query in (
        f'SELECT rowid FROM "{table}"',  # noqa: S608 - from the schema; by an index where there is one
        f'SELECT rowid FROM "{table}" NOT INDEXED ORDER BY rowid',  # noqa: S608 - the same
        f'SELECT rowid FROM "{table}" NOT INDEXED ORDER BY rowid DESC',  # noqa: S608 - the same
    ):
        try:
            for (number,) in damaged.execute(query):
                found.add(number)
        except sqlite3.DatabaseError:
            continue
    return sorted(found)


def _rows(damaged: sqlite3.Connection, query: str, numbers: Sequence[int]) -> Iterator[_Row]:
    """Read rows by their numbers; where that fails, each half by itself, down to the row that cannot be read."""
    marks = ", ".join("?" * len(numbers))
    try:
        yield from damaged.execute(f"{query} WHERE rowid IN ({marks}) ORDER BY rowid", numbers).fetchall()
    except sqlite3.DatabaseError:
        if len(numbers) > 1:
            middle = len(numbers) // 2
            yield from _rows(damaged, query, numbers[:middle])
            yield from _rows(damaged, query, numbers[middle:])


def _put(new: sqlite3.Connection, table: str, columns: str, row: Sequence[Any]) -> bool:
    """Insert a row; False where damage has made it one that this table cannot hold."""
    marks = ", ".join("?" * len(row))
    try:
        new.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', row)  # noqa: S608 - from the schema
    except (sqlite3.IntegrityError, UnicodeEncodeError):
        return False
    return True


# --- making it whole --------------------------------------------------------------------------------------------------


def _made_whole(new: sqlite3.Connection, lost: Counter[str]) -> tuple[Item, ...]:
    """Take out what names rows that are lost, or mend it; give the items that are to be taken in again."""
    _drop_other_words(new, lost)
    wordless = _find_other_words(new, lost)
    again = list(_taken_out(new, wordless, lost))
    new.execute(
        "INSERT INTO stories (id) SELECT DISTINCT story FROM membership WHERE story NOT IN (SELECT id FROM stories)"
    )
    _deleted(new, "lineages", _TORN)
    _deleted(new, "lineage_members", _LOOSE)
    _deleted(new, "lineages", "id NOT IN (SELECT lineage FROM lineage_members)")
    _drop_decisions(new, lost)
    _drop_dangling(new, lost)
    return tuple(again)


_ARTICLES: Final = "SELECT id FROM articles"
_GONE: Final = "article NOT IN (SELECT id FROM articles)"
_TORN: Final = (
    "id IN (SELECT lineage FROM lineage_members WHERE article NOT IN (SELECT id FROM articles))"
    " OR origin NOT IN (SELECT id FROM articles)"
)
_LOOSE: Final = "article NOT IN (SELECT id FROM articles) OR lineage NOT IN (SELECT id FROM lineages)"


def _deleted(new: sqlite3.Connection, table: str, where: str) -> int:
    return new.execute(f"DELETE FROM {table} WHERE {where}").rowcount  # noqa: S608 - all of it is written here


def _drop_other_words(new: sqlite3.Connection, lost: Counter[str]) -> None:
    """Drop the revisions whose words are not those that came in."""
    removed = "SELECT article FROM pruned_articles" if "pruned_articles" in tables(new) else "''"
    query = f"SELECT seq, id, title, text FROM revisions WHERE article NOT IN ({removed})"  # noqa: S608 - ours
    for seq, made, title, text in new.execute(query).fetchall():
        if not _is_text(title, text, made) or revision_id(restored(title), restored(text)) != restored(made):
            lost["revisions"] += _deleted(new, "revisions", f"seq = {int(seq)}")


def _is_text(*values: object) -> bool:
    return all(isinstance(value, str) for value in values)


def _find_other_words(new: sqlite3.Connection, lost: Counter[str]) -> set[str]:
    """Give articles that have lost their words those that they had before, or none; the ids of both."""
    has_words = "EXISTS (SELECT 1 FROM revisions r WHERE r.article = articles.id AND r.id = articles.current)"
    wordless = {one for (one,) in new.execute(f"SELECT id FROM articles WHERE NOT {has_words}")}  # noqa: S608 - ours
    former = dict(new.execute("SELECT article, id FROM revisions ORDER BY seq").fetchall())  # the last one counts
    for article in sorted(wordless):
        if article in former:
            new.execute("UPDATE articles SET current = ? WHERE id = ?", (former[article], article))
        else:
            lost["articles"] += new.execute("DELETE FROM articles WHERE id = ?", (article,)).rowcount
    return wordless


def _taken_out(new: sqlite3.Connection, wordless: set[str], lost: Counter[str]) -> Iterator[Item]:
    """Take the items of articles that are lost or wordless out of the books, to be seen again."""
    there = {one for (one,) in new.execute(_ARTICLES)}
    _deleted(new, "revisions", _GONE)  # they come again with these items, or belong to nothing
    query = "SELECT seq, article, raw FROM items WHERE article IS NOT NULL ORDER BY seq"
    for seq, article, raw in new.execute(query).fetchall():
        if article in there and article not in wordless:
            continue
        _deleted(new, "items", f"seq = {int(seq)}")
        try:
            yield item_of(restored(raw))
        except (ValueError, TypeError):
            lost["items"] += 1


def _drop_decisions(new: sqlite3.Connection, lost: Counter[str]) -> None:
    """Drop decisions that make no sense. The others are for good, as the checkpoint that knew of some that were not is gone."""
    for seq, kind, raw in new.execute("SELECT seq, kind, reason FROM decisions").fetchall():
        try:
            reason_of(kind, restored(raw))
        except (ValueError, TypeError):
            lost["decisions"] += _deleted(new, "decisions", f"seq = {int(seq)}")
    if any(name == "provisional" for _, name, *_ in new.execute("PRAGMA table_info(decisions)")):
        new.execute("UPDATE decisions SET provisional = 0")


def _drop_dangling(new: sqlite3.Connection, lost: Counter[str]) -> None:
    """Drop rows that name others that are not there, until there are none."""
    while broken := new.execute("PRAGMA foreign_key_check").fetchall():
        for table, number in sorted({(table, number) for table, number, *_ in broken}):
            lost[table] += new.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (number,)).rowcount  # noqa: S608 - a table's name
