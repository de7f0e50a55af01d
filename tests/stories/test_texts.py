"""Articles as arrays: cosines, search and the words behind a likeness, against a plain computation of the same."""

from __future__ import annotations

import numpy as np
from graph_builders import Plain, numbers, plain, plains
from hypothesis import given
from streams import BANK, FERRY, FERRY_AGAIN, article

from newsfold.model import Article
from newsfold.stories import features
from newsfold.stories.features import View
from newsfold.stories.texts import BLOCK, COMMON_AT_LEAST, COMMON_SHARE, Texts
from newsfold.stories.window import Window


def window_of(*articles: Article) -> Window:
    window = Window()
    window.append([features(one) for one in articles])
    return window


def words(window: Window, terms: list[int]) -> list[str]:
    return [window.vocabulary.term(term) for term in terms]


def assert_compared_as_plainly(articles: Plain, texts: Texts) -> None:
    """Compare every article with every other, both ways round, and with itself."""
    one, other = (axis.ravel() for axis in np.indices((len(articles), len(articles))))
    compared = texts.cosines(one, other)
    for view in View:
        assert np.allclose(compared.cosines[:, view], articles.cosines(view)[one, other], atol=1e-5), view.name
    across = articles.cosines(View.TITLE, View.WHOLE)
    assert np.allclose(compared.across, np.maximum(across, across.T)[one, other], atol=1e-5)
    shared = (articles.has * articles.rarity) @ articles.has.T
    assert np.allclose(compared.shared, shared[one, other], rtol=1e-5)


@given(plains().filter(len))
def test_pairs_are_compared_exactly(articles: Plain) -> None:
    """Cosines of every view, title against whole text, and the rarities of shared terms: by arrays and by tables the same."""
    assert_compared_as_plainly(articles, articles.texts())


def test_pairs_are_compared_exactly_however_many_there_are() -> None:
    """Nothing is lost where one run of articles ends and the next begins."""
    rng = np.random.default_rng(3)
    weights = rng.uniform(1, 3, (len(View), 2 * BLOCK + 3, 20)) * (rng.random((2 * BLOCK + 3, 20)) < 0.3)
    articles = Plain(weights, rng.uniform(1, 5, 20), rng.uniform(0, 9, 2 * BLOCK + 3))
    assert_compared_as_plainly(articles, articles.texts())


def test_comparing_no_pairs_gives_nothing() -> None:
    """A round in which no two articles share a word has nothing to compare."""
    compared = plain({0: 1}, {1: 1}).texts().cosines(numbers(), numbers())
    assert (compared.cosines.shape, len(compared.across), len(compared.shared)) == ((0, len(View)), 0, 0)


@given(plains())
def test_the_search_finds_the_cosine_where_no_term_is_common(articles: Plain) -> None:
    """So few articles have each term that none is left out: what is searched is what is measured."""
    assert len(articles) <= COMMON_AT_LEAST
    assert np.allclose(articles.texts().search(0, len(articles)), articles.cosines(View.WHOLE), atol=1e-5)


@given(plains().filter(len))
def test_a_search_for_some_articles_finds_what_a_search_for_all_does(articles: Plain) -> None:
    """It compares them with all articles, whichever are asked for together."""
    texts, middle = articles.texts(), len(articles) // 2
    parts = np.concatenate((texts.search(0, middle), texts.search(middle, len(articles))))
    assert np.allclose(parts, texts.search(0, len(articles)))


