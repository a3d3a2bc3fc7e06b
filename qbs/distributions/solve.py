"""Inverting an increasing function: for quantiles without a formula."""

from __future__ import annotations

import math
from collections.abc import Callable


def increasing_root(
    log_f: Callable[[float], float],
    log_slope: Callable[[float], float],
    log_target: float,
    low: float,
    high: float,
    start: float,
) -> float:
    """An x in [low, high] with log f(x) = log_target to the accuracy of f, f increasing.

    Newton's method on log f, whose slope is exp(log_slope - log_f), within a bracket that
    halves whenever Newton's step leaves it or fails to halve the error.
    """
    x = start if low < start < high else _middle(low, high)
    last = math.inf
    while True:
        error = log_f(x) - log_target
        if error == 0.0:
            return x
        low, high = (x, high) if error < 0.0 else (low, x)
        # an infinite error (f = 0) or an unbounded step fails the test below
        slope = log_slope(x) - log_f(x) if math.isfinite(error) else -math.inf
        proposal = x - error * math.exp(-slope) if -700.0 < slope < 700.0 else math.nan
        if not (low < proposal < high and abs(error) < 0.5 * last):
            if abs(error) < 1e-14 and proposal == x:
                return x
            proposal = _middle(low, high)
        if not low < proposal < high:
            return x
        last = abs(error)
        x = proposal


def _middle(low: float, high: float) -> float:
    """A point between two floats: their mean, or a doubling where an end is infinite."""
    if low == -math.inf:
        return 0.0 if high > 0.0 else 2.0 * high - 1.0
    if high == math.inf:
        return 0.0 if low < 0.0 else 2.0 * low + 1.0
    return low + 0.5 * (high - low) if low * high >= 0.0 else 0.5 * (low + high)
