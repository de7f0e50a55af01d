"""Compares names by their words alone: which is a last name, which the longer form of another, which another spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

Key = tuple[str, ...]
"""The words of a name, folded, without points."""

JUNIOR: Final = frozenset({"jr", "jnr", "sr", "snr", "ii", "iii", "iv"})
LEAST_IN_FULL: Final = 2
_REMEMBERED: Final = 50_000
_PARTICLES: Final = frozenset("of del des du van von de da di el al la le bin ibn abu ter dos".split())  # noqa: SIM905 - a table of words
_SOUNDS: Final = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"sk[iy][iyj]*$|sk[yi]$", "ski"),
        (r"[vw]i(?:tsch|tch|cz|c|ch)$", "vich"),
        (r"^(?:mo|mu)ham+[ae]d$", "muhamad"),
        (r"w", "v"),
        (r"ph", "f"),
        (r"ch(?=[oa])", "c"),
        (r"ou", "u"),
        (r"^([kgd])h(?=[aeiou])", r"\1"),
        (r"q(?!u)", "k"),
        (r"[yj](?=[aeou])|(?<=[aeou])[yj]|[yj]$", "i"),
        (r"ii+", "i"),
        (r"(.)\1", r"\1"),
    )
)


def is_full(key: Key) -> bool:
    """Whether a name is of several words and no last name alone."""
    return len(key) >= LEAST_IN_FULL and not _is_part(key)


def _is_part(key: Key) -> bool:
    """Whether a name of several words may be a last name alone: "van der Molen"."""
    return key[0] in _PARTICLES


def is_longer(longer: Key, key: Key) -> bool:
    """Whether one full name is another with more in its middle or before it: "Robert M. Tull", "Lino Vega da Silva".

    First names may be initials. What is added behind makes another name: of two who share two names the longer may be a son.

    >>> is_longer(("robert", "m", "tull"), ("robert", "tull")), is_longer(("robert", "tull", "jr"), ("robert", "tull"))
    (True, False)
    """
    if len(longer) < len(key) or longer[-1] != key[-1] or longer[-1] in JUNIOR:
        return False
    if len(longer) == len(key):
        return longer[1:] == key[1:] and longer[0] != key[0] and len(key[0]) == 1 and longer[0].startswith(key[0])
    added = longer[: -len(key)]
    return (longer[-len(key) :] == key and added[-1] not in _PARTICLES) or (
        longer[0] == key[0] and longer[-len(key) + 1 :] == key[1:]
    )


def shortens(key: Key, full: Key) -> bool:
    """Whether a short name can be the last name of a full one.

    >>> shortens(("maduro",), ("nicolas", "maduro", "moros")), shortens(("lina",), ("lina", "moor"))
    (True, False)
    """
    if "of" in full:
        full = full[: full.index("of")]
    if len(full) <= len(key) or full[-1] in JUNIOR:
        return False  # the last name alone is the elder's
    if full[-len(key) :] == key:
        return True
    # "Maduro" of "Nicolás Maduro Moros": the first of two last names; never the first name, nor one in the middle
    return len(key) == 1 and len(full) > len(key) + 1 and key[0] in full[1:-1] and len(key[0]) > 2


def sounds(key: Key) -> Key:
    """Give one key to the spellings that transliteration makes of a name: "Zelenskyy", "Zelensky"; "Wolodymyr", "Volodymyr".

    After the rules of Steinberger et al. (2011, "JRC-Names") that leave vowels alone.

    >>> sounds(("wolodymyr", "zelenskyj")) == sounds(("volodymyr", "zelensky"))
    True
    """
    return tuple(map(_sound, key))


@lru_cache(maxsize=_REMEMBERED)
def _sound(word: str) -> str:
    for pattern, instead in _SOUNDS:
        word = pattern.sub(instead, word)
    return word
