"""Stories whose words are no longer kept, and what stays of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from newsfold.model.days import local


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
        """Say when and why it went, and what it was, in days of UTC."""
        return self.sentence_in(UTC)

    def sentence_in(self, zone: tzinfo) -> str:
        """Say the same in days of a zone."""
        count = (
            f"{self.articles} article{'s' * (self.articles != 1)} by {self.outlets} outlet{'s' * (self.outlets != 1)}"
        )
        span = " to ".join(dict.fromkeys(_day(local(one, zone)) for one in (self.first, self.last)))
        return (
            f"Its words were removed on {_day(local(self.at, zone))}, as articles are kept for {self.days} days. "
            f"There were {count}, of {span}."
        )


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
