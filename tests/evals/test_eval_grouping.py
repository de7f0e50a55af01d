"""The short form of the evaluation, in this process: the smaller sets against their floors, and what happens without data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from evals import floors, grouping, sample
from evals.cases import CASES
from evals.children import Cost
from evals.floors import Bound, Section
from evals.grouping import Result
from evals.scores import score
from newsfold.app.cli import newsfold

FREE = Cost(wall=1.0, cpu=1.0, peak=1.0)


def run_here(*arguments: str, printed: Path | None = None) -> Cost:
    """Run the command line without a process of its own."""
    done = CliRunner().invoke(newsfold, arguments, standalone_mode=False, catch_exceptions=False)
    if printed:
        printed.write_bytes(done.stdout_bytes)
    return FREE


def measured(name: str, shared: Path) -> Result:
    case = next(case for case in CASES if case.name == name)
    return grouping.measure(case, shared, run_here, workers=1)


def test_the_sample_week_holds_its_floors(tmp_path: Path) -> None:
    """Needs no data but the package's own."""
    assert grouping.failures([measured("sample", tmp_path)], floors.load()) == []


@pytest.mark.shared
@pytest.mark.parametrize("name", ["vnmds", "ecbplus"])
def test_the_smaller_sets_hold_their_floors(name: str, shared: Path) -> None:
    """The whole evaluation is `make eval`; these two take a second."""
    assert grouping.failures([measured(name, shared)], floors.load()) == []


def test_the_digests_of_the_sample_week_break_no_rule() -> None:
    """Every digest, by what the command prints; and the lineages are as good as they were."""
    taken = sample.take(run_here)
    assert sample.broken_rules(taken) == []
    quality = sample.lineages(taken)
    section = floors.load()[sample.SECTION]
    figures = {"pair_precision": quality.precision, "pair_recall": quality.recall}
    assert list(floors.failures(sample.SECTION, section, figures, section.data)) == []


def test_a_set_below_its_floor_fails_with_its_name() -> None:
    """The line says which set and which figure."""
    result = Result("week", score({"a": "x", "b": "x"}, {"a": "s1", "b": "s2"}), FREE, grouped=2, data={})
    pinned = {"week": Section({"pair_f1": Bound(floor=0.5)})}
    assert grouping.failures([result], pinned) == ["week: pair_f1 0.0000 is below its floor 0.500"]


def test_without_the_shared_data_the_sample_is_scored_and_the_rest_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A check that could not be made is said aloud and is no success. This one runs the command as its users do."""
    nowhere = tmp_path / "nowhere"
    status = grouping.main(["--shared", str(nowhere), "--sets", "vnmds", "sample", "--json"])
    printed = capsys.readouterr()
    assert status == 2
    assert [one["set"] for one in json.loads(printed.out)["sets"]] == ["sample"]
    assert printed.err == f"NOT RUN: vnmds: the shared data are not at {nowhere} (--shared)\n"


def test_an_article_that_does_not_come_out_fails() -> None:
    """No article may be lost, however well the others are grouped."""
    result = Result("week", score({"a": "x", "b": "x"}, {"a": "s1"}), FREE, grouped=1, data={})
    assert grouping.failures([result], {}) == ["week: 1 labelled articles did not come out of the command"]


def test_the_table_has_a_line_for_each_set() -> None:
    """Heads first, columns aligned."""
    result = Result("week", score({"a": "x", "b": "x"}, {"a": "s", "b": "s"}), FREE, grouped=2, data={})
    heads, line = grouping.table([result]).splitlines()
    assert heads.split()[:2] == ["set", "articles"]
    assert line.split() == ["week", "2", *["1.0000"] * 4, "0", "0", "1/1", "2", "2", "1.00", "2", "1"]
    assert len(heads) == len(line)


def test_the_hard_cases_are_counted_in_a_line() -> None:
    """How many there are, and how many are right in each way of grouping them."""
    assert grouping.near_misses_line(87, {"in company": 33, "alone": 34}) == (
        "near misses: 87 cases; as labelled 33 in company, 34 alone"
    )
    count, right = grouping.near_misses_right()
    assert all(0 < number <= count for number in right.values())
