"""Finds denials of what another outlet of the story has reported: "denied a report in the Harbour Post", and its report.

The outlet has to be named beside the denial. What it told is the sentence of its earlier articles that has most in common with the
denial and with the words by which it is named. What the same source says next, with a no in it, belongs to the denial.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.conflictwords import Found, tables
from newsfold.digests.conflicts.onequantity import Story
from newsfold.model import Conflict, Range
from newsfold.text.folding import fold
from newsfold.text.tokens import terms

# How far from a denial its report may be named, and how much the two have in common at least.
_SENTENCES_OFF = 2
_FEWEST_SHARED = 3
_HOURS = 7 * 24.0
_SENTENCES_READ = 12
# What the report has of what is denied at least, and how near to the outlet's name it is said that it reported.
_TOLD = 0.3
_REPORTING_WORDS = 6
_INTENDING = frozenset(["to", "zu", "de", "a"])
_ARTICLES = ("the ", "der ", "die ", "das ", "el ", "la ", "le ")


def report_conflicts(articles: Sequence[Sequence[Sentence]], story: Story) -> list[Conflict]:
    """Find what is reported by one outlet and denied in an article of another, given in the order of time."""
    outlets = _outlets(articles)
    if len(outlets) < 2:
        return []
    conflicts: list[Conflict] = []
    for sentences in articles:
        for place, sentence in enumerate(sentences):
            denies = _denies(sentence)
            if denies is None:
                continue
            mark = _mark(sentence, denies)
            for name, reporting in outlets.items():
                telling = _named(name, reporting, sentences, place)
                said = _told(sentence, mark, telling, reporting, story) if telling else None
                if said is not None:
                    conflicts.append(_conflict(said, [(sentence, mark), *_more(sentences, place)]))
                    break
    return conflicts


def _outlets(articles: Sequence[Sequence[Sentence]]) -> Mapping[str, list[Sequence[Sentence]]]:
    found: dict[str, list[Sequence[Sentence]]] = {}
    for sentences in articles:
        if sentences:
            name = fold(sentences[0].article.outlet or "").split(" (")[0].split(" - ")[0]
            name = next((name.removeprefix(one) for one in _ARTICLES if name.startswith(one)), name)
            if name:
                found.setdefault(name, []).append(sentences)
    return found


def _denies(sentence: Sentence) -> Found | None:
    lists, keys = sentence.lists, sentence.keys
    if sentence.field == "title":
        return None
    found = next(lists.denials.find(keys), None) or next(lists.refusals.find(keys), None)
    if found is None or lists.negations.has(keys, found.start - 4, found.start) or not sentence.tells:
        return None
    if found.start and keys[found.start - 1] in _INTENDING:
        return None  # "tried to deny them the money"
    return found


def _named(
    name: str, reporting: Sequence[Sequence[Sentence]], sentences: Sequence[Sentence], place: int
) -> Sentence | None:
    """Give the sentence near a denial that says that the outlet reported something; None where none does."""
    here = sentences[place]
    if all(one[0].article.voice == here.article.voice for one in reporting):
        return None
    around = range(max(place - _SENTENCES_OFF, 0), min(place + _SENTENCES_OFF + 1, len(sentences)))
    near = sorted(around, key=lambda at: abs(at - place))
    for at in near:
        one = sentences[at]
        if one.field == "text" and name in fold(one.text) and _says_who(one, tuple(name.split())):
            return one
    return None


def _says_who(one: Sentence, parts: tuple[str, ...]) -> bool:
    keys, words = one.keys, one.words
    return any(
        keys[start : start + len(parts)] == parts
        and words[start].raw[0].isupper()
        and one.lists.reporting.has(keys, start - _REPORTING_WORDS, start + len(parts) + _REPORTING_WORDS)
        for start in range(len(keys) - len(parts) + 1)
    )


def _told(
    denial: Sentence, mark: Range, telling: Sentence, reporting: Sequence[Sequence[Sentence]], story: Story
) -> Sentence | None:
    """Give the sentence of the outlet's earlier articles that tells most of what is denied; None where none tells enough."""
    lang, weigh = denial.lists.lang, story.rarity
    denied = frozenset(terms(mark.of(denial.stored), lang)) - _said_in(lang)
    meant = denied | telling.terms
    whole = sum(weigh.get(term, 1.0) for term in denied)
    best, most = None, 0.0
    for sentences in reporting:
        if sentences[0].article.voice == denial.article.voice or not _is_before(sentences[0], denial):
            continue
        for sentence in sentences[: _SENTENCES_READ + 1]:
            told = sum(weigh.get(term, 1.0) for term in denied & sentence.terms)
            weight = sum(weigh.get(term, 1.0) for term in meant & sentence.terms)
            enough = told >= _TOLD * whole > 0.0 and len(meant & sentence.terms) >= _FEWEST_SHARED
            if enough and sentence.field == "text" and weight > most and _asserts(sentence):
                best, most = sentence, weight
    return best


@cache
def _said_in(lang: str) -> frozenset[str]:
    """Give the terms of denying and reporting, which say nothing of what is denied."""
    lists = tables().get(lang, {})
    return frozenset(
        term for name in ("denials", "refusals", "reporting", "charges") for term in terms(lists.get(name, ""), lang)
    )


def _is_before(earlier: Sentence, later: Sentence) -> bool:
    first, second = earlier.article.published.at, later.article.published.at
    return first is not None and second is not None and 0 <= (second - first).total_seconds() <= _HOURS * 3600


def _asserts(sentence: Sentence) -> bool:
    lists, keys = sentence.lists, sentence.keys
    return sentence.tells and not (lists.denials.has(keys) or lists.refusals.has(keys))


def _more(sentences: Sequence[Sentence], place: int) -> Iterator[tuple[Sentence, Range]]:
    """Yield what the denier says next, where it is a quotation with a no in it."""
    if place + 1 < len(sentences):
        following = sentences[place + 1]
        quoted = following.text.lstrip()[:1] in '"“„«‘'
        if quoted and following.field == "text" and following.lists.negations.has(following.keys):
            yield following, following.range


def _mark(sentence: Sentence, found: Found) -> Range:
    words = sentence.words
    last = next((place for place in range(found.end, len(words)) if words[place].parted), len(words))
    return Range(words[found.start].start, words[last - 1].end)


def _conflict(said: Sentence, denials: Sequence[tuple[Sentence, Range]]) -> Conflict:
    sides = sorted([(said, said.range), *denials], key=lambda side: (side[0].article.time_order, side[1].start))
    return Conflict("yes-no", tuple(sentence.claim(mark) for sentence, mark in sides))
