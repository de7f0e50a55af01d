"""Tells the tense of the verb that a date expression goes with, from small lists of words and endings.

Nothing is parsed: the marker that is nearest decides, where a comma, a conjunction or a mark of quotation makes it further away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from newsfold.text.dateforms import Tense
from newsfold.text.datewords import Language, Token, listed, split, tables

# How far a verb is looked for, in tokens; and how much further away another token makes it.
_REACH: Final = 24
_CLAUSE: Final = 4
_WEAK: Final = 3
_BEHIND: Final = 1
# "By Friday" points ahead, but less than a verb does: "By November, the ministry went further".
_HINT: Final = 5
# Two markers that are no further apart than this speak against each other.
_NEAR: Final = 2
_MODAL_REACH: Final = 3
_ENDS: Final = frozenset(["\n", "!", "?", ";", ":"])
_PARTS: Final = frozenset([",", "–", "—", '"', "“", "”", "„", "«", "»", "(", ")"])
_JOINING: Final = """
    that and but while as when after because which who if dass und aber wahrend als wenn nachdem weil que y pero mientras cuando
    quien si et mais tandis quand lorsque qui che e ma mentre quando quem mas enquanto"""
_CONJUNCTIONS: Final = frozenset(_JOINING.split())
_LONG_ENDING: Final = 1
_ACCENTED: Final = frozenset("éóíáà")


class _Marker(NamedTuple):
    """`weak`: another marker that is a little further away may govern this one. `unsure`: headlines say it of the past as well."""

    tense: Tense
    weak: bool = False
    unsure: bool = False


class _Verbs(NamedTuple):
    """The lists of one language, by first token: phrases with what they say; and endings."""

    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], _Marker]]]
    endings: Sequence[tuple[str, _Marker]]
    not_verbs: frozenset[str]
    to_verbs: frozenset[str]
    to_word: str


@cache
def _verbs(lang: str) -> _Verbs:
    table = tables()[lang]
    phrases: dict[str, list[tuple[tuple[str, ...], _Marker]]] = {}
    for name, marker in (
        ("past", _Marker("past")),
        ("scheduled", _Marker("future", unsure=True)),
        ("future", _Marker("future")),
    ):
        for phrase in listed(table.get(name, "")):
            first, *rest = split(phrase)
            phrases.setdefault(first, []).append((tuple(rest), marker))
    endings = [
        (ending, _Marker(tense, weak))  # type: ignore[arg-type]
        for name, tense, weak in (
            ("future_endings", "future", False),
            ("past_endings", "past", False),
            ("participles", "past", True),
        )
        for ending in listed(table.get(name, ""))
    ]
    return _Verbs(
        phrases={first: sorted(found, key=lambda one: -len(one[0])) for first, found in phrases.items()},
        endings=endings,
        not_verbs=frozenset(listed(table.get("not_past", ""))),
        to_verbs=frozenset(listed(table.get("to_verbs", ""))),
        to_word=table.get("to_word", ""),
    )


def tense_at(
    text: str, tokens: Sequence[Token], first: int, last: int, tables_of: Language
) -> tuple[Tense | None, bool]:
    """Tell the tense at tokens first to last (exclusive), and whether that is in doubt: no verb is near, or two are."""
    best: dict[Tense, tuple[int, bool]] = {}
    for cost, tense, unsure in _markers(text, tokens, first, last, tables_of):
        best[tense] = min((cost, unsure), best.get(tense, (cost, unsure)))
    if not best:
        return None, False
    tense = min(best, key=lambda one: (best[one], one))
    contested = len(best) == 2 and abs(best["past"][0] - best["future"][0]) <= _NEAR
    hint = _hint(tokens, first, tables_of)
    return tense, contested or best[tense][1] or (hint is not None and hint[1] != tense)


def _markers(
    text: str, tokens: Sequence[Token], first: int, last: int, tables_of: Language
) -> Iterator[tuple[int, Tense, bool]]:
    verbs = _verbs(tables_of.lang)
    hint = _hint(tokens, first, tables_of)
    if hint:
        yield hint
    for places, behind in (
        (range(first - 1, max(first - _REACH, -1), -1), 0),
        (range(last, min(last + _REACH, len(tokens))), _BEHIND),
    ):
        cost, crossed = behind, False
        for at in places:
            if _ends(text, tokens, at):
                break
            parts = _parts(text, tokens[at])
            cost += 1 + _CLAUSE * parts
            # "Flights resume Thursday, the airline said": the verb of another clause says little; "On Monday, he said" is one
            crossed = crossed or (parts and at not in {first - 1, last})
            found = _marker(text, tokens, at, verbs)
            if found:
                yield cost + _WEAK * found.weak, found.tense, found.unsure or crossed


def _hint(tokens: Sequence[Token], first: int, tables_of: Language) -> tuple[int, Tense, bool] | None:
    before = [token.key for token in tokens[max(0, first - 3) : first]]
    for name, tense in (("hints_future", "future"), ("hints_past", "past")):
        listed_here = tables_of.lists.get(name, frozenset())
        if any(" ".join(before[-n:]) in listed_here for n in range(1, len(before) + 1)):
            return _HINT, tense, False  # type: ignore[return-value]
    return None


def _ends(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a sentence ends at a token: a point counts before a capital only."""
    token = tokens[at]
    if token.key in _ENDS or token.kind == "\n":
        return True
    if token.kind != ".":
        return False
    after = text[token.range.end : token.range.end + 3].strip()
    return not after or (after[0].isupper() and len(tokens[at - 1].key) > 2)


def _parts(text: str, token: Token) -> bool:
    """Whether a token parts clauses: a comma, a conjunction ("e", but not "è")."""
    if len(token.key) == 1 and token.key.isalpha() and not token.range.of(text).isascii():
        return False
    return token.key in _PARTS or token.key in _CONJUNCTIONS


def _marker(text: str, tokens: Sequence[Token], at: int, verbs: _Verbs) -> _Marker | None:
    token = tokens[at]
    raw = token.range.of(text)
    for rest, marker in verbs.phrases.get(token.key, ()):
        if len(raw) == 1 and not raw.isascii():  # "à" is no "a"
            break
        if marker.unsure and raw[-1:] in _ACCENTED:  # "commencé" is no "commence"
            continue
        if all(at + n < len(tokens) and tokens[at + n].key == key for n, key in enumerate(rest, 1)):
            return _governed(text, tokens, at, marker, verbs) if marker.tense == "past" or marker.unsure else marker
    if token.key == verbs.to_word and at and tokens[at - 1].key in verbs.to_verbs:
        return _Marker("future")
    if raw[:1].isupper() or token.key in verbs.not_verbs:
        return None
    lower = raw.lower()
    for ending, marker in verbs.endings:
        if lower.endswith(ending) and len(lower) > len(ending) + _LONG_ENDING:
            return _governed(text, tokens, at, marker, verbs)
    return None


def _governed(text: str, tokens: Sequence[Token], at: int, marker: _Marker, verbs: _Verbs) -> _Marker:
    """A participle is of the tense of the word that governs it: "will be held", "expected to be named"."""
    for place in range(at - 1, max(at - 1 - _MODAL_REACH, -1), -1):
        if _parts(text, tokens[place]):
            break
        if tokens[place].key == verbs.to_word and place and tokens[place - 1].key in verbs.to_verbs:
            return _Marker("future")
        for rest, one in verbs.phrases.get(tokens[place].key, ()):
            if not rest and one.tense == "future":
                return one
    return marker
