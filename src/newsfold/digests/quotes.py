"""Says who said what: of one article every attribution with its speaker's name and grade, of a story the quotes worth showing.

The same words in several articles are one quote, shown at its longest and with the others beside it. What a digest shows has a
speaker: words that nobody answers for are no quote to a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from newsfold.digests.attribution import Attribution, attributions
from newsfold.digests.attribution.grades import grade
from newsfold.digests.attribution.words import Words, grammar, words_of
from newsfold.digests.names.mentions import Mentions, mentions
from newsfold.digests.sources import Sources
from newsfold.model import Article, Grade, Quote, Range, Said, Verbatim
from newsfold.text.folding import fold
from newsfold.text.language import primary

# Words of a quote below which it is a turn of phrase, and code points above which it is a passage.
_FEWEST_WORDS: Final = 5
_FEWEST_OF_A_PART: Final = 9  # of what begins inside a sentence: "will grow before it shrinks" says nothing alone
_LONGEST: Final = 400
# Words from which on a longer quote is no better.
_LONG_ENOUGH: Final = 25
# Runs of so many words tell whether two quotes are the same; of the shorter one's runs so many have to be in the longer.
_RUN: Final = 4
_SAME: Final = 0.8
_WORD: Final = re.compile(r"\w+")
_FULL_NAME: Final = re.compile(r"[^\W\d_a-z][\w'’-]+ [^\W\d_a-z][\w'’-]+")
# Quotes worth showing first: a name answers for its words, an office for those of many.
_GRADES: Final[dict[Grade, int]] = {"named": 0, "anonymous": 1, "document": 1, "office": 2, "unattributed": 3}
# So many forms of one quote are looked at for a speaker who is known.
_FORMS: Final = 3
# Articles of a story beyond these say again what was said; 50 outlets have been heard.
_MOST_ARTICLES: Final = 60


def said(text: str, lang: str | None = None) -> list[Said]:
    """Find who said what in a text: every attribution in its order; none in a text without any.

    >>> text = "Mayor Lina Moor resigned. “I have had enough,” she said, according to two aides."
    >>> [(one.content.of(text), one.speaker.of(text), one.name.of(text), one.grade) for one in said(text, "en")]
    [('“I have had enough,”', 'she', 'Lina Moor', 'named')]
    """
    found = attributions(text, lang)
    if not found:
        return []
    who, words = mentions(text, lang), words_of(primary(lang))
    graded: list[Said] = []
    for one in found:
        last: Grade = graded[-1].grade if graded else "anonymous"
        graded.append(_graded(one, text, who, words, last))
    return graded


def said_in(article: Article) -> list[Said]:
    """Find who said what in an article's text."""
    return said(article.text, article.lang)


def _graded(one: Attribution, text: str, who: Mentions, words: Words, last: Grade) -> Said:
    """Grade an attribution; a pronoun that nobody can place is of the grade of whoever spoke last."""
    speaker = one.speaker
    named = who.whose(speaker) if speaker else None
    level = _level(one, text, words, person=named is not None and named.person, body=named is not None)
    if named is None and _is_pronoun(one, text, words):
        level = last
    return Said(one.content, one.direct, level, speaker, one.cue, named.name if named else None)


def _level(one: Attribution, text: str, words: Words, *, person: bool = False, body: bool = False) -> Grade:
    return grade(one.speaker.of(text) if one.speaker else "", words, person=person, body=body)


def _is_pronoun(one: Attribution, text: str, words: Words) -> bool:
    return one.speaker is not None and words.class_of(one.speaker.of(text)) in grammar("pronouns")


def quotes(given: Sources, most: int = 12) -> tuple[Quote, ...]:
    """Choose the quotes of a story, at most so many, in the order of time; none where nobody is quoted in a whole sentence.

    Those that several accounts carry come first, then named speakers before offices; of one speaker not more than a third.
    """
    told = [one for article in _quoting(given) for one in _told(article)]
    order = {article.id: place for place, article in enumerate(given.articles)}
    shown = _spread(sorted(_merged(told), key=lambda same: _rank(same, given)), most, _Names(told))
    return tuple(sorted(shown, key=lambda one: (order[one.content.article], one.content.span.start)))


@dataclass(frozen=True, slots=True)
class _Told:
    """A quote in its article, its grade as far as its own words tell, and the runs of its words for comparing."""

    article: Article
    said: Attribution
    speaker: str
    grade: Grade
    runs: frozenset[str]
    length: int

    @property
    def reach(self) -> int:
        """Where the last of its words ends in the text, the speaker's included."""
        return max(where.end for where in (self.said.content, self.said.speaker) if where)


def _quoting(given: Sources) -> Iterable[Article]:
    """The articles that are read: those with a text, one of each lineage first."""
    unusable = given.unusable
    usable = [article for article in given.articles if article.text and article.id not in unusable]
    first = {given.lineage_of[one.id]: one.id for one in reversed(usable)}
    return sorted(usable, key=lambda one: first[given.lineage_of[one.id]] != one.id)[:_MOST_ARTICLES]


