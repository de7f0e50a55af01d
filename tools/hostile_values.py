"""Fills any frozen value, and the arguments of any function, with one string wherever a string can stand.

It reads the types, so that a field or a page that is added later is filled as well, and nobody has to think of it.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import InitVar, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from newsfold.model import Range, Span, Verbatim, When
from newsfold.pages import Places

_MOMENT: Final = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_PLAIN: Final[Mapping[Any, Any]] = {
    bool: True,
    int: 2,
    float: 0.5,
    bytes: b"x",
    datetime: _MOMENT,
    date: _MOMENT.date(),
    timedelta: timedelta(hours=1),
    tzinfo: UTC,
    type(None): None,
}
# What is no string of anybody's: the layout of our own pages.
_PLACES: Final = Places(
    files=False, offered=frozenset({"search", "outlets", "feeds", "following", "settings", "why", "proof"})
)
_HOLDS_MANY: Final = frozenset({tuple, Sequence, Iterable, list, frozenset, dict, Mapping})
# What our own reading of dates writes, and no outlet.
_OURS: Final[Mapping[tuple[type[Any], str], Any]] = {(When, "start"): "2026-03-02", (When, "end"): "2026-03-03"}


@cache
def _hints(of: Callable[..., Any]) -> Mapping[str, Any]:
    return get_type_hints(of)


class Filler:
    """Makes values of types, with `text` for every string. Of alternatives it takes another each time, in turn."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._turn = count()

    def of(self, kind: Any) -> Any:
        """A value of a type; what no rule is for raises TypeError."""
        if kind is str or kind is Any or kind is object:
            return self._text
        if kind in _PLAIN:
            return _PLAIN[kind]
        if kind is Places:
            return _PLACES
        if kind is Range:
            return Range(0, max(1, len(self._text) // 2))
        if kind is Path:
            return Path("x")
        return self._of_parts(kind, get_origin(kind), get_args(kind))

    def _of_parts(self, kind: Any, origin: Any, parts: tuple[Any, ...]) -> Any:
        if origin is Literal:
            return parts[next(self._turn) % len(parts)]
        if origin in (Union, types.UnionType):
            real = [one for one in parts if one is not type(None)]
            return self.of(real[next(self._turn) % len(real)])
        if origin in _HOLDS_MANY:
            return self._of_many(origin, parts)
        if inspect.isclass(kind) and is_dataclass(kind):
            return self._of_fields(kind)
        raise TypeError(f"nothing is known of how to make a {kind}")

    def _of_many(self, origin: Any, parts: tuple[Any, ...]) -> Any:
        if origin in (dict, Mapping):
            return {self.of(parts[0]): self.of(parts[1])}
        kinds = parts if origin is tuple and parts[-1] is not Ellipsis else (parts[0], parts[0])
        made = tuple(self.of(one) for one in kinds)
        return frozenset(made) if origin is frozenset else list(made) if origin is list else made

    def _of_fields(self, kind: type[Any]) -> Any:
        hints = _hints(kind)  # type: ignore[arg-type]  # a type is hashable
        given = {
            one.name: _OURS[kind, one.name] if (kind, one.name) in _OURS else self.of(hints[one.name])
            for one in fields(kind)
            if one.init
        }
        if issubclass(kind, Verbatim):
            stands = Span("r", "text", 0, len(self._text))
            given |= {"text": self._text, "span": stands, "source": self._text}
        elif any(isinstance(one, InitVar) for one in hints.values()):
            raise TypeError(f"{kind} takes something that is not known here")
        return kind(**given)

    def call(self, function: Callable[..., Any]) -> Any:
        """Call a function with every argument filled by its type."""
        hints = _hints(function)
        signature = inspect.signature(function)
        positional, named = [], {}
        for name, parameter in signature.parameters.items():
            value = self.of(hints[name])
            if parameter.kind is parameter.KEYWORD_ONLY:
                named[name] = value
            else:
                positional.append(value)
        return function(*positional, **named)
