"""Sends the edition to those who asked for it: each edition once, nothing where nothing is new, and again what was not taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from newsfold.engine.archive import Archive
from newsfold.model import Edition, Failure, Letter, Receiver, local
from newsfold.pages.letter import EditionLetter, letter_of
from newsfold.store import Store

# What goes out before noon is the day before, which is then whole; what goes out later is that day.
NOON: Final = timedelta(hours=12)

Deliver = Callable[[Receiver, EditionLetter, str], Failure | None]
"""Sends a letter to a receiver under a Message-ID without its brackets; a failure where it was not taken."""


@dataclass(frozen=True, slots=True)
class Mailed:
    """What became of the letters with an edition: to whom they were sent, who had it or knew all of it, who did not take it."""

    day: date
    sent: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    failed: tuple[tuple[str, Failure], ...] = ()


def letter_for(archive: Archive, day: date | None, base: str | None) -> EditionLetter | None:
    """Make the letter with the edition of a day, or of the last that has stories; None where there are none."""
    edition = archive.edition(day)
    if edition is None or not (edition.stories or edition.alone):
        return None
    digests = {one: found for one in _ids(edition) if (found := archive.digest(one))}
    return letter_of(edition, digests, base, archive.zone)


def _ids(edition: Edition) -> list[str]:
    return [one.id for one in (*edition.stories, *edition.alone)]


def day_at(now: datetime, zone: tzinfo = UTC) -> date:
    """The day whose edition goes out at a moment, by the clock of a zone.

    >>> day_at(datetime(2026, 3, 3, 6, 30, tzinfo=UTC)).isoformat(), day_at(datetime(2026, 3, 3, 18, tzinfo=UTC)).isoformat()
    ('2026-03-02', '2026-03-03')
    """
    # Twelve hours of the clock, though a morning may have thirteen.
    return (local(now, zone).replace(tzinfo=None) - NOON).date()


def mail_edition(store: Store, letter: EditionLetter, deliver: Deliver, now: datetime, authority: str) -> Mailed:
    """Send an edition to everybody on the list who has not had it, where it tells something that they were not told yet.

    A letter that was taken is noted at once, so that whatever fails after it sends it to nobody again.
    """
    sent, known, failed = [], [], []
    for receiver in store.receivers():
        if receiver.ended is not None:
            continue
        if _knows(store, receiver, letter):
            known.append(receiver.address)
            continue
        message_id = name_of(receiver.address, letter.day, authority)
        if failure := deliver(receiver, letter, message_id):
            failed.append((receiver.address, failure))
            continue
        store.record_letter(Letter(receiver.address, letter.day, message_id, now, letter.told))
        sent.append(receiver.address)
    return Mailed(letter.day, tuple(sent), tuple(known), tuple(failed))


def _knows(store: Store, receiver: Receiver, letter: EditionLetter) -> bool:
    """Whether a receiver had this edition, or was told of everything in it by the last."""
    if any(one.address == receiver.address for one in store.letters(letter.day)):
        return True
    last = store.last_letter(receiver.address)
    return last is not None and last.told is not None and letter.told is not None and letter.told <= last.told


def name_of(address: str, day: date, authority: str) -> str:
    """The Message-ID of an edition to an address: always the same, so that mail readers show one that came twice once."""
    host = authority.partition(",")[0].rpartition("@")[2]
    digits = hashlib.sha256(f"{authority}\n{address}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"edition.{day.isoformat()}.{digits}@{host}"


@dataclass
class DailyMail:
    """Sends the edition once a day, at or after a time of the day in a zone.

    What was not taken is tried again after a quarter of an hour, then after twice as long each time: a relay that refuses
    somebody for good is not asked a hundred times a day.
    """

    send: Callable[[date, datetime], Mailed | None]
    at: time
    again_after: timedelta = timedelta(minutes=15)
    zone: tzinfo = UTC
    _done: date | None = None
    _wait: datetime | None = None
    _failures: int = 0

    def turn(self, now: datetime) -> Mailed | None:
        """Send what is due; None where nothing is."""
        here = local(now, self.zone)
        day = (datetime.combine(here.date(), self.at) - NOON).date()
        if here.time() < self.at or self._done == day or (self._wait and now < self._wait):
            return None
        mailed = self.send(day, now)
        if mailed and mailed.failed:
            self._wait, self._failures = now + self.again_after * 2**self._failures, self._failures + 1
        else:
            self._done, self._wait, self._failures = day, None, 0
        return mailed
