"""The pairs that are looked at: which they are, what is measured of them, and their numbers when articles leave."""

from __future__ import annotations

import numpy as np
from graph_builders import UNKNOWN, Plain, alike, numbers, pairs_of, plain, plains, spread_of
from hypothesis import given
from hypothesis import strategies as st

from newsfold.stories.arrays import Ints, highest
from newsfold.stories.features import View
from newsfold.stories.graph import CANDIDATES, FADE_DAYS, Measure, Pairs, Spread, fading, pair
from newsfold.stories.texts import Texts

some_pairs = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(1, 16).map(lambda n: n / 16),
    max_size=20,
)


def listed(pairs: Pairs) -> list[tuple[int, int]]:
    return list(zip(pairs.later.tolist(), pairs.earlier.tolist(), strict=True))


def first_of(articles: Plain, count: int) -> Plain:
    return Plain(articles.weights[:, :count], articles.rarity, articles.days[:count])


def have_a_term_in_common(articles: Plain) -> bool:
    return bool((np.triu(articles.cosines(View.WHOLE), 1) > 0).any())


paired = plains().filter(lambda articles: len(articles) > 1 and have_a_term_in_common(articles))


few_values = st.integers(0, 9).map(lambda n: n / 9)


@given(st.integers(1, 4), st.integers(1, 200), st.data())
def test_the_highest_of_each_row_are_found_with_all_that_equal_the_last_of_them(
    rows: int, columns: int, data: st.DataObject
) -> None:
    """As sorting the whole row would find them; what is not above 0 is never among them."""
    some = st.lists(few_values, min_size=columns, max_size=columns)
    values = np.array([data.draw(some) for _ in range(rows)])
    most = np.array([data.draw(st.integers(1, 12)) for _ in range(rows)])
    least = [np.sort(row)[::-1][min(number, columns) - 1] for row, number in zip(values, most, strict=True)]
    expected = np.argwhere((values > 0) & (values >= np.array(least)[:, None]))
    assert np.stack(highest(values, most), axis=1).tolist() == expected.tolist()


@given(paired)
def test_every_pair_is_there_once_with_the_later_article_ascending(articles: Plain) -> None:
    """An article is paired with those before it that it shares a term with, here all of them."""
    pairs, spread = pair(articles.texts(), Spread.none())
    expected = np.argwhere(np.tril(articles.cosines(View.WHOLE), -1) > 0)
    assert listed(pairs) == [tuple(row) for row in expected.tolist()]
    assert len(spread.mean) == len(spread.deviation) == len(articles)


@given(paired)
def test_the_pairs_carry_what_the_formulas_say(articles: Plain) -> None:
    """Cosines; less what each has in common with the average article; the days between; the longer of the two."""
    texts = articles.texts()
    pairs, _ = pair(texts, Spread.none())
    one, other = pairs.later, pairs.earlier
    for view, measure in (
        (View.WHOLE, Measure.COSINE),
        (View.TITLE, Measure.TITLE),
        (View.NAMES, Measure.NAMES),
        (View.PLACES, Measure.PLACES),
        (View.NUMBERS, Measure.NUMBERS),
        (View.FULL_NAMES, Measure.FULL_NAMES),
    ):
        assert np.allclose(pairs.measures[:, measure], articles.cosines(view)[one, other], atol=1e-5), measure.name
    for view, measure in ((View.WHOLE, Measure.WHOLE), (View.OPENING, Measure.OPENING)):
        vectors = articles.vectors()[view]
        beyond = vectors - texts.strength() * vectors.mean(axis=0)
        assert np.allclose(pairs.measures[:, measure], (beyond @ beyond.T)[one, other], atol=1e-5), measure.name
    days = np.abs(articles.days[one] - articles.days[other])
    assert np.allclose(pairs.measures[:, Measure.DAYS], days, rtol=1e-5, equal_nan=True)
    lengths = articles.has.sum(axis=1)
    assert pairs.measures[:, Measure.LENGTH].tolist() == np.maximum(lengths[one], lengths[other]).tolist()
    assert (pairs.measures[:, Measure.STANDS_OUT_LEAST] <= pairs.measures[:, Measure.STANDS_OUT_MOST]).all()


@given(plains(), st.integers(0, 9))
def test_articles_that_come_later_are_paired_with_those_before_them(articles: Plain, known: int) -> None:
    """What was paired is not paired again; nothing about the articles that were there changes but what they gained."""
    known = min(known, len(articles))
    _, before = pair(first_of(articles, known).texts(), Spread.none())
    pairs, after = pair(articles.texts(), before)
    whole, _ = pair(articles.texts(), Spread.none())
    assert listed(pairs) == [(later, earlier) for later, earlier in listed(whole) if later >= known]
    assert np.array_equal(after.mean[:known], before.mean)
    assert len(after.mean) == len(articles)


def test_nothing_in_common_makes_no_pair() -> None:
    """Neither do no articles at all."""
    assert len(pair(plain({0: 1}, {1: 1}, {}).texts(), Spread.none())[0]) == 0
    assert len(pair(plain(terms=1).texts(), Spread.none())[0]) == 0


