"""Small labelled sets: of made-up evidence, and of the hard cases, which are in our own words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evals import near_misses
from evals.labelled import Evidenced, Labelled, LabelledPairs
from newsfold.stories.evidence import OF_WORDS
from newsfold.stories.features import Features, View, features
from newsfold.stories.scorer import Scorer


def article(name: str, day: float | None = None) -> Features:
    return Features(name, (), np.zeros((0, len(View)), dtype=np.float32), day)


def made_up_pairs(seed: int, stories: int = 30, articles: int = 150, pairs: int = 600) -> LabelledPairs:
    """Pairs whose evidence is the higher, on the whole, the more they are of one story."""
    chance = np.random.default_rng(seed)
    story = chance.integers(0, stories, articles)
    later, earlier = chance.integers(0, articles, (2, pairs))
    earlier[: pairs // 2] = [chance.choice(np.flatnonzero(story == story[one])) for one in later[: pairs // 2]]
    same = story[later] == story[earlier]
    rows = chance.normal(same[:, None] * 1.0, 1.0, (pairs, len(OF_WORDS))).astype(np.float32)
    names = tuple(f"{seed}-{number}-of-{one}" for number, one in enumerate(story.tolist()))
    return LabelledPairs(names, later, earlier, rows, same)


def made_up(seed: int, pairs: int = 600, small: int = 300) -> Evidenced:
    """Such pairs of a whole stream, and some of them again, as of small streams."""
    whole = made_up_pairs(seed, pairs=pairs)
    return Evidenced(whole, whole.sample(small, seed))


def set_of(name: str, its: Evidenced, *files: str) -> Labelled:
    """The set that made-up pairs are of."""
    gold = {one: f"{name} {one.rpartition('-')[2]}" for one in its.whole.articles}
    return Labelled(name, tuple(map(article, gold)), gold, gold, {file: f"sha of {file}" for file in files or (name,)})


def hard_cases() -> Labelled:
    """The articles of all hard cases as one stream."""
    cases = near_misses.load()
    articles = sorted((one for case in cases for one in case.articles), key=lambda one: one.time_order)
    gold = {
        case.articles[position].id: f"{case.name} {number}"
        for case in cases
        for number, story in enumerate(case.stories)
        for position in story
    }
    return Labelled("hard", tuple(map(features, articles)), gold, gold, {"hard": "sha"})


def flat_scorer(bias: float) -> Scorer:
    """A scorer that gives every pair the same log odds."""
    count = len(OF_WORDS)
    nothing = np.zeros(count, dtype=np.float32)
    no_units = np.zeros(0, dtype=np.float32)
    return Scorer(nothing, nothing + 1, np.zeros((count, 0), dtype=np.float32), no_units, no_units, bias)


def names_in(sets: Sequence[Evidenced]) -> set[str]:
    """The articles that pairs are of, in whole streams or in small ones."""
    return {
        one.articles[number]
        for its in sets
        for one in (its.whole, its.small)
        for number in np.concatenate((one.later, one.earlier)).tolist()
    }
