"""The part of the seam `Store` that knows what goes out: what is settled once, who gets the edition, what was sent. No SQL here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from newsfold.model import Letter, Receiver


class Outgoing(Protocol):
    """All moments are aware and come back in UTC."""

    def settle_once(self, name: str, value: str) -> str:
        """Keep a value under a name where none is kept yet; give what is kept, which never changes."""

    def settled_once(self, name: str) -> str | None:
        """What was settled under a name; None where nothing was yet."""

    def add_receiver(self, receiver: Receiver) -> bool:
        """Put an address on the list; False where it is on it, and stays as it is. One that was taken off is put on anew."""

    def receivers(self) -> list[Receiver]:
        """Every address that was ever on the list, in the order in which they first were."""

    def end_receiver(self, secret: str, at: datetime) -> Receiver:
        """Take the address with this secret off the list; one that is off stays so, with when it was. NotFound for no secret."""

    def record_letter(self, letter: Letter) -> None:
        """Note that an edition was taken for an address; one that is noted stays as it is."""

    def last_letter(self, address: str) -> Letter | None:
        """The letter to an address of the latest day; None where there was none."""

    def letters(self, day: date) -> list[Letter]:
        """The letters with the edition of a day, by address."""
