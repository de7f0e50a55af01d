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
from datetime import date, timedelta

from newsfold.digests.candidates import Candidate, candidates
from newsfold.digests.sources import Sources, Words
from newsfold.model import Article, Claim, Event, Range, Verbatim, When
from newsfold.text.dateforms import DateExpression, Shifted, Since
from newsfold.text.datelines import anchor_of, dateline
from newsfold.text.dates import date_expressions
from newsfold.text.quotations import quotations
from newsfold.text.tokens import terms
from newsfold.text.when import Anchor, resolve

MOST = 12
# One day of a long story would take all the room: of 289 articles over three days, 7 of the 12 most told events were of the first.
_MOST_A_DAY = 5
# Sentences of one day are one event where this much of what the shorter one says is in the other, by weight; either of all that
# they say or of what stands near the date, since many tell two things ("... said of the mayor, who was detained on Tuesday").
_LIKE = 0.33
_FEWEST_SHARED = 2
_NEAR_WORDS = 6
# One account's sentence that shares this much with an event that several tell on the same day says it again.
_AGAIN = 0.2
# To be put to an event a sentence is compared with so many of those already there, which bounds the time.
_COMPARED = 3
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
# ... and so is what has hardly a word of those that the titles share: the shares of its words in titles sum up to less.
_CENTRAL = 0.5
_DAY = len("2026-03-04")


@dataclass(frozen=True, slots=True)
class _Told:
    """One sentence and a time that it gives. `place` is the article's place in the order of time, `position` the sentence's."""

    article: Article
    sentence: Range
    mark: Range
    when: When
    words: Words
    near: Words
    account: str
    place: int
    position: int


@dataclass(slots=True)
class _Cluster:
    """Sentences that tell of one time in like words, in the order of time; `first` is the first of those that know it best."""

    first: _Told
    told: list[_Told] = field(default_factory=list)

    def add(self, one: _Told) -> None:
        self.told.append(one)
        if _days(one.when) < _days(self.first.when):
            self.first = one

    @property
    def accounts(self) -> int:
        return len({one.account for one in self.told})

    @property
    def day(self) -> str:
        return self.first.when.start[:_DAY]

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
    central = given.title_shares()
    kept = [cluster for cluster in clusters if _is_worth(cluster, given, central)]
    chosen = _chosen(kept, weights, most)
    return tuple(
        _event(cluster)
        for cluster in sorted(chosen, key=lambda one: (one.first.when.start, one.first.when.end, one.first.place))
    )


def _event(cluster: _Cluster) -> Event:
    first = cluster.first
    words = Verbatim.of(first.article, "text", first.sentence.start, first.sentence.end)
    return Event(first.when, Claim(words, first.mark), cluster.accounts)


# --- what the sentences tell ----------------------------------------------------------------------------------------


