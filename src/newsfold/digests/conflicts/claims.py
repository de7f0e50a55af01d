"""Cuts articles into sentences that may be claims, with their words, the days they name and the source they give.

Nothing is decided here. What a sentence says in figures is read by `figureclaims`, in yes and no by `denials`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from newsfold.digests.boilerplate import boilerplate
from newsfold.digests.conflicts.conflictwords import Words, words_of
from newsfold.digests.sources import Sources
from newsfold.model import Article, Claim, Field, Range, Verbatim
from newsfold.text.folding import fold, fold_case
from newsfold.text.sentences import sentences
from newsfold.text.stopwords import short
from newsfold.text.tokens import terms

# News puts what matters first, and what stands far down is mostly what happened before.
_SENTENCES_READ = 40
_LONGEST_SENTENCE = 700
# A word, or what parts clauses: a mark, a spaced dash, the point of another sentence in one quotation.
_WORD = re.compile(r"(\w+(?:[.,'’‐‑-]\w+)*)|[,;:()\[\]—–!?\"“”«»„|]|\s-\s|\.\s")
_LETTERS = re.compile(r"\w+")
_DATELINE = re.compile(r"^[^.!?\n]{0,80}?\((?:[^()\n]{2,40})\)\s*[.–—-]+\s")
_CLOSING_MARKS = '"”“’»«'
_MORE = frozenset(["mehr", "weniger"])
_SPEAKER_WORDS = 5
_POST_WORDS = 12
_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "who", "which", "that", "er", "sie", "es", "il", "elle"])


class Word(NamedTuple):
    """A word of a sentence: offsets in the stored field, its folded form, and whether a clause mark stands before it."""

    start: int
    end: int
    key: str
    raw: str
    parted: bool


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article's title or text. `place` counts the sentences of the text before it; a title has -1."""

    article: Article
    field: Field
    range: Range
    place: int
    account: str

    @property
    def stored(self) -> str:
        return self.article.revision.words(self.field)

    @cached_property
    def text(self) -> str:
        return self.range.of(self.stored)

    @cached_property
    def lists(self) -> Words:
        return words_of(self.article.lang)

    @cached_property
    def spellings(self) -> frozenset[str]:
        """The folded words as a set, sooner done than cutting into words: to see which lists a sentence can be in."""
        text = self.text
        folded = text.lower() if text.isascii() else (fold_case if self.lists.lang == "vi" else fold)(text)
        return frozenset(_LETTERS.findall(folded))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Cut into words; a dateline in front is left out."""
        text, offset = self.text, self.range.start
        key = fold_case if self.lists.lang == "vi" else fold
        dateline = _DATELINE.match(text)
        end = dateline.end() if dateline else 0
        found: list[Word] = []
        parted = False
        for match in _WORD.finditer(text, end):
            raw = match[1]
            if raw is None:
                parted = True
                continue
            folded = raw if raw.isascii() and raw.islower() else key(raw).replace("’", "'")
            # "Mehr als 2700" is no clause of its own.
            parted = parted or (folded in self.lists.clauses and not (found and found[-1].key in _MORE))
            found.append(Word(offset + match.start(), offset + match.end(), folded, raw, parted))
            parted = False
        return tuple(found)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(word.key.removesuffix("'s") for word in self.words)

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(terms(self.text, self.article.lang))

    @cached_property
    def title_terms(self) -> frozenset[str]:
        return frozenset(terms(self.article.title, self.article.lang))

    @cached_property
    def names(self) -> frozenset[str]:
        """Fold the names of the sentence, as `names_among` finds them."""
        return self.names_among(0, len(self.words))

    def names_among(self, first: int, last: int) -> frozenset[str]:
        """Fold the capitalised words that no sentence's beginning explains; none in German, which writes nouns so."""
        if self.lists.lang == "de":
            return frozenset()
        # An outlet that tells to whom it was said names itself.
        small = short(self.article.lang or "en") | frozenset(fold(self.article.outlet or "").split())
        plain = self.lists.no_names
        places = (place for place in range(max(first, 1), last) if place not in self.source_places)
        found = (self.keys[place] for place in places if self.words[place].raw[0].isupper())
        return frozenset(key for key in found if key not in small and key not in plain)

    @cached_property
    def days(self) -> frozenset[int]:
        """Number the days that the sentence names, apart from the day on which something was said."""
        at = self.article.published.at
        if at is None:
            return frozenset()
        return frozenset(_days(self, at.toordinal(), at.weekday()))

    @cached_property
    def source_places(self) -> frozenset[int]:
        return frozenset(_source(self))

    @cached_property
    def source(self) -> frozenset[str]:
        """Give the folded words of whoever the sentence says it has it from; none where it names nobody."""
        return frozenset(self.keys[place] for place in self.source_places)

    @cached_property
    def tells(self) -> bool:
        """Tell whether the sentence reports something and is no furniture of the page."""
        return self.field == "title" or boilerplate(self.text) is None

    def claim(self, mark: Range) -> Claim:
        """Make a claim of the whole sentence."""
        words = Verbatim.of(self.article, self.field, self.range.start, self.range.end)
        return Claim(words, mark)


