"""Stories whose words are no longer kept, and what stays of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pruned:
    """A story whose words were removed: when, and by a policy that keeps so many `days`.

    `before` is the time that its articles were older than. `articles` and `outlets` are how many there were, `first` and `last`
    when they were published. Its id, theirs and the hashes of their words stay.
    """

    story: str
    at: datetime
    days: int
    before: datetime
    articles: int
    outlets: int
    first: datetime
    last: datetime

    @property
    def sentence(self) -> str:
        """Say when and why it went, and what it was."""
        count = (
            f"{self.articles} article{'s' * (self.articles != 1)} by {self.outlets} outlet{'s' * (self.outlets != 1)}"
        )
        span = " to ".join(dict.fromkeys((_day(self.first), _day(self.last))))
        return (
            f"Its words were removed on {_day(self.at)}, as articles are kept for {self.days} days. "
            f"There were {count}, of {span}."
        )


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
