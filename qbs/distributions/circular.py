"""The von Mises law of an angle in [-pi, pi]."""

from __future__ import annotations

import math

from .base import Parameter
from .continuous import LOG_2PI, ContinuousLaw, continuous
from .domains import POSITIVE, REAL, Interval
from .quadrature import integrate
from .scalar import Array, Namespace
from .solve import increasing_root

PI = math.pi
PANELS = 24
GROWTH = 1.5


def _folded(xp: Namespace, a: Array, b: Array, k: Array) -> Array:
    """The integral over [a, b], 0 <= a <= b <= pi, of exp(k (cos t - 1)).

    Panels grow geometrically from a, where the integrand is largest, in units of the
    distance over which its exponent falls by about 1/2.
    """
    peak = xp.exp(-2.0 * k * xp.sin(0.5 * a) ** 2)
    unit = 0.5 / (1.0 + xp.sqrt(k) + k * xp.sin(a))
    total, edge, width = 0.0, 0.0, unit
    for _ in range(PANELS):
        width_inside = xp.minimum(width, b - a - edge)
        total = total + integrate(
            lambda s: xp.exp(-2.0 * k * xp.sin(0.5 * s) * xp.sin(a + 0.5 * s)), edge, width_inside
        )
        edge, width = edge + width_inside, width * GROWTH
    return peak * total


def _arc(xp: Namespace, low: Array, high: Array, k: Array) -> Array:
    """The probability of the arc [low, high] within [-2 pi, 2 pi] of an angle with mean 0."""
    total = 0.0
    for start, fold in ((-2.0 * PI, -1.0), (-PI, 1.0), (0.0, -1.0), (PI, 1.0)):
        a = xp.minimum(xp.maximum(low - start, 0.0), PI)
        b = xp.minimum(xp.maximum(high - start, 0.0), PI)
        # fold = 1: the distance from the mode falls from pi to 0 along the piece
        near, far = (PI - b, PI - a) if fold > 0.0 else (a, b)
        total = total + xp.branch(b > a, lambda n, f: _folded(xp, n, f, k), lambda n, f: 0.0, near, far)
    return total / (2.0 * PI * xp.i0e(k))


def _log_density(xp: Namespace, x: Array, mean: Array, k: Array) -> Array:
    return -2.0 * k * xp.sin(0.5 * (x - mean)) ** 2 - LOG_2PI - xp.log(xp.i0e(k))


def _cdf(xp: Namespace, x: Array, mean: Array, k: Array) -> Array:
    m = xp.remainder(mean, 2.0 * PI)
    return _arc(xp, -PI - m, x - m, k)


def _survival(xp: Namespace, x: Array, mean: Array, k: Array) -> Array:
    return _cdf(xp, -x, -mean, k)


def _icdf(xp: Namespace, u: Array, mean: Array, k: Array) -> Array:
    def log_cdf(x: float) -> float:
        return float(xp.log(_cdf(xp, x, mean, k)))

    def log_density(x: float) -> float:
        return float(_log_density(xp, x, mean, k))

    start = float(xp.remainder(mean, 2.0 * PI))
    return increasing_root(log_cdf, log_density, xp.log(u), -PI, PI, start)


von_mises = continuous(
    "von_mises",
    (Parameter("mean", "Real", REAL), Parameter("concentration", "Real", POSITIVE)),
    "exp(concentration cos(x - mean)) / (2 pi I0(concentration)) on [-pi, pi]",
    ContinuousLaw(
        _log_density,
        _cdf,
        _survival,
        _icdf,
        lambda xp, q, mean, k: -_icdf(xp, q, -mean, k),
        support=Interval(-PI, PI),
    ),
)
