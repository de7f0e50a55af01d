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
    """Closer to another story is not enough; it must be like it enough, and closer than to its own."""
    alike = np.array([0.5, 0.5, 0.5])
    assert decide.better(0, np.array([0.2, 0.3, 0.25]), alike) == 1
    assert decide.better(0, np.array([0.3, 0.2, 0.0]), alike) == -1
    assert decide.better(0, np.array([0.05, 0.1, 0.0]), alike) == -1


def test_an_article_stays_with_a_large_story_beside_a_small_one() -> None:
    """The mean to a small, tight story is higher; what counts is how close its centre is, against that of the large one."""
    means, coherence = np.array([0.12, 0.2]), np.array([0.1, 0.6])
    assert decide.better(0, means, coherence) == -1
    assert decide.better(0, means, np.array([0.6, 0.6])) == 1


def test_two_diffuse_stories_merge_when_their_centres_are_alike() -> None:
    """A low mean over pairs is judged by how alike the articles inside each story are; a lone article has no such excuse."""
    mean, loose = np.array([0.1]), np.array([0.2])
    assert decide.one_story(mean, loose, loose, np.array([30]), np.array([20]))[0] >= 1
    assert decide.one_story(mean, loose, loose, np.array([30]), np.array([1]))[0] < 1
