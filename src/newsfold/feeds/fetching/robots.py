"""What a site's robots.txt lets a program fetch (RFC 9309). Asked for article pages, never for feeds: those the user chose.

Pure but for `Robots`, which remembers for a day what was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from protego import Protego

from newsfold.feeds.fetching.access import AGENT
from newsfold.model import Fetched

MAX_ROBOTS: Final = 500 * 1024
"""Bytes of robots.txt that are read; what follows is not there (RFC 9309, 2.5)."""

FRESH: Final = timedelta(hours=24)
"""How long rules are believed (RFC 9309, 2.4)."""

RETRY: Final = timedelta(hours=1)
"""How long a site whose rules cannot be had is left alone before they are asked for again."""

LONGEST_DELAY: Final = 30.0
"""Seconds: a longer Crawl-delay is taken for this one. One page a minute and more would mean never."""

_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site lets us do. Without `text` it is everything, or, where the rules could not be had (`not_now` says why),
    nothing."""

    text: Protego | None = None
    not_now: str | None = None

    def why_not(self, url: str) -> str | None:
        """Why this page may not be fetched, as the end of a sentence that begins with the site's name; None where it may be."""
        if self.not_now:
            return self.not_now
        if self.text and not self.text.can_fetch(url, AGENT):
            return "asks in its robots.txt that programs leave this page alone"
        return None

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests; 0 where it says nothing."""
        asked = self.text.crawl_delay(AGENT) if self.text else None
        return min(max(asked or 0.0, 0.0), LONGEST_DELAY)


def rules_of(fetched: Fetched) -> Rules:
    """Read what came for a robots.txt, as RFC 9309, 2.3.1 has it.

    Not there (4xx), or redirected without end: everything is allowed. Unreachable or broken (5xx, no answer): nothing is, for
    now. 429 is a 4xx that says "not now", and is taken at its word.
    """
    failure, status = fetched.failure, fetched.status or 0
    if failure and failure.reason == "redirects":
        return Rules()
    if failure:
        return Rules(not_now=f"could not say what its robots.txt allows ({failure.detail})")
    if status == _TOO_MANY or status >= 500:
        return Rules(not_now=f"could not say what its robots.txt allows (status {status})")
    return Rules(_parsed(fetched.body)) if 200 <= status < 300 else Rules()


def _parsed(body: bytes) -> Protego:
    return Protego.parse(body.decode("utf-8-sig", errors="replace"))


class Robots:
    """The rules of all sites that were asked, in memory; a site is known by scheme, host and port.

    Keep one as long as the process runs, and give it to every `fetch_pages`.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[datetime, Rules]] = {}

    def fresh(self, site: str, now: datetime) -> Rules | None:
        """The rules of a site, unless they are unknown or too old."""
        at, rules = self._known.get(site, (None, None))
        if at is None or rules is None:
            return None
        lasts = RETRY if rules.not_now else FRESH
        return rules if at <= now < at + lasts else None

    def learn(self, site: str, rules: Rules, now: datetime) -> None:
        """Remember what a site's rules are at this time, and forget those that are too old for any use."""
        self._known = {name: known for name, known in self._known.items() if now < known[0] + FRESH}
        self._known[site] = (now, rules)
