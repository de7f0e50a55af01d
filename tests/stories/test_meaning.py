"""Articles by what they mean: who meets whom, what that says, and that nothing changes where there are no vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from meanings import BySynonyms, meant
from streams import BANK, FERRY, FERRY_AGAIN, OTHER_BANK, article, events, noise

from newsfold.model import Article
from newsfold.stories import Features, Grouper, features, shipped, with_meaning
from newsfold.stories.arrays import Floats
from newsfold.stories.embedder import TEXTS_A_CALL
from newsfold.stories.evidence import DIRECTION, OF_WORDS, Evidence, evidence
from newsfold.stories.features import OPENING_CHARACTERS, opening
from newsfold.stories.graph import NEAREST_IN_MEANING, Measure, Pairs, Spread, pair
from newsfold.stories.meaning import MEANING_DEVIATION, MEANING_MEAN, MEANING_PRIOR, Meaning
from newsfold.stories.neighbours import Neighbours
from newsfold.stories.scorer import Scorer
from newsfold.stories.window import Window

KILLED = article("killed", "", title="Nine killed in overnight strikes on Marvada")
PERISH = article("perish", "", title="Dark raid: drones struck metropolis, 9 perish", days=0.1)
ALL = tuple(Evidence)


def paired(taken: Sequence[Features]) -> tuple[Pairs, Spread]:
    window = Window()
    window.append(taken)
    return pair(window.texts(), Spread.none())


def met(pairs: Pairs) -> set[tuple[int, int]]:
    return set(zip(pairs.later.tolist(), pairs.earlier.tolist(), strict=True))


def by_meaning() -> Scorer:
    """A scorer that goes by meaning alone: even odds where the root of the cosine is a half."""
    inner = np.zeros((len(ALL), 1), dtype=np.float32)
    inner[ALL.index(Evidence.MEANING), 0] = 1
    nothing, one = np.zeros(len(ALL), dtype=np.float32), np.ones(1, dtype=np.float32)
    return Scorer(nothing, nothing + 1, inner, np.float32(-0.5) * one, np.float32(12) * one, 0.0, ALL)


def stories_of(scorer: Scorer | None, taken: Sequence[Features]) -> dict[str, str]:
    grouper = Grouper(scorer)
    grouper.add(taken)
    grouper.end_round()
    return grouper.stories()


def bare(taken: Sequence[Features]) -> list[Features]:
    return [replace(one, meaning=None) for one in taken]


# --- vectors of articles ----------------------------------------------------------------------------------------------


class Counting(BySynonyms):
    """Notes how many texts it is asked for at a time."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def vectors(self, texts: Sequence[str]) -> Floats:
        self.asked.append(len(texts))
        return super().vectors(texts)


def test_an_article_is_meant_by_its_title_and_opening() -> None:
    """The opening ends with a word; what has neither has nothing to say."""
    long = article("long", "word " * 200, title="A title")
    assert opening(long).startswith("A title\nword word")
    assert opening(long).endswith("word")
    assert len(opening(long)) <= len("A title\n") + OPENING_CHARACTERS
    assert opening(article("none", "", title="")) == ""
    assert opening(article("bare", "", title="A title")) == "A title"


def test_vectors_go_with_their_articles_and_come_while_articles_come() -> None:
    """In the order of the articles, asked for in chunks, and never further ahead than one of them."""
    stream = noise(2 * TEXTS_A_CALL + 1)
    seen: list[str] = []

    def coming() -> Iterator[Article]:
        for one in stream:
            seen.append(one.id)
            yield one

    embedder = Counting()
    taken = with_meaning(map(features, stream), coming(), embedder)
    first = next(taken)
    assert len(seen) == TEXTS_A_CALL
    found = [first, *taken]
    assert embedder.asked == [TEXTS_A_CALL, TEXTS_A_CALL, 1]
    assert [one.article for one in found] == [one.id for one in stream]
    wanted = BySynonyms().vectors(list(map(opening, stream)))
    assert np.array_equal(np.array([one.meaning for one in found]), wanted)


