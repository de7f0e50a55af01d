"""Finds accounts of which one says of a thing what another says is not so of it: "the dam was damaged", "the dam was undamaged".

Only plain statements are read: a thing, a form of to be, to have or to do (`auxiliaries` in conflicts.toml), and what is said of
it. What is not so is told by "not", by "no" in front of the thing, by a prefix ("undamaged"), by a listed opposite ("intact")
or by the sign that is missing ("no mark of having been forced").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.onequantity import Story
from newsfold.model import Conflict, Range
from newsfold.text.tokens import terms

_HOURS = 72.0
# More words between a thing and what is said of it make another sentence: "the release does not extend to".
_BETWEEN = 5
_QUESTION = re.compile(r"\?[\"”’»“\s]*$")
_SHORTEST_ROOT = 4
# "That the law be respected", "depends on an agreement being reached": nothing is said to be so.
_BARE = (("be",), ("being",))


class Denied(NamedTuple):
    """That something (`head`, a term) is not something (`focus`: a term, or the name of a listed pair behind a "=").

    `rest` are the terms of the clause behind it, `link` a preposition before it ("in control"); `weak` says that only a sign is
    missing.
    """

    sentence: Sentence
    head: str
    focus: str
    rest: frozenset[str]
    link: str
    mark: Range
    weak: bool = False


def opposite_conflicts(articles: Sequence[Sequence[Sentence]], story: Story) -> list[Conflict]:
    """Find the statements of one story's articles that exclude each other, given in the order of time."""
    if len({sentences[0].account for sentences in articles if sentences}) < 2:
        return []
    conflicts: list[Conflict] = []
    taken: set[str] = set()
    for one in (one for sentences in articles for sentence in sentences for one in denied(sentence)):
        if one.sentence.text in taken:
            continue
        against: dict[str, tuple[Sentence, Range]] = {}
        for other in story.having.get(one.head, ()):
            mark = _held(one, other)
            if mark is not None:
                against.setdefault(other.text, (other, mark))
        if against:
            taken.add(one.sentence.text)
            sides = sorted(
                [(one.sentence, one.mark), *against.values()],
                key=lambda side: (side[0].article.time_order, side[1].start),
            )
            conflicts.append(Conflict("yes-no", tuple(sentence.claim(mark) for sentence, mark in sides)))
    return conflicts


def denied(sentence: Sentence) -> Iterator[Denied]:
    """Read what a sentence says is not so; nothing in a question, a condition or a supposition."""
    lists = sentence.lists
    # Most sentences have no word that could turn them.
    if not lists.turning.may_start(sentence.keys) or _QUESTION.search(sentence.text) or not sentence.tells:
        return
    for first, end in _clauses(sentence):
        if lists.supposing.isdisjoint(sentence.keys[first:end]):
            for start, place in _statements(sentence, first, end):
                found = _denied(sentence, (first, start, place, end))
                if found is not None:
                    yield found


def _clauses(sentence: Sentence) -> Iterator[tuple[int, int]]:
    words, first = sentence.words, 0
    for end in range(1, len(words) + 1):
        if end == len(words) or words[end].parted:
            yield first, end
            first = end


