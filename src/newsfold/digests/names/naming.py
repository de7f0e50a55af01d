"""Reads the names of an article: which words are the name, which a title before it, and what shows it to be a person's.

A person is known by a title, a first name that is in the lists, an initial, an age, or a word for speaking beside the name. What a
heading, a German noun or a sentence's beginning puts before a name is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from newsfold.digests.names.around import word_before
from newsfold.digests.names.keys import JUNIOR, LEAST_IN_FULL, Key
from newsfold.digests.names.roles import Gender, Lexicon, Role, bodies, first_names, lexicon, peoples, places, shortened
from newsfold.model import Range
from newsfold.text.folding import fold, fold_case
from newsfold.text.namewords import TITLES

_WORD: Final = re.compile(r"\S+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_AFTER: Final = re.compile(r"[ \u00a0]([\w'’-]+)")
_PARTY: Final = re.compile(r"[dri]-[a-z]+")  # "D-N.Y."
_DOUBLED: Final = re.compile(r"\b([A-Z])\1$")
_GERMAN_JOINTS: Final = frozenset(("von", "der", "des", "in", "und"))
_NOUN_ENDS: Final = re.compile(
    r"(?:ung|heit|keit|schaft|tion|nahme|ismus|nis|sturz|fall|fotos?|videos?|krise|konflikt|angriff|hauptstadt)(?:en|s)?$"
)
_ARTICLED: Final = re.compile(
    r"\b(?:der|die|das|den|dem|des|eine?[nmrs]?|zu[rm]|im|am|beim|vom|keine?[nmrs]?)\s(\w{3,})"
)
_COUNTED: Final = re.compile(
    r"\b(?:eine?[nmrs]?|keine?[nmrs]?|jede[nmrs]?|diese[nmrs]?|viele|mehrere|alle|zwei|drei|vier|\d+)\s(?:\w+e[nmrs]?\s)?(\w{3,})"
)
_DE: Final = re.compile(r"[ \u00a0](?:de|del|du)[ \u00a0]")
_OF: Final = re.compile(r"[ \u00a0]of[ \u00a0]")
_NEAR: Final = 30
# ", 54," and ", who": only people have an age and are "who"
_KIN_BEHIND: Final = re.compile(r",\s(?:[\w'’]+\s){1,3}")
_AGED: Final = re.compile(r",\s(?:aged\s)?\d{1,3}(?=[,.;\s])|\s\(\d{1,3}\)")
_OLD: Final = re.compile(r"\d{1,3}-(?:year-old|jahrige[rn]?)")
_WHO: Final = re.compile(r",\s(?:who|quien)\b")
_STEM: Final = 4  # letters that a people has in common with its country
_LEAST_JOINT: Final = 3  # code points, with the spaces about it
_DIRECTIONS: Final = frozenset("nsew")
_ADDRESSES: Final = frozenset(map(fold, TITLES))
_DOCTORS: Final = frozenset({"mr", "mrs", "ms", "dr", "prof", "sr", "sra", "herr", "frau"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands: `range` without titles and possessives, `key` its words, folded, without points.

    `person` says that the text shows it to be a person's, `body` that it has a word that no person's name has, `speaks` that a word
    for speaking stands beside it; `title` is the office before it; `placed` says that it stands as places do ("in Orrin"), `bare`
    that it can be somebody's name alone ("the Post" cannot); `kin` that it is brought in as somebody's relative.
    """

    range: Range
    key: Key
    person: bool
    body: bool
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
    persons = {name.key for name in found if len(name.key) >= LEAST_IN_FULL and name.person}
    return [_without_front(text, name, persons) for name in found]


def _without_front(text: str, name: Name, persons: Collection[Key]) -> Name:
    key = name.key
    for length in range(len(key) - 1, LEAST_IN_FULL - 1, -1):
        shown = length == LEAST_IN_FULL and key[-2] in first_names() and not bodies().isdisjoint(key[:-2])
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
        doubled = last and _DOUBLED.search(last.of(text)) and _DOUBLED.search(run.of(text))
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
    if len(written) == 1 and not written[0].isupper() and name.key[0] in lexicon("en").small:
        return True  # "The": English titles stand in texts of any language
    return any(
        (key in words.small or key in words.says) and word[:1].isupper() and (not word.isupper() or len(written) > 2)
        for key, word in zip(map(fold, written), written, strict=True)
    ) and (len(written) != 2 or fold(written[0]) in words.small)


def german_nouns(level: str) -> frozenset[str]:
    """Give the words of a German text that stand behind "ein", "kein" or a number, as no name does."""
    return frozenset(_COUNTED.findall(level))


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
    return _without_place(text, at) if lang == "en" else _without_deed(level, at)


