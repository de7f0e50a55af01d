"""Says of every piece of a sentence how probable it is that it is reported speech: a sum of the weights of its evidence.

The weights (weights.json) are those of a logistic regression, most of them driven to nothing (L1), trained on labelled English
articles by `evals.train_quotes`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources

from newsfold.digests.attribution.evidence import evidence
from newsfold.digests.attribution.pieces import Sentence


def probabilities(sentence: Sentence) -> list[float]:
    """Give each piece, in order, the probability that it is what somebody is reported to say, think or want."""
    bias, weights = _model()
    return [_logistic(bias + sum(weights.get(one, 0.0) for one in found)) for found in evidence(sentence)]


def _logistic(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(min(score, 30.0), -30.0)))


@cache
def _model() -> tuple[float, Mapping[str, float]]:
    stored = json.loads(resources.files(__package__).joinpath("weights.json").read_text("utf-8"))
    return float(stored["bias"]), stored["weights"]
