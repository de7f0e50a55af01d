"""Finds who said what in an article: what is in quotation marks, and what the outlet reports in its own words.

Which stretches are reported is decided by evidence (weigh.py), whose they are by the build of the sentence (speakers.py). Each
attribution is a stretch of one sentence or one quotation; what a cue stands in the middle of makes two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from newsfold.digests.attribution.pieces import Piece, Sentence, in_pieces
from newsfold.digests.attribution.speakers import Said, Speakers, ranges
from newsfold.digests.attribution.weigh import probabilities
from newsfold.digests.attribution.words import CUE
from newsfold.model import Range
from newsfold.text.quotations import quotations

# A piece in the outlet's words is reported from here on: on labelled text precision and recall are as good as each other.
_REPORTED: Final = 0.43
# What is in quotation marks is somebody's words unless much speaks against it: titles, nicknames, words at arm's length.
_QUOTED: Final = 0.25
# What mostly reports is seldom a part of what another reports.
_CUES: Final = {"5": 0.5, "8": 0.6}
_LONGEST_WITHIN: Final = 8  # words
_CLAUSE_MARKS: Final = frozenset(',:;()“”"—–―')
_AT_EDGES: Final = " ,;:—–-"
_DASHES: Final = frozenset("—–―-")
# So many attributions are looked back over for who goes on speaking.
_BACK: Final = 3
# Code points between what somebody said and a quotation of nobody: a title, a place, a day.
_FURTHEST_ON: Final = 160


@dataclass(frozen=True, slots=True)
class Attribution:
    """What somebody is reported to have said, in the offsets of the text. Marks of quotation belong to the content."""

    content: Range
    direct: bool
    speaker: Range | None = None
    cue: Range | None = None


def attributions(text: str, lang: str | None = None, *, direct: bool = False) -> list[Attribution]:
    """Find every attribution of a text in the order of the contents, which never overlap; none in a text without words.

    Speaker and cue are outside the contents; both may be missing, and in running speech stand in the sentence before.
    `direct`: only what is in quotation marks, in a fraction of the time.
    """
    found: list[Attribution] = []
    announced: _Source = (None, None)
    quoted = quotations(text)
    for sentence in in_pieces(text, lang, quoted, direct=direct) if quoted or not direct else ():
        speakers, some = _in_sentence(text, sentence, announced, found[-_BACK:])
        if found and (credited := _credited(found[-1], sentence) or _told_behind(text, found[-1], sentence, speakers)):
            found[-1:] = [credited]
        found += some
        announced = _placed(sentence, speakers.last_said())
    return [one for one in found if one.direct] if direct else found


_Source = tuple[Range | None, Range | None]


def _in_sentence(
    text: str, sentence: Sentence, announced: _Source, before: Sequence[Attribution]
) -> tuple[Speakers, list[Attribution]]:
    chosen = [
        probability >= _least(piece)
        for piece, probability in zip(sentence.pieces, probabilities(sentence), strict=True)
    ]
    _free_speakers(sentence, chosen)
    _fill(sentence, chosen)
    reported = [yes for yes, piece in zip(chosen, sentence.pieces, strict=True) for _ in range(piece.first, piece.last)]
    speakers = Speakers(text, sentence, reported)
    found: list[Attribution] = []
    for pieces in _runs(sentence.pieces, chosen):
        first, last, direct = pieces[0].first, pieces[-1].last, pieces[0].quoted
        source = _placed(sentence, speakers.of(first, last, quoted=direct))
        if direct and source == (None, None):
            source = announced if announced != (None, None) else _continued(text, [*before, *found], sentence)
        if not direct and (source == (None, None) or not _says_something(sentence, first, last)):
            continue
        stretch = Range(sentence.tokens[first].start, sentence.tokens[last - 1].end)
        found.append(Attribution(_trimmed(text, stretch, quoted=direct), direct, *source))
    return speakers, found


def _says_something(sentence: Sentence, first: int, last: int) -> bool:
    """Whether there is a word in a stretch that is no function word: "that" alone is what a cue was cut from."""
    return any(name[0] == CUE or name in ("N", "w", "9", "ed", "ing") for name in sentence.classes[first:last])


def _free_speakers(sentence: Sentence, chosen: list[bool]) -> None:
    """Take for nobody's words who is named behind a quotation and its cue: "...", said the mayor of Orrin."""
    quoted = cued = False
    for place, piece in enumerate(sentence.pieces):
        if piece.quoted:
            quoted, cued = chosen[place], False
        elif cued:
            chosen[place] = False
            cued = sentence.classes[piece.last - 1] not in _CLAUSE_MARKS
        elif not _is_between(sentence, piece):
            cued = (
                quoted
                and bool(piece.grade)
                and not chosen[place]
                and sentence.classes[piece.last - 1] not in _CLAUSE_MARKS
            )
            quoted = False


