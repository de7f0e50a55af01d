"""Puts the names of one article under one roof, by what the names themselves say.

Only a person's name may be shortened to a part of it; "Orrin" is never "Bank of Orrin". Two of one last name stay two:
the last name alone goes to one of them only where the text leaves no doubt.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from newsfold.digests.names.keys import Key, is_full, is_longer, shortens
from newsfold.digests.names.naming import Name
from newsfold.digests.names.roles import Gender, lexicon, places
from newsfold.text.folding import fold

_SHORTENED: Final = re.compile(r"""\s\(\s?["“'‘«]?([^\W\d_a-z][^\W\d_]*[^\W\d_a-z])["”'’»]?\s?[),;]""")
MOST_PLACED: Final = 1 / 3  # of the mentions of a lone name; with more behind "in" it is a place
# A last name near somebody else of that name, who was named last, may be that other's.
_FAR_FROM_KIN: Final = 300
# Code points in which a pronoun behind a name is likely its bearer's; so many have to be, and such a share of them.
_FOLLOWS: Final = 80
_LEAST_VOTES: Final = 2
_MOST_OF: Final = 0.8


def grouped(text: str, level: str, names: Sequence[Name], lang: str) -> list[list[Name]]:
    """Put the names of one article together, the groups in the order of their first names."""
    by_key = _by_key(names, lang)
    groups = _full_ones(by_key)
    left: list[list[Name]] = []
    persons = [group for group in groups if _is_person(group, by_key)]
    fulls = frozenset(filter(is_full, by_key))
    for key, group in by_key.items():
        if is_full(key):
            continue
        left += _shared_out(key, group, persons, fulls, _pronoun_gender(level, group, lang))
    return sorted(_with_acronyms(text, [*groups, *left]), key=lambda group: min(name.range for name in group))


def _by_key(names: Sequence[Name], lang: str) -> dict[Key, list[Name]]:
    found: dict[Key, list[Name]] = defaultdict(list)
    known = {name.key for name in names} | {name.key[-1:] for name in names if len(name.key) > 1}
    for name in names:
        key = name.key
        # the genitive "Moors" of German
        if lang == "de" and key[-1].endswith("s") and (bare := (*key[:-1], key[-1][:-1])) in known:
            key = bare
        found[key].append(name)
    return found


def _full_ones(by_key: Mapping[Key, list[Name]]) -> list[list[Name]]:
    """Group full names: those with and without middle names or initials are one, if only one is like them."""
    fulls = {key: list(group) for key, group in by_key.items() if is_full(key)}
    for key in sorted(fulls, key=len):
        sure = _is_person(fulls[key], by_key)
        longer = [
            other
            for other in fulls
            if other != key and is_longer(other, key) and (sure or _is_person(fulls[other], by_key))
        ]
        if len(longer) == 1 and longer[0] in fulls:
            fulls[longer[0]] += fulls.pop(key)
    return list(fulls.values())


def _is_person(group: Sequence[Name], by_key: Mapping[Key, Sequence[Name]]) -> bool:
    """Whether a full name is a person's: the text shows it, or the last name alone is shown to be somebody's."""
    if any(name.person or name.speaks for name in group):
        return True
    alone = by_key.get(group[0].key[-1:], ())
    return not group[0].body and any((name.person or name.speaks) and not name.placed for name in alone)


def _pronoun_gender(level: str, group: Sequence[Name], lang: str) -> Gender | None:
    """Give the gender of the pronouns that follow a name in its sentence, if they are nearly all of one."""
    pattern = _pronouns(lang)
    if pattern is None:
        return None
    votes: Counter[Gender] = Counter()
    for name in group:
        match = pattern.match(level, name.range.end, name.range.end + _FOLLOWS)
        if match:
            votes[lexicon(lang).near[match[1]]] += 1
    first = votes.most_common(1)
    return first[0][0] if first and first[0][1] >= _LEAST_VOTES and first[0][1] >= _MOST_OF * votes.total() else None


@cache
def _pronouns(lang: str) -> re.Pattern[str] | None:
    near = lexicon(lang).near
    return re.compile(rf"[^.!?\n“”\"]*?\b({'|'.join(sorted(near))})\b") if near else None


def _shared_out(
    key: Key, group: list[Name], persons: Sequence[list[Name]], fulls: frozenset[Key], gender: Gender | None
) -> list[list[Name]]:
    """Give the mentions of a short name to who is named in full with it; return what is left, under a roof of its own."""
    # "Ada Teel Bistro", where "Ada Teel" is named as well, is not called "Bistro" for short
    bearers = [
        person
        for person in persons
        if any(shortens(key, name.key) and (name.key[:-1] not in fulls or name.key[-1:] != key) for name in person)
    ]
    if not bearers and any(name.person or name.speaks for name in group):
        bearers = [person for person in persons if any(len(key) == 1 and key[0] == name.key[0] for name in person)]
    if not bearers or key[0] in places() or sum(name.placed for name in group) > MOST_PLACED * len(group):
        return [group]
    original = {id(bearer): tuple(sorted(bearer, key=lambda name: name.range)) for bearer in bearers}
    first = min(name.range.start for name in group)
    bearers = [one for one in bearers if _may_be(group, original[id(one)], first, gender)]
    left = []
    for name in group:
        fitting = _fitting(key, name, bearers, original)
        if len(fitting) == 1:
            fitting[0].append(name)
        else:
            left.append(name)
    return [left] if left else []


def _may_be(group: Sequence[Name], bearer: Sequence[Name], first: int, gender: Gender | None) -> bool:
    """Whether who is called by a last name can be one who is named in full with it.

    Not if pronouns tell otherwise; nor, where the last name came first, if the other comes as a relative, or without the title
    that the last name has: "President Moor" is not made known by "Ada Moor".
    """
    if gender and any(name.gender not in (None, gender) for name in bearer):
        return False
    if first > bearer[0].range.start:
        return True
    titles = {name.title.head for name in group if name.title}
    held = {name.title.head for name in bearer if name.title}
    return not any(name.kin for name in bearer) and (not titles or not titles.isdisjoint(held))


def _fitting(
    key: Key, name: Name, bearers: Sequence[list[Name]], original: Mapping[int, Sequence[Name]]
) -> list[list[Name]]:
    if not name.bare or name.placed:
        return []
    fitting = [one for one in bearers if _agree(name, original[id(one)])]
    before = [one for one in fitting if original[id(one)][0].range.start < name.range.start]
    if len(fitting) > 1:
        fitting = before
    elif any(other.key[-1] != key[-1] for one in fitting for other in original[id(one)]):
        fitting = before  # the first of two last names
    return _without_kin(name, fitting, original) if len(fitting) > 1 else fitting


def _agree(name: Name, others: Iterable[Name]) -> bool:
    genders = {other.gender for other in others} - {None}
    return name.gender is None or not genders or name.gender in genders


def _without_kin(name: Name, fitting: list[list[Name]], original: Mapping[int, Sequence[Name]]) -> list[list[Name]]:
    """Leave out relatives who were brought in as such and are not near: the last name alone stays with whom the text is about."""
    main = [one for one in fitting if not any(other.kin for other in original[id(one)])]
    others = [other for one in fitting if one not in main for other in original[id(one)]]
    near = any(0 < name.range.start - other.range.start < _FAR_FROM_KIN for other in others)
    return fitting if near else main


def _with_acronyms(text: str, groups: list[list[Name]]) -> list[list[Name]]:
    """Join a body with the short form that stands in brackets behind it: "Civil Protection Agency (CPA)"."""
    owner: dict[Key, list[Name]] = {}
    for group in groups:
        for name in group:
            match = _SHORTENED.match(text, name.range.end)
            if match and len(name.key) > 1 and _abbreviates(match[1], name.key):
                owner.setdefault((fold(match[1]),), group)
    found = []
    for group in groups:
        target = owner.get(group[0].key)
        if target is not None and target is not group:
            target += group
        else:
            found.append(group)
    return found


def _abbreviates(short: str, key: Key) -> bool:
    """Whether the letters of a short form begin words of a name, in their order."""
    letters = iter([part[0] for word in key for part in re.split(r"[-'’]", word) if part])
    return all(letter in letters for letter in fold(short))
