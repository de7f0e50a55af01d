"""Finds accounts that say of different persons or bodies that they did, won or held one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.contests import Pair, contest_pairs, deed_pairs, goal_pairs
from newsfold.digests.conflicts.contrasts import Contrast, contrasts
from newsfold.digests.conflicts.eventwords import phrases, words
from newsfold.digests.conflicts.joining import conflicts_of
from newsfold.model import Conflict, Range
from newsfold.text.tokens import terms

_HOURS = 72.0
_STEM = 5
_SUBJECT_WORDS = 6
_CONTEXT = 2
_NAME_WORDS = 3
_FEWEST_SHARED = 2


def who_conflicts(articles: Sequence[Sequence[Sentence]]) -> list[Conflict]:
    """Find who excludes whom among the sentences of one story's articles, given in the order of time."""
    pairs = [*_contrasted(articles), *contest_pairs(articles), *goal_pairs(articles), *deed_pairs(articles)]
    return list(conflicts_of("who", pairs))


def _contrasted(articles: Sequence[Sequence[Sentence]]) -> Iterator[Pair]:
    for sentences in articles:
        for sentence in sentences:
            for contrast in contrasts(sentence):
                yield from (((sentence, contrast.mark), side) for side in _answering(contrast, articles))


def _answering(contrast: Contrast, articles: Sequence[Sequence[Sentence]]) -> Iterator[tuple[Sentence, Range]]:
    """Yield the sentences of others that put in whom a contrast leaves out."""
    context = _context(contrast.sentence, articles)
    for sentences in articles:
        for place, sentence in enumerate(sentences):
            if (
                sentence.field != "text"
                or contrast.told.isdisjoint(sentence.terms)
                or not _is_other(sentence, contrast.sentence)
            ):
                continue
            before = sentences[place - 1] if place else None
            mark = (
                _put_in(sentence, before, contrast)
                if contrast.instead_of
                else _done_by_another(sentence, contrast, context)
            )
            if mark is not None and sentence.tells:
                yield sentence, mark


def _context(sentence: Sentence, articles: Sequence[Sequence[Sentence]]) -> frozenset[str]:
    """Give the words of a sentence and of those before it, in which it is said against whom it is put."""
    own = next(found for found in articles if found and found[0].article is sentence.article)
    near = [one for one in own if sentence.place - _CONTEXT <= one.place <= sentence.place and one.field == "text"]
    return frozenset(key for one in near for key in one.keys)


def _is_other(sentence: Sentence, other: Sentence) -> bool:
    """Tell whether a sentence is of another account, or of another source in the same article."""
    if sentence.lists.lang != other.lists.lang:
        return False
    if sentence.article is other.article:
        return bool(sentence.source and other.source and not sentence.source & other.source)
    first, second = sentence.article.published.at, other.article.published.at
    apart = sentence.account != other.account and sentence.article.voice != other.article.voice
    return apart and first is not None and second is not None and abs((second - first).total_seconds()) <= _HOURS * 3600


def _put_in(sentence: Sentence, before: Sentence | None, contrast: Contrast) -> Range | None:
    """Find whom a contrast leaves out as the one who acts in a sentence that tells the same."""
    lang, keys, spoken = sentence.lists.lang, sentence.keys, sentence.words
    told = _stems(contrast.told) - _stems(contrast.instead_of | contrast.who)
    if _stems(contrast.who) & _stems(keys):
        return None
    by_themselves = words(lang, "themselves")
    back = before is not None and phrases(lang, "back").has(keys)
    for first, last in _clauses(sentence):
        shared = told & _stems(terms(" ".join(word.raw for word in spoken[first:last]), lang))
        if not shared or sentence.lists.negations.has(keys, first, last):
            continue
        if back and before is not None:
            subject = before.keys[:_SUBJECT_WORDS]
        elif not by_themselves.isdisjoint(keys[first:last]):
            subject = keys[:_SUBJECT_WORDS]
        else:
            at = next((place for place in range(first, last) if _stems([keys[place]]) & shared), first)
            subject = keys[first:at]
        if _stems(contrast.instead_of) <= _stems(subject):
            return Range(spoken[first].start, spoken[last - 1].end)
    return None


def _done_by_another(sentence: Sentence, contrast: Contrast, context: frozenset[str]) -> Range | None:
    """Find somebody else as the one who does what a cleft says that one did."""
    lang, keys, spoken = sentence.lists.lang, sentence.keys, sentence.words
    if not contrast.verb or contrast.verb not in sentence.terms:
        return None
    at = next(
        (
            p
            for p, word in enumerate(spoken)
            if contrast.verb in terms(word.raw, lang) and _is_done(sentence, p, contrast)
        ),
        0,
    )
    first = next((place for place in range(at, 0, -1) if spoken[place].parted), 0)
    helped = next(
        (place for place in range(at - 1, first - 1, -1) if keys[place] not in words(lang, "auxiliaries")), at
    )
    said = [end for _, end, _ in sentence.lists.says.find(keys, first, at)]
    who = sentence.names_among(max(said[-1] if said else first, helped - _NAME_WORDS), helped + 1)
    if helped == at or not spoken[helped].raw[0].isupper() or not who or _stems(who) & _stems(contrast.who):
        return None
    shared = (contrast.told & sentence.terms) - {contrast.verb}
    if not (who <= context or len(shared) >= _FEWEST_SHARED):
        return None
    last = next((place for place in range(at + 1, len(spoken)) if spoken[place].parted), len(spoken))
    if sentence.lists.negations.has(keys, first, last):
        return None
    return Range(spoken[first].start, spoken[last - 1].end)


def _is_done(sentence: Sentence, place: int, contrast: Contrast) -> bool:
    """Tell whether a word is the verb of a cleft and no noun: in the same form, in the past, or behind a helping verb."""
    key, lang = sentence.keys[place], sentence.lists.lang
    helped = place > 0 and sentence.keys[place - 1] in words(lang, "auxiliaries")
    past = key.endswith(tuple(words(lang, "past_endings")) or ("\0",))
    passive = helped and not key.endswith("ing") and sentence.keys[place - 1] in words(lang, "passive")
    return not passive and (key == contrast.form or past or helped)


def _clauses(sentence: Sentence) -> Iterator[tuple[int, int]]:
    starts = [0, *(place for place, word in enumerate(sentence.words) if word.parted and place)]
    yield from zip(starts, [*starts[1:], len(sentence.words)], strict=True)


def _stems(some: Iterable[str]) -> frozenset[str]:
    """Cut words to what "governor" and "governorate" have in common."""
    return frozenset(word[:_STEM] for word in some)
