"""Two small charts of a story's coverage, as figures of plain numbers: over time, and by who told it.

A figure says where its bars stand on a grid of its own; a template draws it. Each carries its numbers too, which are told
in words and in a table, so that nothing is lost on who cannot see the bars.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from newsfold.model import Coverage, Date, Digest, day_of
from newsfold.pages.labels import day, instant, number_of, outlet_name

# What a bar may stand for, in hours, the finest first. More than some forty bars cannot be told apart on a phone of 320 px.
_STEPS: Final = (1, 2, 3, 6, 12, 24, 24 * 2, 24 * 7, 24 * 14, 24 * 28, 24 * 91, 24 * 364)
_MOST_BARS: Final = 40
# Two moments are told as well by the time of the first and the last, which every page says.
_FEWEST: Final = 3
_HEIGHT: Final = 100
_WIDTH: Final = 10  # of a bar's place on the grid, of which a gap is a fifth
_GAP: Final = 2
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
# As many outlets get a bar of their own as fit a glance; the rest are in the list of all articles.
_MOST_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle on a figure's grid, from its upper left corner. `own` is for texts of their own, else texts that were shared."""

    x: int
    y: int
    width: int
    height: int
    own: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What came out in one stretch of time: `own` texts, and `shared` ones that another article had before."""

    label: str
    own: int
    shared: int


@dataclass(frozen=True, slots=True)
class OverTime:
    """Articles over time: `steps` with anything in them, and their `bars` on a grid of `width` by `height`.

    `start` and `end` are where time does, `every` is the length of a step in hours, `undated` how many articles are in none.
    """

    width: int
    height: int
    bars: tuple[Bar, ...]
    steps: tuple[Step, ...]
    every: int
    start: str
    end: str
    undated: int

    @property
    def shared(self) -> bool:
        """Whether any bar is of texts that were shared."""
        return any(step.shared for step in self.steps)

    @property
    def step(self) -> str:
        """How long a step is."""
        return _length(self.every)

    @property
    def sentence(self) -> str:
        """What the bars say, in numbers."""
        fullest = max(self.steps, key=lambda step: step.own + step.shared)
        total = sum(step.own + step.shared for step in self.steps)
        said = f"{number_of(total, 'article')} from {self.start} to {self.end}. The most in {self.step}"
        said += f" came from {fullest.label} on: {fullest.own + fullest.shared}."
        return said + (f" {number_of(self.undated, 'article')} undated." if self.undated else "")


@dataclass(frozen=True, slots=True)
class Row:
    """Who told a story, in how many articles with a text of their `own` and how many `shared`; none of either is silence.

    `outlets` are the names behind a group; empty where the row is an outlet's.
    """

    name: str
    own: int
    shared: int
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByTeller:
    """Articles by group where groups were declared, in the order of that, else by outlet, the fullest first.

    `most` is how many articles the fullest of the `rows` has, `left` how many outlets there are beyond those shown.
    """

    rows: tuple[Row, ...]
    grouped: bool
    most: int
    left: int = 0

    @property
    def silent(self) -> tuple[str, ...]:
        """The groups that have no article in the story."""
        return tuple(row.name for row in self.rows if not row.own + row.shared)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Steps of so many hours, counted from a midnight of a zone: whole days by its calendar, hours by what its clock was `east`."""

    hours: int
    zone: tzinfo
    east: timedelta

    def index(self, published: Date) -> int:
        """Which step a date is in."""
        at = published.at or _BEGINNING
        if self.hours % 24 == 0:
            on = at.date() if published.floating else day_of(at, self.zone)
            return (on - _BEGINNING.date()).days // (self.hours // 24)
        return (at - _BEGINNING + self.east) // timedelta(hours=self.hours)

    def between(self, dates: Sequence[Date]) -> int:
        """How many steps lie between the first of some dates and the last."""
        indexes = [self.index(one) for one in dates]
        return max(indexes) - min(indexes)

    def begin(self, index: int) -> str:
        """When a step begins."""
        since = _BEGINNING + index * timedelta(hours=self.hours)
        return day(since) if self.hours % 24 == 0 else instant(since - self.east, self.zone)

    def end(self, index: int) -> str:
        """Where time ends with the step before this: the last day, where days are counted, else the end of the last hour."""
        is_days = self.hours % 24 == 0
        return day(_BEGINNING + timedelta(hours=index * self.hours - 24)) if is_days else self.begin(index)


