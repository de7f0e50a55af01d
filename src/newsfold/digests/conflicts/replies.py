"""Finds replies that only say no: "Astrava has denied this", "a claim the ministry has rejected", "says that is impossible".

What is denied stands in the same sentence, or in the one just above, where another source says it or it is about who replies.
What the same source says besides, above or below, belongs to its side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.conflictwords import Found
from newsfold.model import Conflict, Range
from newsfold.text.stopwords import short

_SUBJECT_WORDS = 6
# "A claim that the ministry has repeatedly denied": so far behind the claim stands who denies it.
_RELATIVE_WORDS = 9
# What is denied in the sentence itself is told in so many words.
_FEWEST_WORDS = 5
_SENTENCES_ON, _OPENING_WORDS = 2, 4
_STEM = 5
_ABOUT = frozenset(["of", "about", "von", "de"])
_QUOTES = "\"“„«»‘'"

Side = tuple[Sentence, Range]


class Reply(NamedTuple):
    """A no that points back: the words for who says it, where its clause begins and where it stands, as places of words."""

    sentence: Sentence
    who: frozenset[str]
    clause: int
    first: int
    end: int


def reply_conflicts(articles: Sequence[Sequence[Sentence]]) -> list[Conflict]:
    """Find what is said and denied in one sentence or in two that follow each other."""
    return [
        Conflict("yes-no", tuple(sentence.claim(mark) for sentence, mark in sides))
        for sentences in articles
        for place, sentence in enumerate(sentences)
        if (sides := _sides(sentences, place, sentence))
    ]


def _sides(sentences: Sequence[Sentence], place: int, sentence: Sentence) -> list[Side]:
    lists = sentence.lists
    if sentence.field == "title" or not (lists.noes_back.may_start(sentence.keys) and sentence.tells):
        return []
    within = _related(sentence)
    if within:
        return within
    reply = _reply(sentence)
    if reply is None:
        return []
    mark = Range(sentence.words[reply.first].start, sentence.words[reply.end - 1].end)
    if reply.clause >= _FEWEST_WORDS:
        return _in_sentence(reply, mark)
    above = [one for one in sentences[max(place - 2, 0) : place] if one.field == "text"]
    if not above or not _is_said(above[-1], reply):
        return []
    told = [one for one in above[:-1] if one.source & above[-1].source] + above[-1:]
    return [*((one, one.range) for one in told), (sentence, mark), *more_of(sentences, place)]


def _reply(sentence: Sentence) -> Reply | None:
    """Read "denied this" at the end of a clause, or words that only say that another's account is not so."""
    lists, keys, words = sentence.lists, sentence.keys, sentence.words
    for found in lists.noes_back.find(keys):
        last = next((place for place in range(found.end, len(words)) if words[place].parted), len(words))
        end = _differs(sentence, found, last) if found.label == "differs" else _behind_pronoun(sentence, found, last)
        first = next((place for place in range(found.start, 0, -1) if words[place].parted), 0)
        who = frozenset(keys[max(first, found.start - _SUBJECT_WORDS) : found.start]) - short(lists.lang)
        plain = lists.supposing.isdisjoint(keys[first : found.start]) and not lists.negations.has(
            keys, first, found.start
        )
        if end and who and plain:
            return Reply(sentence, who, first, found.start, end)
    return None


def _differs(sentence: Sentence, found: Found, last: int) -> int:
    """Give where words of difference end that stand for themselves: "that is impossible", but not "impossible to tell"."""
    ends = found.end == last or sentence.keys[found.end] in _ABOUT
    return found.end if ends else 0


def _behind_pronoun(sentence: Sentence, found: Found, last: int) -> int:
    pointing = next(sentence.lists.pointing.find(sentence.keys, found.end, last), None)
    return last if pointing and pointing.start == found.end and pointing.end == last else 0


def _in_sentence(reply: Reply, mark: Range) -> list[Side]:
    """Set the clauses before a reply beside it where they have a source, or speak of who replies."""
    sentence, before = reply.sentence, reply.sentence.keys[: reply.clause]
    lists, words = sentence.lists, sentence.words
    says = lists.says.has(before) or lists.accusations.has(before) or lists.according.has(before)
    if not (says or _alike(frozenset(before), reply.who)) or lists.noes_back.has(before):
        return []
    return [(sentence, Range(words[0].start, words[reply.clause - 1].end)), (sentence, mark)]


def _related(sentence: Sentence) -> list[Side]:
    """Read "..., a claim that the ministry has denied": what stands before is claimed and denied."""
    lists, keys, words = sentence.lists, sentence.keys, sentence.words
    for found in lists.related.find(keys):
        denies = next(lists.noes_back.find(keys, found.end, found.end + _RELATIVE_WORDS), None)
        if not words[found.start].parted or found.start < _FEWEST_WORDS or denies is None or denies.label == "differs":
            continue
        between = range(found.end, denies.start + 1)
        who = frozenset(keys[found.end : denies.start]) - short(lists.lang)
        last = next((place for place in range(denies.end, len(words)) if words[place].parted), len(words))
        if who and not any(words[place].parted for place in between) and not lists.negations.has(keys, found.end, last):
            mark = Range(words[found.start].start, words[last - 1].end)
            return [(sentence, Range(words[0].start, words[found.start - 1].end)), (sentence, mark)]
    return []


def _is_said(above: Sentence, reply: Reply) -> bool:
    """Tell whether the sentence above is another's word, or is about who replies to it."""
    lists, keys = above.lists, above.keys
    if lists.noes_back.has(keys) or above.text.rstrip(f" {_QUOTES}”").endswith("?") or not above.tells:
        return False
    about = _alike(frozenset(keys) - above.source, reply.who)
    return about or bool(above.source and not _alike(above.source, reply.who))


def _alike(some: frozenset[str], others: frozenset[str]) -> bool:
    return bool({word[:_STEM] for word in some} & {word[:_STEM] for word in others})


def more_of(sentences: Sequence[Sentence], place: int) -> Iterator[Side]:
    """Yield the quotation with a no in it that follows at once, or is of whom the sentence between begins with."""
    for on, one in enumerate(sentences[place + 1 : place + 1 + _SENTENCES_ON]):
        quoted = one.text.lstrip()[:1] in _QUOTES and one.lists.negations.has(one.keys)
        opening = frozenset(sentences[place + 1].keys[:_OPENING_WORDS])
        known = sentences[place].source | opening if on else frozenset(sentences[place].keys)
        if quoted and one.tells and one.source & known:
            yield one, one.range
            return
