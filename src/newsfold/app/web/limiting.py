"""How often somebody may try a password: decided from what was tried before, with no clock of its own.

After FREE failures an address waits, twice as long after each further one; all addresses together have a bound as well, since
one who tries can have many. A success clears the address.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

FREE: Final = 5
FIRST_WAIT: Final = timedelta(seconds=2)
LONGEST_WAIT: Final = timedelta(minutes=15)
# A person who mistypes does not fail more often than this together with all others of a newsroom.
ALL_A_MINUTE: Final = 60
# Addresses remembered; the one that has not tried for longest is forgotten first.
REMEMBERED: Final = 10_000


@dataclass(slots=True)
class _Tried:
    failures: int = 0
    until: datetime | None = None


class Limiter:
    """Counts failures. Not for several threads at once: handlers call it on the one that serves."""

    def __init__(self) -> None:
        self._tried: OrderedDict[str, _Tried] = OrderedDict()
        self._recent: list[datetime] = []

    def wait(self, address: str, now: datetime) -> timedelta | None:
        """How long an address has still to wait before it may try; None where it may."""
        self._recent = [one for one in self._recent if now - one < timedelta(minutes=1)]
        if len(self._recent) >= ALL_A_MINUTE:
            return timedelta(minutes=1) - (now - self._recent[0])
        tried = self._tried.get(address)
        return tried.until - now if tried and tried.until and tried.until > now else None

    def failed(self, address: str, now: datetime) -> None:
        """Note that an address gave a wrong password."""
        tried = self._tried.setdefault(address, _Tried())
        self._tried.move_to_end(address)
        tried.failures += 1
        self._recent.append(now)
        if tried.failures >= FREE:
            # The doubling is bounded before it is made: 2 ** 2000 seconds is no time.
            doubled = FIRST_WAIT * 2 ** min(tried.failures - FREE, 20)
            tried.until = now + min(doubled, LONGEST_WAIT)
        if len(self._tried) > REMEMBERED:
            self._tried.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """Note that an address gave the right one."""
        self._tried.pop(address, None)
