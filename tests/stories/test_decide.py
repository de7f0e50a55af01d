"""The decisions themselves, by number."""

from __future__ import annotations

import numpy as np

from newsfold.stories import decide


def test_the_best_story_is_the_one_with_the_highest_mean() -> None:
    """Ties go to the older story; where there is none, there is no number."""
    assert decide.best(np.array([0.1, 0.3, 0.3])) == (1, 0.3)
    assert decide.best(np.array([])) == (-1, 0.0)


def test_an_article_goes_in_at_one_threshold_and_out_at_a_lower_one() -> None:
    """Between the two it stays where it is, so that re-weighing words does not send it in and out."""
    between = (decide.LIKE_ENOUGH + decide.NO_LONGER_LIKE * decide.LIKE_ENOUGH) / 2
    assert decide.joins(decide.LIKE_ENOUGH)
    assert not decide.joins(between)
    assert not decide.leaves(between)
    assert decide.leaves(decide.NO_LONGER_LIKE * decide.LIKE_ENOUGH - 0.001)


def test_an_article_moves_only_to_a_story_that_would_take_it() -> None:
    """More like another story is not enough; it must be like it enough."""
    assert decide.moves(own=0.2, other=0.3)
    assert not decide.moves(own=0.3, other=0.2)
    assert not decide.moves(own=0.05, other=0.1)


def test_two_diffuse_stories_merge_when_their_centres_are_alike() -> None:
    """A low mean over pairs is judged by how alike the articles inside each story are; a lone article has no such excuse."""
    mean, loose = np.array([0.1]), np.array([0.2])
    assert decide.one_story(mean, loose, loose, np.array([30]), np.array([20]))[0] >= 1
    assert decide.one_story(mean, loose, loose, np.array([30]), np.array([1]))[0] < 1
