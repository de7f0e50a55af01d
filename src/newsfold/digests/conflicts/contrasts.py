"""Reads sentences that say who it was and who it was not: "the first mate, not the captain, was at the wheel".

Also read is who it was and nobody else: "It was Orrin that asked". Whoever is put in and who is left out are given by their
folded words; of an event, only the words that tell it are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.eventwords import phrases, words
from newsfold.model import Range
from newsfold.text.stopwords import short
from newsfold.text.tokens import terms

_MOST_WORDS = 5
# What is said of somebody is said by the verb and what stands next to it.
_PREDICATE = 2
_DIRECTLY = 2


@dataclass(frozen=True, slots=True)
class Contrast:
    """`who` it was, and `instead_of` whom; of a cleft that is nobody in particular. `told` are the terms of what was done.

    `verb` is, of a cleft, the term of its verb, and `form` the verb as it stands, folded.
    """

    sentence: Sentence
    mark: Range
    who: frozenset[str]
    instead_of: frozenset[str]
    told: frozenset[str]
    verb: str = ""
    form: str = ""


def contrasts(sentence: Sentence) -> Iterator[Contrast]:
    lang = sentence.lists.lang
    found = sentence.spellings
    if sentence.field == "title":
        return
    if phrases(lang, "not").may_be_among(found) and "," in sentence.text:
        yield from _opposed(sentence)
    if phrases(lang, "cleft").may_be_among(found) and not words(lang, "cleft_joints").isdisjoint(found):
        yield from _clefts(sentence)


def _opposed(sentence: Sentence) -> Iterator[Contrast]:
    """Read "A, not B, was at the wheel", "it was A, not B, that asked", "signed by A, not by B", "lo firmó A, y no B"."""
    keys, spoken, lang = sentence.keys, sentence.words, sentence.lists.lang
    for start, end, label in phrases(lang, "not").find(keys):
        if not spoken[start].parted or end >= len(keys) or spoken[end].parted:
            continue
        last = next((p for p in range(end + 1, min(end + _MOST_WORDS + 1, len(keys))) if spoken[p].parted), len(keys))
        first = next((p for p in range(start - 1, 0, -1) if spoken[p].parted), 0)
        if last - end > _MOST_WORDS or not _is_somebody(sentence, range(end, last)):
            continue
        if last < len(keys) and _is_verb(sentence, last):
            # What is told stands behind.
            until = next((p for p in range(last + 1, len(keys)) if spoken[p].parted), len(keys))
            told, most, who = range(last, until), _PREDICATE, range(first, start)[-_MOST_WORDS:]
        elif label == "behind" or keys[end] in words(lang, "by"):
            first, until = 0, last
            told, most, who = range(start), start, range(start)[-_DIRECTLY:]
        else:
            continue
        yield Contrast(
            sentence=sentence,
            mark=Range(spoken[first].start, spoken[until - 1].end),
            who=_content(sentence, who),
            instead_of=_content(sentence, range(end, last)),
            # Names in what is told say of whom or where it is told.
            told=frozenset(list(terms(" ".join(spoken[p].raw for p in told if spoken[p].raw.islower()), lang))[:most]),
        )


def _is_verb(sentence: Sentence, place: int) -> bool:
    lang, key = sentence.lists.lang, sentence.keys[place]
    if lang == "de":
        return sentence.words[place].raw.islower()
    return key in words(lang, "auxiliaries") or key in words(lang, "cleft_joints") or key.endswith(words_ending(lang))


def words_ending(lang: str) -> tuple[str, ...]:
    return tuple(sorted(words(lang, "past_endings"))) or ("\0",)


def _clefts(sentence: Sentence) -> Iterator[Contrast]:
    keys, spoken, lang = sentence.keys, sentence.words, sentence.lists.lang
    joints = words(lang, "cleft_joints")
    for _, end, _ in phrases(lang, "cleft").find(keys):
        joint = next((p for p in range(end + 1, min(end + _MOST_WORDS + 1, len(keys))) if keys[p] in joints), None)
        if joint is None or joint + 1 >= len(keys) or not _is_somebody(sentence, range(end, joint)):
            continue
        if not any(spoken[place].raw[0].isupper() for place in range(end, joint)):
            continue
        # "It was a pity that the bridge fell" says nothing of who.
        if (
            keys[joint + 1] in words(lang, "determiners")
            or spoken[joint + 1].raw[0].isupper()
            or spoken[joint + 1].parted
        ):
            continue
        last = next((p for p in range(joint + 1, len(keys)) if spoken[p].parted), len(keys))
        what = terms(" ".join(spoken[p].raw for p in range(joint + 1, last)), lang)
        if not what:
            continue
        start = next(p for p in range(end - 1, -1, -1) if p == 0 or keys[p] in words(lang, "cleft_starts"))
        yield Contrast(
            sentence=sentence,
            mark=Range(spoken[start].start, spoken[last - 1].end),
            who=_content(sentence, range(end, joint)),
            instead_of=frozenset(),
            told=frozenset(what),
            verb=next(iter(terms(spoken[joint + 1].raw, lang)), ""),
            form=keys[joint + 1],
        )


def _is_somebody(sentence: Sentence, places: range) -> bool:
    """Tell whether some words can name a person or a body: "the captain", "her", "Orrin", and not "on Friday" or "because"."""
    lang = sentence.lists.lang
    kept = [place for place in places if sentence.keys[place] not in words(lang, "by")]
    if not kept:
        return False
    key, raw = sentence.keys[kept[0]], sentence.words[kept[0]].raw
    if sentence.lists.days.has(sentence.keys, places.start, places.stop):
        return False
    opens = key in words(lang, "determiners") or (raw[0].isupper() and key not in short(lang))
    return opens and bool(_content(sentence, places))


def _content(sentence: Sentence, places: range) -> frozenset[str]:
    small = short(sentence.lists.lang)
    return frozenset(key for place in places if (key := sentence.keys[place]) not in small and not key.isdigit())
