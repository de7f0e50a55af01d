"""What whoever reads a store asks of it while it grows: digests, summaries, editions, answers; for several threads.

Digests are kept as they were composed and read back; only what changed since then, or was composed otherwise than is asked here, is
composed anew, and remembered. Nothing is written.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Final

from newsfold.engine import edition as editions
from newsfold.engine.composing import AS_USUAL, Composing
from newsfold.engine.newsroom import Asked, Visit
from newsfold.engine.recent import Recent
from newsfold.engine.rooms import corrected_of, newsroom, newsroom_of
from newsfold.engine.searching import Answer
from newsfold.engine.searching import search as find
from newsfold.errors import NotFound, UsageError
from newsfold.model import Digest, Edition, Listing, OutletTally, Pruned, Rank, Shelved, Summary, Within, bounds, day_of
from newsfold.store import Store

__all__ = ["Archive", "corrected_of", "newsroom", "newsroom_of"]

# A digest takes some 100 kB of memory, those of stories of hundreds of articles a megabyte, in thousands of objects each: who looks
# through them for garbage stops everything. What is read most is kept as pages.
_DIGESTS: Final = 64
_VISITS: Final = 64
_EDITIONS: Final = 32
_ANSWERS: Final = 64
# Days of a list of days: two years.
_DAYS: Final = 732
# Some days before the end of time, so that every zone has a clock for it.
_LATER: Final = datetime(9999, 12, 25)


class Archive:
    """A store as its readers see it: each call as it is when it is called. What nobody knows of is None.

    `zone` is where they are: days are cut there, where none is said with the call.
    """

    def __init__(self, store: Store, how: Composing = AS_USUAL, zone: tzinfo = UTC) -> None:
        self._store = store
        self._how = how
        self._zone = zone
        self._digests = Recent[tuple[str, int, bool], Digest | None](_DIGESTS)
        self._visits = Recent[tuple[str, int, datetime], Digest](_VISITS)
        self._answers = Recent[tuple[int, str, Within, bool], Answer](_ANSWERS)
        self._editions = Recent[tuple[int, date, str], Edition](_EDITIONS)
        self._outlets = Recent[int, Sequence[OutletTally]](1)

    @property
    def how(self) -> Composing:
        """What digests depend on here beside their articles."""
        return self._how

    @property
    def zone(self) -> tzinfo:
        """Where its readers are."""
        return self._zone

    def version(self) -> int:
        """How often what is shown has changed: whatever was read stays so while this is the same number."""
        return self._store.version()

    # --- stories ---

    def digest(self, story_id: str, since: datetime | None = None) -> Digest | None:
        """Give the digest of a story, or of the one that it was merged into; with what is new `since` a reader's last visit."""
        living, shelved = self._store.place(story_id)
        digest = self._digest(living, shelved)
        if digest is None or since is None:
            return digest
        version = shelved.version if shelved else self._store.version()
        return self._visits.get((living, version, since), lambda: self._since(digest, since))

    def named(self, story_id: str, since: datetime | None = None) -> tuple[str, int, datetime | None] | None:
        """Name what `digest` gives: the same name, the same digest. None where it is not kept, or leads to another story."""
        living, shelved = self._store.place(story_id)
        if shelved is None or living != story_id or not self._is_asked(shelved):
            return None
        return living, shelved.version, since

    def pruned(self, story_id: str) -> Pruned | None:
        """Say what is kept of a story whose words were removed; None where they were not."""
        return self._store.pruned(story_id)

    def summary(self, story_id: str) -> Summary | None:
        """Give what a list shows of a story, or of the one that it was merged into."""
        living = self._store.living(story_id)
        return next(iter(self._summaries([living])), None)

    def updated(self, story_id: str) -> datetime | None:
        """Say when something material last changed in a story: headline, excerpts, conflicts, accounts."""
        living = self._store.living(story_id)
        found = self._store.updates([living]).get(living)
        return found.at if found else None

    # --- lists ---

    def stories(self, after: str | None = None, limit: int = 50) -> Listing:
        """List stories by how many accounts, outlets and articles tell them, `limit` of them: the first, or those after a cursor.

        A cursor that was not given by this raises UsageError.
        """
        found = self._store.ranked(_place(after) if after else None, limit + 1)
        shown = found[:limit]
        cursor = _cursor(shown[-1].rank) if len(found) > limit and shown else None
        return Listing(tuple(self._summaries([one.rank.story for one in shown])), cursor)

    def edition(self, day: date | None = None, zone: tzinfo | None = None) -> Edition | None:
        """Give the stories of a day in a time zone, in order and with an end; of the last day that has any where none is said.

        None where nothing was ever told.
        """
        here = zone or self._zone
        last = day or self._day(_LATER.replace(tzinfo=here), here, before=True)
        return (
            None
            if last is None
            else self._editions.get((self.version(), last, str(here)), lambda: self._edition(last, here))
        )

    def days(self, zone: tzinfo | None = None, most: int = _DAYS) -> tuple[date, ...]:
        """Give the days that have stories, the latest first."""
        found: list[date] = []
        here = zone or self._zone
        moment = _LATER.replace(tzinfo=here)
        while len(found) < most and (day := self._day(moment, here, before=True)):
            found.append(day)
            moment, _ = bounds(day, here)
        return tuple(found)

    def outlets(self) -> Sequence[OutletTally]:
        """Give what is counted of every outlet, as `Store.outlets` does: that takes a second for 100,000 articles."""
        return self._outlets.get(self.version(), self._store.outlets)

    # --- searching ---

    def search(self, typed: str, within: Within | None = None, *, details: bool = False) -> Answer:
        """Answer a query out of what is indexed, which whoever takes articles in sees to.

        One that asks for no word raises UsageError. details: whether its digest says more than headline and excerpts.
        """
        asked = Asked(self._how.excerpts, details=details, evidence=details)
        return self._answers.get(
            (self.version(), typed, within or Within(), details),
            lambda: find(self._store, typed, within, asked, self._how.owner, self._how.groups, indexes=False),
        )

    # --- how ---

    def _digest(self, story_id: str, shelved: Shelved | None) -> Digest | None:
        # What is not kept is as it is until anything changes; what is kept has a number of its own.
        version = shelved.version if shelved else self._store.version()
        return self._digests.get((story_id, version, shelved is not None), lambda: self._made(story_id, shelved))

    def _made(self, story_id: str, shelved: Shelved | None) -> Digest | None:
        if shelved and self._is_asked(shelved):
            kept = self._store.kept_digest(story_id)
            if kept and self._is_asked(kept.shelved):
                return kept.digest
        try:
            room = newsroom_of(self._store, [story_id], self._how.owner, self._how.groups)
        except NotFound:
            return None
        return room.digest(room.stories[0], Asked(self._how.excerpts))

    def _is_asked(self, shelved: Shelved) -> bool:
        return not shelved.stale and shelved.made_by == self._how.made_by

    def _since(self, digest: Digest, since: datetime) -> Digest:
        articles = [line.id for line in digest.articles]
        later = any(line.published.at and line.published.at > since for line in digest.articles)
        if not later and not self._store.histories(articles):
            return replace(digest, since=since, edits=())
        try:
            room = newsroom_of(self._store, [digest.id], self._how.owner, self._how.groups)
        except NotFound:
            return digest  # let go of meanwhile
        revisions = {one: self._store.revisions(one) for one in room.articles}
        return room.seen(digest, Visit(since, revisions))

    def _summaries(self, story_ids: Sequence[str]) -> list[Summary]:
        """Summarise stories, in their order. Stale ones are given as they were until they are composed anew."""
        with self._store.snapshot():
            shelved, kept = self._store.shelved(story_ids), self._store.summaries(story_ids)
        found = []
        for story_id in story_ids:
            one = shelved.get(story_id)
            if story_id in kept and one and one.made_by == self._how.made_by:
                found.append(kept[story_id])
            elif digest := self._digest(story_id, one):
                found.append(_summarised(digest, self.updated(story_id)))
        return found

    def _edition(self, day: date, zone: tzinfo) -> Edition:
        begin, end = bounds(day, zone)
        planned = editions.plan(self._store.daily(begin, end))
        summaries = {one.id: one for one in self._summaries([*planned.stories, *planned.alone])}
        near = self._day(begin, zone, before=True), self._day(end, zone, before=False)
        return editions.edition(day, planned, summaries, near)

    def _day(self, moment: datetime, zone: tzinfo, *, before: bool) -> date | None:
        found = self._store.told_next(moment, before=before)
        return day_of(found, zone) if found else None


def _summarised(digest: Digest, updated: datetime | None) -> Summary:
    lead = digest.excerpts[0] if digest.excerpts else None
    return Summary(digest.id, digest.headline, digest.counts, digest.first, digest.last, lead, updated)


def _cursor(rank: Rank) -> str:
    return base64.urlsafe_b64encode(json.dumps(astuple(rank)).encode()).decode().rstrip("=")


def _place(cursor: str) -> Rank:
    try:
        accounts, outlets, articles, latest, story = json.loads(
            base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        )
        return Rank(int(accounts), int(outlets), int(articles), str(latest), str(story))
    except (binascii.Error, ValueError, TypeError) as error:
        raise UsageError("is no place in the list of stories", resource=f"cursor {cursor}") from error
