"""Families on the whole line: a standard law, moved by a location and stretched by a scale."""

from __future__ import annotations

import math

from .base import Parameter
from .continuous import LOG_2PI, ContinuousLaw, continuous
from .domains import POSITIVE, REAL
from .saddle import beta_upper, deviance, stirling_error
from .scalar import Array, Formula, Namespace

HALF_LOG_2PI = 0.5 * LOG_2PI
LOG_2 = math.log(2.0)
LOG_PI = math.log(math.pi)
LOCATION_SCALE = (Parameter("location", "Real", REAL), Parameter("scale", "Real", POSITIVE))


def _at_z(standard: Formula) -> Formula:
    """A standard function of z = (x - location) / scale, such as a distribution function."""
    return lambda xp, x, location, scale: standard(xp, (x - location) / scale)


def _moved(standard: Formula, sign: float = 1.0) -> Formula:
    """A standard quantile, moved and stretched: location + sign * scale * z."""
    return lambda xp, u, location, scale: location + sign * scale * standard(xp, u)


def _symmetric(
    log_density: Formula, cdf: Formula, icdf: Formula, log_cdf: Formula | None = None
) -> ContinuousLaw:
    """A law whose standard form is symmetric about 0: the upper tail mirrors the lower."""
    return ContinuousLaw(
        log_density,
        _at_z(cdf),
        lambda xp, x, location, scale: cdf(xp, (location - x) / scale),
        _moved(icdf),
        _moved(icdf, -1.0),
        None if log_cdf is None else _at_z(log_cdf),
        None if log_cdf is None else lambda xp, x, location, scale: log_cdf(xp, (location - x) / scale),
    )


def normal_log_density(xp: Namespace, x: Array, mean: Array, sd: Array) -> Array:
    """-z^2/2 - log(sd sqrt(2 pi)) with z = (x - mean) / sd."""
    z = (x - mean) / sd
    return -0.5 * z * z - xp.log(sd) - HALF_LOG_2PI


normal = continuous(
    "normal",
    (Parameter("mean", "Real", REAL), Parameter("sd", "Real", POSITIVE)),
    "exp(-((x - mean) / sd)^2 / 2) / (sd sqrt(2 pi))",
    _symmetric(
        normal_log_density,
        cdf=lambda xp, z: xp.ndtr(z),
        icdf=lambda xp, u: xp.ndtri(u),
        log_cdf=lambda xp, z: xp.log_ndtr(z),
    ),
)


def _cauchy_log_density(xp: Namespace, x: Array, location: Array, scale: Array) -> Array:
    z = (x - location) / scale
    # z^2 overflows beyond 1e154, where log(1 + z^2) = 2 log|z|
    size = xp.absolute(z)
    log_square = xp.where(size > 1e8, 2.0 * xp.log(size), xp.log1p(xp.minimum(size, 1e8) ** 2))
    return -LOG_PI - xp.log(scale) - log_square


cauchy = continuous(
    "cauchy",
    LOCATION_SCALE,
    "1 / (pi scale (1 + ((x - location) / scale)^2))",
    _symmetric(
        _cauchy_log_density,
        cdf=lambda xp, z: xp.atan2(1.0, -z) / math.pi,
        icdf=lambda xp, u: xp.where(u > 0.25, xp.tan(math.pi * (u - 0.5)), -1.0 / xp.tan(math.pi * u)),
    ),
)


def _laplace_log_density(xp: Namespace, x: Array, location: Array, scale: Array) -> Array:
    return -xp.absolute(x - location) / scale - xp.log(scale) - LOG_2


laplace = continuous(
    "laplace",
    LOCATION_SCALE,
    "exp(-|x - location| / scale) / (2 scale)",
    _symmetric(
        _laplace_log_density,
        cdf=lambda xp, z: xp.where(z < 0.0, 0.5 * xp.exp(z), 1.0 - 0.5 * xp.exp(-z)),
        icdf=lambda xp, u: xp.log(2.0 * u),
        log_cdf=lambda xp, z: xp.where(z < 0.0, z - LOG_2, xp.log1p(-0.5 * xp.exp(-z))),
    ),
)


def _logistic_log_density(xp: Namespace, x: Array, location: Array, scale: Array) -> Array:
    size = xp.absolute(x - location) / scale
    return -size - 2.0 * xp.log1p(xp.exp(-size)) - xp.log(scale)


def _logistic_cdf(xp: Namespace, z: Array) -> Array:
    e = xp.exp(-xp.absolute(z))
    return xp.where(z < 0.0, e, 1.0) / (1.0 + e)


logistic = continuous(
    "logistic",
    LOCATION_SCALE,
    "exp(-z) / (scale (1 + exp(-z))^2) with z = (x - location) / scale",
    _symmetric(
        _logistic_log_density,
        cdf=_logistic_cdf,
        icdf=lambda xp, u: xp.log(u / (1.0 - u)),
        log_cdf=lambda xp, z: xp.minimum(z, 0.0) - xp.log1p(xp.exp(-xp.absolute(z))),
    ),
)


