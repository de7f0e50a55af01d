"""Keeps the pinned floors of the evaluations (`floors.toml`): checks figures against them, and raises them, never lowers.

A figure has up to two bounds: `required`, what was asked for, and `floor`, what was reached once. Lowering either is an edit by
hand, to be explained in its commit. Each section also pins the SHA-256 of the data that its figures were measured on.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

PATH: Final = Path(__file__).with_name("floors.toml")
# How far below a measured figure its floor is pinned: room for a tie that falls otherwise on another machine.
MARGIN: Final = 0.003
_HEADER: Final = """\
# Floors of the evaluations. `floor` is what was reached once, less .003 (held out: less .01); `required` is what was asked for;
# both must hold. `make eval` fails below either. `python -m evals.grouping --raise`, and so evals.sample and evals.held_out, write
# this file and raise floors only; to lower one, edit it here and say why in the commit. `data`: SHA-256 of what it was measured on.
"""


@dataclass(frozen=True, slots=True)
class Bound:
    """What one figure may not fall below."""

    floor: float | None = None
    required: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The bounds of one set by figure, and the SHA-256 of its data files by name."""

    bounds: Mapping[str, Bound] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)


Floors = dict[str, Section]


def load(path: Path = PATH) -> Floors:
    """Read the floors; where there is no such file yet, there are none."""
    if not path.exists():
        return {}
    return {name: _section(value) for name, value in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def _section(value: Mapping[str, Any]) -> Section:
    bounds = {name: Bound(**bound) for name, bound in value.items() if name != "data"}
    return Section(bounds, value.get("data", {}))


def failures(name: str, section: Section, figures: Mapping[str, float], data: Mapping[str, str]) -> Iterator[str]:
    """Say in one line each what fell below its bound, or that the figures are of other data than the floors."""
    for file, digest in data.items():
        if section.bounds and section.data.get(file) != digest:
            yield f"{name}: {file} is not what the floors were measured on; --raise pins it anew (SHA-256 {digest})"
    for figure, bound in section.bounds.items():
        for kind, least in (("floor", bound.floor), ("required", bound.required)):
            if least is not None and figures[figure] < least:
                yield f"{name}: {figure} {figures[figure]:.4f} is below its {kind} {least:.3f}"


def raised(section: Section, figures: Mapping[str, float], data: Mapping[str, str], margin: float = MARGIN) -> Section:
    """Pin what was measured: every floor stays or rises, and the data are those of now.

    Only figures that the section has a bound for are pinned; what has none is reported and never checked.
    """
    bounds = {
        figure: Bound(max(bound.floor or 0.0, pinned(figures[figure], margin)), bound.required)
        for figure, bound in section.bounds.items()
    }
    return Section(bounds, data)


def held(name: str, figures: Mapping[str, float], data: Mapping[str, str], *, pin: bool) -> list[str]:
    """Hold figures against the floors of one section, which `pin` first raises to them; say what fell below."""
    floors = load()
    section = floors.get(name, Section())
    if pin:
        section = raised(section, figures, data)
        save(floors | {name: section})
    return list(failures(name, section, figures, data))


def pinned(measured: float, margin: float = MARGIN) -> float:
    """Round a figure down to three decimals and leave the margin.

    >>> pinned(0.9565)
    0.953
    """
    return round(math.floor(measured * 1000 + 1e-9) / 1000 - margin, 3)


def save(floors: Floors, path: Path = PATH) -> None:
    """Write the floors, sections and figures in the order that they have."""
    sections = (_HEADER, *(_written(name, section) for name, section in floors.items()))
    path.write_text("\n".join(sections), encoding="utf-8")


def _written(name: str, section: Section) -> str:
    lines = [f"[{name}]"]
    for figure, bound in section.bounds.items():
        parts = (f"{kind} = {value:.3f}" for kind, value in asdict(bound).items() if value is not None)
        lines.append(f"{figure} = {{ {', '.join(parts)} }}")
    lines += [f'data."{file}" = "{digest}"' for file, digest in section.data.items()]
    return "\n".join(lines) + "\n"
