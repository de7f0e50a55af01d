"""Takes an article's names apart and puts those of one person or body together, by what the names themselves say.

A name is read without the titles before it. Its bearer is a person if the text shows that: by a title, a known first name, an
initial, a word for speaking beside it. Only a person's name may be shortened to a part of it; "Orrin" is never "Bank of Orrin".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from newsfold.digests.roles import Gender, Lexicon, Role, bodies, first_names, lexicon, places
from newsfold.model import Range
from newsfold.text.folding import fold

Key = tuple[str, ...]

_WORD: Final = re.compile(r"\S+")
_BEFORE: Final = re.compile(r"([\w'’.-]+)[ \u00a0]+$")
_AFTER: Final = re.compile(r"[ \u00a0]([\w'’-]+)")
_OF: Final = re.compile(r"[ \u00a0]of[ \u00a0]")
_NEAR: Final = 30
# ", 54," and ", who": only people have an age and are "who"
_AGED: Final = re.compile(r",\s(?:aged\s)?\d{1,3}(?=[,.;\s])|\s\(\d{1,3}\)")
_WHO: Final = re.compile(r",\s(?:who|quien)\b")
_SHORTENED: Final = re.compile(r"""\s\(\s?["“'‘«]?([^\W\d_a-z][^\W\d_]*[^\W\d_a-z])["”'’»]?\s?[),;]""")
_LEAST_IN_FULL: Final = 2
_JUNIOR: Final = frozenset({"jr", "jnr", "sr", "snr", "ii", "iii", "iv"})
_DOCTORS: Final = frozenset({"mr", "mrs", "ms", "dr", "prof", "sr", "sra", "herr", "frau"})
MOST_PLACED: Final = 1 / 3  # of the mentions of a lone name; with more behind "in" it is a place
# A last name near somebody else of that name, who was named last, may be that other's.
_FAR_FROM_KIN: Final = 300


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands: `range` without titles and possessives, `key` its words, folded, without points.

    `person` says that the text shows it to be a person's, `speaks` only that a word for speaking stands beside it; `title` is the
    office before it; `placed` says that it stands as places do ("in Orrin"), `bare` that it can be somebody's name
    alone ("the Post" cannot); `kin` that it is introduced as somebody's relative.
    """

    range: Range
    key: Key
    person: bool
    speaks: bool
    gender: Gender | None
    title: Role | None
    placed: bool
    bare: bool
    kin: bool


def named(text: str, level: str, runs: Sequence[Range], roles: Sequence[Role], lang: str) -> list[Name]:
    """Read the runs of capitals that are names (`newsfold.text.names`), in order; one that is an office alone is none."""
    inside = _roles_by_run(runs, roles)
    ends = {role.core.end: role for role in roles}
    words = lexicon(lang)
    surnames = _surnames(text, level, runs, inside)
    found = []
    for run in runs:
        at, title = run, inside.get(run.start)
        if title and title.core.end > run.start:
            at = _without_joints(level, Range(min(title.core.end, run.end), run.end), words)
            if bodies() & set(_key(run.of(text))) or run.start in surnames:
                at, title = run, None
        elif level[run.start - 1 : run.start] == " ":
            title = ends.get(run.start - 1)
        title = title if title and title.core.end < at.start else None
        found += [
            _name(text, level, part, title if part.start == at.start else None, lang) for part in _parts(text, at, lang)
        ]
    return [name for name in found if name.key]


def _parts(text: str, at: Range, lang: str) -> list[Range]:
    """Cut a person off what he or she is of: "Lina Moor of Orrin"; "Port of Velmar" stays whole."""
    if lang != "en" or not (joint := _OF.search(text, *at)):
        return [at] if at.end > at.start else []
    first = _key(text[at.start : joint.start()])
    if len(first) < _LEAST_IN_FULL or first[0] not in first_names() or not bodies().isdisjoint(first):
        return [at]
    return [Range(at.start, joint.start()), Range(joint.end(), at.end)]


def _surnames(text: str, level: str, runs: Sequence[Range], inside: Mapping[int, Role]) -> set[int]:
    """Find the runs in which an office is a last name, and those that are such a last name alone, by their starts."""
    found = {run.start for run in runs if run.start in inside and _is_surname(text, level, run, inside[run.start])}
    heads = {inside[start].head for start in found}
    return found | {run.start for run in runs if heads and level[run.start : run.end] in heads}


def _is_surname(text: str, level: str, run: Range, role: Role) -> bool:
    """Whether an office inside a name is a last name: "Martin Luther King Jr", "Dr King"."""
    at = role.core.end - len(role.head)
    before = level[run.start : at].split()
    if before and before[0] in first_names():
        return True
    rest = _key(text[role.core.end : run.end])
    previous = _BEFORE.search(level, max(0, run.start - _NEAR), run.start)
    return bool(rest and rest[0] in _JUNIOR) or bool(previous and not before and previous[1].rstrip(".") in _DOCTORS)


def _roles_by_run(runs: Sequence[Range], roles: Sequence[Role]) -> dict[int, Role]:
    """Find the last office inside each run, by the run's start."""
    found: dict[int, Role] = {}
    place = 0
    for role in roles:
        while place < len(runs) and runs[place].end <= role.core.start:
            place += 1
        if (
            place < len(runs)
            and runs[place].start < role.core.end
            and role.core.end - len(role.head) <= runs[place].end
        ):
            found[runs[place].start] = role
    return found


def _without_joints(level: str, rest: Range, words: Lexicon) -> Range:
    start = rest.start
    for word in _WORD.finditer(level, rest.start, rest.end):
        if word[0] not in words.small and word[0] not in words.joints:
            start = word.start()
            break
        start = word.end()
    return Range(start, rest.end)


def _key(words: str) -> Key:
    return tuple(key for word in words.split() if (key := fold(word).replace(".", "").replace("’", "'").strip("-'")))


def _name(text: str, level: str, at: Range, title: Role | None, lang: str) -> Name:
    words, key = lexicon(lang), _key(at.of(text))
    before = _BEFORE.search(level, max(0, at.start - _NEAR), at.start)
    previous = before[1].rstrip(".") if before else ""
    following = _AFTER.match(level, at.end)
    after = following[1] if following else ""
    addressed = words.titles.get(previous) if text[at.start - 1 : at.start] in (" ", "\u00a0") else None
    is_body = not bodies().isdisjoint(key)
    shown = (
        title is not None
        or addressed is not None
        or _AGED.match(level, at.end) is not None
        or _WHO.match(level, at.end) is not None
        or (len(key) > 1 and (key[0] in first_names() or len(key[0]) == 1 or any(len(word) == 1 for word in key[1:-1])))
    )
    gender = addressed or (title.gender if title else None) or (first_names().get(key[0]) if len(key) > 1 else None)
    the = previous in words.determiners and not (after and text[at.end + 1].islower())
    speaks = not the and (after in words.says or previous in words.says)
    return Name(
        at,
        key,
        shown and not is_body,
        speaks and not is_body and (len(key) > 1 or key[0] not in places()),
        gender or words.kin.get(previous),
        title,
        placed=previous in words.places,
        bare=not the,
        kin=previous in words.kin,
    )


# --- one roof -------------------------------------------------------------------------------------------------------


def grouped(text: str, names: Sequence[Name], lang: str) -> list[list[Name]]:
    """Put the names of one article together, the groups in the order of their first names."""
    by_key = _by_key(names, lang)
    groups = _full_ones(by_key)
    left: list[list[Name]] = []
    persons = [group for group in groups if _is_person(group, by_key)]
    for key, group in by_key.items():
        if is_full(key):
            continue
        left += _shared_out(key, group, persons)
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


def is_full(key: Key) -> bool:
    """Whether a name is of several words and no last name alone."""
    return len(key) >= _LEAST_IN_FULL and not _is_part(key)


def _is_part(key: Key) -> bool:
    """Whether a name of several words may be a last name alone: "van der Molen"."""
    return key[0] in {"van", "von", "de", "da", "di", "el", "al", "la", "le", "bin", "ibn", "abu", "ter", "dos"}


def _full_ones(by_key: Mapping[Key, list[Name]]) -> list[list[Name]]:
    """Group full names: those with and without middle names or initials are one, if only one is like them."""
    fulls = {key: list(group) for key, group in by_key.items() if is_full(key)}
    for key in sorted(fulls, key=len):
        if not _is_person(fulls[key], by_key):
            continue
        longer = [other for other in fulls if other != key and is_longer(other, key)]
        if len(longer) == 1 and longer[0] in fulls:
            fulls[longer[0]] += fulls.pop(key)
    return list(fulls.values())


def is_longer(longer: Key, key: Key) -> bool:
    """Whether one full name is another with more in its middle or before it: "Robert M. Tull", "Lino Vega da Silva".

    First names may be initials. What is added behind makes another name: of two who share two names the longer may be a son.

    >>> is_longer(("robert", "m", "tull"), ("robert", "tull")), is_longer(("robert", "tull", "jr"), ("robert", "tull"))
    (True, False)
    """
    if len(longer) < len(key) or longer[-1] != key[-1] or longer[-1] in _JUNIOR:
        return False
    if len(longer) == len(key):
        return longer[1:] == key[1:] and longer[0] != key[0] and len(key[0]) == 1 and longer[0].startswith(key[0])
    return longer[-len(key) :] == key or (longer[0] == key[0] and longer[-len(key) + 1 :] == key[1:])


def _is_person(group: Sequence[Name], by_key: Mapping[Key, Sequence[Name]]) -> bool:
    """Whether a full name is a person's: the text shows it, or the last name alone is shown to be somebody's."""
    if any(name.person or name.speaks for name in group):
        return True
    key = group[0].key
    alone = by_key.get(key[-1:], ())
    return bodies().isdisjoint(key) and any((name.person or name.speaks) and not name.placed for name in alone)


def _shared_out(key: Key, group: list[Name], persons: Sequence[list[Name]]) -> list[list[Name]]:
    """Give the mentions of a short name to who is named in full with it; return what is left, under a roof of its own."""
    bearers = [person for person in persons if any(shortens(key, name.key) for name in person)]
    if not bearers or key[0] in places() or sum(name.placed for name in group) > MOST_PLACED * len(group):
        return [group]
    first = {id(bearer): min(name.range.start for name in bearer) for bearer in bearers}
    original = {id(bearer): list(bearer) for bearer in bearers}
    left = []
    for name in group:
        fitting = [one for one in bearers if _agree(name, original[id(one)])] if name.bare and not name.placed else []
        if len(fitting) > 1:
            fitting = [one for one in fitting if first[id(one)] < name.range.start]
        if len(fitting) > 1:
            fitting = _without_kin(name, fitting, original)
        if len(fitting) == 1:
            fitting[0].append(name)
        else:
            left.append(name)
    return [left] if left else []


def shortens(key: Key, full: Key) -> bool:
    """Whether a short name can be the last name of a full one.

    >>> shortens(("maduro",), ("nicolas", "maduro", "moros")), shortens(("lina",), ("lina", "moor"))
    (True, False)
    """
    if full[-1] in _JUNIOR:
        full = full[:-1]
    if len(full) <= len(key):
        return False
    if full[-len(key) :] == key:
        return True
    # "Maduro" of "Nicolás Maduro Moros": the first of two last names; never the first name, nor one in the middle
    return len(key) == 1 and len(full) > len(key) + 1 and key[0] in full[1:-1] and len(key[0]) > 2


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