def test_terms_that_many_articles_have_are_left_out_of_the_search_alone() -> None:
    """A word that a whole window has, and that weighs little, finds nothing; compared exactly, it counts like any other."""
    count = 2 + int(max(COMMON_AT_LEAST, COMMON_AT_LEAST / COMMON_SHARE))
    texts = plain(*({0: 0.2, 1 + number // 2: 1.0} for number in range(count))).texts()
    found = texts.search(0, 3)
    assert found[0, 1] > 0, "the two that have a rare term in common find each other by it"
    assert found[0, 2] == 0
    assert texts.cosines(numbers(0), numbers(2)).cosines[0, View.WHOLE] > 0


def test_an_article_without_terms_is_like_nothing() -> None:
    """Not even like another without terms, nor like itself."""
    texts = plain({0: 1}, {}, {}).texts()
    assert texts.search(0, 3)[1:].max() == 0
    assert texts.cosines(numbers(1, 1, 2), numbers(0, 1, 1)).cosines.max() == 0


def test_a_window_without_articles_has_empty_arrays() -> None:
    """Nothing is a window like any other."""
    texts = window_of().texts()
    assert (len(texts), texts.search(0, 0).shape, texts.ordinary(View.WHOLE)[1]) == (0, (0, 0), 0.0)


@given(plains().filter(len))
def test_what_is_ordinary_is_the_likeness_to_the_average_article(articles: Plain) -> None:
    """In each view: how like the mean of all articles each one is, and the length of that mean, squared."""
    texts = articles.texts()
    for view in View:
        vectors = articles.vectors()[view]
        common, square = texts.ordinary(view)
        assert np.allclose(common, vectors @ vectors.mean(axis=0), atol=1e-5)
        assert np.isclose(square, vectors.mean(axis=0) @ vectors.mean(axis=0), atol=1e-5)


def test_the_average_is_trusted_more_the_more_articles_it_is_of() -> None:
    """From not at all towards wholly."""
    strengths = [plain(*({0: 1.0},) * count, terms=1).texts().strength() for count in (0, 1, 10, 1000, 100_000)]
    assert strengths == sorted(strengths)
    assert strengths[0] == 0
    assert 0.9 < strengths[-1] < 1


def test_shared_terms_come_in_the_order_of_their_weight() -> None:
    """What two articles have in common is named, the weightiest first, and nothing that only one has."""
    window = window_of(article("a", FERRY), article("b", FERRY_AGAIN), article("c", BANK))
    texts = window.texts()
    shared = texts.shared(1, 0, [View.WHOLE], 50)[0]
    assert {"silver", "tern", "velmar", "212"} <= set(words(window, shared))
    assert not {"licens", "port", "rate"} & set(words(window, shared))
    assert texts.shared(1, 0, [View.WHOLE], 3)[0] == shared[:3]
    assert texts.shared(0, 2, [View.NUMBERS], 50) == [[]]


def test_the_weight_of_a_shared_term_is_its_part_of_the_cosine() -> None:
    """What comes first adds most, equal ones come by number."""
    texts = plain({0: 1, 1: 3, 2: 2, 4: 2, 5: 9}, {0: 1, 1: 3, 2: 2, 4: 2, 6: 9}).texts()
    assert texts.shared(0, 1, [View.WHOLE], 9) == [[1, 2, 4, 0]]


def test_what_one_article_has_alone_is_named_too() -> None:
    """The weightiest first, of one view, and nothing that the other has anywhere."""
    window = window_of(article("a", FERRY), article("b", FERRY_AGAIN), article("c", BANK))
    texts = window.texts()
    alone = words(window, texts.alone(1, 0, View.WHOLE, 50))
    assert {"diver", "wreck", "licens", "180"} <= set(alone)
    assert not {"silver", "tern", "velmar", "212"} & set(alone)
    assert words(window, texts.alone(1, 0, View.NUMBERS, 50)) == ["180"]
    assert plain({0: 1, 1: 3, 2: 2}, {5: 1, 2: 1}).texts().alone(0, 1, View.WHOLE, 9) == [1, 0]


def test_what_the_other_has_nowhere_sets_two_articles_apart() -> None:
    """A name or figure of the title, and any figure; the one that lacks less decides, and a summary lacks much of a report."""
    same, other, short = (
        article("a", "Keldonia counts 41 dead after a fire in the town of Dorne.", title="Fire in Dorne"),
        article("b", "Astrava counts 7 dead after a fire in the town of Orrin.", title="Fire in Orrin"),
        article("c", "It was in Dorne. Keldonia counts 41 dead.", title=""),
    )
    texts = window_of(same, other, short).texts()
    apart = texts.cosines(numbers(0, 0, 0), numbers(0, 1, 2)).apart
    assert np.allclose(apart[0], 0, atol=1e-6)
    assert apart[1].min() > 0.5
    assert np.allclose(apart[2], 0, atol=1e-6)


@given(plains().filter(len))
def test_apart_is_a_share(articles: Plain) -> None:
    """From 0, as of an article and itself, to 1; the same whichever of two comes first."""
    one, other = (axis.ravel() for axis in np.indices((len(articles), len(articles))))
    apart = articles.texts().cosines(one, other).apart.reshape(len(articles), len(articles), 2)
    assert ((apart >= 0) & (apart <= 1)).all()
    assert np.allclose(apart, apart.transpose(1, 0, 2), atol=1e-5)
    assert np.allclose(apart.diagonal(), 0, atol=1e-5)
