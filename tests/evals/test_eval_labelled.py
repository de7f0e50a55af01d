"""Labelled sets: folds keep together what belongs together, and the evidence is what the Grouper works with."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled_builders import article, hard_cases, made_up, made_up_pairs, names_in

from evals import cases, labelled
from evals.cases import Case
from newsfold.stories.arrays import Floats
from newsfold.stories.evidence import Evidence
from newsfold.stories.features import Features
from newsfold.stories.grouper import Grouper


class Overheard(Grouper):
    """The Grouper as it ships, but for how many pairs it looks at, with a note of all that its scorer is asked."""

    candidates = labelled.LOOKED_AT

    def __init__(self) -> None:
        self.asked: list[Floats] = []
        super().__init__()

    def _judged(self, places: slice, evidence: Floats) -> Floats:
        self.asked.append(evidence)
        return super()._judged(places, evidence)


@given(st.dictionaries(st.integers(0, 200).map(str), st.integers(0, 20).map(str), min_size=1))
def test_folds_part_the_articles_and_no_story(kin: dict[str, str]) -> None:
    """Every article is in one fold, with all of its kin, and no fold is larger than another by more than one kin."""
    fold_of = labelled.folds(kin)
    assert fold_of.keys() == kin.keys()
    assert set(fold_of.values()) <= set(range(labelled.FOLDS))
    assert len({(kin[article], fold) for article, fold in fold_of.items()}) == len(set(kin.values()))
    sizes = [list(fold_of.values()).count(fold) for fold in range(labelled.FOLDS)]
    assert max(sizes) - min(sizes) <= max(list(kin.values()).count(one) for one in kin.values())


def test_folds_keep_a_topic_together(tmp_path: Path) -> None:
    """Two stories of one topic are in one fold, as who has seen the one has seen half of the other."""
    (tmp_path / "bench").mkdir()
    records = [{"id": f"{story}{n}", "story": story, "topic": ord(story) // 2} for story in "ABCDEF" for n in range(3)]
    cases.write(tmp_path / "bench" / "twins.jsonl", records)
    fold_of = labelled.folds(labelled.topics(Case("twins", ("twins.jsonl",)), tmp_path))
    assert {fold_of[f"B{n}"] for n in range(3)} == {fold_of[f"C{n}"] for n in range(3)}
    assert fold_of["D0"] == fold_of["E0"] != fold_of["B0"]


def test_the_evidence_is_what_the_shipped_scorer_is_asked() -> None:
    """Row for row: a scorer that joins nothing changes nothing of what a scorer is asked."""
    overheard, cases_ = Overheard(), hard_cases()
    overheard.add(cases_.features)
    overheard.end_round()
    pairs = labelled.collected(cases_, []).whole
    assert len(pairs) > 1000
    assert pairs.rows.tobytes() == np.concatenate(overheard.asked).tobytes()


def test_pairs_carry_what_the_labels_say() -> None:
    """Two articles, each labelled, the later one later, and whether they are one story."""
    cases_ = hard_cases()
    place = {one.article: number for number, one in enumerate(cases_.features)}
    pairs = labelled.collected(cases_, []).whole
    for later, earlier, same in zip(pairs.later, pairs.earlier, pairs.same, strict=True):
        one, other = pairs.articles[later], pairs.articles[earlier]
        assert place[one] > place[other]
        assert same == (cases_.gold[one] == cases_.gold[other])


def test_articles_without_a_label_are_in_no_pair() -> None:
    """They are grouped with the others, and what the others are asked stays as it is."""
    everything = hard_cases()
    known = dict(list(everything.gold.items())[::2])
    some = labelled.Labelled("half", everything.features, known, known, {})
    pairs, all_pairs = (labelled.collected(one, []).whole for one in (some, everything))
    kept = [
        {all_pairs.articles[later], all_pairs.articles[earlier]} <= known.keys()
        for later, earlier in zip(all_pairs.later, all_pairs.earlier, strict=True)
    ]
    assert set(pairs.articles) == known.keys()
    assert pairs.rows.tobytes() == all_pairs.rows[kept].tobytes()


@pytest.mark.parametrize("fold", range(labelled.FOLDS))
def test_outside_a_fold_no_article_is_of_it(fold: int) -> None:
    """Neither the later nor the earlier one, and no less so in small streams."""
    its = made_up(1)
    fold_of = labelled.folds({one: one.rpartition("-")[2] for one in its.whole.articles})
    outside = its.outside(fold, fold_of)
    assert 0 < len(outside.whole) < len(its.whole)
    assert 0 < len(outside.small) < len(its.small)
    assert fold not in {fold_of[one] for one in names_in([outside])}


def test_a_draw_is_the_same_every_time() -> None:
    """At most so many pairs, none twice; of fewer, all."""
    pairs = made_up_pairs(1)
    drawn = pairs.sample(100, seed=0)
    assert len(drawn) == 100
    assert drawn.rows.tobytes() == pairs.sample(100, seed=0).rows.tobytes()
    assert len({row.tobytes() for row in drawn.rows}) == 100
    assert pairs.sample(len(pairs), seed=0) is pairs


# --- small streams ---------------------------------------------------------------------------------------------------


def bystanders(count: int = 200) -> list[Features]:
    """Unlabelled articles, a tenth of a day apart."""
    return [article(f"bystander {number}", 1000 + number / 10) for number in range(count)]


@pytest.fixture(scope="module")
def small() -> list[list[Features]]:
    return streams_of(hard_cases())


def streams_of(labelled_: labelled.Labelled) -> list[list[Features]]:
    return list(labelled.small_streams(labelled_, labelled.collected(labelled_, []).whole, bystanders()))


def test_a_small_stream_is_a_few_stories_in_company(small: list[list[Features]]) -> None:
    """Two to four stories, at most five articles of each, or some more with one article each; nobody twice, and by turns nobody,
    10, 40 or 150 around them."""
    gold = hard_cases().gold
    assert len(small) == labelled.SMALL_STREAMS
    for number, stream in enumerate(small):
        told = Counter(gold[one.article] for one in stream if one.article in gold)
        assert len({one.article for one in stream}) == len(stream)
        assert 2 <= len(told) <= (1 + labelled.LIKE_IT if number % 5 else labelled.LIKEST)
        assert number % 5 or set(told.values()) == {1}
        assert max(told.values()) <= labelled.OF_A_STORY
        assert len(stream) - told.total() == labelled.COMPANY[number % 4]
        assert [one.day for one in stream] == sorted(one.day for one in stream if one.day is not None)


def test_articles_come_when_their_company_does_and_as_far_apart_as_before(small: list[list[Features]]) -> None:
    """What is between two labelled articles stays; the middle one comes in the middle of the company."""
    day = {one.article: one.day for one in hard_cases().features}
    for stream in small[1::4]:
        moved = [one.day - before for one in stream if one.day and (before := day.get(one.article)) is not None]
        assert moved == pytest.approx([moved[0]] * len(moved), abs=1e-6)
        inserted, around = (
            [one.day for one in stream if one.day and (one.article in day) is labelled_] for labelled_ in (True, False)
        )
        assert np.median(inserted) == pytest.approx(np.median(around), abs=1e-6)


def test_stories_come_with_those_most_like_them() -> None:
    """Of four stories that are compared, each comes with the one whose words are the nearest, if only one may."""
    gold = {"a": "flood", "b": "flood again", "c": "fire", "d": "fire again"}
    rows = np.zeros((4, len(Evidence)), dtype=np.float32)
    rows[:, list(Evidence).index(Evidence.WHOLE)] = [0.9, 0.8, 0.2, 0.3]
    pairs = labelled.LabelledPairs(
        tuple(gold), np.array([1, 3, 2, 3]), np.array([0, 2, 0, 1]), rows, np.zeros(4, dtype=np.bool_)
    )
    of = labelled.Labelled("kinds", tuple(article(name, 1.0) for name in gold), gold, gold, {})
    met = Counter(frozenset(gold[one.article] for one in stream) for stream in labelled.small_streams(of, pairs, []))
    alike = [{"flood", "flood again"}, {"fire", "fire again"}]
    assert {both for both in met if len(both) == 2} >= set(map(frozenset, alike))
    assert labelled.likest(gold, pairs)["flood"] == ["flood again", "fire"]


def test_only_what_was_put_in_is_told_of_small_streams() -> None:
    """Pairs of labelled articles, with what the labels say; the same pairs every time."""
    of = hard_cases()
    its, again = (labelled.collected(of, bystanders()) for _ in range(2))
    gold = [of.gold[one] for one in its.small.articles]
    assert its.small.rows.tobytes() == again.small.rows.tobytes()
    assert its.small.same.tolist() == [
        gold[later] == gold[earlier] for later, earlier in zip(its.small.later, its.small.earlier, strict=True)
    ]
    assert 0 < its.small.same.sum() < len(its.small)


def test_a_small_stream_is_heard_as_the_grouper_would_hear_it() -> None:
    """To place nothing changes nothing of what is asked."""
    overheard, of = Overheard(), hard_cases()
    overheard.add(streams_of(of)[0])
    overheard.end_round()
    rows = labelled.collected(of, bystanders()).small.rows
    asked = np.concatenate(overheard.asked)
    assert len(asked)
    assert rows[: len(asked)].tobytes() == asked.tobytes()


def test_a_set_of_one_story_has_no_small_streams() -> None:
    """There is nothing that its story could be taken for."""
    everything = hard_cases()
    gold = dict.fromkeys(everything.gold, "all one")
    one_story = labelled.Labelled("one", everything.features, gold, gold, {})
    assert streams_of(one_story) == []
    assert len(labelled.collected(one_story, bystanders()).small) == 0


def test_company_is_dated_and_without_a_label() -> None:
    """Whatever else a set has."""
    articles = (article("known", 1.0), article("dated", 2.0), article("undated"))
    of = labelled.Labelled("some", articles, {"known": "flood"}, {"known": "flood"}, {})
    assert list(labelled.company_of(of)) == [articles[1]]
