"""Names what speaks for and against a piece's being reported speech: its words, its neighbours, the nearest cue on each side.

Evidence is named by classes of words, never by words, so that it means the same in every language.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from newsfold.digests.attribution.pieces import Piece, Sentence

_EDGE = "#"
_FURTHEST = 6  # pieces; what is further from a cue is far
_MOST_COMMAS = 2


def evidence(sentence: Sentence) -> list[list[str]]:
    """List the evidence of each piece of a sentence, in their order."""
    return _Evidence(sentence).all()


class _Evidence:
    def __init__(self, sentence: Sentence) -> None:
        self.pieces = sentence.pieces
        self.classes = sentence.classes
        self.quoted = sentence.quoted
        self.cues = [place for place, piece in enumerate(self.pieces) if piece.grade]
        self.commas = [0]
        for name in self.classes:
            self.commas.append(self.commas[-1] + (name == ","))

    def all(self) -> list[list[str]]:
        of_sentence = self._of_sentence()
        around = list(self._around())
        return [
            [
                *self._own(place, piece),
                *around[place],
                *(f"{one} {piece.quoted:d}" for one in of_sentence),
                *self._place(place),
            ]
            for place, piece in enumerate(self.pieces)
        ]

    def at(self, token: int) -> str:
        return self.classes[token] if 0 <= token < len(self.classes) else _EDGE

    def _of_sentence(self) -> list[str]:
        last = self.classes[-1]
        return [f"ends {last}", f"opens {self.at(0)} {self.at(1)}", f"has quotes {any(self.quoted):d}"]

    def _place(self, place: int) -> list[str]:
        return [f"from start {min(place, 4)}", f"to end {min(len(self.pieces) - place, 4)}"]

    def _own(self, place: int, piece: Piece) -> list[str]:
        a, z, at = piece.first, piece.last - 1, self.at
        before, first, second, last, after = at(a - 1), at(a), at(a + 1), at(z), at(z + 1)
        found = [
            f"quoted {piece.quoted:d}",
            f"long {min(piece.last - piece.first, 6)}",
            f"first {first}",
            f"first {first} {second}",
            f"last {last}",
            f"last {at(z - 1)} {last}",
            f"before {before}",
            f"before {at(a - 2)} {before}",
            f"edge {before} {first}",
            f"edge {before} {first} {second}",
            f"after {after}",
            f"after {after} {at(z + 2)}",
            f"edge {last} {after}",
        ]
        if piece.grade:
            found.append(f"cue {piece.grade}")
        if place:
            found.append(f"previous {at(self.pieces[place - 1].first)}")
        if place + 1 < len(self.pieces):
            following = self.pieces[place + 1]
            found.append(f"next {at(following.first)} {at(following.last - 1)}")
        return found

    def _around(self) -> Iterator[list[str]]:
        for place in range(len(self.pieces)):
            here = bisect_left(self.cues, place)
            left = self.cues[max(here - 2, 0) : here][::-1]
            right = self.cues[here + (self.cues[here : here + 1] == [place]) :][:2]
            pair = f"between {self._grade(left)} {self._grade(right)} {self.pieces[place].quoted:d}"
            yield [pair, *self._beside("left", place, left), *self._beside("right", place, right)]

    def _grade(self, cues: Sequence[int]) -> str:
        return self.pieces[cues[0]].grade if cues else "-"

    def _beside(self, side: str, place: int, cues: Sequence[int]) -> Iterator[str]:
        if not cues:
            yield f"{side} none"
            return
        piece, cue = self.pieces[place], self.pieces[cues[0]]
        low, high = (cue, piece) if cues[0] < place else (piece, cue)
        commas = min(self.commas[high.first] - self.commas[low.last], _MOST_COMMAS)
        far = min(abs(cues[0] - place), _FURTHEST)
        before, after, grade = self.at(cue.first - 1), self.at(cue.last), cue.grade
        first = self.at(piece.first)
        yield f"{side} {grade}"
        yield f"{side} {grade} far {far}"
        yield f"{side} far {far} commas {commas}"
        yield f"{side} {grade} commas {commas}"
        yield f"{side} then {after} commas {commas}"
        yield f"{side} behind {before} commas {commas}"
        yield f"{side} {grade} then {after}"
        yield f"{side} {grade} behind {before}"
        yield f"{side} behind {before} then {after}"
        yield f"{side} then {after} {self.at(cue.last + 1)}"
        yield f"{side} behind {self.at(cue.first - 2)} {before}"
        yield f"{side} {grade} first {first}"
        yield f"{side} far {far} before {self.at(piece.first - 1)}"
        yield f"{side} commas {commas} first {first}"
        if len(cues) > 1:
            yield f"{side} second {self.pieces[cues[1]].grade} far {min(abs(cues[1] - place), _FURTHEST)}"
