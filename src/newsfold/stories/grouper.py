"""Groups a stream of articles into stories: places each one in its order, and looks again at the window after every round.

A round is a run of arrivals that are placed under one weighing of words; then stories of the window are repaired. Where rounds
end depends on the stream alone, and not on the portions in which it comes. The cost of an article depends on the window, not on
all that went before. Every decision is returned with its reason, in the order in which it was taken; the same articles in the
same order give the same decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from newsfold.model import Merge, Move, New, Reason
from newsfold.stories import checkpoint as checkpoints
from newsfold.stories import decide
from newsfold.stories.arrays import Floats, Ints, Mapped
from newsfold.stories.between import agreements_of_one
from newsfold.stories.decide import WIDTH, Width
from newsfold.stories.embedder import Embedder
from newsfold.stories.evidence import evidence
from newsfold.stories.features import Features
from newsfold.stories.graph import CANDIDATES, Pairs, Spread, pair
from newsfold.stories.neighbours import Neighbours
from newsfold.stories.reasons import Reasons
from newsfold.stories.repair import Change, Merged, Repair
from newsfold.stories.scorer import Scorer, shipped
from newsfold.stories.state import State
from newsfold.stories.texts import Texts

# Rounds grow with the window, so that weighing the window anew costs each article the same, however long the window is.
ROUND: Final = 256
ROUNDS_PER_WINDOW: Final = 8
# News of an event comes for days to weeks; of three weeks ago and more, a story has to be told by articles in between.
HORIZON_DAYS: Final = 21.0
# An archive of a few articles over years is compared as a whole: time alone then keeps apart what is years apart.
WINDOW_AT_LEAST: Final = 2000
# The evidence of a pair takes some 300 bytes while it is worked out, and a window of 30,000 articles has 480,000 pairs.
SCORED_AT_ONCE: Final = 2**15


class Grouper:
    """Stories as they grow. Feed it with `add`: what makes whole rounds is settled, and the rest waits for more.

    Who wants the rest placed at once takes a `checkpoint` and ends the round. When more has come, another Grouper goes on from
    the checkpoint (`resume`) with the rest once more, and comes to what it would have come to with all at once.

    Inside, stories of the window are numbered once more from 0 ("active"), so that the arrays of a round do not grow with the
    archive.
    """

    candidates = CANDIDATES

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
        self._state = State()
        self._waiting: list[Features] = []

    def resume(self, checkpoint: bytes) -> None:
        """Go on from where another Grouper was; what this one had is forgotten."""
        self._state, self._waiting = checkpoints.loaded(checkpoint), []

    def checkpoint(self) -> bytes:
        """Give all that is settled, for another Grouper to go on from. What waits is not in it."""
        return checkpoints.saved(self._state)

    def made_by(self, embedder: Embedder | None) -> str:
        """Name what a checkpoint depends on beside its articles; one by another name cannot be gone on from."""
        return checkpoints.made_by(self._scorer, embedder)

    def reserve(self, stories: Iterable[str], members: Mapping[str, str]) -> None:
        """Take note of story ids that are given away, oldest first, and of the articles in them by their ids."""
        for story in stories:
            self._state.found(story)
        for article, story in members.items():
            self._state.story_of[article] = self._state.found(story)

    def remember(self, features: Features) -> None:
        """Take an article into the window, in the story for which it is noted; nothing is decided."""
        self._state.window.append([features])

    def add(self, arrivals: Iterable[Features]) -> list[Reason]:
        """Take articles in the order given, each of them new. Whole rounds are placed and repaired; the rest waits."""
        reasons: list[Reason] = []
        for features in arrivals:
            self._waiting.append(features)
            if len(self._waiting) >= max(ROUND, len(self._state.window) // ROUNDS_PER_WINDOW):
                reasons += self.end_round()
        return reasons

    def end_round(self) -> list[Reason]:
        """Place what waits, and repair the window, as if the round ended here."""
        waiting, self._waiting = self._waiting, []
        return self._round(waiting) if waiting else []

    def stories(self) -> dict[str, str]:
        """Give the story id of every article that was placed, in the order of arrival."""
        return self._state.stories()

    def redirects(self) -> dict[str, str]:
        """Give, for each id that was merged away, the id that answers for it."""
        return self._state.redirects()

    # --- one round ---------------------------------------------------------------------------------------------------

    def _round(self, arrivals: Sequence[Features]) -> list[Reason]:
        state = self._state
        kept = state.window.drop(HORIZON_DAYS, WINDOW_AT_LEAST)
        if kept is not None:
            state.pairs, state.spread = state.pairs.keep(kept), state.spread.keep(kept[kept < len(state.spread.mean)])
        first = len(state.window)
        state.window.append(arrivals)
        texts = state.window.texts()
        neighbours = self._pair(texts)
        active, story = self._active_stories(first)
        placed, story = self._place(first, story, active)
        reasons: list[Reason] = []
        if self._explains:
            found = Reasons(state.window.articles, texts, state.window.vocabulary, self._scorer, self._width)
            reasons += self._told(placed, story, active, neighbours, found)
        changes = Repair(state.pairs, story, len(active), self._width).run()
        repaired = [self._apply(change, active) for change in changes]
        return reasons + repaired if self._explains else []

    def _pair(self, texts: Texts) -> Neighbours:
        """Pair the new articles with the window; all of it anew once words were learnt from twice as many articles.

        Returns the neighbours through which the pairs were seen when they were scored.
        """
        state = self._state
        learnt = state.window.vocabulary.articles
        if learnt >= 2 * state.weighed_at:
            state.weighed_at = learnt
            state.pairs, state.spread = Pairs.none(), Spread.none()
        first = len(state.spread.mean)
        new, state.spread = pair(texts, state.spread, self._mapped, self.candidates)
        state.pairs = state.pairs.followed_by(new)
        neighbours = Neighbours.of(state.pairs, len(texts))
        probability = state.pairs.probability.copy()
        for begin in range(int(np.searchsorted(state.pairs.later, first)), len(state.pairs), SCORED_AT_ONCE):
            some = slice(begin, begin + SCORED_AT_ONCE)
            probability[some] = self._judged(some, self._evidence(some, neighbours))
        state.pairs = state.pairs.scored(probability)
        return neighbours

    def _judged(self, _: slice, evidence: Floats) -> Floats:
        """Say how probably each of some pairs of the window is of one event, by their evidence."""
        return decide.probability(self._scorer, evidence)

    def _evidence(self, places: slice | Sequence[int], neighbours: Neighbours) -> Floats:
        """Give the evidence of some pairs of the window."""
        pairs = self._state.pairs.at(places)
        return evidence(pairs, neighbours, self._state.spread, self._mapped, self._scorer.columns)

    def _active_stories(self, first: int) -> tuple[list[int], Ints]:
        """Number the stories of the first articles of the window: active to founded, and each article's active number."""
        state = self._state
        founded = [state.kept(state.story_of[article]) for article in state.window.articles[:first]]
        active, story = np.unique(np.array(founded, dtype=np.int64), return_inverse=True)
        return active.tolist(), story

    def _place(self, first: int, story: Ints, active: list[int]) -> tuple[list[_Placed], Ints]:
        """Put each new article into the story that it agrees with most, or begin one; `active` grows by the stories begun."""
        state = self._state
        placed: list[_Placed] = []
        count = len(state.window)
        # Lists: for the few pairs of one article arrays take twice as long.
        story_of = story.tolist()
        sizes = np.bincount(story, minlength=len(active)).tolist()
        company = decide.expected(np.arange(count + 1)).tolist()
        bounds = np.searchsorted(state.pairs.later, np.arange(first, count + 1)).tolist()
        earlier, probability = state.pairs.earlier[bounds[0] :].tolist(), state.pairs.probability[bounds[0] :].tolist()
        for number, (begin, end) in enumerate(pairwise(bounds), first):
            pairs = slice(begin - bounds[0], end - bounds[0])
            stories = [story_of[one] for one in earlier[pairs]]
            groups, agreements = agreements_of_one(stories, probability[pairs], sizes, company)
            best, agreed = decide.best(agreements)
            joins = self._width.joins(agreed)
            choice = groups[best] if joins else len(active)
            article = state.window.articles[number]
            if not joins:
                active.append(state.found_by(article))
                sizes.append(0)
            placed.append(_Placed(number, choice, agreed, joins))
            story_of.append(choice)
            sizes[choice] += 1
            state.story_of[article] = active[choice]
        return placed, np.array(story_of, dtype=np.int64)

    def _told(
        self, placed: Sequence[_Placed], story: Ints, active: Sequence[int], neighbours: Neighbours, found: Reasons
    ) -> Iterator[Reason]:
        """Give the reasons of what was placed. `story` is as placing left it."""
        state = self._state
        founded = [(one, self._likest(one.article)) for one in placed if not one.joins]
        refused = {one.article: pair for one, pair in founded if pair is not None}
        kept_out = found.vetoed(self._evidence(list(refused.values()), neighbours))
        why = dict(zip(refused, kept_out, strict=True))
        for one in placed:
            name = state.founded[active[one.story]]
            if one.joins:
                pairs = state.pairs.before(one.article)
                inside = np.where(story[state.pairs.earlier[pairs]] == one.story, state.pairs.probability[pairs], -1)
                nearest = pairs.start + int(inside.argmax())
                probability = float(state.pairs.probability[nearest])
                yield found.join(one.article, name, one.agreement, int(state.pairs.earlier[nearest]), probability)
                continue
            if said := why.get(one.article):
                nearest = int(state.pairs.earlier[refused[one.article]])
                veto = found.veto(one.article, name, state.founded[active[story[nearest]]], nearest, said)
                if veto:
                    yield veto
            yield New(state.window.articles[one.article], name, round(one.agreement, 4))

    def _likest(self, article: int) -> int | None:
        """Find the pair of an article with the earlier one that is most like it."""
        state = self._state
        pairs = state.pairs.before(article)
        return pairs.start + int(state.pairs.at(pairs).likeness.argmax()) if pairs.stop > pairs.start else None

    def _apply(self, change: Change, active: list[int]) -> Reason:
        """Carry out what a repair decided, and give it as a reason. `active` grows by the stories that were begun."""
        state = self._state
        agreement = round(change.agreement, 4)
        if isinstance(change, Merged):
            kept, absorbed = active[change.story], active[change.absorbed]
            state.merged_into[absorbed] = kept
            return Merge(state.founded[kept], state.founded[absorbed], agreement)
        article = state.window.articles[change.article]
        if change.founded:
            active.append(state.found_by(article))
        state.story_of[article] = active[change.story]
        story, left = state.founded[active[change.story]], state.founded[active[change.left]]
        return Move(article, story, left, agreement, change.founded)


class _Placed(NamedTuple):
    """Where a new article went: its number, the story's, how far they agree, and whether it joined the story or began it."""

    article: int
    story: int
    agreement: float
    joins: bool
