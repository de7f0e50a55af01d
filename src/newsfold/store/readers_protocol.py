"""The part of the seam `Store` that knows who reads: sessions and tokens, and what was seen and marked. No SQL here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from newsfold.model import Mark, Token, Visited


class Readers(Protocol):
    """Secrets come as hashes and are kept as hashes. All moments are aware and come back in UTC."""

    def begin_session(self, secret_hash: str, until: datetime) -> None:
        """Keep a session until a moment; those that ended before `until` by more than their own length may be let go."""

    def session(self, secret_hash: str) -> datetime | None:
        """Until when a session lasts; None where there is none."""

    def end_session(self, secret_hash: str) -> None:
        """End a session; one that is not there stays so."""

    def end_sessions(self, before: datetime) -> None:
        """Let go of all sessions that ended before a moment."""

    def add_token(self, token: Token, secret_hash: str) -> None:
        """Keep a token. An id that is taken raises StoreError."""

    def tokens(self) -> list[Token]:
        """Every token, in the order in which they were made."""

    def token(self, secret_hash: str) -> Token | None:
        """The token of a secret; None where there is none."""

    def remove_token(self, token_id: str) -> None:
        """End a token. An unknown id raises NotFound."""

    def visited(self, story_id: str) -> Visited | None:
        """How the reader has looked at a story; None where never."""

    def save_visit(self, visited: Visited) -> None:
        """Keep how the reader has looked at a story, in place of what was kept."""

    def mark(self, mark: Mark) -> None:
        """Keep a mark of a story; one of its kind that was there is replaced."""

    def unmark(self, story_id: str, kind: str) -> None:
        """Take a mark back; one that is not there stays so."""

    def marks(self, story_ids: Iterable[str] | None = None) -> list[Mark]:
        """The marks of these stories, or all, in the order of their times, then stories."""