# --- cosines ----------------------------------------------------------------------------------------------------------

some_vectors = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).normal(0.3, 1, (12, 5)).astype(np.float32)
)


@given(some_vectors, st.sets(st.integers(0, 11), max_size=12), st.sets(st.integers(0, 11), max_size=6))
def test_cosines_and_how_they_lie_are_the_sums_done_one_by_one(
    vectors: Floats, without: set[int], nothing: set[int]
) -> None:
    """Whether an article has a vector, none, or one of zeros; those of the last two kinds are like nothing."""
    vectors[list(nothing)] = 0
    meaning = Meaning.of([None if number in without else vector for number, vector in enumerate(vectors)])
    if len(without) == len(vectors):
        assert meaning is None
        return
    assert meaning is not None
    absent = without | nothing
    table = meaning.vectors.astype(np.float64) @ meaning.vectors.T
    every = np.indices(table.shape).reshape(2, -1)
    assert np.allclose(meaning.cosines(*every).reshape(table.shape), table, atol=1e-5)
    assert np.allclose(meaning.search(3, 7), table[3:7, :7], atol=1e-5)
    assert np.allclose(np.diag(table), [number not in absent for number in range(len(table))], atol=1e-5)
    for number in set(range(len(table))) - absent:
        others = [table[number, other] for other in range(len(table)) if other != number and other not in absent]
        count = len(others) + MEANING_PRIOR
        mean = (sum(others) + MEANING_PRIOR * MEANING_MEAN) / count
        square = (sum(np.square(others)) + MEANING_PRIOR * (MEANING_MEAN**2 + MEANING_DEVIATION**2)) / count
        assert meaning.spread.mean[number] == pytest.approx(mean, abs=1e-4)
        assert meaning.spread.deviation[number] == pytest.approx(np.sqrt(square - mean**2), abs=1e-4)


def test_what_all_have_in_common_says_nothing() -> None:
    """In a large window of one direction and some noise, cosines lie around 0 after its mean is taken out."""
    chance = np.random.default_rng(3)
    vectors = (chance.normal(size=(2000, 16)) + 3).astype(np.float32)
    meaning = Meaning.of(list(vectors))
    assert meaning is not None
    assert abs(meaning.search(1990, 2000)[:, :1990].mean()) < 0.05


# --- pairs ------------------------------------------------------------------------------------------------------------


def test_two_headlines_without_a_common_word_meet() -> None:
    """They are paired for what they mean; by words alone they are not."""
    stream = meant(KILLED, *noise(40), PERISH)
    assert not set(stream[0].terms) & set(stream[-1].terms)
    assert (41, 0) in met(paired(stream)[0])
    assert (41, 0) not in met(paired(bare(stream))[0])


def test_nearest_in_meaning_are_only_so_many_and_come_beside_those_alike_in_words() -> None:
    """No pair that words find is lost, none comes twice, and they stand in the order of the articles."""
    stream = meant(*events(6, 25))
    with_it, without = paired(stream)[0], paired(bare(stream))[0]
    assert met(without) <= met(with_it)
    assert len(met(with_it)) == len(with_it)
    assert list(zip(with_it.later, with_it.earlier, strict=True)) == sorted(met(with_it))
    more = np.bincount(with_it.later, minlength=150) - np.bincount(without.later, minlength=150)
    assert 0 < more.max() <= NEAREST_IN_MEANING


def test_an_article_without_a_vector_is_like_nothing() -> None:
    """It has no evidence of meaning, and does not stop others from having it."""
    stream = meant(KILLED, PERISH, article("of", "", title="Of the and"))
    stream.append(replace(stream[1], article="lost", meaning=None))
    pairs, spread = paired(stream)
    meaning = pairs.measures[:, Measure.MEANING]
    without = (pairs.later >= 2) | (pairs.earlier >= 2)
    assert (meaning[without] == 0).all()
    assert (meaning[~without] > 0.3).all()
    rows = evidence(pairs, Neighbours.of(pairs, len(stream)), spread)
    assert np.isfinite(rows).all()


