"""Links offices to names where the text itself does: by title, apposition, "is", or as the only one of that office.

Mayor Lina Moor / Lina Moor, the mayor of Orrin, / the mayor, Lina Moor, / Moor is the mayor / later: the mayor
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from newsfold.digests.names.around import word_before
from newsfold.digests.names.naming import Name
from newsfold.digests.names.roles import Role, bodies, lexicon

_REACH: Final = 24
_MARKS: Final = frozenset(",–—")
_APPOSED: Final = re.compile(r"(?:,\s(?:aged\s)?\d{1,3},\s|\s\(\d{1,3}\),\s|,\s|\s[–—]\s)$")
_ENDS: Final = re.compile(r"\s?(?:[,.;:)—–\n]|$)|\s(?:who|whose|since|at|quien|qui)\b")
_LIST_GOES_ON: Final = re.compile(r",?\s(?:and|or|und|oder|y|e|et|ou)\b")
_SENTENCE: Final = re.compile(r"(?:^|[.!?:;\n“”\"])\s*([^.!?:;\n“”\"]*)$")
_MOST_INTRODUCTION: Final = 4  # words of "According to Lina Moor", behind which the sentence begins


def linked(text: str, level: str, names: Iterable[Name], roles: Sequence[Role], lang: str) -> dict[int, Name]:
    """Say for each role, by its place in the list, which name the text links it to."""
    names = list(names)
    by_start = {name.range.start: name for name in names}
    by_end = {name.range.end: name for name in names}
    titles = {name.title.core: name for name in names if name.title}
    found: dict[int, Name] = {}
    for place, role in enumerate(roles):
        name = titles.get(role.core)
        if name is None and not _is_possessive(text, role.core.end):
            name = (
                _apposed(level, role, by_end, lang)
                or _equated(level, role, by_end, lang)
                or _announced(level, role, by_start, lang)
            )
        if name is not None:
            found[place] = name
    return found


def _is_possessive(text: str, end: int) -> bool:
    return text[end : end + 1] in ("'", "’")


def _apposed(level: str, role: Role, by_end: Mapping[int, Name], lang: str) -> Name | None:
    """ "Lina Moor, the mayor of Orrin,"; not in a list, and not where the sentence only begins behind the comma."""
    if (
        level[role.whole.start - 1 : role.whole.start] != " "
        or level[role.whole.start - 2 : role.whole.start - 1] not in _MARKS
    ):
        return None
    before = _APPOSED.search(level, max(0, role.whole.start - _REACH), role.whole.start)
    name = by_end.get(before.start()) if before else None
    if name is None or not _ENDS.match(level, role.whole.end):
        return None
    if _LIST_GOES_ON.match(level, role.whole.end) or _introduces(level, name, lang):
        return None
    return name


def _introduces(level: str, name: Name, lang: str) -> bool:
    sentence = _SENTENCE.search(level, max(0, name.range.start - 60), name.range.start)
    words = sentence[1].split() if sentence else []
    return 0 < len(words) <= _MOST_INTRODUCTION and words[0] in lexicon(lang).small | {
        "according",
        "unlike",
        "segun",
        "laut",
    }


def _equated(level: str, role: Role, by_end: Mapping[int, Name], lang: str) -> Name | None:
    """ "Moor is the mayor", "Moor, who was mayor"."""
    words = lexicon(lang)
    verb = word_before(level, role.whole.start)
    if verb is None or verb.text not in words.copulas:
        return None
    who = word_before(level, verb.start)
    if who and who.text in words.relatives and level[who.start - 2 : who.start] == ", ":
        return by_end.get(who.start - 2)
    return by_end.get(verb.start - 1)


def _announced(level: str, role: Role, by_start: Mapping[int, Name], lang: str) -> Name | None:
    """ "the mayor of Orrin, Lina Moor,"."""
    if level[role.whole.end : role.whole.end + 2] != ", ":
        return None
    name = by_start.get(role.whole.end + 2)
    before = word_before(level, role.whole.start)
    if before and before.text in lexicon(lang).before_objects:
        return None  # "counsel to the president, Jay Teel,"
    if name is None or role.indefinite or not _ENDS.match(level, name.range.end):
        return None
    if not (name.person or name.speaks or len(name.key) > 1) or not bodies().isdisjoint(name.key):
        return None
    return None if _LIST_GOES_ON.match(level, name.range.end) else name


def fits(role: Role, held: Role, lang: str) -> bool:
    """Whether an office, where it is named again, can be the one that somebody is known to hold.

    "the mayor" and "the mayor of Orrin" can be "Orrin Mayor"; "the president" cannot be "Vice President", nor "the mayor of Sund".
    "the Keldonian leader" can be whoever heads the government or the state of that name.
    """
    words = lexicon(lang)
    theirs, ours = held.modifiers | held.of, role.modifiers | role.of
    if not ours <= theirs:
        return False
    if role.head == held.head:
        return (held.modifiers & words.apart) <= role.modifiers
    if role.head not in words.leaders or not role.modifiers or role.modifiers & words.apart:
        return False
    office = held.head if held.head in words.chiefs else f"prime {held.head}" if "prime" in held.modifiers else ""
    return office in words.chiefs and not (held.modifiers & words.apart) - {"prime"}
