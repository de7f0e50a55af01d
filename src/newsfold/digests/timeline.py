"""Draws up the timeline of a story: what happened on which day, by the dates that its articles give, and who told it first.

Only whole sentences that stand alone and name a time are taken, each as its outlet wrote it. Sentences of one day in like words
tell one event. When an article was published is never taken for when something happened, so what is told without a date is not
in the timeline.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from newsfold.digests.candidates import Candidate, candidates
from newsfold.digests.sources import Sources, Words
from newsfold.model import Article, Claim, Event, Range, Verbatim, When
from newsfold.text.dateforms import DateExpression, Shifted, Since
from newsfold.text.datelines import anchor_of, dateline
from newsfold.text.dates import date_expressions
from newsfold.text.tokens import terms
from newsfold.text.when import Anchor, resolve

MOST = 12
# Sentences of one day are one event where this much of what the shorter one says is in the other, by weight.
_LIKE = 0.45
_FEWEST_SHARED = 3
# Of two days they are the same only if nearly all is: what happened on Monday may happen again on Tuesday.
_SAME = 0.7
# A time longer than this is no event; a month or a year is background.
_LONGEST_DAYS = 7
# Background is what lies further back, before the first report. It is shown where so many accounts tell of it.
_BACKGROUND_DAYS = 60
_SEVERAL = 2
# Beside so many accounts, what one of them alone tells deep in its text is its own digression.
_ACCOUNTS_TO_COMPARE = 4
_LEAD_SENTENCES = 2
_DAY = len("2026-03-04")


@dataclass(frozen=True, slots=True)
class _Told:
    """One sentence and a time that it gives. `place` is the article's place in the order of time, `position` the sentence's."""

    article: Article
    sentence: Range
    mark: Range
    when: When
    words: Words
    account: str
    place: int
    position: int


@dataclass(slots=True)
class _Cluster:
    """Sentences that tell of one time in like words; the first of them was first."""

    first: _Told
    told: list[_Told] = field(default_factory=list)

    @property
    def accounts(self) -> int:
        return len({one.account for one in self.told})

    @property
    def lead(self) -> int:
        return min(one.position for one in self.told)


def timeline(given: Sources, offered: Iterable[Candidate] | None = None, most: int = MOST) -> tuple[Event, ...]:
    """List what happened, and will, in the order of time: at most so many events, those that most accounts tell.

    `offered` are the candidates of these articles if they have been cut already (`digests.material`). An article whose text is none
    tells nothing; a story whose articles give no date has no events.
    """
    if offered is None:
        offered = (one for article in given.articles if article.id not in given.unusable for one in candidates(article))
    told = list(_all_told(given, offered))
    weights = _weights(told)
    clusters = _clusters(told, weights)
    kept = [cluster for cluster in clusters if _is_worth(cluster, given)]
    chosen = _chosen(sorted(kept, key=_rank), weights, most)
    return tuple(
        _event(cluster)
        for cluster in sorted(chosen, key=lambda one: (one.first.when.start, one.first.when.end, one.first.place))
    )


def _rank(cluster: _Cluster) -> tuple[float, ...]:
    """What most accounts tell comes first; of equals what stands further up, then what was told first."""
    first = cluster.first
    return (
        -cluster.accounts,
        first.when.ambiguous,
        -len(cluster.told),
        cluster.lead,
        first.place,
        first.sentence.start,
    )


def _event(cluster: _Cluster) -> Event:
    first = cluster.first
    words = Verbatim.of(first.article, "text", first.sentence.start, first.sentence.end)
    return Event(first.when, Claim(words, first.mark), cluster.accounts)


# --- what the sentences tell ----------------------------------------------------------------------------------------


def _all_told(given: Sources, offered: Iterable[Candidate]) -> Iterator[_Told]:
    places = {article.id: place for place, article in enumerate(given.articles)}
    accounts = _accounts(given)
    anchors: dict[str, Anchor | None] = {}
    for candidate in offered:
        article = candidate.article
        if len(candidate.sentences) != 1 or candidate.cut_after or candidate.field != "text":
            continue
        if article.id not in anchors:
            anchors[article.id] = anchor_of(article.text, article.lang, article.published)
        for mark, when in _times(article, candidate.sentences[0], anchors[article.id]):
            yield _Told(
                article=article,
                sentence=candidate.sentences[0],
                mark=mark,
                when=when,
                words=_words(article, candidate.sentences[0], mark),
                account=accounts[article.id],
                place=places[article.id],
                position=candidate.position,
            )


def _accounts(given: Sources) -> dict[str, str]:
    """Say whose account each article is: that of its lineage's first article here."""
    known = {article.id: article for article in given.articles}
    return {
        member.article: given.owner(known[lineage.origin]) for lineage in given.lineages for member in lineage.members
    }


