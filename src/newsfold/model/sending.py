"""Who gets the edition by e-mail, and what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Receiver:
    """An address that gets the edition. `secret` is what its letters carry, with which it is taken off the list by whoever has one.

    `ended` is when it was taken off; None while it is on the list.
    """

    address: str
    secret: str
    begun: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """An edition that a relay took for an address. `told` is when anything that it tells last changed, as far as is known."""

    address: str
    day: date
    id: str
    at: datetime
    told: datetime | None = None
