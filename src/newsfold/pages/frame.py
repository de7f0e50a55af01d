"""What is around the words of a server's page: where it is, who may change what, and what was just done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newsfold.pages.html import rendered
from newsfold.pages.notices import Notice
from newsfold.pages.places import Places


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's surroundings. `kept` is for how many days articles are kept, 0 for ever; None says nothing.

    `token` goes into every form; None draws no form that changes anything. `notice` says what was just done.
    """

    places: Places
    kept: int | None = None
    token: str | None = None
    notice: Notice | None = None


def framed(template: str, frame: Frame, *, here: str = "", **values: Any) -> bytes:
    """Fill a template. `here` is which page of the navigation it is ("front" for the first), if it is one."""
    return rendered(
        template, frame.places, kept=frame.kept, here=here, token=frame.token, notice=frame.notice, **values
    )
