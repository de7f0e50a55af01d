"""What is kept of a story beside its digest, so that lists of stories cost as much as they list: summaries, days, editions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from newsfold.model.articles import Date
from newsfold.model.digests import Counts, Digest, Excerpt, Headline


@dataclass(frozen=True, slots=True)
class Summary:
    """A story as a list shows it. `lead` is its digest's first excerpt.

    `updated` is when something material last changed in it; None where that is not kept, as for what is not from a store.
    """

    id: str
    headline: Headline
    counts: Counts
    first: Date
    last: Date
    lead: Excerpt | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """An article as days are counted: when it was told, by which outlet, and as whose account.

    `at` is when it was published, else when it came in; None where nobody knows either.
    """

    article: str
    at: datetime | None
    voice: str
    account: str


@dataclass(frozen=True, slots=True)
class Updated:
    """When something material last changed in a story, and a hash of what is material; `at` is None where nobody knows."""

    material: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Making:
    """What a digest was made by and of, beside its words.

    `made_by` names all that it depends on beside the articles: another name, another digest. `tellings` are its articles, `update`
    says when something last changed in it.
    """

    made_by: str = ""
    tellings: tuple[Telling, ...] = ()
    update: Updated = Updated()


@dataclass(frozen=True, slots=True)
class Edition:
    """The stories of a day, in order, with an end: those of several outlets, then those that one outlet alone tells.

    `left_out` is how many more there are. `previous` and `next` are the nearest days that have stories.
    """

    day: date
    stories: tuple[Summary, ...] = ()
    alone: tuple[Summary, ...] = ()
    left_out: int = 0
    previous: date | None = None
    next: date | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a story stands among all: by accounts, outlets and articles, the more the sooner; then the latest, then by id.

    `latest` is ISO 8601 in UTC, empty where no article is dated.
    """

    accounts: int
    outlets: int
    articles: int
    latest: str
    story: str

    @property
    def order(self) -> tuple[int, int, int, float, str]:
        """The key that puts stories in this order."""
        latest = datetime.fromisoformat(self.latest).timestamp() if self.latest else float("-inf")
        return -self.accounts, -self.outlets, -self.articles, -latest, self.story


@dataclass(frozen=True, slots=True)
class Daily:
    """A story on one day: where it stands among those of the day, and whether one outlet alone tells it, whatever the day."""

    rank: Rank
    alone: bool


@dataclass(frozen=True, slots=True)
class Shelved:
    """What is kept of a story. `version` is another for each digest that was ever kept.

    `stale`: what it was made of has changed since, and it waits to be composed anew.
    """

    rank: Rank
    made_by: str
    version: int
    stale: bool


@dataclass(frozen=True, slots=True)
class ChangedStory:
    """A story whose digest was composed anew, and the number of that change: higher than that of any change before.

    One that `ended` has no digest any more; `into` is the story that took it up, if one did.
    """

    number: int
    story: str
    ended: bool = False
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Some stories of a list, and the cursor with which to ask for those after them; None where it ends."""

    stories: tuple[Summary, ...] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True)
class KeptDigest:
    """A digest out of the store, and what it was kept under."""

    digest: Digest
    shelved: Shelved
