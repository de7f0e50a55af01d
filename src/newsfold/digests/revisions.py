"""Says what outlets changed in their articles: sentences as they were and as they are, with the words that differ.

Sentences are aligned by what they say, word by word; a pair of like sentences in one place is one that was edited, and its words
are aligned in turn (longest matching blocks, Ratcliff and Metzener 1988). White space, and one kind of quotation mark or dash for
another, are no change. Every stretch is verbatim from the revision that it names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise, zip_longest
from typing import Final, NamedTuple

from newsfold.digests.boilerplate import boilerplate
from newsfold.model import Article, Date, Edit, EditKind, Field, Range, Revision, Verbatim
from newsfold.text.numbers import numbers
from newsfold.text.scripts import UNSPACED
from newsfold.text.sentences import sentences

# The share of words that two sentences in one place have in common, from which on the later is the earlier one, edited.
_EDITED: Final = 0.5
# Below this share a figure in the place of another is a figure of something else.
_SAME_MATTER: Final = 0.65
# A text that grows to more than twice its length was a summary, and is now the article.
_SUMMARY: Final = 0.5
# More would be a page of its own; what a live page gains is told by its excerpts.
_MOST: Final = 6
# Aligning takes quadratic time: texts of more sentences are left out, and of so many pairs none is looked for. A sentence of more
# characters is none.
_LONGEST_TEXT: Final = 400
_MOST_COMPARED: Final = 2_500
_LONGEST_SHOWN: Final = 1_000
_FIRST: Final[tuple[EditKind, ...]] = ("figure", "reworded", "removed", "added")
_END: Final = re.compile(r"""[.!?…。！？।॥۔؟։]["'”’»)\]』」\s]*\Z""")
_ALIKE: Final = str.maketrans(dict.fromkeys("’‘‚‛`´", "'") | dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("–—‐‑−", "-"))


class _Words(NamedTuple):
    """A sentence or title: where it stands, where each of its words does, and the keys by which they are compared."""

    range: Range
    places: tuple[Range, ...]
    keys: tuple[str, ...]


def edits(
    articles: Sequence[Article], revisions: Mapping[str, Sequence[Revision]], since: datetime | None = None
) -> tuple[Edit, ...]:
    """List what was changed in articles, in their order, by their `revisions` (by article id, as they arrived).

    Every revision is held against the one before it; with `since` the current one against that which was current then. Of each step
    the edits that tell most come: figures, then other words, what was taken out, what was added. A text that only grew out of its
    summary is no edit.
    """
    return tuple(edit for article in articles for edit in _of_article(article, revisions.get(article.id, ()), since))


def current_at(article: Article, known: Sequence[Revision], at: datetime) -> Revision | None:
    """Give the revision of an article that was current at a time; None where there was none. Undated, it was always there."""
    first = article.first_seen or article.published.at
    if first is not None and first > at:
        return None
    base: Revision | None = None
    for number, revision in enumerate(known):
        if number and revision.changed is not None and revision.changed > at:
            break
        base = revision
    return base or article.revision


def _of_article(article: Article, known: Sequence[Revision], since: datetime | None) -> Iterator[Edit]:
    if since is None:
        steps = [*known] if known and known[-1].id == article.revision.id else [*known, article.revision]
    else:
        base = current_at(article, known, since)
        steps = [base, article.revision] if base else []
    for before, after in pairwise(steps):
        if before.id != after.id:
            yield from _step(replace(article, revision=before), replace(article, revision=after))


def _step(before: Article, after: Article) -> Iterator[Edit]:
    at = _when(after.revision)
    found = [*_changed(before, after, "title", at)]
    if len(before.text) >= _SUMMARY * len(after.text):
        found += _changed(before, after, "text", at)
    kept = sorted(range(len(found)), key=lambda place: (_FIRST.index(found[place].kind), place))[:_MOST]
    yield from (found[place] for place in sorted(kept))


def _when(revision: Revision) -> Date:
    said = revision.updated
    return said if said.at == revision.changed else Date("", revision.changed, "exact")


