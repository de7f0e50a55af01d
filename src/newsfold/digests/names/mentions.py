"""Says who is who in one article: which names, offices and pronouns are mentions of one person or body.

Only what the text itself links is put under one roof: a last name goes to the one person who is named in full with it, an
office to whoever the text says holds it, a pronoun to the one person it can mean. Where two are possible, none is taken: a
missed link costs a reader little, a false one puts words into a wrong mouth. Quoted words count as anybody's.

After the rules for entity coreference of Lee et al. (2013, "Deterministic coreference resolution based on entity-centric,
precision-ranked rules"): exact names first, then parts of names, then roles, then pronouns, each step only adding what is surer
than all that follows.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

from newsfold.digests.names.around import word_before
from newsfold.digests.names.describing import fits, linked
from newsfold.digests.names.gathering import MOST_PLACED, grouped
from newsfold.digests.names.keys import is_full
from newsfold.digests.names.naming import Name, named
from newsfold.digests.names.pronouns import Someone, Standing, resolved, someone
from newsfold.digests.names.pronouns import pronouns as find_pronouns
from newsfold.digests.names.roles import (
    Gender,
    Lexicon,
    Role,
    bodies,
    levelled,
    lexicon,
    peoples,
    places,
    roles,
    shortened,
)
from newsfold.model import Range
from newsfold.text.language import primary
from newsfold.text.names import names as find_names
from newsfold.text.quotations import quotations
from newsfold.text.sentences import sentences

Kind = Literal["name", "role", "pronoun"]

# What may stand behind the name that a stretch ends with: ", 26", ", who was there"
_CLOSED: Final = re.compile(r"[\s,.;:)”\"]*(?:,\s\d{1,3}.*|,\s(?:who|quien|qui|der|die)\b.*)?")
# What makes a mention part of something else: "Moor's", "Orrin-born", "Orrin officials"; a comma and all behind it do not.
_BEHIND: Final = re.compile(r"(?:\s|['’‐-])(\w+)")
_WORD: Final = re.compile(r"\w[\w'’-]*")
# "The president" is whom the text last told to be one: not if that was said in passing, once and far above.
_OFTEN: Final = 4
_RECENT: Final = 700


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that means somebody. A name is without its titles ("Moor" of "Mayor Moor")."""

    range: Range
    kind: Kind