def statements(given: Sources) -> Iterator[list[Sentence]]:
    """Cut each article, in the order of time, into its title and sentences; furniture is left out.

    Of an article that is not usable only the title is there.
    """
    for article in given.articles:
        account = given.lineage_of[article.id]
        found = [Sentence(article, "title", _bare(article.title), -1, account)] if article.title.strip() else []
        if article.id not in given.unusable:
            found += _of_text(article, account)
        yield found


def _bare(text: str) -> Range:
    return Range(len(text) - len(text.lstrip()), len(text.rstrip()))


def _of_text(article: Article, account: str) -> Iterator[Sentence]:
    for place, where in enumerate(sentences(article.text, article.lang)[:_SENTENCES_READ]):
        if where.end - where.start <= _LONGEST_SENTENCE:
            yield Sentence(article, "text", where, place, account)


def _days(sentence: Sentence, published: int, weekday: int) -> Iterator[int]:
    lists, keys = sentence.lists, sentence.keys
    for start, end, label in lists.days.find(keys):
        kind, value = label.split()
        if kind == "month":
            yield from _day_of_month(sentence, start, end, int(value))
        elif sentence.words[start].key != keys[start] or not lists.says.has(keys, start - 3, start):
            yield published + int(value) if kind == "day" else published - (weekday - int(value)) % 7


def _day_of_month(sentence: Sentence, start: int, end: int, month: int) -> Iterator[int]:
    at, keys = sentence.article.published.at, sentence.keys
    near = [*keys[end : end + 1], *keys[max(start - 2, 0) : start]]
    day = next((int(key) for key in near if key.isdigit() and len(key) <= 2), 0)
    if at is None or not 1 <= day <= 31:
        return
    try:
        yield at.replace(month=month, day=day).toordinal()
    except ValueError:
        return


def _source(sentence: Sentence) -> Iterator[int]:
    """Yield the places of the words that name who says it: behind "according to", before a verb of saying or behind it."""
    lists, keys, words = sentence.lists, sentence.keys, sentence.words
    small = short(lists.lang) | _PRONOUNS

    def behind(end: int) -> range:
        last = min(end + _SPEAKER_WORDS, len(words))
        return range(end, next((place for place in range(end + 1, last) if words[place].parted), last))

    def before(start: int) -> range:
        if words[start].parted and not _is_behind_a_quotation(sentence, words[start].start):
            # "The agency, which runs the airport, counts 215": who says it opens the sentence.
            # So does who is in a post behind the name: "Ada Moor, who runs the port, said", or behind a quotation.
            opening = next((p for p in range(start, 0, -1) if _is_behind_a_quotation(sentence, words[p].start)), 0)
            if start - opening <= _POST_WORDS:
                return range(opening, start)
            return range(next((place for place in range(1, min(_SPEAKER_WORDS, start)) if words[place].parted), 0))
        last = max(start - _SPEAKER_WORDS, 0)
        return range(next((place for place in range(start, last, -1) if words[place].parted), last), start)

    for _, end, _ in lists.according.find(keys):
        yield from (place for place in behind(end) if keys[place] not in small)
    for start, end, _ in lists.says.find(keys):
        yield from (place for place in before(start) or behind(end) if keys[place] not in small)


def _is_behind_a_quotation(sentence: Sentence, start: int) -> bool:
    return any(mark in sentence.stored[max(start - 3, sentence.range.start) : start] for mark in _CLOSING_MARKS)