def _without_place(text: str, at: Range) -> list[Range]:
    joint = _OF.search(text, *at)
    if not joint:
        return [at]
    first = _key(text[at.start : joint.start()])
    person = len(first) >= LEAST_IN_FULL and (first[0] in first_names() or any(len(word) == 1 for word in first))
    if person and bodies().isdisjoint(first):
        return [Range(at.start, joint.start()), Range(joint.end(), at.end)]
    opens = not text[: at.start].rstrip(" \u00a0")[-1:].strip('.!?:“"‘\n')
    noun_alone = len(first) == 1 and bodies().isdisjoint(first) and opens
    return [Range(joint.end(), at.end)] if noun_alone else [at]


def _without_deed(level: str, at: Range) -> list[Range]:
    """Cut a person off the noun that is his or hers: "Golpe de Lino Vega"; what has no first name behind the joint stays whole."""
    for joint in _DE.finditer(level, *at):
        rest = level[joint.end() : at.end].split()
        opens = level[at.start : joint.start()].split(maxsplit=1)[0]
        if len(rest) >= LEAST_IN_FULL and rest[0] in first_names() and opens not in first_names():
            return [Range(at.start, joint.start()), Range(joint.end(), at.end)]
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
    rest = _key(text[role.core.end : run.end])
    if before and before[0] in first_names() and not rest:
        return True
    if before and role.head in lexicon("en").surnames and not _is_adjective(before[-1]):
        return True  # "Levon King", but "Saudi King"
    previous = word_before(level, run.start)
    return bool(rest and rest[0] in JUNIOR) or bool(previous and not before and previous.text.rstrip(".") in _DOCTORS)


def _is_adjective(word: str) -> bool:
    """Whether a word is of a place, or makes another office of an office."""
    return word in lexicon("en").apart or word in bodies() or any(place[:_STEM] == word[:_STEM] for place in places())


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


def _key(words: str, lang: str = "") -> Key:
    level = fold_case if lang == "vi" else fold  # in Vietnamese accents make the name
    return tuple(key for word in words.split() if (key := level(word).replace(".", "").replace("’", "'").strip("-'")))


def _name(text: str, level: str, at: Range, title: Role | None, lang: str) -> Name:
    words, key = lexicon(lang), _key(at.of(text), lang)
    if title and not _may_hold(title, text, level, at, key, words):
        title = None
    before = word_before(level, at.start)
    previous = before.text.rstrip(".") if before else ""
    following = _AFTER.match(level, at.end)
    after = following[1] if following else ""
    addressed = words.titles.get(previous)
    is_body = not bodies().isdisjoint(key) or key[-1] in peoples() or _has_acronym(at.of(text))
    shown = (
        title is not None
        or addressed is not None
        or previous in _ADDRESSES
        or (_OLD.fullmatch(previous) is not None and after not in words.someone)
        or _AGED.match(level, at.end) is not None
        or _WHO.match(level, at.end) is not None
        or (len(key) > 1 and (key[0] in first_names() or _is_initial(key) or any(len(word) == 1 for word in key[1:-1])))
    )
    gender = addressed or (title.gender if title else None) or (first_names().get(key[0]) if len(key) > 1 else None)
    the = (previous in words.determiners and not (after and text[at.end + 1].islower())) or after in words.families
    speaks = not the and (after in words.says or previous in words.said_by)
    return Name(
        at,
        key,
        shown and not is_body,
        is_body,
        speaks and not is_body and (len(key) > 1 or key[0] not in places()),
        gender or words.kin.get(previous),
        title,
        placed=previous in words.places,
        bare=not the,
        kin=_is_kin(level, at, words),
    )


def _is_initial(key: Key) -> bool:
    """Whether a name begins with an initial; "S. Orrin" is the south of a town."""
    return len(key[0]) == 1 and (len(key) > LEAST_IN_FULL or key[0] not in _DIRECTIONS)


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
    comma = level[at.start - 2 : at.start] == ", "
    before = (
        word_before(f"{level[max(0, at.start - _NEAR) : at.start - 2]} ", _NEAR - 1)
        if comma
        else word_before(level, at.start)
    )
    if before and before.text in words.kin:
        return True
    behind = _KIN_BEHIND.match(level, at.end)
    return bool(behind) and not words.kin.keys().isdisjoint(_LETTERS.findall(behind[0]))  # type: ignore[index]


def _has_acronym(words: str) -> bool:
    """Whether one of several words is an acronym beside others that are none."""
    found = [word for word in words.split() if len(word) > 1 and "." not in word]
    shouted = sum(word.isupper() for word in found)
    return 0 < shouted < len(found)
