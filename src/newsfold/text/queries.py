"""Reads a query as it is typed: words, "phrases in marks", and words that must not be there (-word).

Anything can be typed, and everything means something: a mark that nothing closes, a lone hyphen and letters of any script are
words or nothing, never an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from newsfold.text.tokens import terms

_MARKS: Final = '"“”„«»'
_PART: Final = re.compile(
    rf"(?P<no>(?<!\S)-)?(?:[{_MARKS}](?P<phrase>[^{_MARKS}]+)[{_MARKS}]|(?P<word>[^\s{_MARKS}]+))"
)


@dataclass(frozen=True, slots=True)
class Query:
    """What a query asks, folded: `words` in any form and order, each of `phrases` word for word, and nothing of `without`."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether it asks for nothing: what must not be there does not say what should."""
        return not (self.words or self.phrases)


def read_query(typed: str) -> Query:
    """Read a query.

    >>> read_query('Maduro "safe passage" -oil')
    Query(words=('maduro',), phrases=(('safe', 'passage'),), without=(('oil',),))
    """
    words: dict[str, None] = {}
    phrases: dict[tuple[str, ...], None] = {}
    without: dict[tuple[str, ...], None] = {}
    for part in _PART.finditer(typed):
        found = tuple(terms(part["phrase"] or part["word"]))
        if not found:
            continue
        if part["no"]:
            without[found] = None
        elif part["phrase"] or len(found) > 1:
            # "U.S.-led" is several words that stand together, and so is a word of a script without spaces.
            phrases[found] = None
        else:
            words[found[0]] = None
    return Query(tuple(words), tuple(phrases), tuple(without))
