"""Measures what a summary of several articles says: ROUGE-2 against references, coverage of what is told twice, redundancy.

Pure arithmetic over words. A summary is a sequence of excerpts, an excerpt a sequence of words; a word pair is two words that
follow each other in one sentence or excerpt. Words are cut as everywhere in Newsfold and folded to small letters; in Vietnamese,
where spaces part syllables, a word is a syllable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from newsfold.text.folding import fold_case
from newsfold.text.tokens import words

Words = tuple[str, ...]
Pair = tuple[str, str]


def words_of(text: str) -> Words:
    """Cut a text into the words that are compared.

    >>> words_of("The U.S. paid 3.5 million.")
    ('the', 'u.s', 'paid', '3.5', 'million')
    """
    return tuple(fold_case(word.of(text)) for word in words(text))


def cut(excerpts: Iterable[Words], most: int) -> list[Words]:
    """Cut a summary to at most so many words, from its end.

    >>> cut([("a", "b"), ("c", "d"), ("e",)], 3)
    [('a', 'b'), ('c',)]
    """
    left, kept = most, list[Words]()
    for excerpt in excerpts:
        if left > 0 and excerpt:
            kept.append(excerpt[:left])
            left -= len(kept[-1])
    return kept


def rouge_2(summary: Iterable[Words], references: Sequence[Words]) -> float:
    """Give the share of each reference's word pairs that a summary has, as often as it has them, on the mean over the references.

    ROUGE-2 recall (Lin 2004). A reference of one word or none has no pair, and is left out.
    """
    said = Counter(chain.from_iterable(map(pairwise, summary)))
    told = [Counter(pairwise(reference)) for reference in references if len(reference) > 1]
    shares = [(one & said).total() / one.total() for one in told]
    return sum(shares) / len(shares) if shares else 0.0


def told_twice(articles: Iterable[Iterable[Words]]) -> frozenset[Pair]:
    """Find the word pairs that two or more articles have; an article is given as its sentences."""
    carriers = Counter(pair for article in articles for pair in set(chain.from_iterable(map(pairwise, article))))
    return frozenset(pair for pair, count in carriers.items() if count > 1)


def coverage(summary: Iterable[Words], told: frozenset[Pair]) -> float:
    """Give the share of distinct word pairs that a summary has; 1 where there are none to have."""
    said = set(chain.from_iterable(map(pairwise, summary)))
    return len(said & told) / len(told) if told else 1.0


def redundancy(summary: Iterable[Words]) -> float:
    """Give the mean over excerpts of the largest share of an excerpt's word pairs that one other excerpt has; 0 for one alone."""
    pairs = [frozenset(pairwise(excerpt)) for excerpt in summary]
    largest = [
        max((len(one & other) / len(one) for place, other in enumerate(pairs) if place != mine), default=0.0)
        for mine, one in enumerate(pairs)
        if one
    ]
    return sum(largest) / len(largest) if largest else 0.0
