"""Keeps the leads of articles in memory and their whole texts in a file without a name, for work that looks at leads alone.

Python gives every character of a text two bytes for one typographic quotation mark in it: the texts of 100,000 articles are
1.2 GB in memory, their leads 0.3 GB.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import NamedTuple, Self

from newsfold.errors import StoreError
from newsfold.model import Article, Revision

# Texts go to the disk so many bytes at a time.
WRITTEN_AT_ONCE = 1024 * 1024


class _Place(NamedTuple):
    revision: str
    start: int
    length: int


class Spool:
    """The texts of articles, by their ids, each with its last revision. Gone with the block that it is used in."""

    def __init__(self, lead: Callable[[str], str]) -> None:
        """Keep in memory what `lead` gives of each text: a beginning of it."""
        self._lead = lead
        self._file = tempfile.TemporaryFile(buffering=WRITTEN_AT_ONCE)  # noqa: SIM115 - closed with the block
        self._is_written = True
        self._end = 0
        self._places: dict[str, _Place] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def put(self, article: Article) -> Article:
        """Keep an article's text, and give the article with no more of it than the lead. StoreError where the disk is full."""
        lead = self._lead(article.text)
        if lead == article.text:
            self._places.pop(article.id, None)
            return article
        kept = self._places.get(article.id)
        if kept is None or kept.revision != article.revision.id:
            data = article.text.encode("utf-8", "surrogatepass")
            with _room():
                self._file.write(data)
            self._is_written = False
            self._places[article.id] = _Place(article.revision.id, self._end, len(data))
            self._end += len(data)
        return _with_text(article, lead)

    def whole(self, article: Article) -> Article:
        """Give an article that was put here back with its whole text."""
        place = self._places.get(article.id)
        if place is None:
            return article
        if not self._is_written:
            with _room():
                self._file.flush()
            self._is_written = True
        # Read past the file's own position and buffer, which stay at its end.
        data = os.pread(self._file.fileno(), place.length, place.start)
        return _with_text(article, data.decode("utf-8", "surrogatepass"))


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"cannot keep texts: {error.strerror}", resource=tempfile.gettempdir()) from error


def _with_text(article: Article, text: str) -> Article:
    # Built by hand: `replace` looks through all fields, and here it is asked twice of every article.
    of = article.revision
    revision = Revision(of.id, of.title, text, of.lang, of.published, of.updated, of.byline, of.credit, of.seen)
    return Article(
        article.id, article.outlet, revision, article.url, article.keys, article.kind, article.group, article.first_seen
    )
