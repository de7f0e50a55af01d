"""What is said while a command works, as lines for people or, with `--log json`, as one JSON object a line for programs.

Each says when, how grave and what kind of event it is, in the same words for people as well, and then what it is about, under keys
that stay: see docs/operating.md. It goes to standard error; data is never a log.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps

import click

from newsfold.app import output, world
from newsfold.app.output import Event
from newsfold.errors import NewsfoldError


def as_json(event: Event, at: datetime) -> str:
    r"""Write an event as one line. All but ASCII is escaped, so that nothing in it steers a terminal or breaks the line.

    >>> from datetime import UTC
    >>> as_json(Event("round", "newsfold: 2 feeds asked", "info", {"asked": 2}), datetime(2026, 3, 2, 6, 40, tzinfo=UTC))
    '{"time": "2026-03-02T06:40:00.000Z", "level": "info", "event": "round", "message": "2 feeds asked", "asked": 2}'
    """
    told = {
        "time": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z",
        "level": event.level,
        "event": event.name,
        "message": event.text.removeprefix("newsfold: "),
    }
    return json.dumps(told | {key: value for key, value in event.fields.items() if value is not None})


@contextmanager
def _in_json(now: Callable[[], datetime]) -> Iterator[None]:
    """Let everything that is said inside be JSON, an error that ends the command too, whose status it then ends with."""
    with output.written_as(lambda event: as_json(event, now())):
        try:
            yield
        except NewsfoldError as error:
            what = {"code": error.code, "resource": error.resource}
            output.tell("error", str(error), level="error", about=what)
            raise SystemExit(error.exit_status) from None


def logging(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option `--log`; the command need not know of it."""

    @wraps(command)
    def logged(*arguments: object, log: str, **options: object) -> None:
        if log == "text":
            command(*arguments, **options)
            return
        with _in_json(world.current().clock.now):
            command(*arguments, **options)

    return click.option(
        "--log",
        type=click.Choice(["text", "json"]),
        default="text",
        envvar="NEWSFOLD_LOG",
        show_default=True,
        show_envvar=True,
        help="How to say what happens: lines for people, or one JSON object a line.",
    )(logged)
