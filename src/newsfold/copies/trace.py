"""Follows a stream of articles and puts each into the text that it carries; a text is over once nothing can come to it any more.

Articles come in the order of time and in rounds: each is compared with those of its round and of the days before, so the cost of an
article and the memory depend on these days and not on the archive. What an outlet says again and again is learnt from the same.

No chaining: what joins must have its words in common with the first text, or be the same text as a member as a whole. A round-up
that carries two agency texts is of one of them and never makes the two one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from newsfold.copies import candidates, decide
from newsfold.copies.fingerprint import Fingerprint
from newsfold.copies.relations import Relation, Titles, relations
from newsfold.model import Article

# Rounds grow with the window, so that going through it anew costs each article the same, however long it is.
ROUND: Final = 4096
ROUNDS_PER_WINDOW: Final = 4
# No more are held, whatever their dates; undated ones, which come last in the order of time, leave by this alone.
AT_MOST: Final = 50_000


@dataclass(slots=True)
class Text:
    """A text and the articles that carry it, each with its fingerprint and with what joined it (None: it began the text).

    `root` is the id of the first of them that has more than a headline, `unusable` are those that have no usable text.
    """

    articles: list[Article] = field(default_factory=list)
    prints: list[Fingerprint] = field(default_factory=list)
    kinship: list[decide.Kinship | None] = field(default_factory=list)
    root: str | None = None
    unusable: set[str] = field(default_factory=set)

    def take(self, article: Article, one: Fingerprint, kinship: decide.Kinship | None) -> None:
        self.articles.append(article)
        self.prints.append(one)
        self.kinship.append(kinship)
        if self.root is None and not one.bare:
            self.root = one.article


class Tracer:
    """Texts as they come. Feed it with `add` and end with `close`; both give the texts that are over, each once."""

    def __init__(self) -> None:
        self._articles: list[Article] = []
        self._prints: list[Fingerprint] = []
        self._text_of: list[Text] = []
        self._in_common: Counter[frozenset[str]] = Counter()
        self._titles = Titles()
        self._waiting: list[tuple[Article, Fingerprint]] = []

    def add(self, arrivals: Iterable[tuple[Article, Fingerprint]]) -> Iterator[Text]:
        """Take articles with their fingerprints in the order of time."""
        for arrival in arrivals:
            self._waiting.append(arrival)
            if len(self._waiting) >= max(ROUND, len(self._articles) // ROUNDS_PER_WINDOW):
                yield from self._round()

    def close(self) -> Iterator[Text]:
        """End the last round, and give all texts that are left, by their first articles."""
        yield from self._round()
        yield from _distinct(self._text_of)
        self._articles, self._prints, self._text_of = [], [], []

    def _round(self) -> Iterator[Text]:
        if not self._waiting:
            return
        yield from self._drop()
        first = len(self._articles)
        self._articles += (article for article, _ in self._waiting)
        self._prints += (one for _, one in self._waiting)
        self._waiting = []
        prints = candidates.without_boilerplate(self._prints)
        to_earlier: dict[int, dict[str, Relation]] = defaultdict(dict)
        unusable: set[str] = set()
        for relation in list(relations(self._articles, prints, first, self._in_common, self._titles, unusable)):
            later, earlier = self._articles[relation.later].id, self._articles[relation.earlier].id
            if not {later, earlier} & unusable:
                to_earlier[relation.later][earlier] = relation
        for number in range(first, len(prints)):
            one = prints[number]
            chosen = self._choose(to_earlier.get(number, {}))
            text = self._text_of[chosen.earlier] if chosen else Text()
            text.take(self._articles[number], one, chosen.kinship if chosen else None)
            self._text_of.append(text)
        for article, text in zip(self._articles, self._text_of, strict=True):
            if article.id in unusable:
                text.unusable.add(article.id)

    def _drop(self) -> Iterator[Text]:
        """Let go of articles that are too old for those that wait; gives the texts that none is left of."""
        days = [one.day for _, one in self._waiting if one.day is not None]
        oldest = min(days) - decide.DAYS_APART if days else float("-inf")
        over = len(self._prints) - AT_MOST
        stays = [
            number
            for number, one in enumerate(self._prints)
            if number >= over and (one.day is None or one.day >= oldest)
        ]
        if len(stays) == len(self._prints):
            return
        before = self._text_of
        self._articles = [self._articles[number] for number in stays]
        self._prints = [self._prints[number] for number in stays]
        self._text_of = [self._text_of[number] for number in stays]
        self._titles.keep(self._articles)
        left = {id(text) for text in self._text_of}
        yield from (text for text in _distinct(before) if id(text) not in left)

    def _choose(self, to_earlier: Mapping[str, Relation]) -> Relation | None:
        """Choose the strongest relation that lets an article join; a title that leads to several texts leads to none."""
        fitting = [one for one in to_earlier.values() if _fits(one, self._text_of[one.earlier], to_earlier)]
        best = min(fitting, key=lambda one: one.strength, default=None)
        if best and not best.shared and len({id(self._text_of[one.earlier]) for one in fitting}) > 1:
            return None
        return best


def _fits(relation: Relation, text: Text, to_earlier: Mapping[str, Relation]) -> bool:
    """Whether a relation to one member is reason enough to join all of them."""
    if not relation.shared:
        # Of two texts under one title a headline between them must not make one.
        return relation.bare or text.root is None
    if relation.whole or text.root is None:
        return True
    to_root = to_earlier.get(text.root)
    return to_root is not None and to_root.shared > 0


def _distinct(texts: Sequence[Text]) -> list[Text]:
    return list({id(text): text for text in texts}.values())
