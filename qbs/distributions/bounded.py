"""Families on a bounded interval: uniform and beta."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .base import Parameter
from .continuous import ContinuousLaw, continuous
from .domains import POSITIVE, REAL, Interval
from .saddle import beta_lower, beta_upper, log_binomial
from .scalar import INF, LARGEST, Array, Namespace

SMALL = 10.0  # below it the terms of a beta density are too small to cancel


def increasing(low: Any, high: Any) -> tuple[str, str] | None:
    """The relation low < high, with a width that a float can hold."""
    if not low < high:
        return "high", f"> low = {low}"
    if high - low > LARGEST:
        return "high", "such that high - low is at most 1.8e308"
    return None


uniform = continuous(
    "uniform",
    (Parameter("low", "Real", REAL), Parameter("high", "Real", REAL)),
    "1 / (high - low)",
    ContinuousLaw(
        lambda xp, x, low, high: -xp.log(high - low),
        cdf=lambda xp, x, low, high: (x - low) / (high - low),
        survival=lambda xp, x, low, high: (high - x) / (high - low),
        # rounding may carry the value beyond the far end by one unit in the last place
        icdf=lambda xp, u, low, high: xp.minimum(low + u * (high - low), high),
        isf=lambda xp, q, low, high: xp.maximum(high - q * (high - low), low),
        support=Interval,
        exact_density=lambda x, low, high: Fraction(1) / (Fraction(high) - low),
    ),
    increasing,
)


def _beta_at_end(xp: Namespace, a: Array, b: Array) -> Array:
    """The log density where the factor with exponent a - 1 vanishes: log b if a = 1."""
    return xp.where(a < 1.0, INF, xp.where(a == 1.0, xp.log(b), -INF))


def _beta_interior(xp: Namespace, x: Array, a: Array, b: Array) -> Array:
    y = 1.0 - x
    factor = xp.log(a) + xp.log(b) - xp.log(a + b) - xp.log(x) - xp.log1p(-x)
    return log_binomial(xp, a, b, x, y) + factor


def _beta_small(xp: Namespace, x: Array, a: Array, b: Array) -> Array:
    return xp.xlogy(a - 1.0, x) + xp.xlog1py(b - 1.0, -x) - xp.betaln(a, b)


def _beta_log_density(xp: Namespace, x: Array, a: Array, b: Array) -> Array:
    at_end = xp.where(x == 0.0, _beta_at_end(xp, a, b), _beta_at_end(xp, b, a))
    return xp.branch(
        (x > 0.0) & (x < 1.0),
        lambda: xp.branch((a < SMALL) & (b < SMALL), _beta_small, _beta_interior, xp, x, a, b),
        lambda: at_end,
    )


TINY_LOG = -600.0  # the logarithm below which I(a, b; x) = x^a / (a B(a, b)) to double precision


def _beta_icdf(xp: Namespace, u: Array, a: Array, b: Array) -> Array:
    """The inverse of I(a, b; .), by its leading power where the value is tiny (SciPy stops at 2e-308)."""
    log_x = (xp.log(u) + xp.log(a) + xp.betaln(a, b)) / a
    return xp.branch(log_x < TINY_LOG, lambda: xp.exp(log_x), lambda: xp.betaincinv(a, b, u))


beta = continuous(
    "beta",
    (Parameter("a", "Real", POSITIVE), Parameter("b", "Real", POSITIVE)),
    "x^(a - 1) (1 - x)^(b - 1) / B(a, b)",
    ContinuousLaw(
        _beta_log_density,
        cdf=beta_lower,
        survival=beta_upper,
        icdf=_beta_icdf,
        isf=lambda xp, q, a, b: xp.betainccinv(a, b, q),
        support=Interval(0.0, 1.0),
    ),
)
