"""Measures the pairs that may be of one text and keeps what they are to each other, with the figures that say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from newsfold.copies import candidates, decide
from newsfold.copies.fingerprint import Fingerprint, among
from newsfold.copies.passages import passages
from newsfold.model import Article
from newsfold.text.tokens import terms


@dataclass(frozen=True, slots=True)
class Relation:
    """A later article has words of an earlier one; both are numbers in the order of time.

    `shared` counts the shingles in both texts, 0 where only the titles speak. `whole` says that both are one text as a whole,
    `bare` that the later one is no more than a headline.
    """

    later: int
    earlier: int
    kinship: decide.Kinship
    shared: int
    whole: bool
    bare: bool = False

    @property
    def strength(self) -> tuple[bool, int, int]:
        """The key that puts the best relation of an article first: copies, then what shares most, then the earliest."""
        return (self.kinship != "copy", -self.shared, self.earlier)


def relations(
    articles: Sequence[Article],
    prints: Sequence[Fingerprint],
    first: int,
    in_common: Counter[frozenset[str]],
    titles: Titles,
    unusable: set[str],
) -> Iterator[Relation]:
    """Find all relations of articles from `first` on to earlier ones; their fingerprints are without boilerplate.

    Articles come in the order of time. `in_common` counts the titles that two outlets have in common, and goes on counting;
    `titles` remembers what it has looked up. `unusable` takes the ids of articles without a usable text: what is there in its
    place is about none of their titles, and stands under others too.
    """
    unusable.update(articles[number].id for number in _furniture(articles, prints, titles))
    yield from _by_text(articles, prints, first, titles, unusable)
    yield from _by_title(prints, first, in_common)


def _furniture(articles: Sequence[Article], prints: Sequence[Fingerprint], titles: Titles) -> Iterator[int]:
    """Find the articles whose text is their outlet's boilerplate and nothing else."""
    for number, one in enumerate(prints):
        is_emptied = not decide.is_evidence(len(one.shingles))
        if (
            is_emptied
            and decide.is_evidence(one.length)
            and decide.is_furniture(*titles.told(articles[number]), one.length)
        ):
            yield number


def _by_text(
    articles: Sequence[Article], prints: Sequence[Fingerprint], first: int, titles: Titles, unusable: set[str]
) -> Iterator[Relation]:
    for later, earlier, keys in candidates.by_text(prints, first):
        one, other = prints[later], prints[earlier]
        if not decide.is_worth_comparing(keys, min(int(one.keys.sum()), int(other.keys.sum()))):
            continue
        shared, *sizes = compare(one, other)
        kinship = _kinship(one, other, shared, sizes)
        is_doubtful = not kinship and one.voice != other.voice
        if is_doubtful and decide.is_worth_aligning(shared, min(sizes), _days_apart(one, other)):
            aligned = passages(articles[later], articles[earlier])
            kinship = decide.by_passages(aligned.share, aligned.told)
        whole = decide.one_text(shared, max(sizes))
        if not (kinship or whole):
            continue
        same_title = one.title == other.title != ""
        found, asked = (0, 0) if same_title else titles.together(articles[later], articles[earlier])
        if kinship and (same_title or decide.is_told_of(found, asked)):
            yield Relation(later, earlier, kinship, shared, whole)
        elif (
            whole
            and decide.is_furniture(found, asked, min(sizes), one_outlet=one.voice == other.voice)
            and titles.differ(articles[later], articles[earlier])
        ):
            unusable.update((articles[later].id, articles[earlier].id))


def _kinship(one: Fingerprint, other: Fingerprint, shared: int, sizes: Sequence[int]) -> decide.Kinship | None:
    days_apart = _days_apart(one, other)
    shorter, longer = sorted((one.length, other.length))
    if one.voice == other.voice and not decide.is_put_out_again(shared, shorter, longer, days_apart):
        return None
    return decide.by_text(shared, min(sizes), max(sizes), days_apart)


def _by_title(prints: Sequence[Fingerprint], first: int, in_common: Counter[frozenset[str]]) -> Iterator[Relation]:
    """Find headlines that are copies: those of two outlets that have the same ones all the time."""
    pairs = [
        pair
        for pair in candidates.by_title(prints, first)
        if decide.near_in_time(_days_apart(*(prints[number] for number in pair)))
    ]
    in_common.update(_outlets(prints, pair) for pair in pairs)
    for later, earlier in pairs:
        bare = prints[later].bare
        if (bare or prints[earlier].bare) and decide.by_title(in_common[_outlets(prints, (later, earlier))]):
            yield Relation(later, earlier, "copy", 0, whole=False, bare=bare)


def _outlets(prints: Sequence[Fingerprint], pair: tuple[int, int]) -> frozenset[str]:
    return frozenset(prints[number].voice for number in pair)


def compare(one: Fingerprint, other: Fingerprint) -> tuple[int, int, int]:
    """Count the shingles in both texts, and all of either, without those that either has in a quotation.

    What one of them quotes was said by somebody and is no evidence in the other, which may show it as a post or a document.
    """
    mine = one.shingles[~among(one.shingles, other.quoted)]
    theirs = other.shingles[~among(other.shingles, one.quoted)]
    few, many = sorted((mine, theirs), key=len)
    return int(np.count_nonzero(among(few, many))), len(mine), len(theirs)


class Titles:
    """Looks up in how far texts are about what their titles say; each article is looked at once, and few are."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, int]] = {}

    def keep(self, articles: Iterable[Article]) -> None:
        """Forget all but some articles."""
        self._known = {one.id: self._known[one.id] for one in articles if one.id in self._known}

    def together(self, *articles: Article) -> tuple[int, int]:
        """Count the terms of some titles that are in the texts below them, and all of them."""
        found, asked = zip(*map(self.told, articles), strict=True)
        return sum(found), sum(asked)

    def differ(self, one: Article, other: Article) -> bool:
        """Whether two titles have less than half of their terms in common: one text cannot be the report of both."""
        first, second = (set(terms(article.title, article.lang)) for article in (one, other))
        return 2 * len(first & second) < min(len(first), len(second))

    def told(self, article: Article) -> tuple[int, int]:
        """Count the terms of a title that are in its text, and all of them."""
        if article.id not in self._known:
            title = set(terms(article.title, article.lang))
            self._known[article.id] = len(title.intersection(terms(article.text, article.lang))), len(title)
        return self._known[article.id]


def _days_apart(one: Fingerprint, other: Fingerprint) -> float | None:
    return None if one.day is None or other.day is None else abs(one.day - other.day)