def _is_between(sentence: Sentence, piece: Piece) -> bool:
    """Whether a piece may stand between a quotation and its cue: marks, and the "a" of "a déclaré"."""
    classes = sentence.classes[piece.first : piece.last]
    return all(name in _CLAUSE_MARKS or name in ("has", "is") for name in classes)


def _fill(sentence: Sentence, chosen: list[bool]) -> None:
    """Take for reported what somebody else says within what is reported: "Moor said the board had warned that ..."."""
    pieces, place = sentence.pieces, 0
    while place < len(pieces):
        end = next((at for at in range(place, len(pieces)) if chosen[at]), len(pieces))
        if place and end < len(pieces) and _is_within(sentence, place, end, chosen):
            chosen[place:end] = [True] * (end - place)
        place = next((at for at in range(end, len(pieces)) if not chosen[at]), len(pieces))


def _is_within(sentence: Sentence, first: int, end: int, chosen: Sequence[bool]) -> bool:
    pieces = sentence.pieces
    gap = pieces[first].first, pieces[end].first
    short = gap[1] - gap[0] <= _LONGEST_WITHIN and not any(one.quoted for one in pieces[first - 1 : end + 1])
    marked = any(sentence.classes[at] in _CLAUSE_MARKS for at in range(gap[0] - 1, gap[1]))
    reports = any(one.grade and not yes for one, yes in zip(pieces[:first], chosen, strict=False))
    return short and not marked and reports


def _least(piece: Piece) -> float:
    return _QUOTED if piece.quoted else _CUES.get(piece.grade[1:], _REPORTED)


def _credited(last: Attribution, sentence: Sentence) -> Attribution | None:
    """Give a quotation the name that a line of its own credits it to: "― Lina Moor"."""
    if not last.direct or last.speaker or sentence.classes[0] not in _DASHES or sentence.classes[1:2] != ("N",):
        return None
    return replace(last, speaker=ranges(sentence, (1, len(sentence.tokens))), cue=ranges(sentence, (0, 1)))


def _told_behind(text: str, last: Attribution, sentence: Sentence, speakers: Speakers) -> Attribution | None:
    """Give a quotation that ends like a sentence whoever the next one names: “Who knows?” Moor told reporters."""
    between = text[last.content.end : sentence.range.start]
    if not last.direct or last.speaker or between.strip() or "\n" in between or sentence.quoted[0]:
        return None
    source = _placed(sentence, speakers.opening())
    return replace(last, speaker=source[0], cue=source[1]) if source[0] and source[1] else None


def _placed(sentence: Sentence, said: Said) -> _Source:
    return ranges(sentence, said.speaker), ranges(sentence, said.cue)


def _continued(text: str, before: Sequence[Attribution], sentence: Sentence) -> _Source:
    """Go on with who spoke last in the paragraph, or was quoted in the one before with a few words of the outlet behind."""
    for one in reversed(before):
        last = max(where.end for where in (one.content, one.speaker, one.cue) if where)
        between = text[last : sentence.range.start]
        if one.speaker and ("\n" not in between or (one.direct and len(between) <= _FURTHEST_ON)):
            return one.speaker, one.cue
    return None, None


def _runs(pieces: Sequence[Piece], chosen: Sequence[bool]) -> Iterator[list[Piece]]:
    """Give the pieces that are reported, run by run; a run is within quotation marks or outside."""
    for (yes, _), some in groupby(zip(pieces, chosen, strict=True), key=lambda pair: (pair[1], pair[0].quoted)):
        if yes:
            yield [piece for piece, _ in some]


def _trimmed(text: str, stretch: Range, *, quoted: bool) -> Range:
    """Leave out the marks that part an indirect stretch from what stands around it."""
    if quoted:
        return stretch
    words = stretch.of(text)
    start, end = len(words) - len(words.lstrip(_AT_EDGES)), len(words.rstrip(_AT_EDGES))
    return Range(stretch.start + start, stretch.start + end) if start < end else stretch
