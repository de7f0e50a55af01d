"""Looks at the word that stands before a place in a text: a slice and two searches, where a pattern would try every start."""

from __future__ import annotations

from typing import Final, NamedTuple

_REACH: Final = 40  # code points; a longer word tells nothing
_SPACES: Final = " \u00a0"
_OPENING: Final = "\"“„‟‘‚«»‹›'’([{—–-¿¡*•"
_MAY_END: Final = frozenset(".'’-")


class Word(NamedTuple):
    """A word as it stands in a text, from `start` to `end`."""

    text: str
    start: int
    end: int


def word_before(text: str, at: int) -> Word | None:
    """Give the word before a place, if nothing but spaces stands between; None where a mark, a line's end or nothing does.

    >>> word_before("the mayor Moor", 10).text, word_before("the mayor, Moor", 11)
    ('mayor', None)
    """
    window = text[max(0, at - _REACH) : at]
    bare = window.rstrip(_SPACES)
    if not bare or len(bare) == len(window) or not (bare[-1].isalnum() or bare[-1] in _MAY_END):
        return None
    word = bare.rsplit(None, 1)[-1].lstrip(_OPENING)
    end = at - len(window) + len(bare)
    return Word(word, end - len(word), end) if word else None
