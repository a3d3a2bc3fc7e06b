"""Weighted draws: the end of a pipeline that samples, and what the weights say about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FEW = 100.0  # below this effective sample size no estimate, and no error of one, is to be believed


@dataclass(frozen=True, slots=True)
class WeightedDraws:
    """Independent runs: the values and log weights of those of positive weight, and their number.

    Stands for the measure (1/runs) Σ_i w_i δ_{x_i}, unbiased for the program's meaning.
    """

    values: tuple[Any, ...]  # (n,), n <= runs
    log_weights: tuple[float, ...]  # (n,)
    runs: int

    @property
    def log_evidence(self) -> float | None:
        """log of the mean weight, (1/runs) Σ_i w_i; None if all are zero."""
        return log_sum(self.log_weights) - math.log(self.runs) if self.values else None

    @property
    def ess(self) -> float:
        """Kish's effective sample size (Σ w)² / Σ w², between 0 and the number of runs."""
        return effective_size(self.log_weights)

    @property
    def log_evidence_error(self) -> float | None:
        """Standard error of log evidence by the delta method: sd(w) / (√runs · mean(w)).

        In terms of the effective sample size, √((runs/ess - 1)/(runs - 1)). None below an
        effective sample size of 100, where the estimate of sd(w) is itself worthless.
        """
        ess = self.ess
        if ess < FEW:
            return None
        return math.sqrt(max(self.runs / ess - 1.0, 0.0) / (self.runs - 1))


def log_sum(log_weights: Sequence[float]) -> float:
    """log Σ_i w_i of at least one positive weight."""
    return max(log_weights) + math.log(math.fsum(relative(log_weights)))


def effective_size(log_weights: Sequence[float]) -> float:
    """(Σ w)² / Σ w²; 0 for no weights."""
    if not log_weights:
        return 0.0
    weights = relative(log_weights)
    return math.fsum(weights) ** 2 / math.fsum(w * w for w in weights)


def relative(log_weights: Sequence[float]) -> list[float]:
    """The weights divided by the largest."""
    largest = max(log_weights)
    return [math.exp(log_weight - largest) for log_weight in log_weights]
