"""Reads what people are called beside their names: offices and callings, with what tells which one of that office is meant.

"Keldonian President Lina Moor", "the former mayor of Orrin", "Präsidentin". The words are in roles.toml, for English, German,
Spanish and French; in other languages nothing is found but first names. Who bears a role is for `mentions` to say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal, NamedTuple

from babel import Locale

from newsfold.digests.names.around import word_before
from newsfold.model import Range
from newsfold.text.folding import fold
from newsfold.text.stopwords import short

Gender = Literal["f", "m"]

# No more words stand between "the" and an office: "the newly elected Keldonian prime minister".
_MOST_MODIFIERS: Final = 5
_FOLLOWING: Final = re.compile(r"[ \u00a0]([\w'’-]+)")
_SHORTEST_ADJECTIVE: Final = 5
_AGE: Final = re.compile(r"\d{1,3}-(?:year-old|jahrige[rnms]?)|\d{1,3}")
_CAPITALISED: Final = r"(?:\s(?:[a-z]{2,3}\s){0,2}[^\W\d_a-z][\w'’.-]*)"


class _Levelled(dict[int, str]):
    """From a code point to its folded one, or to itself where folding would change the length."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_LEVELLED: Final = _Levelled()


def levelled(text: str) -> str:
    """Fold a text code point by code point, so that every offset stays what it is.

    >>> levelled("Präsident Nicolás")
    'prasident nicolas'
    """
    return text.lower() if text.isascii() else text.translate(_LEVELLED)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language. One that has no lists takes the titles of English, which its newsrooms often copy, and no more."""

    genders: Mapping[str, Gender | None]
    endings: tuple[str, ...]
    kin: Mapping[str, Gender]
    someone: Mapping[str, Gender | None]
    titles: Mapping[str, Gender]
    pronouns: Mapping[str, Gender]
    near: Mapping[str, Gender]
    determiners: frozenset[str]
    possessives: frozenset[str]
    indefinite: frozenset[str]
    copulas: frozenset[str]
    relatives: frozenset[str]
    joints: frozenset[str]
    apart: frozenset[str]
    adjectives: tuple[str, ...]
    leaders: frozenset[str]
    chiefs: frozenset[str]
    departments: frozenset[str]
    says: frozenset[str]
    said_by: frozenset[str]
    places: frozenset[str]
    ands: frozenset[str]
    stops: frozenset[str]
    surnames: frozenset[str]
    families: frozenset[str]
    small: frozenset[str]
    before_objects: frozenset[str]

    def gender(self, head: str) -> Gender | None:
        found = self.genders.get(head)
        if found or head in self.genders:
            return found
        return "f" if head.endswith("in") else "m" if head.endswith(self.endings) else None

    @property
    def heads(self) -> str:
        """The pattern of any noun for an office, in a levelled text."""
        words = "|".join(sorted(map(re.escape, self.genders), key=lambda word: (-len(word), word)))
        endings = "|".join(sorted(map(re.escape, self.endings), key=lambda word: (-len(word), word)))
        compound = rf"|\w*(?:{endings})(?:in|s|es|en)?" if endings else ""
        return rf"(?<![\w-])(?:[a-z]+-)?(?P<head>{words}{compound})(?!\w)"


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(
        resources.files(__package__).joinpath("roles.toml").read_text("utf-8")
    )
    return found


def _listed(text: str) -> frozenset[str]:
    return frozenset(fold(" ".join(word.split())) for word in text.split(",") if word.strip())


@cache
def lexicon(lang: str) -> Lexicon:
    """Give the words of a language (ISO 639-1)."""
    table = _tables().get(lang) or {kind: _tables()["en"][kind] for kind in ("any", "women", "men", "mr", "mrs")}

    def of(name: str) -> frozenset[str]:
        return _listed(table.get(name, ""))

    def told(women: str, men: str) -> dict[str, Gender]:
        return {**dict.fromkeys(sorted(of(men)), "m"), **dict.fromkeys(sorted(of(women)), "f")}

    small = frozenset(map(fold, short(lang)))
    neutral: dict[str, Gender | None] = dict.fromkeys(sorted(of("any")), None)
    return Lexicon(
        genders={**neutral, **told("women", "men")},
        endings=tuple(sorted(of("endings"))),
        kin=told("kin_women", "kin_men"),
        someone={
            **told("kin_women", "kin_men"),
            **told("some_women", "some_men"),
            **dict.fromkeys(sorted(of("some_women") & of("some_men"))),
        },
        titles=told("mrs", "mr"),
        pronouns=told("she", "he"),
        near=told("near_she", "near_he"),
        determiners=of("determiners"),
        possessives=of("possessives"),
        indefinite=of("indefinite"),
        copulas=of("copulas"),
        relatives=of("relatives"),
        joints=of("joints"),
        apart=of("apart"),
        adjectives=tuple(sorted(of("adjectives"))),
        leaders=of("leader"),
        chiefs=of("chiefs"),
        departments=of("departments"),
        says=of("says"),
        said_by=of("said_by") or of("says"),
        places=of("places"),
        ands=of("and"),
        stops=of("stops"),
        surnames=of("surnames"),
        families=of("families"),
        small=small,
        before_objects=(small - of("before_subjects") - of("says")) | of("prepositions"),
    )


@cache
def first_names() -> Mapping[str, Gender]:
    """Give the gender of some first names, folded; those that places bear too ("Santiago") tell nothing."""
    table = tomllib.loads(resources.files(__package__).joinpath("firstnames.toml").read_text("utf-8"))
    women, men = (frozenset(table[kind].split()) for kind in ("women", "men"))
    found: dict[str, Gender] = dict.fromkeys(sorted(women - men - places()), "f")
    return {**found, **dict.fromkeys(sorted(men - women - places()), "m")}


@cache
def places() -> frozenset[str]:
    """Give what countries and some large cities are called in the languages that have lists, folded (Unicode's CLDR)."""
    found: set[str] = set()
    for lang in sorted(_tables().keys() - {"bodies", "short", "peoples"}):
        locale = Locale.parse(lang)
        found |= {fold(name) for name in locale.territories.values()}
        found |= {fold(zone["city"]) for zone in locale.time_zones.values() if "city" in zone}
        found |= {fold(str(zone).rpartition("/")[2].replace("_", " ")) for zone in locale.time_zones}
    return frozenset(found)


@cache
def bodies() -> frozenset[str]:
    """Give the words, folded, that no person's name has."""
    return frozenset(_tables()["bodies"]["words"].replace(",", " ").split())


@cache
def peoples() -> frozenset[str]:
    """Give what peoples, parties and faiths are called that have no country's name in them, folded."""
    return _listed(_tables()["peoples"]["words"])


@cache
def shortened() -> Mapping[str, str]:
    """Map each name that everybody shortens, folded, to one key of all its forms."""
    return {form: key for key, forms in _tables()["short"].items() for form in _listed(forms)}


class Role(NamedTuple):
    """An office or a calling somewhere in a text.

    `head` is its noun and `modifiers` what stands before it, both folded; `whole` runs from the article, where there is one, over
    what the noun is of ("the mayor of Orrin"), `core` to the noun alone. `of` is what it is of, folded.
    """

    whole: Range
    core: Range
    noun: Range
    head: str
    modifiers: frozenset[str]
    of: frozenset[str]
    definite: bool
    indefinite: bool
    gender: Gender | None


def roles(text: str, level: str, lang: str) -> Iterator[Role]:
    """Find the roles of a text, given with its levelled form, in order."""
    words = lexicon(lang)
    if not words.genders:
        return
    last = 0
    for match in _heads(lang).finditer(level):
        if match.start() >= last:
            found = _role(text, level, match, words, lang)
            last = found.core.end
            yield found


@cache
def _heads(lang: str) -> re.Pattern[str]:
    return re.compile(lexicon(lang).heads)


@cache
def _complement(lang: str) -> re.Pattern[str]:
    """Match what an office is of, behind its noun, in the text itself: " of Orrin", " von Keldonien", " de la República"."""
    words = lexicon(lang)
    joints = "|".join(f"{re.escape(joint)} " if joint[-1] != "'" else "d['’]" for joint in sorted(words.joints))
    articles = "|".join(sorted(words.determiners | {"its", "his", "her", "their", "las", "los", "les", "der", "des"}))
    capitals = rf"(?:[a-z]+\s)?{_CAPITALISED}"
    small = r"(?:[^\W\d_]+\s){0,2}[^\W\d_]{3,}(?=[,.;)]|$|\s(?:at|in|who|whose)\b)"
    return re.compile(rf"\s(?:{joints})(?:(?:{articles})\s)*(?:{capitals}|{small})")


@cache
def _department(lang: str) -> re.Pattern[str] | None:
    words = lexicon(lang)
    if not words.departments:
        return None
    listed = "|".join(sorted(map(re.escape, words.departments), key=lambda word: (-len(word), word)))
    joints = "|".join(sorted(map(re.escape, words.joints)))
    return re.compile(rf"\s(?:{joints})\s(?:la\s|the\s)?(?:{listed})\b")


def _role(text: str, level: str, match: re.Match[str], words: Lexicon, lang: str) -> Role:
    start, end, head = match.start(), match.end(), match["head"]
    department = _department(lang)
    inner = frozenset([level[start : match.start("head") - 1]]) if match.start("head") > start else frozenset()
    if department and (office := department.match(level, end)):
        end, inner = office.end(), inner | (frozenset(office[0].split()) - words.small)
    end, behind = _led_on(text, level, end, words)
    modifiers, at, definite, indefinite = _led_back(text, level, start, words)
    if not (definite or indefinite):
        # Without an article nobody can say where a noun phrase begins; only capitals and words of offices are kept.
        modifiers, at = _sure(text, level, start, words)
    complement = _complement(lang).match(text, end)
    stop = complement.end() if complement else end
    of = frozenset(fold(complement[0]).split()) - words.small if complement else frozenset()
    kept = frozenset(word for word in modifiers if not _AGE.fullmatch(word))
    noun = Range(*match.span("head"))
    gender = words.gender(head)
    return Role(Range(at, stop), Range(at, end), noun, head, kept | inner | behind, of, definite, indefinite, gender)


def _led_on(text: str, level: str, end: int, words: Lexicon) -> tuple[int, frozenset[str]]:
    """Go on over the adjectives behind a noun: "el presidente estadounidense". What else follows small, if it is neither a verb of
    speaking nor a function word, may be one: it counts as one, and is not taken in."""
    found: list[str] = []
    while words.adjectives and (following := _FOLLOWING.match(level, end)):
        word = following[1]
        verb = word in words.says or word in words.copulas or text[following.end() - 1] == "ó"  # no adjective ends so
        if not text[following.start(1)].islower() or verb or word in words.small or word in words.joints:
            break
        found.append(word)
        if not (len(word) >= _SHORTEST_ADJECTIVE and word.endswith(words.adjectives)):
            break
        end = following.end()
    return end, frozenset(found)


def _led_back(text: str, level: str, start: int, words: Lexicon) -> tuple[list[str], int, bool, bool]:
    """Go back to the article of a noun: what stands between, where it all begins, and whether the article is a definite one."""
    modifiers: list[str] = []
    capital = text[start].isupper()
    at = start
    while len(modifiers) <= _MOST_MODIFIERS and (before := word_before(level, at)):
        word = before.text
        if word in words.determiners or word in words.indefinite:
            return modifiers, before.start, word in words.determiners, word in words.indefinite
        if _ends_phrase(word, text[before.start : before.end], words):
            break
        is_capital = text[before.start].isupper()
        if capital and not is_capital and word not in words.apart and not words.endings:
            break  # before a title set in capitals, small words are of another phrase ("he told Mayor Moor"); German sets all so
        if modifiers and word in words.genders and word not in words.apart:
            break  # a verb stands between two nouns
        capital = capital or is_capital
        at = before.start
        if word.endswith(("'s", "’s")):
            return [*modifiers, word[:-2]], _with_article(level, at, words), True, False
        modifiers.append(word)
    return modifiers, at, False, False


def _with_article(level: str, at: int, words: Lexicon) -> int:
    """Go back over the article of a possessive: "the country's president"."""
    before = word_before(level, at)
    return before.start if before and before.text in words.determiners else at


def _sure(text: str, level: str, start: int, words: Lexicon) -> tuple[list[str], int]:
    found: list[str] = []
    at = start
    while len(found) <= _MOST_MODIFIERS and (before := word_before(level, at)):
        word = before.text
        known = text[before.start].isupper() or word in words.apart
        if not known or _ends_phrase(word, text[before.start : before.end], words):
            break
        found.append(word[:-2] if word.endswith(("'s", "’s")) else word)
        at = before.start
        if words.endings and word not in words.apart:
            break  # a German noun before a genitive is no part of it
    return found, at


def _ends_phrase(word: str, written: str, words: Lexicon) -> bool:
    """Whether a noun phrase cannot reach back over a word; "US" and "U.S." are not "us" and the end of a sentence."""
    if written.isupper() and len(written) > 1:
        return False
    return word in words.small or word in words.stops or word.endswith((".", "'")) or word in words.says
