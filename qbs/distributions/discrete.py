"""Families of integers and Booleans."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import accumulate
from typing import Any

from .base import Parameter
from .domains import (
    COUNT,
    INTEGER,
    NON_NEGATIVE,
    PROBABILITIES,
    PROBABILITY,
    Integers,
)
from .integer import MARGIN, DiscreteLaw, discrete
from .saddle import beta_lower, beta_upper, log_binomial, log_poisson
from .scalar import INF, Array, Namespace

EXACT_TRIALS = 100_000  # above it a rational mass would have millions of digits: floats are used
P = Parameter("p", "Real", PROBABILITY)
TRIALS = Parameter("trials", "Int", COUNT)


def from_zero(*parameters: Any) -> Integers:
    """All integers >= 0."""
    return Integers(0, INF)


def beta_tail(xp: Namespace, a: Array, b: Array, p: Array, q: Array) -> Array:
    """The regularised incomplete beta function I(a, b; p), through the smaller of p and q = 1 - p."""
    return xp.branch(p < q, lambda: beta_lower(xp, p, a, b), lambda: beta_upper(xp, q, b, a))


def _bernoulli_quantile(p: Any, lower: bool, success: Any) -> int:
    """0 if P(X = 0) >= p, or if P(X = 1) <= p for the upper tail; 0 only if it has positive mass."""
    if not lower:
        return int(success > p)
    failure = 1 - success
    if abs(failure - p) <= MARGIN:
        failure = 1 - Fraction(success)
    return int(failure < p or failure == 0)


_bernoulli = DiscreteLaw(
    lambda xp, k, p: xp.where(k > 0, xp.log(p), xp.log1p(-p)),
    cdf=lambda xp, k, p: 1.0 - p,
    survival=lambda xp, k, p: p,
    support=lambda p: Integers(0, 1),
    mass=lambda k, p: p if k else 1 - p,
    quantile=_bernoulli_quantile,
    plain=True,
)
bernoulli = discrete("bernoulli", (P,), "Int", "p if k = 1, 1 - p if k = 0", _bernoulli)
flip = discrete("flip", (P,), "Bool", "p if k = true, 1 - p if k = false", _bernoulli)


def _binomial_moments(trials: float, p: float) -> tuple[float, float, float]:
    variance = trials * p * (1.0 - p)
    return trials * p, variance, (1.0 - 2.0 * p) / math.sqrt(variance) if variance > 0.0 else 0.0


binomial = discrete(
    "binomial",
    (TRIALS, P),
    "Int",
    "choose(trials, k) p^k (1 - p)^(trials - k)",
    DiscreteLaw(
        lambda xp, k, trials, p: log_binomial(xp, k, trials - k, p, 1.0 - p),
        cdf=lambda xp, k, trials, p: beta_tail(xp, trials - k, k + 1.0, 1.0 - p, p),
        survival=lambda xp, k, trials, p: beta_tail(xp, k + 1.0, trials - k, p, 1.0 - p),
        support=lambda trials, p: Integers(0, trials),
        moments=_binomial_moments,
        rational=lambda trials, p: trials <= EXACT_TRIALS,
        mass=lambda k, trials, p: math.comb(trials, k) * p**k * (1 - p) ** (trials - k),
    ),
)


def _poisson_moments(rate: float) -> tuple[float, float, float]:
    return rate, rate, 1.0 / math.sqrt(rate) if rate > 0.0 else 0.0


poisson = discrete(
    "poisson",
    (Parameter("rate", "Real", NON_NEGATIVE),),
    "Int",
    "rate^k exp(-rate) / k!",
    DiscreteLaw(
        log_poisson,
        cdf=lambda xp, k, rate: xp.gammaincc(k + 1.0, rate),
        survival=lambda xp, k, rate: xp.gammainc(k + 1.0, rate),
        support=lambda rate: Integers(0, INF if rate > 0 else 0),
        moments=_poisson_moments,
    ),
)


def _discrete_uniform_quantile(p: Any, lower: bool, low: int, high: int) -> int:
    numerator, denominator = p.as_integer_ratio()
    if not lower:
        numerator = denominator - numerator
    steps: int = -(-numerator * (high - low + 1) // denominator)
    return low + max(steps - 1, 0)


discrete_uniform = discrete(
    "discrete_uniform",
    (Parameter("low", "Int", INTEGER), Parameter("high", "Int", INTEGER)),
    "Int",
    "1 / (high - low + 1)",
    DiscreteLaw(
        lambda xp, k, low, high: -xp.log(high - low + 1.0),
        cdf=lambda xp, k, low, high: (k - low + 1) / (high - low + 1),
        survival=lambda xp, k, low, high: (high - k) / (high - low + 1),
        support=Integers,
        mass=lambda k, low, high: Fraction(1, high - low + 1),
        exact_cdf=lambda k, low, high: Fraction(k - low + 1, high - low + 1),
        quantile=_discrete_uniform_quantile,
    ),
    lambda low, high: None if low <= high else ("high", f">= low = {low}"),
)


def categorical_quantile(p: Any, lower: bool, weights: tuple[Any, ...]) -> int:
    """The least k with (w_0 + ... + w_k) / sum(w) >= p, or with the rest <= p; w_k > 0."""
    if p > 0.0:
        target = (p if lower else 1.0 - p) * math.fsum(weights)
        for k, partial in enumerate(accumulate(map(float, weights))):
            if abs(partial - target) <= MARGIN:
                break
            if partial > target:
                return k
    exact = tuple(map(Fraction, weights))
    goal = (Fraction(p) if lower else 1 - Fraction(p)) * sum(exact)
    return next(k for k, partial in enumerate(accumulate(exact)) if partial >= goal and exact[k])


categorical = discrete(
    "categorical",
    (Parameter("probabilities", "Vector", PROBABILITIES),),
    "Int",
    "probabilities[k] / sum(probabilities)",
    DiscreteLaw(
        lambda xp, k, w: xp.log(w[k] / math.fsum(w)),
        cdf=lambda xp, k, w: math.fsum(w[: k + 1]) / math.fsum(w),
        survival=lambda xp, k, w: math.fsum(w[k + 1 :]) / math.fsum(w),
        support=lambda w: Integers(0, len(w) - 1),
        mass=lambda k, w: w[k] / sum(w),
        quantile=categorical_quantile,
        plain=True,
    ),
    scalar=False,
)
