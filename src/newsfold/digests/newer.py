"""Chooses what is new in a story since a time: sentences of newer articles and revisions that add something to what was told.

Follows what worked in the novelty track of TREC (Soboroff and Harman 2005; Allan, Wade and Bolivar 2003: words that no earlier
sentence has beat subtler measures) and in the update task of TAC (Boudin et al. 2008: the best chosen are those least like the
history; Gillick and Favre 2009: what counts are concepts, each once, and one that was told counts nothing). A sentence that says in
other words what one earlier sentence says is old, unless it gives another figure. Which of the new ones are shown is decided by
`choose`, as for any digest.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from newsfold.digests.candidates import Candidate
from newsfold.digests.choose import choose
from newsfold.digests.material import Material, material
from newsfold.digests.options import options
from newsfold.digests.sources import Sources
from newsfold.model import Article, Excerpt, Pick, Revision
from newsfold.text.folding import fold
from newsfold.text.numbers import numbers
from newsfold.text.sentences import sentences
from newsfold.text.tokens import terms

# Of the weight of a sentence's words, the share that one earlier sentence may have. MEASURED
_SAME: Final = 0.6
# Below this share no earlier sentence tells it; between the two, so much must be in words that are told nowhere.
_UNLIKE: Final = 0.35
_NEW_WORDS: Final = 0.15
# A pair of told words that never stood together is news, though less than a new word.
_PAIR: Final = 0.35
_WINDOW: Final = 3
_TOLD: Final = 0.0
_PAIR_SIGN: Final = "\x00"


def additions(
    given: Sources, since: datetime, revisions: Mapping[str, Sequence[Revision]] | None = None, most: int = 10
) -> tuple[Excerpt, ...]:
    """Choose at most so many sentences that add to what a story had told by `since`, in the order of time.

    `revisions` are those of each article by its id, in the order of arrival; the current one, which alone is shown, is in `given`.
    A revision is as old as its `updated` says, the first as old as its article; one that does not say is as old as the one before
    it. An article without a date is taken as told. Where nothing was told before, everything is new. Languages are held apart:
    in one that nobody wrote in before, nothing can be called new, unless nothing was told at all.
    """
    history = _history(given, since, revisions or {})
    if most < 1 or len(history.articles) == 0:
        return ()
    offered = material(given)
    judged = _Judge(history)
    units = [judged.units(candidate) for candidate in offered.candidates]
    kept = [place for place, new in enumerate(units) if new]
    weighed = _weights(offered, units, kept)
    stands = options(given, offered)
    fresh = [
        replace(stands[place], voice=offered.candidates[place].article.id, words=units[place] or frozenset())
        for place in kept
    ]
    chosen = choose(fresh, weighed, most)
    order = {article.id: place for place, article in enumerate(given.articles)}
    shown = [
        (offered.candidates[kept[choice.index]], Pick(choice.gain, _first_words(choice.words))) for choice in chosen
    ]
    shown.sort(key=lambda one: (order[one[0].article.id], one[0].range))
    return tuple(_excerpt(candidate, pick) for candidate, pick in shown)


def _excerpt(candidate: Candidate, pick: Pick) -> Excerpt:
    start, end = candidate.range
    return Excerpt.of(candidate.article, candidate.field, start, end, cut_after=candidate.cut_after, pick=pick)


def _first_words(units: Iterable[str]) -> tuple[str, ...]:
    return tuple(unit for unit in units if _PAIR_SIGN not in unit)


def _weights(offered: Material, units: Sequence[frozenset[str] | None], kept: Iterable[int]) -> dict[str, float]:
    """What covering a unit is worth: a word as in any digest, a pair less than either of its words."""
    found: dict[str, float] = {}
    for place in kept:
        for unit in sorted(units[place] or ()):
            first, _, second = unit.partition(_PAIR_SIGN)
            weight = offered.weights.get(first, 0.0)
            found[unit] = _PAIR * min(weight, offered.weights.get(second, 0.0)) if second else weight
    return found


# --- what was told --------------------------------------------------------------------------------------------------


@dataclass
class _History:
    """What a story had told: by language, sentence after sentence. `articles` are those that can add something."""

    articles: dict[str, frozenset[str]] = field(default_factory=dict)
    told: dict[str | None, _Told] = field(default_factory=lambda: defaultdict(_Told))


@dataclass
class _Told:
    """The words of each sentence that was told, where each word is, which words stood near each other, and all figures."""

    said: list[frozenset[str]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    pairs: set[str] = field(default_factory=set)

    def add(self, sentence: str, lang: str | None) -> None:
        found = terms(sentence, lang)
        words = frozenset(found)
        for word in words:
            self.places[word].append(len(self.said))
        self.said.append(words)
        self.written.append(sentence)
        self.pairs.update(_pairs(found))


def _pairs(found: Sequence[str]) -> Iterator[str]:
    for place, word in enumerate(found):
        for other in found[place + 1 : place + 1 + _WINDOW]:
            if word != other:
                yield _PAIR_SIGN.join(sorted((word, other)))


def _history(given: Sources, since: datetime, revisions: Mapping[str, Sequence[Revision]]) -> _History:
    history = _History()
    for article in given.articles:
        base = _told_by(article, since, revisions.get(article.id, ()))
        if base is None:
            history.articles[article.id] = frozenset()
            continue
        told = history.told[article.lang]
        found = [sentence.of(base.text) for sentence in sentences(base.text, base.lang)]
        for sentence in (base.title, *found):
            told.add(sentence, base.lang)
        if base.id != article.revision.id:
            history.articles[article.id] = frozenset(map(_bare, found))
    return history


def _told_by(article: Article, since: datetime, known: Sequence[Revision]) -> Revision | None:
    """Give the revision of an article that was current at a time; None where there was none."""
    at = article.published.at
    if at is not None and at > since:
        return None
    base: Revision | None = None
    for number, revision in enumerate(known):
        later = revision.updated.at
        if number and later is not None and later > since:
            break
        base = revision
    return base or article.revision


def _bare(sentence: str) -> str:
    return " ".join(fold(sentence).split())


# --- what is new ----------------------------------------------------------------------------------------------------


class _Judge:
    """Says of candidates what they add."""

    def __init__(self, history: _History) -> None:
        self._history = history
        self._known: dict[tuple[str, int, int], frozenset[str] | None] = {}

    def units(self, candidate: Candidate) -> frozenset[str] | None:
        """The words and pairs of words that a candidate is the first to bring; None where one of its sentences adds nothing."""
        old = self._history.articles.get(candidate.article.id)
        if old is None or candidate.field == "title":
            return None
        words = candidate.article.text
        found: set[str] = set()
        for sentence in candidate.sentences:
            key = (candidate.article.id, *sentence)
            if key not in self._known:
                self._known[key] = self._new(sentence.of(words), candidate.article.lang, old)
            new = self._known[key]
            if not new:
                return None
            found |= new
        return frozenset(found)

    def _new(self, sentence: str, lang: str | None, old: Collection[str]) -> frozenset[str] | None:
        if _bare(sentence) in old:
            return None
        found = terms(sentence, lang)
        if lang not in self._history.told:
            return None if self._history.told else frozenset([*found, *_pairs(found)])
        told = self._history.told[lang]
        if not adds(sentence, found, told, lang):
            return None
        return frozenset(
            [
                *(word for word in found if word not in told.places),
                *(pair for pair in _pairs(found) if pair not in told.pairs),
            ]
        )


def adds(sentence: str, found: Sequence[str], told: _Told, lang: str | None) -> bool:
    """Whether a sentence adds something to what was told; `found` are its terms."""
    words = sorted(frozenset(found))
    rarity = {word: math.log(1 + len(told.said) / (1 + len(told.places.get(word, ())))) for word in words}
    whole = sum(rarity.values())
    if not whole:
        return False
    shared: Counter[int] = Counter()
    for word in words:
        for place in told.places.get(word, ()):
            shared[place] += rarity[word]  # type: ignore[assignment]
    place, most = max(shared.items(), key=lambda one: (one[1], -one[0]), default=(0, 0.0))
    likeness = most / whole
    new = sum(rarity[word] for word in words if word not in told.places) / whole
    if likeness >= _SAME:
        return _other_figure(sentence, told, place, lang)
    return likeness <= _UNLIKE or new >= _NEW_WORDS


def _other_figure(sentence: str, told: _Told, place: int, lang: str | None) -> bool:
    """Whether a sentence gives a figure that the sentence most like it has not, and no other that was told."""
    here = {number.value for number in numbers(sentence, lang)}
    there = {number.value for number in numbers(told.written[place], lang)}
    return any(f"{value:g}" not in told.places for value in here - there)
