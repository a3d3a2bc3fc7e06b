"""The normal law between two bounds, as accurate forty sd out as at the centre."""

from __future__ import annotations

import math
from typing import Any

from .base import Parameter
from .continuous import ContinuousLaw, continuous
from .domains import BOUND, POSITIVE, REAL, Interval
from .quadrature import integrate
from .scalar import INF, Array, Namespace

ROOT_2 = math.sqrt(2.0)
ROOT_HALF_PI = math.sqrt(0.5 * math.pi)


def _nearest(xp: Namespace, a: Array, b: Array) -> Array:
    """The point of [a, b] nearest to 0, where exp(-t^2 / 2) is largest."""
    return xp.where(a > 0.0, a, xp.where(b < 0.0, b, 0.0))


def _mass(xp: Namespace, a: Array, b: Array, width: Array) -> Array:
    """The integral over [a, b] of exp(-(t^2 - r^2) / 2), r the point of [a, b] nearest to 0.

    `width` is b - a, computed where that loses least.
    """
    low = xp.where(b < 0.0, -b, a)
    high = xp.where(b < 0.0, -a, b)
    return xp.branch(
        low > 0.0,
        lambda: xp.branch(
            width * high < 1.0,
            lambda: _narrow_mass(xp, low, width),
            lambda: _one_sided_mass(xp, low, high, width),
        ),
        lambda: ROOT_HALF_PI * (xp.erf(high / ROOT_2) - xp.erf(low / ROOT_2)),
    )


def _one_sided_mass(xp: Namespace, low: Array, high: Array, width: Array) -> Array:
    far = xp.exp(-0.5 * width * (low + high)) * xp.erfcx(high / ROOT_2)
    return ROOT_HALF_PI * (xp.erfcx(low / ROOT_2) - far)


def _narrow_mass(xp: Namespace, low: Array, width: Array) -> Array:
    """By quadrature: the exponent varies by at most 1, where a difference of tails would cancel."""
    return integrate(lambda step: xp.exp(-0.5 * step * (2.0 * low + step)), 0.0, width)


def _part(xp: Namespace, a: Array, b: Array, width: Array, r: Array) -> Array:
    """The integral over [a, b] of exp(-(t^2 - r^2) / 2) for any reference r."""
    s = _nearest(xp, a, b)
    return _mass(xp, a, b, width) * xp.exp(-0.5 * (s - r) * (s + r))


def _log_density(xp: Namespace, x: Array, mean: Array, sd: Array, low: Array, high: Array) -> Array:
    a, b, z = (low - mean) / sd, (high - mean) / sd, (x - mean) / sd
    r = _nearest(xp, a, b)
    # z - r is the distance from the reference, taken before the mean is subtracted
    distance = xp.where(a > 0.0, (x - low) / sd, xp.where(b < 0.0, (x - high) / sd, z))
    return -0.5 * distance * (z + r) - xp.log(_mass(xp, a, b, (high - low) / sd)) - xp.log(sd)


def _cdf(xp: Namespace, x: Array, mean: Array, sd: Array, low: Array, high: Array) -> Array:
    a, b, z = (low - mean) / sd, (high - mean) / sd, (x - mean) / sd
    r = _nearest(xp, a, b)
    return _part(xp, a, z, (x - low) / sd, r) / _mass(xp, a, b, (high - low) / sd)


def _survival(xp: Namespace, x: Array, mean: Array, sd: Array, low: Array, high: Array) -> Array:
    return _cdf(xp, -x, -mean, sd, -high, -low)


def _start(xp: Namespace, u: Array, a: Array, b: Array) -> Array:
    """The standard quantile, up to the cancellation that Newton's step removes."""
    return xp.branch(
        a > 0.0,
        lambda: -xp.ndtri_exp(xp.log_ndtr(-a) + xp.log1p(u * xp.expm1(xp.log_ndtr(-b) - xp.log_ndtr(-a)))),
        lambda: xp.branch(
            b < 0.0,
            lambda: xp.ndtri_exp(
                xp.log_ndtr(b) + xp.log(u + (1.0 - u) * xp.exp(xp.log_ndtr(a) - xp.log_ndtr(b)))
            ),
            lambda: xp.ndtri(u * xp.ndtr(b) + (1.0 - u) * xp.ndtr(a)),
        ),
    )


def _icdf(xp: Namespace, u: Array, mean: Array, sd: Array, low: Array, high: Array) -> Array:
    parameters = (mean, sd, low, high)
    start = _start(xp, u, (low - mean) / sd, (high - mean) / sd)
    x = xp.minimum(xp.maximum(mean + sd * start, low), high)
    for _ in range(2):
        x = x + (u - _cdf(xp, x, *parameters)) * xp.exp(-_log_density(xp, x, *parameters))
        # rounding may carry the value beyond an end by one unit in the last place
        x = xp.minimum(xp.maximum(x, low), high)
    return x


def _isf(xp: Namespace, q: Array, mean: Array, sd: Array, low: Array, high: Array) -> Array:
    return -_icdf(xp, q, -mean, sd, -high, -low)


def _relation(mean: Any, sd: Any, low: Any, high: Any) -> tuple[str, str] | None:
    if low == INF:
        return "low", "< ∞"
    return None if low < high and high > -INF else ("high", f"> low = {low}")


TRUNCATED_NORMAL = ContinuousLaw(
    _log_density,
    _cdf,
    _survival,
    _icdf,
    _isf,
    support=lambda mean, sd, low, high: Interval(low, high),
)

truncated_normal = continuous(
    "truncated_normal",
    (
        Parameter("mean", "Real", REAL),
        Parameter("sd", "Real", POSITIVE),
        Parameter("low", "Real", BOUND),
        Parameter("high", "Real", BOUND),
    ),
    "normal(mean, sd) density at x / its mass on [low, high]",
    TRUNCATED_NORMAL,
    _relation,
)
