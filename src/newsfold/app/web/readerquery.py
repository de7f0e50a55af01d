"""What a client of the Google Reader API asks for: which items, from when to when, in which order, from where on. No framework."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from newsfold.engine.streams import StreamItem, Streams
from newsfold.pages import readerform as form

USUAL: Final = 20
MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of a request, in the order given."""

    pairs: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, name: str) -> str:
        """The first value of a field; empty where there is none."""
        return next((value for key, value in self.pairs if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value for key, value in self.pairs if key == name]

    def number(self, name: str) -> int | None:
        """A whole number; None where there is none.

        >>> Asked((("n", "12"), ("c", "x"))).number("n"), Asked((("c", "x"),)).number("c")
        (12, None)
        """
        given = self[name]
        return int(given) if given.isascii() and given.isdigit() and len(given) < 20 else None

    def micros(self, name: str) -> int | None:
        """A moment in microseconds; clients give it in these, in milliseconds, or in seconds.

        >>> [Asked((("ts", given),)).micros("ts") for given in ("1772449200", "1772449200000", "1772449200000000", "0")]
        [1772449200000000, 1772449200000000, 1772449200000000, None]
        """
        given = self.number(name)
        if not given:
            return None
        while given < 10**14:
            given *= 1000
        return given

    def names_state(self, name: str, state: str) -> bool:
        """Whether a field names a state, whoever's it says it is."""
        return any(value.endswith(f"/state/com.google/{state}") for value in self.all(name))

    def is_of(self, item: StreamItem, stream: str) -> bool:
        """Whether an item is of a stream: a subscription, a folder, or a state."""
        ours = _as_ours(stream)
        return not item.read if ours == form.UNREAD else ours in said_of(item)


@dataclass(frozen=True, slots=True)
class Page:
    """Some items of a stream, and what says where they go on."""

    items: list[StreamItem]
    more: dict[str, Any]


def said_of(item: StreamItem) -> list[str]:
    """Everything that an item is of."""
    states = [form.READ] * item.read + [form.STARRED] * item.starred
    return [form.READING_LIST, item.stream.id, f"{form.LABEL}{item.stream.folder}", *states]


def listed(streams: Streams, asked: Asked, stream: str) -> Page:
    """Find what a request asks for of a stream, a page of it."""
    among = streams.starred() if _as_ours(stream) == form.STARRED else streams.items()
    found = [item for item in among if asked.is_of(item, stream) and _passes(item, asked)]
    oldest_first = asked["r"] == "o"
    if oldest_first:
        found.reverse()
    if after := _place(asked["c"]):
        found = [item for item in found if (item.place > after if oldest_first else item.place < after)]
    most = min(asked.number("n") or USUAL, MOST)
    more = {"continuation": "{}.{}".format(*found[most - 1].place)} if len(found) > most else {}
    return Page(found[:most], more)


def _passes(item: StreamItem, asked: Asked) -> bool:
    since, until = asked.micros("ot"), asked.micros("nt")
    at = item.place[0]
    if (since is not None and at < since) or (until is not None and at > until):
        return False
    included = all(asked.is_of(item, one) for one in asked.all("it"))
    return included and not any(asked.is_of(item, one) for one in asked.all("xt"))


def _as_ours(stream: str) -> str:
    """A stream under the name that all users' are known by here: "user/1/state/..." is "user/-/state/..."."""
    kind, _, rest = stream.partition("/")
    return f"user/-/{rest.partition('/')[2]}" if kind == "user" else stream


def _place(given: str) -> tuple[int, int] | None:
    micros, _, number = given.partition(".")
    usual = all(part.isascii() and part.isdigit() for part in (micros, number))
    return (int(micros), int(number)) if usual and len(given) < 60 else None
