"""Confidence that means something: of attributions given 0.9, nine in ten are right.

Logistic regression on what the network thinks of its own answer, fitted on texts that it has not
learned from. "Right" is the benchmark's measure: the contents share half of their characters, and
so do the sources.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the evidence (see ``analysis.tagger.reading.EVIDENCE``) and the constant."""

    weights: tuple[float, ...]
    constant: float

    def confidence(self, evidence: Sequence[float]) -> float:
        """Probability that an attribution with this evidence is right."""
        total = self.constant + math.fsum(
            w * e for w, e in zip(self.weights, evidence, strict=True)
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def fit_calibration(evidence: np.ndarray, right: np.ndarray, rounds: int = 50) -> Calibration:
    """Fit by Newton's method with a little ridge.

    evidence: (attributions, facts); right: 0 or 1 for each attribution.
    """
    x = np.column_stack([evidence, np.ones(len(evidence))])
    weights = np.zeros(x.shape[1])
    ridge = np.diag([*[1.0] * evidence.shape[1], 0.0])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (right - p) - ridge @ weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + ridge + 1e-6 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return Calibration(
        tuple(round(float(w), 4) for w in weights[:-1]), round(float(weights[-1]), 4)
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of a reliability table: how many, mean confidence and share of right ones."""

    count: int
    confidence: float
    right: float


def reliability(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> list[Bin]:
    """The reliability table, in bins of equal width; empty ones are left out."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        Bin(int(here.sum()), float(confidence[here].mean()), float(right[here].mean()))
        for b in range(bins)
        if (here := place == b).any()
    ]


def calibration_error(table: Sequence[Bin]) -> float:
    """Expected calibration error: mean distance of confidence and share, weighted by count."""
    total = sum(row.count for row in table)
    return sum(row.count * abs(row.confidence - row.right) for row in table) / max(1, total)
