"""The effective sample size of a chain against closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from quasiborel.inference.autocorrelation import effective_sample_size

SEED = 20180110


def autoregression(n: int, rho: float, seed: int) -> list[float]:
    """x_t = ρ x_(t-1) + √(1 - ρ²) ε_t, stationary from the start; its time is (1 + ρ)/(1 - ρ)."""
    noise = np.random.default_rng(seed).normal(size=n)
    x = [float(noise[0])]
    for e in noise[1:]:
        x.append(rho * x[-1] + math.sqrt(1 - rho * rho) * float(e))
    return x


@pytest.mark.statistical
@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9])
def test_autoregressions(rho: float) -> None:
    """Null: the estimate is within 25 % of n (1 - ρ)/(1 + ρ), n = 50,000; seed 20180110.

    The spread of Geyer's estimate is about √(8 τ / n) · few, at most 6 % here: a deviation
    of four of these has probability below 1e-4. Half or twice the truth would be caught.
    """
    n = 50_000
    found = effective_sample_size(autoregression(n, rho, SEED))
    assert found == pytest.approx(n * (1 - rho) / (1 + rho), rel=0.25)


def test_what_is_gained_by_alternating_is_not_claimed() -> None:
    assert effective_sample_size([1.0, -1.0] * 500) == 1000
    assert effective_sample_size(autoregression(1000, -0.9, SEED)) == 1000


def test_a_step_is_worth_little() -> None:
    size = effective_sample_size([0.0] * 500 + [1.0] * 500)
    assert size is not None
    assert size < 3


@pytest.mark.parametrize("factor", [1e-200, 1e200])
def test_no_square_overflows_or_vanishes(factor: float) -> None:
    x = autoregression(1000, 0.5, SEED)
    assert effective_sample_size([v * factor for v in x]) == pytest.approx(effective_sample_size(x), rel=1e-9)


@pytest.mark.parametrize(
    "column", [[], [1.0, 2.0, 3.0], [2.0] * 100, [1.0, 2.0, math.nan, 3.0], [1.0, math.inf, 2.0, 3.0]]
)
def test_no_size_without_spread_or_with_what_is_not_finite(column: list[float]) -> None:
    assert effective_sample_size(column) is None
