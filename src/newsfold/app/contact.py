"""Reminds whoever runs Newsfold to say who asks: servers read in the User-Agent where to complain, and a name is no page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from newsfold.app import output
from newsfold.app.config import setting_of
from newsfold.engine.doctor import Finding
from newsfold.model import FeedState

SAID: Final = "servers that are asked read no address of yours"
ACTION: Final = "set `contact` in [network] to a page or an address where their operators reach you"


def remind(states: Iterable[FeedState]) -> None:
    """Say so before the first round of a store of which nothing was fetched yet, and never again."""
    if not setting_of("network.contact") and not any(state.fetched for state in states):
        output.tell("no-contact", f"newsfold: {SAID}; {ACTION}", level="warning")


def finding() -> Finding:
    """How it is, for `newsfold doctor`: nothing is broken where nobody is named."""
    if setting_of("network.contact"):
        return Finding("contact", True, f"servers that are asked read {setting_of('network.contact')}")
    return Finding("contact", True, SAID, ACTION)
