"""The articles that a new one can still be like: which stay, and what stays known of those that leave."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streams import BANK, FERRY, FERRY_AGAIN, article, noise

from newsfold.model import Article
from newsfold.stories import features
from newsfold.stories.window import Window

days = st.none() | st.integers(0, 60).map(float)


def window_of(*articles: Article) -> Window:
    window = Window()
    window.append([features(one) for one in articles])
    return window


def dated(*days: float | None) -> Window:
    return window_of(*(article(f"a{n}", f"velmar w{n}", days=day) for n, day in enumerate(days)))


def test_articles_are_numbered_as_they_come() -> None:
    """With the terms that each has, the days since 1970, and no day where there is none."""
    window = window_of(article("b", BANK), article("a", FERRY, days=None))
    window.append([features(article("c", FERRY_AGAIN, days=1))])
    assert window.articles == ["b", "a", "c"]
    assert window.days[2] - window.days[0] == 1
    assert np.isnan(window.days[1])
    texts = window.texts()
    for number, one in enumerate((article("b", BANK), article("a", FERRY), article("c", FERRY_AGAIN))):
        terms = texts.terms[texts.starts[number] : texts.starts[number + 1]]
        assert [window.vocabulary.term(term) for term in terms.tolist()] == list(features(one).terms)
    assert len(texts) == len(window) == 3


@given(st.lists(days, max_size=12), st.integers(1, 40), st.integers(1, 14))
def test_what_is_old_leaves_but_for_the_last_ones(published: list[float | None], horizon: int, at_least: int) -> None:
    """Older than the horizon before the newest, or undated; the last to come stay whatever their age."""
    window = dated(*published)
    newest = max((day for day in published if day is not None), default=0.0)
    stay = [
        number
        for number, day in enumerate(published)
        if number >= len(published) - at_least or (day is not None and newest - day <= horizon)
    ]
    kept = window.drop(float(horizon), at_least)
    assert (list(range(len(published))) if kept is None else kept.tolist()) == stay
    assert (kept is None) == (len(stay) == len(published))
    assert window.articles == [f"a{number}" for number in stay]
    assert len(window.texts()) == len(window) == len(stay)


def test_a_date_far_ahead_does_not_empty_the_window() -> None:
    """What was seen today is no newer than today. Out of an archive nobody says when it was seen, and all else is old beside it."""
    today, ahead = article("today", BANK, days=0), article("ahead", FERRY, days=30_000)
    seen = replace(ahead, first_seen=today.published.at)
    for last, stays in ((seen, True), (ahead, False)):
        window = window_of(*noise(5), today, last)
        assert (window.drop(21.0, 1) is None) == stays
    assert window_of(seen).days[0] - window_of(today).days[0] == pytest.approx(2 / 24)


def test_the_words_of_what_has_left_stay_known() -> None:
    """How rare a word is is learnt from all articles that ever came."""
    window = window_of(*noise(5), article("z", FERRY, days=100))
    before = window.vocabulary.rarity().tolist()
    assert window.drop(30, 1) is not None
    assert window.vocabulary.rarity().tolist() == before
    assert window.vocabulary.articles == 6


def test_what_stays_is_as_it_was() -> None:
    """Its terms and weights go with it to its new number."""
    window = window_of(article("a", BANK), article("b", FERRY, days=50), article("c", FERRY_AGAIN, days=51))
    before = window.texts()
    window.drop(30, 1)
    after = window.texts()
    assert after.terms.tolist() == before.terms[before.starts[1] :].tolist()
    assert np.array_equal(after.weights, before.weights[before.starts[1] :])
    assert np.array_equal(after.days, before.days[1:])


def test_words_are_weighed_by_how_rare_they_are_by_now() -> None:
    """The same article weighs a word less once many have come that have it."""
    window = window_of(article("a", "velmar lighthouse"))
    velmar = features(article("a", "velmar lighthouse")).terms.index("velmar")
    before = float(window.texts().rarity[velmar])
    window.append([features(article(f"b{n}", "velmar")) for n in range(50)])
    assert window.texts().rarity[velmar] < before