def _all_told(given: Sources, offered: Iterable[Candidate]) -> Iterator[_Told]:
    places = {article.id: place for place, article in enumerate(given.articles)}
    accounts = _accounts(given)
    days: dict[str, tuple[Anchor | None, Range | None]] = {}
    for candidate in offered:
        article = candidate.article
        if len(candidate.sentences) != 1 or candidate.cut_after or candidate.field != "text":
            continue
        if article.id not in days:
            line = dateline(article.text, article.lang)
            anchor = anchor_of(article.text, article.lang, article.published)
            days[article.id] = anchor, line.range if line else None
        for mark, when in _times(article, candidate.sentences[0], *days[article.id]):
            before, behind = _words(article, candidate.sentences[0], mark)
            yield _Told(
                article=article,
                sentence=candidate.sentences[0],
                mark=mark,
                when=when,
                words=frozenset(before + behind),
                near=frozenset(before[-_NEAR_WORDS:] + behind[:_NEAR_WORDS]),
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


def _times(
    article: Article, sentence: Range, anchor: Anchor | None, line: Range | None
) -> Iterator[tuple[Range, When]]:
    """List the times of events that a sentence gives: no dateline, no "since", no "today" that may mean nowadays."""
    said = sentence.of(article.text)
    quoted = [quotation.inner for quotation in quotations(said)]
    for found in date_expressions(said, article.lang):
        mark = Range(found.range.start + sentence.start, found.range.end + sentence.start)
        when = resolve(found, anchor)
        if when is None or line == mark or not _is_event_time(found, when):
            continue
        # who is quoted may have spoken on another day
        if not any(inner.start <= found.range.start < inner.end for inner in quoted):
            yield mark, when


def _is_event_time(found: DateExpression, when: When) -> bool:
    if found.until or isinstance(found.form, Since):
        return False
    if isinstance(found.form, Shifted) and (found.form.vague or (found.contested and found.form.low == 0)):
        return False
    return _days(when) <= _LONGEST_DAYS or _is_background(when)


def _is_background(when: When) -> bool:
    """Whether a time is no better known than its month."""
    return len(when.start) < _DAY


def _days(when: When) -> int:
    """How many days a time is long; a month or a year is longer than any."""
    if _is_background(when):
        return date.max.toordinal()
    return (date.fromisoformat(when.end[:_DAY]) - date.fromisoformat(when.start[:_DAY])).days


def _words(article: Article, sentence: Range, mark: Range) -> tuple[list[str], list[str]]:
    """The words of a sentence before and behind those that give its time."""
    text = article.text
    return terms(text[sentence.start : mark.start], article.lang), terms(text[mark.end : sentence.end], article.lang)


# --- which of them tell the same ------------------------------------------------------------------------------------


def _weights(told: Sequence[_Told]) -> Mapping[str, float]:
    """A word weighs less, the more of the sentences have it, each counted once however often it was copied."""
    sentences: dict[str, Words] = {}
    for one in told:
        said = one.sentence.of(one.article.text)
        sentences[said] = sentences.get(said, frozenset()) | one.words
    counts = Counter(word for words in sentences.values() for word in words)
    return {word: math.log(1 + len(sentences) / count) for word, count in counts.items()}


def _likeness(one: _Told, other: _Told, weights: Mapping[str, float]) -> float:
    """How much of the lighter of two sentences is in the other, 0 to 1: of all of it or of what is near the date."""
    return max(_share(one.words, other.words, weights), _share(one.near, other.near, weights))


def _share(one: Words, other: Words, weights: Mapping[str, float]) -> float:
    shared = one & other
    if len(shared) < _FEWEST_SHARED:
        return 0.0
    least = min(sum(weights[word] for word in sorted(words)) for words in (one, other))
    return sum(weights[word] for word in sorted(shared)) / least


def _clusters(told: Iterable[_Told], weights: Mapping[str, float]) -> list[_Cluster]:
    """Put sentences of one time in like words together, in the order of time.

    A time of several days goes with any that falls into it: "this week" may be Tuesday.
    """
    clusters: list[_Cluster] = []
    by_day: dict[str, list[int]] = {}
    for one in sorted(told, key=lambda told: (told.place, told.sentence.start, told.mark.start)):
        open_here = sorted({at for day in _covered(one.when) for at in by_day.get(day, ())})
        likeness = [(_nearness(one, clusters[at], weights), -at) for at in open_here]
        best, at = max(likeness, default=(0.0, 0))
        if best >= _LIKE:
            clusters[-at].add(one)
        else:
            for day in _covered(one.when):
                by_day.setdefault(day, []).append(len(clusters))
            clusters.append(_Cluster(one, [one]))
    return clusters


def _covered(when: When) -> list[str]:
    """List the days of a time; a month or a year is by itself. A night is of the day on which it begins."""
    if _is_background(when):
        return [f"{when.start}/{when.end}"]
    first = date.fromisoformat(when.start[:_DAY])
    length = _days(when) if len(when.start) == _DAY else 0
    return [(first + timedelta(days=days)).isoformat() for days in range(length + 1)]


def _nearness(one: _Told, cluster: _Cluster, weights: Mapping[str, float]) -> float:
    """How like a sentence is to an event that it can be of; 0 where the event was on another day."""
    if set(_covered(one.when)).isdisjoint(_covered(cluster.first.when)):
        return 0.0
    return max(_likeness(one, other, weights) for other in cluster.told[:_COMPARED])


def _is_worth(cluster: _Cluster, given: Sources, central: Mapping[str, float]) -> bool:
    """Tell what belongs to the story from its background and from one account's digressions."""
    when, published = cluster.first.when, cluster.first.article.published.at
    if cluster.accounts >= _SEVERAL:
        return True
    if _is_background(when) or (
        published and (published.date() - date.fromisoformat(when.start[:_DAY])).days > _BACKGROUND_DAYS
    ):
        return False
    if given.counts.accounts < _ACCOUNTS_TO_COMPARE:
        return True
    is_central = sum(central.get(word, 0.0) for word in sorted(cluster.first.words)) >= _CENTRAL
    return is_central and cluster.lead < _LEAD_SENTENCES


def _chosen(clusters: Sequence[_Cluster], weights: Mapping[str, float], most: int) -> list[_Cluster]:
    """Take the first so many, none of which says what another has said; of equals those of days that are not there yet."""
    chosen: list[_Cluster] = []
    days: Counter[str] = Counter()
    left = list(clusters)
    while left and len(chosen) < most:
        best = min(left, key=lambda cluster: _rank(cluster, days))
        left.remove(best)
        if days[best.day] < _MOST_A_DAY and not any(_say_the_same(best, other, weights) for other in chosen):
            chosen.append(best)
            days[best.day] += 1
    return chosen


def _rank(cluster: _Cluster, days: Mapping[str, int]) -> tuple[float, ...]:
    """What most accounts tell comes first, events before background; last of all counts who was first."""
    first = cluster.first
    return (
        -cluster.accounts,
        _is_background(first.when),
        days[cluster.day],
        first.when.ambiguous,
        -len(cluster.told),
        cluster.lead,
        first.place,
        first.sentence.start,
        first.mark.start,
    )


def _say_the_same(one: _Cluster, other: _Cluster, weights: Mapping[str, float]) -> bool:
    """Whether the first says nothing that the other, which more accounts tell, does not say."""
    if (one.first.place, one.first.sentence) == (other.first.place, other.first.sentence):
        return one.accounts == 1  # what several tell may stand beside it with the other time of the sentence
    least = _LIKE if one.first.when.ambiguous or other.first.when.ambiguous else _SAME
    if one.first.when.start[:_DAY] == other.first.when.start[:_DAY]:
        least = _AGAIN if one.accounts == 1 < other.accounts else _LIKE
    return _likeness(one.first, other.first, weights) >= least
