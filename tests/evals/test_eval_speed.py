"""What the benchmark times is another story at every repetition, and a broken limit is said in a line."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest

from evals import cases, speed
from evals.cases import Record
from evals.children import Cost
from evals.speed import FULL_NAME, Point, Timing

DAM_AT_VELMAR = {
    "id": "a",
    "url": "https://post.example/a",
    "outlet": "Orrin Post",
    "published": "2026-03-02",
    "title": "Velmar dam held",
    "text": "However high the water, the dam at Velmar held, said Anna Orrin. Velmar's mayor told the BBC that I held it.",
}
FERRY_TWO_DAYS_LATER = {
    **DAM_AT_VELMAR,
    "id": "b",
    "url": "https://post.example/b",
    "published": "2026-03-04",
    "text": "The ferry that Jon Tarrow built sank.",
}
UNDATED = {**DAM_AT_VELMAR, "id": "c", "published": None}


def told(records: list[Record], articles: int, per_day: float = 2.0) -> list[Record]:
    return list(islice(speed.stream(records, per_day), articles))


def point(articles: int, ms_each: float, peak: float = 100.0) -> Point:
    return Point(articles, Cost(wall=articles * ms_each / 1000, cpu=1.0, peak=peak))


def timing(name: str, ratio: float) -> Timing:
    return Timing(name, 100, Cost(1.0, 1.0, 10.0), Cost(ratio, ratio, 50.0), ratio)


# --- repetitions -----------------------------------------------------------------------------------------------------


def test_repeated_articles_are_other_articles_of_later_weeks() -> None:
    """The long stream that is timed without the shared data keeps its words and repeats no address."""
    once = {"id": "a", "url": "https://post.example/a", "published": "2026-03-02T06:40:00Z", "title": "The dam held"}
    first, second = speed.repeated([once], 2)
    assert first == {**once, "id": "a-0", "url": "https://post.example/a/0", "published": "2026-03-02T06:40:00+00:00"}
    assert second == {**first, "id": "a-1", "url": "https://post.example/a/1", "published": "2026-03-16T06:40:00+00:00"}


def test_no_id_and_no_address_comes_twice_in_a_stream() -> None:
    """However often the records are gone through."""
    stream = told([DAM_AT_VELMAR, FERRY_TWO_DAYS_LATER], 1000)
    assert len({one["id"] for one in stream}) == len({one["url"] for one in stream}) == 1000


def test_a_repetition_changes_the_names_and_nothing_else() -> None:
    """Lengths and capitals stay, one name is one name throughout. "However" begins a sentence and is none, nor is "I"."""
    one = told([DAM_AT_VELMAR], 1)[0]
    dam, *_ = one["title"].split()
    kept = {**DAM_AT_VELMAR, "id": one["id"], "url": one["url"]}
    anna, orrin, bbc = (one["text"].split()[place].rstrip(".") for place in (10, 11, 16))
    renamed = {"Velmar": dam, "Anna": anna, "Orrin": orrin, "BBC": bbc}
    for name, other in renamed.items():
        kept |= {key: kept[key].replace(name, other) for key in ("title", "text")}
        assert all(old != new and old.isupper() == new.isupper() for old, new in zip(name, other, strict=True))
    assert one == kept


def test_every_repetition_has_names_of_its_own() -> None:
    """New words keep coming, however long the stream is."""
    assert len({one["title"] for one in told([DAM_AT_VELMAR], 100)}) == 100


def test_a_word_that_is_a_name_only_at_times_is_none() -> None:
    """It counts how it stands within sentences, and headlines in Title Case say nothing."""
    records: list[Record] = [
        {
            "title": "Velmar Dam Held",
            "text": "The dam held. Dam and mark, said Mark. They saw the mark of Mark, and Velmar.",
        },
        {"title": None, "text": None},
    ]
    assert speed.names_in(records) == {"velmar"}


def test_a_stream_is_in_the_order_of_time_and_has_every_day_of_the_records() -> None:
    """Published, then id, as the command takes them; what was two days apart still is. An undated article is left out."""
    stream = told([FERRY_TWO_DAYS_LATER, DAM_AT_VELMAR, UNDATED], 300, per_day=0.5)
    assert [(one["published"], one["id"]) for one in stream] == sorted((one["published"], one["id"]) for one in stream)
    assert [one["published"] for one in stream[:4]] == ["2026-03-02", "2026-03-04", "2026-03-05", "2026-03-07"]
    assert {one["id"].split("-")[0] for one in stream} == {"a", "b"}


def test_a_stream_is_as_dense_as_it_was_asked_to_be() -> None:
    """Articles a day, over records of a thousand days, a few of them busy."""
    records = [
        {**DAM_AT_VELMAR, "id": str(number), "published": (date(2026, 1, 1) + timedelta(days=day)).isoformat()}
        for number, day in enumerate([*range(1000), *[5] * 20, *[700] * 20])
    ]
    stream = told(records, 5000, per_day=50)
    days = {one["published"] for one in stream}
    assert 90 < len(days) < 110


def test_a_stream_is_the_same_every_time() -> None:
    """Its beginning does not depend on how much of it is taken."""
    records = [DAM_AT_VELMAR, FERRY_TWO_DAYS_LATER]
    assert told(records, 100) == told(records, 200)[:100]


# --- timing ----------------------------------------------------------------------------------------------------------


def test_a_growing_stream_is_timed_at_every_size_once(tmp_path: Path) -> None:
    """Shortest first; the command reads so many articles as it is said."""
    points = speed.curve([DAM_AT_VELMAR, FERRY_TWO_DAYS_LATER], [6, 3, 6], per_day=2, workers=1, folder=tmp_path)
    assert [one.articles for one in points] == [3, 6]
    assert all(one.cost.wall > 0 for one in points)
    assert len(list(cases.read(tmp_path / "growing.clusters"))) == 6


def test_files_that_go_together_are_timed_together(tmp_path: Path) -> None:
    """The floor and the command get the same files."""
    paths = [cases.write(tmp_path / f"{one['id']}.jsonl", [one]) for one in (DAM_AT_VELMAR, FERRY_TWO_DAYS_LATER)]
    taken = speed.time("both", paths, runs=1, workers=1)
    assert (taken.name, taken.articles) == ("both", 2)
    assert taken.ratio == taken.cluster.wall / taken.floor.wall
    assert len(list(cases.read(tmp_path / "a.clusters"))) == 2


# --- verdicts --------------------------------------------------------------------------------------------------------


def test_what_holds_says_nothing() -> None:
    """At the limits is within them, and the ratio of the repeated sample is no figure to hold."""
    points = [point(10, 50.0), point(100, 1.0), point(1000, 1.25, peak=1500)]
    assert speed.failures([timing(FULL_NAME, 3.0), timing("sample-repeated", 9.0)], points, limit=3.0) == []


@pytest.mark.parametrize("points", [[], [point(1000, 9.0)]])
def test_one_size_alone_tells_of_no_growth(points: list[Point]) -> None:
    """Nor does none."""
    assert speed.failures([], points, limit=3.0) == []


def test_every_broken_limit_has_a_line() -> None:
    """The longest stream is held against the next shorter one; the start of processes in the shortest one hides nothing."""
    points = [point(10, 50.0), point(100, 1.0), point(1000, 1.5, peak=1600)]
    assert speed.failures([timing(FULL_NAME, 3.5)], points, limit=3.0) == [
        "background + allsides: 3.50 times the reading floor, above 3.0",
        "1000 articles: 1600 MB, above 1500",
        "1000 articles: each costs 1.50 times what it does among 100, above 1.3",
    ]


def test_the_table_and_the_json_tell_every_figure_of_the_curve() -> None:
    """The cost of an article is told over that in the longest stream but one."""
    points = [point(10, 50.0), point(100, 2.0), point(1000, 3.0)]
    rows = [line.split() for line in speed.table(points, per_day=50).splitlines()[2:5]]
    assert rows == [
        ["10", "0.2", "0.50", "1.00", "50.000", "100", "25.00"],
        ["100", "2.0", "0.20", "1.00", "2.000", "100", "1.00"],
        ["1000", "20.0", "3.00", "1.00", "3.000", "100", "1.50"],
    ]
    value = json.loads(json.dumps(speed.as_value([timing(FULL_NAME, 2.0)], points, 50, ["too slow"])))
    assert value["curve"][2] == {
        "articles": 1000,
        "wall": 3.0,
        "cpu": 1.0,
        "peak": 100.0,
        "ms_each": 3.0,
        "growth": 1.5,
    }
    assert (value["timings"][0]["ratio"], value["per_day"], value["failures"]) == (2.0, 50, ["too slow"])
