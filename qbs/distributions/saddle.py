"""Binomial and Poisson probabilities without cancellation, for real arguments.

The densities of gamma, beta, student_t and of the counting families are these two times
simple factors. Source: Loader 2000, "Fast and accurate computation of binomial probabilities".
"""

from __future__ import annotations

import math

from .scalar import Array, Namespace

HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
# log n! = (n + 1/2) log n - n + log(2 pi)/2 + sum_j SERIES[j] / n^(2j + 1)
SERIES = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400)


def stirling_error(xp: Namespace, n: Array) -> Array:
    """log Gamma(n + 1) minus Stirling's formula (n + 1/2) log n - n + log(2 pi)/2, for n > 0."""
    return xp.branch(n < 10.0, _direct_stirling_error, _series_stirling_error, xp, n)


def _direct_stirling_error(xp: Namespace, n: Array) -> Array:
    return xp.gammaln(n + 1.0) - (n + 0.5) * xp.log(n) + n - HALF_LOG_2PI


def _series_stirling_error(xp: Namespace, n: Array) -> Array:
    w = 1.0 / (n * n)
    total = 0.0
    for coefficient in reversed(SERIES):
        total = total * w + coefficient
    return total / n


def deviance(xp: Namespace, x: Array, mean: Array) -> Array:
    """x log(x / mean) + mean - x for x, mean > 0, accurate where x is close to mean."""
    return xp.branch(xp.absolute(x - mean) < 0.1 * (x + mean), _near_deviance, _far_deviance, xp, x, mean)


def _far_deviance(xp: Namespace, x: Array, mean: Array) -> Array:
    log_ratio = xp.branch(
        (mean > 1e-300 * x) & (mean < 1e300 * x),
        lambda: xp.log(x / mean),
        lambda: xp.log(x) - xp.log(mean),
    )
    return x * log_ratio + (mean - x)


def _near_deviance(xp: Namespace, x: Array, mean: Array) -> Array:
    # log(x / mean) = 2 artanh(v); |v| < 0.1, so that eight terms reach double precision
    v = (x - mean) / (x + mean)
    w = v * v
    total = 0.0
    for j in range(9, 0, -1):
        total = total * w + 1.0 / (2 * j + 1)
    return (x - mean) * v + 2.0 * x * v * w * total


def log_poisson(xp: Namespace, x: Array, rate: Array) -> Array:
    """log of rate^x exp(-rate) / Gamma(x + 1), for real x >= 0 and rate >= 0."""
    return xp.branch(
        (x > 0.0) & (rate > 0.0),
        lambda: -stirling_error(xp, x) - deviance(xp, x, rate) - HALF_LOG_2PI - 0.5 * xp.log(x),
        lambda: xp.where(x > 0.0, -math.inf, -rate),
    )


def log_binomial(xp: Namespace, x: Array, y: Array, p: Array, q: Array) -> Array:
    """log of Gamma(n + 1) / (Gamma(x + 1) Gamma(y + 1)) p^x q^y with n = x + y and q = 1 - p.

    For real x, y >= 0; p and q are both given, so that neither need be 1 minus the other.
    """
    return xp.branch(
        (x > 0.0) & (y > 0.0) & (p > 0.0) & (q > 0.0),
        lambda: _interior_log_binomial(xp, x, y, p, q),
        lambda: _xlog(xp, x, p, q) + _xlog(xp, y, q, p),
    )


def _xlog(xp: Namespace, x: Array, p: Array, q: Array) -> Array:
    """x log p, with 0 log 0 = 0; through q = 1 - p where p is close to 1."""
    return xp.where(x > 0.0, x * xp.where(q < 0.5, xp.log1p(-q), xp.log(p)), 0.0)


def _interior_log_binomial(xp: Namespace, x: Array, y: Array, p: Array, q: Array) -> Array:
    n = x + y
    error = stirling_error(xp, n) - stirling_error(xp, x) - stirling_error(xp, y)
    # log(n / (x y)) as a difference of logarithms: x y may overflow, n / x / y may underflow
    spread = 0.5 * (xp.log(n) - xp.log(x) - xp.log(y)) - HALF_LOG_2PI
    return error + spread - deviance(xp, x, n * p) - deviance(xp, y, n * q)


def beta_lower(xp: Namespace, x: Array, a: Array, b: Array) -> Array:
    """I(a, b; x), as 1 minus the complement where that is smaller."""
    value = xp.betainc(a, b, x)
    return xp.branch(value <= 0.5, lambda: value, lambda: 1.0 - xp.betaincc(a, b, x))


def beta_upper(xp: Namespace, x: Array, a: Array, b: Array) -> Array:
    """1 - I(a, b; x); SciPy's complement alone is 1 too early as x falls to 0."""
    value = xp.betainc(a, b, x)
    return xp.branch(value <= 0.5, lambda: 1.0 - value, lambda: xp.betaincc(a, b, x))


TINY = 1e-290  # above it a regularised gamma function is an ordinary float


def log_gammainc(xp: Namespace, a: Array, x: Array) -> Array:
    """log P(a, x), also where it underflows: there by the power series, as x < a or x < 1."""
    value = xp.gammainc(a, x)
    return xp.branch(
        (value > TINY) | (x <= 0.0), lambda: xp.log(value), lambda: _series_log_gammainc(xp, a, x)
    )


def _series_log_gammainc(xp: Namespace, a: Array, x: Array) -> Array:
    total = 1.0
    for j in range(400, 0, -1):
        total = 1.0 + total * x / (a + j)
    return log_poisson(xp, a, x) + xp.log(total)


def log_gammaincc(xp: Namespace, a: Array, x: Array) -> Array:
    """log Q(a, x), also where it underflows: there by Legendre's continued fraction, as x > a + 1."""
    value = xp.gammaincc(a, x)
    return xp.branch(
        (value > TINY) | (x == math.inf), lambda: xp.log(value), lambda: _fraction_log_gammaincc(xp, a, x)
    )


def _fraction_log_gammaincc(xp: Namespace, a: Array, x: Array) -> Array:
    total = 0.0
    for j in range(400, 0, -1):
        total = j * (j - a) / (x + 2 * j + 1 - a - total)
    return log_poisson(xp, a, x) + xp.log(a) - xp.log(x + 1.0 - a - total)
