"""Trains the monotone network that scores pairs of articles: which weights, given rows of evidence and what people said of them.

After Sill, Monotonic Networks (NIPS 1998): one layer of tanh units; the weights of a column that speaks for (or against) are
kept positive (or negative) by training their logarithm's like, softplus, so the network is monotone by construction and not by
chance. Trained by Adam (Kingma & Ba 2015) on the weighted cross-entropy, the rate falling as a half cosine. Pure arithmetic: the
same rows, in the same order, with the same seed and the same numpy on the same kind of processor, give the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from newsfold.stories.arrays import Flags, Floats
from newsfold.stories.scorer import Scorer

Numbers = npt.NDArray[np.float64]
Parameters = dict[str, Numbers]

UNITS: Final = 6
EPOCHS: Final = 14
BATCH: Final = 1024
RATE: Final = 0.02
# How much large inner weights cost.
DECAY: Final = 1e-3
# Adam's own defaults.
_MOMENTUM: Final = 0.9
_SQUARES: Final = 0.999
_TINY: Final = 1e-8
# A scorer is written with five decimals, and a scale of 0 would divide by nothing.
_LEAST_DEVIATION: Final = 1e-4
# Platt's fit converges in under ten steps.
_NEWTON_STEPS: Final = 30


def fit(rows: Floats | Numbers, same: Flags, weights: Numbers, direction: Sequence[int], seed: int) -> Scorer:
    """Train one network. rows: pairs x evidence; same and weights: one a pair; direction: 1, -1 or 0 for each evidence.

    The evidence is centred and scaled by its weighted mean and deviation; a column that is all of one value is left as it is.
    """
    weights = weights / weights.mean()
    centre: Numbers = np.asarray(np.average(rows, axis=0, weights=weights), dtype=np.float64)
    scale = _scale(rows - centre, weights)
    sign = np.array(direction, dtype=np.float64)[:, None]
    scaled = (rows - centre) / scale
    wanted = same.astype(np.float64)
    chance = np.random.default_rng(seed)
    parameters = _initial(sign, chance)
    adam = _Adam(parameters, steps=EPOCHS * (len(rows) // BATCH + 1))
    for _ in range(EPOCHS):
        order = chance.permutation(len(rows))
        for begin in range(0, len(rows), BATCH):
            some = order[begin : begin + BATCH]
            parameters = adam.step(parameters, _gradient(parameters, sign, scaled[some], wanted[some], weights[some]))
    return Scorer(
        centre=centre.astype(np.float32),
        scale=scale.astype(np.float32),
        inner=_signed(parameters["inner"], sign).astype(np.float32),
        offset=parameters["offset"].astype(np.float32),
        outer=_softplus(parameters["outer"]).astype(np.float32),
        bias=float(parameters["bias"][0]),
    )


def joined(scorers: Sequence[Scorer]) -> Scorer:
    """Make one network of several: its log odds are the mean of theirs, its centre and scale those of the first."""
    centre, scale = scorers[0].centre.astype(np.float64), scorers[0].scale.astype(np.float64)
    return Scorer(
        centre=scorers[0].centre,
        scale=scorers[0].scale,
        inner=np.concatenate([one.inner * (scale / one.scale)[:, None] for one in scorers], axis=1).astype(np.float32),
        offset=np.concatenate([(centre - one.centre) / one.scale @ one.inner + one.offset for one in scorers]).astype(
            np.float32
        ),
        outer=(np.concatenate([one.outer for one in scorers]) / len(scorers)).astype(np.float32),
        bias=float(np.mean([one.bias for one in scorers])),
    )


def platt(odds: Numbers, same: Flags, weights: Numbers) -> tuple[float, float]:
    """Fit slope and shift that make slope * odds + shift the log odds of what is seen (Platt 1999).

    Towards Platt's own targets: not 0 and 1 but a little less sure, as few cases are less sure. By Newton's method, each step
    halved until it is one for the better (Lin, Lin & Weng 2007).
    """
    weights = weights / weights.mean()
    positive, negative = float(weights[same].sum()), float(weights[~same].sum())
    wanted = np.where(same, (positive + 1) / (positive + 2), 1 / (negative + 2))
    columns = np.stack([odds, np.ones_like(odds)], axis=1)

    def loss(of: Numbers) -> float:
        found = columns @ of
        return float(weights @ (np.logaddexp(0, found) - wanted * found))

    fitted = np.array([0.0, np.log((positive + 1) / (negative + 1))])
    for _ in range(_NEWTON_STEPS):
        found = _logistic(columns @ fitted)
        slope = columns.T @ (weights * (found - wanted))
        curve = columns.T @ (columns * (weights * found * (1 - found))[:, None])
        step = np.linalg.solve(curve + 1e-9 * np.eye(2), slope)
        while loss(fitted - step) > loss(fitted) and np.abs(step).max() > _TINY:
            step = step / 2
        fitted = fitted - step
    return float(fitted[0]), float(fitted[1])


def recalibrated(scorer: Scorer, slope: float, shift: float) -> Scorer:
    """Fold a Platt step into a network, which stays one; ValueError where the slope would turn the evidence round."""
    if slope <= 0:
        raise ValueError(f"the odds speak against what they should speak for: slope {slope}")
    return replace(scorer, outer=(scorer.outer * slope).astype(np.float32), bias=scorer.bias * slope + shift)


class _Adam:
    def __init__(self, parameters: Parameters, steps: int) -> None:
        self._steps = steps
        self._done = 0
        self._mean = {name: np.zeros_like(values) for name, values in parameters.items()}
        self._square = {name: np.zeros_like(values) for name, values in parameters.items()}

    def step(self, parameters: Parameters, gradient: Parameters) -> Parameters:
        self._done += 1
        rate = RATE * 0.5 * (1 + np.cos(np.pi * self._done / self._steps))
        moved: Parameters = {}
        for name, values in parameters.items():
            self._mean[name] = _MOMENTUM * self._mean[name] + (1 - _MOMENTUM) * gradient[name]
            self._square[name] = _SQUARES * self._square[name] + (1 - _SQUARES) * gradient[name] ** 2
            mean = self._mean[name] / (1 - _MOMENTUM**self._done)
            square = self._square[name] / (1 - _SQUARES**self._done)
            moved[name] = values - rate * mean / (np.sqrt(square) + _TINY)
        return moved


def _scale(centred: Numbers, weights: Numbers) -> Numbers:
    deviation = np.sqrt(np.average(centred**2, axis=0, weights=weights))
    return np.where(deviation > _LEAST_DEVIATION, deviation, 1.0)


def _initial(sign: Numbers, chance: np.random.Generator) -> Parameters:
    """Begin small: softplus of -2 is 0.13."""
    columns = len(sign)
    bound, free = chance.normal(-2, 0.7, (columns, UNITS)), chance.normal(0, 0.3, (columns, UNITS))
    return {
        "inner": np.where(sign != 0, bound, free),
        "offset": chance.normal(0, 1, UNITS),
        "outer": chance.normal(0, 0.3, UNITS),
        "bias": np.array([-2.0]),
    }


def _gradient(parameters: Parameters, sign: Numbers, rows: Numbers, wanted: Numbers, weights: Numbers) -> Parameters:
    inner, outer = _signed(parameters["inner"], sign), _softplus(parameters["outer"])
    units = np.tanh(rows @ inner + parameters["offset"])
    wrong = (_logistic(units @ outer + parameters["bias"][0]) - wanted) * weights / len(rows)
    behind = wrong[:, None] * outer * (1 - units * units)
    inward = rows.T @ behind + DECAY * inner
    return {
        "inner": np.where(sign != 0, inward * sign * _logistic(parameters["inner"]), inward),
        "offset": behind.sum(axis=0),
        "outer": units.T @ wrong * _logistic(parameters["outer"]),
        "bias": np.array([wrong.sum()]),
    }


def _signed(inner: Numbers, sign: Numbers) -> Numbers:
    return np.where(sign != 0, sign * _softplus(inner), inner)


def _softplus(values: Numbers) -> Numbers:
    return np.logaddexp(0, values)


def _logistic(values: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -500, 500))))
