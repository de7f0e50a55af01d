"""Lineages: articles whose text comes from one text, and the passages that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newsfold.model.articles import Field, Range

Role = Literal["origin", "copy", "rewrite", "independent"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that an article has in common with its lineage's origin: where they stand in it (`here`) and in that (`there`).

    They are the same words in the same order; capitals, accents and punctuation may differ.
    """

    field: Field
    here: Range
    there: Range


@dataclass(frozen=True, slots=True)
class Member:
    """An article's place in a lineage. `shared` is the share of its words that stand in the origin's text, 0 to 1.

    Where it is not `usable`, what was taken for its text is a login wall, a form or a widget: nothing of it is the outlet's report.
    `passages` are the evidence, for those that were asked for it: the longest, in the order of the text.
    """

    article: str
    role: Role
    shared: float
    usable: bool = True
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Lineage:
    """Articles whose text comes from one text; an article that stands alone is a lineage of its own.

    `credit` names the agency that the texts themselves name, if any; the origin is then that agency's own article where it
    was seen, else the earliest, and `original_seen` is false. Members are in the order of time.
    """

    id: str
    origin: str
    members: tuple[Member, ...]
    credit: str | None = None
    original_seen: bool = True