@dataclass(frozen=True)
class Named:
    """Somebody or something that an article names. `name` is the first mention of the fullest form, without titles.

    `mentions` are in the order of the text; a name within an office ("the mayor of Orrin") may be another's. `person` says that the
    text shows it to be one, `place` that it often stands as places do ("in Orrin"); `keys` are its names, folded, the fullest
    first; `roles` are what the text calls it, where it is said for the first time.
    """

    name: Range
    mentions: tuple[Mention, ...]
    person: bool = False
    place: bool = False
    gender: Gender | None = None
    roles: tuple[Role, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()

    def of(self, kind: Kind) -> tuple[Range, ...]:
        return tuple(mention.range for mention in self.mentions if mention.kind == kind)


@dataclass(frozen=True)
class Mentions:
    """Who is who in one text: `named` in the order of their first mentions.

    >>> text = "Mayor Lina Moor of Orrin spoke. Moor resigned, she said."
    >>> who = mentions(text, "en")
    >>> [one.range.of(text) for one in who.named[0].mentions]
    ['Mayor', 'Lina Moor', 'Moor', 'she']
    >>> who.fullest(Range(48, 51)).of(text)
    'Lina Moor'
    """

    text: str
    lang: str
    named: tuple[Named, ...] = field(default=())

    def fullest(self, mention: Range) -> Range | None:
        """Give the fullest name in the text of whoever a stretch means ("she", "Mr Moor", "the mayor"); None where nobody knows.

        The stretch may be wider than the mention, as speakers are marked ("Lina Moor, the mayor of Orrin"), but what it means must
        be its head: for "a spokesman for Moor", "Moor's lawyer" and "Moor and Hale" nothing is given.
        """
        found = self.whose(mention)
        return found.name if found else None

    def whose(self, mention: Range) -> Named | None:
        """Give whom a stretch means, as `fullest` does."""
        return self._heads(mention)

    @cached_property
    def _level(self) -> str:
        return levelled(self.text)

    @cached_property
    def _placed(self) -> list[tuple[Range, Kind, Named]]:
        return sorted(
            ((mention.range, mention.kind, one) for one in self.named for mention in one.mentions), key=lambda m: m[0]
        )

    def _heads(self, stretch: Range) -> Named | None:
        placed = self._placed
        first = max(bisect_left(placed, stretch.start, key=lambda m: m[0].start) - 1, 0)
        last = bisect_right(placed, stretch.end, key=lambda m: m[0].start)
        within = [m for m in placed[first:last] if m[0].end > stretch.start and m[0].start < stretch.end]
        if not within:
            return None
        covering = [m for m in within if m[0].start <= stretch.start and stretch.end <= m[0].end]
        if covering:
            return min(covering, key=lambda m: m[0].end - m[0].start)[2]
        level, words = self._level, lexicon(self.lang)
        others = {id(one) for _, _, one in within}
        if len(others) > 1 and not words.ands.isdisjoint(_WORD.findall(level, *stretch)):
            return None
        for at, kind, one in reversed(within):
            if kind == "name" and _is_apposed(level, stretch, at, words):
                return one
        one = within[0][2]
        at = next((m[0] for m in within if m[1] == "name" and m[2] is one), within[0][0])
        return one if _opens(level, stretch, at, words) else None


def _is_apposed(level: str, stretch: Range, at: Range, words: Lexicon) -> bool:
    """Whether a name ends a stretch that says before what its bearer is: "Moor's lawyer, Jon Hale", "Orrin coach Ada Teel, 26"."""
    if at.start == stretch.start or not _CLOSED.fullmatch(level, at.end, stretch.end):
        return False
    before = word_before(level, at.start)
    while before and (before.text.rstrip(".") in words.titles or before.text.endswith(".")):
        at = Range(before.start, at.end)
        before = word_before(level, at.start)
    if before is None:
        return level[at.start - 2 : at.start] == ", "
    return (
        before.start >= stretch.start
        and before.text not in words.small
        and not before.text.endswith(("'s", "’s", "s'", "s’"))
    )


def _opens(level: str, stretch: Range, at: Range, words: Lexicon) -> bool:
    """Whether a mention is the head of a stretch: nothing before it but titles, and nothing hung on it that makes it another's."""
    before = _WORD.findall(level, stretch.start, max(at.start, stretch.start))
    if any(word in words.before_objects - words.determiners or word.endswith(("'s", "’s")) for word in before):
        return False
    if "&" in level[stretch.start : stretch.end]:
        return False
    after = _BEHIND.match(level, at.end, stretch.end)
    return after is None or after[1] in words.joints | words.relatives | words.says | words.copulas


def mentions(text: str, lang: str | None = None, *, pronouns: bool = True) -> Mentions:
    """Find who is named in a text and every stretch that means them; `lang` is a language tag, English where there is none.

    Without `pronouns` only names and offices are found, in two thirds of the time.
    """
    language = primary(lang) or "en"
    return Mentions(text, language, tuple(_resolved(text, language, pronouns)))


@dataclass(eq=False)
class _One(Someone):
    """Somebody while the rules are at work."""

    names: list[Name]
    roles: list[Role] = field(default_factory=list)
    others: list[Mention] = field(default_factory=list)
    person: bool = False

    def done(self) -> Named:
        fullest = max(self.names, key=lambda name: (len(name.key), -name.range.start))
        mentions = [*(Mention(name.range, "name") for name in self.names), *self.others]
        return Named(
            name=fullest.range,
            mentions=tuple(sorted(mentions, key=lambda mention: mention.range)),
            person=self.person,
            place=sum(name.placed for name in self.names) > MOST_PLACED * len(self.names),
            gender=self.gender,
            roles=tuple(self.roles),
            keys=tuple(sorted({name.key for name in self.names}, key=lambda key: (-len(key), key))),
        )


def _resolved(text: str, lang: str, referring: bool) -> Iterator[Named]:
    level = levelled(text)
    found = list(roles(text, level, lang))
    names = named(text, level, find_names(text, lang), found, lang)
    links = linked(text, level, names, found, lang)
    called = {name.range for name in links.values() if bodies().isdisjoint(name.key)}
    ones = _ones(text, level, [replace(name, person=True) if name.range in called else name for name in names], lang)
    owner = {name.range: one for one in ones for name in one.names}
    quoted = [quotation.outer for quotation in quotations(text)]
    free = _describe(
        text, found, {place: owner[name.range] for place, name in links.items() if name.range in called}, quoted, lang
    )
    if referring:
        _refer(text, level, ones, free, quoted, lang)
    return (one.done() for one in sorted(ones, key=lambda one: min(name.range for name in one.names)))


def _ones(text: str, level: str, names: Sequence[Name], lang: str) -> list[_One]:
    return [
        _One(
            gender=_gender(name.gender for name in group),
            names=sorted(group, key=lambda name: name.range),
            person=any(name.person or name.speaks for name in group),
        )
        for group in grouped(text, level, names, lang)
    ]


def _gender(told: Iterable[Gender | None]) -> Gender | None:
    """What the mentions say; where they say both, nothing."""
    said = set(told) - {None}
    return said.pop() if len(said) == 1 else None


def _describe(
    text: str, found: Sequence[Role], links: Mapping[int, _One], quoted: Sequence[Range], lang: str
) -> list[Role]:
    """Give every office that the text links, and every one that only one of those can mean, to its holder; return the rest."""
    rest: list[Role] = []
    holders: list[_One] = []
    for place, role in enumerate(found):
        one = links.get(place)
        if one is None and role.definite and not _is_in(role.whole.start, quoted):
            one = _holder(text, role, holders, rest, lang)
            if one is not None:
                one.others.append(Mention(role.whole, "role"))
        elif one is not None:
            one.person = True
            one.gender = one.gender or role.gender
            one.roles.append(role)
            if one not in holders:
                holders.append(one)
            if not any(role.whole.start <= name.range.start < role.whole.end for name in one.names):
                one.others.append(Mention(role.whole, "role"))
        if one is None:
            rest.append(role)
    return rest


def _holder(text: str, role: Role, holders: Sequence[_One], others: Sequence[Role], lang: str) -> _One | None:
    """Give the one who alone can be meant by an office, if the text speaks of him or her, and says no more of the office itself."""
    fitting = [one for one in holders if any(fits(role, held, lang) for held in one.roles)]
    if len(fitting) != 1 or any(other.head == role.head and _rivals(role, other) for other in others):
        return None
    one, at = fitting[0], role.core.start
    goes_on = _WORD.match(text, role.whole.end + 1)
    if not role.of and goes_on and goes_on[0] in lexicon(lang).joints:
        return None
    before = [name.range.start for name in one.names if name.range.start < at] + [
        other.range.start for other in one.others
    ]
    return one if len(before) >= _OFTEN or at - max(before, default=-_RECENT) < _RECENT else None


def _rivals(role: Role, other: Role) -> bool:
    """Whether an office that nobody is named for could be the one that is meant."""
    return (role.modifiers | role.of) <= (other.modifiers | other.of)


def _refer(
    text: str, level: str, ones: Sequence[_One], free: Sequence[Role], quoted: Sequence[Range], lang: str
) -> None:
    """Give each pronoun that one person alone can mean to that person."""
    found = [pair for pair in find_pronouns(text, level, lang) if not _is_in(pair[0].start, quoted)]
    if not found:
        return
    words = lexicon(lang)
    standing = [
        Standing(at, one, _is_subject(level, at, words), _is_possessive(level, at))
        for one in ones
        if one.person
        for at in (*(name.range for name in one.names), *(mention.range for mention in one.others))
    ]
    standing += [
        Standing(
            name.range, Someone(name.gender), _is_subject(level, name.range, words), _is_possessive(level, name.range)
        )
        for one in ones
        if not one.person and _may_be_person(one)
        for name in one.names
    ]
    taken = {one.range.start for one in standing}
    unnamed = [(role.whole, role.gender) for role in free] + list(someone(level, lang))
    standing += [
        Standing(at, Someone(gender), _is_subject(level, at, words), _is_possessive(level, at))
        for at, gender in unnamed
        if at.start not in taken
    ]
    kept = sorted((one for one in standing if not _is_in(one.range.start, quoted)), key=lambda one: one.range)
    for at, who in resolved(found, kept, sentences(text, lang)):
        if isinstance(who, _One):
            who.others.append(Mention(at, "pronoun"))


def _may_be_person(one: _One) -> bool:
    """Whether somebody may be a person though the text does not show it: enough to stand in a pronoun's way."""
    key = max((name.key for name in one.names), key=len)
    if not bodies().isdisjoint(key) or not peoples().isdisjoint(key) or " ".join(key) in places() | shortened().keys():
        return False
    return is_full(key) or any(name.bare and not name.placed for name in one.names)


def _is_subject(level: str, at: Range, words: Lexicon) -> bool:
    """Whether a stretch is neither a possessive nor behind a preposition; an article or "his" before it tells nothing."""
    if _is_possessive(level, at):
        return False
    before = word_before(level, at.start)
    while before and before.text in words.determiners | words.indefinite | words.possessives:
        before = word_before(level, before.start)
    return not before or before.text not in words.before_objects


def _is_possessive(level: str, at: Range) -> bool:
    return level[at.end : at.end + 1] in ("'", "’")


def _is_in(at: int, ranges: Sequence[Range]) -> bool:
    place = bisect_right(ranges, at, key=lambda one: one.start) - 1
    return place >= 0 and at < ranges[place].end
