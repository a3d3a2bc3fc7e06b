"""The map from uniforms has the moments of its distribution: quadrature over u against closed forms.

Means and variances are integrals over (0, 1) of icdf(u) and its square, by Gauss-Legendre panels
that halve towards both ends; what they leave out is below 2^-90 of the mass.
"""

import math
from itertools import pairwise

import numpy as np
import pytest

from quasiborel.qbs.distributions import FAMILIES

EULER = 0.5772156649015329
NODES, WEIGHTS = np.polynomial.legendre.leggauss(20)

MOMENTS = {
    "uniform": ((1.0, 4.0), 2.5, 9.0 / 12.0),
    "normal": ((3.0, 2.0), 3.0, 4.0),
    "lognormal": ((0.3, 0.5), math.exp(0.425), (math.exp(0.25) - 1.0) * math.exp(0.85)),
    "half_normal": ((2.0,), 2.0 * math.sqrt(2.0 / math.pi), 4.0 * (1.0 - 2.0 / math.pi)),
    "student_t": ((12.0, 1.0, 2.0), 1.0, 4.0 * 12.0 / 10.0),
    "laplace": ((1.0, 2.0), 1.0, 8.0),
    "logistic": ((1.0, 2.0), 1.0, 4.0 * math.pi**2 / 3.0),
    "gumbel": ((1.0, 2.0), 1.0 + 2.0 * EULER, 4.0 * math.pi**2 / 6.0),
    "exponential": ((4.0,), 0.25, 1.0 / 16.0),
    "gamma": ((3.0, 2.0), 1.5, 0.75),
    "inverse_gamma": ((12.0, 2.0), 2.0 / 11.0, 4.0 / (121.0 * 10.0)),
    "chi_squared": ((5.0,), 5.0, 10.0),
    "beta": ((2.0, 3.0), 0.4, 0.04),
    "weibull": ((2.0, 3.0), 3.0 * math.gamma(1.5), 9.0 * (1.0 - math.gamma(1.5) ** 2)),
    "pareto": ((2.0, 12.0), 24.0 / 11.0, 4.0 * 12.0 / (121.0 * 10.0)),
}


def integral_over_quantiles(distribution, f):
    """The integral of f(x) dP by u = exp(-s) in the lower half and 1 - u = exp(-s) in the upper."""
    total = 0.0
    edges = np.linspace(math.log(2.0), 64.0, 60)
    for left, right in pairwise(edges):
        for node, weight in zip(NODES, WEIGHTS, strict=True):
            p = math.exp(-(left + (right - left) * 0.5 * (1.0 + node)))
            share = 0.5 * (right - left) * weight * p
            total += share * (f(distribution.icdf(p)) + f(distribution.isf(p)))
    return total


@pytest.mark.parametrize("name", MOMENTS)
def test_mean_and_variance(name):
    args, mean, variance = MOMENTS[name]
    d = FAMILIES[name](*args)
    scale = math.sqrt(variance)
    assert integral_over_quantiles(d, lambda x: (x - mean) / scale) == pytest.approx(0.0, abs=1e-10)
    assert integral_over_quantiles(d, lambda x: ((x - mean) / scale) ** 2) == pytest.approx(1.0, abs=1e-8)


@pytest.mark.parametrize(("name", "args"), [("cauchy", (1.0, 2.0)), ("half_cauchy", (2.0,))])
def test_quartiles_of_families_without_moments(name, args):
    d, shift = FAMILIES[name](*args), 1.0 if name == "cauchy" else 0.0
    quartiles = (0.25, 0.75) if name == "cauchy" else (0.5, 0.5)
    assert d.icdf(quartiles[1]) == pytest.approx(shift + 2.0, rel=1e-15)
    assert d.isf(quartiles[0]) == pytest.approx(shift + 2.0, rel=1e-15)


@pytest.mark.parametrize(("mean", "k"), [(0.5, 2.0), (-3.0, 0.3)])
def test_von_mises_has_its_mean_resultant(mean, k):
    from scipy.special import i0e, i1e

    d = FAMILIES["von_mises"](mean, k)
    us = [(i + 0.5) / 150 for i in range(150)]
    # the midpoint rule: the integrand is continuous with a bounded second derivative inside
    for trig in (math.cos, math.sin):
        average = sum(trig(d.icdf(u)) for u in us) / len(us)
        assert average == pytest.approx(trig(mean) * i1e(k) / i0e(k), abs=5e-4)


def test_density_is_the_slope_of_the_cdf(continuous):
    for u in (0.02, 0.2, 0.45, 0.7, 0.97):
        x = continuous.icdf(u)
        width = 1e-4 * min(abs(continuous.icdf(u * 1.01) - x), abs(continuous.icdf(u * 0.99) - x)) * 100.0
        low, high = x - width, x + width
        if not continuous.support.contains(low) or not continuous.support.contains(high) or low == high:
            continue
        rise = continuous.cdf(high) - continuous.cdf(low)
        simpson = sum(w * math.exp(continuous.log_density(t)) for w, t in ((1.0, low), (4.0, x), (1.0, high)))
        assert rise == pytest.approx((high - low) * simpson / 6.0, rel=1e-5)


def test_the_moment_check_rejects_a_wrong_parametrisation():
    args, mean, _ = MOMENTS["gamma"]
    shape_scale = FAMILIES["gamma"](args[0], 1.0 / args[1])
    assert abs(integral_over_quantiles(shape_scale, lambda x: x) - mean) > 1.0
