"""Sums and differences of numbers given by their logarithms."""

from __future__ import annotations

import math
from collections.abc import Sequence

INF = math.inf


def log_sum(logs: Sequence[float]) -> float:
    """log sum_i exp(l_i); -inf for none, NaN if one is NaN."""
    top = max(logs, default=-INF)
    if not math.isfinite(top) and not any(v != v for v in logs):
        return top
    return top + math.log(math.fsum(math.exp(v - top) for v in logs))


def log_difference(larger: float, smaller: float) -> float:
    """log(exp(larger) - exp(smaller)); -inf where they are equal."""
    if smaller == -INF:
        return larger
    gap = -math.expm1(smaller - larger)
    return larger + math.log(gap) if gap > 0.0 else -INF
