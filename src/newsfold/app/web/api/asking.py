"""What may be asked of the API, in bounds: the parameters that several resources have in common."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Annotated, Final

from fastapi import Depends, Path, Query
from pydantic import BeforeValidator, PlainValidator, StringConstraints, WithJsonSchema
from starlette.requests import Request

from newsfold.app.web.api.calls import CURSOR
from newsfold.model import Within, bounds, last_of

MOST: Final = 200
"""Things on one page of a list."""
LONGEST_ID: Final = 512
LONGEST_QUERY: Final = 1000

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at the most.")]
Cursor = Annotated[
    str | None, Query(pattern=CURSOR, description="Where to go on: the cursor of `next`. Opaque; it never expires.")
]
StoryId = Annotated[str, Path(min_length=1, max_length=LONGEST_ID, description="The id of a story.")]
ArticleId = Annotated[str, Path(min_length=1, max_length=LONGEST_ID, description="The id of an article.")]


def _moment(given: object) -> date | datetime:
    """Read a moment, which is in UTC where it has no zone, or a day, which is for the server's zone to say when it is."""
    try:
        found = datetime.fromisoformat(given.upper() if isinstance(given, str) else "")
    except ValueError:
        raise ValueError("is no date; write 2026-03-02 or 2026-03-02T06:40:00Z") from None
    if isinstance(given, str) and len(given) == len("2026-03-02"):
        return found.date()
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:  # the first or the last day that there is, in another zone
        return found.replace(tzinfo=UTC)


def _day(given: object) -> date:
    try:
        return date.fromisoformat(given if isinstance(given, str) else "")
    except ValueError:
        raise ValueError("is no day; write 2026-03-02") from None


_WHEN: Final = WithJsonSchema(
    {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
)
Moment = Annotated[date | datetime, PlainValidator(_moment), _WHEN]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Outlet = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")]


def _within(
    request: Request,
    outlet: Annotated[
        list[Outlet], Query(max_length=20, default_factory=list, description="Only of these outlets; may be repeated.")
    ],
    lang: Annotated[
        list[Language], Query(max_length=20, default_factory=list, description="Only in these languages (ISO 639-1).")
    ],
    since: Annotated[
        Moment | None,
        Query(description="Only what was published then or later; of a day in the server's zone, its beginning."),
    ] = None,
    until: Annotated[
        Moment | None,
        Query(description="Only what was published then or earlier; of a day in the server's zone, its end."),
    ] = None,
) -> Within:
    zone: tzinfo = request.state.desk.zone
    return Within(begun(since, zone), ended(until, zone), tuple(outlet), tuple(lang))


def begun(given: date | datetime | None, zone: tzinfo) -> datetime | None:
    """A moment that was given, or the first one of a day."""
    return given if given is None or isinstance(given, datetime) else bounds(given, zone)[0]


def ended(given: date | datetime | None, zone: tzinfo) -> datetime | None:
    """A moment that was given, or the last one of a day."""
    return given if given is None or isinstance(given, datetime) else last_of(given, zone)


Wanted = Annotated[Within, Depends(_within)]
