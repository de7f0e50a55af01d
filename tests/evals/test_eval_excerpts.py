"""How summaries are measured and made for comparing: known figures on small ones."""

from __future__ import annotations

import importlib.util

import pytest

from evals.rivals import RIVALS, leads, mmr
from evals.summaries import Words, coverage, cut, redundancy, rouge_2, told_twice, words_of


def said(text: str) -> Words:
    return tuple(text.split())


FERRY = [said("the ferry hit the pier"), said("forty people were hurt")]
SHARES = [said("shares of norvane fell"), said("the ferry hit the pier")]
needs_sumy = pytest.mark.skipif(
    importlib.util.find_spec("sumy") is None, reason="NOT RUN: sumy is not installed (pip install '.[evals]')"
)


def test_rouge_2_is_the_mean_share_of_the_references_pairs() -> None:
    """One reference is had whole, of the other's four pairs two."""
    assert rouge_2([said("the ferry hit")], [said("the ferry hit"), said("the ferry hit a pier")]) == (1 + 2 / 4) / 2


def test_a_pair_that_a_reference_has_twice_counts_twice() -> None:
    """Saying it once is half of it."""
    assert rouge_2([said("a b")], [said("a b x a b")]) == 1 / 4


def test_pairs_do_not_reach_from_one_excerpt_into_the_next() -> None:
    """What stands at two ends was never said together."""
    assert rouge_2([said("the"), said("ferry")], [said("the ferry")]) == 0.0


def test_coverage_counts_what_two_articles_tell() -> None:
    """The four pairs of the ferry are told twice; half a sentence has two of them."""
    told = told_twice([FERRY, SHARES])
    assert len(told) == 4
    assert coverage([said("the ferry hit")], told) == 2 / 4
    assert coverage([said("anything")], frozenset()) == 1.0


def test_redundancy_is_the_mean_of_each_excerpts_nearest() -> None:
    """Two say the same and a third says something else."""
    assert redundancy([said("a b c"), said("a b c"), said("x y z")]) == 2 / 3
    assert redundancy([said("a b c")]) == 0.0


def test_a_summary_is_cut_from_its_end() -> None:
    """What does not fit is gone, a part of the last excerpt too."""
    assert cut([said("a b"), said("c d"), said("e f")], 3) == [said("a b"), said("c")]


def test_words_of_vietnamese_are_syllables() -> None:
    """Spaces part syllables, and accents stay."""
    assert words_of("Chủ tịch Velmar, 3.5 tỷ") == ("chủ", "tịch", "velmar", "3.5", "tỷ")


def test_leads_go_round_the_articles() -> None:
    """First sentences first, what is of one article together, the last one cut."""
    assert leads([FERRY, SHARES], 11) == [said("the ferry hit the pier forty people"), said("shares of norvane fell")]


def test_mmr_does_not_take_a_sentence_twice_before_another() -> None:
    """The second copy of the ferry comes behind what is new."""
    assert mmr([FERRY, SHARES], 9).count(said("the ferry hit the pier")) == 1


@needs_sumy
@pytest.mark.parametrize("name", RIVALS)
def test_every_rival_keeps_to_its_size_and_to_the_words_given(name: str) -> None:
    """No more words than asked for, each excerpt the front of a sentence or of an article."""
    made = RIVALS[name]([FERRY, SHARES], 7)
    assert 0 < sum(map(len, made)) <= 7
    given = {word for article in (FERRY, SHARES) for sentence in article for word in sentence}
    assert {word for excerpt in made for word in excerpt} <= given
