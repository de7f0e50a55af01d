"""What was made of it: stories, corrections, lineages, and what is no longer kept. The statements are beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime

from newsfold.errors import NotFound
from newsfold.model import (
    Change,
    Checkpoint,
    Correction,
    Lineage,
    OutletTally,
    Overlay,
    Pruned,
    Reason,
    Signature,
    Story,
    Veto,
)
from newsfold.store import (
    checkpoints,
    corrections,
    groupings,
    lineages,
    outlets,
    retention,
)
from newsfold.store.connected import Connected


class SqlStories(Connected):
    """The parts of `Store` that are about stories."""

    # --- stories ---

    def save_grouping(
        self,
        placements: Mapping[str, str],
        decisions: Iterable[Reason] = (),
        redirects: Mapping[str, str | None] | None = None,
        *,
        provisional: Iterable[Reason] = (),
    ) -> None:
        with self._writing() as connection:
            groupings.save(connection, placements, list(decisions), redirects or {}, list(provisional))

    def unsettled(self) -> list[str]:
        with self._reading() as connection:
            return groupings.unsettled(connection)

    def settle(self) -> None:
        with self._writing() as connection:
            groupings.settle_all(connection)
            checkpoints.drop(connection)

    def save_checkpoint(self, checkpoint: Checkpoint) -> None:
        with self._writing() as connection:
            checkpoints.save(connection, checkpoint)

    def checkpoint(self) -> Checkpoint | None:
        with self._reading() as connection:
            return checkpoints.one(connection)

    def ungrouped(self) -> list[str]:
        with self._reading() as connection:
            return groupings.ungrouped(connection)

    def counts(self) -> tuple[int, int]:
        with self._reading() as connection:
            return groupings.counts(connection)

    def stories_of(self, article_ids: Iterable[str]) -> dict[str, str]:
        with self._reading() as connection:
            return groupings.stories_of(connection, list(article_ids))

    def membership(self) -> dict[str, str]:
        with self._reading() as connection:
            return groupings.members(connection)

    def stories(self) -> list[Story]:
        with self._reading() as connection:
            return groupings.all_stories(connection)

    def redirects(self) -> dict[str, str]:
        with self._reading() as connection:
            return groupings.all_redirects(connection)

    def story_ids(self) -> list[str]:
        with self._reading() as connection:
            return groupings.all_ids(connection)

    def story(self, story_id: str) -> Story:
        with self._reading() as connection:
            found = groupings.all_stories(connection, corrections.living(connection, story_id))
        if found:
            return found[0]
        gone = self.pruned(story_id)
        message = f"is no longer kept. {gone.sentence}" if gone else "is not known"
        raise NotFound(message, resource=f"story {story_id}")

    def reasons(self, story_id: str) -> list[Reason]:
        with self._reading() as connection:
            return groupings.reasons_for(connection, corrections.living(connection, story_id))

    def vetoes(self, story_id: str) -> list[Veto]:
        with self._reading() as connection:
            found = groupings.reasons_for(connection, corrections.living(connection, story_id), kind="veto")
            return [one for one in found if isinstance(one, Veto)]

    def reason(self, article_id: str) -> Reason | None:
        with self._reading() as connection:
            return groupings.reason_for(connection, article_id)

    # --- corrections ---

    def record_correction(self, change: Change, signed: Signature) -> Correction:
        with self._writing() as connection:
            return corrections.record(connection, change, signed)

    def corrections(self) -> list[Correction]:
        with self._reading() as connection:
            return corrections.all_corrections(connection)

    def save_overlay(self, overlay: Overlay) -> None:
        with self._writing() as connection:
            groupings.found(connection, [*overlay.stories.values(), *overlay.leads, *overlay.leads.values()])
            corrections.save(connection, overlay)

    def overlay(self) -> Overlay:
        with self._reading() as connection:
            return corrections.overlay_of(connection)

    def living(self, story_id: str) -> str:
        with self._reading() as connection:
            return corrections.living(connection, story_id)

    def grouped(self) -> dict[str, str]:
        with self._reading() as connection:
            return corrections.grouped(connection)

    def mergers(self) -> dict[str, str]:
        with self._reading() as connection:
            return corrections.mergers(connection)

    def nearest(self, article_ids: Collection[str]) -> dict[str, str]:
        with self._reading() as connection:
            return corrections.nearest(connection, article_ids)

    def publishers(self) -> dict[str, tuple[str, str | None]]:
        with self._reading() as connection:
            return corrections.publishers(connection)

    def outlets(self) -> list[OutletTally]:
        with self._reading() as connection:
            return outlets.tally(connection)

    # --- lineages ---

    def save_lineages(self, given: Iterable[Lineage]) -> None:
        with self._writing() as connection:
            lineages.save(connection, list(given))

    def lineages(self, article_ids: Iterable[str] | None = None) -> list[Lineage]:
        wanted = None if article_ids is None else list(article_ids)
        return list(self._paged(lambda connection: lineages.seqs(connection, wanted), lineages.some))

    # --- what is no longer kept ---

    def dates(self) -> dict[str, datetime | None]:
        with self._reading() as connection:
            return retention.dates(connection)

    def prune(self, story_ids: Iterable[str], *, at: datetime, days: int, before: datetime) -> int:
        times = {"at": at.astimezone(UTC).isoformat(), "before": before.astimezone(UTC).isoformat()}
        with self._writing() as connection:
            policy = {"reason": retention.PAST_RETENTION, "days": days, **times}
            return retention.prune(connection, list(story_ids), policy)

    def pruned(self, story_id: str) -> Pruned | None:
        with self._reading() as connection:
            return next(iter(retention.pruned(connection, corrections.living(connection, story_id))), None)

    def all_pruned(self) -> list[Pruned]:
        with self._reading() as connection:
            return retention.pruned(connection, None)

    def pruned_among(self, article_ids: Iterable[str] | None = None) -> dict[str, datetime]:
        with self._reading() as connection:
            return retention.among(connection, None if article_ids is None else list(article_ids))
