"""A text's tokens as the grammar of dates looks at them: what stands where, what opens a sentence, what is a name.

Nothing is decided here about what an expression says; `newsfold.text.dategrammar` does that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from newsfold.text.dateforms import Form, Hours
from newsfold.text.datewords import Language, Token

# What stands around an expression without being part of it.
_FILLERS: Final = frozenset("tPOvAi~,.(")
# "A novel by Sunday Adeyo", "the Tuesday Group": between one of these and a capital a weekday is a name.
_BEFORE_A_NAME: Final = frozenset(["by", "the", "and"])
_OPENS: Final = frozenset('.!?:…“"«„([–—-\n*•')


class Found(NamedTuple):
    """What a pattern matched: tokens first to last (exclusive), and what they say."""

    first: int
    last: int
    form: Form
    hours: Hours | None = None


class Reader:
    """Reads what the patterns match in one text."""

    def __init__(self, text: str, found: Sequence[Token], tables_of: Language) -> None:
        self.text, self.tokens, self.tables = text, found, tables_of

    def kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else "\n"

    def key(self, at: int) -> str:
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def raw(self, at: int) -> str:
        return self.tokens[at].range.of(self.text) if 0 <= at < len(self.tokens) else ""

    def flag(self, name: str) -> bool:
        return name in self.tables.flags

    def within(self, first: int, last: int, kinds: str) -> list[Token]:
        """The tokens of some kinds, in order."""
        return [token for token in self.tokens[first:last] if token.kind in kinds]

    def is_plural(self, at: int) -> bool:
        """Whether a unit is one of several: "past years", "années 2000"."""
        return self.kind(at) == "U" and self.key(at) in self.tables.lists.get("plural_units", frozenset())

    def opens(self, at: int) -> bool:
        """Whether a sentence, a quotation or a line begins at a token."""
        return at == 0 or self.kind(at - 1) == "\n" or self.raw(at - 1)[-1:] in _OPENS

    def is_word_for_time(self, at: int) -> bool:
        """Whether a weekday or a month has the capital that it has in its language, and no other."""
        capital = self.raw(at)[:1].isupper()
        return capital if self.flag("capitals") else not capital or self.opens(at)

    def is_name(self, first: int, last: int) -> bool:
        """Whether a weekday is part of a name: "Black Friday", "the Sunday Times", "Friday Night Lights"."""
        before, after = (
            self.tables.lists.get("names_before", frozenset()),
            self.tables.lists.get("names_after", frozenset()),
        )
        if any(" ".join(map(self.key, range(first - n, first))) in before for n in (1, 2)):
            return True
        if any(" ".join(map(self.key, range(last, last + n))) in after for n in (1, 2)):
            return True
        followed = self.kind(last) == "_" and self.raw(last)[:1].isupper()
        if not self.flag("capitals"):
            return self.raw(first)[0].isupper() and followed
        if self.flag("month_first") and followed and (self.opens(first) or self.key(first - 1) in _BEFORE_A_NAME):
            return True
        return self.kind(last - 1) == "Q" and self.raw(last - 1)[0].isupper() and self.raw(last)[:1].isupper()

    def trimmed(self, first: int, last: int, form: Form | None, hours: Hours | None = None) -> Found | None:
        """Leave the fillers at the ends out of what is marked."""
        if form is None:
            return None
        while first < last and self.kind(first) in _FILLERS:
            first += 1
        while first < last and self.kind(last - 1) in _FILLERS and self.raw(last - 1) != ")":
            last -= 1
        return Found(first, last, form, hours) if first < last else None

    def hours(self, first: int, last: int) -> Hours | None:
        """Read the part of a day or the time among some tokens."""
        clocks = [at for at in range(first, last) if self.kind(at) in "Ccd" and self._is_clock(at, first)]
        parts = [self.tokens[at] for at in range(first, last) if self.kind(at) in "Qg"]
        if clocks:
            return self._time(clocks[-1])
        if not parts:
            return None
        value = (5, 11) if parts[-1].kind == "g" else parts[-1].value
        return Hours(*value)

    def _is_clock(self, at: int, first: int) -> bool:
        if self.kind(at) == "C" or self.kind(at + 1) in "xh":
            return True
        return self.kind(at) == "c" and at > first

    def _time(self, at: int) -> Hours | None:
        value = self.tokens[at].value
        hour, minute = value if isinstance(value, tuple) else (value, None)
        half = self.kind(at + 1) == "x" and self.tokens[at + 1].value
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        zone = next((self.tokens[n] for n in (at + 1, at + 2) if self.kind(n) == "Z"), None)
        return Hours(hour, hour, minute, zone.value if zone else None, zone is not None)
