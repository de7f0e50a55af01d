"""The page of the feeds: adding and importing, the health of each subscription, the books, and what may have been missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsfold.model import Gap, Ledger
from newsfold.pages.frame import Frame, framed


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A subscription. `condition` is a word and `sentence` says it in full; `action` is the one thing to do, or empty.

    `interval` is in seconds; `next` is None where it is not fetched any more.
    """

    url: str
    name: str
    condition: str
    sentence: str
    action: str = ""
    site: str | None = None
    folder: tuple[str, ...] = ()
    fetched: datetime | None = None
    next: datetime | None = None
    interval: int = 3600
    gaps: int = 0
    full_text: bool = False

    @property
    def ok(self) -> bool:
        """Whether nobody has to look after it."""
        return not self.action


@dataclass(frozen=True, slots=True)
class ListedLine:
    """What became of one line of a list of subscriptions: a word ("added", "known", "twice", "rejected"), what it says, and why."""

    outcome: str
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A feed that a web page declares, to be added or not."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Fetching:
    """How a server fetches. by_itself: in rounds of its own. can_add: at all, when a feed is added."""

    by_itself: bool = False
    can_add: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What the forms of the page were just asked, and what came of it.

    `typed` is an address, `trouble` why it is no feed, `choices` the feeds of the page that it is, `entered` the lines of a list.
    """

    typed: str = ""
    trouble: str = ""
    choices: Sequence[Choice] = ()
    entered: Sequence[ListedLine] = ()


def feeds_page(
    lines: Sequence[FeedLine],
    ledger: Ledger,
    gaps: Sequence[Gap],
    frame: Frame,
    *,
    asked: Asked | None = None,
    fetching: Fetching | None = None,
) -> bytes:
    """Draw the subscriptions in the order given, but those that need somebody first; the books; what may have been missed."""
    return framed(
        "feeds.html.j2",
        frame,
        here="feeds",
        lines=sorted(lines, key=lambda line: line.ok),
        well=sum(line.ok for line in lines),
        ledger=ledger,
        gaps=gaps,
        asked=asked or Asked(),
        fetching=fetching or Fetching(),
    )
