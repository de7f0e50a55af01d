"""The words that digests show, and the stored words that they point into. Each function is one step of `Store`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, Select, Table, case, delete, exists, insert, select, union

from newsfold.errors import UsageError
from newsfold.model import Digest, Excerpt, Making, QuotedWords, ShownAs, Verbatim
from newsfold.store import shelf
from newsfold.store.chunks import chunks, select_in
from newsfold.store.schema import details, digests, excerpts, headlines, hidden, membership, revisions, shown, stories
from newsfold.store.values import Row, dumped


def save(connection: Connection, digest: Digest, making: Making) -> None:
    """Keep a digest, words first, in the place of the one that was kept for its story."""
    drop_digests(connection, [digest.id])
    headline = {"story": digest.id, "article": digest.headline.article, "text": digest.headline.text}
    connection.execute(insert(headlines), {**headline, "revision": _headline_revision(digest)})
    if digest.excerpts:
        rows = [_excerpt_row(digest.id, position, excerpt) for position, excerpt in enumerate(digest.excerpts, 1)]
        connection.execute(insert(excerpts), rows)
    beside = [_detail_row(digest.id, number, kind, words) for number, (kind, words) in enumerate(digest.details(), 1)]
    if beside:
        connection.execute(insert(details), beside)
    shelf.save(connection, digest, making)


def _headline_revision(digest: Digest) -> str:
    listed = (line.revision for line in digest.articles if line.id == digest.headline.article)
    revision = next(listed, None)
    if revision is None:
        raise UsageError("the headline's article is not among the digest's articles", resource=f"story {digest.id}")
    return revision


def _excerpt_row(story_id: str, position: int, excerpt: Excerpt) -> dict[str, object]:
    return _row(story_id, position, excerpt) | {
        "cut_before": excerpt.cut_before,
        "cut_after": excerpt.cut_after,
        "pick": dumped(excerpt.pick),
    }


def _detail_row(story_id: str, position: int, kind: ShownAs, words: Verbatim) -> dict[str, object]:
    return _row(story_id, position, words) | {"kind": kind}


def _row(story_id: str, position: int, words: Verbatim) -> dict[str, object]:
    return {
        "story": story_id,
        "position": position,
        "article": words.article,
        "revision": words.span.revision,
        "field": words.span.field,
        "start": words.span.start,
        "end": words.span.end,
        "text": words.text,
    }


def drop_digests(connection: Connection, story_ids: Sequence[str]) -> None:
    for some in chunks(story_ids):
        connection.execute(delete(headlines).where(headlines.c.story.in_(some)))
        connection.execute(delete(excerpts).where(excerpts.c.story.in_(some)))
        connection.execute(delete(details).where(details.c.story.in_(some)))
    shelf.drop(connection, story_ids)


def end_digests(connection: Connection, story_ids: Sequence[str]) -> None:
    """Drop digests of stories that ended, or may have: those who listen are told of what is not composed anew."""
    shelf.end(connection, story_ids)
    drop_digests(connection, story_ids)


def outdate_digests(connection: Connection, story_ids: Sequence[str]) -> None:
    """Mark the digests of stories that have articles to show as stale, and drop those of the others."""
    living = set(select_in(connection, select(stories.c.id).where(has_articles()), stories.c.id, story_ids))
    end_digests(connection, [one for one in story_ids if one not in living])
    shelf.outdate(connection, [one for one in story_ids if one in living])


# --- reading ---


def undigested(connection: Connection) -> list[str]:
    """The stories that have articles to show and no digest, or one that is stale, in the order of founding."""
    return list(connection.scalars(waiting_for_a_digest().order_by(stories.c.seq)))


def waiting_for_a_digest() -> Select[tuple[str]]:
    """Select the ids of stories that have articles to show and no digest, or one that is stale."""
    has_digest = exists().where(digests.c.story == stories.c.id, ~digests.c.stale)
    return select(stories.c.id).where(has_articles(), ~has_digest)


def has_articles() -> ColumnElement[bool]:
    """That a story has articles, not all of them hidden."""
    put, unseen = (exists().where(table.c.article == membership.c.article) for table in (shown, hidden))
    grouped_there = exists().where(membership.c.story == stories.c.id, ~put, ~unseen)
    hides = exists().where(hidden.c.article == shown.c.article)
    return grouped_there | exists().where(shown.c.story == stories.c.id, ~hides)


def quoted_stories(connection: Connection, story_id: str | None) -> list[str]:
    """The stories for which words are kept (or only this one), in the order of founding."""
    # From the words and not from the stories: words whose story is gone would else escape being proved.
    shown = union(select(headlines.c.story), select(excerpts.c.story), select(details.c.story)).subquery()
    query = select(shown.c.story).outerjoin(stories, stories.c.id == shown.c.story).order_by(stories.c.seq)
    return list(connection.scalars(query if story_id is None else query.where(shown.c.story == story_id)))


def quoted(connection: Connection, story_ids: Sequence[str]) -> list[QuotedWords]:
    """Everything kept that these stories' digests show, in the stories' order: the headline, the excerpts, and all else."""
    found = [*_headlines(connection, story_ids), *_excerpts(connection, story_ids), *_details(connection, story_ids)]
    place = {story: number for number, story in enumerate(story_ids)}
    return sorted(found, key=lambda words: place[words.story])


def _headlines(connection: Connection, story_ids: Sequence[str]) -> list[QuotedWords]:
    same = (revisions.c.article == headlines.c.article) & (revisions.c.id == headlines.c.revision)
    query = select(headlines, revisions.c.title.label("stored")).outerjoin(revisions, same)
    return [
        QuotedWords(
            row.story, 0, "headline", row.article, row.revision, "title", 0, len(row.text), row.text, row.stored
        )
        for row in connection.execute(query.where(headlines.c.story.in_(story_ids)))
    ]


def _excerpts(connection: Connection, story_ids: Sequence[str]) -> list[QuotedWords]:
    return [_quoted_words(row, "excerpt") for row in _with_stored(connection, excerpts, story_ids)]


def _details(connection: Connection, story_ids: Sequence[str]) -> list[QuotedWords]:
    return [_quoted_words(row, row.kind) for row in _with_stored(connection, details, story_ids)]


def _with_stored(connection: Connection, shown: Table, story_ids: Sequence[str]) -> Iterable[Row]:
    """Read words that are shown, by position, each beside the stored field that it points into."""
    same = (revisions.c.article == shown.c.article) & (revisions.c.id == shown.c.revision)
    stored = case((shown.c.field == "title", revisions.c.title), (shown.c.field == "text", revisions.c.text))
    query = select(shown, stored.label("stored")).outerjoin(revisions, same).where(shown.c.story.in_(story_ids))
    return connection.execute(query.order_by(shown.c.position))


def _quoted_words(row: Row, kind: ShownAs) -> QuotedWords:
    start, end = int(row.start), int(row.end)
    return QuotedWords(
        row.story, int(row.position), kind, row.article, row.revision, row.field, start, end, row.text, row.stored
    )
