"""Counting families with heavier tails: geometric, negative binomial, beta-binomial."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from .base import Parameter
from .discrete import EXACT_TRIALS, TRIALS, beta_tail, from_zero
from .domains import POSITIVE, POSITIVE_PROBABILITY, Integers
from .integer import EXACT_SPAN, MARGIN, DiscreteLaw, discrete
from .saddle import log_binomial
from .scalar import INF, SCALAR, Array, Namespace

EXACT_POWER = 4096  # the highest power of a rational that decides a comparison


def _geometric_moments(p: float) -> tuple[float, float, float]:
    q = 1.0 - p
    return q / p, q / (p * p), (1.0 + q) / math.sqrt(q) if q > 0.0 else 0.0


geometric = discrete(
    "geometric",
    (Parameter("p", "Real", POSITIVE_PROBABILITY),),
    "Int",
    "p (1 - p)^k, k failures before the first success",
    DiscreteLaw(
        lambda xp, k, p: xp.log(p) + xp.xlog1py(k + 0.0, -p),
        cdf=lambda xp, k, p: -xp.expm1((k + 1.0) * xp.log1p(-p)),
        survival=lambda xp, k, p: xp.exp((k + 1.0) * xp.log1p(-p)),
        support=lambda p: Integers(0, INF if p < 1 else 0),
        moments=_geometric_moments,
        mass=lambda k, p: p * (1 - p) ** k,
        exact_cdf=lambda k, p: 1 - (1 - p) ** (k + 1) if k < EXACT_POWER else None,
    ),
)


def _negative_binomial_log_mass(xp: Namespace, k: Array, shape: Array, rate: Array) -> Array:
    """shape / (shape + k) times a binomial density at real arguments."""
    p, q = rate / (1.0 + rate), 1.0 / (1.0 + rate)
    return log_binomial(xp, shape, k, p, q) - xp.log1p(k / shape)


def _negative_binomial_moments(shape: float, rate: float) -> tuple[float, float, float]:
    variance = shape * (1.0 + rate) / (rate * rate)
    return shape / rate, variance, (2.0 + rate) / math.sqrt(shape * (1.0 + rate))


def _negative_binomial_mass(k: int, shape: Fraction, rate: Fraction) -> Fraction:
    n = int(shape)
    return math.comb(k + n - 1, k) * (rate / (1 + rate)) ** n / (1 + rate) ** k


negative_binomial = discrete(
    "negative_binomial",
    (Parameter("shape", "Real", POSITIVE), Parameter("rate", "Real", POSITIVE)),
    "Int",
    "choose(k + shape - 1, k) (rate / (1 + rate))^shape (1 / (1 + rate))^k, a Poisson count whose "
    "rate is gamma(shape, rate)",
    DiscreteLaw(
        _negative_binomial_log_mass,
        cdf=lambda xp, k, shape, rate: beta_tail(xp, shape, k + 1.0, rate / (1.0 + rate), 1.0 / (1.0 + rate)),
        survival=lambda xp, k, shape, rate: beta_tail(
            xp, k + 1.0, shape, 1.0 / (1.0 + rate), rate / (1.0 + rate)
        ),
        support=from_zero,
        moments=_negative_binomial_moments,
        mass=_negative_binomial_mass,
        rational=lambda shape, rate: shape.denominator == 1 and shape <= EXACT_SPAN,
    ),
)


def _beta_binomial_log_mass(xp: Namespace, k: Array, trials: Array, a: Array, b: Array) -> Array:
    """Three saddle-point terms at the posterior mean p, where the largest has no deviance."""
    x, y = a + k, b + (trials - k)
    p, q = x / (x + y), y / (x + y)
    return (
        log_binomial(xp, k, trials - k, p, q)
        + log_binomial(xp, a, b, p, q)
        - log_binomial(xp, x, y, p, q)
        + (xp.log(a) + xp.log(b) - xp.log(a + b))
        - (xp.log(x) + xp.log(y) - xp.log(x + y))
    )


def _rising(x: Fraction, n: int) -> Fraction:
    """x (x + 1) ... (x + n - 1)."""
    numerator, step = x.numerator, x.denominator
    return Fraction(math.prod(numerator + j * step for j in range(n)), step**n)


def _beta_binomial_mass(k: int, trials: int, a: Fraction, b: Fraction) -> Fraction:
    return math.comb(trials, k) * _rising(a, k) * _rising(b, trials - k) / _rising(a + b, trials)


def _sum(xp: Namespace, terms: range, trials: Array, a: Array, b: Array) -> Array:
    """P(X in terms): the distribution function is a 3F2, so it is summed."""
    return math.fsum(xp.exp(_beta_binomial_log_mass(xp, k, trials, a, b)) for k in terms)


def _beta_binomial_quantile(p: Any, lower: bool, trials: int, a: Any, b: Any) -> int:
    """Adds up the lower tail from 0 or the upper from `trials`, as rationals if a sum is too close to p."""
    order = range(trials + 1) if lower else range(trials, -1, -1)
    floats = float(trials), float(a), float(b)
    masses = (math.exp(_beta_binomial_log_mass(SCALAR, k, *floats)) for k in order)
    found, sums = _first_beyond(zip(order, masses, strict=True), p, lower)
    if trials <= EXACT_SPAN and any(abs(s - p) <= MARGIN * p for s in sums):
        exact = _exact_masses(trials, *((a, b) if lower else (b, a)))
        return _first_beyond(zip(order, exact, strict=True), Fraction(p), lower)[0]
    return found


def _exact_masses(trials: int, a: Any, b: Any) -> Iterator[Fraction]:
    """The masses at 0, 1, ..., trials for the parameters taken as exact numbers."""
    a, b = Fraction(a), Fraction(b)
    mass = _beta_binomial_mass(0, trials, a, b)
    for k in range(trials):
        yield mass
        mass *= (trials - k) * (a + k) / ((k + 1) * (b + trials - k - 1))
    yield mass


def _first_beyond(masses: Iterable[tuple[int, Any]], p: Any, lower: bool) -> tuple[int, tuple[Any, Any]]:
    """The first k whose running sum is >= p (lower tail) or > p (upper); the sums before and after it."""
    before, total, found = 0, 0, 0
    for k, mass in masses:
        before, total, found = total, total + mass, k
        if total > p or (lower and total == p):
            break
    return found, (before, total)


beta_binomial = discrete(
    "beta_binomial",
    (TRIALS, Parameter("a", "Real", POSITIVE), Parameter("b", "Real", POSITIVE)),
    "Int",
    "choose(trials, k) B(k + a, trials - k + b) / B(a, b)",
    DiscreteLaw(
        _beta_binomial_log_mass,
        cdf=lambda xp, k, trials, a, b: _sum(xp, range(k + 1), trials, a, b),
        survival=lambda xp, k, trials, a, b: _sum(xp, range(k + 1, int(trials) + 1), trials, a, b),
        support=lambda trials, a, b: Integers(0, trials),
        mass=_beta_binomial_mass,
        rational=lambda trials, a, b: trials <= EXACT_TRIALS,
        quantile=_beta_binomial_quantile,
    ),
)
