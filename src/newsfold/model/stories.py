"""Stories, and the decisions that made them, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Join:
    """Why an article was put into a story. `agreement`, 0 to 1: the mean probability that it and the story's articles tell of one
    event. `nearest` is the article of the story that it most probably goes with, by `probability`; what the two share are the
    weightiest `words`, `names`, `places` and `numbers` (folded, as they are compared), and how many `days` lie between.
    """

    article: str
    story: str
    agreement: float
    nearest: str
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    days: float | None = None
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class New:
    """Why an article began a story: it agreed with none of the active ones enough. `agreement` is the best that there was."""

    article: str
    story: str
    agreement: float = 0.0


@dataclass(frozen=True, slots=True)
class Veto:
    """Why an article did not go into the story whose words are most like it, and began `story`: it tells of something else of the
    same kind. `refused` is that story and `nearest` the article in it; `view` says what differs ("names", "places",
    "numbers"): `here` is what the article has, `there` what the other has, the weightiest first.
    """

    article: str
    story: str
    refused: str
    nearest: str
    view: str
    here: tuple[str, ...]
    there: tuple[str, ...]
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class Merge:
    """Why two stories became one at a repair: how far their articles agree. The older id stays."""

    story: str
    absorbed: str
    agreement: float


@dataclass(frozen=True, slots=True)
class Move:
    """Why an article changed its story at a repair: it agrees more with the other one now, or no longer enough with its own.

    `founded` says that `story` is a new one, which the article began. `agreement` is with the story that it went to; where one
    was founded, with the one that it left.
    """

    article: str
    story: str
    left: str
    agreement: float
    founded: bool = False


Reason = Join | New | Veto | Merge | Move


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where grouping stands after all that is settled: `data`, which who made it reads, and `made_by`, the name of that."""

    made_by: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on one event as it unfolds. `articles` are ids in the order of time; `id` never changes its meaning."""

    id: str
    articles: tuple[str, ...]