def the_last_like_each_before(count: int) -> Texts:
    """Articles that have nothing in common but for the last one, which is more like each than like those before it."""
    last = {number: 1 + number / count for number in range(count)}
    return plain(*({number: 1.0} for number in range(count)), last).texts()


def test_an_article_is_paired_with_those_that_it_is_most_like() -> None:
    """With so many at most, so the pairs grow with the articles and not with their square."""
    pairs, _ = pair(the_last_like_each_before(3 * CANDIDATES.of_article), Spread.none())
    assert pairs.earlier.tolist() == list(range(2 * CANDIDATES.of_article, 3 * CANDIDATES.of_article))


def test_among_equals_those_of_the_same_days_are_paired() -> None:
    """An article has so many candidates that not all can be kept: what is weeks away gives way."""
    count = 2 * CANDIDATES.of_article
    days = [0.0 if number % 2 else 60.0 for number in range(count)]
    equal = plain(*({number: 1.0} for number in range(count)), dict.fromkeys(range(count), 1.0), days=[*days, 60.0])
    pairs, _ = pair(equal.texts(), Spread.none())
    assert pairs.earlier.tolist() == list(range(0, count, 2))


def test_a_pair_stands_out_where_its_articles_are_like_nothing_else() -> None:
    """Of two equally like pairs, the one whose articles are like many others stands out less."""
    many = [{0: 1.0, 10 + number: 1.0} for number in range(20)]
    pairs, _ = pair(plain({1: 1.0, 2: 1.0}, {1: 1.0, 3: 1.0}, *many).texts(), Spread.none())
    found = dict(zip(listed(pairs), pairs.measures, strict=True))
    assert np.isclose(found[1, 0][Measure.COSINE], found[3, 2][Measure.COSINE])
    for measure in (Measure.STANDS_OUT_LEAST, Measure.STANDS_OUT_MOST):
        assert found[1, 0][measure] > found[3, 2][measure] > 0


def test_a_pair_may_stand_out_to_one_of_its_articles_only() -> None:
    """To the one that is like no other it does; to the one that is like many it does less, whichever of them comes first."""
    lone, popular, others = {0: 1.0}, {0: 1.0, 1: 1.0}, [{1: 1.0, 10 + number: 1.0} for number in range(20)]
    found = []
    for ends in ((lone, popular), (popular, lone)):
        pairs, _ = pair(plain(*ends, *others).texts(), Spread.none())
        measures = dict(zip(listed(pairs), pairs.measures, strict=True))[1, 0]
        found.append(measures[[Measure.STANDS_OUT_LEAST, Measure.STANDS_OUT_MOST]])
    assert np.allclose(found[0], found[1])
    assert found[0][0] < found[0][1]


def test_likeness_fades_with_time_and_not_with_a_missing_date() -> None:
    """The more days the less is left, but never nothing; an unknown date leaves everything."""
    same_hour, *later, undated = fading(np.array([0.0, 0.5, FADE_DAYS, 10 * FADE_DAYS, UNKNOWN])).tolist()
    assert same_hour == undated == 1
    assert 1 > later[0] > later[1] > later[2] > 0
    pairs = alike({(0, 1): 0.5, (0, 2): 0.5, (1, 2): 0.5})
    pairs.measures[:, Measure.DAYS] = [UNKNOWN, 0.0, 3.0]
    undated, same_hour, days_later = pairs.likeness.tolist()
    assert undated == same_hour == 0.5
    assert 0 < days_later < 0.5


@given(some_pairs, st.sets(st.integers(0, 9), min_size=1))
def test_pairs_are_numbered_anew_when_articles_leave(probability: dict[tuple[int, int], float], stay: set[int]) -> None:
    """Pairs with an article that has left are gone; the others keep what is known of them under new numbers."""
    kept = sorted(stay)
    pairs = alike(probability).keep(np.array(kept))
    expected = alike(
        {
            (kept.index(one), kept.index(other)): value
            for (one, other), value in probability.items()
            if {one, other} <= stay
        }
    )
    assert listed(pairs) == listed(expected)
    assert np.array_equal(pairs.probability, expected.probability)
    assert np.array_equal(pairs.measures, expected.measures, equal_nan=True)


def test_the_spread_of_articles_that_leave_goes_with_them() -> None:
    """The others keep theirs under their new numbers."""
    spread = Spread(np.array([0.1, 0.2, 0.3], dtype=np.float32), np.array([1, 2, 3], dtype=np.float32))
    assert spread.keep(numbers(0, 2)).deviation.tolist() == [1, 3]
    assert len(spread_of(2).followed_by(spread).mean) == 5


@given(some_pairs, st.integers(0, 10))
def test_pairs_are_found_by_their_later_article(probability: dict[tuple[int, int], float], article: int) -> None:
    """Those of one article, and those from one article on; the others come before them."""
    pairs = pairs_of(probability)
    assert listed(pairs.since(article)) == [found for found in listed(pairs) if found[0] >= article]
    earlier: Ints = pairs.earlier[pairs.before(article)]
    assert earlier.tolist() == [found[1] for found in listed(pairs) if found[0] == article]
    before = pairs_of({both: value for both, value in probability.items() if max(both) < article})
    assert listed(before.followed_by(pairs.since(article))) == listed(pairs)
