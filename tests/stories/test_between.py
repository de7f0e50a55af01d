"""How far articles agree with stories and stories with each other, against the same counted plainly; mergers add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsfold.stories import decide
from newsfold.stories.arrays import Ints
from newsfold.stories.between import Between, agreements, agreements_of_one
from newsfold.stories.decide import WIDTH

STORIES = 6
ARTICLES = 12
Values = dict[tuple[int, int], float]
values = st.dictionaries(
    st.tuples(st.integers(0, ARTICLES - 1), st.integers(0, ARTICLES - 1)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(1, 16).map(lambda n: n / 16),  # sums of sixteenths are exact, so equal means equal
    max_size=40,
)
stories = st.lists(st.integers(0, STORIES - 1), min_size=ARTICLES, max_size=ARTICLES).map(np.array)
# For each story the one that it is merged into: itself, or an older one, which may be merged in its turn.
mergers = st.tuples(*(st.integers(0, story) for story in range(STORIES))).map(np.array)


def between(probability: Values, story: Ints) -> Between:
    pairs = np.array(sorted(probability), dtype=np.int64).reshape(-1, 2)
    each = np.array([probability[pair] for pair in sorted(probability)], dtype=np.float32)
    return Between.of(pairs[:, 0], pairs[:, 1], each, story, STORIES)


def of_article(probability: Values, article: int, others: Sequence[int]) -> float:
    """How far an article agrees with others, plainly: the mean over the company that it is expected to have there."""
    found = sorted((probability.get((min(article, one), max(article, one)), 0.0) for one in others), reverse=True)
    company = max(float(decide.expected(np.array([len(others)]))[0]), 1.0)
    return sum(each * min(max(company - rank, 0), 1) for rank, each in enumerate(found)) / company


def of_groups(probability: Values, one: Sequence[int], other: Sequence[int]) -> float:
    """How far two groups agree, plainly: as the articles of the smaller one do on average; of two equal ones, either way."""

    def mean(some: Sequence[int], others: Sequence[int]) -> float:
        return sum(of_article(probability, article, others) for article in some) / len(some)

    if len(one) == len(other):
        return (mean(one, other) + mean(other, one)) / 2
    return mean(one, other) if len(one) < len(other) else mean(other, one)


@given(st.lists(st.tuples(st.integers(0, STORIES - 1), st.floats(0, 1, width=32)), max_size=30), st.integers(0, 20))
def test_one_article_agrees_as_many_do(pairs: list[tuple[int, float]], more: int) -> None:
    """The quick way for one article gives what the way for many at once does, to a millionth."""
    groups, probability = [group for group, _ in pairs], [each for _, each in pairs]
    sizes = np.bincount(groups, minlength=STORIES) + more * np.arange(STORIES)
    article, none = np.zeros(len(pairs), dtype=np.int64), np.array([-1])
    many = agreements(article, np.array(groups, dtype=np.int64), np.array(probability), sizes, none)
    company = decide.expected(np.arange(sizes.max() + 1)).tolist()
    found, agreement = agreements_of_one(groups, probability, sizes.tolist(), company)
    assert found == many.group.tolist()
    assert np.allclose(agreement, many.agreement, atol=1e-6)


def agreed(*probability: float, size: int) -> float:
    """How far an article agrees with a story of that size, of which it has these pairs."""
    count = len(probability)
    nothing = np.zeros(count, dtype=np.int64)
    found = agreements(nothing, nothing, np.array(probability), np.array([size]), np.array([-1]))
    return float(found.agreement[0]) if count else 0.0


# --- an article and a story -----------------------------------------------------------------------------------------


@given(values, stories)
def test_an_article_agrees_with_the_company_that_it_can_be_expected_to_have(probability: Values, story: Ints) -> None:
    """In any story, and in its own as if it were not there; where no pair was found, nothing is said."""
    found = between(probability, story)
    one, other = np.concatenate((found.one, found.other)), np.concatenate((found.other, found.one))
    twice = np.concatenate((found.probability, found.probability))
    seen = agreements(one, story[other], twice, found.sizes, story)
    for article, group, agreement in zip(*(column.tolist() for column in seen), strict=True):
        others = [each for each in np.flatnonzero(story == group).tolist() if each != article]
        assert np.isclose(agreement, of_article(probability, article, others), atol=1e-5)
    assert set(zip(seen.article.tolist(), seen.group.tolist(), strict=True)) == set(
        zip(one.tolist(), story[other].tolist(), strict=True)
    )


def test_of_a_large_story_an_article_has_to_agree_with_some_company_only() -> None:
    """More of it that it has nothing to do with take nothing away; in a small story they do."""
    sure = (1.0,) * decide.COMPANY
    assert agreed(*sure, size=40 * decide.COMPANY) == agreed(*sure, size=50 * decide.COMPANY) == 1
    assert agreed(1.0, size=1) > agreed(1.0, size=2) > agreed(1.0, size=decide.COMPANY)


def test_many_halves_are_not_a_whole() -> None:
    """Half alike with all articles of a story of the same kind is half alike, however many there are."""
    assert np.isclose(agreed(*(0.5,) * 100, size=100), 0.5, atol=1e-5)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.floats(0, 1), st.integers(0, 30))
def test_agreement_is_between_0_and_1_and_grows_with_what_agrees(
    probability: list[float], more: float, silent: int
) -> None:
    """One more that it is like never speaks against, once it is in the story."""
    size = len(probability) + 1 + silent
    assert 0 <= agreed(*probability, size=size) <= agreed(*probability, more, size=size) + 1e-9 <= 1 + 1e-6


# --- stories --------------------------------------------------------------------------------------------------------


@given(values, stories)
def test_the_groups_that_ask_are_those_that_agree_enough(probability: Values, story: Ints) -> None:
    """Neither more nor fewer than if all pairs of groups were counted plainly, and as strongly."""
    found = between(probability, story)
    members = [np.flatnonzero(story == one).tolist() for one in range(STORIES)]
    coherence = [
        sum(of_article(probability, one, [each for each in its if each != one]) for one in its) / len(its)
        if len(its) > 1
        else 1.0
        for its in members
    ]
    assert np.allclose(found.coherence(), coherence, atol=1e-5)
    plain = {}
    for older in range(STORIES):
        for younger in range(older + 1, STORIES):
            if members[older] and members[younger]:
                asks = decide.asks(
                    np.array([of_groups(probability, members[older], members[younger])]),
                    np.array([coherence[older]]),
                    np.array([coherence[younger]]),
                    np.array([min(len(members[older]), len(members[younger]))]),
                )
                plain[older, younger] = float(asks[0])
    asking = found.asking(WIDTH)
    seen = dict(
        zip(zip(asking.older.tolist(), asking.younger.tolist(), strict=True), asking.agreement.tolist(), strict=True)
    )
    for both, strength in plain.items():
        if abs(strength - WIDTH.needed) > 1e-4 and (strength == 0 or both in seen):
            assert (both in seen) == (strength >= WIDTH.needed)
        if both in seen and strength:
            assert np.isclose(seen[both], strength, atol=1e-5)
    assert all(strength < WIDTH.needed + 1e-4 for both, strength in plain.items() if both not in seen)


@given(values, stories, mergers, mergers)
def test_adding_up_equals_counting_anew(probability: Values, story: Ints, first: Ints, then: Ints) -> None:
    """After mergers everything is what it would be had the merged stories been one from the start."""
    one, other = between(probability, story).after(first).after(then), between(probability, then[first][story])
    for name in ("older", "younger", "total", "group", "sizes"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert np.array_equal(one.held(), other.held())
    assert all(np.array_equal(*both) for both in zip(one.asking(WIDTH), other.asking(WIDTH), strict=True))


def test_every_article_of_the_smaller_group_has_to_agree() -> None:
    """One that agrees wholly with a larger story does not bring in the others of its own."""
    probability = {(article, 8): 1.0 for article in range(8)} | {(8, 9): 1.0}
    story = np.array([0] * 8 + [1] * 4)
    assert np.isclose(of_groups(probability, range(8), range(8, 12)), 0.25)
    assert len(between(probability, story).asking(WIDTH).older) == 0


def test_two_groups_of_one_kind_do_not_ask() -> None:
    """They agree with each other, and with themselves far better."""
    sure = {(one, other): 1.0 for one in range(4) for other in range(one + 1, 4)}
    sure |= {(one, other): 1.0 for one in range(4, 8) for other in range(one + 1, 8)}
    across = {(one, other): WIDTH.needed + 0.05 for one in range(4) for other in range(4, 8)}
    story = np.array([0] * 4 + [1] * 4 + [2, 3, 4, 5])
    assert len(between(sure | across, story).asking(WIDTH).older) == 0
    assert len(between(dict.fromkeys(sure, 0.7) | across, story).asking(WIDTH).older) == 1


def test_a_lone_article_agrees_wholly_with_itself() -> None:
    """It is never loose, and neither is a story that has lost all its articles; one of two strangers is."""
    found = between({}, np.array([0, 1, 1] + [2] * 9))
    assert found.held().tolist() == [1, 0, 0] + [0] * 9
    assert found.coherence().tolist() == [1, 0, 0, 1, 1, 1]


def test_stories_without_anything_in_common_are_no_pair() -> None:
    """No pairs of stories, before mergers and after."""
    nothing = between({}, np.array([0, 0, 1] + [2] * 9))
    for found in (nothing, nothing.after(np.zeros(STORIES, dtype=np.int64))):
        assert (len(found.total), len(found.asking(WIDTH).older)) == (0, 0)
