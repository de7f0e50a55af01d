"""Who reads: what they follow, their sessions and tokens, the lists that they page through, and what goes out to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from newsfold.errors import NotFound
from newsfold.model import (
    Article,
    ChangedStory,
    Follow,
    Letter,
    Mark,
    Receiver,
    Token,
    Untaken,
    Visited,
    Within,
)
from newsfold.store import (
    follows,
    listings,
    outgoing,
    readers,
)
from newsfold.store.sql_stories import SqlStories


class SqlReaders(SqlStories):
    """The parts of `Store` that are about readers."""

    # --- following ---

    def add_follow(self, follow: Follow) -> bool:
        if follow.story is not None:
            self.story(follow.story)
        with self._writing() as connection:
            return follows.put(connection, follow)

    def remove_follow(self, follow_id: str) -> None:
        with self._writing() as connection:
            if not follows.remove(connection, follow_id):
                raise NotFound("nothing is followed under this id", resource=follow_id)

    def follows(self) -> list[Follow]:
        with self._reading() as connection:
            return follows.all_follows(connection)

    def follow_untaken(self, follow_id: str, untaken: Untaken) -> None:
        with self._writing() as connection:
            if not follows.not_taken(connection, follow_id, untaken):
                raise NotFound("nothing is followed under this id", resource=follow_id)

    def tell_follow(self, follow_id: str, upto: int) -> None:
        with self._writing() as connection:
            if not follows.tell(connection, follow_id, upto):
                raise NotFound("nothing is followed under this id", resource=follow_id)

    def last_arrived(self) -> int:
        with self._reading() as connection:
            return follows.last_arrived(connection)

    def arrived_since(self, article_ids: Iterable[str], seen: int) -> dict[str, bool]:
        with self._reading() as connection:
            return follows.arrived_since(connection, list(article_ids), seen)

    # --- who reads ---

    def begin_session(self, secret_hash: str, until: datetime) -> None:
        with self._writing() as connection:
            readers.begin_session(connection, secret_hash, until)

    def session(self, secret_hash: str) -> datetime | None:
        with self._reading() as connection:
            return readers.session(connection, secret_hash)

    def end_session(self, secret_hash: str) -> None:
        with self._writing() as connection:
            readers.end_session(connection, secret_hash)

    def end_sessions(self, before: datetime) -> None:
        with self._writing() as connection:
            readers.end_sessions(connection, before)

    def add_token(self, token: Token, secret_hash: str) -> None:
        with self._writing() as connection:
            readers.add_token(connection, token, secret_hash)

    def tokens(self) -> list[Token]:
        with self._reading() as connection:
            return readers.all_tokens(connection)

    def token(self, secret_hash: str) -> Token | None:
        with self._reading() as connection:
            return readers.token(connection, secret_hash)

    def remove_token(self, token_id: str) -> None:
        with self._writing() as connection:
            if not readers.remove_token(connection, token_id):
                raise NotFound("there is no token of this id", resource=token_id)

    def visited(self, story_id: str) -> Visited | None:
        with self._reading() as connection:
            return readers.visited(connection, story_id)

    def save_visit(self, visited: Visited) -> None:
        with self._writing() as connection:
            readers.save_visit(connection, visited)

    def mark(self, mark: Mark) -> None:
        with self._writing() as connection:
            readers.put_mark(connection, mark)

    def unmark(self, story_id: str, kind: str) -> None:
        with self._writing() as connection:
            readers.remove_mark(connection, story_id, kind)

    def marks(self, story_ids: Iterable[str] | None = None) -> list[Mark]:
        with self._reading() as connection:
            return readers.some_marks(connection, None if story_ids is None else list(story_ids))

    # --- lists, page by page ---

    def founded(self, within: Within, before: int | None = None, most: int = 50) -> list[tuple[int, str]]:
        with self._reading() as connection:
            return listings.founded(connection, within, before, most)

    def arrived(self, within: Within, before: int | None = None, most: int = 50) -> list[tuple[int, Article]]:
        with self.snapshot(), self._reading() as connection:
            return listings.arrived(connection, within, before, most)

    def kept_by_outlet(self) -> dict[str, int]:
        with self._reading() as connection:
            return listings.kept_by_outlet(connection)

    def changed_since(self, version: int, most: int = 50) -> list[ChangedStory]:
        with self._reading() as connection:
            return listings.changed_since(connection, version, most)

    # --- what goes out ---

    def settle_once(self, name: str, value: str) -> str:
        with self._writing() as connection:
            return outgoing.settle(connection, name, value)

    def settled_once(self, name: str) -> str | None:
        with self._reading() as connection:
            return outgoing.settled_value(connection, name)

    def add_receiver(self, receiver: Receiver) -> bool:
        with self._writing() as connection:
            return outgoing.add_receiver(connection, receiver)

    def receivers(self) -> list[Receiver]:
        with self._reading() as connection:
            return outgoing.all_receivers(connection)

    def end_receiver(self, secret: str, at: datetime) -> Receiver:
        with self._writing() as connection:
            ended = outgoing.end_receiver(connection, secret, at)
        if ended is None:
            raise NotFound("no address is under this name", resource="the list of receivers")
        return ended

    def record_letter(self, letter: Letter) -> None:
        with self._writing() as connection:
            outgoing.record_letter(connection, letter)

    def last_letter(self, address: str) -> Letter | None:
        with self._reading() as connection:
            return outgoing.last_letter(connection, address)

    def letters(self, day: date) -> list[Letter]:
        with self._reading() as connection:
            return outgoing.letters_of(connection, day)