def _told(article: Article) -> Iterator[_Told]:
    words = words_of(primary(article.lang))
    for one in attributions(article.text, article.lang, direct=True):
        content = one.content.of(article.text)
        spoken = [fold(word) for word in _WORD.findall(content)]
        fewest = _FEWEST_OF_A_PART if content[1:2].islower() else _FEWEST_WORDS
        somebody = one.speaker is not None and _is_somebody(one.speaker.of(article.text), words)
        if one.speaker and somebody and len(spoken) >= fewest and len(content) <= _LONGEST:
            level: Grade = "named" if _is_pronoun(one, article.text, words) else _level(one, article.text, words)
            runs = frozenset(" ".join(spoken[at : at + _RUN]) for at in range(len(spoken) - _RUN + 1))
            yield _Told(article, one, one.speaker.of(article.text), level, runs, len(spoken))


def _is_somebody(speaker: str, words: Words) -> bool:
    """Whether words can stand for a speaker on a page: a name, a pronoun, or a noun for people, bodies or papers, but no "two"."""
    found = _WORD.findall(speaker)
    roles = words.roles["people"] | words.roles["offices"] | words.roles["papers"] | words.roles["titles"]
    classes = [words.class_of(one) for one in found]
    if not classes or classes[0] in grammar("leading") or classes[0] == "when":
        return False
    return (
        any(one[0].isupper() and name not in ("the", "all") for one, name in zip(found, classes, strict=True))
        or not grammar("pronouns").isdisjoint(classes)
        or not roles.isdisjoint(map(fold, found))
    )


def _merged(told: Sequence[_Told]) -> list[list[_Told]]:
    """Bring the same words together, the longest form first: each quote goes to the first longer one that has most of its runs."""
    groups: list[list[_Told]] = []
    by_run: dict[str, list[int]] = {}
    for one in sorted(told, key=lambda quote: (-quote.length, quote.article.time_order, quote.said.content)):
        shared: dict[int, int] = {}
        for run in sorted(one.runs):
            for group in by_run.get(run, ()):
                shared[group] = shared.get(group, 0) + 1
        same = [group for group, count in sorted(shared.items()) if count >= _SAME * len(one.runs)]
        if same:
            groups[same[0]].append(one)
            continue
        for run in sorted(one.runs):
            by_run.setdefault(run, []).append(len(groups))
        groups.append([one])
    return groups


def _rank(same: Sequence[_Told], given: Sources) -> tuple[int, int, int, tuple[bool, float, str], Range]:
    accounts = {given.lineage_of[one.article.id] for one in same}
    first = same[0]
    return (
        -len(accounts),
        _GRADES[first.grade],
        -min(first.length, _LONG_ENOUGH),
        first.article.time_order,
        first.said.content,
    )


class _Names:
    """Gives speakers their names. To tell who is who costs as much as to find what is said, so it is asked of an article only where
    a speaker is shown that is not named in full, and only as far as somebody speaks.
    """

    def __init__(self, told: Iterable[_Told]) -> None:
        self._ends: dict[str, int] = {}
        for one in told:
            self._ends[one.article.id] = max(self._ends.get(one.article.id, 0), one.reach)
        self._known: dict[str, Mentions] = {}

    def said(self, one: _Told) -> Said | None:
        """Give a quote with name and grade; None where its speaker is a pronoun that can mean anybody."""
        text, article = one.said, one.article
        words = words_of(primary(article.lang))
        if _FULL_NAME.search(one.speaker):
            return Said(text.content, text.direct, one.grade, text.speaker, text.cue)
        if article.id not in self._known:
            self._known[article.id] = mentions(article.text[: self._ends[article.id]], article.lang)
        found = _graded(text, article.text, self._known[article.id], words, one.grade)
        return None if found.name is None and _is_pronoun(text, article.text, words) else found


def _spread(ranked: Iterable[list[_Told]], most: int, names: _Names) -> Iterator[Quote]:
    """Take the first whose speaker is known, each at the longest form that says who; of one speaker not more than a third."""
    counts: dict[str, int] = {}
    taken = 0
    for same in ranked:
        if taken == most:
            return
        first, said = next(((one, said) for one in same[:_FORMS] if (said := names.said(one))), (None, None))
        if first is None or said is None:
            continue
        where = said.name or said.speaker
        name = fold(_WORD.findall(where.of(first.article.text))[-1]) if where else ""
        if counts.get(name, 0) < max(most // 3, 1):
            counts[name] = counts.get(name, 0) + 1
            taken += 1
            yield _quote(first, said, [one for one in same if one is not first])


def _quote(first: _Told, said: Said, others: Sequence[_Told]) -> Quote:
    def stretch(where: Range | None) -> Verbatim | None:
        return Verbatim.of(first.article, "text", *where) if where else None

    return Quote(
        content=Verbatim.of(first.article, "text", *said.content),
        direct=said.direct,
        grade=said.grade,
        speaker=stretch(said.speaker),
        cue=stretch(said.cue),
        name=stretch(said.name),
        repeats=tuple(Verbatim.of(one.article, "text", *one.said.content) for one in others),
    )
