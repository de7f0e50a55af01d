"""Cuts an article into the stretches that may stand alone in a digest: one to three whole sentences, or its title.

Decides what an excerpt may be, never which is best. Nothing that is furniture, leans on words that are not shown, asks
a question or parts a quotation is offered; a sentence that is too long is cut at the end of a clause.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsfold.digests.boilerplate import boilerplate
from newsfold.digests.leaning import leans
from newsfold.model import Article, Field, Range
from newsfold.text.quotations import Quotation, closed, quotations
from newsfold.text.sentences import sentences

# The page that started it has excerpts of 130 to 350 characters; what is shorter than 80 is seldom more than a
# headline.
LONGEST = 350
SHORTEST = 80
# A single sentence below this is a heading, a label or a shout ("Yes.", "What happened?").
_SHORTEST_SENTENCE = 40
_FEWEST_WORDS = 6
_UNSPACED_LETTERS = 12  # code points between spaces on the average beyond which a script has no words to count
_LETTERS = re.compile(r"[^\W_]+")
_LETTER_SHARE = 0.4  # of all code points; Bengali, whose vowel signs are no letters, has half
# In news prose 80 % of the words begin small in English, 84 % in Spanish, 54 % in German; in a list of names few do.
_SMALL_SHARE = 0.3
_SHOUTED_SHARE = 0.4
_MOST_SENTENCES = 3
# News puts what matters first: on four real stories the furthest pick was the 23rd sentence. Bounds the time as well.
_SENTENCES_READ = 40
# Nobody writes a sentence longer than this; a text without full stops is not worth the time of a hundred patterns.
_LONGEST_SENTENCE = 1500

_TAIL = 12
_ENDS = re.compile(r"""[.!…。！।॥؟۔?？][\s"'”’“»«)\]」』›]*$""")
_ASKS = re.compile(r"""[?？؟;][\s"'”’“»«)\]」』›]*$""")
# A feed's own dots, a label that it glued on ("under pressureMarkets"), a German ordinal whose noun is gone ("am 3.").
_TRAILS_OFF = re.compile(
    r"""(?:\.\.\.|…|\[(?:…|\.\.\.)\])[\s"'”’“»«)\]]*$|[a-zß-ÿ]{3}[A-Z][a-z]{3,}$"""
    r"""|\b(?:am|zum|[sd]einen|ihren|den|der|vom|im|beim) \d{1,3}\.$"""
)
_CLAUSE_ENDS = re.compile(r"[,;:](?=\s|$)|\s[–—-](?=\s)|[，；、：،؛]")
_BRACKETS = (("(", ")"), ("[", "]"), ("（", "）"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of an article that may be shown. `position` counts the sentences before it; a title stands at 0.

    `sentences` are the ranges that it is made of, for whoever counts words; the stretch is from the first to the last.
    """

    article: Article
    field: Field
    sentences: tuple[Range, ...]
    position: int = 0
    cut_after: bool = False

    @property
    def range(self) -> Range:
        return Range(self.sentences[0].start, self.sentences[-1].end)

    @property
    def text(self) -> str:
        return self.range.of(self.article.revision.words(self.field))


def candidates(article: Article, *, title_only: bool = False) -> list[Candidate]:
    """List the stretches of an article that may be an excerpt, in their order; its title where the text offers none.

    An article with neither a usable sentence nor a title offers nothing. `title_only`: what is there for a text is none.
    """
    return (not title_only and list(_from_text(article))) or _title(article)


def _title(article: Article) -> list[Candidate]:
    start = len(article.title) - len(article.title.lstrip())
    end = len(article.title.rstrip())
    whole = Range(start, end)
    if end - start > LONGEST:
        cut = _cut(article.title, whole, quotations(article.title[: start + LONGEST]))
        return [Candidate(article, "title", (cut,), cut_after=True)] if cut else []
    return [Candidate(article, "title", (whole,))] if end > start else []


def _from_text(article: Article) -> Iterator[Candidate]:
    text = article.text
    found = sentences(text, article.lang)[:_SENTENCES_READ]
    quoted = quotations(text[: found[-1].end + 1]) if found else []
    # Where other sentences end in a full stop, one that does not is a heading or a caption; where none does, the feed
    # spares it.
    ended = any(_ENDS.search(_tail(text, sentence)) for sentence in found)
    position = 0
    for paragraph in _paragraphs(text, found):
        kept = [sentence if _tells(sentence.of(text), ended) else None for sentence in paragraph]
        for first, sentence in enumerate(kept):
            if sentence is None or not _stands(sentence.of(text)):
                continue
            if not _parts_a_quotation(sentence.start, quoted) and not leans(sentence.of(text), article.lang):
                yield from _windows(article, kept[first:], position, quoted)
            position += 1


def _tail(text: str, sentence: Range) -> str:
    return text[max(sentence.start, sentence.end - _TAIL) : sentence.end]


def _paragraphs(text: str, found: Sequence[Range]) -> Iterator[list[Range]]:
    paragraph: list[Range] = []
    for sentence in found:
        if paragraph and "\n" in text[paragraph[-1].end : sentence.start]:
            yield paragraph
            paragraph = []
        paragraph.append(sentence)
    if paragraph:
        yield paragraph


def _tells(sentence: str, ended: bool) -> bool:
    """Tell whether a sentence states something and is whole; it may still need the sentence before it."""
    tail = sentence[-_TAIL:]
    if len(sentence) > _LONGEST_SENTENCE or _ASKS.search(tail) or _TRAILS_OFF.search(tail):
        return False
    return (not ended or _ENDS.search(tail) is not None) and _is_prose(sentence) and boilerplate(sentence) is None


def _is_prose(sentence: str) -> bool:
    """Tell whether a sentence is mostly words, few of them in capitals, and no link."""
    if "://" in sentence or "www." in sentence:
        return False
    found = sentence.split()
    small = large = shouted = 0
    for word in found:
        if word[0].islower():
            small += 1
        else:
            large += word[0].isupper()
            shouted += len(word) > 1 and word.isupper()
    cased = small + large
    return (
        sum(map(len, _LETTERS.findall(sentence))) >= _LETTER_SHARE * len(sentence)
        and small >= _SMALL_SHARE * cased
        and shouted <= _SHOUTED_SHARE * len(found)
    )


def _stands(sentence: str) -> bool:
    """Tell whether a sentence is long enough to begin an excerpt."""
    found = len(sentence.split())
    enough = found >= _FEWEST_WORDS or len(sentence) > _UNSPACED_LETTERS * found
    return enough and len(sentence) >= _SHORTEST_SENTENCE


def _windows(
    article: Article, kept: Sequence[Range | None], position: int, quoted: Sequence[Quotation]
) -> Iterator[Candidate]:
    text = article.text
    ranges: tuple[Range, ...] = ()
    for sentence in kept[:_MOST_SENTENCES]:
        if sentence is None:
            return
        ranges = (*ranges, sentence)
        if sentence.end - ranges[0].start > LONGEST:
            if len(ranges) == 1 and (cut := _cut(text, sentence, quoted)) is not None:
                yield Candidate(article, "text", (cut,), position, cut_after=True)
            return
        if _is_whole(text, Range(ranges[0].start, sentence.end), quoted):
            yield Candidate(article, "text", ranges, position)


def _is_whole(text: str, stretch: Range, quoted: Sequence[Quotation]) -> bool:
    """Tell whether what opens in a stretch, quotation or bracket, closes there, and nothing closes that opens above."""
    words = stretch.of(text)
    if any(words.count(opening) != words.count(closing) for opening, closing in _BRACKETS):
        return False
    return not _parts_a_quotation(stretch.end, quoted) and all(
        closed(quotation) for quotation in quoted if stretch.start <= quotation.outer.start < stretch.end
    )


def _parts_a_quotation(offset: int, quoted: Sequence[Quotation]) -> bool:
    return any(quotation.outer.start < offset < quotation.outer.end for quotation in quoted)


def _cut(text: str, sentence: Range, quoted: Sequence[Quotation]) -> Range | None:
    """Cut a sentence that is too long at the last clause that ends within reach, at a word's end; None if none does."""
    within_reach = text[sentence.start : sentence.start + LONGEST]
    for mark in reversed(list(_CLAUSE_ENDS.finditer(within_reach))):
        length = len(within_reach[: mark.start()].rstrip())
        cut = Range(sentence.start, sentence.start + length)
        if length < SHORTEST:
            return None
        if _is_word_end(text, cut.end) and _is_whole(text, cut, quoted):
            return cut
    return None


def _is_word_end(text: str, end: int) -> bool:
    """Tell whether a text may be cut here: a word ends, and no mark or joiner hangs on its last letter."""
    before, after = text[end - 1], text[end : end + 1]
    if after and (after.isalnum() or unicodedata.category(after)[0] == "M" or after in "\u200c\u200d_'’-‑"):
        return False
    return before.isalnum() or unicodedata.category(before)[0] == "M" or before in "\"'”’“»)%]"
