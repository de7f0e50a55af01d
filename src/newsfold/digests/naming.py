"""Takes an article's names apart and puts those of one person or body together, by what the names themselves say.

A name is read without the titles before it. Its bearer is a person if the text shows that: by a title, a known first name, an
initial, a word for speaking beside it. Only a person's name may be shortened to a part of it; "Orrin" is never "Bank of Orrin".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from newsfold.digests.roles import Gender, Lexicon, Role, bodies, first_names, lexicon, places, shortened
from newsfold.model import Range
from newsfold.text.folding import fold

Key = tuple[str, ...]

_WORD: Final = re.compile(r"\S+")
_BEFORE: Final = re.compile(r"([\w'’.-]+)[ \u00a0]+$")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_AFTER: Final = re.compile(r"[ \u00a0]([\w'’-]+)")
_PARTY: Final = re.compile(r"[dri]-[a-z]+")  # "D-N.Y."
_DOUBLED: Final = re.compile(r"([A-Z])\1")
_GERMAN_JOINTS: Final = frozenset(("von", "der", "des", "in", "und"))
_NOUN_ENDS: Final = re.compile(
    r"(?:ung|heit|keit|schaft|tion|nahme|ismus|nis|sturz|fall|fotos?|videos?|krise|konflikt|angriff|hauptstadt)(?:en|s)?$"
)
_ARTICLED: Final = re.compile(
    r"\b(?:der|die|das|den|dem|des|eine?[nmrs]?|zu[rm]|im|am|beim|vom|keine?[nmrs]?)\s(\w{3,})"
)
_OF: Final = re.compile(r"[ \u00a0]of[ \u00a0]")
_NEAR: Final = 30
# ", 54," and ", who": only people have an age and are "who"
_KIN_BEFORE: Final = re.compile(r"(\w+),?[ \u00a0]$")
_KIN_BEHIND: Final = re.compile(r",\s(?:[\w'’]+\s){1,3}")
_AGED: Final = re.compile(r",\s(?:aged\s)?\d{1,3}(?=[,.;\s])|\s\(\d{1,3}\)")
_WHO: Final = re.compile(r",\s(?:who|quien)\b")
_SHORTENED: Final = re.compile(r"""\s\(\s?["“'‘«]?([^\W\d_a-z][^\W\d_]*[^\W\d_a-z])["”'’»]?\s?[),;]""")
_LEAST_JOINT: Final = 3  # code points, with the spaces about it
_LEAST_IN_FULL: Final = 2
JUNIOR: Final = frozenset({"jr", "jnr", "sr", "snr", "ii", "iii", "iv"})
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
    nouns = _german_nouns(level, runs) if lang == "de" else frozenset()
    for whole in _whole(text, runs):
        run = _without_address(level, whole, words)
        at, title = run, inside.get(run.start)
        if title and title.core.end > run.start:
            at = _without_joints(level, Range(min(title.core.end, run.end), run.end), words)
            if bodies() & set(_key(at.of(text))) or run.start in surnames:
                at, title = run, None
        elif level[run.start - 1 : run.start] == " ":
            title = ends.get(run.start - 1)
        # what stands behind a joint ("Präsidentin von Keldonien") holds no office
        title = title if title and 0 < at.start - title.core.end < _LEAST_JOINT else None
        if at.end == at.start and lang == "de" and (owner := level[run.start : inside[run.start].noun.start].rstrip()):
            at = Range(run.start, run.start + len(owner))  # "Moors Sprecher"
        parts = _parts(text, level, at, lang, nouns)
        found += [_name(text, level, part, title if part.start == at.start else None, lang) for part in parts]
    kept = [name for name in found if name.key and not _is_phrase(text, name, words) and not _PARTY.match(name.key[0])]
    return _without_fronts(text, kept)


def _without_fronts(text: str, found: Sequence[Name]) -> list[Name]:
    """Cut off what stands in front of a person who is named without it elsewhere, or whose first name shows the beginning."""
    persons = {name.key for name in found if len(name.key) >= _LEAST_IN_FULL and name.person}
    return [_without_front(text, name, persons) for name in found]


def _without_front(text: str, name: Name, persons: Collection[Key]) -> Name:
    key = name.key
    for length in range(len(key) - 1, _LEAST_IN_FULL - 1, -1):
        shown = length == _LEAST_IN_FULL and key[-2] in first_names() and not bodies().isdisjoint(key[:-2])
        if key[-length:] in persons or (shown and key[-1] not in bodies()):
            words = [word.start() for word in _WORD.finditer(text, *name.range)]
            gender = name.gender or first_names().get(key[-length])
            at = Range(words[-length], name.range.end)
            return replace(name, range=at, key=key[-length:], person=True, gender=gender, title=None)
    return name


def _whole(text: str, runs: Sequence[Range]) -> Iterator[Range]:
    """Give the runs, with those that a point parts put together: "EE.UU."."""
    last: Range | None = None
    for run in runs:
        doubled = last and _DOUBLED.fullmatch(last.of(text)) and _DOUBLED.fullmatch(run.of(text))
        if last and doubled and text[last.end : run.start].strip() == ".":
            last = Range(last.start, run.end)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _without_address(level: str, run: Range, words: Lexicon) -> Range:
    """Cut off what somebody is addressed by: "M. Moor" in French."""
    first = _WORD.match(level, *run)
    if first and first.end() < run.end and first[0].rstrip(".") in words.titles:
        return Range(first.end() + 1, run.end)
    return run


def _is_phrase(text: str, name: Name, words: Lexicon) -> bool:
    """Whether capitals are a heading's and no name's: "Moor Says He Is Ill", "The"."""
    written = name.range.of(text).split()
    return any(
        (key in words.small or key in words.says) and word[:1].isupper() and (not word.isupper() or len(written) > 2)
        for key, word in zip(map(fold, written), written, strict=True)
    ) and (len(written) != 2 or fold(written[0]) in words.small)


def _german_nouns(level: str, runs: Sequence[Range]) -> frozenset[str]:
    """Give the words of German names that stand behind an article somewhere in the text: they are nouns."""
    return (
        frozenset(_ARTICLED.findall(level)) if any(" " in level[run.start : run.end] for run in runs) else frozenset()
    )


def _parts(text: str, level: str, at: Range, lang: str, nouns: frozenset[str]) -> list[Range]:
    """Cut a person off what he or she is of, or a noun off a name: "Lina Moor of Orrin", "Photo of Moor", "Festnahme Moors".

    "Port of Velmar" stays whole.
    """
    if at.end <= at.start:
        return []
    if lang == "de":
        return [_without_nouns(level, at, nouns)]
    joint = _OF.search(text, *at) if lang == "en" else None
    if not joint:
        return [at]
    first = _key(text[at.start : joint.start()])
    if len(first) >= _LEAST_IN_FULL and first[0] in first_names() and bodies().isdisjoint(first):
        return [Range(at.start, joint.start()), Range(joint.end(), at.end)]
    opens = not text[: at.start].rstrip(" \u00a0")[-1:].strip('.!?:“"‘\n')
    if len(first) == 1 and bodies().isdisjoint(first) and opens:
        return [Range(joint.end(), at.end)]
    return [at]


def _without_nouns(level: str, at: Range, nouns: frozenset[str]) -> Range:
    """Cut the nouns off the front of a German run, and those behind a genitive: "Festnahme von Lina Moor", "Moors Festnahme"."""
    found = [Range(*word.span()) for word in _WORD.finditer(level, *at)]
    while len(found) > 1 and _is_noun(found[0].of(level), nouns):
        found = found[1:]
        while len(found) > 1 and found[0].of(level) in _GERMAN_JOINTS:
            found = found[1:]
    while len(found) > 1 and _is_noun(found[-1].of(level), nouns) and found[-2].of(level).endswith("s"):
        found = found[:-1]
    return Range(found[0].start, found[-1].end)


def _is_noun(word: str, nouns: frozenset[str]) -> bool:
    return word not in bodies() and (word in nouns or _NOUN_ENDS.search(word) is not None)


def _surnames(text: str, level: str, runs: Sequence[Range], inside: Mapping[int, Role]) -> set[int]:
    """Find the runs in which an office is a last name, and those that are such a last name alone, by their starts."""
    found = {run.start for run in runs if run.start in inside and _is_surname(text, level, run, inside[run.start])}
    heads = {inside[start].head for start in found}
    return found | {run.start for run in runs if heads and level[run.start : run.end] in heads}


def _is_surname(text: str, level: str, run: Range, role: Role) -> bool:
    """Whether an office inside a name is a last name: "Martin Luther King Jr", "Dr King"."""
    before = level[run.start : role.noun.start].split()
    if before and before[0] in first_names():
        return True
    rest = _key(text[role.core.end : run.end])
    previous = _BEFORE.search(level, max(0, run.start - _NEAR), run.start)
    return bool(rest and rest[0] in JUNIOR) or bool(previous and not before and previous[1].rstrip(".") in _DOCTORS)


def _roles_by_run(runs: Sequence[Range], roles: Sequence[Role]) -> dict[int, Role]:
    """Find the last office inside each run, by the run's start."""
    found: dict[int, Role] = {}
    place = 0
    for role in roles:
        while place < len(runs) and runs[place].end <= role.noun.start:
            place += 1
        if place < len(runs) and runs[place].start < role.core.end:
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
    if title and not _may_hold(title, text, level, at, key, words):
        title = None
    before = _BEFORE.search(level, max(0, at.start - _NEAR), at.start)
    previous = before[1].rstrip(".") if before else ""
    following = _AFTER.match(level, at.end)
    after = following[1] if following else ""
    addressed = words.titles.get(previous) if text[at.start - 1 : at.start] in (" ", "\u00a0") else None
    is_body = not bodies().isdisjoint(key) or _has_acronym(at.of(text))
    shown = (
        title is not None
        or addressed is not None
        or _AGED.match(level, at.end) is not None
        or _WHO.match(level, at.end) is not None
        or (len(key) > 1 and (key[0] in first_names() or len(key[0]) == 1 or any(len(word) == 1 for word in key[1:-1])))
    )
    gender = addressed or (title.gender if title else None) or (first_names().get(key[0]) if len(key) > 1 else None)
    the = (previous in words.determiners and not (after and text[at.end + 1].islower())) or after in words.families
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
        kin=_is_kin(level, at, words),
    )


def _may_hold(title: Role, text: str, level: str, at: Range, key: Key, words: Lexicon) -> bool:
    """Whether a name behind an office is its holder's: not in "chief Orrin negotiator", nor "an Executive Order"."""
    whole = " ".join(key)
    following = _AFTER.match(level, at.end)
    is_one = not (following and following[1] in words.genders) and not (
        title.indefinite and text[title.noun.start].isupper()
    )
    return is_one and whole not in places() and whole not in shortened() and bodies().isdisjoint(key)


def _is_kin(level: str, at: Range, words: Lexicon) -> bool:
    """Whether somebody is brought in as a relative: "his son, Jon Moor", "Jon Moor, her brother"."""
    before = _KIN_BEFORE.search(level, max(0, at.start - _NEAR), at.start)
    if before and before[1] in words.kin:
        return True
    behind = _KIN_BEHIND.match(level, at.end)
    return bool(behind) and not words.kin.keys().isdisjoint(_LETTERS.findall(behind[0]))  # type: ignore[index]


def _has_acronym(words: str) -> bool:
    """Whether one of several words is an acronym beside others that are none."""
    found = [word for word in words.split() if len(word) > 1 and "." not in word]
    shouted = sum(word.isupper() for word in found)
    return 0 < shouted < len(found)


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
        sure = _is_person(fulls[key], by_key)
        longer = [
            other
            for other in fulls
            if other != key and is_longer(other, key) and (sure or _is_person(fulls[other], by_key))
        ]
        if len(longer) == 1 and longer[0] in fulls:
            fulls[longer[0]] += fulls.pop(key)
    return list(fulls.values())


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
    if not bearers and any(name.person or name.speaks for name in group):
        bearers = [person for person in persons if any(len(key) == 1 and key[0] == name.key[0] for name in person)]
    if not bearers or key[0] in places() or sum(name.placed for name in group) > MOST_PLACED * len(group):
        return [group]
    original = {id(bearer): tuple(sorted(bearer, key=lambda name: name.range)) for bearer in bearers}
    first = min((name.range.start for name in group), default=0)
    # Who comes as a relative after somebody was called by that last name is not that one.
    bearers = [
        one
        for one in bearers
        if not (any(n.kin for n in original[id(one)]) and first < original[id(one)][0].range.start)
    ]
    left = []
    for name in group:
        fitting = _fitting(key, name, bearers, original)
        if len(fitting) == 1:
            fitting[0].append(name)
        else:
            left.append(name)
    return [left] if left else []


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


def shortens(key: Key, full: Key) -> bool:
    """Whether a short name can be the last name of a full one.

    >>> shortens(("maduro",), ("nicolas", "maduro", "moros")), shortens(("lina",), ("lina", "moor"))
    (True, False)
    """
    if full[-1] in JUNIOR:
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
