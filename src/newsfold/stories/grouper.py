"""Groups a stream of articles into stories: places each one in its order, and looks again at the window after every round.

A round is a run of arrivals that are placed under one weighing of words; then stories of the window are repaired. The cost of
an article depends on the window, not on all that went before. Every decision is returned with its reason, in the order in
which it was taken; the same articles in the same order give the same decisions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from newsfold.model import Merge, Move, New, Reason
from newsfold.stories import decide
from newsfold.stories.arrays import Floats, Ints, Mapped
from newsfold.stories.between import agreements
from newsfold.stories.decide import WIDTH, Width
from newsfold.stories.evidence import evidence
from newsfold.stories.features import Features
from newsfold.stories.graph import Pairs, Spread, pair
from newsfold.stories.neighbours import Neighbours
from newsfold.stories.reasons import Reasons
from newsfold.stories.repair import Change, Merged, Repair
from newsfold.stories.scorer import Scorer, shipped
from newsfold.stories.texts import Texts
from newsfold.stories.window import Window

# Rounds grow with the window, so that weighing the window anew costs each article the same, however long the window is.
ROUND: Final = 256
ROUNDS_PER_WINDOW: Final = 8
# News of an event comes for days to weeks; of three weeks ago and more, a story has to be told by articles in between.
HORIZON_DAYS: Final = 21.0
# An archive of a few articles over years is compared as a whole: time alone then keeps apart what is years apart.
WINDOW_AT_LEAST: Final = 2000
_IN_NO_STORY: Final = np.array([-1])


class Grouper:
    """Stories as they grow. Feed it with `add`, or first `remember` what was grouped before, in the same order.

    Inside, stories are numbered in the order of their founding ("founded"), and those of the window once more from 0
    ("active"), so that the arrays of a round do not grow with the archive.
    """

    def __init__(
        self,
        scorer: Scorer | None = None,
        *,
        width: Width = WIDTH,
        explains: bool = True,
        mapped: Mapped = map,
    ) -> None:
        """Begin with no stories. One that does not explain gives no reasons, and the same stories, in a fifth less time.

        `mapped` may put blocks of pairs on threads.
        """
        self._scorer = scorer or shipped()
        self._mapped = mapped
        self._width = width
        self._explains = explains
        self._window = Window()
        self._pairs = Pairs.none()
        self._spread = Spread.none()
        self._weighed_at = 0
        self._founded: list[str] = []
        self._number: dict[str, int] = {}
        self._story_of: dict[str, int] = {}
        self._merged_into: dict[int, int] = {}

    def remember(self, features: Features, story: str) -> None:
        """Take an article into the window with the story that it already has; nothing is decided."""
        self._story_of[features.article] = self._found(story)
        self._window.append([features])

    def reserve(self, stories: Iterable[str]) -> None:
        """Take note of story ids that are given away, oldest first, so that no new story gets one of them."""
        for story in stories:
            self._found(story)

    def add(self, arrivals: Iterable[Features]) -> list[Reason]:
        """Place articles in the order given, each of them new, and repair the window after each round."""
        reasons: list[Reason] = []
        waiting: list[Features] = []
        for features in arrivals:
            waiting.append(features)
            if len(waiting) >= max(ROUND, len(self._window) // ROUNDS_PER_WINDOW):
                reasons += self._round(waiting)
                waiting = []
        if waiting:
            reasons += self._round(waiting)
        return reasons

    def stories(self) -> dict[str, str]:
        """Give the story id of every article so far, in the order of arrival."""
        return {article: self._founded[self._kept(number)] for article, number in self._story_of.items()}

    def redirects(self) -> dict[str, str]:
        """Give, for each id that was merged away, the id that answers for it."""
        return {self._founded[old]: self._founded[self._kept(old)] for old in sorted(self._merged_into)}

    # --- one round ---------------------------------------------------------------------------------------------------

    def _round(self, arrivals: Sequence[Features]) -> list[Reason]:
        kept = self._window.drop(HORIZON_DAYS, WINDOW_AT_LEAST)
        if kept is not None:
            self._pairs, self._spread = self._pairs.keep(kept), self._spread.keep(kept[kept < len(self._spread.mean)])
        first = len(self._window)
        self._window.append(arrivals)
        texts = self._window.texts()
        evidence = self._pair(texts)
        active, story = self._active_stories(first)
        placed, story = self._place(first, story, active)
        reasons: list[Reason] = []
        if self._explains:
            found = Reasons(self._window.articles, texts, self._window.vocabulary, self._scorer, self._width)
            reasons += self._told(placed, story, active, evidence, found)
        changes = Repair(self._pairs, story, len(active), self._width).run()
        repaired = [self._apply(change, active) for change in changes]
        return reasons + repaired if self._explains else []

    def _pair(self, texts: Texts) -> Floats:
        """Pair the new articles with the window; all of it anew once words were learnt from twice as many articles.

        Returns the evidence of the pairs that were scored, which are the last ones.
        """
        learnt = self._window.vocabulary.articles
        if learnt >= 2 * self._weighed_at:
            self._weighed_at = learnt
            self._pairs, self._spread = Pairs.none(), Spread.none()
        first = len(self._spread.mean)
        new, self._spread = pair(texts, self._spread, self._mapped)
        self._pairs = self._pairs.followed_by(new)
        neighbours = Neighbours.of(self._pairs, len(texts))
        stirred = self._pairs.since(first)
        rows = evidence(stirred, neighbours, self._spread, self._mapped, self._scorer.columns)
        scored = decide.probability(self._scorer, rows)
        known = self._pairs.probability[: len(self._pairs) - len(stirred)]
        self._pairs = self._pairs.scored(np.concatenate((known, scored)))
        return rows

    def _active_stories(self, first: int) -> tuple[list[int], Ints]:
        """Number the stories of the first articles of the window: active to founded, and each article's active number."""
        founded = [self._kept(self._story_of[article]) for article in self._window.articles[:first]]
        active, story = np.unique(np.array(founded, dtype=np.int64), return_inverse=True)
        return active.tolist(), story

    def _place(self, first: int, story: Ints, active: list[int]) -> tuple[list[_Placed], Ints]:
        """Put each new article into the story that it agrees with most, or begin one; `active` grows by the stories begun."""
        placed: list[_Placed] = []
        count = len(self._window)
        story = np.append(story, np.zeros(count - first, dtype=np.int64))
        sizes = np.bincount(story[:first], minlength=len(active) + count - first)
        for number in range(first, count):
            pairs = self._pairs.before(number)
            stories = story[self._pairs.earlier[pairs]]
            found = agreements(np.zeros_like(stories), stories, self._pairs.probability[pairs], sizes, _IN_NO_STORY)
            best, agreed = decide.best(found.agreement)
            joins = self._width.joins(agreed)
            choice = int(found.group[best]) if joins else len(active)
            if not joins:
                active.append(self._found_by(self._window.articles[number]))
            placed.append(_Placed(number, choice, agreed, joins))
            story[number] = choice
            sizes[choice] += 1
            self._story_of[self._window.articles[number]] = active[choice]
        return placed, story

    def _told(
        self, placed: Sequence[_Placed], story: Ints, active: Sequence[int], evidence: Floats, found: Reasons
    ) -> Iterator[Reason]:
        """Give the reasons of what was placed. `evidence` is of the last pairs; `story` is as placing left it."""
        unscored = len(self._pairs) - len(evidence)
        founded = [(one, self._likest(one.article)) for one in placed if not one.joins]
        refused = {one.article: pair for one, pair in founded if pair is not None}
        kept_out = found.vetoed(evidence[[pair - unscored for pair in refused.values()]])
        why = dict(zip(refused, kept_out, strict=True))
        for one in placed:
            name = self._founded[active[one.story]]
            if one.joins:
                pairs = self._pairs.before(one.article)
                inside = np.where(story[self._pairs.earlier[pairs]] == one.story, self._pairs.probability[pairs], -1)
                nearest = pairs.start + int(inside.argmax())
                probability = float(self._pairs.probability[nearest])
                yield found.join(one.article, name, one.agreement, int(self._pairs.earlier[nearest]), probability)
                continue
            if said := why.get(one.article):
                nearest = int(self._pairs.earlier[refused[one.article]])
                veto = found.veto(one.article, name, self._founded[active[story[nearest]]], nearest, said)
                if veto:
                    yield veto
            yield New(self._window.articles[one.article], name, round(one.agreement, 4))

    def _likest(self, article: int) -> int | None:
        """Find the pair of an article with the earlier one that is most like it."""
        pairs = self._pairs.before(article)
        return pairs.start + int(self._pairs.at(pairs).likeness.argmax()) if pairs.stop > pairs.start else None

    def _apply(self, change: Change, active: list[int]) -> Reason:
        """Carry out what a repair decided, and give it as a reason. `active` grows by the stories that were begun."""
        agreement = round(change.agreement, 4)
        if isinstance(change, Merged):
            kept, absorbed = active[change.story], active[change.absorbed]
            self._merged_into[absorbed] = kept
            return Merge(self._founded[kept], self._founded[absorbed], agreement)
        article = self._window.articles[change.article]
        if change.founded:
            active.append(self._found_by(article))
        self._story_of[article] = active[change.story]
        story, left = self._founded[active[change.story]], self._founded[active[change.left]]
        return Move(article, story, left, agreement, change.founded)

    # --- ids ---------------------------------------------------------------------------------------------------------

    def _found_by(self, article: str) -> int:
        """Begin a story with an article. Its id comes from the article's id alone, never from a date that an outlet controls."""
        stem = "s" + hashlib.sha256(article.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        story, again = stem, 1
        while story in self._number:
            again += 1
            story = f"{stem}-{again}"
        return self._found(story)

    def _found(self, story: str) -> int:
        if story not in self._number:
            self._number[story] = len(self._founded)
            self._founded.append(story)
        return self._number[story]

    def _kept(self, number: int) -> int:
        while number in self._merged_into:
            number = self._merged_into[number]
        return number


class _Placed(NamedTuple):
    """Where a new article went: its number, the story's, how far they agree, and whether it joined the story or began it."""

    article: int
    story: int
    agreement: float
    joins: bool
