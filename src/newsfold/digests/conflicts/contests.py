"""Finds who is said to have won a post or a match where others say it was somebody else, and claims of a deed that others doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.eventwords import phrases, words
from newsfold.digests.conflicts.joining import Side
from newsfold.digests.names.mentions import Mentions, Named, mentions
from newsfold.digests.names.roles import bodies
from newsfold.model import Range
from newsfold.text.folding import fold

# Sentences above an own goal in which its story may be told.
Pair = tuple[Side, Side]
_WORD: Final = re.compile(r"\w+")
# Code points above a sentence in which whoever says "I" is named, and sentences above an own goal in which its story is told.
_ABOVE, _WINDOW = 300, 2
# "Declared the children's doctor Mirela Tosk mayor": words between a verb and the post.
_POST_WORDS = 5
_SUBJECT_WORDS, _NAME_WORDS = 4, 2
_HOURS = 72.0
# What has to name a post or a winner behind it: all sorts of things are declared.
_NAMED_POST: Final = frozenset(["post", "declared"])
_BY: Final = {"post": "own", "announced": "declared"}
# Two who refuse to concede, or two winners by the word of others, are of two contests.
_NO_CONTEST: Final = ({"declared"}, {"refused"})


@dataclass(frozen=True, slots=True)
class Claimed:
    """That somebody, by the words of the name, holds or won something: by their `own` word, or by that of others.

    `rivals` are the words of other persons' names in the same sentence.
    """

    sentence: Sentence
    mark: Range
    who: frozenset[str]
    kind: str
    post: str = ""
    rivals: frozenset[str] = frozenset()


def contest_pairs(articles: Sequence[Sequence[Sentence]]) -> Iterator[Pair]:
    """Yield pairs of claims on one post or one victory by different persons."""
    won = [one for sentences in articles for sentence in sentences for one in _won(sentence)]
    # Who is meant costs more to find out, and is asked where it matters.
    if len(won) < 2 or all(_BY.get(kind, kind) == "declared" for _, _, _, kind in won):
        return
    known: dict[str, Mentions] = {}
    claimed = [one for each in won if (one := _claimed(*each, known))]
    for one, other in combinations(claimed, 2):
        if {one.kind, other.kind} not in _NO_CONTEST and _exclude(one, other):
            yield (one.sentence, one.mark), (other.sentence, other.mark)


def _won(sentence: Sentence) -> Iterator[tuple[Sentence, int, int, str]]:
    """Find where a sentence says that somebody won: from which word to which, a post that is named included."""
    lang, listed = sentence.lists.lang, phrases(sentence.lists.lang, "won")
    if sentence.field == "title" or not listed.may_be_among(sentence.spellings):
        return
    for start, end, kind in listed.find(sentence.keys):
        until = _until_post(sentence, end) if kind in _NAMED_POST else end
        # "Both have claimed victory" is for its own sentence to say.
        if kind == "post" and not sentence.source:
            continue
        is_one = bool(until) and sentence.tells and words(lang, "both").isdisjoint(sentence.keys[:start])
        if is_one and not sentence.lists.negations.has(sentence.keys, start - 3, start):
            yield sentence, start, until, kind


def _claimed(sentence: Sentence, start: int, until: int, kind: str, known: dict[str, Mentions]) -> Claimed | None:
    article, spoken = sentence.article, sentence.words
    if article.id not in known:
        known[article.id] = mentions(article.text, article.lang)
    who = _filler(sentence, known[article.id], start, kind)
    post = sentence.keys[until - 1] if sentence.keys[until - 1] in words(sentence.lists.lang, "posts") else ""
    mark = Range(spoken[start].start, spoken[until - 1].end)
    named = {word for one in known[article.id].named if _is_person(one) for word in _named_in(one, sentence)}
    return Claimed(sentence, mark, who, _BY.get(kind, kind), post, frozenset(named) - who) if who else None


def _named_in(one: Named, sentence: Sentence) -> frozenset[str]:
    """Give the words of a name that stands in a sentence."""
    within = any(sentence.range.start <= mention.range.start < sentence.range.end for mention in one.mentions)
    return frozenset(word for key in one.keys[:1] for word in key) if within else frozenset()


def _exclude(one: Claimed, other: Claimed) -> bool:
    here, there = one.sentence, other.sentence
    if (one.rivals and not one.rivals & other.who) or (other.rivals and not other.rivals & one.who):
        return False
    if one.who & other.who or (one.post and other.post and one.post != other.post):
        return False
    if here.article is not there.article and not near(here, there):
        return False
    # Each account knows of both, so it is one contest.
    return _knows(here, other.who) and _knows(there, one.who)


def near(one: Sentence, other: Sentence) -> bool:
    """Tell whether two articles are of one time."""
    first, second = one.article.published.at, other.article.published.at
    return first is not None and second is not None and abs((second - first).total_seconds()) <= _HOURS * 3600


def _knows(sentence: Sentence, who: frozenset[str]) -> bool:
    """Tell whether an article names somebody, by any word of the name."""
    return not who.isdisjoint(_WORD.findall(fold(sentence.article.text)))


def _until_post(sentence: Sentence, end: int) -> int:
    """Give where the post or the winner ends that a verb names behind it; 0 where it names none."""
    known = words(sentence.lists.lang, "posts") | words(sentence.lists.lang, "victors")
    last = min(end + _POST_WORDS, len(sentence.keys))
    return next((place + 1 for place in range(end, last) if sentence.keys[place] in known), 0)


def _filler(sentence: Sentence, who: Mentions, start: int, kind: str) -> frozenset[str]:
    """Give the name of whoever holds or won it: the nearest in front, of a declaration or of "I" the nearest behind.

    Where a pronoun is all there is and nobody knows whose, it is whoever alone is named in the sentences just before.
    """
    spoken, lang = sentence.words, sentence.lists.lang
    at = spoken[start].start
    near = [(mention.range, one) for one in who.named if _is_person(one) for mention in one.mentions]
    behind = sorted((one for one in near if at < one[0].start < sentence.range.end), key=lambda m: m[0].start)
    before = sorted(
        (one for one in near if sentence.range.start <= one[0].start and one[0].end <= at), key=lambda m: -m[0].end
    )
    first_person = sentence.keys[start] in words(lang, "first_person")
    ordered = [*behind, *before] if kind == "declared" or first_person else before
    if not ordered and first_person:
        above = {id(one): (where, one) for where, one in near if 0 < at - where.end <= _ABOVE}
        ordered = list(above.values()) if len(above) == 1 else []
    return next((frozenset(word for key in one.keys[:1] for word in key) for _, one in ordered), frozenset())


def _is_person(one: Named) -> bool:
    """Tell whether somebody is a person, or may be by a name of two words that is no body's and no place's."""
    full = any(len(key) > 1 and bodies().isdisjoint(key) for key in one.keys)
    return one.person or one.gender is not None or (full and not one.place)


# --- goals ----------------------------------------------------------------------------------------------------------


def goal_pairs(articles: Sequence[Sequence[Sentence]]) -> Iterator[Pair]:
    """Yield the goal that won a match where one account gives it to a player, and another to somebody else."""
    scored = [one for sentences in articles for one in _scored(sentences)]
    for one, other in combinations(scored, 2):
        if not one.who & other.who and _other_voices(one, other) and near(one.sentence, other.sentence):
            yield (one.sentence, one.mark), (other.sentence, other.mark)
    for sentences in articles:
        for place, sentence in enumerate(sentences):
            lang = sentence.lists.lang
            if sentence.field == "title" or not phrases(lang, "own_goal").may_be_among(sentence.spellings):
                continue
            found = next(phrases(lang, "own_goal").find(sentence.keys), None)
            told = [one for one in sentences[max(place - _WINDOW, 0) : place + 1] if one.field == "text"]
            keys = [key for one in told for key in one.keys]
            if (
                found is None
                or words(lang, "decisive").isdisjoint(keys)
                or any(one.sentence in sentences for one in scored)
            ):
                continue
            mark = Range(sentence.words[0].start, sentence.words[found.end - 1].end)
            for one in scored:
                if one.who <= set(keys) and near(one.sentence, sentence):
                    yield (one.sentence, one.mark), (sentence, mark)


def _scored(sentences: Sequence[Sentence]) -> Iterator[Claimed]:
    for sentence in sentences:
        listed = phrases(sentence.lists.lang, "winner")
        if sentence.field == "title" or not listed.may_be_among(sentence.spellings):
            continue
        spoken = sentence.words
        for start, end, _ in listed.find(sentence.keys):
            first = _name_before(sentence, start)
            who = frozenset(sentence.keys[max(first, start - _NAME_WORDS) : start])
            if who and sentence.tells:
                yield Claimed(sentence, Range(spoken[first].start, spoken[end - 1].end), who, "goal")


def _name_before(sentence: Sentence, place: int) -> int:
    """Give where the capitalised words begin that stand right before a word."""
    spoken = sentence.words
    while place > 0 and spoken[place - 1].raw[0].isupper() and not spoken[place].parted:
        place -= 1
    return place


def _other_voices(one: Claimed, other: Claimed) -> bool:
    here, there = one.sentence, other.sentence
    return here.account != there.account and here.article.voice != there.article.voice


# --- deeds ----------------------------------------------------------------------------------------------------------


def deed_pairs(articles: Sequence[Sequence[Sentence]]) -> Iterator[Pair]:
    """Yield who claims to have done something, and others who say that it was not them."""
    claimed = [one for sentences in articles for one in _owned(sentences)]
    if not claimed:
        return
    for sentences in articles:
        for place, sentence in enumerate(sentences):
            lang = sentence.lists.lang
            if sentence.field == "title" or not phrases(lang, "doubted").may_be_among(sentence.spellings):
                continue
            found = next(phrases(lang, "doubted").find(sentence.keys), None)
            if found is None or not sentence.tells:
                continue
            keys = set(sentence.keys)
            if not words(lang, "doers").isdisjoint(keys) and place and sentences[place - 1].field == "text":
                keys.update(sentences[place - 1].keys)
            last = next(
                (p for p in range(found.end, len(sentence.words)) if sentence.words[p].parted), len(sentence.words)
            )
            mark = Range(sentence.words[0].start, sentence.words[last - 1].end)
            for one in claimed:
                if one.sentence is not sentence and one.who <= keys and near(one.sentence, sentence):
                    yield (one.sentence, one.mark), (sentence, mark)


def _owned(sentences: Sequence[Sentence]) -> Iterator[Claimed]:
    for sentence in sentences:
        listed = phrases(sentence.lists.lang, "owned")
        if sentence.field == "title" or not listed.may_be_among(sentence.spellings):
            continue
        spoken = sentence.words
        for start, end, _ in listed.find(sentence.keys):
            first = start
            while first > 0 and not spoken[first].raw[0].isupper() and start - first < _SUBJECT_WORDS:
                first -= 1
            last = first
            first = _name_before(sentence, last)
            who = frozenset(sentence.keys[first : last + 1]) - sentence.lists.no_names
            if spoken[last].raw[0].isupper() and who and sentence.tells:
                yield Claimed(sentence, Range(spoken[first].start, spoken[end - 1].end), who, "deed")
