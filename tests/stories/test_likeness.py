"""Likeness as numbers: the arrays against a plain computation of the same."""

from __future__ import annotations

import math

import numpy as np
from streams import BANK, FERRY, FERRY_AGAIN, article

from newsfold.model import Article
from newsfold.stories import features
from newsfold.stories.likeness import (
    CENTRED_FROM,
    CENTRING,
    FADE_DAYS,
    FLOOR,
    SHORT_SCALE,
    Comparison,
    Edges,
    fading,
)
from newsfold.stories.window import Window


def window_of(*articles: Article) -> Window:
    window = Window()
    window.append([features(one) for one in articles])
    return window


def plain_likeness(window: Window, one: int, other: int) -> float:
    """Compute the likeness of two articles as the formula reads, with dictionaries."""
    texts, rarity = window.texts(), window.vocabulary.rarity()
    vectors = []
    for n in range(len(texts)):
        own = slice(texts.starts[n], texts.starts[n + 1])
        vector = {int(t): float(w * rarity[t]) for t, w in zip(texts.terms[own], texts.weights[own], strict=True)}
        length = math.sqrt(sum(w * w for w in vector.values()))
        vectors.append({t: w / length for t, w in vector.items()})
    count = len(texts)
    mean = {t: sum(v.get(t, 0.0) for v in vectors) / count for t in {t for v in vectors for t in v}}

    def dot(a: dict[int, float], b: dict[int, float]) -> float:
        return sum(w * b.get(t, 0.0) for t, w in a.items())

    strength = CENTRING * count / (count + CENTRED_FROM)
    a, b = vectors[one], vectors[other]
    value = dot(a, b) - strength * (dot(a, mean) + dot(b, mean)) + strength**2 * dot(mean, mean)
    value *= math.exp(-abs(texts.days[one] - texts.days[other]) / FADE_DAYS)
    return value * (SHORT_SCALE if texts.short[one] and texts.short[other] else 1.0)


def test_the_arrays_compute_what_the_formula_says() -> None:
    """Cosine less what is common, faded by time, scaled for two headlines: the same by arrays and by hand."""
    window = window_of(
        article("a", FERRY),
        article("b", FERRY_AGAIN, days=2),
        article("c", BANK, days=3),
        article("d", "", title="Silver Tern sinks off Velmar, dozens rescued", days=1),
        article("e", "", title="Ferry Silver Tern sinks near Velmar lighthouse", days=1.5),
    )
    comparison = Comparison(window.texts(), window.vocabulary.rarity())
    for later in range(5):
        near, value = comparison.with_earlier(later)
        expected = {n: plain_likeness(window, later, n) for n in range(later)}
        found = dict(zip(near.tolist(), value.tolist(), strict=True))
        assert found.keys() == {n for n, likeness in expected.items() if likeness >= FLOOR}
        assert all(math.isclose(found[n], expected[n], rel_tol=1e-4) for n in found)


def test_likeness_fades_with_time_and_not_with_a_missing_date() -> None:
    """A week leaves 1/e; an unknown date leaves everything."""
    faded = fading(10.0, np.array([10.0, 10.0 - FADE_DAYS, np.nan]))
    assert np.allclose(faded, [1.0, math.exp(-1), 1.0])


def test_shared_terms_come_in_the_order_of_their_weight() -> None:
    """What two articles have in common is named, the rarest first, and nothing that only one has."""
    window = window_of(article("a", FERRY), article("b", FERRY_AGAIN), article("c", BANK))
    comparison = Comparison(window.texts(), window.vocabulary.rarity())
    shared = [window.vocabulary.term(t) for t in comparison.shared(1, 0, 50)]
    assert {"silver", "tern", "velmar", "212"} <= set(shared)
    assert "rate" not in shared


def test_pairs_are_numbered_anew_when_articles_leave() -> None:
    """Pairs with an article that has left are gone; the others keep their likeness under new numbers."""
    edges = Edges(np.array([1, 2, 3]), np.array([0, 1, 2]), np.array([0.3, 0.4, 0.5], dtype=np.float32))
    kept = edges.keep(np.array([1, 2, 3]))
    assert kept.later.tolist() == [1, 2]
    assert kept.earlier.tolist() == [0, 1]
    assert np.allclose(kept.value, [0.4, 0.5])