def _times(article: Article, sentence: Range, anchor: Anchor | None) -> Iterator[tuple[Range, When]]:
    """List the times of events that a sentence gives: no dateline, no "since", no "today" that may mean nowadays."""
    line = dateline(article.text, article.lang) if sentence.start == 0 else None
    for found in date_expressions(sentence.of(article.text), article.lang):
        mark = Range(found.range.start + sentence.start, found.range.end + sentence.start)
        when = resolve(found, anchor)
        if when is None or (line and line.range == mark) or not _is_event_time(found, when):
            continue
        yield mark, when


def _is_event_time(found: DateExpression, when: When) -> bool:
    if isinstance(found.form, Since):
        return False
    if isinstance(found.form, Shifted) and (found.form.vague or (found.contested and found.form.low == 0)):
        return False
    return _is_background(when) or _days(when) <= _LONGEST_DAYS


def _is_background(when: When) -> bool:
    """Whether a time is no better known than its month."""
    return len(when.start) < _DAY


def _days(when: When) -> int:
    return (date.fromisoformat(when.end[:_DAY]) - date.fromisoformat(when.start[:_DAY])).days


def _words(article: Article, sentence: Range, mark: Range) -> Words:
    """The words of a sentence without those that give its time."""
    text = article.text
    return frozenset(terms(f"{text[sentence.start : mark.start]} {text[mark.end : sentence.end]}", article.lang))


# --- which of them tell the same ------------------------------------------------------------------------------------


def _weights(told: Sequence[_Told]) -> Mapping[str, float]:
    """A word weighs less, the more of the sentences have it: the names of a story are in half of them."""
    sentences = {(one.place, one.sentence): one.words for one in told}
    counts = Counter(word for words in sentences.values() for word in words)
    return {word: math.log(1 + len(sentences) / count) for word, count in counts.items()}


def _likeness(one: Words, other: Words, weights: Mapping[str, float]) -> float:
    """The share of the lighter sentence's weight that the other has as well; 0 where they share hardly a word."""
    shared = one & other
    if len(shared) < _FEWEST_SHARED:
        return 0.0
    least = min(math.fsum(weights[word] for word in words) for words in (one, other))
    return math.fsum(weights[word] for word in shared) / least if least else 0.0


def _clusters(told: Sequence[_Told], weights: Mapping[str, float]) -> list[_Cluster]:
    """Put sentences of one time in like words together, in the order of time."""
    by_time: dict[str, list[_Cluster]] = {}
    for one in sorted(told, key=lambda told: (told.place, told.sentence.start, told.mark.start)):
        same_time = by_time.setdefault(one.when.start[:_DAY], [])
        likeness = [
            (max(_likeness(one.words, other.words, weights) for other in cluster.told), -at)
            for at, cluster in enumerate(same_time)
        ]
        best, at = max(likeness, default=(0.0, 0))
        if best >= _LIKE:
            same_time[-at].told.append(one)
        else:
            same_time.append(_Cluster(one, [one]))
    return [cluster for clusters in by_time.values() for cluster in clusters]


def _is_worth(cluster: _Cluster, given: Sources) -> bool:
    """Tell what belongs to the story from its background and from one account's digressions."""
    when = cluster.first.when
    published = cluster.first.article.published.at
    if _is_background(when) or (
        published and (published.date() - date.fromisoformat(when.start[:_DAY])).days > _BACKGROUND_DAYS
    ):
        return cluster.accounts >= _SEVERAL
    several = given.counts.accounts >= _ACCOUNTS_TO_COMPARE
    return not several or cluster.accounts >= _SEVERAL or cluster.lead < _LEAD_SENTENCES


def _chosen(ranked: Iterable[_Cluster], weights: Mapping[str, float], most: int) -> list[_Cluster]:
    """Take the first so many, none of which says what another has said, or is the same sentence."""
    chosen: list[_Cluster] = []
    for cluster in ranked:
        if len(chosen) == most:
            break
        if not any(_say_the_same(cluster.first, other.first, weights) for other in chosen):
            chosen.append(cluster)
    return chosen


def _say_the_same(one: _Told, other: _Told, weights: Mapping[str, float]) -> bool:
    if (one.place, one.sentence) == (other.place, other.sentence):
        return True
    least = _LIKE if one.when.ambiguous or other.when.ambiguous else _SAME
    return _likeness(one.words, other.words, weights) >= least