def _gumbel_log_density(xp: Namespace, x: Array, location: Array, scale: Array) -> Array:
    z = (x - location) / scale
    e = xp.exp(-z)
    return xp.where(e < math.inf, -z - e, -math.inf) - xp.log(scale)


gumbel = continuous(
    "gumbel",
    LOCATION_SCALE,
    "exp(-z - exp(-z)) / scale with z = (x - location) / scale",
    ContinuousLaw(
        _gumbel_log_density,
        cdf=_at_z(lambda xp, z: xp.exp(-xp.exp(-z))),
        survival=_at_z(lambda xp, z: -xp.expm1(-xp.exp(-z))),
        icdf=_moved(lambda xp, u: -xp.log(-xp.log(u))),
        isf=_moved(lambda xp, q: -xp.log(-xp.log1p(-q))),
        log_cdf=_at_z(lambda xp, z: -xp.exp(-z)),
        # 1 - exp(-e) = e to double precision once e < 1e-17
        log_survival=_at_z(
            lambda xp, z: xp.where(z > 40.0, -z, xp.log(-xp.expm1(-xp.exp(-xp.minimum(z, 40.0)))))
        ),
    ),
)


def _student_t_log_density(xp: Namespace, x: Array, df: Array, location: Array, scale: Array) -> Array:
    z = (x - location) / scale
    half = 0.5 * df
    # log of Gamma((df + 1) / 2) / Gamma(df / 2) sqrt(2 / df), without cancellation (Loader 2000)
    constant = stirling_error(xp, half + 0.5) - stirling_error(xp, half) - deviance(xp, half, half + 0.5)
    size = xp.absolute(z)
    root = xp.sqrt(df)
    far = size > 1e8 * root
    log_square = xp.where(
        far,
        2.0 * (xp.log(size) - xp.log(root)),
        xp.log1p((xp.minimum(size, 1e8 * root) / root) ** 2),
    )
    return constant - HALF_LOG_2PI - xp.log(scale) - (half + 0.5) * log_square


FAR = 1e120  # |z| / sqrt(df) beyond which the tail is its leading power to double precision


def _log_leading(xp: Namespace, df: Array) -> Array:
    """log c in I(df/2, 1/2; y) = c y^(df/2) (1 + O(y))."""
    return -xp.log(0.5 * df) - xp.betaln(0.5 * df, 0.5)


def _student_t_cdf(xp: Namespace, z: Array, df: Array) -> Array:
    """I(df/2, 1/2; df / (df + z^2)) / 2 in the lower tail, by its complement near the centre."""
    ratio = xp.absolute(z) / xp.sqrt(df)

    def by_power() -> Array:
        return xp.exp(_log_leading(xp, df) - df * (xp.log(xp.absolute(z)) - 0.5 * xp.log(df)))

    def by_tail() -> Array:
        return xp.betainc(0.5 * df, 0.5, 1.0 / (1.0 + ratio * ratio))

    def by_centre() -> Array:
        return beta_upper(xp, ratio * ratio / (1.0 + ratio * ratio), 0.5, 0.5 * df)

    tail = 0.5 * xp.branch(ratio > FAR, by_power, lambda: xp.branch(ratio > 1.0, by_tail, by_centre))
    return xp.where(z < 0.0, tail, 1.0 - tail)


def _student_t_icdf(xp: Namespace, u: Array, df: Array) -> Array:
    """The quantile for u <= 1/2, through whichever of y = df/(df + z^2) and 1 - y is smaller."""
    log_y = (xp.log(2.0 * u) - _log_leading(xp, df)) / (0.5 * df)
    cut = 0.5 * xp.betainc(0.5 * df, 0.5, 0.5)

    def by_power() -> Array:
        return xp.exp(-0.5 * log_y)

    def by_tail() -> Array:
        y = xp.betaincinv(0.5 * df, 0.5, 2.0 * u)
        return xp.sqrt((1.0 - y) / y)

    def by_centre() -> Array:
        y = xp.branch(
            u > 0.25,
            lambda: xp.betaincinv(0.5, 0.5 * df, 1.0 - 2.0 * u),
            lambda: xp.betainccinv(0.5, 0.5 * df, 2.0 * u),
        )
        return xp.sqrt(y / (1.0 - y))

    return -xp.sqrt(df) * xp.branch(
        log_y < -2.0 * math.log(FAR), by_power, lambda: xp.branch(u < cut, by_tail, by_centre)
    )


student_t = continuous(
    "student_t",
    (Parameter("df", "Real", POSITIVE), *LOCATION_SCALE),
    "Gamma((df + 1) / 2) / (Gamma(df / 2) sqrt(df pi) scale) (1 + z^2 / df)^(-(df + 1) / 2) "
    "with z = (x - location) / scale",
    ContinuousLaw(
        _student_t_log_density,
        cdf=lambda xp, x, df, m, s: _student_t_cdf(xp, (x - m) / s, df),
        survival=lambda xp, x, df, m, s: _student_t_cdf(xp, (m - x) / s, df),
        icdf=lambda xp, u, df, m, s: m + s * _student_t_icdf(xp, u, df),
        isf=lambda xp, q, df, m, s: m - s * _student_t_icdf(xp, q, df),
    ),
)
