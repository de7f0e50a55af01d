"""Makes the summaries that ours is measured against: leads, MMR, LexRank and TextRank, each up to a number of words.

Every one is given the same sentences, each a tuple of words, and gives them back as excerpts. LexRank and TextRank are those of the
package sumy with its settings; it is needed here only, and loaded when one is asked for.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from evals.summaries import Words, cut

# The sentences of each article, in their order.
Articles = Sequence[Sequence[Words]]
Rival = Callable[[Articles, int], list[Words]]

# Carbonell and Goldstein 1998: how much being central counts against being new. They name .7 for answers of one subject.
_CENTRAL: Final = 0.7


def leads(articles: Articles, most: int) -> list[Words]:
    """Take the first sentence of each article, then the second of each, and so on; what is of one article is one excerpt."""
    taken: list[list[Words]] = [[] for _ in articles]
    left = most
    for place in range(max(map(len, articles), default=0)):
        for article, own in zip(articles, taken, strict=True):
            if place < len(article) and left > 0:
                own.append(article[place][:left])
                left -= len(own[-1])
    return [tuple(word for sentence in own for word in sentence) for own in taken if own]


def mmr(articles: Articles, most: int) -> list[Words]:
    """Take by turns the sentence that is most like all together and least like those taken (maximal marginal relevance)."""
    told = [sentence for article in articles for sentence in article if sentence]
    vectors = _vectors(told)
    whole: dict[str, float] = {}
    for vector in vectors:
        for word, weight in vector.items():
            whole[word] = whole.get(word, 0.0) + weight
    central = [_cosine(vector, whole) for vector in vectors]
    repeated = [0.0] * len(told)
    left, taken, size = set(range(len(told))), list[int](), 0
    while left and size < most:
        best = max(left, key=lambda at: (_CENTRAL * central[at] - (1 - _CENTRAL) * repeated[at], -at))
        taken.append(best)
        left.remove(best)
        size += len(told[best])
        for at in left:
            repeated[at] = max(repeated[at], _cosine(vectors[at], vectors[best]))
    return _in_order(taken, told, most)


def lexrank(articles: Articles, most: int) -> list[Words]:
    from sumy.summarizers.lex_rank import LexRankSummarizer  # noqa: PLC0415 - only where it is asked for

    return _by_sumy(LexRankSummarizer(), articles, most)


def textrank(articles: Articles, most: int) -> list[Words]:
    from sumy.summarizers.text_rank import TextRankSummarizer  # noqa: PLC0415 - only where it is asked for

    return _by_sumy(TextRankSummarizer(), articles, most)


RIVALS: Final[Mapping[str, Rival]] = {"leads": leads, "MMR": mmr, "LexRank": lexrank, "TextRank": textrank}


def _vectors(told: Sequence[Words]) -> list[dict[str, float]]:
    found = Counter(word for sentence in told for word in set(sentence))
    rare = {word: math.log(1 + len(told) / count) for word, count in found.items()}
    return [{word: count * rare[word] for word, count in Counter(sentence).items()} for sentence in told]


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    shared = math.fsum(value * other[word] for word, value in one.items() if word in other)
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return shared / lengths if lengths else 0.0


def _in_order(taken: Iterable[int], told: Sequence[Words], most: int) -> list[Words]:
    """Cut what was taken last, then put all in the order of the articles."""
    kept = cut((told[at] for at in taken), most)
    return [words for _, words in sorted(zip(taken, kept, strict=False))]


class _Spaces:
    """Cuts what was joined by spaces before."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(text.split())


def _by_sumy(summarizer: Any, articles: Articles, most: int) -> list[Words]:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence  # noqa: PLC0415

    told = [sentence for article in articles for sentence in article if sentence]
    given = [Sentence(" ".join(sentence), _Spaces()) for sentence in told]
    ranked: list[int] = []

    def all_of_them(rated: Sequence[Any]) -> Sequence[Any]:
        ranked.extend(one.order for one in rated)
        return rated

    summarizer(ObjectDocumentModel([Paragraph(given)]), all_of_them)
    return _in_order(ranked, told, most)
