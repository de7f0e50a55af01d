"""Turns the evidence of a pair of articles into the probability that both tell of one event.

A small monotone network (Sill 1998): one layer of tanh units whose weights have the sign of the evidence, so more shared evidence
can never make one event less likely, whatever it was trained on. Its weights are in scorer.json, which people can read, with
what it was trained on; evals/train.py makes it. scorer_semantic.json is the same for articles with vectors of meaning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Self

import numpy as np

from newsfold.stories.arrays import Floats
from newsfold.stories.evidence import OF_WORDS, Evidence


@dataclass(frozen=True, slots=True)
class Scorer:
    """`centre` and `scale` (evidence) bring the evidence to a common size; `inner` (evidence x units), `offset` (units),
    `outer` (units) and `bias` are the network. `columns` say what evidence it is made for."""

    centre: Floats
    scale: Floats
    inner: Floats
    offset: Floats
    outer: Floats
    bias: float
    columns: tuple[Evidence, ...] = OF_WORDS

    def log_odds(self, evidence: Floats) -> Floats:
        """Give the log odds that each pair tells of one event. evidence: pairs x `columns`."""
        units = np.tanh((evidence - self.centre) / self.scale @ self.inner + self.offset)
        odds: Floats = units @ self.outer + np.float32(self.bias)
        return odds

    def probability(self, evidence: Floats) -> Floats:
        """Give the probability, 0 to 1, that each pair tells of one event."""
        return logistic(self.log_odds(evidence))

    @classmethod
    def from_value(cls, value: Mapping[str, Any]) -> Self:
        """Read a scorer as JSON has it; ValueError where it is made for other evidence than this program's."""
        columns = next((one for one in (OF_WORDS, tuple(Evidence)) if value["evidence"] == list(map(str, one))), None)
        if columns is None:
            raise ValueError(f"the scorer is made for other evidence: {value['evidence']}")
        arrays = {
            name: np.array(value[name], dtype=np.float32) for name in ("centre", "scale", "inner", "offset", "outer")
        }
        return cls(**arrays, bias=float(value["bias"]), columns=columns)

    def as_value(self) -> dict[str, Any]:
        """Give the scorer as JSON has it."""
        arrays = {name: getattr(self, name) for name in ("centre", "scale", "inner", "offset", "outer")}
        return {
            "evidence": [str(one) for one in self.columns],
            **{name: _rounded(values) for name, values in arrays.items()},
            "bias": round(float(self.bias), 5),
        }


def _rounded(values: Floats) -> Any:
    return np.round(values.astype(np.float64), 5).tolist()


def logistic(odds: Floats) -> Floats:
    """Give the probabilities of log odds."""
    return (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)


@cache
def shipped(*, semantic: bool = False) -> Scorer:
    """The scorer that comes with the package: that of words, or that for articles with vectors of meaning."""
    name = "scorer_semantic.json" if semantic else "scorer.json"
    return Scorer.from_value(json.loads(resources.files(__package__).joinpath(name).read_text("utf-8")))
