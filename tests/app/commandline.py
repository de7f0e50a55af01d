"""Runs commands in this process, and writes the sources that they are run on. All news in them is invented."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner

from newsfold.app.cli import newsfold
from newsfold.errors import NewsfoldError

FERRY = "The ferry Silver Tern sank off Velmar on Monday with 212 people aboard, the coast guard said."
DIVERS = (
    "Divers searched the wreck of the ferry Silver Tern off Velmar, where the coast guard counted 212 people aboard."
)
GOATS = "Greenfield crowned the heaviest goat of its annual fair, a brown one named Marigold, before 300 visitors."


@dataclass(frozen=True)
class Ran:
    """What a command printed, and the status that it ended with. `told` is what it said beside the data, line by line."""

    status: int
    printed: str
    told: list[str]

    @property
    def stories(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.printed)["stories"]
        return found


def run(*arguments: object, stdin: bytes = b"", world: object = None) -> Ran:
    """Run a command, in `world` where one is given. What `main` would make of an error is made of it here: its line and status."""
    result = CliRunner().invoke(newsfold, [str(one) for one in arguments], input=stdin, obj=world)
    told, status = result.stderr.splitlines(), result.exit_code
    if isinstance(result.exception, NewsfoldError):
        told, status = [*told, str(result.exception)], result.exception.exit_status
    elif result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(status, result.stdout, told)


def record(
    name: str, text: str = FERRY, *, title: str | None = None, hour: int = 8, **more: object
) -> dict[str, object]:
    """A record of an outlet of its own, published at an hour of the second of March."""
    return {
        "id": name,
        "url": f"https://{name}.example/story",
        "outlet": name.title(),
        "published": f"2026-03-02T{hour:02d}:00:00Z",
        "title": f"Ferry lost: {name}" if title is None else title,
        "text": text,
        "lang": "en",
    } | more


def lines(*records: dict[str, object]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in records)


def feed(*entries: tuple[str, str], link: str = "https://harbourpost.example") -> bytes:
    """An RSS feed of entries, each a title and a text."""
    items = "".join(
        f"<item><title>{title}</title><link>{link}/{number}</link><description>{text}</description>"
        "<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item>"
        for number, (title, text) in enumerate(entries)
    )
    return f'<rss version="2.0"><channel><title>Harbour Post</title>{items}</channel></rss>'.encode()


def naming(told: Sequence[str], name: str) -> list[str]:
    """The lines that name something."""
    return [line for line in told if name in line]