def over_time(digest: Digest, zone: tzinfo = UTC) -> OverTime | None:
    """Draw when a story's articles came out; None where fewer than three have a date, or all came out within one step."""
    shared = _shared(digest)
    dated = [(one.published, one.id in shared) for one in digest.articles if one.published.at]
    if len(dated) < _FEWEST:
        return None
    scale = _scale([published for published, _ in dated], zone)
    indexes = [scale.index(published) for published, _ in dated]
    first = min(indexes)
    counts = Counter((at - first, copied) for at, (_, copied) in zip(indexes, dated, strict=True))
    places = max(indexes) - first + 1
    if places < 2:
        return None
    tallest = max(counts[at, False] + counts[at, True] for at in range(places))
    filled = [at for at in range(places) if counts[at, False] + counts[at, True]]
    return OverTime(
        width=places * _WIDTH - _GAP,
        height=_HEIGHT,
        bars=tuple(bar for at in filled for bar in _bars(at, counts[at, False], counts[at, True], tallest)),
        steps=tuple(Step(scale.begin(first + at), counts[at, False], counts[at, True]) for at in filled),
        every=scale.hours,
        start=scale.begin(first),
        end=scale.end(first + places),
        undated=len(digest.articles) - len(dated),
    )


def by_teller(digest: Digest) -> ByTeller | None:
    """Draw who told a story: the declared groups, the silent ones too, else the outlets.

    None where there is nothing to tell apart: one outlet alone, or none that has more articles than another.
    """
    shared = _shared(digest)
    tellers = Counter((outlet_name(one.outlet), one.id in shared) for one in digest.articles)
    if digest.coverage:
        rows = tuple(_group(group, tellers) for group in digest.coverage)
        return ByTeller(rows, grouped=True, most=max(row.own + row.shared for row in rows) or 1)
    names = dict.fromkeys(name for name, _ in tellers)
    rows = tuple(sorted((Row(name, tellers[name, False], tellers[name, True]) for name in names), key=_fullest))
    if len(rows) < 2 or rows[0].own + rows[0].shared == rows[-1].own + rows[-1].shared:
        return None
    left = max(0, len(rows) - _MOST_ROWS)
    return ByTeller(rows[:_MOST_ROWS], grouped=False, most=rows[0].own + rows[0].shared, left=left)


def _shared(digest: Digest) -> frozenset[str]:
    """The articles whose text another of the story had before, or that ran an agency's."""
    return frozenset(
        member.article for one in digest.lineages for member in one.members if member.role in ("copy", "rewrite")
    )


def _scale(dates: Sequence[Date], zone: tzinfo) -> _Scale:
    """The finest steps that are no finer than the dates are, and of which the bars fit; the coarsest where none are.

    An hour is told of no article that gave none, or none that is the same everywhere.
    """
    in_order = sorted(dates, key=lambda one: (one.floating, one.at or _BEGINNING))
    finest, ends = 1, [in_order[0], in_order[-1]]
    if in_order[-1].floating:
        parts = [[one for one in in_order if one.floating is floats] for floats in (True, False)]
        finest, ends = 24, [one for part in parts if part for one in (part[0], part[-1])]
    began = ends[0].by(zone)
    east = (began.utcoffset() if began else None) or timedelta()
    scales = [_Scale(step, zone, east) for step in _STEPS if step >= finest]
    return next((one for one in scales if one.between(ends) < _MOST_BARS), scales[-1])


def _bars(at: int, own: int, shared: int, tallest: int) -> Iterable[Bar]:
    """The bars of one step: own texts at the foot, shared ones on them. One among very many can still be seen."""
    both = max(2, round((own + shared) * _HEIGHT / tallest))
    upper = min(max(1, round(shared * _HEIGHT / tallest)), both - 1) if own and shared else both if shared else 0
    if own:
        yield Bar(at * _WIDTH, _HEIGHT - both + upper, _WIDTH - _GAP, both - upper, own=True)
    if shared:
        yield Bar(at * _WIDTH, _HEIGHT - both, _WIDTH - _GAP, upper, own=False)


def _group(group: Coverage, tellers: Counter[tuple[str, bool]]) -> Row:
    names = tuple(map(outlet_name, group.outlets))
    shared = min(group.articles, sum(tellers[name, True] for name in names))
    return Row(group.group, group.articles - shared, shared, names)


def _fullest(row: Row) -> tuple[int, str]:
    return -(row.own + row.shared), row.name


def _length(hours: int) -> str:
    """Say how long a step is.

    >>> _length(1), _length(6), _length(24), _length(168)
    ('1 hour', '6 hours', '1 day', '7 days')
    """
    return number_of(hours // 24, "day") if hours % 24 == 0 else number_of(hours, "hour")
