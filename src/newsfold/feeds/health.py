"""How a subscription is doing: in one sentence, with one thing to do about it where something can be done. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from newsfold.model import FeedState, Trouble

Condition = Literal["new", "good", "waiting", "failing", "paused"]
CONDITIONS: Final[tuple[Condition, ...]] = get_args(Condition)
"""Every condition that a feed may be in."""

# What helps, by the reason of a failure.
_ACTIONS: Final = {
    "refused": "allow the address in the configuration if it is one of yours",
    "unreachable": "look whether the address is right and its server is up",
    "tls": "tell the outlet that its certificate is not in order",
    "timeout": "nothing is to be done unless it stays so: its server hangs",
    "too-large": "look for a smaller feed of this outlet",
    "bad-answer": "tell the outlet that its server gives broken answers",
    "redirects": "open the address in a browser and add the one that it ends at",
    "not-a-feed": "run `newsfold add` with the address of the site, which lists its feeds",
    "gone": "remove the feed, or add the one that took its place",
    "status": "open the address in a browser and look what it says",
}
# One failure is nothing: servers are restarted, networks break for a minute.
WORTH_TELLING: Final = 2


@dataclass(frozen=True, slots=True)
class Health:
    """The condition of a feed in a word, in a sentence, and what to do; `action` is empty where nothing is to be done."""

    condition: Condition
    sentence: str
    action: str = ""

    @property
    def ok(self) -> bool:
        """Whether nobody has to look after it."""
        return self.condition in ("new", "good", "waiting")


def health(state: FeedState, now: datetime) -> Health:
    """Say how a feed is doing.

    >>> health(FeedState("https://harbour.example/rss"), datetime(2026, 3, 2)).sentence
    'it has not been fetched yet'
    """
    if state.paused:
        return Health("paused", f"it is not fetched any more: {state.paused}", _ACTIONS["gone"])
    if state.held and state.held.until > now:
        until = f"{state.held.until:%Y-%m-%d %H:%M} UTC"
        return Health("waiting", f"{state.held.place} asked to be left alone until {until}")
    if state.trouble:
        return _troubled(state.trouble)
    if state.fetched is None:
        return Health("new", "it has not been fetched yet")
    return Health("good", "it is well")


def _troubled(trouble: Trouble) -> Health:
    if trouble.count < WORTH_TELLING:
        return Health("waiting", f"the latest fetch failed, and is tried again: {trouble.detail}")
    since = f"{trouble.count} fetches since {trouble.since:%Y-%m-%d %H:%M} UTC failed: {trouble.detail}"
    return Health("failing", since, _ACTIONS.get(trouble.reason, "look at its address in a browser"))