def _changed(before: Article, after: Article, field: Field, at: Date) -> Iterator[Edit]:
    cuts = [_cut(one.revision.words(field), field, one.lang) for one in (before, after)]
    if max(map(len, cuts)) > _LONGEST_TEXT:
        return
    here, there = (
        [_words(one.revision.words(field), where) for where in cut]
        for one, cut in zip((before, after), cuts, strict=True)
    )
    pairs = _pairs(here, there) if field == "text" else zip_longest(here, there)
    for old, new in pairs:
        if old and new and old.keys == new.keys:
            continue
        gone, come, likeness = _differing(old, new) if old and new else ((), (), 0.0)
        shown = Verbatim.of(before, field, *old.range) if old else None
        now = Verbatim.of(after, field, *new.range) if new else None
        if all(_is_told(words) for words in (shown, now) if words):
            yield Edit(_kind(shown, now, gone, come, likeness), shown, now, gone, come, at)


def _is_told(words: Verbatim) -> bool:
    """Whether words tell something: a title or a sentence; no list, no log, and of the page's furniture only corrections."""
    if words.span.field == "title":
        return True
    ends = len(words.text) <= _LONGEST_SHOWN and _END.search(words.text)
    return bool(ends) and boilerplate(words.text) in (None, "disclaimer")


def _cut(words: str, field: Field, lang: str | None) -> list[Range]:
    """Where the sentences of a text stand; a title is one."""
    if field == "text":
        return sentences(words, lang)
    return [Range(0, len(words))] if words else []


def _words(text: str, where: Range) -> _Words:
    if where.end - where.start > _LONGEST_SHOWN:
        return _Words(where, (where,), (where.of(text),))
    places = tuple(Range(*found.span()) for found in _token().finditer(text, *where))
    return _Words(where, places, tuple(place.of(text).translate(_ALIKE) for place in places))


@cache
def _token() -> re.Pattern[str]:
    """A word, with what joins its parts; a character where words are written without spaces; a mark."""
    letter = rf"[^\W{UNSPACED}]"
    return re.compile(rf"{letter}+(?:[.,'’-]{letter}+)*|[^\s]")


def _pairs(here: Sequence[_Words], there: Sequence[_Words]) -> Iterator[tuple[_Words | None, _Words | None]]:
    """Align two texts, and give what differs in the order of the later one: pairs, and what stands alone on either side."""
    aligned = SequenceMatcher(None, [one.keys for one in here], [one.keys for one in there], autojunk=False)
    for kind, *bounds in aligned.get_opcodes():
        if kind != "equal":
            yield from _paired(here[bounds[0] : bounds[1]], there[bounds[2] : bounds[3]])


def _paired(old: Sequence[_Words], new: Sequence[_Words]) -> Iterator[tuple[_Words | None, _Words | None]]:
    """Pair the like ones of two runs of sentences, none across another pair."""
    left = list(old)
    small = len(old) * len(new) <= _MOST_COMPARED
    for one in new:
        alike = [_likeness(other, one) for other in left] if small else []
        if max(alike, default=0.0) < _EDITED:
            yield None, one
            continue
        place = alike.index(max(alike))
        yield from ((gone, None) for gone in left[:place])
        yield left[place], one
        left = left[place + 1 :]
    yield from ((gone, None) for gone in left)


def _likeness(one: _Words, other: _Words) -> float:
    shared = (Counter(one.keys) & Counter(other.keys)).total()
    return 2 * shared / max(len(one.keys) + len(other.keys), 1)


def _differing(old: _Words, new: _Words) -> tuple[tuple[Range, ...], tuple[Range, ...], float]:
    """The words that either has and the other has not, none where all are others, and how like they are."""
    likeness = _likeness(old, new)
    if likeness < _EDITED:
        return (), (), likeness
    aligned = SequenceMatcher(None, old.keys, new.keys, autojunk=False).get_opcodes()
    other = [bounds for kind, *bounds in aligned if kind != "equal"]
    gone = tuple(Range(old.places[i].start, old.places[j - 1].end) for i, j, _, _ in other if i < j)
    come = tuple(Range(new.places[i].start, new.places[j - 1].end) for _, _, i, j in other if i < j)
    return gone, come, likeness


def _kind(
    before: Verbatim | None, after: Verbatim | None, gone: Sequence[Range], new: Sequence[Range], likeness: float
) -> EditKind:
    if before is None or after is None:
        return "added" if before is None else "removed"
    was, now = _values(before, gone), _values(after, new)
    return "figure" if likeness >= _SAME_MATTER and was - now and now - was else "reworded"


def _values(words: Verbatim, marked: Sequence[Range]) -> frozenset[float]:
    """The figures that stand in marked words."""
    start = words.span.start
    return frozenset(
        found.value
        for found in numbers(words.text, words.lang)
        if found.value is not None
        and any(one.start < found.range.end + start and found.range.start + start < one.end for one in marked)
    )