def test_evidence_of_meaning_is_worked_out_for_those_who_ask() -> None:
    """A scorer of words gets the same numbers as ever."""
    pairs, spread = paired(meant(*events(3, 8)))
    neighbours = Neighbours.of(pairs, 24)
    everything = evidence(pairs, neighbours, spread)
    assert everything.shape[1] == len(OF_WORDS) + 2
    assert np.array_equal(evidence(pairs, neighbours, spread, kinds=OF_WORDS), everything[:, : len(OF_WORDS)])


# --- stories ----------------------------------------------------------------------------------------------------------


def test_two_headlines_without_a_common_word_become_one_story() -> None:
    """For a scorer that goes by meaning; without vectors the same scorer keeps them apart."""
    stream = meant(KILLED, *noise(40), PERISH)
    together = stories_of(by_meaning(), stream)
    assert together["killed"] == together["perish"]
    apart = stories_of(by_meaning(), bare(stream))
    assert apart["killed"] != apart["perish"]


def test_without_vectors_meaning_is_never_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same stories and reasons, word for word, as when there is no such thing as meaning."""
    stream = list(map(features, [*events(8, 12), article("ferry", FERRY), article("bank", BANK, days=0.2)]))
    usual = Grouper()
    reasons = usual.add(stream) + usual.end_round()

    def forbidden(*_: object) -> Floats:
        raise AssertionError("meaning was asked for")

    monkeypatch.setattr(Meaning, "cosines", forbidden)
    monkeypatch.setattr(Meaning, "search", forbidden)
    again = Grouper(shipped(semantic=False))
    assert again.add(stream) + again.end_round() == reasons
    assert again.stories() == usual.stories()


def test_the_same_stream_with_vectors_gives_the_same_stories_however_often() -> None:
    """With its reasons, in the order of arrival, whatever left the window."""
    stream = meant(
        article("a", FERRY), article("b", FERRY_AGAIN), article("c", BANK), article("d", OTHER_BANK, days=90)
    )
    grouped = [Grouper(shipped(semantic=True)) for _ in range(2)]
    reasons = [one.add(stream) + one.end_round() for one in grouped]
    assert reasons[0] == reasons[1]
    assert list(grouped[0].stories()) == ["a", "b", "c", "d"]
    assert grouped[0].stories() == grouped[1].stories()


def test_the_window_forgets_vectors_with_their_articles() -> None:
    """What stays keeps its own."""
    stream = meant(*(article(f"n{day}", f"word{day}", days=day) for day in (0.0, 1.0, 90.0)))
    window, last = Window(), Window()
    window.append(stream)
    window.drop(21, at_least=1)
    last.append(stream[2:])
    here, there = window.texts().meaning, last.texts().meaning
    assert here is not None
    assert there is not None
    assert np.array_equal(here.vectors, there.vectors)


# --- the scorer -------------------------------------------------------------------------------------------------------


def test_the_scorer_for_vectors_knows_all_evidence_and_more_of_it_never_speaks_against() -> None:
    """As the scorer of words, which has none of the two of meaning."""
    semantic = shipped(semantic=True)
    directions = np.array([DIRECTION.get(kind, 1) for kind in ALL])
    assert semantic.columns == ALL
    assert shipped().columns == OF_WORDS
    assert (semantic.inner * semantic.outer * directions[:, None] >= 0).all()
    assert Scorer.from_value(semantic.as_value()).as_value() == semantic.as_value()


def test_a_scorer_of_evidence_that_nobody_knows_is_refused() -> None:
    """By the names in its file."""
    value = shipped(semantic=True).as_value()
    with pytest.raises(ValueError, match="other evidence"):
        Scorer.from_value(value | {"evidence": [*value["evidence"][:-1], "weather"]})
