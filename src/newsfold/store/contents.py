"""What is said of a store as a whole: what it holds, how its file is, what could be saved of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsfold.model import Item


@dataclass(frozen=True, slots=True)
class Contents:
    """The number of rows in every table, by name, and a hash of all of them: every value of every row, in order.

    Two stores with the same contents give the same answer to every question, and so the same digests.
    """

    rows: Mapping[str, int]
    hash: str


@dataclass(frozen=True, slots=True)
class Tallies:
    """How many articles are kept and how many stories they are in; how many articles wait for a story, stories for a digest."""

    articles: int
    stories: int
    ungrouped: int
    undigested: int


@dataclass(frozen=True, slots=True)
class Condition:
    """How the file of a store is: its schema and the one that this version works with, and what is wrong with it.

    `faults` are the database's own words, none where it is sound; `unreadable` are the tables of which not every row can be read.
    """

    size: int
    schema: str | None
    current: str
    faults: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was saved of a damaged file: by table, how many rows there were as far as can be known, and how many are lost.

    `again` are items, as they were received, whose articles are lost or have lost their words: they can be taken in once more.
    """

    rows: Mapping[str, int]
    lost: Mapping[str, int]
    again: tuple[Item, ...] = ()
