"""Families on the positive half-line."""

from __future__ import annotations

import math
from typing import Any

from .base import Parameter
from .continuous import HALF_LINE, ContinuousLaw, continuous
from .domains import POSITIVE, REAL, Interval
from .location_scale import LOG_2, LOG_PI, normal_log_density
from .saddle import log_gammainc, log_gammaincc, log_poisson
from .scalar import INF, Array, Namespace

SCALE = Parameter("scale", "Real", POSITIVE)
SHAPE = Parameter("shape", "Real", POSITIVE)
ROOT_2 = math.sqrt(2.0)
SMALL = 10.0  # below it the terms of a gamma density are too small to cancel


def _lognormal_log_density(xp: Namespace, x: Array, mean: Array, sd: Array) -> Array:
    log_x = xp.log(x)
    return xp.where(x > 0.0, normal_log_density(xp, log_x, mean, sd) - log_x, -INF)


lognormal = continuous(
    "lognormal",
    (Parameter("mean", "Real", REAL), Parameter("sd", "Real", POSITIVE)),
    "exp(-((log x - mean) / sd)^2 / 2) / (x sd sqrt(2 pi))",
    ContinuousLaw(
        _lognormal_log_density,
        cdf=lambda xp, x, m, s: xp.ndtr((xp.log(x) - m) / s),
        survival=lambda xp, x, m, s: xp.ndtr((m - xp.log(x)) / s),
        icdf=lambda xp, u, m, s: xp.exp(m + s * xp.ndtri(u)),
        isf=lambda xp, q, m, s: xp.exp(m - s * xp.ndtri(q)),
        log_cdf=lambda xp, x, m, s: xp.log_ndtr((xp.log(x) - m) / s),
        log_survival=lambda xp, x, m, s: xp.log_ndtr((m - xp.log(x)) / s),
        support=HALF_LINE,
    ),
)

half_normal = continuous(
    "half_normal",
    (Parameter("sd", "Real", POSITIVE),),
    "2 exp(-(x / sd)^2 / 2) / (sd sqrt(2 pi))",
    ContinuousLaw(
        lambda xp, x, sd: normal_log_density(xp, x, 0.0, sd) + LOG_2,
        cdf=lambda xp, x, sd: xp.erf(x / sd / ROOT_2),
        survival=lambda xp, x, sd: 2.0 * xp.ndtr(-x / sd),
        icdf=lambda xp, u, sd: sd * ROOT_2 * xp.erfinv(u),
        isf=lambda xp, q, sd: -sd * xp.ndtri(0.5 * q),
        log_survival=lambda xp, x, sd: LOG_2 + xp.log_ndtr(-x / sd),
        support=HALF_LINE,
    ),
)


def _half_cauchy_log_density(xp: Namespace, x: Array, scale: Array) -> Array:
    z = x / scale
    log_square = xp.where(z > 1e8, 2.0 * xp.log(z), xp.log1p(xp.minimum(z, 1e8) ** 2))
    return LOG_2 - LOG_PI - xp.log(scale) - log_square


half_cauchy = continuous(
    "half_cauchy",
    (SCALE,),
    "2 / (pi scale (1 + (x / scale)^2))",
    ContinuousLaw(
        _half_cauchy_log_density,
        cdf=lambda xp, x, scale: xp.atan2(x / scale, 1.0) / (0.5 * math.pi),
        survival=lambda xp, x, scale: xp.atan2(1.0, x / scale) / (0.5 * math.pi),
        icdf=lambda xp, u, scale: scale * xp.tan(0.5 * math.pi * u),
        isf=lambda xp, q, scale: scale / xp.tan(0.5 * math.pi * q),
        support=HALF_LINE,
    ),
)

exponential = continuous(
    "exponential",
    (Parameter("rate", "Real", POSITIVE),),
    "rate exp(-rate x)",
    ContinuousLaw(
        lambda xp, x, rate: xp.log(rate) - rate * x,
        cdf=lambda xp, x, rate: -xp.expm1(-rate * x),
        survival=lambda xp, x, rate: xp.exp(-rate * x),
        icdf=lambda xp, u, rate: -xp.log1p(-u) / rate,
        isf=lambda xp, q, rate: -xp.log(q) / rate,
        log_survival=lambda xp, x, rate: -rate * x,
        support=HALF_LINE,
    ),
)


def gamma_log_density(xp: Namespace, x: Array, shape: Array, rate: Array) -> Array:
    """log of rate^shape x^(shape - 1) exp(-rate x) / Gamma(shape); the limit at x = 0."""
    at_zero = xp.where(shape < 1.0, INF, xp.where(shape == 1.0, xp.log(rate), -INF))
    y = rate * x
    return xp.branch(
        x > 0.0,
        lambda: xp.branch(
            shape < SMALL,
            lambda: xp.xlogy(shape - 1.0, y) - y - xp.gammaln(shape) + xp.log(rate),
            lambda: log_poisson(xp, shape, y) + xp.log(shape) - xp.log(x),
        ),
        lambda: at_zero,
    )


