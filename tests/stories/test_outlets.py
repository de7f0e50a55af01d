"""What an outlet says in every article, between two of its own articles and between others."""

from __future__ import annotations

import numpy as np
from graph_builders import numbers
from hypothesis import given
from hypothesis import strategies as st
from streams import article

from newsfold.stories import features
from newsfold.stories.arrays import Floats
from newsfold.stories.features import View
from newsfold.stories.outlets import ALL_COUNT_AS, kept
from newsfold.stories.texts import Texts
from newsfold.stories.window import Window

FOOT = "Send tips to the night desk of the Velmar Herald, Quay Road."


def herald(count: int, also: str = "") -> Texts:
    """So many articles of one outlet, all with the same foot, two with other words in common, among as many of other outlets."""
    window = Window()
    own = [f"{also} qa{n}x zu{n}y. {FOOT}" if n < 2 else f"ve{n}w lo{n}k. {FOOT}" for n in range(count)]
    others = [f"mi{n}p ra{n}s te{n}g fo{n}b" for n in range(count)]
    window.append([features(article(f"h{n}", text, outlet="Velmar Herald")) for n, text in enumerate(own)])
    window.append([features(article(f"o{n}", text)) for n, text in enumerate(others)])
    return window.texts()


def alike(texts: Texts, one: int, other: int) -> float:
    return float(texts.cosines(numbers(one), numbers(other)).cosines[0, View.WHOLE])


def unknown(texts: Texts) -> Texts:
    """The same articles, had nobody said whose they are."""
    return Texts(
        texts.starts,
        texts.terms,
        texts.weights,
        texts.rarity,
        texts.days,
        np.full(len(texts), -1),
        texts.vocabulary,
    )


def test_what_an_outlet_says_in_every_article_makes_no_two_of_them_alike() -> None:
    """The more articles it has said it in the less."""
    few, many = herald(4), herald(60)
    assert alike(many, 30, 31) < 0.3 * alike(unknown(many), 30, 31)
    assert alike(few, 2, 3) > 0.7 * alike(unknown(few), 2, 3)


def test_a_name_that_two_articles_of_an_outlet_tell_stays_rare() -> None:
    """The two have no say in how rare it is, or no outlet could follow up its own report."""
    told, silent = herald(60, also="Milena Dorst"), herald(60)
    assert alike(told, 0, 1) > 3 * alike(silent, 0, 1)
    apart = np.flatnonzero(np.bincount(told.terms, minlength=told.vocabulary)[told.terms] == 2)
    assert (kept(told.terms, told.owner, told.outlets, told.vocabulary)[apart] == 1).all()


def test_articles_of_other_outlets_are_compared_as_ever() -> None:
    """Also those of which the outlet is not known, and one that has said it all with one that has not."""
    texts = herald(60)
    for one, other in ((61, 60), (70, 3)):
        assert alike(texts, one, other) == alike(unknown(texts), one, other)
    assert (kept(texts.terms, texts.owner, unknown(texts).outlets, texts.vocabulary) == 1).all()


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 2)), max_size=60))
def test_what_is_kept_is_what_the_formula_says(entries: list[tuple[int, int]]) -> None:
    """Each article has one term here; the rest is counting, done plainly."""
    terms = np.array([term for term, _ in entries], dtype=np.int64)
    outlets = np.array([outlet for _, outlet in entries], dtype=np.int64)
    found: Floats = kept(terms, np.arange(len(entries)), outlets, 6)
    for place, (term, outlet) in enumerate(entries):
        articles = sum(its == outlet for _, its in entries) - 2
        if outlet < 0 or articles <= 0:
            assert found[place] == 1
            continue
        everywhere = min(sum(its == term for its, _ in entries) / len(entries), 1 - 1e-6)
        beside = max(sum(both == (term, outlet) for both in entries) - 2, 0)
        share = (beside + ALL_COUNT_AS * everywhere) / (articles + ALL_COUNT_AS)
        assert np.isclose(found[place], np.clip(np.log(min(share, 1)) / np.log(everywhere), 0, 1), atol=1e-4)
