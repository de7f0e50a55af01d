"""What header values of an answer mean: Retry-After, Cache-Control and Last-Modified. Garbage means nothing.

RFC 9110, sections 5.6.7 and 10.2.3, and RFC 9111, section 5.2. Each value is bounded, as servers have been seen to say ten years.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from newsfold.model import Validators

# What a server may ask for at the most. Longer outages than a week are seen by the operator before they end by themselves.
LONGEST_WAIT: Final = timedelta(days=7)
# Clocks of servers go wrong by minutes; what is later than this is not a time at which anything was written.
CLOCK_ERROR: Final = timedelta(days=1)

_DIGITS: Final = re.compile(r"[0-9]{1,12}", re.ASCII)
_MAX_AGE: Final = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,12})(?![0-9])", re.IGNORECASE | re.ASCII)


def http_date(value: str | None) -> datetime | None:
    """Read a date of HTTP; None for what is none.

    >>> http_date("Mon, 02 Mar 2026 06:40:00 GMT").isoformat()
    '2026-03-02T06:40:00+00:00'
    """
    try:
        at = parsedate_to_datetime(value or "")
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def wait_asked(retry_after: str | None, date: str | None, now: datetime) -> timedelta | None:
    """How long a server asks to be left alone, at most LONGEST_WAIT; None where it does not say, or says what is past.

    A date is taken by the server's own clock where the answer has one, so that a wrong clock does no harm.

    >>> wait_asked("120", None, datetime(2026, 3, 2, tzinfo=UTC))
    datetime.timedelta(seconds=120)
    """
    given = (retry_after or "").strip()
    if _DIGITS.fullmatch(given):
        seconds = min(int(given), int(LONGEST_WAIT.total_seconds()))
        return timedelta(seconds=seconds) if seconds else None
    until = http_date(given)
    if until is None:
        return None
    wait = until - (http_date(date) or now)
    return min(wait, LONGEST_WAIT) if wait > timedelta(0) else None


def max_age(cache_control: str | None) -> int:
    """For how many seconds an answer stays fresh; 0 where nothing is said.

    >>> max_age("public, max-age=900, stale-while-revalidate=60")
    900
    """
    found = _MAX_AGE.search(cache_control or "")
    return int(found[1]) if found else 0


def usable(given: Validators, now: datetime) -> Validators:
    """Leave out a Last-Modified that lies ahead: a server that gives one answers "not modified" until that day."""
    at = http_date(given.last_modified)
    if at and at > now + CLOCK_ERROR:
        return Validators(given.etag)
    return given