gamma = continuous(
    "gamma",
    (SHAPE, Parameter("rate", "Real", POSITIVE)),
    "rate^shape x^(shape - 1) exp(-rate x) / Gamma(shape)",
    ContinuousLaw(
        gamma_log_density,
        cdf=lambda xp, x, shape, rate: xp.gammainc(shape, rate * x),
        survival=lambda xp, x, shape, rate: xp.gammaincc(shape, rate * x),
        icdf=lambda xp, u, shape, rate: xp.gammaincinv(shape, u) / rate,
        isf=lambda xp, q, shape, rate: xp.gammainccinv(shape, q) / rate,
        log_cdf=lambda xp, x, shape, rate: log_gammainc(xp, shape, rate * x),
        log_survival=lambda xp, x, shape, rate: log_gammaincc(xp, shape, rate * x),
        support=HALF_LINE,
    ),
)

chi_squared = continuous(
    "chi_squared",
    (Parameter("df", "Real", POSITIVE),),
    "x^(df/2 - 1) exp(-x/2) / (2^(df/2) Gamma(df/2))",
    ContinuousLaw(
        lambda xp, x, df: gamma_log_density(xp, x, 0.5 * df, 0.5),
        cdf=lambda xp, x, df: xp.gammainc(0.5 * df, 0.5 * x),
        survival=lambda xp, x, df: xp.gammaincc(0.5 * df, 0.5 * x),
        icdf=lambda xp, u, df: 2.0 * xp.gammaincinv(0.5 * df, u),
        isf=lambda xp, q, df: 2.0 * xp.gammainccinv(0.5 * df, q),
        log_cdf=lambda xp, x, df: log_gammainc(xp, 0.5 * df, 0.5 * x),
        log_survival=lambda xp, x, df: log_gammaincc(xp, 0.5 * df, 0.5 * x),
        support=HALF_LINE,
    ),
)


def _inverse_gamma_log_density(xp: Namespace, x: Array, shape: Array, scale: Array) -> Array:
    return xp.branch(
        x > 0.0,
        lambda: log_poisson(xp, shape, scale / x) + xp.log(shape) - xp.log(x),
        lambda: -INF,
    )


def _reciprocal(xp: Namespace, x: Array, scale: Array) -> Array:
    """scale / x, infinite at x = 0."""
    return xp.branch(x > 0.0, lambda: scale / x, lambda: INF)


inverse_gamma = continuous(
    "inverse_gamma",
    (SHAPE, SCALE),
    "scale^shape x^(-shape - 1) exp(-scale / x) / Gamma(shape)",
    ContinuousLaw(
        _inverse_gamma_log_density,
        cdf=lambda xp, x, shape, scale: xp.gammaincc(shape, _reciprocal(xp, x, scale)),
        survival=lambda xp, x, shape, scale: xp.gammainc(shape, _reciprocal(xp, x, scale)),
        icdf=lambda xp, u, shape, scale: _reciprocal(xp, xp.gammainccinv(shape, u), scale),
        isf=lambda xp, q, shape, scale: _reciprocal(xp, xp.gammaincinv(shape, q), scale),
        log_cdf=lambda xp, x, shape, scale: log_gammaincc(xp, shape, _reciprocal(xp, x, scale)),
        log_survival=lambda xp, x, shape, scale: log_gammainc(xp, shape, _reciprocal(xp, x, scale)),
        support=HALF_LINE,
    ),
)


def _weibull_log_density(xp: Namespace, x: Array, shape: Array, scale: Array) -> Array:
    z = x / scale
    power = xp.power(z, shape)
    return xp.log(shape) - xp.log(scale) + xp.xlogy(shape - 1.0, z) - power


weibull = continuous(
    "weibull",
    (SHAPE, SCALE),
    "(shape / scale) (x / scale)^(shape - 1) exp(-(x / scale)^shape)",
    ContinuousLaw(
        _weibull_log_density,
        cdf=lambda xp, x, shape, scale: -xp.expm1(-xp.power(x / scale, shape)),
        survival=lambda xp, x, shape, scale: xp.exp(-xp.power(x / scale, shape)),
        icdf=lambda xp, u, shape, scale: scale * xp.power(-xp.log1p(-u), 1.0 / shape),
        isf=lambda xp, q, shape, scale: scale * xp.power(-xp.log(q), 1.0 / shape),
        log_survival=lambda xp, x, shape, scale: -xp.power(x / scale, shape),
        support=HALF_LINE,
    ),
)


def _pareto_log_ratio(xp: Namespace, x: Array, minimum: Array) -> Array:
    """log(x / minimum), without cancellation near the minimum."""
    return xp.where(x < 2.0 * minimum, xp.log1p((x - minimum) / minimum), xp.log(x) - xp.log(minimum))


def _pareto_support(minimum: Any, shape: Any) -> Interval:
    return Interval(minimum, INF)


pareto = continuous(
    "pareto",
    (Parameter("minimum", "Real", POSITIVE), SHAPE),
    "shape minimum^shape / x^(shape + 1)",
    ContinuousLaw(
        lambda xp, x, minimum, shape: xp.log(shape) - xp.log(x) - shape * _pareto_log_ratio(xp, x, minimum),
        cdf=lambda xp, x, minimum, shape: -xp.expm1(-shape * _pareto_log_ratio(xp, x, minimum)),
        survival=lambda xp, x, minimum, shape: xp.exp(-shape * _pareto_log_ratio(xp, x, minimum)),
        icdf=lambda xp, u, minimum, shape: minimum * xp.exp(-xp.log1p(-u) / shape),
        isf=lambda xp, q, minimum, shape: minimum * xp.exp(-xp.log(q) / shape),
        log_survival=lambda xp, x, minimum, shape: -shape * _pareto_log_ratio(xp, x, minimum),
        support=_pareto_support,
    ),
)
