"""Makes the edition of a day: its stories in order, with an end. Pure; which day it is, and where, is the caller's to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from newsfold.model import Daily, Edition, Summary

# What a reader gets through at breakfast, and a glance at what nobody else tells.
STORIES: Final = 30
ALONE: Final = 12


@dataclass(frozen=True, slots=True)
class Plan:
    """Which stories an edition has, by id and in order, and how many more of the day it leaves out."""

    stories: tuple[str, ...]
    alone: tuple[str, ...]
    left_out: int


def plan(told: Iterable[Daily]) -> Plan:
    """Put the stories of a day in order: those that most accounts tell that day first, then outlets, articles, the latest, id.

    What one outlet alone tells stands apart, after what several tell.
    """
    ordered = sorted(told, key=lambda one: one.rank.order)
    several = [one.rank.story for one in ordered if not one.alone]
    alone = [one.rank.story for one in ordered if one.alone]
    kept = tuple(several[:STORIES]), tuple(alone[:ALONE])
    return Plan(*kept, len(ordered) - len(kept[0]) - len(kept[1]))


def edition(
    day: date, planned: Plan, summaries: Mapping[str, Summary], near: tuple[date | None, date | None]
) -> Edition:
    """Make an edition of what was planned. `near` are the nearest days that have stories, before and after."""
    stories, alone = (
        tuple(summaries[one] for one in ids if one in summaries) for ids in (planned.stories, planned.alone)
    )
    return Edition(day, stories, alone, planned.left_out, *near)
