"""What date expressions can say, before it is known on which day they are said: "Friday", "last month", "3 March".

Frozen values only; `newsfold.text.dates` finds them in texts and `newsfold.text.when` resolves them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newsfold.model import Range

Shift = Literal["last", "next", "this", "coming"]
Tense = Literal["past", "future"]
Unit = Literal["minute", "hour", "day", "week", "weekend", "month", "year"]


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of a day, or a time: from hour `first` to hour `last`, 24 and more being of the day after; `minute` of `first`.

    `east` is the zone that is given with the time, in hours east of Greenwich; `zoned` says that one is given at all.
    """

    first: int
    last: int
    minute: int | None = None
    east: int | None = None
    zoned: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, Monday 0. `weeks` is a week seen from now ("Tuesday last week"), `number` a day of the month ("lunes 2").

    `either_shift` says that "last" or "next" may mean the one of this week or the one beyond; `eve` that the night before is meant.
    """

    day: int
    shift: Shift | None = None
    weeks: int | None = None
    number: int | None = None
    either_shift: bool = False
    eve: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month, with or without its year. `both`: month and day may be the other way about. `weekday` is said beside it."""

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None
    both: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month, with or without its year; `years` is a year seen from now ("March last year"); `either_shift` as of a weekday."""

    month: int
    year: int | None = None
    shift: Shift | None = None
    years: int | None = None
    either_shift: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year."""

    year: int


@dataclass(frozen=True, slots=True)
class Shifted:
    """Units from now, behind (negative) or ahead: "yesterday" is -1 day, "last month" -1 month, "in two weeks" 2 weeks.

    From `low` to `high`: both are the same where the words are exact.
    """

    unit: Unit
    low: int
    high: int
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """From one to the other, both inclusive."""

    first: Form
    last: Form


@dataclass(frozen=True, slots=True)
class Since:
    """From then until now."""

    first: Form


Form = Weekday | Day | Month | Year | Shifted | Between | Since


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date expression where it stands, what it says, and the tense of its verb: None where none is seen, or none matters.

    `contested` says that a verb of the other tense is about as near; `until` that the time ends something ("until Friday").
    """

    range: Range
    form: Form
    hours: Hours | None = None
    tense: Tense | None = None
    contested: bool = False
    until: bool = False