def _statements(sentence: Sentence, first: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where in a clause the words stand that join a thing to what is said of it."""
    verbs = sentence.lists.auxiliaries
    place = first + 1
    while place < end:
        start, place = place, _joined(sentence, place, end)
        if start < place < end and place - start <= _BETWEEN and not verbs.isdisjoint(sentence.keys[start:place]):
            yield start, place
        place += 1


def _joined(sentence: Sentence, place: int, end: int) -> int:
    """Give the place behind the words that may stand between a thing and what is said of it."""
    keys, lists = sentence.keys, sentence.lists
    while place < end and (keys[place] in lists.auxiliaries or keys[place] in lists.glue or keys[place].endswith("ly")):
        place += 1
    return place


def _denied(sentence: Sentence, at: tuple[int, int, int, int]) -> Denied | None:
    first, start, place, end = at
    lists, keys, words = sentence.lists, sentence.keys, sentence.words
    between = keys[start:place]
    no = start - first >= 2 and keys[start - 2] in lists.noes
    turns = sum(key in lists.nots for key in between) + no
    fails = _fails(sentence, place)
    head = _head(sentence, start - 1)
    # "Did not only": what is denied is no more than a part.
    if turns + bool(fails) != 1 or not head or keys[place] in lists.unsaid:
        return None
    # "No names were released" is told of others than "one name".
    if not no and start - first >= 2 and keys[start - 2] in lists.some:
        return None
    negations = len(list(lists.negations.find(keys, first, end)))
    if negations > turns:
        return None
    focus = fails or _focus(sentence, place)
    if not focus:
        return None
    rest = frozenset(terms(sentence.stored[words[place].end : words[end - 1].end], lists.lang))
    link = " ".join(key for key in between if key in lists.plain)
    return Denied(sentence, head, focus, rest, link, Range(words[start - 1].start, words[place].end))


def _fails(sentence: Sentence, place: int) -> str:
    """Give what a word denies by itself: "=damaged" for "intact", "damag" for "undamaged"."""
    lists, key = sentence.lists, sentence.keys[place]
    found = next(lists.opposites.find(sentence.keys, place, place + 1), None)
    if found is not None:
        return f"={found.label[1:]}" if found.label[0] == "-" else ""
    root = next((key[len(one) :] for one in lists.prefixes if key.startswith(one)), "")
    return _term(root, sentence) if len(root) >= _SHORTEST_ROOT else ""


def _focus(sentence: Sentence, place: int) -> str:
    found = next(sentence.lists.opposites.find(sentence.keys, place, place + 1), None)
    if found is not None:
        return f"={found.label[1:]}" if found.label[0] == "+" else ""
    return _term(sentence.words[place].raw, sentence)


def _head(sentence: Sentence, place: int) -> str:
    raw = sentence.words[place].raw
    return "" if raw.endswith(("'s", "’s")) else _term(raw, sentence)


def _term(word: str, sentence: Sentence) -> str:
    return next(iter(terms(word, sentence.lists.lang)), "") if word else ""


def _held(one: Denied, other: Sentence) -> Range | None:
    """Give where another account says that what is denied is so; None where it does not."""
    here, lists = one.sentence, other.lists
    if not _is_other(here, other) or _QUESTION.search(other.text) or not other.tells:
        return None
    if lists.lang != here.lists.lang or not one.rest <= other.terms:
        return None
    for first, end in _clauses(other):
        keys = other.keys[first:end]
        if not (lists.supposing.isdisjoint(keys) and lists.nots.isdisjoint(keys) and not lists.negations.has(keys)):
            continue
        for start in range(first + 1, end):
            place = min(_joined(other, start, end), start + _BETWEEN)
            if place < end and _says(other, one, (first, start, place)):
                return Range(other.words[start - 1].start, other.words[place].end)
    return None


def _says(other: Sentence, one: Denied, at: tuple[int, int, int]) -> bool:
    """Tell whether the words at some places of a sentence say of the thing what is denied of it."""
    first, start, place = at
    lists, keys = other.lists, other.keys
    between = keys[start:place]
    plain = not lists.auxiliaries.isdisjoint(between)
    if between in _BARE or (not plain and (not one.rest or keys[place].endswith("ing"))):
        return False
    several = start - first >= 2 and keys[start - 2] in lists.some
    link = " ".join(key for key in between if key in lists.plain)
    return (
        link == one.link
        and not several
        and _head(other, start - 1) == one.head
        and not _fails(other, place)
        and _focus(other, place) == one.focus
    )


def _is_other(here: Sentence, there: Sentence) -> bool:
    first, second = here.article.published.at, there.article.published.at
    return (
        here.account != there.account
        and here.article.voice != there.article.voice
        and (first is None or second is None or abs((second - first).total_seconds()) <= _HOURS * 3600)
        and not here.source & there.source
    )
