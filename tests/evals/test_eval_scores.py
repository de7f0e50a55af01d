"""The scores, on groupings small enough to be scored by hand, by their definitions, and beside another implementation."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.scores import Quality, Scores, score

# Two stories, three articles and two; the grouping puts the third article of the first story with the second.
GOLD = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}
ONE_ASTRAY = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "y"}

labels = st.dictionaries(st.integers(0, 30).map(str), st.integers(0, 5), min_size=1)


def shares(found: Scores) -> tuple[float, float]:
    return found.bcubed.precision, found.bcubed.recall


def test_one_article_in_the_wrong_story_is_scored_as_by_hand() -> None:
    """Every figure at once: a mixed group, a split story, no exact one, two right pairs of four on either side."""
    found = score(GOLD, ONE_ASTRAY)
    assert shares(found) == pytest.approx(((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5, (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5))
    assert found == Scores(
        articles=5,
        stories=2,
        groups=2,
        bcubed=found.bcubed,
        pairs=Quality(2 / 4, 2 / 4),
        mixed=1,
        split=1,
        exact=0,
        stories_of_two=2,
        largest_group=3,
        largest_story=3,
        missing=0,
    )


def test_the_same_grouping_under_other_names_is_perfect() -> None:
    """Only who is with whom counts, not what the groups are called."""
    found = score(GOLD, {article: f"group {story}" for article, story in GOLD.items()})
    assert (found.bcubed, found.pairs) == (Quality(1, 1), Quality(1, 1))
    assert (found.exact, found.mixed, found.split) == (2, 0, 0)


def test_everything_alone_has_no_wrong_pair_and_finds_none() -> None:
    """Where nothing is claimed, precision is 1."""
    found = score(GOLD, {article: article for article in GOLD})
    assert shares(found) == pytest.approx((1, (3 * 1 / 3 + 2 * 1 / 2) / 5))
    assert found.pairs == Quality(1, 0)
    assert found.pairs.f1 == 0


def test_everything_together_finds_all_and_mixes_all() -> None:
    """One group of everything has full recall, and precision by the sizes of the stories: 3 * 3/5 + 2 * 2/5, of five."""
    found = score(GOLD, dict.fromkeys(GOLD, "one"))
    assert shares(found) == pytest.approx((13 / 25, 1))
    assert (found.mixed, found.split, found.exact) == (1, 0, 0)


def test_a_missing_article_is_alone_and_counted() -> None:
    """It does not fall into the group that happens to have its name."""
    found = score({"a": 1, "b": 1}, {"b": "a"})
    assert (found.groups, found.missing, found.pairs.recall) == (2, 1, 0)


def test_what_has_no_label_is_left_out() -> None:
    """Unlabelled articles neither make a group larger nor a story exact or not."""
    assert score(GOLD, {**ONE_ASTRAY, "unlabelled": "x"}) == score(GOLD, ONE_ASTRAY)


def test_nothing_to_score_is_not_an_error() -> None:
    """Every share of nothing is 1."""
    assert score({}, {}).bcubed == Quality(1, 1)


@given(labels, labels)
def test_bcubed_is_what_its_definition_says_article_by_article(gold: dict[str, int], grouping: dict[str, int]) -> None:
    """The sums over cells equal the mean over articles of the definition, and mixed and split change sides with the sets."""
    grouping = {article: grouping.get(article, -1) for article in gold}
    precision = recall = 0.0
    for one, label in gold.items():
        group = [other for other in gold if grouping[other] == grouping[one]]
        story = [other for other in gold if gold[other] == label]
        both = len(set(group) & set(story))
        precision += both / len(group) / len(gold)
        recall += both / len(story) / len(gold)
    found, turned = score(gold, grouping), score(grouping, gold)
    assert shares(found) == pytest.approx((precision, recall))
    assert (found.mixed, found.split) == (turned.split, turned.mixed)
    assert (found.pairs.precision, found.pairs.recall) == (turned.pairs.recall, turned.pairs.precision)


@pytest.mark.shared
def test_it_agrees_with_the_scorer_of_the_shared_data(shared: Path, tmp_path: Path) -> None:
    """Two implementations of the same definitions give the same figures on a random grouping with articles missing."""
    random = Random(1)
    gold = {f"a{number}": f"story {random.randrange(40)}" for number in range(300)}
    grouping = {article: f"group {random.randrange(50)}" for article in gold if random.random() > 0.1}
    docs, predictions = tmp_path / "docs.jsonl", tmp_path / "predictions.jsonl"
    docs.write_text("".join(json.dumps({"id": one, "story": story}) + "\n" for one, story in gold.items()))
    predictions.write_text("".join(json.dumps({"id": one, "cluster": group}) + "\n" for one, group in grouping.items()))
    command = [sys.executable, str(shared / "bench" / "score.py"), str(docs), str(predictions)]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    ours = score(gold, grouping)
    assert {
        "bcubed_p": round(ours.bcubed.precision, 4),
        "bcubed_r": round(ours.bcubed.recall, 4),
        "bcubed_f1": round(ours.bcubed.f1, 4),
        "pair_p": round(ours.pairs.precision, 4),
        "pair_r": round(ours.pairs.recall, 4),
        "pair_f1": round(ours.pairs.f1, 4),
        "docs": ours.articles,
        "stories": ours.stories,
        "clusters": ours.groups,
        "largest_story": ours.largest_story,
        "largest_cluster": ours.largest_group,
        "stories_of_2+": ours.stories_of_two,
        "exact": ours.exact,
        "split": ours.split,
        "mixed": ours.mixed,
        "unpredicted": ours.missing,
    }.items() <= theirs.items()
