"""Floors rise and never fall, and what is below one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals import floors
from evals.cases import CASES
from evals.floors import Bound, Section
from evals.labelled import TRAINED_ON

FERRIES = Section({"bcubed_f1": Bound(floor=0.9, required=0.85), "pair_f1": Bound(floor=0.7)}, {"ferries.jsonl": "abc"})


def complaints(bcubed: float, pairs: float, digest: str = "abc") -> list[str]:
    figures = {"bcubed_f1": bcubed, "pair_f1": pairs}
    return list(floors.failures("ferries", FERRIES, figures, {"ferries.jsonl": digest}))


def test_at_its_floors_a_set_holds() -> None:
    """A figure equal to its floor is not below it."""
    assert complaints(0.9, 0.7) == []


def test_each_figure_below_a_bound_is_named_with_its_set() -> None:
    """One line a bound: the set, the figure, what it is and what it should be."""
    assert complaints(0.84, 0.6) == [
        "ferries: bcubed_f1 0.8400 is below its floor 0.900",
        "ferries: bcubed_f1 0.8400 is below its required 0.850",
        "ferries: pair_f1 0.6000 is below its floor 0.700",
    ]


def test_a_changed_corpus_is_named() -> None:
    """Figures of other data say nothing about a floor."""
    assert complaints(1.0, 1.0, digest="def") == [
        "ferries: ferries.jsonl is not what the floors were measured on; --raise pins it anew (SHA-256 def)"
    ]


def test_a_set_without_bounds_is_never_below() -> None:
    """Some sets are only reported."""
    assert list(floors.failures("ferries", Section(), {"bcubed_f1": 0.0}, {"ferries.jsonl": "abc"})) == []


@pytest.mark.parametrize(
    ("measured", "pinned"), [(0.95, 0.947), (0.9, 0.9), (0.5, 0.9)], ids=["better", "within the margin", "worse"]
)
def test_a_floor_only_rises(measured: float, pinned: float) -> None:
    """What is measured is pinned where it is more than the floor, less the margin; what is required stays as it is."""
    raised = floors.raised(FERRIES, {"bcubed_f1": measured, "pair_f1": 0.1}, {"ferries.jsonl": "def"})
    bounds = {"bcubed_f1": Bound(pinned, 0.85), "pair_f1": Bound(0.7)}
    assert raised == Section(bounds, {"ferries.jsonl": "def"})


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    """Order, bounds and data survive the file."""
    path = tmp_path / "floors.toml"
    kept = {"zebra": FERRIES, "ferries": Section({"pair_f1": Bound(required=0.5)})}
    floors.save(kept, path)
    read = floors.load(path)
    assert read == kept
    assert list(read) == ["zebra", "ferries"]


def test_there_are_no_floors_without_a_file(tmp_path: Path) -> None:
    """The first `--raise` has nothing to go by but what the file requires."""
    assert floors.load(tmp_path / "none.toml") == {}


EXCERPTS = {
    f"excerpts_{name}"
    for name in ("labelled_as_ours", "labelled_as_the_references", "real_as_ours", "real_of_long_texts_as_ours")
}


def test_every_pinned_section_is_of_a_set_there_is_and_pins_its_data() -> None:
    """A set that is renamed cannot lose its floors unseen."""
    pinned = floors.load()
    held_out = {f"held_out_{name}" for name in TRAINED_ON}
    beside = {"lineages", "names", "dates", "quotes", "conflicts"} | EXCERPTS
    assert set(pinned) - {case.name for case in CASES} - held_out == beside
    assert all(section.data and all(bound.floor for bound in section.bounds.values()) for section in pinned.values())
