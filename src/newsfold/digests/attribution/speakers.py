"""Finds whose a reported stretch is: the cue that reports it, and who that cue has for its subject.

A cue's subject stands before it ("Moor said"), behind it where the words came first ("said Moor", "according to Moor"), in the
possessive of a noun ("Moor's claim"), or is the subject of the cue before ("Moor said ... and added").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from newsfold.digests.attribution.pieces import Piece, Sentence
from newsfold.digests.attribution.words import CUE, grammar
from newsfold.model import Range

_MARKS_OF_CLAUSES: Final = frozenset(',:;()[]"“”„«»—–―!?')
_QUOTES: Final = frozenset("\"“”„«»'’‘")
# A comma between a cue and what it may report is worth so many words of distance.
_COMMA: Final = 4
_FURTHEST: Final = 40  # words
# What seldom reports is passed over for what mostly does, if that is not further off by so many words.
_DOUBTS: Final = {"2": 5, "5": 2}
# A cue within so many words of a quotation, commas counted, is its own; beyond, a word at the quotation's side is believed.
_BESIDE: Final = 6
_DASHES: Final = frozenset("—–-―")
_STRONG_MARKS: Final = frozenset(':;()“”"!?')
# "...," Moor's lawyer, Jon Hale, told reporters: a cue within so many words is it, whatever stands between.
_NEAR_BEHIND: Final = 15
_NEAR_OPENING: Final = 8  # words
_NOUN_BEHIND: Final = 4  # words


class Cue(NamedTuple):
    """Tokens `first` to `last` (exclusive) of what reports, its kind (words.toml), and how many words off it may be passed over."""

    first: int
    last: int
    kind: str
    doubt: int


class Said(NamedTuple):
    """Who says it and what says so, in tokens; None where the sentence has none."""

    speaker: tuple[int, int] | None
    cue: tuple[int, int] | None


class Speakers:
    """The cues of one sentence and their subjects. `reported` says of each token whether it is somebody's speech."""

    def __init__(self, text: str, sentence: Sentence, reported: Sequence[bool]) -> None:
        self.words = [one.of(text) for one in sentence.tokens]
        self.classes = sentence.classes
        self.reported = reported
        self.cues = [self._cue_of(one) for one in sentence.pieces if one.grade and not reported[one.first]]
        self._subjects: dict[Cue, tuple[int, int] | None] = {}

    def of(self, first: int, last: int, *, quoted: bool = False) -> Said:
        """Say whose the tokens `first` to `last` are."""
        cue = self._cue(first, last)
        if quoted and (cue is None or self._distance(cue.last, first) + self._distance(last, cue.first) > _BESIDE):
            cue = self._beside(first, last) or cue
        if cue is None:
            return self._by_colon(first)
        return Said(self._subject(cue, end=last), (cue.first, cue.last))

    def last_said(self) -> Said:
        """Say whose what follows the sentence is, where it ends in a colon."""
        end = len(self.classes)
        return self.of(end, end) if end and self.classes[-1] == ":" else Said(None, None)

    def _cue_of(self, piece: Piece) -> Cue:
        inside = [at for at in range(piece.first, piece.last) if self.classes[at][0] == CUE]
        return Cue(inside[0], inside[-1] + 1, piece.grade[:1], _DOUBTS.get(piece.grade[1:], 0))

    def opening(self) -> Said:
        """Say whose the words before the sentence are, where it opens with a cue that reports nothing else."""
        first = self.cues[0] if self.cues else None
        if first is None or first.first > _NEAR_OPENING or any(self.reported[: first.last + _NEAR_OPENING // 2]):
            return Said(None, None)
        return Said(self._subject(first, end=0), (first.first, first.last))

    # --- which cue ---

    def _cue(self, first: int, last: int) -> Cue | None:
        left = [(self._distance(one.last, first) + one.doubt, one) for one in self.cues if one.last <= first]
        right = [(self._distance(last, one.first) + one.doubt, one) for one in self.cues if one.first >= last]
        best = min([*left[::-1], *right], key=lambda pair: pair[0], default=None)
        return self._verb_of(best[1]) if best and best[0] < _FURTHEST else None

    def _verb_of(self, cue: Cue) -> Cue:
        """Take the verb for the cue where a noun behind it says how: "said in a statement", "issued the statement"."""
        if self._name(cue.first - 1) != "the":
            return cue
        verbs = [one for one in self.cues if cue.first - _NOUN_BEHIND <= one.first < cue.first]
        return verbs[-1] if verbs else cue

    def _distance(self, start: int, end: int) -> int:
        between = self.classes[start:end]
        commas = sum(name in _MARKS_OF_CLAUSES and name not in _QUOTES for name in between)
        return len(between) + _COMMA * commas

    def _beside(self, first: int, last: int) -> Cue | None:
        """Take a word that no table knows for the cue of a quotation, where it stands as one: ", Moor crowed.", "crowed:"."""
        if self._name(first - 1) in (",", ":") and self._name(first - 2) in ("ed", "w"):
            return Cue(first - 2, first - 1, "", 0)
        if self._name(last) in _DASHES and self._name(last + 1) == "N":
            return Cue(last, last + 1, "a", 0)
        at = last + (self._name(last) == ",")
        if (
            self._name(at) in ("ed", "w")
            and self._name(at + 1) in ("N", "the", "he")
            and "," in self.words[last - 2 : last + 1]
        ):
            return Cue(at, at + 1, "", 0)
        end = next((at for at in range(last, len(self.classes)) if self.classes[at] in _MARKS_OF_CLAUSES | {"."}), 0)
        known = any(last <= one.first < last + _NEAR_BEHIND for one in self.cues)
        told = not known and self._name(end - 1) in ("ed", "w") and self._name(last) in ("N", "the", "he", "i")
        return Cue(end - 1, end, "", 0) if told and last + 1 < end <= last + 8 else None

    def _by_colon(self, first: int) -> Said:
        colons = [at for at in range(max(first - 3, 0), first) if self.classes[at] == ":"]
        if not colons:
            return Said(None, None)
        at = colons[-1]
        start = next((place + 1 for place in range(at - 1, -1, -1) if self.classes[place] in _MARKS_OF_CLAUSES), 0)
        return Said((start, at) if start < at else None, (at, at + 1))

    # --- whose cue ---

    def _subject(self, cue: Cue, *, end: int) -> tuple[int, int] | None:
        """Find who a cue has for its subject; `end` is where the words end that it reports."""
        if cue.kind == "a":
            return self._forward(cue.last)
        if (
            end <= cue.first
            and all(self._is_between(at) for at in range(end, cue.first))
            and (found := self._inverted(cue.last))
        ):
            return found
        return self._owner(cue) or self._author(cue) or self._before(cue)

    def _inverted(self, at: int) -> tuple[int, int] | None:
        return self._forward(at) if self._name(at) in grammar("opens_phrase") else None

    def _before(self, cue: Cue) -> tuple[int, int] | None:
        if cue not in self._subjects:
            self._subjects[cue] = self._found_before(cue)
        return self._subjects[cue]

    def _found_before(self, cue: Cue) -> tuple[int, int] | None:
        before = self._name(cue.first - 1)
        if self.words[cue.first].endswith("ing") and before not in ("is", "has"):
            return self._of_participle(cue, before)
        at = self._past_auxiliaries(cue.first - 1)
        name = self._name(at)
        if name in ("who", "that"):
            return self._antecedent(at)
        if self._name(at - 1) == "the" and self._name(at - 2) in ("is", "has"):
            # "Moor is a fervent supporter of": what stands before the verb has the noun behind it.
            return self._backward(self._past_auxiliaries(at - 2)) or self._inherited(cue)
        if name in ("and", "but", "to", "the", "#"):
            return self._inherited(cue)
        if name == "," or name in _DASHES:
            return self._apposed(at) or self._inherited(cue)
        return self._backward(at) or self._inherited(cue)

    def _of_participle(self, cue: Cue, before: str) -> tuple[int, int] | None:
        """Find who says it in ", saying", whose subject is the sentence's, and in "groups supporting"."""
        if before == "N" or self.words[cue.first - 1].endswith("s"):
            found = self._backward(cue.first - 1)
            if found and self.words[found[1] - 1] not in grammar("days"):
                return found
        sure = [one for one in self.cues if one.first < cue.first and not one.doubt]
        return (self._before(sure[-1]) if sure else None) or self._opening(cue)

    def _is_between(self, at: int) -> bool:
        """Whether a token may stand between words and the cue of who follows: a mark, or the "a" of "a déclaré"."""
        return (
            self.classes[at] in ("has", "is")
            or self.classes[at] in _MARKS_OF_CLAUSES
            or self.classes[at] in _QUOTES
            or self.classes[at] == "."
        )

    def _past_auxiliaries(self, at: int) -> int:
        while at >= 0:
            if self.classes[at] in grammar("auxiliary") or self.words[at] in grammar("days"):
                at -= 1
            elif self.classes[at] == ")":
                at = next((place for place in range(at, -1, -1) if self.classes[place] == "("), at) - 1
            else:
                break
        return at

    def _name(self, at: int) -> str:
        return self.classes[at] if 0 <= at < len(self.classes) else "#"

    def _owner(self, cue: Cue) -> tuple[int, int] | None:
        """Find the possessive of a noun: "Moor's repeated claim", "his claim"."""
        if cue.kind in ("s", "t") or not cue.doubt or self.words[cue.first].endswith("ed"):
            return None
        for at in range(cue.first - 1, max(cue.first - 4, -1), -1):
            if self.words[at].endswith(("'s", "’s", "s'", "s’")):
                return self._backward(at)
            if self.classes[at] == "his":
                return at, at + 1
            if self.classes[at] not in ("w", "ed", "ing", "N"):
                return None
        return None

    def _author(self, cue: Cue) -> tuple[int, int] | None:
        """Find whose a noun is by what follows it: "a demand from Moor", "was criticised by Moor"."""
        at = cue.last + (self._name(cue.last) == ",")
        if self._name(at) in ("by", "from") and self._name(at + 1) in ("N", "the", "his", "all", "9", "w"):
            return self._forward(at + 1)
        return None

    def _inherited(self, cue: Cue) -> tuple[int, int] | None:
        earlier = [one for one in self.cues if one.first < cue.first and not self._owner(one)]
        if earlier and (found := self._before(earlier[-1])):
            return found
        return self._opening(cue)

    def _opening(self, cue: Cue) -> tuple[int, int] | None:
        """Find the first noun phrase of the sentence that no preposition leads, which is the subject of most."""
        for at in range(self._start(cue), cue.first):
            if not self.reported[at] and self.classes[at] in grammar("opens_phrase"):
                return self._forward(at)
        return None

    def _start(self, cue: Cue) -> int:
        """Where the main clause begins: behind a dateline, and behind a phrase in front that a comma closes."""
        start = next((at + 1 for at in range(min(cue.first, 12)) if self.classes[at] in _DASHES), 0)
        if self._name(start + 1) == ",":
            return start + 2
        leads = self._name(start) in grammar("leading") | {"when", "because", "as", "to", "ing", "but"} or self.words[
            start
        ].endswith(("ing", "ly"))
        if leads:
            return next((at + 1 for at in range(start, cue.first) if self.classes[at] == ","), start)
        return start

    def _antecedent(self, at: int) -> tuple[int, int] | None:
        end = at - 1 if self._name(at - 1) == "," else at
        found = self._backward(end - 1)
        return (found[0], at + 1) if found else (at, at + 1)

    def _apposed(self, comma: int) -> tuple[int, int] | None:
        """Find the phrase that an apposition belongs to: "Lina Moor, the mayor, said", "Moor, who was there, said"."""
        start = comma
        while start > 0 and not self.reported[start - 1] and self.classes[start - 1] not in _STRONG_MARKS:
            start -= 1
        if self._name(start) in grammar("leading") or self._name(start) in ("when", "because", "as", "to", "ing"):
            start = next((at + 1 for at in range(start, comma) if self.classes[at] == ","), start)
        while start < comma and self.classes[start] in ("and", "but", "that", ","):
            start += 1
        return (start, comma) if start < comma else self._backward(comma - 1)

    def _backward(self, at: int) -> tuple[int, int] | None:
        """Take the noun phrase that ends with a token."""
        start = at + 1
        while start > 0 and self._goes_on(start - 1, start):
            start -= 1
        while start <= at and self.classes[start] in grammar("leading"):
            start += 1
        # "On page nine the prosecutors wrote": an article behind a noun begins another phrase.
        articles = [
            one for one in range(start + 1, at) if self.classes[one] == "the" and self._name(one - 1) in ("N", "w", "9")
        ]
        start = articles[-1] if articles else start
        return (start, at + 1) if start <= at else None

    def _goes_on(self, at: int, start: int) -> bool:
        if self.reported[at]:
            return False
        name = self.classes[at]
        if self._name(start) in grammar("pronouns"):
            return False
        return name in grammar("phrase") or name in grammar("attaching") or self._is_noun(at)

    def _is_noun(self, at: int) -> bool:
        """Whether a word that may report stands as a noun: "a statement of six sentences"."""
        name = self.classes[at]
        return name[0] == CUE and (name[-1] == "2" or self._name(at - 1) in ("the", "his", "of"))

    def _forward(self, start: int) -> tuple[int, int] | None:
        """Take the noun phrase that begins with a token, or behind the "to" of "according to"."""
        while self._name(start) in ("to", "by", "of", "from"):
            start += 1
        end = start
        while end < len(self.classes) and self._is_phrase_forward(end, start):
            end += 1
        return (start, end) if end > start else None

    def _is_phrase_forward(self, at: int, start: int) -> bool:
        if self.reported[at] or (self._name(at - 1) in grammar("pronouns") and at > start):
            return False
        name = self.classes[at]
        return name in grammar("phrase") or (at > start and name in ("of", "for", "at", "and"))


def ranges(sentence: Sentence, tokens: tuple[int, int] | None) -> Range | None:
    """Where some tokens stand in the text, without the marks at their edges."""
    if tokens is None:
        return None
    first, last = tokens
    if (first, last) == (last - 1, last) and sentence.classes[first] in _MARKS_OF_CLAUSES:
        return Range(*sentence.tokens[first])
    while first < last and sentence.classes[last - 1] in _MARKS_OF_CLAUSES | _QUOTES | {"."}:
        last -= 1
    while first < last and sentence.classes[first] in _MARKS_OF_CLAUSES | _QUOTES:
        first += 1
    return Range(sentence.tokens[first].start, sentence.tokens[last - 1].end) if first < last else None
