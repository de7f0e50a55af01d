"""A second look at stories: what falls apart, what moves, what becomes one, and that nothing is lost by it."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest
from graph_builders import across, every_pair, pairs_of
from hypothesis import given
from hypothesis import strategies as st

from newsfold.stories import decide
from newsfold.stories.between import Between
from newsfold.stories.decide import WIDTH
from newsfold.stories.repair import Change, Merged, Moved, Repair

SURE, NO = 0.95, 0.02
Values = dict[tuple[int, int], float]


def repaired(probability: Values, *story: int) -> tuple[list[int], list[Change]]:
    """Look again at articles that are in these stories: the stories that they are in now, and what was changed."""
    now = np.array(story, dtype=np.int64)
    changes = Repair(pairs_of(probability), now, max(story, default=-1) + 1).run()
    return now.tolist(), changes


def replayed(story: list[int], changes: list[Change]) -> list[int]:
    """Carry changes out one by one, as one who reads them would, and check that each one can be."""
    now, stories = list(story), max(story, default=-1) + 1
    for change in changes:
        if isinstance(change, Moved):
            assert now[change.article] == change.left != change.story
            assert change.founded == (change.story == stories), "a story is new once, and stories are numbered in order"
            stories += change.founded
            now[change.article] = change.story
        else:
            assert change.story < change.absorbed < stories
            assert {change.story, change.absorbed} <= set(now), "only stories that are there become one"
            now = [change.story if one == change.absorbed else one for one in now]
        assert 0 <= change.agreement <= 1
    return now


@st.composite
def streams(draw: st.DrawFn) -> tuple[Values, list[int]]:
    """Draw articles in stories, with pairs as probable as chance has it; every story that is numbered has an article."""
    count = draw(st.integers(0, 24))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    known, most = draw(st.sampled_from([0.1, 0.5, 1.0])), draw(st.integers(1, 8))
    probability = {pair: float(rng.random()) for pair in every_pair(range(count), 0) if rng.random() < known}
    _, story = np.unique(rng.integers(0, most, count), return_inverse=True)
    return probability, story.tolist()


# --- splits ---------------------------------------------------------------------------------------------------------


def test_a_story_of_two_events_falls_apart_and_the_larger_keeps_it() -> None:
    """The smaller part leaves together, for one new story."""
    now, changes = repaired(every_pair([0, 1], SURE) | every_pair([2, 3, 4], SURE), 0, 0, 0, 0, 0)
    assert now == [1, 1, 0, 0, 0]
    assert [(type(change), change.story) for change in changes] == [(Moved, 1), (Moved, 1)]
    assert [isinstance(change, Moved) and change.founded for change in changes] == [True, False]


def test_of_two_equal_parts_the_older_keeps_the_story() -> None:
    """The part with the article that came first."""
    now, _ = repaired(every_pair([0, 3], SURE) | every_pair([1, 2], SURE), 0, 0, 0, 0)
    assert now == [0, 1, 1, 0]


def test_each_part_of_a_loose_story_becomes_a_story() -> None:
    """Three events that were taken for one are three stories, the new ones in the order of their first articles."""
    now, _ = repaired(every_pair([0, 5], SURE) | every_pair([1, 4], SURE) | every_pair([2, 3, 6], SURE), *[0] * 7)
    assert now == [1, 2, 0, 0, 2, 1, 0]


def test_a_story_that_falls_apart_leaves_the_others_alone() -> None:
    """They keep their numbers and their articles."""
    now, _ = repaired(every_pair([0, 1], NO) | every_pair([2, 3], SURE), 0, 0, 1, 1)
    assert now == [0, 2, 1, 1]


# --- moves ----------------------------------------------------------------------------------------------------------


def test_an_article_moves_to_the_story_that_it_agrees_with_more() -> None:
    """It carries how far it agrees with that story."""
    kin = every_pair([0, 1, 2], SURE) | every_pair([3, 4, 5], SURE)
    now, changes = repaired(kin | across([6], [0, 1, 2], 0.6) | across([6], [3, 4, 5], 0.9), 0, 0, 0, 1, 1, 1, 0)
    assert now == [0, 0, 0, 1, 1, 1, 1]
    (change,) = changes
    assert isinstance(change, Moved)
    assert (change.article, change.left, change.story, change.founded) == (6, 0, 1, False)
    assert change.agreement == pytest.approx(0.9)


def test_an_article_that_no_longer_belongs_begins_a_story() -> None:
    """Where no other would take it; the story that it leaves is as it was."""
    kin = every_pair([0, 1, 2, 3, 4], SURE)
    now, changes = repaired(kin | across([5], [0, 1, 2, 3, 4], NO), 0, 0, 0, 0, 0, 0)
    assert now == [0, 0, 0, 0, 0, 1]
    assert [(change.story, isinstance(change, Moved) and change.founded) for change in changes] == [(1, True)]


def test_an_article_that_could_be_in_either_story_stays() -> None:
    """So it does not go to and fro."""
    kin = every_pair([0, 1, 2], SURE) | every_pair([3, 4, 5], SURE)
    either = across([6], [0, 1, 2], 0.7) | across([6], [3, 4, 5], 0.7 + decide.MOVES_FOR / 2)
    assert repaired(kin | either, 0, 0, 0, 1, 1, 1, 0) == ([0, 0, 0, 1, 1, 1, 0], [])


def test_many_half_sure_pairs_move_no_article() -> None:
    """To be half alike with every article of a large story is to be of its kind."""
    large = range(2, 2 + 2 * decide.COMPANY)
    half = WIDTH.needed + decide.MOVES_FOR / 2
    probability = {(0, 1): WIDTH.needed + 0.01} | across([0], large, half) | every_pair(large, SURE)
    changes = Repair(pairs_of(probability), np.array([0, 0] + [1] * len(large)), 2).run()
    assert not changes


# --- mergers --------------------------------------------------------------------------------------------------------


def test_two_stories_of_one_event_become_one_and_the_older_stays() -> None:
    """Whichever is the larger; it carries how far they agree."""
    kin = every_pair([0], SURE) | every_pair([1, 2], SURE)
    now, changes = repaired(kin | across([0], [1, 2], 0.8), 0, 1, 1)
    assert now == [0, 0, 0]
    (change,) = changes
    assert isinstance(change, Merged)
    assert (change.story, change.absorbed) == (0, 1)
    assert change.agreement == pytest.approx(0.8)


def test_many_stories_of_one_event_become_one() -> None:
    """Until no two agree, all into the oldest."""
    now, changes = repaired(every_pair(range(8), SURE), *range(8))
    assert now == [0] * 8
    assert len(changes) == 7
    assert all(isinstance(change, Merged) for change in changes)


def test_a_chain_of_half_alike_articles_does_not_become_one_story() -> None:
    """Each is like the next; those at its ends are not alike, and what is between them goes to one side."""
    chain = {(number, number + 1): 0.7 for number in range(9)}
    now, _ = repaired(chain, *range(10))
    assert max(np.bincount(now)) == 2


def test_the_strongest_pair_becomes_one_first() -> None:
    """A story that agrees with two goes to the one it agrees with most, though another is older."""
    now, _ = repaired({(0, 1): 0.6, (1, 2): 0.9}, 0, 1, 2)
    assert now == [0, 1, 1]


# --- whatever comes -------------------------------------------------------------------------------------------------


@given(streams())
def test_no_article_is_lost_in_a_repair(stream: tuple[Values, list[int]]) -> None:
    """What was changed, carried out in its order, gives the stories there are; each leads to one that has articles."""
    probability, story = stream
    now, changes = repaired(probability, *story)
    assert replayed(story, changes) == now
    absorbed = {change.absorbed for change in changes if isinstance(change, Merged)}
    given = {*story, *(change.story for change in changes)}
    assert given - absorbed == set(now)
    assert not absorbed & set(now)


@given(streams())
def test_changes_are_plain_values(stream: tuple[Values, list[int]]) -> None:
    """They become reasons, which are stored: numbers and truths of Python, which JSON can hold, and none of an array."""
    probability, story = stream
    for change in repaired(probability, *story)[1]:
        assert json.loads(json.dumps(asdict(change))) == asdict(change)


@given(streams())
def test_after_a_repair_no_two_stories_agree(stream: tuple[Values, list[int]]) -> None:
    """Mergers go on until there are none left."""
    probability, story = stream
    now, _ = repaired(probability, *story)
    pairs, stories = pairs_of(probability), np.array(now, dtype=np.int64)
    between = Between.of(pairs.later, pairs.earlier, pairs.probability, stories, 1 + max(now, default=0))
    assert len(between.asking(WIDTH).older) == 0


@given(streams())
def test_the_same_articles_are_repaired_in_the_same_way(stream: tuple[Values, list[int]]) -> None:
    """Nothing but the numbers decides."""
    probability, story = stream
    assert repaired(probability, *story) == repaired(probability, *story)


@given(st.lists(st.integers(0, 3), max_size=16).map(lambda found: np.unique(found, return_inverse=True)[1].tolist()))
def test_stories_that_are_as_they_should_be_stay_as_they_are(story: list[int]) -> None:
    """All pairs inside are sure and none across: there is nothing to do."""
    pairs = every_pair(range(len(story)), 0)
    assert repaired({pair: SURE if story[pair[0]] == story[pair[1]] else NO for pair in pairs}, *story) == (story, [])


def test_a_window_without_pairs_needs_no_repair() -> None:
    """Lone articles stay alone, and no articles are no trouble."""
    assert repaired({}, 0, 1, 2) == ([0, 1, 2], [])
    assert repaired({}) == ([], [])
