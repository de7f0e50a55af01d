"""Chooses what is new in a story since a time: sentences of newer articles and revisions that add something to what was told.

What a sentence adds is for `novelty` to say. Which of them are shown is chosen as in the update task of TAC: what counts are
concepts, each once, and one that was told counts nothing (Gillick and Favre 2009); of two that add as much, the one less like what
was told comes first (Boudin, El-Beze and Torres-Moreno 2008). The choice itself is `choose`, as for any digest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from newsfold.digests.candidates import Candidate
from newsfold.digests.choose import Option, choose
from newsfold.digests.material import Material, material
from newsfold.digests.novelty import PAIR_SIGN, Addition, Told, addition
from newsfold.digests.options import options
from newsfold.digests.revisions import current_at
from newsfold.digests.sources import Sources
from newsfold.model import Article, Excerpt, Pick, Revision
from newsfold.text.folding import fold
from newsfold.text.sentences import sentences

# A pair of told words that never stood together is news, though less than a new word.
_PAIR: Final = 0.35


def additions(
    given: Sources, since: datetime, revisions: Mapping[str, Sequence[Revision]] | None = None, most: int = 10
) -> tuple[Excerpt, ...]:
    """Choose at most so many sentences that add to what a story had told by `since`, in the order of time.

    `revisions` are those of each article by its id, in the order of arrival; the current one, which alone is shown, is in `given`.
    A revision is as old as its `updated` says, or as it was seen, the first as old as its article; one of which nobody says is as
    old as the one before it. An article without a date is taken as told. Where nothing was told before, everything is new.
    Languages are held apart: in one that nobody wrote in before, nothing can be called new, unless nothing was told at all.
    """
    history = _history(given, since, revisions or {})
    if most < 1 or not history.articles:
        return ()
    offered = material(given)
    judged = _Judge(history)
    added = [judged.of(candidate) for candidate in offered.candidates]
    fresh = [
        (candidate, _option(candidate, option, new))
        for candidate, option, new in zip(offered.candidates, options(given, offered), added, strict=True)
        if new
    ]
    chosen = choose([option for _, option in fresh], _weights(offered, added), most)
    order = {article.id: place for place, article in enumerate(given.articles)}
    shown = [(fresh[choice.index][0], Pick(choice.gain, _words(choice.words))) for choice in chosen]
    shown.sort(key=lambda one: (order[one[0].article.id], one[0].range))
    return tuple(_excerpt(candidate, pick) for candidate, pick in shown)


def _option(candidate: Candidate, option: Option, new: Addition) -> Option:
    """Let a candidate stand for what it adds. Of each paragraph one speaks at most, so that no two of those chosen overlap."""
    paragraph = f"{candidate.article.id}:{candidate.article.text.count(chr(10), 0, candidate.range.start)}"
    return replace(option, voice=paragraph, words=new.units, quality=option.quality * new.newness)


def _weights(offered: Material, added: Iterable[Addition | None]) -> dict[str, float]:
    """What covering a unit is worth: a word as in any digest, a pair less than either of its words."""
    found: dict[str, float] = {}
    for unit in sorted(frozenset().union(*(new.units for new in added if new))):
        first, _, second = unit.partition(PAIR_SIGN)
        weight = offered.weights.get(first, 0.0)
        found[unit] = _PAIR * min(weight, offered.weights.get(second, 0.0)) if second else weight
    return found


def _words(units: Iterable[str]) -> tuple[str, ...]:
    return tuple(unit for unit in units if PAIR_SIGN not in unit)


def _excerpt(candidate: Candidate, pick: Pick) -> Excerpt:
    start, end = candidate.range
    return Excerpt.of(candidate.article, candidate.field, start, end, cut_after=candidate.cut_after, pick=pick)


# --- what was told --------------------------------------------------------------------------------------------------


@dataclass
class _History:
    """What a story had told, by language. `articles` are those that can add something, each with its own old sentences."""

    articles: dict[str, frozenset[str]] = field(default_factory=dict)
    told: dict[str | None, Told] = field(default_factory=lambda: defaultdict(Told))


def _history(given: Sources, since: datetime, revisions: Mapping[str, Sequence[Revision]]) -> _History:
    history = _History()
    for article in given.articles:
        base = current_at(article, revisions.get(article.id, ()), since)
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


def _bare(sentence: str) -> str:
    return " ".join(fold(sentence).split())


class _Judge:
    """Says of candidates what they add, of each sentence once."""

    def __init__(self, history: _History) -> None:
        self._history = history
        self._known: dict[tuple[str, int, int], Addition | None] = {}

    def of(self, candidate: Candidate) -> Addition | None:
        """What a candidate adds; None where one of its sentences adds nothing, or it is only a title."""
        if candidate.article.id not in self._history.articles or candidate.field == "title":
            return None
        new = [self._sentence(candidate.article, *sentence) for sentence in candidate.sentences]
        kept = [one for one in new if one]
        if len(kept) < len(new):
            return None
        return Addition(frozenset().union(*(one.units for one in kept)), sum(one.newness for one in kept) / len(kept))

    def _sentence(self, article: Article, start: int, end: int) -> Addition | None:
        key = (article.id, start, end)
        if key not in self._known:
            self._known[key] = self._new(article, article.text[start:end])
        return self._known[key]

    def _new(self, article: Article, sentence: str) -> Addition | None:
        told = self._history.told
        if _bare(sentence) in self._history.articles[article.id] or (told and article.lang not in told):
            return None
        return addition(sentence, told[article.lang] if told else Told(), article.lang)
