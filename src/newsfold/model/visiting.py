"""Who may read and change over the network, and what a reader has seen: tokens, visits and marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Scope = Literal["read", "change"]


@dataclass(frozen=True, slots=True)
class Token:
    """A key that a program is given instead of the password. Only the hash of its secret is kept.

    `scopes` say what it may do; "change" includes "read".
    """

    id: str
    name: str
    scopes: tuple[Scope, ...]
    made: datetime

    def may(self, scope: Scope) -> bool:
        """Whether it may be used for something."""
        return scope in self.scopes or "change" in self.scopes


@dataclass(frozen=True, slots=True)
class Visited:
    """When a reader last looked at a story, and the visit before that one; None where this is the first."""

    story: str
    at: datetime
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reader noted of a story: read it, or starred it, and when."""

    story: str
    kind: Literal["read", "star"]
    at: datetime
