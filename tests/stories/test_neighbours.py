"""Articles seen through their neighbours, against the formula of document expansion done with full tables."""

from __future__ import annotations

import numpy as np
from graph_builders import Dense, alike, every_pair, numbers
from hypothesis import given
from hypothesis import strategies as st
from streams import article

from newsfold.stories import features
from newsfold.stories.graph import Measure, Pairs, Spread, pair
from newsfold.stories.neighbours import HALF, NEAREST, TENTH, Neighbours
from newsfold.stories.texts import Texts
from newsfold.stories.window import Window


@st.composite
def graphs(draw: st.DrawFn, known: float = 1.0) -> tuple[Pairs, int]:
    """Draw a few articles and their pairs, of which no two are equally like; some are unlike beyond what is ordinary."""
    count = draw(st.integers(1, 2 * NEAREST))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    chosen = {both: float(rng.uniform(0.01, 1)) for both in every_pair(range(count), 0) if rng.random() < known}
    pairs = alike(chosen)
    for measure in (Measure.WHOLE, Measure.OPENING):
        pairs.measures[:, measure] = rng.uniform(-0.2, 1, len(pairs))
    pairs.measures[:, Measure.DAYS] = np.where(rng.random(len(pairs)) < 0.5, np.nan, rng.uniform(0, 20, len(pairs)))
    return pairs, count


def table(pairs: Pairs, count: int, values: Dense) -> Dense:
    """The likeness of all articles to all: 1 to itself, 0 where nothing is known or where it is below what is ordinary."""
    found = np.eye(count)
    found[pairs.later, pairs.earlier] = found[pairs.earlier, pairs.later] = np.maximum(values, 0)
    return found


def expansions(whole: Dense) -> Dense:
    """Each article as weights of articles: itself with 1, its nearest neighbours by their likeness, together less than 1."""
    weights = whole - np.eye(len(whole))
    for row in weights:
        row[np.argsort(-row)[NEAREST:]] = 0
    found: Dense = weights / (weights.sum(axis=1, keepdims=True) + HALF) + np.eye(len(whole))
    return found


def dense(likeness: Dense, weights: Dense, one: int, other: int) -> float:
    """w S w over the roots of w S w of each, where neither of the two counts as a neighbour of the other."""
    first, second = weights[one].copy(), weights[other].copy()
    if one != other:
        first[other] = second[one] = 0
    length = np.sqrt(first @ likeness @ first) * np.sqrt(second @ likeness @ second)
    return float(first @ likeness @ second / length)


def assert_expanded_as_the_formula_says(pairs: Pairs, count: int) -> None:
    later, earlier = pairs.later, pairs.earlier
    whole, opening = Neighbours.of(pairs, count).expanded(later, earlier)
    likeness = table(pairs, count, pairs.likeness.astype(np.float64))
    openings = table(pairs, count, pairs.measures[:, Measure.OPENING].astype(np.float64))
    weights = expansions(likeness)
    two = list(zip(later.tolist(), earlier.tolist(), strict=True))
    # A table of likeness that no texts could have may make the length of an expansion nothing; there is no cosine then.
    for place, (one, other) in enumerate(two):
        for known, found in ((likeness, whole), (openings, opening)):
            if all(_length(known, weights, *both) > 0.05 for both in ((one, other), (other, one))):
                assert np.isclose(found[place], dense(known, weights, one, other), atol=1e-3)


def _length(likeness: Dense, weights: Dense, one: int, other: int) -> float:
    row = weights[one].copy()
    row[other] = 0
    return float(row @ likeness @ row)


@given(graphs())
def test_the_expanded_cosine_is_what_the_formula_says(graph: tuple[Pairs, int]) -> None:
    """Where the likeness of all pairs is known: of whole texts and of openings, for every two articles."""
    assert_expanded_as_the_formula_says(*graph)


@given(graphs(known=0.4))
def test_pairs_that_are_not_known_count_as_unlike(graph: tuple[Pairs, int]) -> None:
    """The same formula, with 0 for them."""
    assert_expanded_as_the_formula_says(*graph)


def texts_of(*titles: str) -> Texts:
    window = Window()
    window.append([features(article(f"a{n}", "", title=title)) for n, title in enumerate(titles)])
    return window.texts()


def through_neighbours(texts: Texts, one: int, other: int) -> float:
    pairs, _ = pair(texts, Spread.none())
    return float(Neighbours.of(pairs, len(texts)).expanded(numbers(one), numbers(other))[0][0])


def test_headlines_without_a_common_word_come_closer_through_neighbours_that_use_the_words_of_both() -> None:
    """What one calls the capital and the other Dorne is one thing to those who say both."""
    first, last = "Orrin shells Keldonian capital", "Nine dead, dozens hurt: strikes hit Dorne"
    both = (
        "Nine dead: Orrin shells Dorne",
        "Keldonian capital Dorne shelled, nine dead",
        "Orrin strikes Keldonian capital Dorne",
    )
    other = ("Astrava raises key rate", "Rate rises to five percent in Astrava")
    texts = texts_of(first, last, *both, *other)
    assert texts.cosines(numbers(1), numbers(0)).cosines.max() == 0
    assert through_neighbours(texts, 1, 0) > 0.1
    assert through_neighbours(texts, 5, 0) == 0
    assert through_neighbours(texts_of(first, last, *other), 1, 0) == 0


def test_what_has_no_neighbours_is_seen_as_it_is() -> None:
    """An article that is like no other is not at all like the rest, and two that have only each other are as alike as they are."""
    neighbours = Neighbours.of(alike({(0, 1): 0.5}), 3)
    assert [values.tolist() for values in neighbours.expanded(numbers(2), numbers(1))] == [[0], [0]]
    assert np.isclose(neighbours.expanded(numbers(1), numbers(0))[0], 0.5)
    assert [len(values) for values in neighbours.expanded(numbers(), numbers())] == [0, 0]


def test_the_order_of_two_articles_makes_no_difference() -> None:
    """Each sees the other as it is seen."""
    neighbours = Neighbours.of(alike({(0, 1): 0.5, (0, 2): 0.3, (1, 3): 0.8, (2, 3): 0.1}), 4)
    one, other = neighbours.expanded(numbers(1, 2), numbers(2, 1))[0].tolist()
    assert np.isclose(one, other)
    assert one > 0


def test_the_first_and_the_tenth_neighbour_are_told() -> None:
    """By their cosine with the article, 0 where there are not so many."""
    likeness = {(0, other): other / (2 * TENTH) for other in range(1, TENTH + 1)}
    neighbours = Neighbours.of(alike(likeness), TENTH + 2)
    assert np.allclose(neighbours.first, [0.5, *likeness.values(), 0])
    assert np.allclose(neighbours.tenth, [0.5 / TENTH] + [0.0] * (TENTH + 1))


def test_no_articles_have_no_neighbours() -> None:
    """Nothing in, nothing out."""
    assert len(Neighbours.of(Pairs.none(), 0).first) == 0
